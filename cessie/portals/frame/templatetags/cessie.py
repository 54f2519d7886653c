"""Words and figures on pages: amounts and days as the reader's language writes them, reasons in his words, icons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cessie.domain.managed.rules.phases import PHASES, Phase
from cessie.ledger.chart import CHART
from cessie.lib.money import Money
from cessie.lib.reasons import Fact, Reason
from cessie.portals.frame import charts, letter_words, verification_words, vocabulary
from cessie.portals.frame.promises import PROMISES
from cessie.portals.frame.standing import Standing
from cessie.portals.frame.vocabulary import STATES, kind_words, word

register = template.Library()
#: Every table of words, by its name.
_TABLES = vars(letter_words) | vars(verification_words) | vars(vocabulary)
#: A name that ends in a full stop (B.V., N.V.) at the end of a sentence: one is enough.
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


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
def cents(value: int) -> str:
    """Whole cents of a table in euro, as ``money`` shows them."""
    return money(Money(value))


@register.filter
def figure(value: Money | Decimal | None, unit: str) -> str:
    """A figure of a report in its unit: money, percent, days, or points without one; a dash for none."""
    if value is None or isinstance(value, Money):
        return money(value)
    places = {"percent": 2, "days": 1}.get(unit, 0)
    said = formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{said}\u00a0%" if unit == "percent" else said


@register.filter
def day(value: date | None) -> str:
    """A day in the reader's way; a dash for none."""
    return _short(value, get_language()) if value else "–"


@lru_cache(maxsize=4096)
def _short(day: date, _language: str | None) -> str:
    """The day as the language that is active writes it: a list shows the same few days over and over."""
    return formats.date_format(day, "SHORT_DATE_FORMAT")


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time in Brussels; a dash for none."""
    if value is None:
        return "–"
    here = timezone.localtime(value)
    return f"{day(here.date())} {here:%H:%M}"


@register.filter
def span(value: timedelta | None) -> str:
    """How long something took, in hours and minutes; a dash for none."""
    if value is None:
        return "–"
    minutes = int(value.total_seconds()) // 60
    return gettext("{hours} h {minutes} min").format(hours=minutes // 60, minutes=f"{minutes % 60:02d}")


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
    facts = {name: vocabulary.fact_word(name, fact) for name, fact in value.facts.items()}
    said = Reason(value.code, value.message, facts).in_words(gettext, show)
    return _TWO_STOPS.sub(".", said)


@register.filter
def words(reason: Reason | Mapping[str, Any] | None) -> str:
    """``in_words`` for templates; nothing for none."""
    return in_words(reason) if reason else ""


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


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, to: int, name: str = "") -> str:
    """The address's query with another page of the list that goes by ``name`` there (``page`` for none)."""
    return with_query(context, **{name or "page": to})


@register.simple_tag
def standing_chip(standing: Standing) -> SafeString:
    """Where an invoice stands, as a small label in the colour of its meaning."""
    return format_html('<span class="chip {}">{}</span>', standing.tone, gettext(standing.label))


@register.simple_tag(takes_context=True)
def sortable(context: template.Context, name: str, label: str, kind: str = "", usual: str = "") -> SafeString:
    """A column's head that sorts by it; a second click turns the order around. The address carries ``sort``."""
    now = context["request"].GET.get("sort", usual)
    order = {name: "ascending", f"-{name}": "descending"}.get(now)
    link = with_query(context, sort=f"-{name}" if now == name else name, page="")
    aria = format_html(' aria-sort="{}"', order) if order else ""
    arrow = {"ascending": " ↑", "descending": " ↓"}.get(order or "", "")
    return format_html(
        '<th scope="col" class="{}"{}><a href="{}">{}<span aria-hidden="true">{}</span></a></th>',
        kind, aria, link, label, arrow,
    )  # fmt: skip


@register.simple_tag
def phase_chip(code: str) -> SafeString:
    """The phase of a managed invoice as a small label."""
    tone = {
        "due": "warn",
        "reminded": "warn",
        "disputed": "info",
        "notice": "bad",
        "handed_over": "bad",
        "paid": "good",
    }
    return format_html('<span class="chip {}">{}</span>', tone.get(code, ""), gettext(PHASES[cast(Phase, code)]))


@register.simple_tag
def state_chip(state: str) -> SafeString:
    """A state in the reader's word, as a small label in the colour of its meaning."""
    label, tone = STATES.get(state, (state, ""))
    return format_html('<span class="chip {}">{}</span>', tone, gettext(label))


@register.simple_tag
def clock_chip(standing: str, due_at: datetime) -> SafeString:
    """Until when, in the colour of the clock; what the colour says is said in words too."""
    tone = {"late": "bad", "soon": "warn"}.get(standing, "")
    said = "" if standing == "in_time" else f" · {vocabulary.word(vocabulary.CLOCKS, standing)}"
    return format_html('<span class="chip {}">{}{}</span>', tone, moment(due_at), said)


@register.simple_tag
def promise_chip(standing: str) -> SafeString:
    """How the promise of a payout stands, in words and in the colour of their meaning."""
    label, tone = PROMISES[standing]
    return format_html('<span class="chip {}">{}</span>', tone, gettext(label))


@register.filter
def minus(amount: Money | None) -> str:
    """An amount that is taken off; zero has no sign."""
    return money(-amount) if amount is not None else money(None)


@register.filter
def turned(amount: Money | None) -> str:
    """A balance of the books (debit positive) as the client sees it: what is his is positive."""
    return minus(amount)


@register.simple_tag
def plus(*amounts: Money) -> str:
    """The sum of some amounts."""
    return money(Money.total(amounts))


@register.filter
def iban(text: str) -> str:
    """An IBAN in groups of four, as on paper (ISO 13616)."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.filter
def kind(code: str) -> str:
    """What a posting did."""
    return kind_words(code)


@register.filter
def called(code: str, table: str) -> str:
    """The reader's word for a code out of one of the tables of ``vocabulary``: TASKS, RULES, ROLES, PURPOSES, ACTS."""
    return word(_TABLES[table], code)


@register.filter
def at(values: Mapping[Any, Any], name: Any) -> Any:
    """A value by its key; the key itself where there is none."""
    return values.get(name, name)


@register.filter
def debit(amount: Money) -> str:
    """An amount of the books (debit positive) as it stands in the left column; nothing where it is a credit."""
    return money(amount) if amount.cents > 0 else ""


@register.filter
def credit(amount: Money) -> str:
    """The same in the right column."""
    return money(-amount) if amount.cents < 0 else ""


@register.filter
def account_name(code: str) -> str:
    """What an account of the chart is called."""
    return gettext(CHART[code].name) if code in CHART else code


@register.simple_tag
def meter(used: Money, whole: Money) -> SafeString:
    """How much of a whole is taken, as a bar and in percent."""
    return charts.meter(gettext("Taken"), used, whole)
