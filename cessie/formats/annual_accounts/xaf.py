"""A Dutch Auditfile Financieel (XAF 3.x and 4.0) of a whole year: opening balance and bookings make the balance of each
account, its code of the Referentiegrootboekschema says what it is (``_rgs``).

Elements as the schema of XAF 3.2 has them (``header``, ``company/generalLedger/ledgerAccount``,
``openingBalance/obLine``, ``transactions/journal/transaction/trLine`` with ``accID``, ``amnt``, ``amntTp`` D or C);
4.0 as a public reader describes it (``RGScode``, ``Commercenr``): unverified. In 3.2 the code stands in
``taxonomy/entryPoint/conceptRef`` or in one of the ``lead`` fields. The namespace is not looked at: public programs
write several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from cessie.formats.annual_accounts._rgs import code_of, part_of
from cessie.formats.annual_accounts._trial import accounts, balanced, sums
from cessie.formats.fields import amount, compact, day
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.formats.xml import Element, local, place, root_name, stream, text
from cessie.lib.reasons import N_, Refusal

NAME: Final = "xaf"
MAX_BYTES: Final = 100 * 2**20
#: Accounts without a code that are named to a person.
_SHOWN: Final = 5


def looks_like(head: bytes) -> bool:
    """Whether the root is ``auditfile``, in whatever case and namespace."""
    return (root_name(head) or ("", ""))[1].casefold() == "auditfile"


@dataclass
class _Books:
    """What the file says, gathered as it is read."""

    said: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    opened: int = 0
    opening: int = 0
    entries: dict[object, int] = field(default_factory=dict)
    entry_names: dict[object, str] = field(default_factory=dict)
    last: date | None = None
    earlier: bool = False

    def move(self, line: Element) -> int:
        """The cents of a line, on its account too."""
        account, where = text(line, "{*}accID") or "", place(line)
        cents = amount(text(line, "{*}amnt") or "", where) * 100
        side = {"D": 1, "C": -1}.get((text(line, "{*}amntTp") or "").upper())
        if not account or side is None or cents != int(cents):
            raise Refusal("accounts.xaf_line", N_("{place} has no account, no side or parts of a cent."), place=where)
        moved = int(cents) * side
        self.balances[account] = self.balances.get(account, 0) + moved
        return moved


_SAID: Final = ("startDate", "endDate", "curCode", "companyName", "Commercenr")


class NoCodes(Refusal):
    """Accounts moved of which no code is known: ``accounts``, each with its name."""

    accounts: tuple[tuple[str, str], ...] = ()


def read(data: bytes, codes: Mapping[str, str] = MappingProxyType({})) -> AnnualAccounts:
    """The accounts of the year. ``codes``: of accounts of which the file says none, by their number.

    Refused: another currency than the euro (``accounts.currency``), no day of begin or end, a line that cannot be read
    (``accounts.xaf_line``), entries out of balance, a year opened twice (``accounts.opened_twice``), accounts that
    moved and have no code (``NoCodes``, with them), what ``_trial.accounts`` refuses.
    """
    books = _gathered(data)
    if books.said.get("curCode", "EUR") != "EUR":
        raise Refusal("accounts.currency", N_("The books are kept in {currency}, not in euro."),
                      currency=books.said["curCode"][:10])  # fmt: skip
    started, ended = (day(books.said.get(name, ""), name) for name in ("startDate", "endDate"))
    balanced({"openingBalance": books.opening, **books.entries}, books.entry_names)
    if books.opened and books.earlier:
        words = N_("The year is opened twice: by an opening balance and by entries of period 0.")
        raise Refusal("accounts.opened_twice", words)
    moved = {account: cents for account, cents in books.balances.items() if cents}
    books.codes |= {key: said for key, said in codes.items() if not books.codes.get(key)}
    if missing := sorted(account for account in moved if not books.codes.get(account)):
        raise _no_codes(missing, books.names)
    sold = any(books.codes.get(account, "").startswith("WOmz") for account in books.balances)
    found = sums((*part_of(books.codes[account], account), cents) for account, cents in moved.items())
    return accounts(
        found, format=NAME, number=compact(books.said.get("Commercenr")) or "", name=books.said.get("companyName", ""),
        started=started, ended=ended, last=books.last or ended, closed=sold,
    )  # fmt: skip


def _no_codes(missing: Sequence[str], names: Mapping[str, str]) -> NoCodes:
    words = N_("{count} accounts have no RGS code ({first}): say what they are, or type the figures.")
    named = ", ".join(f"{key} {names.get(key, '')}".strip()[:40] for key in missing[:_SHOWN])
    no = NoCodes("accounts.no_rgs", words, count=len(missing), first=named)
    no.accounts = tuple((key, names.get(key, "")) for key in missing)
    return no


def _gathered(data: bytes) -> _Books:
    books = _Books()
    for element in stream(data, MAX_BYTES, "transaction"):
        match local(element):
            case "transaction":
                _booked(element, books)
            case "obLine":
                books.opening += books.move(element)
                books.opened += 1
            case "ledgerAccount":
                account = text(element, "{*}accID") or ""
                books.codes[account] = _code(element)
                books.names[account] = text(element, "{*}accDesc") or ""
            case name if name in _SAID:
                if value := text(element):
                    books.said.setdefault(name, value)
            case _:
                pass
    return books


def _booked(element: Element, books: _Books) -> None:
    number = len(books.entries)
    lines = [each for each in element.iter() if local(each) == "trLine"]
    books.entries[number] = sum(books.move(line) for line in lines)
    if books.entries[number]:
        books.entry_names[number] = (text(element, "{*}nr") or place(element))[:60]
    if lines and (text(element, "{*}periodNumber") or "").strip("0") == "" and text(element, "{*}periodNumber"):
        books.earlier = True
    if written := text(element, "{*}trDt"):
        on = day(written, place(element))
        books.last = max(books.last or on, on)


def _code(element: Element) -> str:
    """Where 4.0 says it, else where 3.2 does; the deepest code wins where several are said."""
    told = [text(element, "{*}RGScode")]
    told += [text(each) for each in element.iter() if local(each) == "conceptRef"]
    told += [text(element, f"{{*}}{name}") for name in ("leadReference", "leadCode", "leadCrossRef")]
    return max((code_of(each) for each in told if each), key=len, default="")
