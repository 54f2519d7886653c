"""What debtors owe on bought invoices, invoice by invoice: what limits are measured by.

Like ``queries``: frozen facts, keys in and no viewer, one statement each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import BOUGHT, FUNDS_IN_USE, HOLDBACK, MANAGED
from cessie.lib.money import EUR, Money


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands open on one account of a contract for invoices of one due date, debit positive, in how many balances.

    ``due_date`` is missing for what belongs to no invoice (the current account, the guarantee fund).
    """

    contract: UUID
    account: str
    due_date: date | None
    amount: Money
    count: int


def standing(contracts: Collection[UUID], *, currency: str = EUR) -> tuple[Standing, ...]:
    """The accounts of the funds in use by due date: all that stands on a contract together is its funds in use."""
    rows = _rows(
        "select contract_id, account, due_date, sum(amount_cents), count(*) from ledger_balance"
        " where open and account = any(%s) and currency = %s and contract_id = any(%s)"
        " group by account, contract_id, due_date order by account, contract_id, due_date",
        [list(FUNDS_IN_USE), currency, list(contracts)],
    )
    return tuple(
        Standing(contract, account, due, Money(int(cents), currency), count)
        for contract, account, due, cents, count in rows
    )


def bought_and_held(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, tuple[Money, Money]]:
    """What is open and what is held back on each invoice that the house bought, positive amounts: for lists."""
    rows = _rows(
        "select invoice_id, coalesce(sum(amount_cents) filter (where account <> %s), 0),"
        " coalesce(-sum(amount_cents) filter (where account = %s), 0) from ledger_balance"
        " where open and account = any(%s) and currency = %s and invoice_id = any(%s) group by 1",
        [HOLDBACK, HOLDBACK, [*BOUGHT, HOLDBACK], currency, list(invoices)],
    )
    nothing = Money(0, currency)
    found = {key: (Money(int(owed), currency), Money(int(held), currency)) for key, owed, held in rows}
    return {key: found.get(key, (nothing, nothing)) for key in invoices}


def bought_of(debtors: Collection[UUID], *, currency: str = EUR) -> dict[UUID, dict[UUID, Money]]:
    """What each debtor owes on bought invoices over all clients, by invoice; only those with something open."""
    found: dict[UUID, dict[UUID, Money]] = {debtor: {} for debtor in debtors}
    for debtor, invoice, cents in _rows(
        "select debtor_id, invoice_id, sum(amount_cents) from ledger_balance"
        " where open and account = any(%s) and currency = %s and debtor_id = any(%s) group by 1, 2",
        [list(BOUGHT), currency, list(debtors)],
    ):
        found[debtor][invoice] = Money(int(cents), currency)
    return found


def owed_to(client: UUID, debtor: UUID, *, currency: str = EUR) -> dict[UUID, tuple[Money, Money]]:
    """What a debtor owes on the invoices of one client, by invoice: bought by the house, and managed for the client.

    Only those with something open.
    """
    rows = _rows(
        "select invoice_id, coalesce(sum(amount_cents) filter (where account = any(%s)), 0),"
        " coalesce(sum(amount_cents) filter (where account = any(%s)), 0) from ledger_balance"
        " where open and account = any(%s) and currency = %s and debtor_id = %s and client_id = %s"
        " and invoice_id is not null group by 1",
        [list(BOUGHT), list(MANAGED), [*BOUGHT, *MANAGED], currency, debtor, client],
    )
    return {invoice: (Money(int(own), currency), Money(int(kept), currency)) for invoice, own, kept in rows}


