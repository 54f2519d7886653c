"""Propose to fetch what a debtor owes on an invoice under his mandate."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.models import Instalment
from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.change import locked
from cessie.domain.mandates.facts import claim, reasons_against
from cessie.domain.mandates.models import Collection, Mandate
from cessie.domain.mandates.rules.states import ON_ITS_WAY
from cessie.domain.mandates.rules.timing import collection_day
from cessie.domain.mandates.set_up_creditor import hours_of
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: The reason that holds a collection of which the debtor is told later.
NOT_TOLD = "mandates.no_notice"


class MayNotCollect(Refusal):
    """A reason stands against the collection: the first of them; all are told when it is looked at."""


@transaction.atomic
def propose(
    *,
    invoice_id: UUID,
    mandate_id: UUID,
    notified_date: date | None,
    instalment_id: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> Collection:
    """All that is open on the invoice, on the first day that its due date, the notice and the bank allow; with
    ``instalment_id`` what of it falls due with that instalment of a plan, on the instalment's day.

    ``notified_date``: when the debtor was told (the invoice may tell it); None: he is told later (``tell``), and until
    then it does not leave. While one is on its way, that is the answer.
    Locks: the invoice, the mandate.

    Refused: no right (``NotAllowed``), an unknown invoice or mandate (``NotFound``), another debtor's mandate, any
    reason of ``rules.may_collect`` (``MayNotCollect``); under a client's own identifier another client's invoice.
    """
    by.require("mandates.collect")
    invoice = Invoice.objects.select_for_update(of=("self",)).filter(pk=invoice_id, kind="invoice").first()
    if invoice is None:
        raise NotFound("mandates.unknown_invoice", N_("There is no such invoice."))
    known = Collection.objects.filter(invoice=invoice, state__in=sorted(ON_ITS_WAY)).first()
    if known is not None:
        return known
    mandate = locked(mandate_id)
    if mandate.debtor_id != invoice.debtor_id:
        raise Refusal("mandates.other_debtor", N_("The mandate is another debtor's."))
    if mandate.creditor.account.client_id not in (None, invoice.client_id):
        raise Refusal("mandates.other_creditor", N_("The mandate is for another creditor."))
    part = None if instalment_id is None else Instalment.objects.get(pk=instalment_id)
    collection = _made(invoice, mandate, notified_date, part, by, at)
    against = reasons_against([collection], at)[collection.pk]
    refuse(tuple(reason for reason in against if notified_date is not None or reason.code != NOT_TOLD))
    collection.save(force_insert=True)
    facts = {"invoice": invoice.pk, "amount": Money(collection.amount_cents), "day": str(collection.collection_date)}
    record(action="mandates.propose", subject=collection, by=by, at=at, client_id=invoice.client_id, data=facts)
    return collection


def refuse(reasons: tuple[Reason, ...]) -> None:
    """Refuse with the first reason, if there is one."""
    for reason in reasons:
        raise MayNotCollect(reason.code, reason.message, **reason.facts)


def _made(
    invoice: Invoice, mandate: Mandate, notified: date | None, part: Instalment | None, by: Viewer, at: datetime
) -> Collection:
    creditor = mandate.creditor
    owed = claim(invoice, creditor, part)
    day = collection_day(
        owed.due,
        at=at,
        cut_off=hours_of(creditor),
        notified=notified or booking_day(at),
        notice_days=creditor.notice_days,
    )
    key = uuid7()
    return Collection(
        id=key, mandate=mandate, invoice=invoice, instalment=part, amount_cents=owed.collectable.cents,
        collection_date=day, notified_date=notified, end_to_end_id=end_to_end_id(key), proposed_at=at,
        proposed_by=by.key,
    )  # fmt: skip


def end_to_end_id(collection_id: UUID) -> str:
    """The reference that comes back on statements: at most 35 characters of the EPC set."""
    return f"CD{collection_id.hex.upper()}"
