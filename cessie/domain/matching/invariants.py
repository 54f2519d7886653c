"""What must hold of receipts and matches, beside the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection

from cessie.lib.reasons import N_, Reason


def receipts_stand_in_the_books() -> Iterable[Reason]:
    """What of a receipt is unallocated in the books (2300) is its amount less what its posted matches allocate."""
    for line, amount, shared, booked in _rows(
        """
        select r.line_id, r.amount_cents, coalesce(a.cents, 0), coalesce(-b.cents, 0)
          from matching_receipt r
          left join (select receipt_id, sum(amount_cents) as cents from matching_allocation
                      where live group by 1) a on a.receipt_id = r.id
          left join (select reference_id, sum(amount_cents) as cents from ledger_line
                      where account = '2300' group by 1) b on b.reference_id = r.line_id
         where r.amount_cents - coalesce(a.cents, 0) <> coalesce(-b.cents, 0)
        """
    ):
        yield Reason(
            "matching.receipt_and_books",
            N_("Receipt of line {line}: {amount} less {shared} allocated, the books have {booked} (cents)."),
            {"line": str(line), "amount": amount, "shared": int(shared), "booked": int(booked)},
        )


def allocations_stand_in_the_books() -> Iterable[Reason]:
    """Every live allocation is what P08 and its reversals leave on the invoice for that bank line, and no other is."""
    for line, invoice, shared, booked in _rows(
        """
        select coalesce(a.line_id, b.reference_id), coalesce(a.invoice_id, b.invoice_id), a.cents, b.cents
          from (select r.line_id, x.invoice_id, sum(x.amount_cents) as cents
                  from matching_allocation x join matching_receipt r on r.id = x.receipt_id
                 where x.live group by 1, 2) a
          full join (select l.reference_id, l.invoice_id, sum(l.amount_cents) as cents
                       from ledger_line l join ledger_entry e
                         on e.id = l.entry_id and e.booking_date = l.booking_date
                      where l.account = '2300' and e.rule = 'P08' and l.invoice_id is not null
                      group by 1, 2 having sum(l.amount_cents) <> 0) b
            on b.reference_id = a.line_id and b.invoice_id = a.invoice_id
         where a.cents is distinct from b.cents
        """
    ):
        yield Reason(
            "matching.allocation_and_books",
            N_("Line {line}, invoice {invoice}: {shared} is matched, the books have {booked} (cents)."),
            {"line": str(line), "invoice": str(invoice), "shared": int(shared or 0), "booked": int(booked or 0)},
        )


def taken_lines_have_their_receipt() -> Iterable[Reason]:
    """A bank line that matching took has its receipt, with the amount of the line."""
    for line, amount, received in _rows(
        """
        select l.id, l.amount_cents, r.amount_cents from banking_line l
          full join matching_receipt r on r.line_id = l.id
         where (l.taken_by = 'matching' or r.id is not null) and l.amount_cents is distinct from r.amount_cents
            or r.id is not null and l.taken_by is distinct from 'matching'
        """
    ):
        yield Reason(
            "matching.line_and_receipt",
            N_("Bank line {line} of {amount} has a receipt of {received} (cents)."),
            {"line": str(line), "amount": amount or 0, "received": received or 0},
        )


def states_agree() -> Iterable[Reason]:
    """The allocations of a posted match are live, those of every other match are not."""
    for match, state in _rows(
        """
        select distinct m.id, m.state from matching_match m join matching_allocation a on a.match_id = m.id
         where a.live <> (m.state = 'posted') or a.receipt_id <> m.receipt_id
        """
    ):
        yield Reason(
            "matching.state",
            N_("Match {match} is {state}, its allocations say otherwise."),
            {"match": str(match), "state": state},
        )


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    receipts_stand_in_the_books,
    allocations_stand_in_the_books,
    taken_lines_have_their_receipt,
    states_agree,
]


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()