def lowered_by_kind(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, dict[tuple[str, str], Money]]:
    """By how much each rule and kind of entry lowered what is owed on invoices, bought or managed; reversals taken off.

    The entry by which an invoice came in (P01, P39) is left out.
    """
    found: dict[UUID, dict[tuple[str, str], Money]] = {invoice: {} for invoice in invoices}
    for invoice, rule, kind, cents in _rows(
        "select l.invoice_id, e.rule, e.kind, -sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.invoice_id = any(%s) and l.account = any(%s) and l.currency = %s"
        " and e.rule not in ('P00', 'P01', 'P39') group by 1, 2, 3 having sum(l.amount_cents) <> 0 order by 2, 3",
        [list(invoices), [*BOUGHT, *MANAGED], currency],
    ):
        found[invoice][rule, kind] = Money(int(cents), currency)
    return found


def credited_on(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, tuple[tuple[date, Money], ...]]:
    """By how much credit notes lowered what is owed on invoices, bought or managed, by booking day; reversals too."""
    found: dict[UUID, list[tuple[date, Money]]] = {invoice: [] for invoice in invoices}
    for invoice, day, cents in _rows(
        "select l.invoice_id, l.booking_date, -sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.invoice_id = any(%s) and l.account = any(%s) and l.currency = %s"
        " and (e.rule = 'P13' or e.kind like 'managed_credited%%') group by 1, 2 order by 2",
        [list(invoices), [*BOUGHT, *MANAGED], currency],
    ):
        found[invoice].append((day, Money(int(cents), currency)))
    return {invoice: tuple(days) for invoice, days in found.items()}


def demanded_from(client: UUID, debtor: UUID, *, currency: str = EUR) -> dict[UUID, Money]:
    """Interest, damages and costs that were demanded of a debtor for a client and are not settled (9030), by claim."""
    rows = _rows(
        "select reference_id, sum(amount_cents) from ledger_balance where open and account = '9030' and currency = %s"
        " and debtor_id = %s and client_id = %s group by 1",
        [currency, debtor, client],
    )
    return {claim: Money(int(cents), currency) for claim, cents in rows}


def left_on(contracts: Collection[UUID], *, currency: str = EUR) -> dict[UUID, dict[str, Money]]:
    """What stands on the accounts of each contract, debit positive; accounts on which nothing is open are left out."""
    found: dict[UUID, dict[str, Money]] = {contract: {} for contract in contracts}
    for contract, account, cents in _rows(
        "select contract_id, account, sum(amount_cents) from ledger_balance"
        " where open and currency = %s and contract_id = any(%s) group by 1, 2 order by 1, 2",
        [currency, list(contracts)],
    ):
        found[contract][account] = Money(int(cents), currency)
    return found


def lowered_by_rule(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, dict[str, Money]]:
    """By how much each posting rule lowered what is open on bought invoices, reversals taken off."""
    found: dict[UUID, dict[str, Money]] = {invoice: {} for invoice in invoices}
    for invoice, rule, cents in _rows(
        "select l.invoice_id, e.rule, -sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.invoice_id = any(%s) and l.account = any(%s) and l.currency = %s group by 1, 2",
        [list(invoices), list(BOUGHT), currency],
    ):
        found[invoice][rule] = Money(int(cents), currency)
    return found


def bought_under(contract: UUID, *, currency: str = EUR) -> dict[UUID, tuple[UUID, Money]]:
    """Debtor and open amount of every bought invoice of a contract of which something is open."""
    rows = _rows(
        "select invoice_id, debtor_id, sum(amount_cents) from ledger_balance where open and account = any(%s)"
        " and currency = %s and contract_id = %s group by 1, 2",
        [list(BOUGHT), currency, contract],
    )
    return {invoice: (debtor, Money(int(cents), currency)) for invoice, debtor, cents in rows}


def pledged_of(contract: UUID, *, currency: str = EUR) -> dict[UUID, Money]:
    """What is still pledged under a contract, by invoice; only those with something open."""
    rows = _rows(
        "select invoice_id, sum(amount_cents) from ledger_line where account = '9000' and currency = %s"
        " and contract_id = %s and invoice_id is not null group by 1 having sum(amount_cents) <> 0",
        [currency, contract],
    )
    return {invoice: Money(int(cents), currency) for invoice, cents in rows}


