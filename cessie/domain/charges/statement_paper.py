"""The statement of account on paper: our typst source, and data that enters as JSON alone (never as source)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.domain.charges.models import AccountStatement as Row
from cessie.domain.charges.rules.account_statement import AccountStatement, Change, Line
from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import house_company
from cessie.ledger.rules.kinds import in_words
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from cessie.lib.reasons import Fact, Reason

FOLDER = Path(__file__).parent / "papers"
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "statement.typ", root=FOLDER, ignore_system_fonts=True)


def compiled(data: Mapping[str, Any]) -> bytes:
    """A PDF/A-3a that a screen reader can read too (PDF/UA-1); the same data give the same bytes."""
    with _one_at_a_time:
        made = _compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["a-3a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def statement_pdf(row: Row, told: AccountStatement) -> bytes:
    """A frozen statement in the language that it was frozen in, its differences from the month before included."""
    house, made = house_company(), row.made_at.astimezone(BRUSSELS)
    with translation.override(row.language):
        return compiled(
            frame(row.client.company, house, made.date(), row.language)
            | {
                "facts": [
                    [_("Number"), told.number],
                    [_("Contract"), told.contract],
                    [_("Period"), f"{day_words(told.since)} – {day_words(told.until)}"],
                    [_("Made on"), day_words(made.date())],
                ],
                "opening": [_("Opening balance"), money_words(told.opening)],
                "lines": [_line(line) for line in told.lines],
                "closing": [_("Closing balance"), money_words(told.closing)],
                "changes": [_change(each) for each in told.changes],
            }
        )


def frame(company: Company, house: Company | None, made: date, language: str) -> dict[str, Any]:
    """What stands on every statement, in the language that is active."""
    return {
        "lang": language,
        "made": [made.year, made.month, made.day],
        "title": _("Statement of account"),
        "house": house.name if house else "",
        "to": address(company),
        "head": [_("Day"), _("What"), _("Invoice"), _("Amount"), _("Balance")],
        "note": _("A positive balance is owed to you, a negative one is owed to us."),
        "compared": _("Compared with the month before"),
        "change_head": [_("What"), _("How often"), _("This month"), _("Month before"), _("Difference")],
        "changes": [],
        "page": _("Page"),
    }


def address(company: Company) -> list[str]:
    """The lines of an address, the name first."""
    street = f"{company.street} {company.building}".strip()
    town = f"{company.postcode} {company.town}".strip()
    return [part for part in (company.name, street, f"{town} {company.country}".strip()) if part]


def _line(line: Line) -> dict[str, Any]:
    known = [line.debtor] if line.debtor else []
    return {
        "day": day_words(line.day),
        "what": in_words(line.kind, _),
        "why": [*known, *map(_said, line.why)],
        "invoice": line.invoice,
        "amount": money_words(line.amount),
        "balance": money_words(line.balance),
    }


def _change(each: Change) -> dict[str, Any]:
    return {
        "what": in_words(each.kind, _),
        "why": [_said(reason) for reason in each.why],
        "count": str(each.now.count),
        "now": money_words(each.now.amount),
        "before": money_words(each.before.amount),
        "difference": money_words(each.difference),
    }


def _said(reason: Reason) -> str:
    return reason.in_words(_, _shown)


def _shown(fact: Fact) -> str:
    if isinstance(fact, Money):
        return money_words(fact)
    return day_words(fact) if isinstance(fact, date) else str(fact)


def day_words(day: date) -> str:
    """A day, as the language that is active writes it."""
    return str(formats.date_format(day, "SHORT_DATE_FORMAT"))


def money_words(amount: Money) -> str:
    """An amount likewise."""
    figure = formats.number_format(abs(amount).decimal, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{'−' if amount.cents < 0 else ''}€\u00a0{figure}"
