"""A row of the house's own list, checked: whom it is about, and what it says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cessie.domain.parties.rules import identifiers
from cessie.domain.parties.rules.names import sort_name
from cessie.formats.laid_out import Row
from cessie.formats.research_list import PLACE, WHAT
from cessie.lib.reasons import N_, Refusal

#: Of a cell that is kept, so many letters.
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """``number``: register and compact number with a colon between, or blank; else ``name`` and ``last_postcode``."""

    what: str
    country: str
    number: str
    name: str
    last_postcode: str
    since: date | None
    place: tuple[str, str, str, str]
    words: str

    @property
    def sort_name(self) -> str:
        """By which a name is found."""
        return sort_name(self.name)


def entry_of(row: Row, today: date) -> Entry:
    """What a row says. Refused, with its number and column: what is no word of the list, nobody to find, a number whose
    check digits are wrong, a move to nowhere, a day to come."""
    said = {name: text[:LONGEST] for name, text in row.texts.items()}
    what = said["what"].lower()
    if what not in WHAT:
        words = N_("Row {row}, {column}: {text} is none of {known}.")
        raise _no("research.what", words, row, "what", text=said["what"], known=", ".join(WHAT))
    country = said["country"].upper()
    if len(country) != 2 or not country.isalpha():
        raise _no("research.country", N_("Row {row}, {column}: a country has two letters."), row, "country")
    number = _number(row, country, said.get("number", ""))
    name, postcode = said.get("name", ""), plain_postcode(said.get("last_postcode", ""))
    if not number and not (sort_name(name) and postcode):
        raise _no(
            "research.nobody", N_("Row {row}, {column}: a number, or a name with the last postcode."), row, "name"
        )
    street, building, code, town = (said.get(column, "") for column in PLACE)
    if what == "moved" and not (street and code and town):
        raise _no(
            "research.nowhere", N_("Row {row}, {column}: who moved needs street, postcode and town."), row, "street"
        )
    since = row.days.get("since")
    if since is not None and since > today:
        raise _no("research.to_come", N_("Row {row}, {column}: this day is still to come."), row, "since")
    return Entry(
        "address" if what == "moved" else what, country, number, name, postcode, since, (street, building, code, town),
        said.get("words", ""),
    )  # fmt: skip


def _number(row: Row, country: str, text: str) -> str:
    if not text:
        return ""
    scheme = identifiers.NATIONAL.get(country, f"other.{country.lower()}")
    found = identifiers.read(scheme, text)
    if not found.valid:
        raise _no(
            "research.number", N_("Row {row}, {column}: {text} has wrong check digits."), row, "number", text=text
        )
    return f"{found.scheme}:{found.value}"


def plain_postcode(postcode: str) -> str:
    """A postcode as it is compared.

    >>> plain_postcode("1234 ab")
    '1234AB'
    """
    return "".join(postcode.split()).upper()


def _no(code: str, words: str, row: Row, column: str, **facts: str) -> Refusal:
    return Refusal(code, words, row=row.number, column=column, **facts)
