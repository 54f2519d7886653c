"""What must hold of what is charged over the whole database; each breach is a reason (``cessie check``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from cessie.domain.charges.models import AccountStatement, Accrual
from cessie.domain.charges.print_statements import told_in
from cessie.domain.charges.state_month import ACCOUNT
from cessie.domain.users.rules.viewer import system
from cessie.ledger.account import statements
from cessie.ledger.period import following
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: Statements that are compared with the books at once.
TOGETHER: Final = 100


def accruals_are_in_the_books() -> Iterable[Reason]:
    """What was noted as earned is what the books hold as earned, contract by contract."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(a.contract_id, l.contract_id), coalesce(noted, 0), coalesce(booked, 0) from"
            " (select contract_id, sum(interest_posted_cents + surcharge_posted_cents) as noted"
            "   from charges_accrual group by 1) a full join"
            " (select l.contract_id, sum(l.amount_cents) as booked from ledger_line l join ledger_entry e"
            "   on e.id = l.entry_id and e.booking_date = l.booking_date"
            "   where l.account = '1400' and e.rule = 'P11' group by 1) l on a.contract_id = l.contract_id"
            " where coalesce(noted, 0) <> coalesce(booked, 0) order by 1"
        )
        rows: list[tuple[UUID, int, int]] = cursor.fetchall()
    for contract, noted, booked in rows:
        yield Reason(
            "charges.accrual_differs",
            N_("Contract {contract}: {noted} was noted as earned, the books hold {booked}."),
            {"contract": str(contract), "noted": Money(int(noted)), "booked": Money(int(booked))},
        )


def charges_are_in_the_books() -> Iterable[Reason]:
    """Every charge of a month has its entry, with the same amount and VAT."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.id, c.net_cents + c.vat_cents, coalesce(sum(l.amount_cents), 0) from charges_charge c"
            " left join ledger_line l on l.entry_id = c.entry_id and l.account = '2100' group by c.id"
            " having coalesce(sum(l.amount_cents), 0) <> c.net_cents + c.vat_cents order by 1"
        )
        rows: list[tuple[UUID, int, int]] = cursor.fetchall()
    for charge, noted, booked in rows:
        yield Reason(
            "charges.charge_differs",
            N_("Charge {charge}: {noted} was charged, the books hold {booked}."),
            {"charge": str(charge), "noted": Money(int(noted)), "booked": Money(int(booked))},
        )


def looks_add_up() -> Iterable[Reason]:
    """What was posted for a month adds up to what each look at it found."""
    sums: dict[tuple[UUID, object], list[int]] = defaultdict(lambda: [0, 0])
    for row in Accrual.objects.order_by("contract_id", "month", "run"):
        total = sums[row.contract_id, row.month]
        total[0] += row.interest_posted_cents
        total[1] += row.surcharge_posted_cents
        if total != [row.interest_cents, row.surcharge_cents]:
            yield _other(row.contract_id, row.interest_cents, total[0])


def _other(contract: UUID, right: int, posted: int) -> Reason:
    return Reason(
        "charges.interest_differs",
        N_("Contract {contract}: {posted} of interest was posted for a month, {right} is right."),
        {"contract": str(contract), "posted": Money(posted), "right": Money(right)},
    )


def allowances_are_in_the_books() -> Iterable[Reason]:
    """What was noted as set aside for losses is what the books hold under P22, contract by contract."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(a.contract_id, l.contract_id), coalesce(noted, 0), coalesce(booked, 0) from"
            " (select contract_id, sum(posted_cents) as noted from charges_allowance group by 1) a full join"
            " (select l.contract_id, -sum(l.amount_cents) as booked from ledger_line l join ledger_entry e"
            "   on e.id = l.entry_id and e.booking_date = l.booking_date"
            "   where l.account = '1190' and e.rule = 'P22' group by 1) l on a.contract_id = l.contract_id"
            " where coalesce(noted, 0) <> coalesce(booked, 0) order by 1"
        )
        rows: list[tuple[UUID, int, int]] = cursor.fetchall()
    for contract, noted, booked in rows:
        yield Reason(
            "charges.allowance_differs",
            N_("Contract {contract}: {noted} was noted as set aside, the books hold {booked}."),
            {"contract": str(contract), "noted": Money(int(noted)), "booked": Money(int(booked))},
        )


def statements_are_in_the_books() -> Iterable[Reason]:
    """Each frozen statement of account says line by line what the books say of its month; its data have their hash."""
    for month in AccountStatement.objects.values_list("month", flat=True).distinct().order_by("month"):
        rows = AccountStatement.objects.filter(month=month).order_by("pk")
        for start in range(0, rows.count(), TOGETHER):
            yield from _differing(month, rows[start : start + TOGETHER])


def _differing(month: date, rows: Iterable[AccountStatement]) -> Iterator[Reason]:
    of = {row.contract_id: row for row in rows}
    last = following(month) - timedelta(days=1)
    books = statements(list(of), since=month, until=last, account=ACCOUNT)
    for contract, row in of.items():
        try:
            told, it = told_in(row, system("check")), books[contract]
        except Refusal as no:  # the bytes are gone or are not those that were kept
            yield no.reason
            continue
        figures = (told.opening, told.closing, *((line.entry, line.day, line.amount) for line in told.lines))
        booked = (-it.opening, -it.closing, *((line.entry_id, line.booking_date, -line.amount) for line in it.lines))
        kept = (row.opening_cents, row.closing_cents, row.line_count)
        if figures != booked or kept != (told.opening.cents, told.closing.cents, len(told.lines)):
            words = N_("The statement of account {number} is not what the books say of its month.")
            yield Reason("charges.statement_differs", words, {"number": row.number})


CHECKS = (
    accruals_are_in_the_books,
    charges_are_in_the_books,
    looks_add_up,
    allowances_are_in_the_books,
    statements_are_in_the_books,
)
