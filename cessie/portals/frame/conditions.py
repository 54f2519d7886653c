"""What a principal pays for what is collected for him, in plain words, with examples by the code that reckons it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _

from cessie.domain.trust.remit import rules_of
from cessie.domain.trust.rules.shares import commission
from cessie.lib.money import Money
from cessie.portals.frame.templatetags.cessie import money
from cessie.terms.contract import Terms
from cessie.terms.fees import FeeRule
from cessie.terms.vat import NoVatRow

#: What a month may bring: the examples.
MONTHS: Final = (250_00, 1_000_00, 5_000_00, 25_000_00)


@dataclass(frozen=True, slots=True)
class Example:
    """A month that brought ``collected``, what of it the house takes, and what is passed on."""

    collected: Money
    net: Money
    vat: Money
    passed_on: Money


def conditions_of(terms: Terms, on: date) -> dict[str, Any]:
    """Sentences and examples of a contract under which money is held for others; nothing of another."""
    rules = rules_of(terms, on) if terms.holds_for_others else ()
    if not rules:
        return {"conditions": [], "examples": []}
    said = [words for rule in rules for words in _said(rule)]
    try:
        percent = terms.vat_rate(rules[0], on)
    except NoVatRow:
        return {"conditions": said, "examples": []}
    said.append(_("VAT of {percent} comes on top.").format(percent=_percent(percent)))
    return {"conditions": said, "examples": [_example(rules, percent, Money(cents)) for cents in MONTHS]}


def _example(rules: tuple[FeeRule, ...], percent: Decimal, collected: Money) -> Example:
    zero = Money(0)
    taken = commission(rules, collected=collected, carried=zero, base_so_far=zero, net_so_far=zero, whole=True)
    vat = taken.net.percent(percent)
    return Example(collected, taken.net, vat, max(zero, collected - taken.net - vat))


def _said(rule: FeeRule) -> list[str]:
    terms, said = rule.terms, []
    if terms.tiers:
        whole = terms.tier_mode == "WHOLE"
        said.append(
            _("The share follows from what a month brings; the step that is reached holds for all of it:")
            if whole
            else _("The share follows from what a month brings; each slice has its own:")
        )
        for tier in terms.tiers:
            share = _percent(tier.percent)
            said.append(
                _("{share} up to {amount}").format(share=share, amount=money(tier.up_to))
                if tier.up_to is not None
                else _("{share} above").format(share=share)
            )
    elif terms.percent:
        share = _percent(terms.percent)
        said.append(
            _("{share} of what was collected in a month: by us, and paid to you directly; what went back is taken off.")
            .format(share=share)
        )  # fmt: skip
    if terms.amount:
        said.append(_("{amount} a month besides.").format(amount=money(terms.amount)))
    if terms.minimum:
        said.append(_("At least {amount} a month.").format(amount=money(terms.minimum)))
    if terms.maximum is not None:
        said.append(_("At most {amount} a month.").format(amount=money(terms.maximum)))
    if rule.valid_to is not None:
        said.append(_("Until {day}.").format(day=formats.date_format(rule.valid_to, "SHORT_DATE_FORMAT")))
    return said


def _percent(rate: Decimal) -> str:
    return f"{formats.number_format(rate.normalize(), use_l10n=True)} %"
