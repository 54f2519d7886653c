"""What a comparison is told in: kinds of cost, the terms of an offer, and what is assumed with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

from cessie.domain.comparison.rules.offers import FEES, Offer
from cessie.domain.comparison.rules.whole import Comparison
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_
from cessie.terms.fees import FeeRule

#: Kinds of cost as people read them.
COSTS: Final[Mapping[str, str]] = {
    "commission": N_("Commission"),
    "minimum": N_("Made up to the yearly minimum"),
    "interest": N_("Interest"),
    "surcharge": N_("Surcharge above the facility"),
    "service": N_("Other fees"),
    "insurance": N_("Insurance of the company's own"),
}
#: Products from which an offer starts.
PRODUCTS: Final[Mapping[str, str]] = {
    "american": N_("Invoice by invoice"),
    "full_service": N_("Full service"),
    "recourse_managed": N_("With recourse, reminders by the factor"),
    "notified_client_managed": N_("Notified, reminders by the company"),
    "confidential_line": N_("Confidential, line by line"),
    "confidential_balance": N_("Confidential, on balances"),
}
#: Who insures the debtors.
INSURANCES: Final[Mapping[str, str]] = {
    "NONE": N_("not insured"),
    "FACTOR_POLICY": N_("insured by the house"),
    "CLIENT_POLICY_DELEGATED": N_("insured by the company itself"),
}
#: How often the factor learns of invoices and payments.
EVERY: Final[Mapping[str, str]] = {"day": N_("every day"), "week": N_("every week"), "month": N_("every month")}
RECOURSE: Final[Mapping[str, str]] = {
    "FULL": N_("with recourse"),
    "NONE": N_("without recourse"),
    "PARTIAL": N_("with recourse in part"),
}
#: What a fee is charged for, beside the commission, by what brings it.
_TRIGGERS: Final[Mapping[str, str]] = {
    "CREDIT_NOTE": N_("a credit note"),
    "MONTH": N_("a month"),
    "YEAR": N_("a year"),
    "PAYOUT": N_("a payout"),
    "DEBTOR_CHECK": N_("a check of a debtor"),
    "LIMIT_REQUEST": N_("a debtor"),
    "INDIRECT_PAYMENT": N_("a payment that reaches the company"),
    "LATE_PERIOD": N_("each period of delay"),
    "RETURN": N_("an invoice that goes back"),
    "DOCUMENT": N_("a document"),
}
_COUNTED: Final = FEES["invoice"][1:]

Said = str | int | Decimal | Money


class Term(NamedTuple):
    """One term of an offer; a ``Decimal`` is percent."""

    label: str
    value: Said


def terms_of(offer: Offer) -> Iterator[Term]:
    """What decides about an offer's costs and money, in the order in which one reads it."""
    terms = offer.terms
    yield Term(_("Factor"), offer.factor or "–")
    yield Term(_("Advance rate"), terms.advance_rate)
    if terms.fund_rate:
        yield Term(_("Guarantee fund"), terms.fund_rate)
    yield Term(_("Facility"), terms.limits.facility)
    if terms.limits.concentration is not None:
        yield Term(_("Most on one debtor"), terms.limits.concentration)
    for rule in terms.fee_plan:
        yield from _fee(rule)
    yield Term(_("Yearly minimum"), terms.yearly_minimum)
    if terms.interest is not None:
        yield Term(_("Interest"), terms.interest.reference.replace("_", " "))
        yield Term(_("Margin"), terms.interest.margin)
    yield Term(_("Recourse"), _(RECOURSE[terms.recourse]))
    if terms.recourse != "NONE":
        yield Term(_("Goes back after so many days past due"), terms.recourse_days)
    yield Term(_("The factor learns of invoices"), _(EVERY[offer.every]))
    if offer.once:
        yield Term(_("Charged once"), Money(offer.once))
    yield from _outside(offer)


def _outside(offer: Offer) -> Iterator[Term]:
    if offer.premium:
        yield Term(_("Insurance of the company's own, of its sales"), offer.premium)
    if offer.per_debtor:
        yield Term(_("Insurance of the company's own, a debtor and year"), Money(offer.per_debtor))
    if offer.without:
        yield Term(_("Without the debtors"), ", ".join(sorted(offer.without)))
    if offer.use is not None:
        yield Term(_("Wanted at most"), Money(offer.use))


def _fee(rule: FeeRule) -> Iterator[Term]:
    if rule.trigger == "PURCHASE":
        yield Term(_("Commission"), rule.terms.percent)
        if rule.terms.minimum:
            yield Term(_("Least commission for an invoice"), rule.terms.minimum)
        return
    value = rule.terms.amount if rule.terms.amount else rule.terms.percent
    if value:
        what = N_("an invoice") if (rule.trigger, rule.base) == _COUNTED else _TRIGGERS[rule.trigger]
        yield Term(_("Fee for {what}").format(what=_(what)), value)


#: What a ledger and an offer do not tell: what stands for it, and where that comes from.
ASSUMED: Final = (
    (
        N_("Invoices are handed over on their day, or with the next file (Mondays, the first of the month)."),
        N_("the offer: how often the factor learns of invoices"),
    ),
    (N_("Customers pay the factor on the day on which they paid the company."), N_("the ledger")),
    (N_("Where balances are sent, money waits for the matching, which comes with the next file."), N_("the offer")),
    (N_("Credit limits are those that were given; who has none is not limited."), N_("the question")),
    (N_("A fee net of VAT is taken of the face without the standard rate."), N_("the table of VAT rates")),
    (
        N_("A credit note lowers the invoice that it names, else the debtor's oldest open one; so does money."),
        N_("the ledger"),
    ),
    (N_("VAT on commission, interest and services follows the rates of their day."), N_("the table of VAT rates")),
    (N_("The company draws all that it may, each day, unless a most is wanted."), N_("the question")),
    (
        N_("What an offer leaves open (eligibility, day count) is as in the product that it starts from."),
        N_("the sample terms of the house"),
    ),
)


def assumed(comparison: Comparison) -> list[tuple[str, str]]:
    """What is assumed, with its source; then the figures that were given beside ledger and offers."""
    found = [(_(what), _(source)) for what, source in ASSUMED]
    due = _("Where the ledger has no due date an invoice falls due after {days} days.").format(days=comparison.days)
    found.append((due, _("the question")))
    for name, fixings in sorted(comparison.question.fixings.items()):
        told = "; ".join(f"{day_words(each.valid_from)} {number_words(each.value)} %" for each in fixings)
        found.append((f"{name.replace('_', ' ')}: {told}", _("the question")))
    return found


def day_words(day: date) -> str:
    """A day, as the language that is active writes it."""
    return str(formats.date_format(day, "SHORT_DATE_FORMAT"))


def month_words(day: date) -> str:
    """The month of a day likewise."""
    return str(formats.date_format(day, "YEAR_MONTH_FORMAT"))


def number_words(value: Decimal) -> str:
    """A number likewise."""
    return str(formats.number_format(value, use_l10n=True))


def euro_words(cents: int | Fraction) -> str:
    """An amount to the cent likewise; a fraction of a cent is rounded half up."""
    amount = Money(half_up(Fraction(cents)))
    figure = formats.number_format(abs(amount).decimal, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{'−' if amount.cents < 0 else ''}€\u00a0{figure}"


def said(value: Said) -> str:
    """A term's value in words."""
    if isinstance(value, Money):
        return euro_words(value.cents)
    return f"{number_words(value)} %" if isinstance(value, Decimal) else str(value)
