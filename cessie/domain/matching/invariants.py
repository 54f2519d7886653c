"""What must hold of receipts and matches, beside the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection

from cessie.lib.reasons import N_, Reason


def receipts_stand_in_the_books() -> Iterable[Reason]:
    """What of a receipt is unallocated in the books (2300) is its amount less what its posted matches allocate.

    One that the bank took back holds nothing any more. Other rooms take from it too: dividends after an indemnity
    (P27).
    """
    for line, amount, shared, booked in _rows(
        """
        select r.line_id, r.amount_cents, coalesce(a.cents, 0), coalesce(-b.cents, 0)
          from (select id, line_id, case when returned_line_id is null then amount_cents else 0 end as amount_cents
                  from matching_receipt) r
          left join (select receipt_id, sum(amount_cents) as cents
                       from (select receipt_id, amount_cents from matching_allocation where live
                             union all select receipt_id, amount_cents from matching_claimshare
                                        where live and not given_up
                             union all select receipt_id, amount_cents from matching_use where live) parts
                      group by 1) a on a.receipt_id = r.id
          left join (select reference_id, sum(amount_cents) as cents from ledger_line l
                      where account = '2300' and not exists (
                            select 1 from ledger_line o where o.entry_id = l.entry_id
                               and o.booking_date = l.booking_date and o.account in ('2350', '5010'))
                      group by 1) b on b.reference_id = r.line_id
         where r.amount_cents - coalesce(a.cents, 0) <> coalesce(-b.cents, 0)
        """
    ):
        yield Reason(
            "matching.receipt_and_books",
            N_("Receipt of line {line}: {amount} less {shared} allocated, the books have {booked} (cents)."),
            {"line": str(line), "amount": amount, "shared": int(shared), "booked": int(booked)},
        )


def allocations_stand_in_the_books() -> Iterable[Reason]:
    """Every live allocation is what P08, its reversals and P28 leave on the invoice for that bank line; no other is."""
    for line, invoice, shared, booked in _rows(
        """
        select coalesce(a.line_id, b.reference_id), coalesce(a.invoice_id, b.invoice_id), a.cents, b.cents
          from (select r.line_id, x.invoice_id, sum(x.amount_cents) as cents
                  from matching_allocation x join matching_receipt r on r.id = x.receipt_id
                 where x.live group by 1, 2) a
          full join (select l.reference_id, l.invoice_id, sum(l.amount_cents) as cents
                       from ledger_line l join ledger_entry e
                         on e.id = l.entry_id and e.booking_date = l.booking_date
                      where l.account = '2300' and e.rule in ('P08', 'P28') and l.invoice_id is not null
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
        select distinct m.id, m.state from matching_match m
          join (select match_id, receipt_id, live from matching_allocation
                union all select match_id, receipt_id, live from matching_use
                union all select match_id, receipt_id, live from matching_claimshare
                union all select s.match_id, m.receipt_id, s.state = 'posted'
                            from matching_settlement s join matching_match m on m.id = s.match_id) a
            on a.match_id = m.id
         where a.live <> (m.state = 'posted') or a.receipt_id <> m.receipt_id
        """
    ):
        yield Reason(
            "matching.state",
            N_("Match {match} is {state}, its allocations say otherwise."),
            {"match": str(match), "state": state},
        )


def uses_stand_in_the_books() -> Iterable[Reason]:
    """What of a receipt pays no invoice is what its rules and their reversals leave, kind by kind."""
    for line, kind, used, booked in _rows(
        """
        select coalesce(u.line_id, b.reference_id), coalesce(u.kind, b.kind), u.cents, b.cents
          from (select r.line_id, x.kind, sum(x.amount_cents) as cents
                  from matching_use x join matching_receipt r on r.id = x.receipt_id
                 where x.live group by 1, 2) u
          full join (select l.reference_id,
                            case e.rule when 'P18' then 'overpayment' when 'P20' then 'small_difference'
                                        when 'P21' then 'not_bought' else case when exists (
                                             select 1 from ledger_line o where o.entry_id = l.entry_id
                                                and o.booking_date = l.booking_date and o.account = '1200')
                                        then 'advance' else 'client_debt' end end as kind,
                            sum(l.amount_cents) as cents
                       from ledger_line l join ledger_entry e
                         on e.id = l.entry_id and e.booking_date = l.booking_date
                      where l.account = '2300' and (e.rule in ('P18', 'P20', 'P21')
                            or e.rule = 'P08' and l.invoice_id is null and l.contract_id is not null)
                      group by 1, 2 having sum(l.amount_cents) <> 0) b
            on b.reference_id = u.line_id and b.kind = u.kind
         where u.cents is distinct from b.cents
        """
    ):
        yield Reason(
            "matching.use_and_books",
            N_("Line {line}, {kind}: {used} is used so, the books have {booked} (cents)."),
            {"line": str(line), "kind": kind, "used": int(used or 0), "booked": int(booked or 0)},
        )


def claims_stand_in_the_books() -> Iterable[Reason]:
    """What of a receipt pays claims beside an invoice is what P35 and its reversals leave there; no other is."""
    for line, invoice, shared, booked in _rows(
        """
        select coalesce(a.line_id, b.reference_id), coalesce(a.invoice_id, b.invoice_id), a.cents, b.cents
          from (select r.line_id, x.invoice_id, sum(x.amount_cents) as cents
                  from matching_claimshare x join matching_receipt r on r.id = x.receipt_id
                 where x.live and not x.given_up group by 1, 2) a
          full join (select l.reference_id, l.invoice_id, sum(l.amount_cents) as cents
                       from ledger_line l join ledger_entry e
                         on e.id = l.entry_id and e.booking_date = l.booking_date
                      where l.account = '2300' and e.rule = 'P35' and l.invoice_id is not null
                      group by 1, 2 having sum(l.amount_cents) <> 0) b
            on b.reference_id = a.line_id and b.invoice_id = a.invoice_id
         where a.cents is distinct from b.cents
        """
    ):
        yield Reason(
            "matching.claims_and_books",
            N_("Line {line}, invoice {invoice}: {shared} paid claims beside it, the books have {booked} (cents)."),
            {"line": str(line), "invoice": str(invoice), "shared": int(shared or 0), "booked": int(booked or 0)},
        )


def settlements_stand_in_the_books() -> Iterable[Reason]:
    """Every settlement that stands took its amount off the invoice, and one that does not stand took nothing."""
    for settlement, kind, told, booked in _rows(
        """
        with entries as (
            select split_part(k.key, 'settlement/', 2)::uuid as settlement_id, e.id, e.booking_date
              from ledger_key k join ledger_entry e on e.id = k.entry_id
             where k.key ~ '^P(13|14|15|16|20|22|25) [a-z_]+ settlement/'),
        booked as (
            select n.settlement_id, -sum(l.amount_cents) as cents
              from (select settlement_id, id, booking_date from entries
                    union all select n.settlement_id, r.id, r.booking_date
                                from entries n join ledger_entry r on r.reverses_id = n.id) n
              join ledger_line l on l.entry_id = n.id and l.booking_date = n.booking_date
             where l.account in ('1100', '1110') group by 1)
        select coalesce(s.id, b.settlement_id), s.kind, case when s.state = 'posted' then s.amount_cents else 0 end,
               coalesce(b.cents, 0)
          from matching_settlement s full join booked b on b.settlement_id = s.id
         where case when s.state = 'posted' then s.amount_cents else 0 end <> coalesce(b.cents, 0)
        """
    ):
        yield Reason(
            "matching.settlement_and_books",
            N_("Settlement {settlement} ({kind}): {told} was decided, the books have {booked} (cents)."),
            {"settlement": str(settlement), "kind": kind or "", "told": int(told), "booked": int(booked)},
        )


def credit_notes_give_no_more_than_they_have() -> Iterable[Reason]:
    """What is taken off invoices by a credit note, before and after their purchase, is at most its amount."""
    for number, amount, taken in _rows(
        """
        with taken as (
            select credit_note_id, amount_cents from matching_settlement
             where credit_note_id is not null and state in ('asked', 'posted')
            union all select credit_note_id, amount_cents from invoices_credit where undone_at is null)
        select n.number, abs(n.payable_cents), sum(t.amount_cents)
          from taken t join invoices_invoice n on n.id = t.credit_note_id
         group by n.id, n.number, n.payable_cents having sum(t.amount_cents) > abs(n.payable_cents)
        """
    ):
        yield Reason(
            "matching.credit_note",
            N_("Credit note {number} of {amount}: {taken} is taken off invoices (cents)."),
            {"number": number, "amount": amount, "taken": int(taken)},
        )


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    receipts_stand_in_the_books,
    allocations_stand_in_the_books,
    uses_stand_in_the_books,
    claims_stand_in_the_books,
    settlements_stand_in_the_books,
    credit_notes_give_no_more_than_they_have,
    taken_lines_have_their_receipt,
    states_agree,
]


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()
