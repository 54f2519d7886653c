"""A comparison as an Excel workbook: ranking, months, days and the terms of each offer; numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from cessie.domain.comparison.rules.whole import Comparison
from cessie.domain.comparison.words import COSTS, assumed, terms_of
from cessie.formats.workbook import Cell, Sheet, workbook_of
from cessie.lib.money import Money, half_up

#: Offers of which the days are told, by rank: as many as columns that a screen still shows.
WITH_DAYS: Final = 20


def workbook(told: Comparison) -> bytes:
    """The file, in the language that is active; the same comparison gives the same bytes."""
    days = [_("Day"), *(f"{place}. {each.name}" for place, each in enumerate(told.outcomes[:WITH_DAYS], 1))]
    return workbook_of(
        [
            Sheet(_("Ranking"), _ranking_head(), _ranking(told)),
            Sheet(_("Months"), _months_head(), _months(told)),
            Sheet(_("Days"), days, _days(told)),
            Sheet(_("Terms"), [_("Offer"), _("Term"), _("Value")], _terms(told)),
            Sheet(_("Assumptions"), [_("What is assumed"), _("Where it comes from")], assumed(told)),
        ]
    )


def _ranking_head() -> list[str]:
    return [
        _("Rank"), _("Offer"), _("Factor"), _("Cost without VAT"), _("VAT"), _("Freed on average"),
        _("Freed in the worst month"), _("Worst month"), _("Funds in use on average"), _("% a year"),
        _("Nothing frees as much for less"), *map(_, COSTS.values()), _("Invoices sold"), _("Amount sold"),
        _("Invoices left out"), _("Amount left out"),
    ]  # fmt: skip


def _ranking(told: Comparison) -> Iterator[list[Cell]]:
    for place, each in enumerate(told.outcomes, 1):
        yield [
            place, each.name, told.offer(each.name).factor, _euro(each.cost), _euro(each.vat), _euro(each.freed),
            _euro(each.worst.freed), each.worst.first, _euro(each.funds), each.rate,
            _("yes") if each.name in told.best else "", *(_euro(each.costs[kind]) for kind in COSTS),
            each.sold, _euro(each.sold_cents), each.left_out, _euro(each.left_out_cents),
        ]  # fmt: skip


def _months_head() -> list[str]:
    return [
        _("Rank"), _("Offer"), _("From"), _("Until"), _("Paid out"), _("Received by the factor"),
        _("Cost without VAT"), _("VAT"), _("Funds in use on average"), _("Freed on average"),
        _("Freed on the worst day"),
    ]  # fmt: skip


def _months(told: Comparison) -> Iterator[list[Cell]]:
    for place, each in enumerate(told.outcomes, 1):
        for month in each.months:
            figures = (month.drawn, month.received, month.cost, month.vat, month.funds, month.freed, month.least)
            yield [place, each.name, month.first, month.last, *(_euro(Fraction(cents)) for cents in figures)]


def _days(told: Comparison) -> Iterator[list[Cell]]:
    shown = told.outcomes[:WITH_DAYS]
    for n in range(shown[0].days):
        yield [told.first + timedelta(days=n), *(_euro(each.daily[n]) for each in shown)]


def _terms(told: Comparison) -> Iterator[Sequence[Cell]]:
    for each in told.outcomes:
        yield from ([each.name, term.label, term.value] for term in terms_of(told.offer(each.name)))


def _euro(cents: int | Fraction) -> Decimal:
    return Money(half_up(Fraction(cents))).decimal
