"""What sending costs: the price table of the house over what was known when the programme was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cessie.domain.correspondence.models import ChannelPrice
from cessie.domain.correspondence.rules.seeds import SEEDS
from cessie.domain.correspondence.rules.tariff import Price, Tariff
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money


def tariff(on: date) -> Tariff:
    """The prices that hold on a day. A price that the house entered for the same thing stands before a newer seed."""
    entered = [_price(row) for row in ChannelPrice.objects.filter(since_date__lte=on)]
    own = {_thing(price) for price in entered}
    return Tariff((*entered, *(seed for seed in SEEDS if _thing(seed) not in own)), on)


def price_table(*, viewer: Viewer, on: date) -> Sequence[tuple[Price, ChannelPrice | None]]:
    """Every price that holds on a day or will, with its row where the house entered it; the staff's alone."""
    if not viewer.sees_all:
        return []
    rows = [(_price(row), row) for row in ChannelPrice.objects.order_by("-since_date", "-id")]
    own = {_thing(price) for price, _row in rows}
    table: list[tuple[Price, ChannelPrice | None]] = [*rows]
    table += [(seed, None) for seed in SEEDS if _thing(seed) not in own]
    newest: set[tuple[object, ...]] = set()
    shown = []
    for price, row in sorted(table, key=lambda pair: pair[0].since, reverse=True):
        if price.since > on or _thing(price) not in newest:
            shown.append((price, row))
        if price.since <= on:
            newest.add(_thing(price))
    return sorted(shown, key=lambda pair: (*map(str, _thing(pair[0])[:3]), pair[0].grams, pair[0].pieces))


def _price(row: ChannelPrice) -> Price:
    return Price(
        channel=row.channel,  # type: ignore[arg-type]  # one of CHANNELS, by constraint
        unit=row.unit,  # type: ignore[arg-type]  # one of UNITS, by constraint
        country=row.country,
        grams=row.grams,
        pieces=row.pieces,
        net=Money(row.net_cents, row.currency),
        since=row.since_date,
        vat=row.vat_percent,
        source=row.source,
        verified=row.verified,
    )


def _thing(price: Price) -> tuple[str, str, str, int, int]:
    """What is priced."""
    return price.channel, price.unit, price.country, price.grams, price.pieces
