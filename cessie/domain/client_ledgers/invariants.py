"""What must hold of clients' ledgers and dedicated accounts at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection

from cessie.domain.contracts.debtor_account import account_key
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def ledgers_roll_forward() -> Iterator[Reason]:
    """Invariant 9: of each ledger that was in force opening + invoices - credit notes - cash - adjustments is the
    closing, which is the sum of its lines; it opens as the one before closed, and its cash is what it counts."""
    for contract, as_of in _rows(
        """
        select c.number, s.as_of from client_ledgers_submission s join contracts_contract c on c.id = s.contract_id
          left join client_ledgers_submission p on p.id = s.previous_id
         where s.state in ('accepted', 'superseded') and s.kind = 'balance'
           and (s.opening_cents + s.invoices_cents - s.credit_notes_cents - s.cash_cents - s.adjustments_cents
                <> s.closing_cents or s.difference_cents <> 0
             or s.opening_cents <> coalesce(p.closing_cents, 0)
             or s.closing_cents <> (select coalesce(sum(open_cents), 0) from client_ledgers_position
                                     where submission_id = s.id)
             or s.cash_cents <> (select coalesce(sum(amount_cents), 0) from client_ledgers_match
                                  where counted_id = s.id))"""
    ):
        words = N_("{contract}: the ledger as of {day} does not roll forward.")
        yield Reason("ledgers.roll_forward", words, {"contract": contract, "day": as_of})


def books_follow_the_ledgers() -> Iterator[Reason]:
    """On each debtor's account (1100) stands what he owes by the ledger in force but for lines set apart, with matched
    money that it counts and that has not arrived, less money that came before a ledger counted it."""
    for contract, number, debtor, wanted in _rows(
        """
        with held as (
            select d.contract_id from client_ledgers_dedicated d join banking_account a on a.id = d.account_id
             where a.client_id is null),
        told as (
            select s.contract_id, p.debtor_id, greatest(0, coalesce(sum(p.open_cents) filter (where a.id is null), 0))
                   as cents
              from client_ledgers_submission s join client_ledgers_position p on p.submission_id = s.id
              left join client_ledgers_apart a on a.contract_id = s.contract_id and a.debtor_id = p.debtor_id
                   and a.number = p.number and p.kind = 'invoice' and a.ended_at is null
             where s.state = 'accepted' and s.kind = 'balance' group by 1, 2),
        words as (
            select m.contract_id, m.debtor_id, m.amount_cents, m.counted_id is not null as counted,
                   m.contract_id in (select contract_id from held) or coalesce(w.state = 'arrived', false) as landed
              from client_ledgers_match m left join client_ledgers_sweep w on w.id = m.sweep_id
             where m.state = 'live' and m.invoice_id is null and m.apart_id is null),
        moved as (
            select contract_id, debtor_id, sum(case when counted and not landed then amount_cents
                                                    when landed and not counted then -amount_cents else 0 end) as cents
              from words group by 1, 2)
        select contract_id, c.number, debtor_id, greatest(0, coalesce(t.cents, 0) + coalesce(m.cents, 0))
          from told t full join moved m using (contract_id, debtor_id) join contracts_contract c on c.id = contract_id
        """
    ):
        booked = _booked(contract, account_key(contract, debtor))
        if booked != wanted:
            words = N_("{contract}: debtor {debtor} owes {wanted} by the ledger, the books hold {booked}.")
            facts = {"contract": number, "debtor": str(debtor)}
            yield Reason("ledgers.books", words, {**facts, "wanted": Money(int(wanted)), "booked": Money(booked)})


def lines_apart_stand_in_the_books() -> Iterator[Reason]:
    """What is doubtful on debtors' accounts (1110) is what lines set apart took there, less money that arrived for them
    and what the insurer accepted; no line is in a live claim that is not set apart as doubtful."""
    for number, debtor, wanted, booked in _rows(
        """
        with lines as (
            select a.contract_id, a.debtor_id, greatest(0, a.booked_cents - coalesce((
                       select sum(m.amount_cents) from client_ledgers_match m join client_ledgers_sweep w
                           on w.id = m.sweep_id
                        where m.apart_id = a.id and m.state = 'live' and w.state = 'arrived'), 0))
                   as cents
              from client_ledgers_apart a
             where a.ended_at is null and a.cause = 'doubtful' and not exists (
                   select 1 from credit_claimline l join credit_claim c on c.id = l.claim_id
                    where l.live and c.state in ('accepted', 'paid') and l.contract_id = a.contract_id
                      and l.debtor_id = a.debtor_id and l.number = a.number)),
        told as (select contract_id, debtor_id, sum(cents) as cents from lines group by 1, 2),
        books as (
            select contract_id, debtor_id, sum(amount_cents) as cents from ledger_balance
             where account = '1110' and due_date is null
               and contract_id in (select distinct contract_id from client_ledgers_apart)
             group by 1, 2)
        select n.number, debtor_id, coalesce(t.cents, 0), coalesce(b.cents, 0)
          from told t full join books b using (contract_id, debtor_id) join contracts_contract n on n.id = contract_id
         where coalesce(t.cents, 0) <> coalesce(b.cents, 0)"""
    ):
        words = N_("{contract}: {wanted} of debtor {debtor} is set apart as doubtful, the books hold {booked}.")
        facts = {"contract": number, "debtor": str(debtor)}
        yield Reason(
            "ledgers.apart_books", words, {**facts, "wanted": Money(int(wanted)), "booked": Money(int(booked))}
        )
    for number, line in _rows(
        """
        select c.number, l.number from credit_claimline l join contracts_contract c on c.id = l.contract_id
         where l.live and not exists (
               select 1 from client_ledgers_apart a where a.contract_id = l.contract_id and a.debtor_id = l.debtor_id
                  and a.number = l.number and a.cause = 'doubtful' and a.ended_at is null)"""
    ):
        words = N_("{contract}: line {line} is in a claim and not set apart.")
        yield Reason("ledgers.claim_not_apart", words, {"contract": number, "line": line})


def memo_is_the_bank() -> Iterator[Reason]:
    """What the books remember of clients' own dedicated accounts (9010) is what their statements moved, by contract."""
    for number, booked, moved in _rows(
        """
        select c.number, coalesce(b.cents, 0), coalesce(l.cents, 0) from contracts_contract c
          left join (select contract_id, sum(amount_cents) as cents from ledger_balance where account = '9010'
                      group by 1) b on b.contract_id = c.id
          left join (select d.contract_id, sum(n.amount_cents) as cents from client_ledgers_dedicated d
                       join banking_account a on a.id = d.account_id and a.client_id is not null
                       join banking_statement s on s.account_id = a.id
                       join banking_line n on n.statement_id = s.id and n.taken_by = 'client_ledgers'
                      group by 1) l on l.contract_id = c.id
         where coalesce(b.cents, 0) <> coalesce(l.cents, 0)"""
    ):
        words = N_("{contract}: 9010 holds {booked}, the bank's lines come to {moved}.")
        yield Reason(
            "ledgers.memo", words, {"contract": number, "booked": Money(int(booked)), "moved": Money(int(moved))}
        )


