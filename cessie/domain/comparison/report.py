"""A comparison on paper: our typst source, and data that enters as JSON alone (never as source)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cessie.domain.comparison.rules.outcome import Month, Outcome
from cessie.domain.comparison.rules.picture import DRAWN, Words, curves, picture
from cessie.domain.comparison.rules.whole import Comparison
from cessie.domain.comparison.words import COSTS, assumed, day_words, euro_words, number_words, said, terms_of

FOLDER = Path(__file__).parent / "papers"
#: Offers that stand in the ranking of the paper; the workbook has all.
RANKED: Final = 50
#: Offers told month by month and with their terms.
DETAILED: Final = 10
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "report.typ", root=FOLDER, ignore_system_fonts=True)


def report_pdf(told: Comparison, *, made: date) -> bytes:
    """A PDF/A-3a that a screen reader can read too (PDF/UA-1), in the language that is active; the same comparison
    gives the same bytes."""
    data = json.dumps(_data(told, made))
    with _one_at_a_time:
        pdf = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["a-3a", "ua-1"])
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


def picture_words() -> Words:
    """The words of the pictures, in the language that is active."""
    return Words(
        title=_("Cost against liquidity of {count} offers"), cost=_("Cost without VAT, euro"),
        freed=_("Freed on average, euro"), point=_("{name}: cost {cost}, freed {freed}"),
        daily=_("Freed at the end of each day, euro"),
    )  # fmt: skip


def _data(told: Comparison, made: date) -> dict[str, Any]:
    words, count = picture_words(), len(told.outcomes)
    return {
        "lang": (get_language() or "en")[:2],
        "made": [made.year, made.month, made.day],
        "title": _("Comparison of offers"),
        "of": told.of,
        "facts": _facts(told, made),
        "sections": [
            _table(_("Ranking"), _ranking_head(), _ranking(told), right=(2, 3, 4, 5), note=_ranking_note(told)),
            {
                "title": _("Cost against liquidity"),
                "picture": picture(told.outcomes, words, named=0),
                "alt": words.title.format(count=count),
                "note": _("The number is the rank. Filled and joined: nothing frees as much for less."),
            },
            _table(_("Costs by kind, without VAT"), *_costs(told), right=range(1, DETAILED + 1)),
            {
                "title": _("Money freed day by day"),
                "picture": curves(told.outcomes, words),
                "alt": words.daily,
                "note": _("The first {count} of the ranking. What the company had more than it would have had.").format(
                    count=min(DRAWN, count)
                ),
            },
            *(_months(place, each) for place, each in enumerate(told.outcomes[:DETAILED], 1)),
            *(_terms(told, place, each) for place, each in enumerate(told.outcomes[:DETAILED], 1)),
            _table(_("What is assumed"), [_("Assumption"), _("Where it comes from")], assumed(told)),
        ],
        "page": _("Page"),
    }


def _facts(told: Comparison, made: date) -> list[tuple[str, str]]:
    count = ngettext("{count} invoice", "{count} invoices", told.invoices).format(count=told.invoices)
    debtors = ngettext("{count} customer", "{count} customers", told.debtors).format(count=told.debtors)
    facts = [
        (_("Ledger"), f"{count}, {debtors}"),
        (_("Played"), f"{day_words(told.first)} – {day_words(told.last)}"),
        (_("Offers"), str(len(told.outcomes))),
        (_("Made on"), day_words(made)),
    ]
    if told.need is not None:
        facts.append((_("Needed even in the worst month"), euro_words(told.need)))
    if told.aside:
        facts.append((_("Settles no invoice of the ledger"), euro_words(told.aside)))
    return facts


def _ranking_head() -> list[str]:
    return ["", _("Offer"), _("Cost"), _("Freed on average"), _("Worst month"), _("% a year")]


def _ranking(told: Comparison) -> list[list[str]]:
    return [
        [
            f"{place}{' *' if each.name in told.best else ''}",
            each.name if told.meets(each) else _("{name} (frees too little)").format(name=each.name),
            euro_words(each.cost),
            euro_words(each.freed),
            euro_words(each.worst.freed),
            _rate(each),
        ]
        for place, each in enumerate(told.outcomes[:RANKED], 1)
    ]


def _ranking_note(told: Comparison) -> str:
    note = _(
        "Without VAT. Freed: what the company had more than it would have had, on average over the days. % a year: the"
        " simple yearly rate that costs the same. * Nothing here frees as much for less."
    )
    if (more := len(told.outcomes) - RANKED) > 0:
        note += " " + _("{count} further offers stand in the workbook.").format(count=more)
    return note


def _costs(told: Comparison) -> tuple[list[str], list[list[str]]]:
    """A row a kind, a column an offer: the first of the ranking, as many as a page is wide."""
    shown = told.outcomes[:5]
    head = [_("Kind"), *(f"{place}." for place, _each in enumerate(shown, 1))]
    rows = [
        [_(label), *(euro_words(each.costs[kind]) for each in shown)]
        for kind, label in COSTS.items()
        if any(each.costs[kind] for each in shown)
    ]
    rows.append([_("Together"), *(euro_words(each.cost) for each in shown)])
    rows.append([_("VAT on them"), *(euro_words(each.vat) for each in shown)])
    return head, rows


def _months(place: int, each: Outcome) -> dict[str, Any]:
    note = _("Least was freed in {worst}; dearest was {dearest}.").format(
        worst=_month(each.worst), dearest=_month(each.dearest)
    )
    head = [_("Month"), _("Paid out"), _("Received by the factor"), _("Cost"), _("Freed on average"), _("Worst day")]
    rows = [
        [_month(of), euro_words(of.drawn), euro_words(of.received), euro_words(of.cost), euro_words(of.freed),
         euro_words(of.least)]
        for of in each.months
    ]  # fmt: skip
    title = _("Month by month: {place}. {name}").format(place=place, name=each.name)
    return _table(title, head, rows, right=range(1, 6), note=note)


def _terms(told: Comparison, place: int, each: Outcome) -> dict[str, Any]:
    title = _("Terms: {place}. {name}").format(place=place, name=each.name)
    rows = [[term.label, said(term.value)] for term in terms_of(told.offer(each.name))]
    return _table(title, [_("Term"), _("Value")], rows)


def _table(
    title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), note: str = ""
) -> dict[str, Any]:
    return {"title": title, "head": head, "rows": rows, "right": list(right), "note": note}


def _month(month: Month) -> str:
    return f"{month.first:%Y-%m}"


def _rate(each: Outcome) -> str:
    return "–" if each.rate is None else f"{number_words(each.rate)} %"
