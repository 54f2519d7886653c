"""What the books say: balances as of any day and as known at any moment, what is open, held, in use.

Frozen facts out; a constant number of SQL statements each. ``balance`` and the trial balance are debit positive; the
named questions (open, held, unallocated) answer in plain positive amounts. They take keys and no viewer: the ledger
knows no people, the apps above restrict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import ACCOUNTS, BOUGHT, CHART, FUNDS_IN_USE, MANAGED
from cessie.ledger.entry import Dims
from cessie.lib.money import EUR, Money

NOTHING = Dims()
FAR = date.max
_COLUMNS = Dims(  # the column of each dimension
    "contract_id", "client_id", "debtor_id", "invoice_id", "reference_id", "bank_id", "country"  # type: ignore[arg-type]  # names in the place of keys
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account of the trial balance; ``balance`` is debit positive."""

    account: str
    name: str
    balance: Money


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A line as it stands in the books, debit positive."""

    account: str
    amount: Money
    dims: Dims


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry as it stands in the books."""

    entry_id: UUID
    key: str
    rule: str
    kind: str
    booking_date: date
    value_date: date
    recorded_at: datetime
    posted_by: str
    text: str
    reverses: UUID | None
    lines: tuple[BookedLine, ...]


def balance(
    account: str,
    of: Dims = NOTHING,
    *,
    day: date | None = None,
    known_at: datetime | None = None,
    currency: str = EUR,
) -> Money:
    """The balance of an account, of those dimensions that ``of`` gives, debit positive.

    ``day``: at the end of that booking day; ``known_at``: as it was known at that moment. One statement.
    """
    given = {name: key for name, key in zip(Dims._fields, of, strict=True) if key is not None}
    where, params = _match(account, currency, given)
    kept = CHART[account].kept
    if kept and given.keys() <= set(kept):
        sql, args = _from_stored(where, params, day, known_at)
    elif given.keys() <= set(CHART[account].needs) & {"bank", "country"}:
        sql, args = _from_snapshot(where, params, day, known_at)
    else:
        sql, args = _from_lines(where, params, day, known_at)
    return Money(int(_value(sql, args)), currency)


def _match(account: str, currency: str, given: dict[str, Any]) -> tuple[str, list[Any]]:
    columns = [getattr(_COLUMNS, name) for name in given]
    return (
        " and ".join(["account = %s", "currency = %s", *(f"{column} = %s" for column in columns)]),
        [account, currency, *given.values()],
    )


def _sum(table: str, where: str) -> str:
    return f"coalesce((select sum(amount_cents) from {table} where {where}), 0)"  # noqa: S608 - no outside text


def _not_yet_known(where: str, params: list[Any], day: date | None, known_at: datetime | None) -> tuple[str, list[Any]]:
    """To subtract: lines of the days asked for that were recorded after the moment asked for."""
    if known_at is None:
        return "0", []
    return _sum("ledger_line", f"{where} and booking_date <= %s and recorded_at > %s"), [*params, day or FAR, known_at]


def _from_stored(where: str, params: list[Any], day: date | None, known_at: datetime | None) -> tuple[str, list[Any]]:
    """The running balance, less what was booked later: quick where the day is near."""
    now = _sum("ledger_balance", f"{where} and open")
    unknown, unknown_params = _not_yet_known(where, params, day, known_at)
    if day is None:
        return f"select {now} - {unknown}", [*params, *unknown_params]
    later = _sum("ledger_line", f"{where} and booking_date > %s")
    return f"select {now} - {later} - {unknown}", [*params, *params, day, *unknown_params]


def _from_snapshot(where: str, params: list[Any], day: date | None, known_at: datetime | None) -> tuple[str, list[Any]]:
    """The last closed month at or before the day, plus the lines since."""
    then = _sum("ledger_snapshot", f"{where} and month = closed.month")
    since = _sum("ledger_line", f"{where} and booking_date >= closed.until and booking_date <= %s")
    unknown, unknown_params = _not_yet_known(where, params, day, known_at)
    sql = f"select {then} + {since} - {unknown} from ({_CLOSED}) closed"  # noqa: S608 - no outside text
    return sql, [*params, *params, day or FAR, *unknown_params, day or FAR]


