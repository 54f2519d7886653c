"""Lists of the staff: found by words, sorted, a page at a time, whole as a file; none of them ends in silence."""

from __future__ import annotations

from typing import cast

from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from cessie.domain.banking.models import Account, Statement
from cessie.domain.payments.models import Batch
from cessie.domain.payments.queries import batch_numbered, batches
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit
from cessie.portals.frame.lists import cut, in_order, with_words
from tests.bank_files import Row
from tests.portals.house import Stage, visit
from tests.portals.test_client import read


def asking(**query: str) -> Visit:
    return cast(Visit, RequestFactory().get("/", query))


def test_words_are_found_whatever_their_case() -> None:
    rows = ["Bakkerij Noord", "Drukkerij  Zuid", "bakkerij West"]
    assert with_words(rows, " BAKKERIJ ", str) == ["Bakkerij Noord", "bakkerij West"]
    assert with_words(rows, "drukkerij zuid", str) == ["Drukkerij  Zuid"]
    assert with_words(rows, "", str) == rows


def test_a_column_sorts_both_ways_and_an_unknown_one_not_at_all() -> None:
    columns = {"size": len}
    assert in_order(["bb", "a", "ccc"], "size", columns) == ["a", "bb", "ccc"]
    assert in_order(["bb", "a", "ccc"], "-size", columns) == ["ccc", "bb", "a"]
    assert in_order(["bb", "a", "ccc"], "colour", columns) == ["bb", "a", "ccc"]


def test_two_lists_of_a_page_turn_their_pages_apart() -> None:
    rows = list(range(120))
    assert list(cut(asking(), rows)) == rows[:50]
    assert list(cut(asking(page="3"), rows)) == rows[100:]
    assert list(cut(asking(page="3", notices="2"), rows, size=20, name="notices")) == rows[20:40]
    assert list(cut(asking(page="99"), rows)) == rows[100:]


#: A list, what finds some of it, and a column.
LISTS = (("clients", "C001", "-since"), ("debtors", "", ""), ("receipts", "300.00", "-left"), ("overdue", "", "open"))


def test_a_list_is_searched_sorted_and_kept_as_a_file(full: Stage) -> None:
    full.take_in(full.statement(Row(300_00, text="?"), number=77, opening=0))
    desk = visit("credit1@factor.example")
    for page, finds, sort in LISTS:
        address = reverse(f"staff:{page}")
        assert " fits" in read(desk.get(address, {"q": "zzz nobody"})), page
        nothing = desk.get(address, {"q": "zzz nobody", "csv": "1"}).content.decode()
        found = desk.get(address, {"q": finds, "sort": sort, "csv": "1"}).content.decode()
        assert found.startswith(nothing), page
        assert len(found) > len(nothing) or page == "overdue", page
        assert desk.get(address, {"q": finds, "sort": sort}).status_code == 200


def test_the_oldest_batch_and_statement_can_still_be_reached(full: Stage) -> None:
    """However many came after it."""
    first = Batch.objects.order_by("prepared_at").first()
    assert first is not None
    Batch.objects.bulk_create(
        Batch(
            number=f"LATER-{n}", account=first.account, execution_date=booking_day(timezone.now()),
            prepared_by=full.house.staff.treasury.key, prepared_at=timezone.now(),
        )
        for n in range(210)
    )  # fmt: skip
    desk = visit("treasury1@factor.example")
    assert first.number not in read(desk.get(reverse("staff:payments")))
    assert first.number in read(desk.get(reverse("staff:payments"), {"page": "99"}))
    assert first.number in read(desk.get(reverse("staff:payments"), {"q": first.number}))
    viewer = full.house.staff.treasury
    told = batch_numbered(viewer, first.number)
    assert told is not None
    assert told.id == first.pk
    assert batch_numbered(full.own.owner, first.number) is None
    assert not batches(full.own.owner).exists()


def test_statements_of_one_account(full: Stage) -> None:
    row = Statement.objects.select_related("account").first()
    assert row is not None
    link, desk = reverse("staff:bank_statement", args=[row.pk]), visit("treasury1@factor.example")

    def shown(account: Account) -> bool:
        return link in desk.get(reverse("staff:bank"), {"account": str(account.pk)}).content.decode()

    assert shown(row.account)
    assert not any(shown(other) for other in Account.objects.filter(client=None).exclude(pk=row.account_id))