def ever_bought(invoices: Collection[UUID]) -> set[UUID]:
    """Those of the invoices that the house has bought at any time, paid or not."""
    rows = _rows(
        "select distinct invoice_id from ledger_balance where account = any(%s) and invoice_id = any(%s)",
        [list(BOUGHT), list(invoices)],
    )
    return {invoice for (invoice,) in rows}


def managed_of(
    debtors: Collection[UUID], *, client: UUID | None = None, currency: str = EUR
) -> dict[UUID, dict[UUID, Money]]:
    """What each debtor owes on managed invoices (9020), of one client or of all, by invoice; only open ones."""
    found: dict[UUID, dict[UUID, Money]] = {debtor: {} for debtor in debtors}
    for debtor, invoice, cents in _rows(
        "select debtor_id, invoice_id, amount_cents from ledger_balance where open and account = any(%s)"
        " and currency = %s and debtor_id = any(%s) and (%s::uuid is null or client_id = %s)",
        [list(MANAGED), currency, list(debtors), client, client],
    ):
        found[debtor][invoice] = Money(int(cents), currency)
    return found


def ever_managed(invoices: Collection[UUID]) -> set[UUID]:
    """Those of the invoices that the house has managed at any time, paid or not."""
    rows = _rows(
        "select distinct invoice_id from ledger_balance where account = any(%s) and invoice_id = any(%s)",
        [list(MANAGED), list(invoices)],
    )
    return {invoice for (invoice,) in rows}


def doubtful_of(invoices: Collection[UUID], *, currency: str = EUR) -> set[UUID]:
    """Those of the invoices of which something stands as doubtful (1110)."""
    rows = _rows(
        "select distinct invoice_id from ledger_balance where open and account = '1110' and currency = %s"
        " and invoice_id = any(%s)",
        [currency, list(invoices)],
    )
    return {invoice for (invoice,) in rows}


