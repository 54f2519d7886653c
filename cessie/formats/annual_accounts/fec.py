"""A French FEC (Livre des procédures fiscales, article A. 47 A-1) of a whole year: the balance of each account at its
end, and of these the four figures (``_pcg``). By law it has the opening balances and not the entries that close the
accounts of income and costs. Its name, which says the SIREN and the last day, is read by ``annual_accounts.read``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from cessie.formats.annual_accounts._pcg import part_of
from cessie.formats.annual_accounts._trial import accounts, balanced, sums
from cessie.formats.fec_lines import cents_of, day_of, lines_of, mark_of
from cessie.formats.fec_lines import looks_like as looks_like
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Reason, Refusal

NAME: Final = "fec"
#: A year of a company of some size; more lines than that are asked for in other ways.
MAX_BYTES: Final = 100 * 2**20
NEEDED: Final = ("JournalCode", "EcritureNum", "EcritureDate", "CompteNum")


def read(data: bytes) -> AnnualAccounts:
    """The accounts of the year. Memory for each account, third party and entry, not for each line.

    Refused: no such header (``accounts.fec_header``), a line that cannot be read (``accounts.fec_line``), entries out
    of balance, what ``_trial.accounts`` refuses.
    """
    balances: dict[tuple[str, str], int] = {}
    entries: dict[object, int] = {}
    names: dict[object, str] = {}
    first = last = None
    sold = False
    for journal, number, day, account, sub, cents in _rows(data):
        key = (account, sub if account[:1] == "4" else "")
        balances[key] = balances.get(key, 0) + cents
        entry = (journal, number or str(day))
        entries[entry] = entries.get(entry, 0) + cents
        names.setdefault(entry, f"{journal} {number}".strip())
        first, last = min(first or day, day), max(last or day, day)
        sold = sold or (account.startswith("70") and cents != 0)
    if first is None or last is None:
        raise Refusal("accounts.nothing", N_("The accounts say neither turnover, own means, total nor result."))
    balanced(entries, names)
    found = sums((*part_of(account, sub), cents) for (account, sub), cents in balances.items())
    more = []
    if found.other:
        words = N_("Accounts outside the classes 1 to 7 come to {cents} cents and were passed over.")
        more.append(Reason("accounts.other_class", words, {"cents": found.other}))
    return accounts(
        found, format=NAME, number="", name="", started=first.replace(day=1), ended=_month_end(last), last=last,
        closed=sold, more=more,
    )  # fmt: skip


def _rows(data: bytes) -> Iterator[tuple[str, str, date, str, str, int]]:
    lines = lines_of(data)
    mark = mark_of(header := next(lines, ""))
    names = [name.strip() for name in header.split(mark)]
    if missing := [name for name in NEEDED if name not in names]:
        words = N_("The header lacks {field}.")
        raise Refusal("accounts.fec_header", words, field=", ".join(missing))
    for place, line in enumerate(lines, 2):
        if not line.strip():
            continue
        cells = dict(zip(names, map(str.strip, line.split(mark)), strict=False))
        day, cents = day_of(cells["EcritureDate"]) if len(cells) == len(names) else None, cents_of(cells)
        if day is None or cents is None or not cells["CompteNum"]:
            raise Refusal("accounts.fec_line", N_("Line {line} has no day, no account or no amount."), line=place)
        sub = cells.get("CompAuxNum", "")
        yield cells["JournalCode"], cells["EcritureNum"], day, cells["CompteNum"], sub, cents


def _month_end(day: date) -> date:
    ahead = day.replace(day=28) + timedelta(days=4)
    return ahead - timedelta(days=ahead.day)
