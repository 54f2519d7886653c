"""A whole book in one go gives the same cents as each claim with its steps."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.law.answering import answer
from cessie.law.guards import Unlawful
from cessie.law.many import Book
from cessie.law.rates import project_rates
from tests.law import daily

UNTIL = date(2026, 11, 22)


@pytest.mark.parametrize("country", ["BE", "NL", "FR", "LU", "DE"])
def test_the_book_agrees_with_the_claim(country: str) -> None:
    books: dict[tuple[str, date], Book] = {}
    chance = Random(7)  # noqa: S311 - made-up claims, the same in every run
    for asked in islice(daily.random_claims(chance, country), 60):
        plain = asked._replace(payments=(), day_count="act/365")
        key = (plain.segment, plain.until)
        book = books.setdefault(key, Book(country, plain.segment, plain.until, project_rates()))  # type: ignore[arg-type]
        found = answer(plain.question(), project_rates())
        assert daily.euros(book.interest(plain.cents, plain.due)) == found["interest"], plain


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 2_000_000_00))
def test_the_ladder_agrees_with_the_scale(cents: int) -> None:
    book = Book("NL", "b2b", UNTIL, project_rates())
    asked = {"what": "costs", "country": "NL", "segment": "b2b", "principal": daily.euros(cents), "on": "2026-11-22"}
    assert daily.euros(book.costs(cents)) == answer(asked, project_rates())["costs"]


def test_all_at_once_is_one_by_one() -> None:
    book = Book("NL", "b2b", UNTIL, project_rates())
    claims = [(1_000_00 + step, UNTIL - timedelta(days=97 * step)) for step in range(40)]
    interest, costs = book.both(claims)
    assert interest == [book.interest(cents, due) for cents, due in claims]
    assert interest[0] == costs[0] == 0  # due today: nothing is late
    assert costs[1:] == [book.costs(cents) for cents, _ in claims[1:]]


def test_a_day_without_a_rate_is_refused() -> None:
    with pytest.raises(Unlawful) as no:
        Book("BE", "b2b", date(2027, 1, 5), project_rates()).interest(100, date(2026, 12, 1))
    assert no.value.guard == "LAW-GEN-02"
