"""What must hold between managed invoices, what settled them, and the books, at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def books_say_what_is_open() -> Iterator[Reason]:
    """Of each managed invoice 9020 holds what it asks for less what settled it, and never less than nothing."""
    for number, asked, settled, books in _rows(
        """
        with entered as (
            select l.invoice_id, sum(l.amount_cents) filter (where e.rule = 'P39') as cents, sum(l.amount_cents) as open
              from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
             where l.account = '9020' group by 1),
        settled as (
            select invoice_id, sum(amount_cents) as cents from managed_settlement
             where state = 'posted' and towards = '' group by 1),
        credited as (
            select invoice_id, sum(amount_cents) as cents from invoices_credit where undone_at is null group by 1)
        select i.number, coalesce(b.cents, 0), coalesce(s.cents, 0), coalesce(b.open, 0)
          from managed_managed m join invoices_invoice i on i.id = m.invoice_id
          left join entered b on b.invoice_id = i.id left join settled s on s.invoice_id = i.id
          left join credited c on c.invoice_id = i.id
         where b.cents is distinct from i.payable_cents - coalesce(c.cents, 0)
            or b.open is distinct from b.cents - coalesce(s.cents, 0) or b.open < 0
         order by i.number limit 100"""
    ):
        words = N_("{number}: entered with {asked}, settled by {settled}, but the books hold {open}.")
        facts = {"number": number, "asked": Money(asked), "settled": Money(settled), "open": Money(books)}
        yield Reason("managed.books_differ", words, facts)


def only_managed_invoices_stand_there() -> Iterator[Reason]:
    """Nothing stands on 9020 but managed invoices, and nothing is both bought and managed."""
    for (invoice,) in _rows(
        """
        select b.invoice_id from ledger_balance b left join managed_managed m on m.invoice_id = b.invoice_id
         where b.account = '9020' and m.id is null
        union
        select m.invoice_id from managed_managed m join ledger_balance b on b.invoice_id = m.invoice_id
         where b.account in ('1100', '1110') limit 100"""
    ):
        yield Reason(
            "managed.not_managed", N_("Invoice {invoice} stands where it should not."), {"invoice": str(invoice)}
        )


def money_is_given_once() -> Iterator[Reason]:
    """Of each receipt no more is given and taken back than came in; it is settled exactly when nothing is left."""
    for line, amount, used in _rows(
        """
        select * from (
            select r.line_id, r.amount_cents, r.state,
                   coalesce((select sum(s.amount_cents) from managed_settlement s
                              where s.receipt_id = r.id and s.state = 'posted' and s.kind <> 'forgone'), 0)
                   + coalesce((select sum(b.amount_cents) from managed_return b where b.receipt_id = r.id), 0) as used
              from managed_receipt r) found
         where used > amount_cents or (used = amount_cents) <> (state = 'settled') limit 100""",
        but="state",
    ):
        words = N_("Bank line {line}: {used} of {amount} is given or went back.")
        yield Reason("managed.given", words, {"line": str(line), "used": Money(int(used)), "amount": Money(amount)})


def money_is_the_creditors() -> Iterator[Reason]:
    """A receipt is a line of an account of its client, taken for him; what it settles is his; the books know no such
    account."""
    for (line,) in _rows(
        """
        select l.id from managed_receipt r join banking_line l on l.id = r.line_id
          join banking_statement t on t.id = l.statement_id join banking_account a on a.id = t.account_id
         where a.client_id is distinct from r.client_id or l.taken_by <> 'managed'
            or l.amount_cents <> r.amount_cents or t.state <> 'chained'
        union
        select r.line_id from managed_settlement s join managed_receipt r on r.id = s.receipt_id
          join invoices_invoice i on i.id = s.invoice_id where i.client_id <> r.client_id
        union
        select a.id from banking_account a where a.client_id is not null
           and exists (select 1 from ledger_line l where l.bank_id = a.id) limit 100"""
    ):
        yield Reason("managed.not_his", N_("Bank line or account {line} is not the creditor's."), {"line": str(line)})


def _rows(sql: str, but: str = "") -> list[tuple[Any, ...]]:
    """The rows, without the column that is only there for the condition."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description or ()]
        return [
            tuple(value for name, value in zip(names, row, strict=True) if name != but) for row in cursor.fetchall()
        ]


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    books_say_what_is_open,
    only_managed_invoices_stand_there,
    money_is_given_once,
    money_is_the_creditors,
]
