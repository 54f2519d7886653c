"""The calculator of the law: late interest, costs, terms and deadlines for anybody, with the steps and the sources.

The whole question stands in the address, so that an answer can be linked to and sent on. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.statutes.rates import rates_in_force
from cessie.law.answering import deadlines
from cessie.law.countries import COUNTRIES, country
from cessie.law.guards import Unlawful
from cessie.law.interest import interest
from cessie.law.questions import country_of, read_claim, read_costs, read_term
from cessie.law.rates import Rates
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.public.law_words import COUNTRY, DATES, KINDS, PROCEDURES, SEGMENTS

#: Fields of each kind of question: texts as they stand, and boxes that are ticked.
FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "interest": (
        (
            "country",
            "segment",
            "principal",
            "due",
            "until",
            "contract_rate",
            "day_count",
            "creditor",
            "notice",
            "channel",
        ),
        (),
    ),
    "costs": (("country", "segment", "principal", "on", "notice", "channel"), ("clause",)),
    "term": (
        ("country", "segment", "received", "invoice_date", "days", "month_end"),
        ("debtor_large", "creditor_sme", "express"),
    ),
    "deadlines": (("procedure", "day", "channel"), ()),
}
#: Rows for payments on the page; a batch takes more.
PAYMENTS = 4
FIND: Mapping[str, Callable[[dict[str, Any], Rates], object]] = {
    "interest": lambda asked, rates: interest(read_claim(asked), rates),
    "costs": lambda asked, rates: country(country_of(asked)).costs(read_costs(asked)),
    "term": lambda asked, rates: country(country_of(asked)).term(read_term(asked)),
    "deadlines": lambda asked, rates: deadlines(asked),
}


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The form, and under it the answer or the rule in its way (400) if something was asked."""
    typed = request.GET
    what = typed.get("what", "interest")
    what = what if what in FIELDS else "interest"
    context: dict[str, Any] = {"what": what, "typed": _shown(typed), "today": booking_day(timezone.now())}
    status = 200
    if _asked(typed, what):
        try:
            context["found"] = FIND[what](_question(typed, what), rates_in_force())
        except Unlawful as no:
            context["no"], status = no, 400
    if what == "deadlines" and "found" in context:
        context["dates"] = [(_(DATES.get(name, name)), when) for name, when in context["found"].dates.items()]
    return render(request, "portals/public/screens/law.html", context | _choices(), status=status)


def _asked(typed: QueryDict, what: str) -> bool:
    """Whether the form was sent: a country alone is only a choice made before."""
    texts = FIELDS[what][0]
    return any(typed.get(name, "").strip() for name in texts if name not in ("country", "segment", "channel"))


def _question(typed: QueryDict, what: str) -> dict[str, Any]:
    texts, boxes = FIELDS[what]
    values = {name: typed.get(name, "").strip() for name in texts}
    asked: dict[str, Any] = {name: value for name, value in values.items() if value}
    asked |= {name: True for name in boxes if typed.get(name)}
    for name in ("principal", "contract_rate"):
        if name in asked:
            asked[name] = asked[name].replace(",", ".")  # as amounts are typed in Dutch and French
    if what == "interest":
        pairs = zip(typed.getlist("paid_on")[:PAYMENTS], typed.getlist("paid")[:PAYMENTS], strict=False)
        asked["payments"] = [[day, amount.replace(",", ".")] for day, amount in pairs if day or amount]
    if what == "deadlines":
        return _procedure(asked)
    return asked


def _procedure(asked: dict[str, Any]) -> dict[str, Any]:
    """``BE:ios`` and a day become what that procedure asks for."""
    chosen = str(asked.get("procedure", ""))
    if chosen not in PROCEDURES:
        raise Unlawful(None, "law.no_procedure", N_("Choose a procedure and its day."))
    code, _colon, name = chosen.partition(":")
    question = {"country": code, "procedure": name, PROCEDURES[chosen][0]: asked.get("day")}
    return question | ({"channel": asked["channel"]} if "channel" in asked else {})


def _shown(typed: QueryDict) -> dict[str, Any]:
    """What was typed, to stand in the form again; always as many rows for payments as there are."""
    days, amounts = typed.getlist("paid_on")[:PAYMENTS], typed.getlist("paid")[:PAYMENTS]
    rows = [
        (days[row] if row < len(days) else "", amounts[row] if row < len(amounts) else "") for row in range(PAYMENTS)
    ]
    return {name: typed.get(name, "")[:40] for name in typed if name not in ("paid", "paid_on")} | {"payments": rows}


def _choices() -> dict[str, Any]:
    return {
        "kinds": [(name, _(words)) for name, words in KINDS.items()],
        "countries": [(code, _(COUNTRY.get(code, code))) for code in COUNTRIES],
        "segments": [(name, _(words)) for name, words in SEGMENTS.items()],
        "procedures": [(name, f"{name[:2]}: {_(words)}") for name, (_field, words) in PROCEDURES.items()],
    }
