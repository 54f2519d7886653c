"""A quote in words: its terms, what a year of it would have cost, and what would raise the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from cessie.domain.comparison.quoting import offer_of
from cessie.domain.comparison.words import (
    COSTS,
    INSURANCES,
    PRODUCTS,
    day_words,
    euro_words,
    month_words,
    number_words,
    said,
    terms_of,
)
from cessie.domain.onboarding.figures import RAISES, shown
from cessie.domain.onboarding.models import Quote
from cessie.domain.onboarding.queries import worked_out
from cessie.domain.onboarding.rules.score import NAMES
from cessie.lib.reasons import Reason


def terms_told(row: Quote) -> list[tuple[str, str]]:
    """Name and value of every term, in the language that is active."""
    offer = offer_of(row)
    product = PRODUCTS.get(str(row.told.get("product", "")), "")
    found = [(_("Product"), _(product) if product else "–"), (_("Insurance"), _(INSURANCES[offer.terms.insurance]))]
    return found + [(term.label, said(term.value)) for term in terms_of(offer) if term.label != _("Factor")]


@dataclass(frozen=True, slots=True)
class Year:
    """What the replay says: ``costs`` by kind and together, sentences in plain words; ``why`` it says nothing."""

    costs: tuple[tuple[str, str], ...] = ()
    total: str = ""
    sentences: tuple[str, ...] = ()
    why: str = ""


def year_told(row: Quote) -> Year:
    """The same in the language that is active."""
    told = row.replayed
    if "why" in told or not told:
        return Year(why=Reason.from_json(told["why"]).in_words(_, str) if told else "")
    costs = tuple((_(label), euro_words(told["costs"][kind])) for kind, label in COSTS.items() if told["costs"][kind])
    return Year(costs, euro_words(sum(told["costs"].values())), tuple(_sentences(told)))


def _sentences(told: dict[str, object]) -> Iterator[str]:
    def day(name: str) -> date:
        return date.fromisoformat(str(told[name]))

    yield _("Your own invoices from {first} to {last}, played day by day through these terms.").format(
        first=day_words(day("first")), last=day_words(day("last"))
    )
    yield _("{count} invoices of {amount} together would have been sold.").format(
        count=told["sold"], amount=euro_words(int(str(told["sold_cents"])))
    )
    yield _("On average you would have had {freed} more at hand; in the worst month, {month}, {worst}.").format(
        freed=euro_words(int(str(told["freed"]))), month=month_words(day("worst_month")),
        worst=euro_words(int(str(told["worst"]))),
    )  # fmt: skip
    if told["rate"] is not None:
        yield _("That is {rate} % a year on the money freed, all costs without VAT counted in.").format(
            rate=number_words(Decimal(str(told["rate"])))
        )


def raises_told(row: Quote) -> list[tuple[str, str, str]]:
    """What would raise the score most: figure, its value, and the points more, in the language that is active."""
    found = worked_out(row.assessment).raises[:RAISES]
    return [(_(NAMES[part.name]), str(part.full), shown(Fraction(part.weight) - part.points)) for part in found]
