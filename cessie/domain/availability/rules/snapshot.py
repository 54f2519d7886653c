"""What a run stood on, as bytes that are the same whenever the facts are: so that it can be reckoned again.

Debtors and lines in a fixed order, compact JSON, compressed. Lines are left out where they stand elsewhere unchanged
for ever (a ledger that the client sent).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from cessie.lib.references import normal_invoice_number
from cessie.terms.contract import EligibilityRule
from cessie.terms.eligibility import Debtor, Open, Rules

_FLAGS = ("disputed", "held", "unperformed", "untransferred", "uncovered")


class Out(NamedTuple):
    """What a finding holds out: all of a debtor, a number of his, or a number whosever it is (None)."""

    debtor: UUID | None
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """An open invoice of the books with what the rules ask of it; its number where a finding could name it."""

    invoice_id: UUID
    open: Open
    number: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """A ledger whose deed must be registered and is not: only what also stands in the ledger ``passed`` (None: nothing)
    has passed."""

    passed: UUID | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``submission``: the ledger that the lines stand in; None: they are ``lines``. ``lost``: documents whose cover is
    lost, each of a debtor. ``waits``: where the deed of that ledger is not registered."""

    submission: UUID | None
    debtors: Mapping[UUID, Debtor]
    lines: Sequence[Line] = ()
    out: frozenset[Out] = frozenset()
    lost: frozenset[Out] = frozenset()
    waits: Waits | None = None
    paid: Mapping[Out, int] = field(default_factory=dict)

    def rules(self, agreed: Rules) -> Rules:
        """The rules that it is judged by: what a finding holds out is held, and what no registered deed transferred is
        out, whether or not the contract asks so. Facts without either are judged as before there were any."""
        found = dict(agreed)
        if self.out:
            found["HOLD"] = EligibilityRule("HOLD")
        if self.waits is not None or any(line.open.untransferred for line in self.lines):
            found["DEED"] = EligibilityRule("DEED")
        if self.lost:
            found["COVER"] = EligibilityRule("COVER")
        return found

    def judge(self, agreed: Rules) -> Callable[[Open, str], Open]:
        """Tells a line of this number with what findings say of it, and whether its cover is lost. Under a contract
        without ``HOLD`` only findings hold.

        Numbers are compared only where one was named: a ledger has half a million of them.
        """
        whole = {out.debtor for out in self.out if not out.number}
        named = {out.debtor for out in self.out if out.number}
        insured = {out.debtor for out in self.lost}
        asked = "HOLD" in agreed

        def judged(line: Open, number: str) -> Open:
            held = line.debtor in whole
            if not held and (line.debtor in named or None in named):
                bare = normal_invoice_number(number)
                held = any((key, bare) in self.out for key in (line.debtor, None))
            lost = line.debtor in insured and (line.debtor, normal_invoice_number(number)) in self.lost
            return line._replace(held=held or (asked and line.held), uncovered=lost)

        return judged if self.out or self.lost else lambda line, number: line


def packed(snapshot: Snapshot) -> tuple[str, bytes]:
    """The SHA-256 of the facts and their compressed bytes."""
    order = sorted(snapshot.debtors, key=str)
    place: dict[object, int] = {key: n for n, key in enumerate(order)}
    value: dict[str, object] = {
        "submission": str(snapshot.submission) if snapshot.submission else None,
        "debtors": [_debtor(key, snapshot.debtors[key]) for key in order],
        "lines": [_line(line, place) for line in sorted(snapshot.lines, key=lambda line: str(line.invoice_id))],
    }
    if snapshot.out:  # facts without findings are told as before there were any
        value["out"] = sorted([str(out.debtor or ""), out.number] for out in snapshot.out)
    if snapshot.lost:
        value["lost"] = sorted([str(out.debtor), out.number] for out in snapshot.lost)
    if snapshot.waits is not None:
        value["waits"] = str(snapshot.waits.passed or "")
    if snapshot.paid:
        value["paid"] = sorted([str(out.debtor), out.number, cents] for out, cents in snapshot.paid.items())
    if snapshot.out or snapshot.lost:
        value["numbers"] = dict(sorted((str(line.invoice_id), line.number) for line in snapshot.lines))
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return sha256(plain).hexdigest(), gzip.compress(plain, compresslevel=6, mtime=0)


def unpacked(data: bytes) -> Snapshot:
    """The facts that ``packed`` wrote."""
    value = json.loads(gzip.decompress(data))
    keys = [UUID(row[0]) for row in value["debtors"]]
    debtors = {
        key: Debtor(bool(row[1]), bool(row[2]), row[3], row[4], row[5], row[6])
        for key, row in zip(keys, value["debtors"], strict=True)
    }
    submission = UUID(value["submission"]) if value["submission"] else None
    out = frozenset(Out(UUID(debtor) if debtor else None, number) for debtor, number in value.get("out", ()))
    lost = frozenset(Out(UUID(debtor), number) for debtor, number in value.get("lost", ()))
    numbers = value.get("numbers", {})
    passed = value.get("waits")
    waits = None if passed is None else Waits(UUID(passed) if passed else None)
    paid = {Out(UUID(debtor), number): int(cents) for debtor, number, cents in value.get("paid", ())}
    lines = [_read(row, keys, numbers) for row in value["lines"]]
    return Snapshot(submission, debtors, lines, out, lost, waits, paid)


def _debtor(key: UUID, of: Debtor) -> list[object]:
    return [str(key), int(of.affiliate), int(of.consumer), of.country, of.credits, of.contra, of.limit]


def _line(line: Line, place: Mapping[object, int]) -> list[object]:
    of = line.open
    days = [day.isoformat() if day else None for day in (of.due, of.issued, of.handed)]
    flags = [n for n, name in enumerate(_FLAGS) if getattr(of, name)]
    return [str(line.invoice_id), place[of.debtor], of.cents, *days, flags]


def _read(row: Sequence[object], keys: Sequence[UUID], numbers: Mapping[str, str]) -> Line:
    key, debtor, cents, due, issued, handed, flags = row
    marks = {name: n in _numbers(flags) for n, name in enumerate(_FLAGS)}
    known = _day(due)
    if known is None:
        raise ValueError("a line without a due date")
    told = Open(keys[int(str(debtor))], int(str(cents)), known, _day(issued), _day(handed), **marks)
    return Line(UUID(str(key)), told, numbers.get(str(key), ""))


def _numbers(flags: object) -> Iterable[object]:
    return flags if isinstance(flags, list) else ()


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
