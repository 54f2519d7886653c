"""What the verbs about settlements share: the locks, the booking and its undoing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit import locks
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.matching import postings
from cessie.domain.matching.allocate import TooMuch
from cessie.domain.matching.models import Settlement
from cessie.domain.matching.rules.states import SETTLEMENT
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Entry, Event
from cessie.ledger.post import post
from cessie.ledger.receivables import doubtful_of
from cessie.ledger.reverse import reversal
from cessie.ledger.rules import fees
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.contract import Terms

#: What each kind has posted, as the books name it, before the settlement's own key.
POSTED = {
    "credit_note": ("P13 credit_note",),
    "indirect_payment": ("P16 indirect_payment", "P03 indirect_payment_fee"),
    "small_difference": ("P20 small_difference",),
    "unpaid": ("P15 chargeback", "P22 doubtful", "P25 write_off_own_risk"),
} | {kind: (f"P14 {kind}",) for kind in postings.DILUTIONS}


def locked_invoice(invoice_id: UUID) -> Payable:
    """The invoice under its lock, the contract that pays for it locked before; ``NotFound`` where there is none."""
    contract_id = Invoice.objects.filter(pk=invoice_id).values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise NotFound("matching.unknown_invoice", N_("There is no such invoice."))
    locks.take(contract_ids=[contract_id], debtor_ids=())
    found = lock([invoice_id])
    if not found:
        raise NotFound("matching.unknown_invoice", N_("There is no such invoice."))
    return found[0]


def require_open(invoice: Payable, amount: Money) -> None:
    """Not more than is open of what the house bought (``TooMuch``)."""
    still = ledger.bought_amounts([invoice.id], currency=amount.currency)[invoice.id]
    if amount > still:
        words = N_("{amount} is more than the {open} that is open on {number}.")
        raise TooMuch("matching.more_than_open", words, amount=amount, open=still, number=invoice.number)


def book(row: Settlement, invoice: Payable, *, by: Viewer, at: datetime) -> None:
    """Post the settlement, with the fee that its contract asks for; its state is the caller's."""
    day = booking_day(at)
    require_open(invoice, Money(row.amount_cents, row.currency))
    _, terms = terms_on(invoice.contract_id, day)
    doubtful = invoice.id in doubtful_of([invoice.id], currency=row.currency)
    if doubtful and row.kind != "unpaid":
        words = N_("{number} is doubtful: only a loss can be decided about it.")
        raise Refusal("settle.doubtful", words, number=invoice.number)
    entries = postings.settlement(row, invoice, day=day, share=terms.clients_share, doubtful=doubtful)
    if row.kind == "indirect_payment":
        entries += _fee(row, invoice, terms, at)
    post(entries, by=by.key, at=at)


def _fee(row: Settlement, invoice: Payable, terms: Terms, at: datetime) -> list[Entry]:
    """What the contract asks of a client whom a debtor paid (P03), once an event."""
    day = booking_day(at)
    entries = []
    for rule in terms.fees("INDIRECT_PAYMENT", day)[:1]:
        net = rule.terms.of(Money(row.amount_cents, row.currency))
        if net:
            entries.append(
                fees.fee(
                    event=Event(f"settlement/{row.pk}", day, text=invoice.number),
                    kind="indirect_payment_fee",
                    net=net,
                    vat=net.percent(terms.vat_rate(rule, day)),
                    country=terms.vat_country,
                    of=postings.about(invoice),
                )
            )
    return entries


def unbook(row: Settlement, note: str, *, by: Viewer, at: datetime) -> None:
    """Post the reversal of all that the settlement posted."""
    keys = [f"{begin} settlement/{row.pk}" for begin in POSTED[row.kind]]
    ids = [entry for key in keys if (entry := ledger.entry_id(key)) is not None]
    if not ids:
        raise AssertionError(f"settlement {row.pk} is posted, but the books do not have it")
    originals = ledger.bookings(entry_ids=ids)
    post([reversal(original, booking_date=booking_day(at), text=note) for original in originals], by=by.key, at=at)


def move(row: Settlement, event: str, at: datetime) -> None:
    """One step of its life."""
    row.state = SETTLEMENT.after(row.state, event)
    if event == "post":
        row.posted_at = at


def locked_settlement(settlement_id: UUID) -> tuple[Settlement, Payable]:
    """A settlement under its lock, contract and invoice locked before; ``NotFound`` where there is none."""
    invoice_id = Settlement.objects.filter(pk=settlement_id).values_list("invoice_id", flat=True).first()
    if invoice_id is None:
        raise NotFound("settle.unknown", N_("There is no such settlement."))
    invoice = locked_invoice(invoice_id)
    return Settlement.objects.select_for_update(of=("self",)).get(pk=settlement_id), invoice


def task_key(settlement_id: UUID) -> str:
    """The task of a settlement that waits for a second person."""
    return f"settlement.asked:{settlement_id}"
