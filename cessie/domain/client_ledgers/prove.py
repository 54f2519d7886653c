"""Work out the roll-forward of a ledger against the one in force, and what does not follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.rules.roll_forward import DebtorFacts, Figures, Gap, unexplained
from cessie.domain.parties.groups import heads
from cessie.domain.parties.models import Client, Company, Debtor
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: So many of each kind are told one by one.
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Proof:
    """The figures; what is unexplained debtor by debtor (cents) with its ``gaps``; invoices with a later due day; what
    people should know besides."""

    figures: Figures
    unexplained: int
    gaps: tuple[Reason, ...]
    later_due: tuple[Reason, ...]
    notes: tuple[Reason, ...]


#: Each document of the two ledgers and of the matches that no ledger counts yet; takes the keys of both, the contract
#: and the day. A first ledger has no documents that are new: what is open in it is what there is. A line that is set
#: apart is never new.
_LAID: Final = """
    create temporary table ledger_laid on commit drop as
    with former as (
        select debtor_id, kind, number, open_cents, due_date from client_ledgers_position
         where submission_id = %(former)s),
    new as (
        select debtor_id, kind, number, open_cents, due_date,
               case when %(former)s::uuid is null then open_cents else gross_cents end as gross_cents
          from client_ledgers_position where submission_id = %(new)s),
    matched as (
        select m.debtor_id, 'invoice' as kind, m.number, sum(m.amount_cents) as cents
          from client_ledgers_match m join client_ledgers_receipt r on r.id = m.receipt_id
         where m.contract_id = %(contract)s and m.state = 'live' and m.counted_id is null
           and m.invoice_id is null and r.received_date <= %(as_of)s
         group by 1, 3),
    aside as (
        select debtor_id, 'invoice' as kind, number, cause from client_ledgers_apart
         where contract_id = %(contract)s and ended_at is null)
    select debtor_id, kind, number, coalesce(f.open_cents, 0) as before, coalesce(n.open_cents, 0) as now,
           coalesce(m.cents, 0)::bigint as matched,
           case when f.open_cents is null and a.cause is null then coalesce(n.gross_cents, 0) else 0 end as added,
           f.due_date as was_due, n.due_date as is_due, a.cause as apart
      from former f full join new n using (debtor_id, kind, number) full join matched m using (debtor_id, kind, number)
      left join aside a using (debtor_id, kind, number)
"""
_SUMS: Final = """
    select coalesce(sum(before), 0), coalesce(sum(added) filter (where kind = 'invoice'), 0),
           coalesce(-sum(added) filter (where kind = 'credit_note'), 0), coalesce(sum(matched), 0),
           coalesce(sum(before - now) filter (where kind = 'cash'), 0)
           + coalesce(sum(before - matched - now) filter (where apart is not null), 0), coalesce(sum(now), 0)
      from ledger_laid"""
_GAPS: Final = """
    select debtor_id, number, before, matched, before + added - matched, now from ledger_laid
     where kind <> 'cash' and apart is null and before + added - matched <> now
     order by abs(now - before - added + matched) desc, number limit %s"""
_BY_DEBTOR: Final = """
    select debtor_id, sum(now - before - added + matched) from ledger_laid
     where kind <> 'cash' and apart is null group by 1 having sum(now - before - added + matched) <> 0"""


def prove(row: Submission) -> Proof:
    """The proof as things are now. Belongs into a transaction under the lock of the contract."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists ledger_laid")
        keys = {"former": row.previous_id, "new": row.pk, "contract": row.contract_id, "as_of": row.as_of}
        cursor.execute(_LAID, keys)
    opening, invoices, credit_notes, cash, on_account, closing = map(int, _rows(_SUMS)[0])
    figures = Figures(opening, invoices, credit_notes, cash, on_account, closing)
    by_debtor = {debtor: int(cents) for debtor, cents in _rows(_BY_DEBTOR)}
    gaps = tuple(Gap(debtor, number, *map(int, rest)).reason for debtor, number, *rest in _rows(_GAPS, [SHOWN]))
    notes = (*_set_apart(), *_in_favour(), *_affiliates(row))
    return Proof(figures, unexplained(by_debtor), gaps, tuple(_moved_due()), notes)


