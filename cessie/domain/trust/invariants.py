"""What must hold of third-party money on any night: bank = sub-ledger = what is owed to each and the open payments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection

from cessie.domain.audit.newest import newest_day
from cessie.domain.banking.balances import position
from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import third_party_account
from cessie.domain.payments.third_party_cover import promised_of_claims
from cessie.domain.trust.ages import waits
from cessie.domain.work.models import Task
from cessie.ledger.third_party import owed_by_claim, own_share
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason


def bank_holds_what_is_owed() -> Iterator[Reason]:
    """The third-party account: what the bank shows is what is owed to principals by claim, the house's own share there,
    and lines that wait; open payments are not beyond it."""
    for account in Account.objects.filter(purpose="trust", closed_date__isnull=True):
        found = position(account)
        owed = Money.total(part for parts in owed_by_claim().values() for part in parts.values())
        share = own_share(account.pk)
        bank = found.closing if found.closing is not None else found.books
        if bank != owed + share + found.untaken + found.accepted:
            words = N_("{iban}: the bank shows {bank}; {owed} is owed, {share} is the house's, {untaken} waits.")
            facts: dict[str, Fact] = {
                "iban": account.iban,
                "bank": bank,
                "owed": owed,
                "share": share,
                "untaken": found.untaken,
            }
            yield Reason("trust.three_way", words, facts)
    for account in Account.objects.filter(purpose="trust", closed_date__isnull=False):
        left = position(account).books
        if left:
            yield Reason("trust.closed", N_("{iban} is closed and holds {left}."), {"iban": account.iban, "left": left})


def open_payments_are_covered() -> Iterator[Reason]:
    """Of no claim is more promised to payments than is owed on it."""
    owed = {claim: part for parts in owed_by_claim().values() for claim, part in parts.items()}
    for claim, promised in promised_of_claims().items():
        held = owed.get(claim, Money(0, promised.currency))
        if promised > held:
            words = N_("Claim {claim}: {promised} is promised to payments, {held} is there.")
            yield Reason("trust.promised", words, {"claim": str(claim), "promised": promised, "held": held})


def claims_are_what_moved() -> Iterator[Reason]:
    """Each principal is owed what came in for him, less what went back, was set off, passed on and given back."""
    for principal, books, rows in _rows(
        """ with came as ( select coalesce(client_id, '00000000-0000-0000-0000-000000000000'::uuid) as client,
            sum(amount_cents) as cents from trust_receipt group by 1), went as ( select coalesce(r.client_id,
            '00000000-0000-0000-0000-000000000000'::uuid) as client, sum(r.amount_cents - b.passed_on_cents) as cents
            from trust_back b join trust_receipt r on r.id = b.receipt_id group by 1), kept as (select client_id as
            client, sum(set_off_cents) as cents from trust_remittance group by 1), paid as ( select coalesce(client_id,
            '00000000-0000-0000-0000-000000000000'::uuid) as client, sum(amount_cents) as cents from payments_order
            where rule = 'P33' and state = 'executed' group by 1), owed as (select client_id as client,
            -sum(amount_cents) as cents from ledger_balance where account = '2200' group by 1), whoever as (select
            client from came union select client from owed) select w.client, coalesce(o.cents, 0), coalesce(came.cents,
            0) - coalesce(went.cents, 0) - coalesce(kept.cents, 0) - coalesce(paid.cents, 0) from whoever w left join
            owed o using (client) left join came using (client) left join went using (client) left join kept using
            (client) left join paid using (client) where coalesce(o.cents, 0) <> coalesce(came.cents, 0) -
            coalesce(went.cents, 0) - coalesce(kept.cents, 0) - coalesce(paid.cents, 0) limit 100"""
    ):
        words = N_("Principal {principal}: the books owe {books}, what moved leaves {rows}.")
        facts: dict[str, Fact] = {"principal": str(principal), "books": Money(int(books)), "rows": Money(int(rows))}
        yield Reason("trust.principal_differs", words, facts)


def lines_are_given_whole() -> Iterator[Reason]:
    """Each line of the third-party account that this room took is given whole: no cent of it is nobody's."""
    for line, amount, given in _rows(
        """
        select l.id, l.amount_cents, coalesce(sum(r.amount_cents), 0) from banking_line l
          left join trust_receipt r on r.line_id = l.id and r.follows_id is null
         where l.taken_by = 'trust' and l.amount_cents > 0
           and not exists (select 1 from ledger_key k where k.key = 'P32 own_money_arrived line/' || l.id::text)
         group by l.id, l.amount_cents having coalesce(sum(r.amount_cents), 0) <> l.amount_cents limit 100"""
    ):
        words = N_("Bank line {line}: {given} of {amount} is given to claims.")
        yield Reason("trust.line", words, {"line": str(line), "given": Money(int(given)), "amount": Money(amount)})


