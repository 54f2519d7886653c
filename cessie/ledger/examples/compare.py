"""Compares an example as played with the file, figure by figure; every difference names where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cessie.ledger.examples import buying, losing, paying
from cessie.ledger.examples.case import Case, Facts
from cessie.ledger.examples.figures import LATER, figure
from cessie.ledger.examples.play import HANDLERS, Play, Step, play
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal

FAMILIES = (buying, paying, losing)  # importing them fills HANDLERS


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what the file says. ``event`` is 0 for the example as a whole."""

    example: str
    event: int
    type: str
    place: str
    expected: str
    got: str

    def __str__(self) -> str:
        where = f"event {self.event} {self.type}, " if self.event else ""
        return f"{self.example} {where}{self.place}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example; ``later`` names expected figures that nothing computes yet."""

    example: str
    title: str
    events: int
    compared: int
    differences: tuple[Difference, ...]
    later: tuple[str, ...]


def check(case: Case) -> Outcome:
    """Play an example and compare everything that it says."""
    later = tuple(sorted(_names(case.expected))) if case.id in LATER else ()
    try:
        played = play(case)
        pairs = [*_events(case, played), *([] if later else _expected(case, played))]
    except (Refusal, KeyError, TypeError, AttributeError) as no:  # the last three: a file of another shape
        why = str(no) if isinstance(no, Refusal) else f"{type(no).__name__} {no}"
        stopped = Difference(case.id, 0, "", "the example", "it can be played", why)
        return Outcome(case.id, case.title, len(case.events), 0, (stopped,), later)
    differences = tuple(difference for difference, same in pairs if not same)
    return Outcome(case.id, case.title, len(case.events), len(pairs), differences, later)


Compared = tuple[Difference, bool]


def _names(expected: Facts) -> list[str]:
    return [name for name, value in expected.items() if value != {}]


def _events(case: Case, played: Play) -> Iterator[Compared]:
    for facts, step in zip(case.events, played.steps, strict=True):

        def compared(place: str, expected: object, got: object, step: Step = step) -> Compared:
            return _compared(case.id, step.seq, step.type, place, expected, got)

        yield compared("rule", facts["rule"], step.entry.rule)
        lines = [_line(line) for line in facts["lines"]]
        yield compared("number of lines", len(lines), len(step.entry.lines))
        for no, (told, line) in enumerate(zip(lines, step.entry.lines, strict=False), 1):
            amount = Decimal(line.cents).scaleb(-2)
            yield compared(f"line {no}, account", told[0], line.account)
            yield compared(f"line {no}, debit of {line.account}", told[1], _text(max(amount, Decimal(0))))
            yield compared(f"line {no}, credit of {line.account}", told[2], _text(max(-amount, Decimal(0))))
        for place, told_balance, balance in _balances(facts["balances"], step.balances):
            yield compared(place, told_balance, balance)
        for name, told in facts["data"].items():
            if name in step.figures:
                yield compared(f"data {name}", _plain(told), _plain(step.figures[name]))


def _line(line: Facts) -> tuple[str, str, str]:
    return line["account"], _plain(line["debit"]), _plain(line["credit"])


def _expected(case: Case, played: Play) -> Iterator[Compared]:
    for name, told in case.expected.items():
        if name == "final_balances":
            for place, expected, got in _balances(told, played.books.balances()):
                yield _compared(case.id, 0, "", f"final {place}", expected, got)
        else:
            found = figure(played, name)
            yield _compared(
                case.id, 0, "", f"expected {name}", _plain(told), "nothing" if found is None else _plain(found)
            )


def _balances(told: Facts, found: dict[str, Money]) -> Iterator[tuple[str, str, str]]:
    for account in sorted({*told, *found}):
        balance = found[account].decimal if account in found else Decimal(0)
        yield f"balance of {account}", _plain(told.get(account, "0.00")), _text(balance)


def _compared(example: str, event: int, kind: str, place: str, expected: object, got: object) -> Compared:
    return Difference(example, event, kind, place, str(expected), str(got)), expected == got


def _plain(value: Any) -> str:
    """Amounts and rates in one spelling, so that 12100 and 12100.00 are the same and 12100.01 is not."""
    if isinstance(value, Money):
        return _text(value.decimal)
    if isinstance(value, list):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    try:
        return _text(Decimal(str(value)))
    except ArithmeticError:
        return str(value)


def _text(value: Decimal) -> str:
    """At least two decimals, more where the figure has them."""
    exact = value.normalize()
    return f"{exact:.2f}" if exact == exact.quantize(Decimal("0.01")) else f"{exact:f}"


__all__ = ["HANDLERS", "Difference", "Outcome", "check"]
