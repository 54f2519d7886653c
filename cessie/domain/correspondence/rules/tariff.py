"""What it costs to send something: rows of a price table, each with its days, its source, and whether it was verified.

>>> row = Price("post", "piece", "FR", 20, 1, Money(152), date(2026, 1, 1))
>>> table = Tariff((row,), date(2026, 11, 22))
>>> table.piece("post", country="FR", grams=18, pages=1, pieces=1), table.piece("post", country="BE", grams=18, pages=1)
(Money(cents=152, currency='EUR'), None)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from cessie.domain.correspondence.rules.means import Channel
from cessie.lib.money import Money

Unit = Literal["piece", "page", "batch"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Price:
    """One line: ``net`` for each piece, each page, or once a batch; with VAT of ``vat`` percent on top, which a house
    that is exempt cannot take back.

    ``country`` of the debtor (blank: any); ``grams``: up to this weight (0: any); ``pieces``: from so many in one
    batch, then for all of them; ``until`` the last day (None: until a newer row).
    """

    channel: Channel
    unit: Unit
    country: str
    grams: int
    pieces: int
    net: Money
    since: date
    until: date | None = None
    vat: Decimal = Decimal(0)
    source: str = ""
    verified: bool = False

    @property
    def gross(self) -> Money:
        """With the VAT that is not taken back."""
        return self.net + self.net.percent(self.vat)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rows that hold on one day. Of two rows for the same thing the newer one counts."""

    rows: Sequence[Price]
    on: date
    _valid: tuple[Price, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        valid = (row for row in self.rows if row.since <= self.on and (row.until is None or self.on <= row.until))
        object.__setattr__(self, "_valid", tuple(sorted(valid, key=lambda row: row.since, reverse=True)))

    def piece(self, channel: Channel, *, country: str, grams: int, pages: int, pieces: int = 1) -> Money | None:
        """One letter in a batch of so many; None where the table has no price for it."""
        row = self._row(channel, "piece", country, grams, pieces)
        if row is None:
            return None
        page = self._row(channel, "page", country, grams, pieces)
        if page is None:
            return row.gross
        return row.gross + Money(page.gross.cents * pages, page.gross.currency)

    def batch(self, channel: Channel, *, pieces: int) -> Money:
        """What a batch of so many costs besides its pieces."""
        row = self._row(channel, "batch", "", 0, pieces)
        return row.gross if row is not None else Money(0)

    def steps(self, channel: Channel) -> tuple[int, ...]:
        """The numbers of pieces from which another price holds; the first is 1."""
        return tuple(sorted({1} | {row.pieces for row in self._valid if row.channel == channel}))

    def unverified(self, channel: Channel, *, country: str, grams: int) -> bool:
        """Whether the price of a piece stands in the table without anybody having verified it."""
        row = self._row(channel, "piece", country, grams, 1)
        return row is not None and not row.verified

    def _row(self, channel: Channel, unit: Unit, country: str, grams: int, pieces: int) -> Price | None:
        """The row that fits closest: the debtor's own country, the least weight, the highest step, the newest."""
        fits = [
            row
            for row in self._valid
            if (row.channel, row.unit) == (channel, unit)
            and row.country in ("", country)
            and (row.grams == 0 or grams <= row.grams)
            and row.pieces <= pieces
        ]
        return min(fits, key=lambda row: (row.country == "", row.grams or 10**6, -row.pieces), default=None)
