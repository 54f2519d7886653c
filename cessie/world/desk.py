"""The desks of the simulated house and of its clients: people who act through the public verbs, and a log of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.queries import account_by_iban
from cessie.domain.invoices.queries import invoices
from cessie.domain.matching import queries as matching
from cessie.domain.matching.allocate import allocate
from cessie.domain.payments.prepare import NothingToPay, prepare
from cessie.domain.payments.release import release
from cessie.domain.purchase.queries import ProposalFacts, cessions_of, offers
from cessie.ledger.models import Entry
from cessie.ledger.queries import bookings, bought_amounts
from cessie.lib.days import bank_day_from
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.workflows import buying, clock, money_in, offering, paying
from cessie.workflows.intake import Outcome, take_in_invoice
from cessie.workflows.names import ask_names
from cessie.world.stage import WORLD, House, Seller, moment

NOTE = "made-up house: taken as an example"


@dataclass(frozen=True)
class Step:
    """One line of the log: what happened on a day, to which paper, for how much."""

    day: date
    what: str
    paper: str = ""
    amount: Money | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Call:
    """What a debtor says on the phone: from which account he paid how much, and for which invoice of which client."""

    payer_iban: str
    amount: Money
    client_id: UUID
    number: str

    def about(self, payer_iban: str, amount: Money) -> bool:
        """Whether he speaks of this money."""
        return (self.payer_iban, self.amount) == (payer_iban, amount)


@dataclass
class Desk:
    """Everything that people of the house and of its clients do on a day."""

    house: House
    channel: Folder
    events: Counter[str]
    tell: Callable[[Step], None] = lambda step: None
    calls: list[Call] = field(default_factory=list)

    def read_post(self, today: date) -> None:
        """Morning: what the bank put down over night is taken in, and every line worked on."""
        at = moment(today, 7, 30)
        came = paying.collect(channel=self.channel, by=WORLD, at=at)
        self.events["statement"] += sum(len(file.statements) for file in came.statements)
        self.events["file_refused"] += len(came.refused)
        for name, reason in came.refused.items():
            self.tell(Step(today, "a file of the bank is refused", name, reasons=(reason,)))
        for report in came.reports:
            self.events["status_report"] += 1
            self.events["rejected"] += len(report.rejected)
            self.tell(Step(today, "the bank's status report (pain.002)", report.status))
        done = money_in.run(by=WORLD, at=at)
        self.events["payout"] += done.executed
        self.events["receipt"] += done.receipts
        self.events["match"] += done.matched
        self.events["release"] += done.released
        for taken in came.statements:
            if taken.lines:
                self.tell(Step(today, "the bank's statement", f"{taken.lines} lines"))
        self._show_books(at)
        clock.tick(by=WORLD, at=at)

    def settle(self, today: date) -> None:
        """Money without an invoice: the desk looks at each receipt, calls its debtor and allocates what he says.

        What is beyond the invoice (paid too much) or for one that is not bought (yet) stays unallocated.
        """
        person, at = self.house.staff.treasury, moment(today, 8, 15)
        settled = 0
        for receipt in matching.unmatched(person):
            for call in [call for call in self.calls if call.about(receipt.payer_iban, receipt.left)]:
                invoice = invoices(viewer=person).get(client_id=call.client_id, number=call.number, state="accepted")
                if invoice.pk not in cessions_of(viewer=person, invoice_ids=[invoice.pk]):
                    continue
                self.calls.remove(call)
                part = min(receipt.left, bought_amounts([invoice.pk])[invoice.pk])
                if part:
                    allocate(receipt_id=receipt.id, allocations={invoice.pk: part}, by=person, at=at)
                    self.tell(Step(today, f"allocated by {person.name}, as the debtor says", call.number, part))
                    settled += 1
                    break
        if settled:
            self.events["allocated_by_hand"] += settled
            self.events["release"] += money_in.release_paid(by=WORLD, at=at)
            self._show_books(at)

    def hand_in(self, seller: Seller, data: bytes, name: str, today: date) -> Outcome:
        """A client's bookkeeper hands a file in through the portal."""
        (outcome, *_) = take_in_invoice(
            data=data,
            name=name,
            channel="portal",
            client_id=seller.client_id,
            by=seller.bookkeeper,
            at=moment(today, 9, 15),
        )
        self.events[f"invoice_{outcome.state}"] += 1
        self.tell(Step(today, f"invoice {outcome.state}", outcome.number or name, reasons=outcome.reasons))
        return outcome

    def clear(self, outcome: Outcome, today: date) -> str:
        """Two people of the credit desk look at a held invoice, one after the other; its state after that."""
        state = outcome.state
        people = (self.house.staff.credit, self.house.staff.second_credit)
        for minute, person in enumerate(people):
            if state == "held" and outcome.invoice_id is not None:
                at = moment(today, 9, 30 + minute)
                state = offering.clear_and_offer(invoice_id=outcome.invoice_id, note=NOTE, by=person, at=at).state
                self.tell(Step(today, f"cleared by {person.name}: {state}", outcome.number))
        return state

    def sign_offers(self, sellers: Sequence[Seller], today: date) -> None:
        """Each client's owner approves what is offered to him."""
        for seller in sellers:
            for proposal in sorted(offers(viewer=seller.owner, client_id=seller.client_id), key=_by_number):
                self._show(proposal, today)
                try:
                    buying.approve(
                        proposal_id=proposal.id, digest=proposal.digest, by=seller.owner, at=moment(today, 10, 30)
                    )
                except Refusal as no:  # what he approved a moment ago leaves no room for this one
                    self.events["offer_gone"] += 1
                    self.tell(Step(today, "offer cannot be taken any more", proposal.number, reasons=(no.reason,)))
                    continue
                self.events["purchase"] += 1
                self.tell(Step(today, f"approved by {seller.owner.name}", proposal.number, proposal.payout))
            self._show_books(moment(today, 10, 30), seller.contract_id)

    def _show(self, proposal: ProposalFacts, today: date) -> None:
        for item in proposal.items:
            self.tell(Step(today, "offered: face", item.invoice_number, item.face))
            self.tell(Step(today, "  financed", item.invoice_number, item.financed))
            self.tell(Step(today, "  held back", item.invoice_number, item.holdback))
            self.tell(Step(today, "  fee and VAT on it", item.invoice_number, item.fee + item.vat))
        self.tell(Step(today, "  to be paid out", proposal.number, proposal.payout))

    def _show_books(self, at: datetime, contract_id: UUID | None = None) -> None:
        """What was posted at this moment, each entry with its rule and its debit side."""
        known = Entry.objects.filter(recorded_at=at).values_list("id", flat=True)
        for booking in bookings(entry_ids=list(known)) if known else ():
            if contract_id in (None, booking.lines[0].dims.contract):
                debit = sum((line.amount for line in booking.lines if line.amount > Money(0)), Money(0))
                words = f"  booked {booking.rule} {booking.kind.replace('_', ' ')}"
                self.tell(Step(booking.booking_date, words, booking.text, debit))

    def pay_run(self, today: date, iban: str = "") -> None:
        """One of the treasury prepares, another releases; the file goes to the bank. ``iban``: of another account."""
        account = account_by_iban(iban or self.house.payout_iban)
        if account is None:
            raise AssertionError("the house has its payout account")
        staff = self.house.staff
        at = moment(today, 11)
        self.events["name_asked"] += ask_names(by=WORLD, at=at)
        try:
            batch = prepare(account_id=account.pk, execution_date=bank_day_from(today), by=staff.treasury, at=at)
        except NothingToPay:
            return
        released = release(batch_id=batch.pk, by=staff.second_treasury, at=moment(today, 11, 15))
        self.events["batch"] += 1
        self.tell(Step(today, f"released by {staff.second_treasury.name}: payment file", batch.number, released.amount))
        self._show_books(moment(today, 11, 15))
        paying.send_released(channel=self.channel, by=WORLD, at=moment(today, 11, 20))


def _by_number(proposal: ProposalFacts) -> str:
    return proposal.number
