"""CODA 2, the Belgian coded statement of account (Febelfin, version 2.6).

Records: 0 header, 1 old balance, 2.1 to 2.3 movement, 3.1 to 3.3 information, 8 new balance, 4 free text, 9 trailer;
one file may hold many statements. What is booked is told by the type of the movement (0 to 3); details (5 to 9) hang
under their total and are never added to it. Refuses what cannot be a CODA (``coda.record``, ``coda.order``,
``coda.version``, ``coda.field``, ``coda.length``, ``coda.incomplete``); every total that does not come out is a
warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cessie.formats.statements import _balance
from cessie.formats.statements._coda_fields import Line, lines_of, own_account
from cessie.formats.statements._coda_movement import Movement, entries_of
from cessie.formats.values import ZERO, Balance, Statement, StatementAccount, StatementFile
from cessie.lib.reasons import N_, Fact, Reason, Refusal

NAME = "coda"
KIND = "statement"
MAX_BYTES = 100 * 2**20
_HEAD = re.compile(rb"00000[0-9]{6}[0-9 ]{3}[0-9]{2}[ -\xff]{100}")
_SEQUENCES = 10_000  # after 9999 comes 0000


def looks_like(head: bytes, name: str) -> bool:
    """By its first line: record 0, a day, a bank and the application code."""
    return bool(_HEAD.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")))


@dataclass
class _Open:
    """The statement that is being read; the one thing here that changes."""

    header: Line
    balance: Line | None = None
    closing: Line | None = None
    movements: list[Movement] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    records: int = 0

    def take(self, line: Line) -> None:
        """One record after the header."""
        kind = line.at(1, 2) if line.at(1, 1) in "23" else line.at(1, 1)
        handlers = {
            "1": self._old_balance,
            "21": self._movement,
            "22": self._more,
            "23": self._more,
            "31": self._information,
            "32": self._more,
            "33": self._more,
            "8": self._new_balance,
            "4": self._free,
        }
        if kind not in handlers:
            raise _unknown(line)
        handlers[kind](line)
        self.records += kind != "4"

    def _expect(self, line: Line, possible: bool) -> None:
        if not possible:
            words = N_("Line {line}: record {record} cannot stand here.")
            raise Refusal("coda.order", words, line=line.number, record=line.at(1, 2).strip())

    def _old_balance(self, line: Line) -> None:
        self._expect(line, self.balance is None)
        self.balance = line

    def _movement(self, line: Line) -> None:
        self._expect(line, self.balance is not None and self.closing is None)
        self.movements.append(Movement(line))

    def _more(self, line: Line) -> None:
        self._expect(line, bool(self.movements) and self.closing is None and self.movements[-1].continues(line))
        self.movements[-1].add(line)

    def _information(self, line: Line) -> None:
        self._expect(line, bool(self.movements) and self.closing is None)
        if line.at(3, 6) != self.movements[-1].first.at(3, 6):
            words = N_("Line {line}: the information belongs to movement {found}, it stands under {expected}.")
            facts: dict[str, Fact] = {
                "line": line.number,
                "found": line.at(3, 6),
                "expected": self.movements[-1].first.at(3, 6),
            }
            self.warnings.append(Reason("coda.information", words, facts))
        self.movements[-1].add(line)

    def _new_balance(self, line: Line) -> None:
        self._expect(line, self.balance is not None and self.closing is None)
        self.closing = line

    def _free(self, line: Line) -> None:
        self._expect(line, self.balance is not None)
        self.free.append(line.at(33, 112).strip())


def read(data: bytes) -> list[StatementFile]:
    """All statements of the file."""
    if len(data) > MAX_BYTES:
        words = N_("The file has {size} bytes; at most {limit} are read.")
        raise Refusal("coda.too_large", words, size=len(data), limit=MAX_BYTES)
    lines, warnings = lines_of(data)
    statements: list[Statement] = []
    current: _Open | None = None
    for line in lines:
        record = line.at(1, 1)
        if not line.text.strip():
            continue
        if record == "0":
            if current is not None:
                raise _incomplete(line.number - 1)
            current = _Open(_header(line))
        elif current is None:
            raise _unknown(line) if record not in "123489" else _out_of_place(line)
        elif record == "9":
            statements.append(_statement(current, line, _of_lines(warnings, current.header.number, line.number)))
            current = None
        else:
            current.take(line)
    if current is not None or not statements:
        raise _incomplete(len(lines))
    return [StatementFile(format=NAME, statements=tuple(statements), warnings=tuple(_balance.twice(statements)))]


def _of_lines(warnings: list[Reason], first: int, last: int) -> list[Reason]:
    return [w for w in warnings if isinstance(n := w.facts["line"], int) and first <= n <= last]


def _unknown(line: Line) -> Refusal:
    words = N_("Line {line} begins with {text}, which is no record of a CODA.")
    return Refusal("coda.record", words, line=line.number, text=f"“{line.at(1, 10).strip()}”")


def _out_of_place(line: Line) -> Refusal:
    words = N_("Line {line}: record {record} cannot stand here.")
    return Refusal("coda.order", words, line=line.number, record=line.at(1, 1))


def _incomplete(line: int) -> Refusal:
    words = N_(
        "The statement is incomplete: after line {line} the new balance or the trailer (records 8 and 9) is missing."
    )
    return Refusal("coda.incomplete", words, line=line)


def _header(line: Line) -> Line:
    version = line.at(128, 128)
    if line.at(1, 5) != "00000":
        raise _unknown(line)
    if version != "2":
        words = N_("Line {line}: CODA version {version} is not read, only version 2.")
        raise Refusal("coda.version", words, line=line.number, version=f"“{version}”")
    return line


def _statement(current: _Open, trailer: Line, warnings: list[Reason]) -> Statement:
    head, old, new = current.header, current.balance, current.closing
    if old is None or (new is None and current.movements):
        raise _incomplete(trailer.number)
    details_only = head.at(84, 88) not in {"00000", "     "}
    account = own_account(old.at(2, 2), old.at(6, 42))
    entries, doubts = entries_of(current.movements, account.currency, details_only=details_only)
    opening = Balance(date=old.day(59), amount=old.amount(43, 44))
    sequence = old.at(126, 128)
    statement = Statement(
        account=replace(account, bic=head.word(61, 71), holder=old.word(65, 90)),
        number=paper if (paper := old.at(3, 5)).strip(" 0") else sequence.strip(" ") or None,
        opening=None if details_only else opening,
        closing=None if details_only else _closing(new, opening),
        entries=entries,
        id=head.word(25, 34),
        sequence=int(sequence) if sequence.isdigit() and int(sequence) else None,
        created=head.day(6),
        details_only=details_only,
        duplicate=head.at(17, 17) == "D",
    )
    checks = (
        *_check_header(head),
        *current.warnings,
        *doubts,
        *_balance.check(statement),
        *_balance.check_details(entries),
        *_check_account(account, old, new),
        *_check_sequence(current.movements),
        *_check_trailer(current, statement, trailer),
    )
    return replace(statement, warnings=(*warnings, *checks))


def _closing(new: Line | None, opening: Balance) -> Balance:
    """Of a file without movement and without record 8 the balance is the old one (section 2 of the standard)."""
    return opening if new is None else Balance(date=new.day(58), amount=new.amount(42, 43))


def _check_header(head: Line) -> Iterator[Reason]:
    if head.at(15, 16) != "05":
        words = N_("The header has application code {code} instead of 05.")
        yield Reason("coda.application", words, {"code": head.at(15, 16)})


def _check_account(account: StatementAccount, old: Line, new: Line | None) -> Iterator[Reason]:
    if new is None:
        return
    other = own_account(old.at(2, 2), new.at(5, 41))
    if (other.iban, other.other, other.currency) != (account.iban, account.other, account.currency):
        words = N_("The new balance is of account {found}, the old one of {account}.")
        facts = {"found": other.iban or other.other, "account": account.iban or account.other}
        yield Reason("coda.account", words, facts)


def _check_sequence(movements: list[Movement]) -> Iterator[Reason]:
    previous: int | None = None
    for movement in movements:
        number = movement.first.digits(3, 6)
        if previous is not None and number not in {previous, (previous + 1) % _SEQUENCES}:
            words = N_("Line {line}: movement {number} follows movement {previous}.")
            yield Reason(
                "coda.sequence", words, {"line": movement.first.number, "number": number, "previous": previous}
            )
        previous = number


def _check_trailer(current: _Open, statement: Statement, trailer: Line) -> Iterator[Reason]:
    """Record 9: how many records 1, 2, 3 and 8, and the sums of debits and credits."""
    counted, stated = current.records % 1_000_000, trailer.digits(17, 22)
    if counted != stated:
        words = N_("The trailer counts {stated} records, there are {counted}.")
        yield Reason("coda.records", words, {"stated": stated, "counted": counted})
    if statement.details_only:
        return
    sums: tuple[tuple[str, int, Decimal], ...] = (
        (N_("The trailer's total of debits is {stated}, the movements make {computed}."), 23, statement.debits),
        (N_("The trailer's total of credits is {stated}, the movements make {computed}."), 38, statement.credits),
    )
    for words, first, computed in sums:
        total = Decimal(trailer.digits(first, first + 14)).scaleb(-3)
        if total != computed + ZERO:
            yield Reason("coda.totals", words, {"stated": f"{total:f}", "computed": f"{computed:f}"})
