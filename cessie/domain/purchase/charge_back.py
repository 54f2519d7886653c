"""Recourse: an invoice that its debtor does not pay goes back to the client, who owes its open amount (P15, P09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.contracts.queries import terms_of
from cessie.domain.invoices.payable import Payable
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.balance import payable_now
from cessie.domain.purchase.models import Cession
from cessie.domain.purchase.release import former_releases
from cessie.domain.purchase.rules.recourse import Cause, share, why_not
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.queries import Booking
from cessie.ledger.rules import purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class ChargedBack:
    """``amount`` is the client's now, ``released`` of the holdback went against it; ``payable``: what he may have paid
    out, nothing as long as he owes. ``key`` names the release."""

    invoice_id: UUID
    contract_id: UUID
    client_id: UUID
    number: str
    key: str
    amount: Money
    released: Money
    payable: Money


def charge_back(*, invoice_id: UUID, cause: Cause, note: str, by: Viewer, at: datetime) -> ChargedBack:
    """Charge what is open on a bought invoice back to the client, as far as he bears it; again does nothing.

    ``cause``: ``overdue`` (beyond the contract's days, full or partial recourse) or ``dispute`` (the debtor contests
    the claim: the client answers for it whatever the recourse, factoring-domain 6). What is charged back whole releases
    its holdback; the debt is set off against the next purchases. Locks: the contract, the invoice.
    Refused: no right or no person (``NotAllowed``), no note, never bought (``NotFound``), nothing open, and where the
    contract or the day does not allow it (``rules.recourse``).
    """
    by.require("purchase.bend")
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        cession = Cession.objects.select_related("proposal").filter(invoice_id=invoice_id).first()
        if cession is None:
            raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
        contract = lock_contract(cession.contract_id)
        (invoice,) = lock_invoices([invoice_id])
        booked = ledger.bookings(invoice=invoice_id)
        amount, released = Money(0, contract.currency), Money(0, contract.currency)
        key = f"{invoice_id}/{former_releases(booked) + 1}"
        if not standing(invoice_id, booked):
            entries = _entries(cession, invoice, cause, key, booked, contract.currency, at)
            amount = Money.total((entry.amount for entry in entries if entry.rule == "P15"), contract.currency)
            released = Money.total((entry.amount for entry in entries if entry.rule == "P09"), contract.currency)
            post(entries, by=by.key, at=at)
            facts = {"invoice": str(invoice_id), "cause": cause, "amount": amount, "released": released}
            record(
                action="purchase.charge_back", subject=cession, by=by, at=at, client_id=contract.client_id, data=facts
            )
        payable = payable_now(contract.pk, contract.currency, booking_day(at))
    return ChargedBack(invoice_id, contract.pk, invoice.client_id, invoice.number, key, amount, released, payable)


def standing(invoice_id: UUID, booked: tuple[Booking, ...]) -> list[Booking]:
    """The chargebacks of an invoice by this verb that were not undone."""
    undone, ours = {entry.reverses for entry in booked}, f"P15 chargeback {invoice_id}/"
    return [entry for entry in booked if entry.key.startswith(ours) and entry.entry_id not in undone]


def _entries(
    cession: Cession,
    invoice: Payable,
    cause: Cause,
    key: str,
    booked: tuple[Booking, ...],
    currency: str,
    at: datetime,
) -> list[Entry]:
    terms, day = terms_of(cession.proposal.version_id), booking_day(at)
    of = Dims(contract=cession.contract_id, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice.id)
    by_account = {code: ledger.balance(code, Dims(invoice=invoice.id), currency=currency) for code in ("1100", "1110")}
    still = Money.total(by_account.values(), currency)
    no = why_not(terms, cause, due=invoice.due_date, day=day, open_amount=still)
    if no is not None:
        raise Refusal(no.code, no.message, **no.facts)
    left = share(terms, cause, still)
    count = sum(entry.kind == "chargeback" for entry in booked)
    entries = []
    for code, part in by_account.items():
        amount = min(left, part)
        if amount:
            count, left = count + 1, left - amount
            event = Event(f"{invoice.id}/{count}", day, text=f"{invoice.number} {cause}")
            entries.append(purchase.charge_back(event=event, amount=amount, of=of, doubtful=code == "1110"))
    held = ledger.holdbacks([invoice.id], currency=currency)[invoice.id]
    if held and share(terms, cause, still) == still:
        entries.append(purchase.release_holdback(event=Event(key, day, text=invoice.number), amount=held, of=of))
    return entries
