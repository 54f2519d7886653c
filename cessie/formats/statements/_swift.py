"""One reader for SWIFT customer statements: MT940, booked; MT942, the interim report, a preview.

What is not whole is refused with its line: a message without its reference, account and balances
(``mt940.incomplete``), fields out of order (``mt940.order``), a field that cannot be read (``mt940.field``). A total
that does not come out is a warning, as is a field that nobody here knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cessie.formats.statements import _balance
from cessie.formats.statements._swift_fields import Line61, account, amount, balance, floor, statement_line
from cessie.formats.statements._swift_info import Told, numbered, told
from cessie.formats.statements._swift_lines import Field, Message, messages
from cessie.formats.values import Balance, Statement, StatementAccount, StatementEntry, StatementFile
from cessie.lib.reasons import N_, Reason, Refusal

MAX_BYTES = 100 * 2**20
MAX_ENTRIES = 500_000
_ANY = re.compile(rb"(?:^|[\r\n\x01])(?::(?:20|25P?|28C?|6[02][FM]|61|6[45]F?|86):|\{1:F01)")
_INTERIM = re.compile(rb"(?:^|[\r\n]):(?:34F|13D?):|\{2:[IO]942|(?:^|[\r\n])942(?: 00)?\s*[\r\n]")
_HEAD = 4096
_CODA_COUNTS = re.compile(r"D([0-9]{6})C([0-9]{6})D([0-9]*,[0-9]*)C([0-9]*,[0-9]*)")
_SUM = re.compile(r"/SUM/([0-9]+)/([0-9]+)/([0-9]*,[0-9]*)/([0-9]*,[0-9]*)/?")


def kind_of(head: bytes) -> str | None:
    """``mt940`` or ``mt942`` by the fields of its beginning, None if another."""
    start = head[:_HEAD]
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<", b"%PDF", b"PK")) or not _ANY.search(start):
        return None
    return "mt942" if _INTERIM.search(start) else "mt940"


def read(data: bytes, name: str) -> list[StatementFile]:
    """All statements of the file."""
    count = 0
    statements = []
    for message in messages(data):
        statement = _statement(message)
        count += len(statement.entries)
        if count > MAX_ENTRIES:
            raise Refusal("mt940.entries", N_("The file holds more than {limit} entries."), limit=MAX_ENTRIES)
        statements.append(statement)
    if not statements:
        raise Refusal("mt940.empty", N_("The file holds no statement."))
    return [StatementFile(format=name, statements=tuple(statements), warnings=tuple(_balance.twice(statements)))]


@dataclass
class _Row:
    """Field 61 with the fields 86 and NS behind it."""

    line: Line61
    where: Field
    words: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)

    def told(self) -> Told:
        """What the bank tells about it."""
        if self.numbered and not self.words:
            return numbered(self.numbered)
        return told(self.words, self.line.reference, self.line.more)


@dataclass
class _Open:
    """The statement that is being read; the one thing here that changes."""

    message: Message
    values: dict[str, Field] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    holder: str | None = None
    warnings: list[Reason] = field(default_factory=list)

    def take(self, where: Field) -> None:
        """One field; 86 and NS belong to the 61 before them, after the closing balance to the statement."""
        tag = where.tag
        closed = any(key in self.values for key in ("62F", "62M"))
        if tag == "61":
            self._expect(where, not closed)
            self.rows.append(_Row(statement_line(where), where))
        elif tag == "86":
            (self.rows[-1].words if self.rows and not closed else self.tail).extend(where.lines)
        elif tag == "NS":
            self._take_numbered(where)
        elif tag in {"64", "65", "65F", "64F"}:
            balance(where)
        elif tag in {
            "20",
            "21",
            "25",
            "25P",
            "28",
            "28C",
            "60F",
            "60M",
            "62F",
            "62M",
            "34F",
            "13",
            "13D",
            "90C",
            "90D",
        }:
            again = {"34F", "21"}  # 34F once for debits, once for credits
            self._expect(where, tag not in self.values or tag in again)
            self._expect(where, tag not in {"60F", "60M"} or not (self.rows or closed or self._has("60F", "60M")))
            self._expect(where, tag not in {"62F", "62M"} or not closed)
            self.values.setdefault(tag, where)
        else:
            words = N_("Line {line}: field {tag} is not known here and was left out.")
            self.warnings.append(Reason("mt940.unknown", words, {"line": where.number, "tag": tag}))

    def _take_numbered(self, where: Field) -> None:
        if self.rows:
            self.rows[-1].numbered.extend(where.lines)
        else:
            self.holder = next((line[2:].strip() for line in where.lines if line.startswith("22")), None)

    def _has(self, *tags: str) -> bool:
        return any(tag in self.values for tag in tags)

    def _expect(self, where: Field, possible: bool) -> None:
        if not possible:
            words = N_("Line {line}: field {tag} cannot stand here.")
            raise Refusal("mt940.order", words, line=where.number, tag=where.tag)

    def one(self, *tags: str) -> Field | None:
        """The first of these fields that there is."""
        return next((self.values[tag] for tag in tags if tag in self.values), None)

    def need(self, *tags: str) -> Field:
        """The same; refused where there is none."""
        found = self.one(*tags)
        if found is None:
            words = N_("The message that begins on line {line} is not whole: field {tag} is missing.")
            raise Refusal("mt940.incomplete", words, line=self.message.number, tag=tags[0])
        return found


def _statement(message: Message) -> Statement:
    current = _Open(message)
    for where in message.fields:
        current.take(where)
    own, named = account(current.need("25", "25P"))
    interim = not current._has("60F", "60M", "62F", "62M") and current._has("34F", "13", "13D")
    opening = closing = None
    if interim:
        currency = floor(current.values["34F"]) if "34F" in current.values else None
    else:
        opening, currency = balance(current.need("60F", "60M"))
        closing, other = balance(current.need("62F", "62M"))
        if other != currency:
            words = N_("The statement opens in {currency} and closes in {other}.")
            raise Refusal("mt940.currency", words, currency=currency, other=other)
    return _finish(current, replace(own, currency=currency or named, holder=current.holder), opening, closing, interim)


def _finish(
    current: _Open, own: StatementAccount, opening: Balance | None, closing: Balance | None, interim: bool
) -> Statement:
    number = current.one("28C", "28")
    statement = Statement(
        account=own,
        number=number.first.strip() or None if number is not None else None,
        opening=opening,
        closing=closing,
        entries=tuple(_entry(row, own.currency, closing) for row in current.rows),
        id=current.need("20").first.strip() or None,
        created=closing.date if closing is not None else None,
        interim=interim,
    )
    warnings = (*current.warnings, *_balance.check(statement), *_check_totals(current, statement))
    return replace(statement, warnings=warnings)


def _entry(row: _Row, currency: str | None, closing: Balance | None) -> StatementEntry:
    line, said = row.line, row.told()
    booked = line.booked or (closing.date if closing is not None else None)
    return StatementEntry(
        booked=booked,
        value=line.value,
        amount=line.amount,
        currency=currency,
        status="pending" if line.expected else "booked",
        bank_reference=line.bank_reference,
        end_to_end_id=said.end_to_end_id,
        batch_reference=said.batch_reference,
        counterparty=said.counterparty,
        remittance=said.remittance,
        mandate=said.mandate,
        creditor_id=said.creditor_id,
        return_type=said.return_type,
        return_reason=said.return_reason,
        reversal=line.reversal,
        transaction_code=f"{line.type}/{said.code}" if said.code else line.type,
        information=said.information,
    )


def _check_totals(current: _Open, statement: Statement) -> Iterator[Reason]:
    """The bank's own counts and sums behind the balances: ``D000003C000002D0,15C0,06`` or ``/SUM/3/2/0,15/0,06/``."""
    text = "".join(line.strip() for line in current.tail)
    found = _CODA_COUNTS.search(text) or _SUM.search(text)
    if found is None:
        return
    where = current.message.fields[-1]
    debits, credits = amount(found[3], where), amount(found[4], where)
    counted = (
        sum(entry.amount < 0 for entry in statement.entries),
        sum(entry.amount > 0 for entry in statement.entries),
    )
    read_: tuple[int, int, Decimal, Decimal] = (*counted, statement.debits, statement.credits)
    if read_ != (int(found[1]), int(found[2]), debits, credits):
        yield Reason(
            "mt940.totals",
            N_("The bank counts {stated}, the entries make {computed} (debits, credits and their sums)."),
            {
                "stated": f"{int(found[1])}, {int(found[2])}, {debits:f}, {credits:f}",
                "computed": f"{read_[0]}, {read_[1]}, {read_[2]:f}, {read_[3]:f}",
            },
        )
