"""What the deeds of ledgers transfer: their lists, but for what went back to the client, and of the ledger in force
which lines have not passed yet."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cessie.domain.client_ledgers.models import Apart, Position, Submission, Transfer
from cessie.domain.client_ledgers.opened import opened_on

#: States of a deed that has transferred.
PASSED: Final = ("standing", "registered")
#: Up to so many bytes the list is made in memory, beyond on disk.
_IN_MEMORY: Final = 2**20
_FROM: Final = """
      from client_ledgers_position p
      left join client_ledgers_position f on f.submission_id = %(former)s and f.debtor_id = p.debtor_id
                                         and f.kind = p.kind and f.number = p.number and f.open_cents > 0
                                         and f.id <> all(%(unlisted)s)
      left join client_ledgers_apart a on a.contract_id = %(contract)s and a.debtor_id = p.debtor_id
                                      and a.number = p.number and p.kind = 'invoice' and a.cause = 'charged_back'
                                      and a.ended_at is null
"""
_TOTALS: Final = f"""
    select count(*) filter (where p.open_cents > 0), coalesce(sum(p.open_cents) filter (where p.open_cents > 0), 0),
           count(*) filter (where p.open_cents > 0 and f.id is null),
           coalesce(sum(p.open_cents) filter (where p.open_cents > 0 and f.id is null), 0),
           -coalesce(sum(p.open_cents) filter (where p.open_cents < 0), 0)
           {_FROM} where p.submission_id = %(new)s and a.id is null"""
#: Nothing that a spreadsheet would run (``lib.sheets.no_formula``).
_SAFE: Final = "case when {0} ~ '^[=+@\\t\\r-]' then '''' || {0} else {0} end"
_LIST: Final = f"""
    copy (
      select p.line, {_SAFE.format("c.name")}, {_SAFE.format("p.number")}, p.issue_date, p.due_date,
             p.open_cents / 100 || '.' || lpad((p.open_cents %% 100)::text, 2, '0'), s.currency,
             case when f.id is null then 1 else 0 end, v.number
             {_FROM}
      join client_ledgers_submission s on s.id = p.submission_id
      join parties_debtor d on d.id = p.debtor_id join parties_company c on c.id = d.company_id
      left join (select company_id, min(value) as number from parties_identifier where scheme = 'vat' group by 1) v
        on v.company_id = c.id
     where p.submission_id = %(new)s and p.open_cents > 0 and a.id is null order by p.line, p.id
    ) to stdout with (format csv, delimiter ';')"""  # noqa: S608 - words of this file alone


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a ledger: its claims, those that stand in no list before (``fresh``), and what lowers them; cents."""

    count: int
    cents: int
    fresh: int
    fresh_cents: int
    credit_cents: int


def totals_of(row: Submission, former: Submission | None) -> Totals:
    """What the list of this ledger comes to, beside that of ``former``; within a transaction."""
    with _by_hash() as cursor:
        cursor.execute(_TOTALS, _keys(row, former))
        return Totals(*map(int, cursor.fetchone()))


