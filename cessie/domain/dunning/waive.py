"""Give up the interest and costs that were claimed beside an invoice."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import terms_on
from cessie.domain.dunning.models import Waiver
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import WAIVER
from cessie.domain.invoices.payable import Payable, lock, payable
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger.demands import PARTS, beside, claim_key
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.receivables import ever_bought
from cessie.ledger.rules import managed
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: What one person of the house may give up of the house's own alone.
ALONE: Final = Money(250_00)


class NothingClaimed(Refusal):
    """Nothing stands beside the invoice that could be given up."""


class SecondPerson(Refusal):
    """Who asked for it, or nobody who may, would agree to it."""


@transaction.atomic
def waive(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Waiver:
    """All that stands beside one invoice is given up (P42): it is not claimed again; new interest runs from here.

    A creditor gives up his own, and the staff for him; of what is the house's one person up to ``ALONE``, above it a
    second one agrees (``agree``). Again while it is asked for gives the same. Lock: the invoice.

    Refused: no right (``NotAllowed``), another's (``NotFound``), no reason given, nothing there (``NothingClaimed``).
    """
    invoice = _locked(invoice_id, by)
    houses = _of_the_house(invoice, at)
    if houses and by.kind == "client":
        raise NotAllowed("dunning.not_his_claim", N_("What was claimed beside this invoice is the house's."))
    asked = Waiver.objects.filter(invoice_id=invoice_id, state="asked").first()
    if asked is not None:
        return asked
    if not note.strip():
        raise Refusal("dunning.waive_why", N_("Please say why it is given up."))
    stands = beside([invoice_id])[invoice_id]
    if not stands.total:
        raise NothingClaimed("dunning.nothing_claimed", N_("Nothing is claimed beside this invoice."))
    row = Waiver.objects.create(
        invoice_id=invoice_id, client_id=invoice.client_id, interest_cents=stands.interest.cents,
        costs_cents=stands.costs.cents, currency=stands.total.currency, note=note.strip(), asked_at=at,
        asked_by=by.key,
    )  # fmt: skip
    if not houses or stands.total <= ALONE:
        _book(row, invoice, "agree", by, at)
    facts = {"invoice": str(invoice_id), "amount": stands.total, "state": row.state}
    record(action="dunning.waive", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row


@transaction.atomic
def decide_waiver(*, waiver_id: UUID, agree: bool, by: Viewer, at: datetime) -> Waiver:
    """A second person agrees to what was asked for, or declines it; again changes nothing. Locks: invoice, waiver.

    Refused: no right (``NotAllowed``), another's (``NotFound``), who asked (``SecondPerson``), less stands now than was
    to be given up (``NothingClaimed``).
    """
    invoice_id = Waiver.objects.filter(pk=waiver_id).values_list("invoice_id", flat=True).first()
    if invoice_id is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    invoice = _locked(invoice_id, by)
    if by.kind == "client":
        raise NotAllowed("dunning.not_his_claim", N_("What was claimed beside this invoice is the house's."))
    row = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver_id)
    if row.state == ("posted" if agree else "declined"):
        return row
    if agree and by.key == row.asked_by:
        raise SecondPerson("dunning.second_person", N_("A second person decides this: not who asked for it."))
    _book(row, invoice, "agree" if agree else "decline", by, at)
    facts = {"invoice": str(invoice_id), "state": row.state}
    record(action="dunning.decide_waiver", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row


def waivers(*, viewer: Viewer, invoice_id: UUID) -> tuple[Waiver, ...]:
    """What was given up beside an invoice, or is to be, newest first; of another's nothing."""
    rows = Waiver.objects.filter(invoice_id=invoice_id).order_by("-asked_at", "-pk")
    return tuple(rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids))


def may_waive(*, viewer: Viewer, invoice_id: UUID, at: datetime) -> bool:
    """Whether the viewer, who opened the invoice, may give up what is claimed beside it; for pages."""
    if viewer.kind != "client":
        return viewer.may("dunning.run")
    found = next(iter(payable(ids=[invoice_id])), None)
    return found is not None and found.client_id in viewer.acts_for and not _of_the_house(found, at)


def house_claims(invoice_id: UUID, at: datetime) -> bool:
    """Whether what is claimed beside an invoice is the house's; for jobs."""
    found = next(iter(payable(ids=[invoice_id])), None)
    return found is not None and _of_the_house(found, at)


def _locked(invoice_id: UUID, by: Viewer) -> Payable:
    found = next(iter(lock([invoice_id])), None)
    if found is None or not by.sees_client(found.client_id):
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    require("dunning.run", found.client_id, by)
    return found


def _of_the_house(invoice: Payable, at: datetime) -> bool:
    """Whether what is claimed beside it becomes the house's: the house bought it, and the contract leaves it these."""
    if invoice.id not in ever_bought([invoice.id]):
        return False
    return terms_on(invoice.contract_id, booking_day(at))[1].late_claims.income == "HOUSE"


def _book(row: Waiver, invoice: Payable, event: str, by: Viewer, at: datetime) -> None:
    row.state = WAIVER.after(row.state, event)
    row.decided_at, row.decided_by = at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by"])
    if row.state != "posted":
        return
    stands = beside([invoice.id])[invoice.id]
    if stands.interest.cents < row.interest_cents or stands.costs.cents < row.costs_cents:
        raise NothingClaimed("dunning.less_claimed", N_("Less is claimed now than was to be given up."))
    of = Dims(invoice.contract_id, invoice.client_id, invoice.debtor_id, invoice.id)
    post(
        [
            managed.discharge(
                event=Event(f"waiver/{row.pk}/{part}", booking_day(at), text=invoice.number),
                amount=Money(cents, row.currency),
                of=of.but(reference=claim_key(invoice.id, part)),
                kind="demand_given_up",
            )
            for part, cents in zip(PARTS, (row.interest_cents, row.costs_cents), strict=True)
            if cents
        ],
        by=by.key,
        at=at,
    )