def money_is_matched_once() -> Iterator[Reason]:
    """Of each receipt no more is matched and gone back than came in; a sweep is the sum of what it takes along."""
    for (line,) in _rows(
        """
        select r.line_id from client_ledgers_receipt r
         where r.amount_cents < r.back_cents + coalesce((select sum(m.amount_cents) from client_ledgers_match m
                                                          where m.receipt_id = r.id and m.state = 'live'), 0)
        union
        select w.id from client_ledgers_sweep w
         where w.state not in ('cancelled', 'refused') and w.amount_cents <> coalesce(
               (select sum(m.amount_cents) from client_ledgers_match m where m.sweep_id = w.id and m.state = 'live'), 0)
        """
    ):
        yield Reason("ledgers.matched", N_("Receipt or sweep {key} and its matches differ."), {"key": str(line)})


def deeds_hold_their_lists() -> Iterator[Reason]:
    """The deed of a ledger in force is over its claims, one by one and in all, but for those that were back with the
    client when it was made; and no deed of a list is without its ledger."""
    for number, told, found in _rows(
        """
        select d.number, d.face_cents, coalesce(o.cents, 0) from purchase_deed d
          left join client_ledgers_transfer t on t.deed_id = d.id
          left join client_ledgers_submission s on s.id = t.submission_id
          left join lateral (
              select sum(p.open_cents) as cents, count(*) as n from client_ledgers_position p
                left join client_ledgers_apart a on a.contract_id = s.contract_id and a.debtor_id = p.debtor_id
                     and a.number = p.number and p.kind = 'invoice' and a.cause = 'charged_back'
                     and a.set_at <= d.made_at and (a.ended_at is null or a.ended_at > d.made_at)
               where p.submission_id = s.id and p.open_cents > 0 and s.state = 'accepted' and a.id is null) o on true
         where d.annex_id is not null
           and (t.id is null or s.contract_id <> d.contract_id
             or s.state = 'accepted' and (o.cents <> d.face_cents or o.n <> d.invoices or t.fresh > d.invoices))"""
    ):
        facts = {"number": number, "told": Money(int(told)), "found": Money(int(found))}
        yield Reason("ledgers.deed", N_("Deed {number} is over {told}, its ledger has {found} open."), facts)


def batches_add_up() -> Iterator[Reason]:
    """Of each batch what was taken, known and refused are the documents of its file, its sums are those of the invoices
    that came of them, and each of these is its client's."""
    for contract, as_of in _rows(
        """
        select c.number, s.as_of from client_ledgers_submission s join contracts_contract c on c.id = s.contract_id
          left join lateral (
              select count(*) as lines, count(*) filter (where p.outcome = 'refused') as refused,
                     coalesce(sum(case when i.kind = 'credit_note' then -abs(i.gross_cents) else abs(i.gross_cents) end)
                              filter (where p.outcome = 'taken' and i.currency = s.currency), 0) as cents,
                     bool_or(i.client_id <> s.client_id) as others
                from client_ledgers_batchpart p left join invoices_invoice i on i.id = p.invoice_id
               where p.submission_id = s.id) told on true
         where s.kind = 'lines'
           and (told.lines <> s.lines or told.refused <> s.problems or told.others
                or s.invoices_cents - s.credit_notes_cents <> s.closing_cents or told.cents <> s.closing_cents)"""
    ):
        words = N_("{contract}: the batch of {day} and its documents differ.")
        yield Reason("ledgers.batch", words, {"contract": contract, "day": as_of})


def _booked(contract: Any, key: Any) -> int:
    sql = """select coalesce(sum(amount_cents), 0) from ledger_balance
              where open and account = '1100' and contract_id = %s and invoice_id = %s"""
    return int(_rows(sql, [contract, key])[0][0])


def _rows(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    ledgers_roll_forward,
    books_follow_the_ledgers,
    lines_apart_stand_in_the_books,
    memo_is_the_bank,
    money_is_matched_once,
    deeds_hold_their_lists,
    batches_add_up,
]