@contextmanager
def _by_hash() -> Iterator[CursorWrapper]:
    """A cursor that joins two ledgers by hash. The rows of one were just written and have no statistics yet: half a
    million lines looked up one by one among those of their debtor take a minute, by hash two seconds."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_nestloop to off")
        yield cursor
        cursor.execute("set local enable_nestloop to default")


def _keys(row: Submission, former: Submission | None) -> dict[str, Any]:
    before = former.pk if former else None
    unlisted = _unlisted(before) if before else []
    return {"new": row.pk, "former": before, "contract": row.contract_id, "unlisted": unlisted}


def list_of(row: Submission, former: Submission | None) -> bytes:
    """The claims of a ledger as CSV, in the language that is on: UTF-8 with its mark, semicolons, in the order in which
    they were sent. The database writes it and a file on disk takes it: no row is held here, only the bytes in the end.
    Within a transaction.
    """
    head = io.StringIO()
    names = [
        _("Line"), _("Debtor"), _("Number"), _("Date"), _("Due"), _("Amount"), _("Currency"),
        _("New since the deed before"), _("VAT number of the debtor"),
    ]  # fmt: skip
    csv.writer(head, delimiter=";", lineterminator="\n").writerow(names)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        file.write(f"\ufeff{head.getvalue()}".encode())
        keys = _keys(row, former)
        with _by_hash() as cursor, connection.wrap_database_errors, cursor.copy(_LIST, keys) as copy:
            for piece in copy:
                file.write(piece)
        file.seek(0)
        return file.read()


def transfer_of(deed_id: UUID) -> Transfer | None:
    """The ledger that a deed transferred, for whoever was given the deed; None of one of a purchase."""
    return Transfer.objects.select_related("submission", "former").filter(deed_id=deed_id).first()


def deed_of_ledger(submission_id: UUID) -> UUID | None:
    """The key of its deed, for whoever was given the ledger."""
    return Transfer.objects.filter(submission_id=submission_id).values_list("deed_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Passed:
    """Of a ledger whose deed has not transferred yet: the last ledger whose lines have; None: none has."""

    ledger: UUID | None


def waits_of(row: Submission) -> Passed | None:
    """None where all of it has passed: its deed stands or is registered, or it was in force before ledgers had deeds.
    A line that was back with the client when its deed was made is in no list, also when it is let in again.

    A contract that came with its claims had them transferred elsewhere: those of its first ledger have passed.
    """
    told = Transfer.objects.filter(submission=row).select_related("deed").first()
    if told is None or told.deed.state in PASSED:
        let_in = told is not None and told.deed.state == "registered" and _let_in_since(row, told.deed.made_at)
        return Passed(row.pk) if let_in else None
    before = Submission.objects.filter(contract_id=row.contract_id, kind="balance", as_of__lt=row.as_of)
    passed = Q(transfer__deed__state__in=PASSED)
    if opened_on(row.contract_id) is not None:
        passed |= Q(transfer__isnull=True, previous__isnull=True)
    last = before.filter(passed, state="superseded").order_by("-as_of").values_list("pk", flat=True).first()
    return Passed(last)


def not_passed(submission_id: UUID, passed: Passed) -> QuerySet[Position, int]:
    """The keys of the lines of a ledger that stand in no list that has passed, by debtor and key."""
    rows = Position.objects.filter(submission_id=submission_id, open_cents__gt=0)
    if passed.ledger is not None:
        same = Position.objects.filter(
            submission_id=passed.ledger, debtor=OuterRef("debtor"), kind=OuterRef("kind"), number=OuterRef("number"),
            open_cents__gt=0,
        ).exclude(pk__in=_unlisted(passed.ledger))  # fmt: skip
        rows = rows.exclude(Exists(same))
    return rows.order_by("debtor_id", "pk").values_list("pk", flat=True)


def _let_in_since(row: Submission, made: datetime) -> bool:
    return _back_at(row.contract_id, made).filter(ended_at__isnull=False).exists()


def _back_at(contract_id: UUID, at: datetime) -> QuerySet[Apart]:
    """Lines that were back with the client at a moment: the same whenever it is asked."""
    rows = Apart.objects.filter(contract_id=contract_id, cause="charged_back", set_at__lte=at)
    return rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def _unlisted(ledger: UUID) -> list[int]:
    """The keys of its lines that its deed left out; few."""
    told = Transfer.objects.filter(submission_id=ledger).values_list("submission__contract_id", "deed__made_at").first()
    if told is None:
        return []
    back = set(_back_at(*told).values_list("debtor_id", "number"))
    rows = Position.objects.filter(submission_id=ledger, kind="invoice", debtor__in={debtor for debtor, _ in back})
    return [pk for pk, *line in rows.values_list("pk", "debtor_id", "number") if tuple(line) in back] if back else []
