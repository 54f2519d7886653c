"""Enter what a channel costs from a day on, and hear what that would have meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import ChannelPrice, Message
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.tariff import UNITS, Price
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: The effect is told over so many days.
LOOK_BACK = timedelta(days=365)
HIGHEST = Money(1_000_00)


@dataclass(frozen=True, slots=True)
class Effect:
    """What left this way in the last year: how many, what it cost, and what it would have cost."""

    pieces: int
    cost: Money
    would: Money


@transaction.atomic
def set_price(*, price: Price, by: Viewer, at: datetime) -> Effect:
    """Keep a price from ``price.since`` on; the same again changes nothing. One administrator does it.

    Refused: no right (``NotAllowed``), an unknown channel or country, an amount that cannot be, no source, a day that
    is over (``price.past``): what was sent then was chosen by what stood then.
    """
    by.require("correspondence.set_prices")
    _require(price, booking_day(at))
    thing: dict[str, Any] = {
        "channel": price.channel, "unit": price.unit, "country": price.country, "grams": price.grams,
        "pieces": price.pieces, "since_date": price.since,
    }  # fmt: skip
    said = {"net_cents": price.net.cents, "currency": price.net.currency, "vat_percent": price.vat,
            "source": price.source.strip(), "verified": price.verified}  # fmt: skip
    there = ChannelPrice.objects.select_for_update(of=("self",)).filter(**thing).first()
    if there is None or any(getattr(there, name) != value for name, value in said.items()):
        former = there.net_cents if there is not None else None
        row, _new = ChannelPrice.objects.update_or_create(
            **thing, defaults={**said, "entered_at": at, "entered_by": by.key}
        )
        facts = {"channel": price.channel, "unit": price.unit, "since": price.since, "cents": price.net.cents,
                 "former": former}  # fmt: skip
        record(action="correspondence.set_price", subject=row, by=by, at=at, data=facts)
    return effect(price, at=at)


def effect(price: Price, *, at: datetime) -> Effect:
    """What this price of a piece would have made of the last year; nothing for prices of pages and batches."""
    rows = Message.objects.filter(channel=price.channel, told_at__gte=at - LOOK_BACK, price_cents__isnull=False)
    if price.country:
        rows = rows.filter(debtor__company__country=price.country)
    if price.unit != "piece":
        rows = rows.none()
    found = rows.aggregate(pieces=Count("pk"), cost=Sum("price_cents"))
    pieces, currency = found["pieces"] or 0, price.net.currency
    return Effect(pieces, Money(found["cost"] or 0, currency), Money(price.gross.cents * pieces, currency))


def _require(price: Price, today: date) -> None:
    zero = Money(0, price.net.currency)
    known = price.channel in CHANNELS and price.unit in UNITS and price.net.currency == "EUR"
    shape = price.country == "" or (len(price.country) == 2 and price.country.isalpha() and price.country.isupper())
    bounds = 0 <= price.grams <= 10_000 and 1 <= price.pieces <= 1_000_000 and 0 <= price.vat <= Decimal(30)
    if not (known and shape and bounds and zero <= price.net <= HIGHEST):
        raise Refusal("price.wrong", N_("There is no such channel or country, or the price cannot be."))
    if not price.source.strip():
        raise Refusal("price.no_source", N_("Say where the price was read."))
    if price.since < today:
        raise Refusal("price.past", N_("A price is entered from today or later: what left before was chosen without."))
