"""The statement of account on paper: our typst source, and data that enters as JSON alone (never as source)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from uuid import UUID

import typst
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import house_company
from cessie.ledger.queries import Statement
from cessie.portals.frame.templatetags.cessie import day, minus
from cessie.portals.frame.vocabulary import kind_words

FOLDER = Path(__file__).parent / "papers"
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it."""

    company: Company
    contract: str
    since: date
    until: date
    account: Statement
    numbers: dict[UUID, str]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "statement.typ", root=FOLDER, ignore_system_fonts=True)


def pdf_of(paper: Paper, at: datetime) -> bytes:
    """A PDF/A-3a that a screen reader can read too (PDF/UA-1), in the reader's language."""
    with _one_at_a_time:
        made = _compiler().compile(
            format="pdf", sys_inputs={"data": json.dumps(_data(paper, at))}, pdf_standards=["a-3a", "ua-1"]
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _data(paper: Paper, at: datetime) -> dict[str, object]:
    made = timezone.localtime(at)
    house = house_company()
    return {
        "lang": (get_language() or "en")[:2],
        "made": [made.year, made.month, made.day],
        "title": _("Statement of account"),
        "house": house.name if house else "",
        "to": address(paper.company),
        "facts": [
            [_("Contract"), paper.contract],
            [_("Period"), f"{day(paper.since)} – {day(paper.until)}"],
            [_("Made on"), day(made.date())],
        ],
        "head": [_("Day"), _("What"), _("Invoice"), _("Amount"), _("Balance")],
        "opening": [_("Opening balance"), minus(paper.account.opening)],
        "lines": [
            [
                day(line.booking_date),
                kind_words(line.kind),
                paper.numbers.get(line.invoice, "") if line.invoice else "",
                minus(line.amount),
                minus(line.balance),
            ]
            for line in paper.account.lines
        ],
        "closing": [_("Closing balance"), minus(paper.account.closing)],
        "note": _("A positive balance is owed to you, a negative one is owed to us."),
        "page": _("Page"),
    }


def address(company: Company) -> list[str]:
    """The lines of an address, the name first."""
    street = f"{company.street} {company.building}".strip()
    town = f"{company.postcode} {company.town}".strip()
    return [part for part in (company.name, street, f"{town} {company.country}".strip()) if part]
