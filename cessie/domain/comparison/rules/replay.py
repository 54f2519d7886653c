"""A company's sales played day by day through one offer, with the arithmetic of a real contract (``terms``).

What is assumed where a ledger does not tell: invoices are handed over on their day (or with the next balance file, on
Mondays or the first of the month); money for sold invoices comes to the factor on the day on which the customer paid,
or with the client's matching where he sends balances; the company draws what it may, up to what it wants to use; credit
limits are those given; a base net of VAT is the face without the standard rate. Amounts are cents.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cessie.domain.comparison.rules.account import Account
from cessie.domain.comparison.rules.calendar import Handed, Paid, agenda
from cessie.domain.comparison.rules.charging import Charges
from cessie.domain.comparison.rules.diary import Diary
from cessie.domain.comparison.rules.offers import Offer, Question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.pool import LivePool
from cessie.domain.comparison.rules.sales import Sale, Sales, Settled
from cessie.lib.money import Money
from cessie.terms.availability import Reserves, available
from cessie.terms.concentration import Concentration
from cessie.terms.contract import price_under
from cessie.terms.eligibility import UNKNOWN, Open, bucket, chosen
from cessie.terms.reserve import release_on_credit_note, required_fund, required_holdback, still_held

_DAY: Final = timedelta(days=1)
#: Rules on documents that hold for good once an invoice is handed over; being overdue comes and goes with the days.
_PASSING: Final = "OVERDUE"


@dataclass(slots=True)
class _Sold:
    """An invoice that was sold: what is open of its ``face``, and where its open amount stands in the pool."""

    sale: Sale
    face: int
    open: int
    approved: int
    held: int
    at_first: int  # of what is held
    stands: str  # sound, overdue, other


def replay(sales: Sales, offer: Offer, question: Question, *, first: date, last: date) -> Outcome:
    """What the offer would have cost and given from the first to the last day, both included.

    Refused: no value of the reference rate is known for a day that bears interest (``terms.no_fixing``), a fee on a
    base that a ledger does not tell (``charges.base``).
    """
    return _Play(sales, offer, question, first, last).outcome()


def commissions(sales: Sales, offer: Offer, question: Question, *, first: date, last: date) -> dict[int, int]:
    """The commission of each invoice that is sold, by its place in the sales: the same play, told invoice by invoice.
    Where balances are sent it is taken of them together, and nothing is told."""
    play = _Noting(sales, offer, question, first, last)
    play.outcome()
    return play.noted


class _Play:
    def __init__(self, sales: Sales, offer: Offer, question: Question, first: date, last: date) -> None:
        self.offer, self.terms, self.sales, self.debtors = offer, offer.terms, sales.sales, question.debtors
        self.first, self.last = first, last
        rules = chosen(self.terms.eligibility)
        self.standing = {code: rule for code, rule in rules.items() if code != _PASSING}
        self.pool = LivePool(question.debtors, rules)
        self.account, self.diary = Account(), Diary(offer.name, first, last)
        reference = self.terms.interest.reference if self.terms.interest else ""
        self.charges = Charges(offer, self.account, self.diary, question.fixings.get(reference, ()))
        self.sold: dict[int, _Sold] = {}
        self.gone: set[int] = set()
        self.approved: dict[str, int] = defaultdict(int)
        self.approved_in_all = self.unmatched = 0
        self.in_full = self.terms.draw_mode == "AUTO_FULL"

    def outcome(self) -> Outcome:
        """Play every day."""
        days = agenda(self.sales, self.offer, self.first, self.last)
        self.charges.once()
        for n in range(self.diary.days):
            day = self.first + n * _DAY
            self._hand_over(days.handed[n], day)
            self._see(days.seen[n])
            self._match(days.matched[n], day)
            for place in days.overdue[n]:
                self._overdue(place)
            for place in days.back[n]:
                self._give_back(place, day)
            self._settle_fund()
            self._draw()
            self.charges.end_day(day)
            if day == self.last or (day + _DAY).day == 1:
                self.charges.eligible = self.pool.total
                self.charges.end_month(day)
        return self.diary.outcome()

    # Invoices

    def _hand_over(self, found: list[Handed], day: date) -> None:
        together = 0
        for place, open_ in found:
            sale = self.sales[place]
            fit = not bucket(
                Open(sale.debtor, open_, sale.due, sale.issued, max(day, sale.issued)),
                self.debtors.get(sale.debtor, UNKNOWN), self.standing, day,
            )  # fmt: skip
            approved = self._approved(sale.debtor, open_) if self.in_full else open_
            if self.in_full and not (fit and approved is not None):
                self.diary.leave_out(open_)
                continue
            self._buy(place, open_, approved or 0, day, fit=fit)
            together += sale.cents
        if together and self.offer.terms.transmission == "BALANCE":
            self.charges.commission(together, day)

    def _approved(self, debtor: str, face: int) -> int | None:
        """How much of the face the limits bear; None where the contract then buys nothing of it."""
        limits, part = self.terms.limits, face
        limit = self.debtors.get(debtor, UNKNOWN).limit
        taken = self.approved[debtor]
        if limit is not None and limit - taken < face:
            if limits.over_limit in ("HOLD", "REJECT"):
                return None
            part = max(0, limit - taken) if limits.over_limit == "PARTIAL" else 0
        if limits.concentration is not None:
            others = Money(self.approved_in_all - taken)
            part = Concentration(limits.concentration, others, Money(taken), Money(part)).room.cents
        return part

    def _buy(self, place: int, face: int, approved: int, day: date, *, fit: bool) -> None:
        sale, terms = self.sales[place], self.terms
        holdback = 0
        if self.in_full:
            price = price_under(
                terms,
                face=Money(face),
                net=self.charges.net_of(face, day),
                approved=Money(approved),
                day=day,
                explained=False,
            )
            holdback = price.holdback.cents
            self.charges.book("commission", price.fee, price.vat)
        elif terms.transmission == "LINE":
            self.charges.commission(face, day)
        if not self.in_full and terms.reserve_model == "PER_INVOICE":
            holdback = required_holdback(
                face=Money(face), approved=Money(approved), advance_rate=terms.advance_rate
            ).cents
        self.account.buy(face, holdback=holdback)
        self._approve(sale.debtor, approved)
        self.sold[place] = made = _Sold(sale, face, face, approved, holdback, holdback, "sound" if fit else "other")
        self._stand(made, face)
        self.diary.sell(face)
        self.charges.sell(sale.debtor, face, day)

    def _see(self, found: list[Paid]) -> None:
        """Money comes in: the company no longer has it, whenever the factor matches it."""
        for place, part in found:
            mine = place in self.sold if self.in_full else place not in self.gone
            if mine and not part.credit:
                self.diary.receive(part.cents)
                self.unmatched += part.cents

    def _match(self, found: list[Paid], day: date) -> None:
        credited = []
        for place, part in found:
            sold = self.sold.get(place)
            if sold is None:
                continue
            if part.credit:
                self._credit(sold, part.cents)
                credited.append(part.cents)
            else:
                self.unmatched -= part.cents
                self.account.collect(part.cents)
                self.diary.collect(part.cents)
                self.charges.month.collected += part.cents
            self._less(sold, part)
            if not sold.open:
                self._close(place, sold, day)
        self.charges.month.credited += sum(credited)
        self.charges.month.events["CREDIT_NOTE"] += len(credited)
        if credited and self.terms.fee_on_credit_notes:
            for cents in credited if self.terms.transmission == "LINE" else [sum(credited)]:
                self.charges.commission(cents, day)

    def _credit(self, sold: _Sold, cents: int) -> None:
        freed = 0
        if sold.held:
            freed = release_on_credit_note(
                face=Money(sold.face - cents), approved=Money(sold.approved),
                advance_rate=self.terms.advance_rate, held=Money(sold.held),
            ).cents  # fmt: skip
        self.account.credit(cents)
        self.account.release(freed)
        sold.held -= freed
        sold.at_first -= freed
        sold.face -= cents

    def _less(self, sold: _Sold, part: Settled) -> None:
        """What is open goes down, in the pool and under the limit; a holdback in parts follows."""
        self._stand(sold, -part.cents)
        sold.open -= part.cents
        if sold.approved > sold.open:
            self._approve(sold.sale.debtor, sold.open - sold.approved)
            sold.approved = sold.open
        if self.terms.release_mode == "PRO_RATA" and sold.held and sold.open and not part.credit:
            paid = Money(sold.face - sold.open)
            keep = still_held(holdback=Money(sold.at_first), face=Money(sold.face), paid=paid).cents
            self.account.release(sold.held - keep)
            sold.held = keep

    def _approve(self, debtor: str, cents: int) -> None:
        self.approved[debtor] += cents
        self.approved_in_all += cents

    def _close(self, place: int, sold: _Sold, day: date) -> None:
        self.charges.late(sold.face, sold.sale.due, day)
        self.account.release(sold.held)
        sold.held = 0
        del self.sold[place]

    def _overdue(self, place: int) -> None:
        sold = self.sold.get(place)
        if sold is not None and sold.stands == "sound":
            self.pool.change(sold.sale.debtor, sound=-sold.open, overdue=sold.open)
            sold.stands = "overdue"

    def _give_back(self, place: int, day: date) -> None:
        sold = self.sold.pop(place, None)
        if sold is None:
            return
        self.charges.late(sold.face, sold.sale.due, day)
        self._stand(sold, -sold.open)
        self._approve(sold.sale.debtor, -sold.approved)
        self.gone.add(place)
        share = Money(sold.open).percent(self.terms.clients_share).cents
        self.account.give_back(sold.open, clients=share)
        self.account.release(sold.held)

    def _stand(self, sold: _Sold, cents: int) -> None:
        self.pool.change(sold.sale.debtor, **{sold.stands: cents})

    # Money

    def _settle_fund(self) -> None:
        terms, outstanding = self.terms, self.account.outstanding
        if terms.reserve_model != "POOL":
            return
        required = 0
        if outstanding:
            floor, most = terms.fund_floor, terms.fund_cap
            required = required_fund(Money(outstanding), terms.fund_rate, floor=floor, cap=most).cents
        if required > self.account.fund or self.account.fund - required > terms.fund_tolerance.cents:
            self.account.set_fund(required)

    def _draw(self) -> None:
        room = min(self.account.current, self.terms.limits.facility.cents - self.account.funds)
        if not self.in_full:
            reserves = Reserves(
                fund=Money(self.account.fund), accrued=Money(int(self.charges.accrued)), unmatched=Money(self.unmatched)
            )
            found = available(
                eligible=Money(self.pool.total), advance_rate=self.terms.advance_rate,
                funds_in_use=Money(self.account.funds), reserves=reserves, facility=self.terms.limits.facility,
            )  # fmt: skip
            room = min(room, found.net.cents)
        if self.offer.use is not None:
            room = min(room, self.offer.use - self.account.funds)
        if room > 0 and room >= self.terms.payout_minimum.cents:
            self.account.draw(room)
            self.diary.draw(room)
            self.charges.month.events["PAYOUT"] += 1


class _Noting(_Play):
    """Notes the commission of each invoice as it is bought."""

    def __init__(self, sales: Sales, offer: Offer, question: Question, first: date, last: date) -> None:
        super().__init__(sales, offer, question, first, last)
        self.noted: dict[int, int] = {}

    def _buy(self, place: int, open_: int, approved: int, day: date, *, fit: bool) -> None:
        before = self.diary.cost_of("commission")
        super()._buy(place, open_, approved, day, fit=fit)
        if self.terms.transmission == "LINE":
            self.noted[place] = self.diary.cost_of("commission") - before
