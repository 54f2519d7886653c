"""Registers that tell what became of a debtor: companies, insolvencies, addresses. One file a register or service.

A source is an object with ``name``, ``about`` and ``ask``. It answers one question about one party with what it holds
against him; nothing found is an empty answer, never an error. ``sure`` is what the source stands for, in percent: 100
only where the party was found by a number of a register, for names are shared. It decides nothing: what is taken over
is decided elsewhere. Errors are those of ``cessie.connectors.errors``. A question carries a ``reference``: asked again
with the same one it is the same question, so that a service which counts by it counts it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

#: What a source is asked about; ``list``: whatever stands on a list of the house's own.
About = Literal["register", "insolvency", "address", "list"]
#: What it may say: where he is now; that he no longer trades; that he cannot pay, has died, or another acts for him.
What = Literal["address", "ceased", "insolvent", "deceased", "guardian"]


@dataclass(frozen=True, slots=True)
class Where:
    """An address in the country's own spelling; ``country`` by ISO 3166 in two letters."""

    street: str = ""
    building: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether a letter can be sent there."""
        return bool(self.street and self.postcode and self.town)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom we look for, as he is known: ``numbers`` by scheme (``be.enterprise``, ``nl.kvk``, ``fr.siren``)."""

    reference: str
    name: str
    numbers: frozenset[tuple[str, str]]
    last: Where

    def number(self, scheme: str) -> str:
        """His number in that register; blank where none is known."""
        return next((value for kind, value in sorted(self.numbers) if kind == scheme), "")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a source says: ``source``: the register or list behind it; ``on``: since when it holds."""

    what: What
    source: str
    sure: int
    on: date | None = None
    where: Where = Where()
    words: str = ""


class Source(Protocol):
    """What every file of this folder offers."""

    @property
    def name(self) -> str:
        """Kept with each answer."""

    @property
    def about(self) -> About:
        """What it is asked about."""

    def asks(self, asked: Asked) -> bool:
        """Whether it can know him at all: its country, a number that it goes by."""

    def ask(self, asked: Asked) -> tuple[Found, ...]:
        """What it holds of him; empty where it does not know him."""
