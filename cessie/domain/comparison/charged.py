"""What a client was really charged on the days that were played, beside what the replay of his contract says, and each
difference with its reason: invoice by invoice for the commission, in words for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Final

from cessie.domain.comparison.lay_ledger import sales_in
from cessie.domain.comparison.models import Run
from cessie.domain.comparison.queries import comparison_of
from cessie.domain.comparison.rules.outcome import KINDS
from cessie.domain.comparison.rules.replay import commissions
from cessie.domain.invoices.models import Invoice
from cessie.ledger.settled import charged_on
from cessie.ledger.valued import Volume, moved, volumes
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Reason

#: Invoices that differ, as many as a page shows; all are counted.
SHOWN: Final = 200
COMMISSION: Final = "4000"
#: What the house earns of a client, by account; what is named by its kind stands in ``_BY_KIND``.
_INCOME: Final = {COMMISSION: "commission", "4010": "interest", "4020": "service"}
_BY_KIND: Final = {"minimum_commission_true_up": "minimum"}


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of cost net of VAT: by the replay, and as it was booked; ``why`` they differ, None where they do not."""

    kind: str
    replayed: Money
    booked: Money
    why: Reason | None

    @property
    def difference(self) -> Money:
        """What the replay has beyond what was booked."""
        return self.replayed - self.booked


@dataclass(frozen=True, slots=True)
class Piece:
    """An invoice whose commission differs, with the reason."""

    number: str
    debtor: str
    replayed: Money
    booked: Money
    why: Reason


@dataclass(frozen=True, slots=True)
class Charged:
    """``more``: invoices that differ beyond those in ``pieces``. ``in_use`` on average: replayed, and by the books."""

    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]
    more: int
    in_use: tuple[Money, Money]

    @property
    def replayed(self) -> Money:
        """All of it by the replay; an insurer of the company's own is not charged by the house and left out."""
        return Money.total(line.replayed for line in self.lines)

    @property
    def booked(self) -> Money:
        """All of it as booked."""
        return Money.total(line.booked for line in self.lines)

    @property
    def same(self) -> bool:
        """Whether they agree to the cent, kind by kind."""
        return all(not line.difference for line in self.lines)


def really_charged(run: Run) -> Charged | None:
    """Of a comparison with a client's own contract that is played; None for any other. Who may see the run may see it:
    the caller has it from ``queries.run``."""
    if run.contract is None:
        return None
    told = comparison_of(run)
    own = next((each for each in told.outcomes if each.name == run.own), None)
    if own is None:
        return None
    pieces, more = _pieces(run)
    booked = _booked(volumes([run.contract.pk], run.first, run.last))
    in_use = (Money(half_up(own.funds)), _in_use(run))
    lines = []
    for kind in KINDS:
        replayed, charged = Money(own.costs[kind]), booked.get(kind, Money(0))
        if kind == "surcharge" or kind == "insurance" or not (replayed or charged):
            continue
        if kind == "interest":  # the books keep the surcharge with the interest
            replayed += Money(own.costs["surcharge"])
        why = _why(kind, charged, in_use, by_invoice=bool(pieces)) if replayed != charged else None
        lines.append(Line(kind, replayed, charged, why))
    return Charged(tuple(lines), tuple(pieces), more, in_use)


def _booked(found: Sequence[Volume]) -> dict[str, Money]:
    sums: dict[str, Money] = {}
    for each in found:
        kind = _BY_KIND.get(each.kind.removesuffix("_reversed"), _INCOME.get(each.account, ""))
        if kind and each.account in _INCOME:
            sums[kind] = sums.get(kind, Money(0)) - each.amount
    return sums


def _why(kind: str, booked: Money, in_use: tuple[Money, Money], *, by_invoice: bool) -> Reason:
    if kind == "commission" and by_invoice:
        return Reason("compare.by_invoice", N_("Invoice by invoice below."), {})
    if kind == "commission":
        words = N_("Balances, credit notes or a former version of the contract: it cannot be told invoice by invoice.")
        return Reason("compare.by_balance", words, {})
    if kind == "interest" and not booked:
        words = N_("No interest is booked on these days: the house books it night by night as it is earned.")
        return Reason("compare.not_booked", words, {})
    if kind == "interest":
        words = N_("On average {real} was in use; the replay draws what it may, {replayed}.")
        return Reason("compare.in_use", words, {"replayed": in_use[0], "real": in_use[1]})
    if kind == "minimum":
        words = N_("The house charges the minimum when its year ends; the replay its share on the last day.")
        return Reason("compare.minimum", words, {})
    words = N_("Fees on what a sales ledger does not tell: payouts, checks, payments to the company, lateness waived.")
    return Reason("compare.services", words, {})


def _in_use(run: Run) -> Money:
    """What was in use on average over the days, by value date."""
    if run.contract is None:
        return Money(0)
    days, total = (run.last - run.first).days + 1, 0
    for each in moved([run.contract.pk], run.first):
        day = each.value_date
        if day is None:
            total += each.amount.cents * days
        elif day <= run.last:
            total += each.amount.cents * ((run.last - day).days + 1)
    return Money(half_up(Fraction(total, days)))


def _pieces(run: Run) -> tuple[list[Piece], int]:
    """The invoices that differ, the first of them, and how many there are beside."""
    offer = comparison_of(run).offer(run.own)
    if offer.terms.transmission != "LINE" or run.contract is None:
        return [], 0
    sales = sales_in(run.ledger)
    played = commissions(sales, offer, comparison_of(run).question, first=run.first, last=run.last)
    by_number = {sales.sales[place].number: (sales.sales[place].debtor, cents) for place, cents in played.items()}
    charged = charged_on(run.contract.pk, COMMISSION, run.first, run.last)
    rows = Invoice.objects.filter(pk__in=charged).values_list("pk", "number", "debtor__company__name", "issue_date")
    booked = {number: (name, charged[key], issued) for key, number, name, issued in rows}
    found = list(_differing(by_number, booked, run.first, sales.names))
    return list(islice(found, SHOWN)), max(0, len(found) - SHOWN)


def _differing(
    played: Mapping[str, tuple[str, int]],
    booked: Mapping[str, tuple[str, Money, date]],
    first: date,
    names: Mapping[str, str],
) -> Iterator[Piece]:
    for number in sorted(played.keys() | booked.keys()):
        debtor, cents = played.get(number, ("", 0))
        name, real, issued = booked.get(number, (names.get(debtor, debtor), Money(0), None))
        replayed = Money(cents)
        if replayed == real:
            continue
        if number not in booked:
            words = N_("It was not sold to the house on these days.")
            why = Reason("compare.not_sold", words, {})
        elif number not in played:
            words = N_("It was sold on these days and does not stand in this ledger, or the replay leaves it out.")
            why = Reason("compare.not_played", words, {})
        elif issued is not None and issued < first:
            words = N_("It was open when the replay begins: only what was open of it is sold there.")
            why = Reason("compare.open_before", words, {})
        else:
            words = N_("It was sold for another amount, or under an earlier version of the contract.")
            why = Reason("compare.other_terms", words, {})
        yield Piece(number, name or debtor, replayed, real, why)
