"""The journal of the books with names, for bookkeeping programs and for the tax office; for the staff alone."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from cessie.domain.parties.models import Client, Identifier
from cessie.domain.parties.queries import house_company, names
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.journals import JournalFormat, journal_formats
from cessie.formats.values.journal import About, JournalEntry, JournalLine
from cessie.ledger.chart import BANKS, CHART, Type
from cessie.ledger.journal import CHUNK
from cessie.ledger.journal import journal as booked
from cessie.ledger.queries import BookedLine, Booking, trial_balance
from cessie.ledger.rules.kinds import in_words
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: The journals: code and name. An entry that touches a bank stands in the bank's.
OPENING, BANK = ("OP", N_("Opening")), ("BK", N_("Bank"))
INTEREST, FACTORING = ("IN", N_("Interest")), ("FA", N_("Factoring"))


@dataclass(frozen=True, slots=True)
class Mapped:
    """The account of another plan: its code and its name."""

    code: str
    name: str


@dataclass
class Tally:
    """What went into a journal, account by account, and whether that is what the books moved."""

    entries: int = 0
    lines: int = 0
    debit: int = 0
    moved: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def count(self, lines: Sequence[BookedLine]) -> None:
        """One entry more, with these lines."""
        self.entries += 1
        self.lines += len(lines)
        for line in lines:
            self.debit += max(0, line.amount.cents)
            self.moved[line.account] += line.amount.cents

    def differences(self, first: date, last: date, *, memo: bool) -> dict[str, Money]:
        """By account what the journal says more than the trial balances of both ends; empty where they agree."""
        ends = {row.account: row.balance.cents for row in trial_balance(day=last)}
        starts = {row.account: row.balance.cents for row in trial_balance(day=first - timedelta(days=1))}
        found = {}
        for code, account in CHART.items():
            if memo or account.type != Type.MEMO:
                cents = self.moved.get(code, 0) - (ends.get(code, 0) - starts.get(code, 0))
                if cents:
                    found[code] = Money(cents)
        return found


def journal_format(name: str) -> JournalFormat:
    """A format by its name, or ``NotFound``."""
    if name not in journal_formats():
        raise NotFound("journal.unknown_format", N_("There is no such format."))
    return journal_formats()[name]


def about(first: date, last: date, *, siren: str = "", office: str = "") -> About:
    """Whose journal it is: the SIREN is that of the house unless another one is given."""
    if first > last:
        raise Refusal("journal.no_days", N_("The first day is after the last one."))
    house = house_company()
    rows = Identifier.objects.filter(company=house, scheme="fr.siren").values_list("value", flat=True)
    return About(house.name if house else "", first, last, siren or rows.first() or "", office)


def entries(
    *, viewer: Viewer, of: About, memo: bool, language: str, tally: Tally, plan: Mapping[str, Mapped] | None = None
) -> Iterator[JournalEntry]:
    """The entries of the period in the order of their recording, numbered from 1, in one language.

    ``memo``: memo accounts too; ``plan``: accounts under other codes and names; ``tally`` is filled on the way.
    Refused for all but the staff (``NotFound``).
    """
    if not viewer.sees_all:
        raise NotFound("journal.none", N_("There is no journal for you."))
    with translation.override(language):
        called = {code: Mapped(code, gettext(account.name)) for code, account in CHART.items()} | dict(plan or {})
    codes = dict(Client.objects.values_list("pk", "code"))
    rest = booked(of.first, of.last)
    while part := list(islice(rest, CHUNK)):
        known = names({key for entry in part for line in entry.lines if (key := _party(line)[1])})
        with translation.override(language):
            told = [
                _entry(entry, lines, called, _Parties(known, codes), tally)
                for entry in part
                if (lines := [line for line in entry.lines if memo or CHART[line.account].type != Type.MEMO])
            ]
        yield from told


@dataclass(frozen=True, slots=True)
class _Parties:
    names: Mapping[UUID, str]
    codes: Mapping[UUID, str]


def _entry(
    entry: Booking, lines: Sequence[BookedLine], called: Mapping[str, Mapped], parties: _Parties, tally: Tally
) -> JournalEntry:
    """One entry in the language that is active, counted."""
    tally.count(lines)
    (code, name), words = _journal(entry), in_words(entry.kind, gettext)
    return JournalEntry(
        tally.entries, code, gettext(name), entry.key, entry.booking_date, entry.value_date,
        booking_day(entry.recorded_at), f"{words}: {entry.text}" if entry.text else words,
        lines[0].amount.currency,
        tuple(
            JournalLine(called[each.account].code, called[each.account].name, *_shown(each, parties), each.amount.cents)
            for each in lines
        ),
    )  # fmt: skip


def _journal(entry: Booking) -> tuple[str, str]:
    if entry.rule == "P00":
        return OPENING
    if any(line.account in BANKS for line in entry.lines):
        return BANK
    return INTEREST if entry.rule in ("P11", "P12") else FACTORING


def _party(line: BookedLine) -> tuple[str, UUID | None]:
    """Whom the account is about: the debtor where it must name one, else the client."""
    needs = CHART[line.account].needs
    if "debtor" in needs:
        return "D", line.dims.debtor
    return ("C", line.dims.client) if "client" in needs else ("", None)


def _shown(line: BookedLine, parties: _Parties) -> tuple[str, str]:
    """Code and name: the client's own code; a debtor has none, so the end of his key stands for it."""
    side, key = _party(line)
    if key is None:
        return "", ""
    return parties.codes.get(key, f"{side}{key.hex[-12:]}"), parties.names.get(key, "")


def read_plan(text: str) -> dict[str, Mapped]:
    """Accounts of another plan from a CSV ``account;code;name``. Refused: other columns, unknown accounts, no code."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    if not rows or rows[0] != ["account", "code", "name"]:
        raise Refusal("journal.plan_columns", N_("The plan has the columns account;code;name."))
    plan = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 3 or row[0] not in CHART or not row[1].strip() or not row[2].strip():
            raise Refusal("journal.plan_row", N_("Row {row} of the plan is wrong."), row=number)
        plan[row[0]] = Mapped(row[1].strip(), row[2].strip())
    return plan
