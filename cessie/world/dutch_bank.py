"""A second bank, which sends MT940 as Dutch banks do, and charges for it.

Nothing of the house leaves it: the world writes its statements day by day, each with the balance the last one closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from cessie.lib.money import Money
from cessie.world.cast import Actor, iban_of


@dataclass(frozen=True)
class Movement:
    """One line: signed amount, who it is from, and the words; without ``other`` it is the bank's own."""

    amount: Money
    words: str
    other: Actor | None = None


@dataclass
class DutchBank:
    """The house's account there; ``number`` of the last statement and the balance that it closed with."""

    iban: str
    balance: Money = Money(0)
    number: int = 0

    @classmethod
    def of(cls, seed: int) -> DutchBank:
        """The account that the seed makes up."""
        rng = Random(f"dutch bank {seed}")  # noqa: S311 - play, not secrets
        return cls(iban_of("NL", f"FAKE{rng.randrange(10**10):010d}"))

    def book(self, day: date, movements: Sequence[Movement], pickup: Path) -> None:
        """Book these and put the day's statement down."""
        self.number += 1
        opening = self.balance
        self.balance = opening + Money.total(movement.amount for movement in movements)
        lines = [
            f":20:MT940-{self.number}",
            f":25:{self.iban}",
            f":28C:{self.number}/1",
            f":60F:{_balance(opening, day)}",
            *(line for n, movement in enumerate(movements, 1) for line in self._lines(day, n, movement)),
            f":62F:{_balance(self.balance, day)}",
            "-",
        ]
        (pickup / f"{day}-mt940-{self.number}.sta").write_bytes("".join(f"{line}\r\n" for line in lines).encode())

    def _lines(self, day: date, n: int, movement: Movement) -> list[str]:
        kind = "TRF" if movement.other else "CHG"
        head = f":61:{day:%y%m%d}{day:%m%d}{_side(movement.amount)}{_figures(movement.amount)}N{kind}NONREF"
        who = f"/CNTP/{movement.other.iban}//{movement.other.name}///" if movement.other else ""
        return [f"{head}//NL{self.number:04d}-{n}", f":86:{who}/REMI/USTD//{movement.words}/"]


def _side(amount: Money) -> str:
    return "D" if amount.cents < 0 else "C"


def _figures(amount: Money) -> str:
    return str(abs(amount).decimal).replace(".", ",")


def _balance(amount: Money, day: date) -> str:
    return f"{_side(amount)}{day:%y%m%d}{amount.currency}{_figures(amount)}"
