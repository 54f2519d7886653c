"""The desks of the simulated house and of its clients: people who act through the public verbs, and a log of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.queries import account_by_iban
from cessie.domain.correspondence.confirm_posted import confirm_posted
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.queries import batches as letter_batches
from cessie.domain.correspondence.settle_unsure import settle_unsure
from cessie.domain.invoices.queries import invoices
from cessie.domain.matching import queries as matching
from cessie.domain.matching.allocate import allocate
from cessie.domain.payments.cover import NOT_COVERED
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_again import NotCovered as AgainNotCovered
from cessie.domain.payments.order_again import order_again
from cessie.domain.payments.postings import amount
from cessie.domain.payments.prepare import NothingToPay, prepare
from cessie.domain.payments.prepare_again import prepare_again
from cessie.domain.payments.queries import OrderFacts, batch_list, waiting_orders
from cessie.domain.payments.release import NotCovered, Released, release
from cessie.domain.payments.set_off import set_off
from cessie.domain.payments.vouch import vouch
from cessie.domain.purchase.queries import ProposalFacts, cessions_of, offers
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.queries import Asked, queue
from cessie.ledger.models import Entry
from cessie.ledger.queries import bookings, bought_amounts
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.workflows import clock, money_in, sending
from cessie.workflows.incoming import answering
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.workflows.money import paying
from cessie.workflows.money.names import ask_names
from cessie.workflows.purchases import buying, offering
from cessie.world.mailroom import Mailroom
from cessie.world.stage import WORLD, House, Seller, moment

#: Days that a payout waits for a sale that settles the debt which took its money.
PATIENCE = 4
#: What the second person's word lifts, once he has called.
TO_VOUCH = {"payments.account_changed", "payments.abroad", "payments.name_differs"}
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
    mail: Mailroom
    events: Counter[str]
    tell: Callable[[Step], None] = lambda step: None
    calls: list[Call] = field(default_factory=list)

    def read_post(self, today: date) -> None:
        """Morning: what the bank put down over night is taken in, and every line worked on."""
        at = moment(today, 7, 30)
        came = paying.collect(channel=self.channel, by=WORLD, at=at)
        for name, reason in came.refused.items():
            self.tell(Step(today, "a file of the bank is refused", name, reasons=(reason,)))
        for report in came.reports:
            self.tell(Step(today, "the bank's status report (pain.002)", report.status))
        money_in.run(by=WORLD, at=at)
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
                known = invoices(viewer=person).filter(client_id=call.client_id, number=call.number, state="accepted")
                invoice = known.first()
                if invoice is None:  # it was paid, and is held for want of room
                    continue
                if invoice.pk not in cessions_of(viewer=person, invoice_ids=[invoice.pk]):
                    continue
                if receipt.pays(invoice.pk):  # some of it went there before; more asks to undo that, which can wait
                    continue
                self.calls.remove(call)
                part = min(receipt.left, bought_amounts([invoice.pk])[invoice.pk])
                if part:
                    allocate(receipt_id=receipt.id, allocations={invoice.pk: part}, by=person, at=at)
                    self.tell(Step(today, f"allocated by {person.name}, as the debtor says", call.number, part))
                    settled += 1
                    break
        if settled:
            money_in.release_paid(by=WORLD, at=at)
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
                self.tell(Step(today, f"approved by {seller.owner.name}", proposal.number, proposal.payout))
            self._show_books(moment(today, 10, 30), seller.contract_id)

    def send_letters(self, today: date) -> None:
        """Debtors are told: mails that came are read, mails leave, the letters of the day are laid ready, and somebody
        posts them. Of a mail whose sender died he asks the server."""
        at, person = moment(today, 16, 30), self.house.staff.credit
        answering.take_in_mails(folder=settings.MAIL_FOLDER, by=WORLD, at=at)
        for key in (
            Message.objects.filter(state="unsure").order_by("written_at", "reference").values_list("pk", flat=True)
        ):
            settle_unsure(message_id=key, left=self.mail.took(str(key)), note="asked the server", by=person, at=at)
        sending.run(by=WORLD, now=lambda: at)
        for batch in letter_batches(viewer=person, waiting=True):
            confirm_posted(batch_id=batch.pk, by=person, at=at)
            self.tell(Step(today, "letters to debtors go to the post", f"batch {batch.name}"))

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

    def _look_at_held(self, today: date) -> None:
        """The treasury orders again what came back, vouches for accounts that changed, and pays what a debt has left of
        a payout that has waited some days for the client's next sale.
        """
        person, second, at = self.house.staff.treasury, self.house.staff.second_treasury, moment(today, 10, 50)
        for back in failed(person):
            try:
                if back.payee_id is not None:
                    order_again(order_id=back.pk, payee_id=back.payee_id, whole=False, by=person, at=at)
            except AgainNotCovered as no:  # a debt has taken all of it: its task stays with the desk
                self.tell(Step(today, "nothing is left to order again", back.text, reasons=(no.reason,)))
        for order in waiting_orders(person, at=at):
            codes = {reason.code for reason in order.holds}
            if codes:
                self.tell(Step(today, "payout held", order.text, order.amount, reasons=order.holds))
            if codes & TO_VOUCH:
                vouch(order_id=order.id, note="called on the known number", by=second, at=at)
            if NOT_COVERED in codes:
                self._settle_uncovered(order, today)

    def _settle_uncovered(self, order: OrderFacts, today: date) -> None:
        if (today - booking_day(order.ordered_at)).days >= PATIENCE:
            left = set_off(order_id=order.id, by=self.house.staff.treasury, at=moment(today, 10, 52))
            self.tell(Step(today, "what a debt has left of it", order.text, amount(left) if left else None))

    def pay_run(self, today: date, iban: str = "") -> None:
        """One of the treasury prepares, another releases; the file goes to the bank. ``iban``: of another account."""
        account = account_by_iban(iban or self.house.payout_iban)
        if account is None:
            raise AssertionError("the house has its payout account")
        staff, at = self.house.staff, moment(today, 11)
        person = staff.second_treasury
        ask_names(by=WORLD, at=at)
        self._look_at_held(today)
        with suppress(NothingToPay):
            prepare(account_id=account.pk, execution_date=bank_day_from(today), by=staff.treasury, at=at)
        for batch in batch_list(person, states=("draft",)):  # also one whose preparer went no further
            done = self._release(batch.id, moment(today, 11, 15))
            if done:
                words = f"released by {person.name}: payment file"
                self.tell(Step(today, words, done.message_id, done.amount))
        self._show_books(moment(today, 11, 15))
        paying.send_released(channel=self.channel, by=WORLD, at=moment(today, 11, 20))

    def _release(self, batch_id: UUID, at: datetime) -> Released | None:
        """The second person lets it go; if a debt has taken the money of an order since, it is made anew first."""
        staff = self.house.staff
        try:
            return release(batch_id=batch_id, by=staff.second_treasury, at=at)
        except NotCovered:
            again = prepare_again(batch_id=batch_id, by=staff.treasury, at=at)
            return release(batch_id=again.pk, by=staff.second_treasury, at=at) if again else None


def _by_number(proposal: ProposalFacts) -> str:
    return proposal.number


def failed(person: Viewer) -> list[Order]:
    """Payments to companies that came back and wait for the desk, as the queue has them."""
    keys = [task.subject_id for task in queue(viewer=person, asked=Asked(kind="payments.failed"))]
    rows = Order.objects.filter(pk__in=keys, state__in=["rejected", "returned"], payee__isnull=False)
    return list(rows.order_by("ordered_at", "pk"))
