"""Plays one worked example through the public verbs and compares what the books say, event by event, to the cent.

An event is handed to the function of its type (``events_*.py``, found by their names), which does what people and banks
do; only outside facts reach it (``Outside``). Then the ledger must hold the entry that the example names: rule, kind,
day and lines, and the balances after it. What follows by itself from an earlier act is registered with ``follows``. A
verb may post several entries at once; they wait until their event comes. At the end none may be left over.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from cessie.ledger import examples
from cessie.ledger.examples.case import Case, day, read
from cessie.ledger.models import Entry
from cessie.ledger.queries import Booking, bookings, trial_balance
from cessie.lib.money import Money
from tests.stories.examples.story import Story

#: Events whose amount comes from outside, from the bank or from another house; all others are computed by ours.
AMOUNT_FROM_OUTSIDE: Final = {"receipt", "trust_receipt", "held_receipt"}


@dataclass(frozen=True)
class Outside:
    """What the world knows of an event: the day, what happened, which invoice, why."""

    type: str
    day: date
    invoice: str | None
    reason: str
    _amount: Money | None

    @property
    def amount(self) -> Money:
        """The amount received; of anything else the house must know it by itself."""
        assert self._amount is not None, f"the amount of {self.type} is for the house to compute"
        return self._amount


Act = Callable[[Story, Outside], None]
ACTS: Final[dict[str, Act]] = {}


def on(*types: str) -> Callable[[Act], Act]:
    """Register what is done at events of these types; a type has one place."""

    def register(act: Act) -> Act:
        for name in types:
            assert name not in ACTS or ACTS[name].__module__ == act.__module__, f"{name} is played twice"
        ACTS.update(dict.fromkeys(types, act))
        return act

    return register


def follows(*types: str) -> None:
    """Events of these types are consequences: an act before them has posted them already."""

    def nothing(story: Story, facts: Outside) -> None:
        """The house did it by itself."""

    on(*types)(nothing)


@cache
def family() -> dict[str, set[str]]:
    """The examples that each module of events says it plays (``PLAYS``); importing them fills ``ACTS``."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("events_*.py")):
        module = importlib.import_module(f"tests.stories.examples.{path.stem}")
        found[path.stem] = set(getattr(module, "PLAYS", ()))
    return found


@cache
def cases() -> dict[str, Case]:
    """The house's conformance suite by number."""
    return {case.id: case for case in read(Path(examples.__file__).parent / "factoring-worked-examples.json")}


def play(name: str, folder: Path) -> tuple[Story, list[str]]:
    """Play an example from an empty database; the story as it ended, and every difference."""
    family()
    case = cases()[name]
    story = Story.build(case, folder)
    books = _Books(case.events)
    differences: list[str] = []
    for facts in case.events:
        ACTS[facts["type"]](story, _outside(case, facts))
        differences += [f"{name} event {facts['seq']} {facts['type']}: {words}" for words in books.compare(facts)]
    differences += [f"{name} end: {words}" for words in books.left(case.expected["final_balances"])]
    return story, differences


def _outside(case: Case, facts: Mapping[str, Any]) -> Outside:
    data = facts["data"]
    amount = case.money(data["amount"]) if facts["type"] in AMOUNT_FROM_OUTSIDE else None
    return Outside(facts["type"], day(facts["date"]), data.get("invoice"), data.get("reason", ""), amount)


class _Books:
    """The entries that were posted since the story began, handed out one by one."""

    def __init__(self, events: Sequence[Mapping[str, Any]]) -> None:
        self.events = events
        self.seen = set(Entry.objects.values_list("id", flat=True))
        self.before = {line.account: line.balance.cents for line in trial_balance()}
        self.waiting: list[Booking] = []
        self.balances: dict[str, int] = defaultdict(int)

    def compare(self, facts: Mapping[str, Any]) -> list[str]:
        """What differs between an event of the file and the entry of its kind that was posted first."""
        self._fetch()
        found = [entry for entry in self.waiting if entry.kind == facts["type"]]
        if facts["type"] == "opening" and not found:
            return self._opened(facts)
        if not found:
            return [f"not in the books, which hold {[entry.kind for entry in self.waiting] or 'nothing new'}"]
        meant = found if self._told_as_one(facts) else found[:1]
        entry, got = meant[0], _summed(meant)
        for each in meant:
            self.waiting.remove(each)
        for account, cents in got:
            self.balances[account] += cents
        told = _told(facts)
        pairs = [
            ("rule", facts["rule"], entry.rule),
            ("day", facts["date"], entry.booking_date.isoformat()),
            ("lines", told, got),
            ("balances", {code: _cents(text) for code, text in facts["balances"].items()}, _open(self.balances)),
        ]
        return [f"{what} {expected} expected, got {found}" for what, expected, found in pairs if expected != found]

    def _opened(self, facts: Mapping[str, Any]) -> list[str]:
        """What differs where the books open by what people did, and by no entry of their own: only the sums can."""
        self.balances |= dict(got := _summed(self.waiting))
        self.waiting.clear()
        expected, found = dict(_told(facts)), _open(dict(got))
        return [] if expected == found else [f"balances {expected} expected, got {found}"]

    def _told_as_one(self, facts: Mapping[str, Any]) -> bool:
        """Whether the file sums what the house books invoice by invoice: one event of the kind on a day of many."""
        of_day = [each for each in self.events if (each["type"], each["date"]) == (facts["type"], facts["date"])]
        bought = [each for each in self.events if (each["type"], each["date"]) == ("purchase", facts["date"])]
        return len(of_day) == 1 and len(bought) > 1

    def left(self, final: Mapping[str, str]) -> list[str]:
        """Entries that no event told of, and balances that are not those of the end."""
        self._fetch()
        words = [f"{entry.rule} {entry.kind} of {entry.booking_date} is told nowhere" for entry in self.waiting]
        now = {line.account: line.balance.cents for line in trial_balance()}
        moved = _open({code: now.get(code, 0) - self.before.get(code, 0) for code in {*now, *self.before}})
        wanted = {code: _cents(text) for code, text in final.items()}
        return words if moved == wanted else [*words, f"balances {wanted} expected, got {moved}"]

    def _fetch(self) -> None:
        ids = set(Entry.objects.values_list("id", flat=True)) - self.seen
        self.seen |= ids
        self.waiting += sorted(bookings(entry_ids=ids), key=lambda entry: (entry.recorded_at, entry.entry_id))


def _told(facts: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The lines of an event of the file."""
    return [(line["account"], _cents(line["debit"]) - _cents(line["credit"])) for line in facts["lines"]]


def _summed(entries: Sequence[Booking]) -> list[tuple[str, int]]:
    """The lines of an entry, or of several of one kind account by account."""
    if len(entries) == 1:
        return [(line.account, line.amount.cents) for line in entries[0].lines]
    sums: dict[str, int] = {}
    for line in (line for entry in entries for line in entry.lines):
        sums[line.account] = sums.get(line.account, 0) + line.amount.cents
    return list(sums.items())


def _cents(text: str) -> int:
    return int(Decimal(text).scaleb(2))


def _open(balances: Mapping[str, int]) -> dict[str, int]:
    return {code: cents for code, cents in balances.items() if cents}
