"""The debtor has paid: what was held back goes to the client's account (P09), less what being late costs (P03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.contracts.queries import terms_of
from cessie.domain.credit.insured import awaits_indemnity
from cessie.domain.invoices.payable import Payable
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.balance import payable_now
from cessie.domain.purchase.models import Cession
from cessie.domain.purchase.parts import to_stay_held
from cessie.domain.purchase.rules.late import Late, late
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.chart import BOUGHT
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.queries import Booking
from cessie.ledger.rules import fees, purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.contract import Terms

#: How the books call the fee for a debtor who paid late.
SURCHARGE = "late_surcharge"


@dataclass(frozen=True, slots=True)
class Released:
    """``amount`` went to the client's account, nothing if there was nothing to release; ``surcharge`` (incl. VAT) off.

    ``payable``: what may be paid out to the client now, after his debt and what is ordered; ``key`` names this release.
    """

    invoice_id: UUID
    contract_id: UUID
    client_id: UUID
    number: str
    key: str
    amount: Money
    payable: Money
    surcharge: Money = Money(0)


def release(*, invoice_id: UUID, by: Viewer, at: datetime) -> Released:
    """Release the holdback of a bought invoice on which nothing is open any more; again releases nothing.

    While something is open all stays held, or what the contract says of the share that is not paid (``parts``).

    Where the contract under which it was bought says so, an invoice that its debtor paid late bears a surcharge; of
    credit notes, chargebacks and losses none is asked. While an indemnity is due from the insurer nothing is released.
    An invoice that was open again (a returned payment) and is held back again can be released again. Locks: the
    contract, the invoice. Refused: an invoice that was never bought (``NotFound``).
    """
    by.require("purchase.release")
    with transaction.atomic():
        cession = Cession.objects.select_related("contract", "proposal").filter(invoice_id=invoice_id).first()
        if cession is None:
            raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
        contract = lock_contract(cession.contract_id)
        (invoice,) = lock_invoices([invoice_id])
        currency = contract.currency
        held = ledger.holdbacks([invoice_id], currency=currency)[invoice_id]
        still_open = ledger.bought_amounts([invoice_id], currency=currency)[invoice_id]
        nothing = Money(0, currency)
        stays = to_stay_held([invoice_id], currency=currency).get(invoice_id, held) if still_open else nothing
        amount = nothing if awaits_indemnity([invoice_id]) else max(nothing, held - stays)
        key = f"{invoice_id}/{former_releases(ledger.bookings(invoice=invoice_id)) + (1 if amount else 0)}"
        cost = None
        if amount:
            of = Dims(contract=contract.pk, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice_id)
            event = Event(key, booking_day(at), text=invoice.number)
            cost = None if still_open else surcharge(cession, invoice, terms_of(cession.proposal.version_id))
            entries = [purchase.release_holdback(event=event, amount=amount, of=of)]
            if cost is not None:
                country = terms_of(cession.proposal.version_id).vat_country
                charged = fees.fee(event=event, kind=SURCHARGE, net=cost.net, vat=cost.vat, country=country, of=of)
                entries.insert(0, charged)
            post(entries, by=by.key, at=at)
            facts: dict[str, object] = {"invoice": str(invoice_id), "amount": amount}
            if cost is not None:
                facts |= {"surcharge": cost.net + cost.vat, "overdue": cost.overdue, "periods": cost.periods}
            record(action="purchase.release", subject=cession, by=by, at=at, client_id=invoice.client_id, data=facts)
        payable = payable_now(contract.pk, currency, booking_day(at))
    taken = cost.net + cost.vat if cost else Money(0, currency)
    return Released(invoice_id, contract.pk, invoice.client_id, invoice.number, key, amount, payable, taken)


def surcharge(cession: Cession, invoice: Payable, terms: Terms) -> Late | None:
    """What the contract charges because the debtor paid this closed invoice late, by the bank's value date; or None.

    None too if a person has waived it.
    """
    paid = _paid_on(invoice.id)
    if paid is None or cession.waived_at is not None:
        return None
    rules = terms.fees("LATE_PERIOD", paid)
    if not rules:
        return None
    rate = terms.vat_rate(rules[0], paid)
    return late(rules[0], face=invoice.face, due=invoice.due_date, paid=paid, vat_rate=rate)


#: Entries by which a debtor's own payment closes an invoice: the receipt, and what is accepted as its small rest.
PAYMENTS = frozenset(
    {"allocation", "held_match", "small_difference", "discount_taken", "statutory_withholding", "short_payment"}
)


def _paid_on(invoice_id: UUID) -> date | None:
    """The value date of the payment that closed the invoice; None if something else did."""
    lowered = [
        entry
        for entry in ledger.bookings(invoice=invoice_id)
        if sum(line.amount.cents for line in entry.lines if line.account in BOUGHT and line.dims.invoice == invoice_id)
        < 0
    ]
    last = max(lowered, key=lambda entry: (entry.recorded_at, entry.entry_id), default=None)
    return last.value_date if last is not None and last.kind in PAYMENTS else None


def former_releases(booked: Sequence[Booking]) -> int:
    """How often the holdback of an invoice was released before; its entries are asked for under its row lock."""
    return sum(booking.kind == "holdback_release" for booking in booked)
