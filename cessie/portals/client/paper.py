"""The statement of account of any span of days on paper, as the reader asks for it; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cessie.domain.charges.statement_paper import compiled, frame
from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import house_company
from cessie.ledger.account import Statement
from cessie.portals.frame.templatetags.cessie import day, minus
from cessie.portals.frame.vocabulary import kind_words


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it."""

    company: Company
    contract: str
    since: date
    until: date
    account: Statement
    numbers: dict[UUID, str]


def pdf_of(paper: Paper, at: datetime) -> bytes:
    """The bytes, in the reader's language."""
    made = timezone.localtime(at).date()
    return compiled(
        frame(paper.company, house_company(), made, (get_language() or "en")[:2])
        | {
            "facts": [
                [_("Contract"), paper.contract],
                [_("Period"), f"{day(paper.since)} – {day(paper.until)}"],
                [_("Made on"), day(made)],
            ],
            "opening": [_("Opening balance"), minus(paper.account.opening)],
            "lines": [
                {
                    "day": day(line.booking_date),
                    "what": kind_words(line.kind),
                    "why": [],
                    "invoice": paper.numbers.get(line.invoice, "") if line.invoice else "",
                    "amount": minus(line.amount),
                    "balance": minus(line.balance),
                }
                for line in paper.account.lines
            ],
            "closing": [_("Closing balance"), minus(paper.account.closing)],
        }
    )
