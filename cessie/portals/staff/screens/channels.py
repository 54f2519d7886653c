"""Channels: what each can do and costs, what left by it for whom, what came back; and the form for a new price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.correspondence.costs import Volume, failures, set_up, volumes
from cessie.domain.correspondence.outlets import outlets
from cessie.domain.correspondence.prices import price_table
from cessie.domain.correspondence.rules.means import CHANNELS, MEANS, WHOLE
from cessie.domain.correspondence.rules.tariff import UNITS, Price
from cessie.domain.correspondence.set_price import set_price
from cessie.domain.keys.queries import names_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, for_kind, say
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import amount_of, day_of, percent_of
from cessie.portals.frame.vocabulary import CHANNELS as WORDS
from cessie.portals.frame.vocabulary import word
from cessie.portals.staff.desk import show

#: Months that the page shows.
SHOWN = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Line:
    """A channel as the page shows it: ``fails`` of 100 messages, ``days`` at home."""

    channel: str
    open: bool
    proof: str
    days: int
    fails: float
    together: bool


@require_safe
@for_kind("staff")
def channels(request: Visit) -> HttpResponse:
    """The page; with ``csv`` the volumes of a year as a file."""
    viewer, today = request.viewer, booking_day(timezone.now())
    if "csv" in request.GET:
        head = [_("Month"), _("Channel"), _("Client"), _("Pieces"), _("Cost"), _("Came back"), _("Without a price")]
        since = today - timedelta(days=365)
        return csv_file("channels.csv", head, _cells(volumes(viewer=viewer, since=since, until=today)))
    since = (today - SHOWN).replace(day=1)
    rows = list(volumes(viewer=viewer, since=since, until=today))
    prices = price_table(viewer=viewer, on=today)
    return show(
        request,
        "channels",
        lines=_lines(),
        rows=rows,
        total=Money.total(row.cost for row in rows),
        set_up=set_up(viewer=viewer, since=since, until=today),
        prices=prices,
        names=names_of({row.entered_by for _price, row in prices if row is not None}, viewer=viewer),
        today=today,
        channels=CHANNELS,
        units=UNITS,
        may_set=viewer.may("correspondence.set_prices"),
    )


def _lines() -> Sequence[Line]:
    open_, failing = outlets(), failures()
    return [
        Line(channel, channel in open_, means.proof, means.days[0], failing[channel] * 100 / WHOLE, means.together)
        for channel, means in MEANS.items()
    ]


def _cells(rows: Iterator[Volume]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [f"{row.month:%Y-%m}", word(WORDS, row.channel), row.client, row.pieces, row.cost, row.back, row.unpriced]


@require_POST
@for_kind("staff")
def price_enter(request: Visit) -> HttpResponse:
    """Enter a price; what it would have made of the last year is told."""
    try:
        effect = set_price(price=_typed(request), by=request.viewer, at=timezone.now())
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect("staff:channels")
    if effect.pieces:
        words = _(
            "Entered. The {pieces} pieces of the last year cost {cost}; at this price it would have been {would}."
        )
        say(request, "good", words.format(pieces=effect.pieces, cost=effect.cost, would=effect.would))
    else:
        say(request, "good", _("Entered: it counts from its day on."))
    return redirect("staff:channels")


def _typed(request: Visit) -> Price:
    said = request.POST
    return Price(
        channel=said.get("channel", ""),  # type: ignore[arg-type]  # the verb refuses another one
        unit=said.get("unit", ""),  # type: ignore[arg-type]  # the verb refuses another one
        country=said.get("country", "").strip().upper(),
        grams=_whole(said.get("grams", ""), 0),
        pieces=_whole(said.get("pieces", ""), 1),
        net=amount_of(said.get("net", "")),
        since=day_of(said.get("since", "")),
        vat=percent_of(said.get("vat") or "0"),
        source=said.get("source", ""),
        verified=said.get("verified") == "yes",
    )


def _whole(text: str, otherwise: int) -> int:
    """A number as typed; what is none is one that the verb refuses."""
    plain = text.strip()
    if not plain:
        return otherwise
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else -1
