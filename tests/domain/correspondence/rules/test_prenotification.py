"""The notice before a collection: amount, day, mandate and rights in three languages, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cessie.domain.correspondence.rules.address import Recipient
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.letter import Letter, mail_text
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.correspondence.rules.papers.prenotification import Fetched, Prenotification
from cessie.lib.money import Money
from tests.letters import CLIENT

DAY = date(2026, 4, 2)
PAPER = Prenotification(
    creditor="Drukkerij BV", identifier="BE81ZZZ0123456749", mandate="M-1", scheme="CORE", account="BE43 … 9501",
    items=(
        Fetched("2026-101", date(2026, 4, 1), DAY, Money(1_210_00)),
        Fetched("2026-102", date(2026, 4, 2), DAY, Money(99)),
    ),
)  # fmt: skip


def _frame(language: str) -> Frame:
    return Frame(CLIENT, Recipient("Garage Dupont", ("Garage Dupont",)), language, "0C1D-2E3F-4A5B", date(2026, 3, 12))


@pytest.mark.parametrize(
    ("language", "amount", "right", "no_refund"),
    [
        ("en", "€1,210.00", "within eight weeks", "does not pay back"),
        ("nl", "€\xa01.210,00", "binnen acht weken", "betaalt uw bank niet terug"),
        ("fr", "1\u202f210,00\xa0€", "dans les huit semaines", "ne rembourse plus"),
    ],
)
def test_it_says_what_is_collected_when_and_under_what(language: str, amount: str, right: str, no_refund: str) -> None:
    text = mail_text(Letter(PAPER, _frame(language)))
    for words in ("2026-101", "02/04/2026", amount, "M-1", "BE81ZZZ0123456749", "BE43 … 9501", right):
        assert words in text, words
    between_businesses = mail_text(Letter(replace(PAPER, scheme="B2B"), _frame(language)))
    assert no_refund in between_businesses
    assert right not in between_businesses
    assert "1210" not in PAPER.subject(_frame(language))


def test_it_is_kept_as_it_was_said_and_forgotten_whole() -> None:
    assert paper_from("prenotification", PAPER.to_json()) == PAPER
    assert "2026-101" not in str(PAPER.without_people().to_json())


def test_the_sum_stands_under_more_than_one_amount() -> None:
    (_, table, *_rest) = PAPER.said(_frame("en")).blocks
    assert table.total[1] == "€1,210.99"  # type: ignore[union-attr]  # it is the list
