"""Signs of fraud over a client's ledgers (factoring-domain 14: F06, F09, F13, F19, F25), two of them side by side.

A sign says what was seen and about whom; a person decides. ``hold`` only where a document itself was changed: the
others are for attention. Amounts are whole cents of the ledger's currency.

>>> before = [Line("F1", date(2026, 1, 5), date(2026, 2, 4), 500_00)]
>>> [s.rule for s in aged("D", before, [Line("F1", date(2026, 1, 5), date(2026, 4, 4), 500_00)])]
['F06.aged']
>>> list(aged("D", before, before))
[]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from cessie.domain.verification.rules.kinds import Severity
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: From how many new documents their amounts and days say anything.
FEWEST: Final = 20
#: A new customer's first amount is large from this share of the whole ledger (percent), and this amount (cents).
LARGE_SHARE: Final = 10
LARGE: Final = 25_000_00
#: The last days of a period.
LAST_DAYS: Final = 3


class Line(NamedTuple):
    """An open document of a ledger; ``cents`` still to be paid."""

    number: str
    issued: date
    due: date
    cents: int


@dataclass(frozen=True, slots=True)
class Period:
    """What a ledger says of the time since the one before: new invoices, credit notes, cash, and what is left open."""

    invoices: int
    credit_notes: int
    cash: int
    closing: int


@dataclass(frozen=True, slots=True)
class Sign:
    """What was seen. ``debtor`` and ``number`` blank: it is about the ledger as a whole."""

    rule: str
    severity: Severity
    reason: Reason
    debtor: str = ""
    number: str = ""


def aged(debtor: str, before: Sequence[Line], now: Sequence[Line], settled: Collection[str] = ()) -> Iterator[Sign]:
    """F06: a document still open whose due day moved ahead; an overdue one that is gone, though nothing ``settled``
    it, while the same amount stands there anew under another number."""
    old = {line.number: line for line in before}
    over = {line.number for line in now} | set(settled)
    gone = [line for line in before if line.number not in over]
    for line in now:
        former = old.get(line.number)
        if former is not None and line.due > former.due:
            words = N_("{number} is due on {day} now; in the ledger before it was {former}.")
            reason = Reason("F06.aged", words, {"number": line.number, "day": line.due, "former": former.due})
            yield Sign("F06.aged", "hold", reason, debtor, line.number)
        elif former is None:
            twin = next((each for each in gone if each.cents == line.cents and each.due < line.issued), None)
            if twin is not None:
                gone.remove(twin)
                words = N_("{number} came with the amount of {former}, which is gone: {amount}, due {days} days later.")
                facts: dict[str, Fact] = {"number": line.number, "former": twin.number, "amount": Money(line.cents),
                         "days": (line.due - twin.due).days}  # fmt: skip
                yield Sign("F06.renumbered", "note", Reason("F06.renumbered", words, facts), debtor, line.number)


def large_at_once(debtor: str, before: Sequence[Line], now: Sequence[Line], whole: int) -> Iterator[Sign]:
    """F04 for a ledger: a customer who was not in the one before, and is a large part of this one at once."""
    cents = sum(line.cents for line in now)
    if not before and cents >= LARGE and cents * 100 >= whole * LARGE_SHARE:
        words = N_("A customer who was not in the ledger before owes {amount} at once, {share} % of it.")
        facts: dict[str, Fact] = {"amount": Money(cents), "share": cents * 100 // (whole or 1)}
        yield Sign("F04.large", "note", Reason("F04.large", words, facts), debtor)


def fresh_air(new: Sequence[Line], as_of: date) -> Iterator[Sign]:
    """F19, F11: of the documents that are new, whole hundreds, and days crowded before the day of the ledger."""
    if len(new) < FEWEST:
        return
    whole = [line for line in new if line.cents % 100_00 == 0]
    if len(whole) * 10 > len(new) * 4:
        words = N_("{n} of {all} new invoices are whole hundreds.")
        yield Sign("F19.ledger", "note", Reason("F19.ledger", words, {"n": len(whole), "all": len(new)}))
    edge = as_of - timedelta(days=LAST_DAYS)
    late = sum(line.cents for line in new if edge < line.issued <= as_of)
    if late * 10 > sum(line.cents for line in new) * 6:
        words = N_("{amount} of the new invoices is dated in the last {days} days before the ledger.")
        yield Sign("F11.ledger", "note", Reason("F11.ledger", words, {"amount": Money(late), "days": LAST_DAYS}))


def drifted(periods: Sequence[Period]) -> Iterator[Sign]:
    """F25 and F09 over the ledgers of a year, oldest first: the last three against those before. Credit notes that grow
    by half and pass two percent; cash that fell by half while the ledger grew."""
    last, former = periods[-3:], periods[:-3]
    if len(former) < 3:
        return
    now, usual = _rate(last), _rate(former)
    if now > 200 and now * 2 > usual * 3:
        words = N_("Credit notes are {now} of ten thousand of the last invoices, {usual} before.")
        yield Sign("F25.ledger", "note", Reason("F25.ledger", words, {"now": now, "usual": usual}))
    paid, before = sum(p.cash for p in last) * len(former), sum(p.cash for p in former) * len(last)
    if before and paid * 2 < before and last[-1].closing * 10 > former[-1].closing * 11:
        words = N_("Cash fell by more than half while the ledger grew to {amount}: does it go to another account?")
        yield Sign("F09.ledger", "note", Reason("F09.ledger", words, {"amount": Money(last[-1].closing)}))


def _rate(periods: Sequence[Period]) -> int:
    """Credit notes per ten thousand of invoices."""
    invoices = sum(period.invoices for period in periods)
    return sum(period.credit_notes for period in periods) * 10_000 // invoices if invoices else 0


def credited_after(before: Sequence[Line], credits: Sequence[Line], as_of: date) -> Iterator[Sign]:
    """F12: what was dated in the last days before a ledger, and credited to the cent in the next one."""
    edge = as_of - timedelta(days=LAST_DAYS)
    open_now = [-line.cents for line in credits if line.issued > as_of]
    for line in before:
        if edge < line.issued <= as_of and line.cents in open_now:
            open_now.remove(line.cents)
            words = N_("{number} was dated just before the ledger and credited after it: {amount}.")
            facts: dict[str, Fact] = {"number": line.number, "amount": Money(line.cents)}
            yield Sign("F12.ledger", "note", Reason("F12.ledger", words, facts), "", line.number)