#: The last month that was closed with its last day at or before the day asked for; ``until``: the first day after it.
_CLOSED = """select max(month) as month, coalesce(max(month) + interval '1 month', '-infinity')::date as until
               from ledger_period where month + interval '1 month' - interval '1 day' <= %s"""


def _from_lines(where: str, params: list[Any], day: date | None, known_at: datetime | None) -> tuple[str, list[Any]]:
    """All lines: for questions that no stored figure answers."""
    unknown, unknown_params = _not_yet_known(where, params, day, known_at)
    total = _sum("ledger_line", f"{where} and booking_date <= %s")
    return f"select {total} - {unknown}", [*params, day or FAR, *unknown_params]


def trial_balance(
    *, day: date | None = None, known_at: datetime | None = None, currency: str = EUR
) -> tuple[TrialLine, ...]:
    """Every account that is not zero, in the order of the chart, at the end of a day; their sum is zero."""
    unknown, unknown_params = "", []
    if known_at is not None:
        unknown = (
            " union all select account, -sum(amount_cents) from ledger_line"
            " where currency = %s and booking_date <= %s and recorded_at > %s group by 1"
        )
        unknown_params = [currency, day or FAR, known_at]
    sql = f"""
        with closed as materialized ({_CLOSED}), parts (account, cents) as (
            select account, sum(amount_cents) from ledger_snapshot
             where month = (select month from closed) and currency = %s group by 1
            union all
            select a.code, l.cents from ledger_account a, lateral (
                select sum(amount_cents) as cents from ledger_line l where l.account = a.code and currency = %s
                   and booking_date >= (select until from closed) and booking_date <= %s) l
            {unknown})
        select account, sum(cents) from parts group by 1 having sum(cents) <> 0"""  # noqa: S608 - no outside text
    params = [day or FAR, currency, currency, day or FAR, *unknown_params]
    found = {code: Money(int(cents), currency) for code, cents in _rows(sql, params)}
    return tuple(TrialLine(a.code, a.name, found[a.code]) for a in ACCOUNTS if a.code in found)


