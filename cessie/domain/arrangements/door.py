"""Whose an arrangement is, how one is made, and the one door through which it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from cessie.domain.arrangements.models import Arrangement, Covered, Instalment
from cessie.domain.arrangements.rules import instalments as rules
from cessie.domain.arrangements.rules.states import ARRANGEMENT, LIVE
from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: Characters that a person may write.
WORDS = 1000


def theirs(invoice_ids: Collection[UUID], by: Viewer) -> list[Invoice]:
    """These invoices of one debtor and one client under the locks of their rows, in the order of their keys.

    Refused: another's invoice or none (``NotFound``), who may not act for the client (``NotAllowed``), several debtors.
    """
    rows = Invoice.objects.select_for_update(of=("self",)).filter(
        pk__in=invoice_ids, kind="invoice", debtor__isnull=False
    )
    found = list(rows.order_by("pk"))
    if not found or len(found) != len(set(invoice_ids)) or not all(_exists_for(row, by) for row in found):
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    if len({(row.client_id, row.debtor_id, row.currency) for row in found}) > 1:
        raise Refusal("arrangements.one_debtor", N_("An arrangement is about invoices of one debtor and one client."))
    if by.kind != "debtor":
        require_owner(found[0].client_id, by)
    return found


def require_owner(client_id: UUID, by: Viewer) -> None:
    """Refuse (``NotAllowed``) who may not decide for the creditor: staff without the right, a reader, a debtor."""
    if by.kind == "staff":
        by.require("arrangements.decide")
    else:
        by.require_client(client_id)


def open_of(invoices: Sequence[Invoice]) -> dict[UUID, Money]:
    """What is open on each."""
    return open_amounts([row.pk for row in invoices], currency=invoices[0].currency)


def require_free(invoices: Sequence[Invoice]) -> None:
    """Refuse where one of them is spoken for by an arrangement that lives."""
    if Covered.objects.filter(invoice__in=invoices, live=True).exists():
        raise Refusal("arrangements.another", N_("A promise or a plan about this invoice is not ended."))


def agree(
    *,
    kind: str,
    agreed: Mapping[UUID, Money],
    parts: Sequence[rules.Instalment],
    invoices: Sequence[Invoice],
    words: str,
    approver: str = "",
    acceleration: bool = True,
    by: Viewer,
    at: datetime,
) -> Arrangement:
    """Write an arrangement down; it runs at once unless it waits for its approver. Under the locks of its invoices."""
    first = invoices[0]
    if first.debtor_id is None:
        raise AssertionError("an arrangement is about invoices of a known debtor")
    if len(words) > WORDS:
        refuse(Reason("arrangements.long_words", N_("Say it in at most {limit} characters."), {"limit": WORDS}))
    made = Arrangement.objects.create(
        kind=kind, client_id=first.client_id, debtor_id=first.debtor_id, currency=first.currency,
        acceleration=acceleration, approver=approver, words=_plain(words),
        state="asked" if approver else "running", made_at=at, made_by=by.key,
    )  # fmt: skip
    still = open_of(invoices)
    Covered.objects.bulk_create(
        Covered(arrangement=made, invoice_id=key, open_cents=still[key].cents, agreed_cents=amount.cents)
        for key, amount in agreed.items()
    )
    Instalment.objects.bulk_create(
        Instalment(arrangement=made, number=number, due_date=part.due, amount_cents=part.amount.cents)
        for number, part in enumerate(parts, 1)
    )
    facts = {
        "kind": kind, "debtor": str(made.debtor_id), "total": Money.total(agreed.values(), first.currency),
        "invoices": sorted(str(key) for key in agreed), "approver": approver,
    }  # fmt: skip
    record(action=f"arrangements.{kind}", subject=made, by=by, at=at, client_id=made.client_id, data=facts)
    return made


def locked(arrangement_id: UUID, by: Viewer) -> Arrangement:
    """The arrangement under the lock of its row; ``NotFound`` where it is not the viewer's."""
    found = Arrangement.objects.select_for_update(of=("self",)).filter(pk=arrangement_id).first()
    if found is None or not (by.sees_client(found.client_id) or by.owes == (found.client_id, found.debtor_id)):
        raise NotFound("arrangements.unknown", N_("There is no such arrangement."))
    return found


def move(made: Arrangement, event: str, *, words: str = "", by: Viewer, at: datetime) -> Arrangement:
    """Change the state of a locked arrangement; refused (``WrongState``) where it cannot happen now. What ends frees
    its invoices."""
    made.state = ARRANGEMENT.after(made.state, event)
    if event == "approve":
        made.approved_at, made.approved_by = at, by.key
    if made.state not in LIVE:
        made.ended_at, made.ended_by, made.ended_words = at, by.key, _plain(words)
        Covered.objects.filter(arrangement=made).update(live=False)
    made.save()
    facts = {"kind": made.kind, "debtor": str(made.debtor_id), "after": made.state}
    record(action=f"arrangements.{event}", subject=made, by=by, at=at, client_id=made.client_id, data=facts)
    return made


def refuse(no: Reason) -> NoReturn:
    """A reason of a rule as a refusal."""
    raise Refusal(no.code, no.message, **no.facts)


def _plain(words: str) -> str:
    """Without what no database keeps."""
    return words.replace("\x00", "").strip()


def _exists_for(invoice: Invoice, viewer: Viewer) -> bool:
    return viewer.sees_client(invoice.client_id) or viewer.owes == (invoice.client_id, invoice.debtor_id)
