"""One worked example as it stands in the file, with typed access to its amounts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One example: the contract's parameters, the outside facts, the events and the figures expected at the end."""

    id: str
    title: str
    country: str
    currency: str
    contract: Facts
    inputs: Facts
    events: Sequence[Facts]
    expected: Facts

    @classmethod
    def of(cls, raw: Facts) -> Case:
        """From the JSON of one example; what is missing is refused by name (``examples.incomplete``)."""
        try:
            return cls(
                id=raw["id"],
                title=raw["title"],
                country=raw["country"],
                currency=raw["currency"],
                contract=raw["contract"],
                inputs=raw["inputs"],
                events=raw["events"],
                expected=raw["expected"],
            )
        except (KeyError, TypeError) as lacking:
            raise Refusal(
                "examples.incomplete", N_("An example lacks {part}: {example}."),
                part=str(lacking), example=str(raw.get("id", "?") if isinstance(raw, dict) else "?"),
            ) from None  # fmt: skip

    def money(self, text: str) -> Money:
        """An amount of the file."""
        return amount(text, self.currency)

    def percent(self, *names: str) -> Decimal:
        """The first of these rates that the contract has, in percent."""
        return rate(next(self.contract[name] for name in names if name in self.contract))

    def invoices(self) -> dict[str, Facts]:
        """Every invoice among the inputs, by its id."""
        single = [self.inputs[name] for name in ("invoice", "next_invoice") if name in self.inputs]
        return {invoice["id"]: invoice for invoice in (*single, *self.inputs.get("invoices", ()))}


def amount(text: str, currency: str) -> Money:
    """A decimal text as money; anything else is refused (``examples.amount``)."""
    try:
        return Money.parse(text, currency)
    except (ValueError, TypeError):
        raise Refusal("examples.amount", N_("{text} is not an amount."), text=str(text)) from None


def rate(text: str) -> Decimal:
    """A decimal text as an exact rate; anything else is refused (``examples.rate``)."""
    try:
        return Decimal(text)
    except (InvalidOperation, TypeError, ValueError):
        raise Refusal("examples.rate", N_("{text} is not a rate."), text=str(text)) from None


def day(text: str) -> date:
    """An ISO day; anything else is refused (``examples.day``)."""
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        raise Refusal("examples.day", N_("{text} is not a day."), text=str(text)) from None


def read(path: Path) -> list[Case]:
    """The examples of a file. Refusals: ``examples.unreadable``, ``examples.incomplete``."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        examples = raw["examples"]
    except OSError as problem:
        raise Refusal(
            "examples.unreadable", N_("{file} cannot be read: {why}"), file=str(path), why=str(problem)
        ) from None
    except (ValueError, KeyError, TypeError) as problem:
        raise Refusal(
            "examples.unreadable",
            N_("{file} is not a file of worked examples: {why}"),
            file=str(path),
            why=str(problem),
        ) from None
    return [Case.of(example) for example in examples]
