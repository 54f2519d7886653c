"""What the database refuses by itself, whoever writes: the door is not the only lock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.ledger.entry import Dims
from cessie.ledger.models import Balance, Entry, Line
from cessie.ledger.post import post
from cessie.ledger.rows import ENTRY_COLUMNS, LINE_COLUMNS
from cessie.ledger.rules.purchase import purchase
from cessie.lib.money import Money
from tests.ledger.conftest import AT, dims, event

pytestmark = pytest.mark.django_db

DAY = "2026-03-03"


def head(entry: uuid.UUID, lines: int, currency: str = "EUR") -> str:
    return f"{entry}\t{DAY}\t{DAY}\tP01\tpurchase\t{currency}\t{lines}\t\\N\t\tme\t{AT}\n"


def line(entry: uuid.UUID, no: int, account: str, cents: int, of: Dims, currency: str = "EUR") -> str:
    keys = "\t".join("\\N" if key is None else str(key) for key in of)
    return f"{entry}\t{no}\t{account}\t{currency}\t{cents}\t{keys}\t{DAY}\t{DAY}\t{AT}\n"


def copy(heads: Iterable[str], *loads: Iterable[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"copy ledger_entry ({ENTRY_COLUMNS}) from stdin") as into:
            into.write("".join(heads))
        for load in loads:
            with cursor.copy(f"copy ledger_line ({LINE_COLUMNS}) from stdin") as into:
                into.write("".join(load))


E1, E2 = uuid.UUID(int=1), uuid.UUID(int=2)
OF = dims(reference="PAY1")


def test_balanced_lines_pass_and_move_the_balances():
    copy([head(E1, 2)], [line(E1, 1, "1100", 500, OF), line(E1, 2, "2100", -500, OF)])
    assert dict(Balance.objects.values_list("account", "amount_cents")) == {"1100": 500, "2100": -500}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([line(E1, 1, "1100", 500, OF), line(E1, 2, "2100", -499, OF)], "out of balance"),
        ([line(E1, 1, "1100", 500, OF)], "out of balance"),
        ([line(E1, 1, "1100", 500, OF), line(E1, 2, "2100", -500, OF, "USD")], "out of balance"),
        ([line(E1, 1, "1100", 5, OF, "USD"), line(E1, 2, "2100", -5, OF, "USD")], "the head says"),
        ([line(e, no, "2100", cents, OF) for e in (E1, E2) for no, cents in ((1, 5), (2, -5))], "the head says"),
        ([line(E1, 1, "1100", 5, OF), line(E1, 2, "2100", -4, OF), line(E1, 3, "2100", -1, OF)], "the head says"),
        ([line(E1, 1, "1100", 5, OF), line(E1, 3, "2100", -5, OF)], "the head says"),
        ([line(E1, 1, "1101", 5, OF), line(E1, 2, "2100", -5, OF)], "no account of the chart"),
        ([line(E1, 1, "1100", 5, OF._replace(invoice=None)), line(E1, 2, "2100", -5, OF)], "lacks a dimension"),
        ([line(E1, 1, "1005", 5, OF._replace(bank=None)), line(E1, 2, "2100", -5, OF)], "lacks a dimension"),
        ([line(E1, 1, "1100", 5, OF), line(E1, 2, "2400", -5, OF._replace(country=None))], "lacks a dimension"),
        ([line(E1, 1, "1100", 0, OF), line(E1, 2, "2100", 0, OF)], "not_zero"),
    ],
    ids=["off by a cent", "one line", "balanced across currencies", "currency of the head", "no head", "too many lines",
         "a number left out", "unknown account", "no invoice", "no bank", "no country", "zero"],
)  # fmt: skip
def test_what_is_not_whole_and_balanced_is_refused(lines, words):
    with pytest.raises(IntegrityError, match=words):
        copy([head(E1, 2)], lines)
    assert Line.objects.count() == Balance.objects.count() == 0


def test_lines_in_a_second_statement_are_refused():
    halves = [line(E1, 1, "1100", 5, OF)], [line(E1, 2, "2100", -5, OF)]
    with pytest.raises(IntegrityError):
        copy([head(E1, 2)], *halves)


def test_balanced_lines_cannot_be_added_to_an_entry_that_stands(of):
    (posted,) = post([purchase(event=event("a"), face=Money(5), of=of)], by="me", at=AT)
    with pytest.raises(IntegrityError, match="the head says"):
        copy([], [line(posted.entry_id, 3, "1100", 7, of), line(posted.entry_id, 4, "2100", -7, of)])
    with pytest.raises(IntegrityError, match="unique constraint"):
        copy([], [line(posted.entry_id, 1, "1100", 7, of), line(posted.entry_id, 2, "2100", -7, of)])


def test_one_bad_entry_in_a_load_of_many_stops_them_all():
    ids = [uuid.UUID(int=n) for n in range(1, 1001)]
    lines = [text for n in ids for text in (line(n, 1, "1100", 5, OF), line(n, 2, "2100", -5, OF))]
    lines[999] = lines[999].replace("\t-5\t", "\t-6\t")
    with pytest.raises(IntegrityError, match="out of balance"):
        copy([head(n, 2) for n in ids], lines)
    assert Entry.objects.count() == 0
