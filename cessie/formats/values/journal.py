"""An entry of the books as a journal shows it, with names instead of keys; amounts in whole cents, debit positive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class JournalLine(NamedTuple):
    """One line; ``party``: the client or debtor whom the account is about (code and name), if it is about one."""

    account: str
    account_name: str
    party: str
    party_name: str
    cents: int


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry. ``number`` counts the entries of the file from 1; ``key`` names it for ever."""

    number: int
    journal: str
    journal_name: str
    key: str
    booked: date
    value: date
    recorded: date
    text: str
    currency: str
    lines: tuple[JournalLine, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Whose journal it is, and from which day to which (both count). ``siren``: the French register number; ``office``:
    the administration in the bookkeeping program."""

    house: str
    first: date
    last: date
    siren: str = ""
    office: str = ""
