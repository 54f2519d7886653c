"""Questions as JSON, read strictly into facts: an unknown field, a number that is none or a wrong day is refused.

>>> asked = read_claim({"country": "NL", "segment": "b2c", "principal": "12.5", "due": "2025-01-31",
...                     "until": "2025-02-28"})
>>> asked.principal, asked.due
(Money(cents=1250, currency='EUR'), datetime.date(2025, 1, 31))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from cessie.law.facts import MAXIMUM, SEGMENTS, Claim, CostsAsked, Payment, TermAsked
from cessie.law.guards import Unlawful
from cessie.law.ios import CONDITIONS, Uncontested
from cessie.lib.money import Money
from cessie.lib.reasons import N_

Question = Mapping[str, Any]
AMOUNT = re.compile(r"\d{1,13}(\.\d{1,2})?")
PERCENT = re.compile(r"\d{1,3}(\.\d{1,4})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
T = TypeVar("T")


def read_claim(asked: Question) -> Claim:
    """A question about interest."""
    known(asked, set(Claim.__dataclass_fields__))
    return Claim(
        country=country_of(asked),
        segment=word(asked, "segment", SEGMENTS),
        principal=need(asked, "principal", amount),
        due=need(asked, "due", day),
        until=need(asked, "until", day),
        payments=tuple(_payment(entry) for entry in listed(asked, "payments")),
        imputation=word(asked, "imputation", ("law", "interest_first", "principal_first"), "law"),
        contract_rate=maybe(asked, "contract_rate", _rate),
        day_count=word(asked, "day_count", ("act/365", "act/act"), "act/365"),
        rounding=word(asked, "rounding", ("claim", "capitalisation", "segment"), "claim"),
        creditor=word(asked, "creditor", ("company", "sme", "individual"), "company"),
        notice=maybe(asked, "notice", day),
        channel=word(asked, "channel", ("post", "electronic"), "post"),
        contract_date=maybe(asked, "contract_date", day),
        invoices=maybe(asked, "invoices", count) or 1,
        insolvent=flag(asked, "insolvent") or False,
        costs=maybe(asked, "costs", amount) or Money(0),
    )


def read_costs(asked: Question) -> CostsAsked:
    """A question about collection costs: ``principal``, or ``principals`` of one reminder."""
    known(asked, {*CostsAsked.__dataclass_fields__, "principal"})
    several = tuple(as_value("principals", entry, amount) for entry in listed(asked, "principals"))
    return CostsAsked(
        country=country_of(asked),
        segment=word(asked, "segment", SEGMENTS),
        principals=several or (need(asked, "principal", amount),),
        on=need(asked, "on", day),
        paid_in_time=maybe(asked, "paid_in_time", amount) or Money(0),
        notice=maybe(asked, "notice", day),
        channel=word(asked, "channel", ("post", "electronic"), "post"),
        received=maybe(asked, "received", day),
        clause=flag(asked, "clause"),
        vat_rate=maybe(asked, "vat_rate", percent),
        vat_deductible=flag(asked, "vat_deductible") is not False,
        vat_declared=flag(asked, "vat_declared") or False,
        title=flag(asked, "title") or False,
        periodic=flag(asked, "periodic") or False,
        reminder=maybe(asked, "reminder", count),
        regular_supply=flag(asked, "regular_supply") or False,
        postage=maybe(asked, "postage", amount) or Money(0),
        insolvent=flag(asked, "insolvent") or False,
    )


def read_term(asked: Question) -> TermAsked:
    """A question about a payment term."""
    known(asked, set(TermAsked.__dataclass_fields__))
    return TermAsked(
        country=country_of(asked),
        segment=word(asked, "segment", SEGMENTS),
        received=maybe(asked, "received", day),
        invoice_date=maybe(asked, "invoice_date", day),
        delivered=maybe(asked, "delivered", day),
        days=maybe(asked, "days", count),
        month_end=maybe(asked, "month_end", _reading),
        debtor_large=flag(asked, "debtor_large") or False,
        creditor_sme=flag(asked, "creditor_sme") or False,
        express=flag(asked, "express") or False,
        periodic=flag(asked, "periodic") or False,
    )


def read_ios(asked: Question) -> Uncontested:
    """A question about a Belgian summons for uncontested debts; a condition that is not said is taken to hold."""
    conditions = tuple(name for name, _, _ in CONDITIONS)
    known(asked, {"country", "principal", "interest", "penalty", "cost", *conditions})
    return Uncontested(
        principal=need(asked, "principal", amount),
        interest=maybe(asked, "interest", amount) or Money(0),
        penalty=maybe(asked, "penalty", amount) or Money(0),
        cost=maybe(asked, "cost", amount) or Money(0),
        failed=frozenset(name for name in conditions if flag(asked, name) is False),
    )


def known(asked: Question, fields: set[str]) -> None:
    """Refuse a field that nobody reads: a misspelt one would silently change the answer."""
    for name in asked:
        if name not in fields and name not in ("what", "id"):
            raise Unlawful(
                None, "law.unknown_field", N_("The question has an unknown field: {field}."), field=str(name)
            )


def need(asked: Question, name: str, read: Callable[[str], T]) -> T:
    """A field that must stand there."""
    if asked.get(name) in (None, ""):
        raise Unlawful(None, "law.missing_field", N_("The question needs the field {field}."), field=name)
    return as_value(name, asked[name], read)


def maybe(asked: Question, name: str, read: Callable[[str], T]) -> T | None:
    """A field that may be absent or null."""
    return None if asked.get(name) in (None, "") else as_value(name, asked[name], read)


def as_value(name: str, value: object, read: Callable[[str], T]) -> T:
    """The value by its reader; refused with the name of the field."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _bad(name, value)
    try:
        return read(str(value).strip())
    except (ValueError, ArithmeticError):
        raise _bad(name, value) from None


