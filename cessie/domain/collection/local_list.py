"""The house's own list: rows taken in from a file, and the source that answers from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from cessie.connectors.registers import About, Asked, Found, Where
from cessie.domain.audit.record import record
from cessie.domain.collection.models import Listed
from cessie.domain.collection.rules.local_list import Entry, entry_of, plain_postcode
from cessie.domain.parties.queries import house_company
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import research_list
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

#: Rows of one file at most.
MOST: Final = 10_000
#: What a name and a postcode stand for, where no number does: two people may share them.
BY_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many rows are new, how many were known, and why each of the others was refused."""

    new: int
    known: int
    wrong: tuple[Reason, ...]


@transaction.atomic
def take_list(*, source: str, name: str, data: bytes, by: Viewer, at: datetime) -> TakenIn:
    """Keep the rows of a file that can be read, under the name of the list they come from; the same row is kept once.

    ``data``: CSV of ``formats.research_list``. Refused: no right (``NotAllowed``), no name of the list, no such
    columns, more rows than ``MOST``; a row alone is refused by itself, with its number and column.
    """
    by.require("collection.work")
    if not source.strip():
        raise Refusal("research.no_source", N_("Please say which list it is."))
    sheet = research_list.read(name, data)
    if len(sheet.rows) > MOST:
        raise Refusal("research.many", N_("A list has at most {most} rows."), most=MOST)
    entries, wrong = [], list(sheet.wrong)
    for row in sheet.rows:
        try:
            entries.append(entry_of(row, booking_day(at)))
        except Refusal as no:
            wrong.append(no.reason)
    rows = [_listed(each, source.strip()[:200], by, at) for each in entries]
    before = Listed.objects.count()
    Listed.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    new = Listed.objects.count() - before
    house = house_company()
    if house is not None:
        facts = {"new": new, "wrong": len(wrong)}
        record(action="collection.take_list", subject=house, by=by, at=at, data=facts)
    return TakenIn(new, len(rows) - new, tuple(wrong))


def _listed(entry: Entry, source: str, by: Viewer, at: datetime) -> Listed:
    street, building, postcode, town = entry.place
    return Listed(
        what=entry.what, source=source, number=entry.number, name=entry.name, sort_name=entry.sort_name,
        last_postcode=entry.last_postcode, since_date=entry.since, street=street, building=building,
        postcode=postcode, town=town, country=entry.country, words=entry.words, added_at=at, added_by=by.key,
    )  # fmt: skip


class LocalList:
    """The list as a source: sure of a number, less so of a name with its last postcode."""

    name = "local-list"
    about: About = "list"

    def asks(self, asked: Asked) -> bool:
        """Everybody."""
        return True

    def ask(self, asked: Asked) -> tuple[Found, ...]:
        """What stands on it, the newest first."""
        numbers = [f"{scheme}:{value}" for scheme, value in sorted(asked.numbers)]
        postcode, plain = plain_postcode(asked.last.postcode), sort_name(asked.name)
        found = Q(number__in=numbers)
        if postcode and plain:
            found |= Q(number="", sort_name=plain, last_postcode=postcode, country=asked.last.country)
        return _told(Listed.objects.filter(found).order_by("-added_at", "-pk")[:20])


def _told(rows: Iterable[Listed]) -> tuple[Found, ...]:
    return tuple(
        Found(
            row.what, row.source, 100 if row.number else BY_NAME, row.since_date,  # type: ignore[arg-type]  # one of What
            Where(row.street, row.building, row.postcode, row.town, row.country), row.words,
        )
        for row in rows
    )  # fmt: skip
