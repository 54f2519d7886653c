"""A third bank, which sends CODA as Belgian banks do.

Nothing of the house leaves it: the world writes its statements day by day, each with the balance the last one closed.
Layout: Febelfin, coded statement of account, version 2.6; amounts in thousandths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from cessie.lib.money import Money
from cessie.world.cast import Actor, iban_of
from cessie.world.dutch_bank import Movement

#: The transaction code of a transfer that came in, and of a charge of the bank (family, operation).
_TRANSFER, _CHARGE = "00150000", "03537000"


@dataclass
class BelgianBank:
    """The house's account there; ``number`` of the last statement and the balance that it closed with on ``closed``."""

    iban: str
    holder: Actor
    balance: Money = Money(0)
    number: int = 0
    closed: date | None = None

    @classmethod
    def of(cls, seed: int, holder: Actor) -> BelgianBank:
        """The account that the seed makes up."""
        base = f"999{Random(f'belgian bank {seed}').randrange(10_000_000):07d}"  # noqa: S311 - play, not secrets
        return cls(iban_of("BE", f"{base}{int(base) % 97 or 97:02d}"), holder)

    def book(self, day: date, movements: Sequence[Movement], pickup: Path) -> None:
        """Book these and put the day's statement down."""
        self.number += 1
        opening, before = self.balance, self.closed or day
        self.balance = opening + Money.total(movement.amount for movement in movements)
        self.closed = day
        number = f"{self.number:03d}"
        records = [record for n, movement in enumerate(movements, 1) for record in _records(day, n, number, movement)]
        out, into = ([m.amount.cents for m in movements if (m.amount.cents < 0) is debit] for debit in (True, False))
        head = [
            (1, "00000"), (6, f"{day:%d%m%y}"), (12, "999"), (15, "05"), (25, f"F{self.number:09d}"),
            (35, self.holder.name[:26]), (61, "FAKEBEBB"), (72, f"0{self.holder.identifiers['be.enterprise']}"),
            (84, "00000"), (128, "2"),
        ]  # fmt: skip
        old = [
            (1, f"12{number}"), (6, self.iban), (40, "EUR"), (43, _side(opening)), (44, _figures(opening.cents)),
            (59, f"{before:%d%m%y}"), (65, self.holder.name[:26]), (126, number),
        ]  # fmt: skip
        new = [
            (1, f"8{number}"), (5, self.iban), (39, "EUR"), (42, _side(self.balance)),
            (43, _figures(self.balance.cents)), (58, f"{day:%d%m%y}"), (128, "0"),
        ]  # fmt: skip
        end = [
            (1, "9"), (17, f"{len(records) + 2:06d}"), (23, _figures(sum(out))), (38, _figures(sum(into))), (128, "2"),
        ]  # fmt: skip
        lines = [_line(head), _line(old), *records, _line(new), _line(end)]
        text = "".join(f"{line}\r\n" for line in lines)
        (pickup / f"{day}-coda-{self.number}.cod").write_bytes(text.encode("latin-1"))


def _records(day: date, n: int, number: str, movement: Movement) -> list[str]:
    code = _TRANSFER if movement.other else _CHARGE
    structured = movement.words.isdigit() and len(movement.words) == 12  # a structured communication (OGM)
    words = f"101{movement.words}" if structured else movement.words
    first = [
        (1, f"21{n:04d}0000"), (11, f"BE{number}{n:04d}"), (32, _side(movement.amount)),
        (33, _figures(movement.amount.cents)), (48, f"{day:%d%m%y}"), (54, code), (62, "1" if structured else "0"),
        (63, words[:53]), (116, f"{day:%d%m%y}"), (122, number), (125, "0"), (126, "1" if movement.other else "0"),
        (128, "0"),
    ]  # fmt: skip
    if movement.other is None:
        return [_line(first)]
    second = [(1, f"22{n:04d}0000"), (126, "1"), (128, "0")]
    third = [
        (1, f"23{n:04d}0000"), (11, movement.other.iban), (45, "EUR"), (48, movement.other.name[:35]), (126, "0"),
        (128, "0"),
    ]  # fmt: skip
    return [_line(first), _line(second), _line(third)]


def _line(fields: Sequence[tuple[int, str]]) -> str:
    """128 characters with texts at their places, counted from 1."""
    row = [" "] * 128
    for first, text in fields:
        row[first - 1 : first - 1 + len(text)] = text
    return "".join(row)


def _side(amount: Money) -> str:
    return "1" if amount.cents < 0 else "0"


def _figures(cents: int) -> str:
    return f"{abs(cents) * 10:015d}"
