"""Plays one example: hands each event to the function of its type, which computes the amounts and applies the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cessie.ledger.entry import Dims, Entry
from cessie.ledger.entry import Event as Happening
from cessie.ledger.examples.books import Books
from cessie.ledger.examples.case import Case, Facts, day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.insurance import Loss
from cessie.terms.pricing import Pricing

#: What an event determines: an amount, a rate, a number of days or periods, or a list of such.
Figure = Money | Decimal | int | list[Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One event played: its entry, the figures that were computed for it, the balances after it."""

    seq: int
    type: str
    date: date
    entry: Entry
    figures: dict[str, Figure]
    balances: dict[str, Money]
    funds_in_use: Money


class Play:
    """The example under way: its books and what earlier events determined."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.books = Books(case.id, case.currency)
        self.steps: list[Step] = []
        self.figures: dict[str, Figure] = {}  # of the event under way
        self.notes: dict[str, Figure] = {}  # of the example: figures that no event's data shows
        self.pricings: dict[str, Pricing] = {}
        self.loss: Loss | None = None
        self.invoice = ""  # the one that the last event named
        self.commission_base = Money(0, case.currency)  # bought (and credited) since the last commission
        self.before = ""  # the type of the event before
        self.seen: Counter[tuple[str, date]] = Counter()
        self.payment = 0
        self.bank_line = 0

    def event(self, facts: Facts) -> Happening:
        """The event of a posting."""
        return Happening(f"{self.case.id}/{facts['seq']}", day(facts["date"]))

    def of(self, reference: str | None = None) -> Dims:
        """Dimensions of the invoice at hand; ``reference`` is ``payment``, ``bank line`` or a name of its own."""
        numbered = {"payment": f"payment {self.payment}", "bank line": f"bank line {self.bank_line}"}
        facts = self.case.invoices().get(self.invoice, {})
        return self.books.dims(
            self.invoice or None, facts.get("debtor"), numbered.get(reference, reference) if reference else None
        )

    def nothing(self) -> Money:
        """Zero in the currency of the example."""
        return Money(0, self.case.currency)

    def input(self, name: str) -> Money:
        """An amount among the inputs."""
        return self.case.money(self.case.inputs[name])

    def dated_input(self, name: str, facts: Facts) -> Money | None:
        """The amount of the input of that name on the event's day, if the inputs have such a list."""
        for item in self.case.inputs.get(name, ()):
            if item["date"] == facts["date"]:
                return self.case.money(item["amount"])
        return None

    def given(self, facts: Facts) -> Money:
        """The amount that the event brings from outside."""
        return self.case.money(facts["data"]["amount"])


Handler = Callable[[Play, Facts], Entry]
HANDLERS: Final[dict[str, Handler]] = {}


def on(*types: str) -> Callable[[Handler], Handler]:
    """Register the function that plays events of these types."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(types, handler))
        return handler

    return register


def play(case: Case) -> Play:
    """Play all events of an example. Refusals: ``examples.unknown_type``, ``examples.cannot_play``."""
    under_way = Play(case)
    for facts in case.events:
        _step(under_way, facts)
    return under_way


def _step(play: Play, facts: Facts) -> None:
    handler = HANDLERS.get(facts["type"])
    where = {"example": play.case.id, "seq": facts["seq"], "type": facts["type"]}
    if handler is None:
        raise Refusal("examples.unknown_type", N_("{example}, event {seq}: no rule plays {type}."), **where)
    play.figures = {}
    if "invoice" in facts["data"]:
        play.invoice = "balance" if "opening_balance" in play.case.inputs else facts["data"]["invoice"]
    play.seen[facts["type"], day(facts["date"])] += 1
    try:
        entry = handler(play, facts)
    except (ValueError, KeyError, StopIteration) as problem:
        raise Refusal(
            "examples.cannot_play", N_("{example}, event {seq} {type}: {why}"), why=str(problem) or "?", **where
        ) from problem
    play.books.book(entry)
    play.before = facts["type"]
    play.figures.setdefault("amount", entry.amount)
    play.steps.append(
        Step(
            facts["seq"],
            facts["type"],
            day(facts["date"]),
            entry,
            play.figures,
            play.books.balances(),
            play.books.funds_in_use,
        )
    )