def facts_by_debtor() -> dict[UUID, DebtorFacts]:
    """What the proof that was just worked out says of each debtor, but for the lines that are set apart."""
    sql = """select debtor_id, coalesce(sum(added) filter (where kind = 'invoice'), 0),
                    coalesce(-sum(added) filter (where kind = 'credit_note'), 0),
                    coalesce(sum(now) filter (where apart is null), 0)
               from ledger_laid group by 1"""
    return {debtor: DebtorFacts(debtor, int(new), int(credited), int(now)) for debtor, new, credited, now in _rows(sql)}


def _moved_due() -> Iterator[Reason]:
    """Invoices that fall due later than they did (F06): no older, and so financed for longer."""
    sql = """select number, was_due, is_due from ledger_laid
              where kind = 'invoice' and is_due > was_due order by is_due - was_due desc, number limit %s"""
    for number, was, now in _rows(sql, [SHOWN]):
        words = N_("{number} fell due on {was}, now on {due}.")
        yield Reason("ledgers.due_moved", words, {"number": number, "was": was, "due": now})


def _set_apart() -> Iterator[Reason]:
    """Lines that are not financed any more: still here, gone, or other than they were."""
    sql = """select number, apart, before - matched, now from ledger_laid where apart is not null
              and (now <> 0 or before - matched <> 0) order by number limit %s"""
    for number, cause, expected, now in _rows(sql, [SHOWN]):
        facts: dict[str, Fact] = {"number": number, "expected": Money(int(expected)), "now": Money(int(now))}
        if not now:
            yield Reason("ledgers.apart_gone", _APART_GONE, facts)
        elif now != expected:
            yield Reason("ledgers.apart_changed", _APART_CHANGED, facts)
        else:
            words = _APART_BACK if cause == "charged_back" else _APART_DOUBTFUL
            yield Reason(f"ledgers.apart_{cause}", words, facts)


_APART_GONE: Final = N_("{number} is out of the ledger: {expected} was not financed any more, and nobody is charged.")
_APART_CHANGED: Final = N_("{number} is not financed any more and has {now} open, expected was {expected}: look why.")
_APART_BACK: Final = N_("{number} went back to the client: {now} is his own, take it out of the ledger.")
_APART_DOUBTFUL: Final = N_("{number} is written down as doubtful: {now} is not financed, take it out of the ledger.")


def _in_favour() -> Iterator[Reason]:
    sql = """select c.name, -sum(l.now) from ledger_laid l join parties_debtor d on d.id = l.debtor_id
               join parties_company c on c.id = d.company_id group by d.id, c.name having sum(l.now) < 0
              order by 2 desc limit %s"""
    for name, cents in _rows(sql, [SHOWN]):
        words = N_("{debtor} has {amount} in his favour: nothing is financed on him.")
        yield Reason("ledgers.in_favour", words, {"debtor": name, "amount": Money(int(cents))})


def _affiliates(row: Submission) -> Iterator[Reason]:
    """Debtors of the client's own group: their debts are named, and eligible for nothing."""
    company = Client.objects.values_list("company_id", flat=True).get(pk=row.client_id)
    debtors = Debtor.objects.filter(pk__in=[key for (key,) in _rows(_WHO)]).values_list("company_id", flat=True)
    grouped = heads([company, *debtors])
    theirs = [key for key in debtors if grouped[key] == grouped[company]]
    for name in Company.objects.filter(pk__in=theirs).order_by("sort_name").values_list("name", flat=True)[:SHOWN]:
        words = N_("{debtor} belongs to the client's own group: nothing is financed on him.")
        yield Reason("ledgers.affiliate", words, {"debtor": name})


_WHO: Final = "select distinct debtor_id from ledger_laid where now <> 0"


def _rows(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or [])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
