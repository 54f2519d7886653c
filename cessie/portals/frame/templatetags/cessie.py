"""Words and figures on pages: amounts and days as the reader's language writes them, reasons in his words, icons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cessie.lib.money import Money
from cessie.lib.reasons import Fact, Reason

register = template.Library()

#: Which colour a word of state has; a word that is not here is neutral.
TONES = {
    "accepted": "good", "purchased": "good", "executed": "good", "confirmed": "good", "posted": "good", "sent": "info",
    "paid": "good", "released": "info", "instructed": "info", "offered": "info", "batched": "info", "ordered": "info",
    "held": "warn", "blocked": "warn", "open": "warn", "overdue": "bad", "rejected": "bad", "expired": "bad",
    "returned": "bad", "withdrawn": "bad", "claimed": "warn", "draft": "warn",
}  # fmt: skip


@register.filter
def money(amount: Money | None, sign: str = "") -> str:
    """``€ 1.234,50`` in the reader's way; an empty amount is a dash. ``"+"`` shows the sign of a credit too."""
    if amount is None:
        return "–"
    figure = formats.number_format(abs(amount).decimal, decimal_pos=2, use_l10n=True, force_grouping=True)
    before = "−" if amount.cents < 0 else "+" if sign and amount.cents > 0 else ""
    unit = "€" if amount.currency == "EUR" else amount.currency
    return f"{before}{unit}\u00a0{figure}"


@register.filter
def day(value: date | None) -> str:
    """A day in the reader's way; a dash for none."""
    return formats.date_format(value, "SHORT_DATE_FORMAT") if value else "–"


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time in Brussels; a dash for none."""
    if value is None:
        return "–"
    here = timezone.localtime(value)
    return f"{formats.date_format(here, 'SHORT_DATE_FORMAT')} {here:%H:%M}"


def show(fact: Fact) -> str:
    """A fact of a reason as a reader sees it."""
    if isinstance(fact, Money):
        return money(fact)
    if isinstance(fact, datetime):
        return moment(fact)
    if isinstance(fact, date):
        return day(fact)
    if isinstance(fact, bool):
        return gettext("yes") if fact else gettext("no")
    return "–" if fact is None else str(fact)


def in_words(reason: Reason | Mapping[str, Any]) -> str:
    """A reason, or its JSON, in the reader's language."""
    value = reason if isinstance(reason, Reason) else Reason.from_json(reason)
    return value.in_words(gettext, show)


@register.filter
def words(reason: Reason | Mapping[str, Any] | None) -> str:
    """``in_words`` for templates; nothing for none."""
    return in_words(reason) if reason else ""


@register.simple_tag
def chip(state: str, label: str = "") -> SafeString:
    """A state as a small label in the colour of its meaning; the words come from ``label`` or the state's own name."""
    return format_html('<span class="chip {}">{}</span>', TONES.get(state, ""), label or gettext(state))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from the sprite; it says nothing that the words beside it do not say."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("cessie/icons.svg"), name
    )


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The address's query with some values changed; an empty value drops its name: for sorting, filters, paging."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