def open_amounts(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What debtors still owe on each invoice, bought (doubtful or not) or managed; zero where nothing is open."""
    return _per("invoice_id", invoices, (*BOUGHT, *MANAGED), currency)


def bought_amounts(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What is open on each invoice as far as the house bought it."""
    return _per("invoice_id", invoices, BOUGHT, currency)


def managed_amounts(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What is open on each invoice that the house only manages (9020)."""
    return _per("invoice_id", invoices, MANAGED, currency)


def owed_by(client: UUID, debtors: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What each debtor owes on the invoices of one client, bought or managed; zero for those who owe nothing."""
    rows = _rows(
        "select debtor_id, sum(amount_cents) from ledger_balance where open and account = any(%s) and currency = %s"
        " and client_id = %s and debtor_id = any(%s) group by 1",
        [[*BOUGHT, *MANAGED], currency, client, list(debtors)],
    )
    found = {debtor: Money(int(cents), currency) for debtor, cents in rows}
    return {debtor: found.get(debtor, Money(0, currency)) for debtor in debtors}


def open_references(account: str, *, currency: str = EUR) -> tuple[UUID, ...]:
    """The bank lines (2300), payments (1030) or other references of which something stands open on an account."""
    rows = _rows(
        "select reference_id from ledger_balance where open and account = %s and currency = %s"
        " and reference_id is not null order by 1",
        [account, currency],
    )
    return tuple(row[0] for row in rows)


def contracts_with(account: str, *, currency: str = EUR) -> tuple[UUID, ...]:
    """The contracts on which something stands open on an account."""
    rows = _rows(
        "select distinct contract_id from ledger_balance where open and account = %s and currency = %s"
        " and contract_id is not null order by 1",
        [account, currency],
    )
    return tuple(row[0] for row in rows)


def holdbacks(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What is held back on each invoice, a positive amount."""
    return {invoice: -held for invoice, held in _per("invoice_id", invoices, ("2110",), currency).items()}


def closed_with_holdback(*, currency: str = EUR, limit: int = 5000) -> tuple[UUID, ...]:
    """Bought invoices on which nothing is open any more while something is still held back."""
    rows = _rows(
        "select distinct h.invoice_id from ledger_balance h where h.open and h.account = '2110' and h.currency = %s"
        " and not exists (select 1 from ledger_balance r where r.open and r.account = any(%s)"
        " and r.currency = h.currency and r.invoice_id = h.invoice_id) order by 1 limit %s",
        [currency, list(BOUGHT), limit],
    )
    return tuple(row[0] for row in rows)


def exposures(debtors: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What each debtor owes on bought invoices over all clients."""
    return _per("debtor_id", debtors, BOUGHT, currency)


def unallocated(bank_lines: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What of each bank line is not yet allocated, a positive amount."""
    return {line: -rest for line, rest in _per("reference_id", bank_lines, ("2300",), currency).items()}


def in_transit(payments: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What of each payment was instructed and is not yet executed or rejected, a positive amount."""
    return {payment: -rest for payment, rest in _per("reference_id", payments, ("1030",), currency).items()}


def client_accounts(contracts: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """The current account (2100) of each contract, debit positive: negative is owed to the client."""
    return _per("contract_id", contracts, ("2100",), currency)


def funds_in_use(contracts: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """The house's money in each contract: 1100 + 1110 + 2100 + 2110 + 2120 (factoring-domain 0, decision 3)."""
    return _per("contract_id", contracts, FUNDS_IN_USE, currency)


def _per(column: str, keys: Collection[UUID], accounts: Iterable[str], currency: str) -> dict[UUID, Money]:
    """The sum of open balances of some accounts for each key; a key without any has zero."""
    rows = _rows(
        f"select {column}, sum(amount_cents) from ledger_balance"  # noqa: S608 - the column is ours
        f" where open and account = any(%s) and currency = %s and {column} = any(%s) group by 1",
        [list(accounts), currency, list(keys)],
    )
    found = {key: Money(int(cents), currency) for key, cents in rows}
    return {key: found.get(key, Money(0, currency)) for key in keys}


def bookings(
    *,
    invoice: UUID | None = None,
    contract: UUID | None = None,
    reference: UUID | None = None,
    entry_ids: Collection[UUID] | None = None,
    limit: int = 1000,
) -> tuple[Booking, ...]:
    """The entries that touch an invoice, a contract or a reference, or that have these ids; oldest first."""
    if entry_ids is None:
        column, key = next(
            (column, key)
            for column, key in (("invoice_id", invoice), ("reference_id", reference), ("contract_id", contract))
            if key is not None
        )
        wanted = f"select distinct entry_id from ledger_line where {column} = %s"  # noqa: S608 - the column is ours
        params: list[Any] = [key]
    else:
        wanted, params = "select unnest(%s::uuid[])", [list(entry_ids)]
    heads = _rows(
        "select e.id, k.key, e.rule, e.kind, e.booking_date, e.value_date, e.recorded_at, e.posted_by, e.text,"  # noqa: S608
        " e.reverses_id from ledger_entry e join ledger_key k on k.entry_id = e.id"
        f" where e.id in ({wanted}) order by e.booking_date, e.recorded_at, e.id limit %s",
        [*params, limit],
    )
    lines: dict[UUID, list[BookedLine]] = {head[0]: [] for head in heads}
    for entry_id, account, cents, currency, *keys in _rows(
        f"select entry_id, account, amount_cents, currency, {', '.join(map(str, _COLUMNS))} from ledger_line"  # noqa: S608
        " where entry_id = any(%s) order by entry_id, no",
        [list(lines)],
    ):
        lines[entry_id].append(BookedLine(account, Money(cents, currency), Dims(*keys)))
    return tuple(
        Booking(i, key, rule, kind, booked, value, recorded, by, text, reverses, tuple(lines[i]))
        for i, key, rule, kind, booked, value, recorded, by, text, reverses in heads
    )


def entry_id(key: str) -> UUID | None:
    """The entry that a key posted, if it has."""
    rows = _rows("select entry_id from ledger_key where key = %s", [key])
    return rows[0][0] if rows else None


def _value(sql: str, params: list[Any]) -> Any:
    return _rows(sql, params)[0][0]


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