def debtor_credits(debtors: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What stands to the credit of each debtor (2310), a positive amount; zero where nothing does."""
    rows = _rows(
        "select debtor_id, -sum(amount_cents) from ledger_balance"
        " where open and account = '2310' and currency = %s and debtor_id = any(%s) group by 1",
        [currency, list(debtors)],
    )
    found = {debtor: Money(int(cents), currency) for debtor, cents in rows}
    return {debtor: found.get(debtor, Money(0, currency)) for debtor in debtors}


@dataclass(frozen=True, slots=True)
class Aged:
    """What a debtor owes under a contract by days past due: not due, 1 to 30, 31 to 60, 61 to 90, more."""

    contract: UUID
    debtor: UUID
    client: UUID
    ages: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What stood open on one bought invoice, and whether as doubtful (1110)."""

    invoice: UUID
    debtor: UUID
    due_date: date | None
    doubtful: bool
    amount: Money


def open_at(where: str) -> str:
    """What stood open on bought invoices at the end of a booking day: the balances less what was booked since.

    Takes the accounts, the currency and what ``where`` asks; the same again and the day.
    """
    return (
        "with parts as ("  # noqa: S608 - no outside text
        " select contract_id, debtor_id, client_id, invoice_id, account, due_date, amount_cents as cents"
        "  from ledger_balance r"
        f"  where open and account = any(%s) and currency = %s{where}"
        " union all select r.contract_id, r.debtor_id, r.client_id, r.invoice_id, r.account, b.due_date,"
        "  -r.amount_cents from ledger_line r"
        "  join ledger_balance b on b.account = r.account and b.currency = r.currency and b.invoice_id = r.invoice_id"
        "   and b.contract_id = r.contract_id and b.debtor_id = r.debtor_id and b.client_id = r.client_id"
        f"  where r.account = any(%s) and r.currency = %s{where} and r.booking_date > %s)"
    )


#: Cents by days past due.
_AGES = (
    " coalesce(sum(cents) filter (where due_date is null or due_date >= %s), 0),"
    " coalesce(sum(cents) filter (where %s - due_date between 1 and 30), 0),"
    " coalesce(sum(cents) filter (where %s - due_date between 31 and 60), 0),"
    " coalesce(sum(cents) filter (where %s - due_date between 61 and 90), 0),"
    " coalesce(sum(cents) filter (where %s - due_date > 90), 0)"
)


def aged(day: date, *, clients: Collection[UUID] | None = None, currency: str = EUR) -> tuple[Aged, ...]:
    """By debtor of a contract, what stood open on bought invoices at the end of a booking day.

    ``clients``: only theirs (None: all).
    """
    which = [list(BOUGHT), currency, *([] if clients is None else [list(clients)])]
    where = "" if clients is None else " and r.client_id = any(%s)"
    rows = _rows(
        f"{open_at(where)} select contract_id, debtor_id, client_id,{_AGES}"  # noqa: S608 - no outside text
        " from parts group by 1, 2, 3 having bool_or(cents <> 0) order by 1, 2, 3",
        [*which, *which, day, day, day, day, day, day],
    )
    found = (Aged(row[0], row[1], row[2], tuple(Money(int(cents), currency) for cents in row[3:])) for row in rows)
    return tuple(row for row in found if any(row.ages))


def ages_of(contracts: Collection[UUID], day: date, *, currency: str = EUR) -> dict[UUID, tuple[Money, ...]]:
    """By contract the same five ages of what is not doubtful, and then all that is; only those with something open."""
    which = [list(BOUGHT), currency, list(contracts)]
    rows = _rows(
        f"{open_at(' and r.contract_id = any(%s)')} select contract_id, account = '1110',{_AGES}"  # noqa: S608 - no outside text
        " from parts group by 1, 2",
        [*which, *which, day, day, day, day, day, day],
    )
    found: dict[UUID, list[int]] = {}
    for contract, doubtful, *cents in rows:
        ages = found.setdefault(contract, [0] * 6)
        if doubtful:
            ages[5] = int(sum(cents))
        else:
            ages[:5] = map(int, cents)
    return {contract: tuple(Money(each, currency) for each in ages) for contract, ages in found.items() if any(ages)}


def owed_under(contract: UUID, day: date, *, currency: str = EUR) -> tuple[Owed, ...]:
    """Every bought invoice of a contract of which something stood open at the end of a day, the oldest first."""
    which = [list(BOUGHT), currency, contract]
    rows = _rows(
        f"{open_at(' and r.contract_id = %s')}"  # noqa: S608 - no outside text
        " select invoice_id, debtor_id, due_date, account = '1110', sum(cents)"
        " from parts group by 1, 2, 3, 4 having sum(cents) <> 0 order by 3 nulls last, 1",
        [*which, *which, day],
    )
    return tuple(
        Owed(invoice, debtor, due, doubtful, Money(int(cents), currency))
        for invoice, debtor, due, doubtful, cents in rows
    )


def set_aside(contracts: Collection[UUID], day: date, *, currency: str = EUR) -> dict[UUID, tuple[Money, Money]]:
    """The allowance (1190) of each contract at the end of a booking day, and as it stands now; where there is one."""
    rows = _rows(
        "select contract_id, -sum(now) + sum(since), -sum(now) from ("
        " select contract_id, amount_cents as now, 0 as since from ledger_balance"
        "  where open and account = '1190' and currency = %s and contract_id = any(%s)"
        " union all select contract_id, 0, amount_cents from ledger_line"
        "  where account = '1190' and currency = %s and contract_id = any(%s) and booking_date > %s) parts group by 1",
        [currency, list(contracts), currency, list(contracts), day],
    )
    return {contract: (Money(int(then), currency), Money(int(now), currency)) for contract, then, now in rows}


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
