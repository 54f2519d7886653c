"""Write to a debtor what will be collected, and when: once for each collection, all of a night in one letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import terms_on
from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.papers.prenotification import Fetched, Prenotification
from cessie.domain.correspondence.write import write_paper
from cessie.domain.mandates.drop import drop
from cessie.domain.mandates.facts import claims, reasons_against
from cessie.domain.mandates.models import Collection, Mandate
from cessie.domain.mandates.rules.may_collect import UNTOLD, Claim
from cessie.domain.mandates.rules.notice import LEAD
from cessie.domain.mandates.rules.timing import collection_day
from cessie.domain.mandates.set_up_creditor import hours_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money

#: So many signs of the debtor's account stand in the letter, at either end.
SHOWN: Final = 4


@transaction.atomic
def announce(*, mandate_id: UUID, by: Viewer, at: datetime) -> tuple[Message, ...]:
    """One letter a contract with all that is proposed under the mandate and not told yet, at what is open now and on
    the first day that the notice allows. Again writes nothing.

    What was told and has become less since (the debtor paid a part, or contests one) is told anew; what was paid is
    left (``drop``). What may not be collected waits without a letter; so does what is collected for the house under a
    contract of which the debtor shall not know. Locks: the collections.

    Refused: no right (``NotAllowed``), as ``correspondence.write_paper``.
    """
    by.require("mandates.collect")
    rows = Collection.objects.select_related("mandate__creditor__account", "invoice", "instalment")
    rows = rows.select_for_update(of=("self",))
    known = list(rows.filter(mandate_id=mandate_id, state="proposed").order_by("invoice__contract_id", "pk"))
    owed = claims(known)
    over = {row.pk for row in known if _is_over(row, owed[row.pk])}
    for key in over:
        drop(collection_id=key, by=by, at=at)
    open_now = [row for row in known if row.pk not in over and _to_tell(row, owed[row.pk])]
    for row in open_now:
        _renew(row, owed[row.pk], at)
    held = reasons_against(open_now, at)
    free = [row for row in open_now if not [one for one in held[row.pk] if one.code not in UNTOLD]]
    letters: list[Message] = []
    for contract_id, group in groupby(free, key=lambda row: row.invoice.contract_id):
        letters += _tell(contract_id, list(group), by, at)
    return tuple(letters)


def waiting_for_notice() -> tuple[UUID, ...]:
    """Mandates under which something is proposed, by key; for jobs."""
    rows = Mandate.objects.filter(collections__state="proposed", state="active").order_by("pk").distinct()
    return tuple(rows.values_list("pk", flat=True))


def _is_over(row: Collection, owed: Claim) -> bool:
    """Nothing is open any more; of an instalment: nothing falls due with it, for it was paid or its plan ended."""
    return not owed.open or (row.instalment_id is not None and owed.open == owed.planned)


def _to_tell(row: Collection, owed: Claim) -> bool:
    """Nobody has told it, or a letter told more than there is to collect now."""
    if row.notice_id is None:
        return row.notified_date is None
    return row.amount_cents > owed.collectable.cents > 0


def _renew(row: Collection, owed: Claim, at: datetime) -> None:
    """What is open now, on the first day for a notice that leaves within its time."""
    creditor = row.mandate.creditor
    row.notice, row.notified_date = None, None
    row.amount_cents = owed.collectable.cents or row.amount_cents
    row.collection_date = collection_day(
        max(row.collection_date, owed.due), at=at, cut_off=hours_of(creditor), notified=booking_day(at) + LEAD,
        notice_days=creditor.notice_days,
    )  # fmt: skip
    row.save(update_fields=["notice", "notified_date", "amount_cents", "collection_date"])


def _tell(contract_id: UUID, rows: Sequence[Collection], by: Viewer, at: datetime) -> Iterable[Message]:
    first, mandate = rows[0], rows[0].mandate
    ours = mandate.creditor.account.is_ours
    told = terms_on(contract_id, booking_day(at))[1].disclosure == "NOTIFIED"
    if ours and not told:
        return ()
    client_id = first.invoice.client_id
    message = write_paper(  # once: the collections, which are locked, name it
        key=f"prenotification:{uuid7()}", client_id=client_id, debtor_id=mandate.debtor_id,
        about=contract_id, paper=paper(mandate, rows), purpose="prenotification",
        sender=sender_of(client_id=client_id, confidential=not told, under_client_name=not ours), by=by, at=at,
    )  # fmt: skip
    Collection.objects.filter(pk__in=[row.pk for row in rows]).update(notice=message)
    facts = {"letter": message.reference, "collections": len(rows)}
    record(action="mandates.announce", subject=mandate, by=by, at=at, client_id=client_id, data=facts)
    return (message,)


def paper(mandate: Mandate, rows: Sequence[Collection]) -> Prenotification:
    """What the letter says of these collections, the earliest first."""
    ordered = sorted(rows, key=lambda row: (row.collection_date, row.invoice.due_date, row.invoice.number))
    return Prenotification(
        creditor=mandate.creditor.account.holder,
        identifier=mandate.creditor.identifier,
        mandate=mandate.reference,
        scheme=mandate.scheme,
        account=shown_account(mandate),
        items=tuple(_item(row) for row in ordered),
    )


def shown_account(mandate: Mandate) -> str:
    """The debtor's account so that he knows it, and nobody else does."""
    return f"{mandate.iban[:SHOWN]} … {mandate.iban[-SHOWN:]}"


def _item(row: Collection) -> Fetched:
    amount = Money(row.amount_cents, row.currency)
    due = row.instalment.due_date if row.instalment else row.invoice.due_date
    return Fetched(row.invoice.number, due, row.collection_date, amount)