def moved_money_is_whole() -> Iterator[Reason]:
    """What was put right went whole to its new claims."""
    for receipt, amount, given in _rows(
        """
        select r.id, r.amount_cents, sum(n.amount_cents) from trust_receipt r
          join trust_receipt n on n.follows_id = r.id
         group by r.id, r.amount_cents
        having sum(n.amount_cents) <> r.amount_cents or max(r.state) <> 'gone' limit 100"""
    ):
        words = N_("Receipt {receipt}: {given} of {amount} was moved.")
        facts: dict[str, Fact] = {"receipt": str(receipt), "given": Money(int(given)), "amount": Money(amount)}
        yield Reason("trust.moved", words, facts)


def orders_are_their_parts() -> Iterator[Reason]:
    """A payment of third-party money is the sum of its parts; no other payment has any."""
    for order, amount, parts in _rows(
        """
        select o.end_to_end_id, o.amount_cents, coalesce(sum(p.amount_cents), 0) from payments_order o
          left join payments_orderpart p on p.order_id = o.id where o.rule = 'P33' or p.id is not null
         group by o.id having coalesce(sum(p.amount_cents), 0) <> o.amount_cents or o.rule <> 'P33' limit 100"""
    ):
        words = N_("Payment {order} is {amount}, its claims make {parts}.")
        yield Reason("trust.parts", words, {"order": order, "amount": Money(amount), "parts": Money(int(parts))})


def nobody_else_books_there() -> Iterator[Reason]:
    """On the third-party account stands nothing but third-party money, and no line of it was taken by another room."""
    for (line,) in _rows(
        """
        select l.id from banking_line l join banking_statement s on s.id = l.statement_id
          join banking_account a on a.id = s.account_id
         where a.purpose = 'trust' and l.taken_by not in ('', 'trust', 'payments')
        union
        select l.entry_id from ledger_line l
          join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
          join banking_account a on a.id = l.bank_id
         where a.purpose = 'trust' and e.rule not in ('P29', 'P30', 'P31', 'P32', 'P33', 'P43') limit 100"""
    ):
        words = N_("{line} on the third-party account is not third-party money.")
        yield Reason("trust.stranger", words, {"line": str(line)})


def remittances_say_what_was_booked() -> Iterator[Reason]:
    """Each remittance booked the commission and the set-off that it says, and ordered what it passes on."""
    for number, said, books in _rows(
        """
        select r.number, r.net_cents + r.vat_cents + r.set_off_cents + r.paid_cents,
               coalesce((select sum(l.amount_cents) from ledger_line l
                           join ledger_key k on k.entry_id = l.entry_id
                          where l.amount_cents > 0 and k.key in ('P30 commission_invoiced remittance/' || r.id,
                                                                 'P31 commission_set_off remittance/' || r.id)), 0)
               + coalesce((select o.amount_cents from payments_order o where o.key = r.order_key), 0)
          from trust_remittance r"""
    ):
        if said != books:
            words = N_("Remittance {number} says {said}, {books} was booked and ordered.")
            yield Reason("trust.remittance", words, {"number": number, "said": Money(said), "books": Money(int(books))})


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def nothing_waits_too_long_unasked() -> Iterator[Reason]:
    """Third-party money that waits beyond its period and ten days has been before a person since three days at most."""
    today = newest_day()
    if today is None:
        return
    asked = set(Task.objects.filter(kind="trust.old", state="open").values_list("subject_id", flat=True))
    for each in waits(today):
        account = third_party_account()
        subject = str(each.contract_id or (account.pk if account is not None else ""))
        if each.late(today - timedelta(days=3)) and subject not in asked:
            words = N_("Third-party money waits since {since}, longer than it may, and nobody was asked.")
            yield Reason("trust.waits_unasked", words, {"since": each.since})


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    bank_holds_what_is_owed,
    open_payments_are_covered,
    claims_are_what_moved,
    lines_are_given_whole,
    moved_money_is_whole,
    orders_are_their_parts,
    nobody_else_books_there,
    remittances_say_what_was_booked,
    nothing_waits_too_long_unasked,
]
