"""Lists that the books or a computation give, not one table: found by words, in the order asked for, a page at a time.

What one table gives is searched, sorted and cut by the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from cessie.portals.frame.access import Visit, number

T = TypeVar("T")
#: Rows of a page.
SIZE: Final = 50


def with_words(rows: Iterable[T], text: str, said: Callable[[T], str]) -> list[T]:
    """The rows of which what is ``said`` holds the text, whatever the case; all for no text."""
    wanted = " ".join(text.casefold().split())
    return [row for row in rows if not wanted or wanted in " ".join(said(row).casefold().split())]


def in_order(rows: Iterable[T], asked: str, columns: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """Sorted by the column that the address names, downwards with a minus; as they come where it names none."""
    column = columns.get(asked.removeprefix("-"))
    return sorted(rows, key=column, reverse=asked.startswith("-")) if column else list(rows)


def cut(request: Visit, rows: Sequence[T] | QuerySet[Any, T], *, size: int = SIZE, name: str = "page") -> Page[T]:
    """The page that the address names (under ``name``), else the first; beyond the end the last."""
    return Paginator(rows, size).get_page(number(request.GET.get(name)))