def word(asked: Question, name: str, words: tuple[T, ...], default: T | None = None) -> T:
    """One of some words."""
    value = asked.get(name)
    if value is None and default is not None:
        return default
    for one in words:
        if one == value:
            return one
    if value is None:
        raise Unlawful(None, "law.missing_field", N_("The question needs the field {field}."), field=name)
    raise _bad(name, value)


def flag(asked: Question, name: str) -> bool | None:
    """Yes, no, or not said."""
    value = asked.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise _bad(name, value)


def listed(asked: Question, name: str) -> list[Any]:
    """A list, empty where absent."""
    value = asked.get(name) or []
    if not isinstance(value, list) or len(value) > 10_000:
        raise _bad(name, value)
    return value


def country_of(asked: Question) -> str:
    """The ISO code of the law that is asked."""
    return need(asked, "country", str).upper()


def amount(text: str) -> Money:
    """None to two decimals, no sign."""
    if not AMOUNT.fullmatch(text):
        raise ValueError(text)
    return Money.parse(text)


def percent(text: str) -> Decimal:
    """Percent, up to four decimals, at most 100."""
    if not PERCENT.fullmatch(text) or Decimal(text) > 100:
        raise ValueError(text)
    return Decimal(text)


def day(text: str) -> date:
    """An ISO day."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def count(text: str) -> int:
    """A whole number, not negative."""
    if not text.isdecimal() or len(text) > 6:
        raise ValueError(text)
    return int(text)


def _rate(text: str) -> Any:
    return MAXIMUM if text == MAXIMUM else percent(text)


def _reading(text: str) -> Any:
    if text not in ("days_then_month_end", "month_end_then_days"):
        raise ValueError(text)
    return text


def _payment(entry: object) -> Payment:
    """``["2025-06-15", "4000.00"]``, or an object with ``on`` and ``amount``."""
    if isinstance(entry, Mapping):
        known(entry, {"on", "amount"})
        return Payment(need(entry, "on", day), need(entry, "amount", amount))
    if isinstance(entry, list) and len(entry) == 2:
        return Payment(as_value("payments", entry[0], day), as_value("payments", entry[1], amount))
    raise _bad("payments", entry)


def _bad(name: str, value: object) -> Unlawful:
    shown = str(value)[:60]
    return Unlawful(None, "law.bad_field", N_("The field {field} cannot be read: {value}."), field=name, value=shown)
