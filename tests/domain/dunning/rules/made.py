"""Made-up invoices and ladders for the tests of the ladder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cessie.domain.dunning.rules.items import LawFacts, OpenItem
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.law.rates import project_rates
from cessie.lib.money import Money

DUE = date(2026, 3, 2)
LAW = LawFacts(project_rates(), registered=frozenset({"BE", "NL"}), letter_complete=True)
#: Friendly after a week, firm with costs two weeks later, the last by time since, then the notice and the hand-over.
BUSINESS = Ladder(
    "b2b",
    (
        Step(1, 7),
        Step(2, 21, tone="firm", costs="law"),
        Step(3, 10, after="former", tone="last", costs="law"),
        Step(4, 45, tone="default_notice", costs="law"),
        Step(5, 60, act="hand_over", tone="default_notice"),
    ),
)
CONSUMER = Ladder(
    "b2c",
    (
        Step(1, 7),
        Step(2, 30, tone="firm", costs="law"),
        Step(3, 14, after="former", tone="last", costs="law"),
    ),
)


def key(number: int) -> UUID:
    return UUID(int=number)


def invoice(number: int = 1, cents: int = 1_000_00, **changes: Any) -> OpenItem:
    """Invoice ``number`` of debtor 1 and client 2, Belgian and between businesses unless told otherwise."""
    facts: dict[str, Any] = {
        "invoice_id": key(1000 + number),
        "contract_id": key(3),
        "client_id": key(2),
        "debtor_id": key(1),
        "number": f"2026-{number}",
        "issued": DUE - timedelta(days=30),
        "due": DUE,
        "open": Money(cents),
        "original": Money(abs(cents) or 1),
        "reference": "",
        "country": "BE",
        "segment": "b2b",
    }
    return OpenItem(**(facts | changes))
