"""What must hold in the books at any moment, as far as the ledger alone can know (factoring-domain 7.3).

Each check reads everything and changes nothing; its first line of documentation is what it demands. It names at most
``MOST`` breaches. The rooms above add what only they know (statement balances, required funds, interest recomputed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db import connection

from cessie.ledger.chart import CHART, FUNDS_IN_USE, MEMO_PAIRS, Side
from cessie.ledger.entry import Dims, Entry, Line
from cessie.ledger.models import account_rows
from cessie.ledger.rebuild import FROM_LINES
from cessie.ledger.rows import bodies, digest
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

MOST: Final = 20
BATCH: Final = 5000

#: Accounts of which no stored balance ever stands on the wrong side: nobody pays an invoice twice over, releases more
#: than was held, executes more than was instructed, allocates more than came in. Not the client's account (2100); not
#: accrued interest (1400), which a late value date may correct downwards; not own transfers (1035), whose two bank
#: statements may come in either order.
ONE_SIDED: Final = tuple(c for c, account in CHART.items() if account.kept and c not in ("2100", "1400", "1035"))

#: Rules that move money inside a contract and leave the funds in use as they were.
NEUTRAL: Final = ("P01", "P02", "P09", "P10", "P13", "P14", "P15", "P16")


def entries_balance() -> Iterable[Reason]:
    """Every entry balances to zero, has all its lines, and no line stands without its entry."""
    for entry, total, lines, said in _rows(
        """select coalesce(l.entry_id, e.id), coalesce(l.total, 0), coalesce(l.lines, 0), coalesce(e.line_count, 0)
             from (select entry_id, sum(amount_cents) as total, count(*) as lines from ledger_line group by 1) l
             full join ledger_entry e on e.id = l.entry_id
            where l.total <> 0 or l.lines is distinct from e.line_count limit %s""",
        [MOST],
    ):
        yield Reason(
            "ledger.entry_unbalanced",
            N_("Entry {entry} has {lines} of {said} lines and is off by {total} cent."),
            {"entry": str(entry), "lines": lines, "said": said, "total": int(total)},
        )


def lines_are_of_their_entry() -> Iterable[Reason]:
    """Every line has the days, the currency and the moment of its entry: balances as of a day are asked of lines."""
    for (entry,) in _rows(
        """select distinct e.id from ledger_entry e join ledger_line l on l.entry_id = e.id
            where (l.booking_date, l.value_date, l.currency, l.recorded_at)
                  is distinct from (e.booking_date, e.value_date, e.currency, e.recorded_at) limit %s""",
        [MOST],
    ):
        yield Reason(
            "ledger.line_differs",
            N_("Entry {entry}: a line has other days, another currency or another moment than its head."),
            {"entry": str(entry)},
        )


def books_balance() -> Iterable[Reason]:
    """All accounts together are zero in each currency, and each memo account is its contra's mirror."""
    for currency, total in _rows(
        "select currency, sum(amount_cents) from ledger_line group by 1 having sum(amount_cents) <> 0"
    ):
        yield Reason(
            "ledger.books_unbalanced", N_("All accounts together are {total}."), {"total": _money(total, currency)}
        )
    for memo, contra in MEMO_PAIRS:
        for currency, total in _rows(
            "select currency, sum(amount_cents) from ledger_line where account in (%s, %s) group by 1"
            " having sum(amount_cents) <> 0",
            [memo, contra],
        ):
            yield Reason(
                "ledger.memo_unbalanced",
                N_("Memo accounts {memo} and {contra} are off by {total}."),
                {"memo": memo, "contra": contra, "total": _money(total, currency)},
            )


def keys_name_entries() -> Iterable[Reason]:
    """Every entry has its key and every key its entry, with the content that was posted."""
    for key, entry in _rows(
        "select k.key, coalesce(k.entry_id, e.id) from ledger_key k full join ledger_entry e on e.id = k.entry_id"
        " where k.key is null or e.id is null limit %s",
        [MOST],
    ):
        yield Reason(
            "ledger.key_alone",
            N_("Key {key} and entry {entry} do not belong together."),
            {"key": key or "-", "entry": str(entry)},
        )
    for found, (entry, known) in enumerate(_changed_entries()):
        if found == MOST:
            return
        yield Reason(
            "ledger.entry_changed", N_("Entry {entry} ({key}) is not what was posted."), {"entry": entry, "key": known}
        )


def _changed_entries() -> Iterator[tuple[str, str]]:
    """Entries whose lines no longer give the digest that was taken when they were posted."""
    last = None
    while True:
        heads = _rows(
            "select e.id, k.key, k.digest, e.rule, e.kind, e.booking_date, e.value_date, e.currency, e.reverses_id"
            " from ledger_entry e join ledger_key k on k.entry_id = e.id where %s::uuid is null or e.id > %s"
            " order by e.id limit %s",
            [last, last, BATCH],
        )
        if not heads:
            return
        lines: dict[Any, list[Line]] = {head[0]: [] for head in heads}
        for entry_id, account, cents, *keys in _rows(
            "select entry_id, account, amount_cents, contract_id, client_id, debtor_id, invoice_id, reference_id,"
            " bank_id, country from ledger_line where entry_id = any(%s) order by entry_id, no",
            [list(lines)],
        ):
            lines[entry_id].append(Line(account, cents, Dims(*keys)))
        for entry_id, key, known, *head in heads:
            if _digest(head, tuple(lines[entry_id]), key) != bytes(known):
                yield str(entry_id), key
        last = heads[-1][0]


def _digest(head: list[Any], lines: tuple[Line, ...], key: str) -> bytes:
    rule, kind, booked, value, currency, reverses = head
    try:
        entry = Entry(rule, kind, key, booked, value, currency, lines, "", reverses)
    except ValueError:
        return b""  # out of balance or short of a dimension: certainly not what was posted
    return digest(entry, bodies(entry))


def balances_are_lines() -> Iterable[Reason]:
    """Every stored balance is the sum of its lines, and every such sum is stored."""
    same = " and ".join(
        f"b.{name} is not distinct from l.{name}"
        for name in "account currency contract_id client_id debtor_id invoice_id reference_id".split()  # noqa: SIM905
    )
    rows = _rows(
        f"""select coalesce(b.account, l.account), coalesce(b.currency, l.currency), coalesce(b.amount_cents, 0),
                  coalesce(l.amount_cents, 0)
             from (select *, hashtextextended(concat_ws('/', account, currency, contract_id, client_id, debtor_id,
                          invoice_id, reference_id), 0) as h from ledger_balance where amount_cents <> 0) b
             full join (select *, hashtextextended(concat_ws('/', account, currency, contract_id, client_id, debtor_id,
                          invoice_id, reference_id), 0) as h from ({FROM_LINES}) x) l on b.h = l.h
            where b.amount_cents is distinct from l.amount_cents or not ({same}) limit %s""",  # noqa: S608 - ours
        [MOST],
    )
    for account, currency, stored, real in rows:
        yield Reason(
            "ledger.balance_differs",
            N_("A stored balance of {account} says {stored}, its lines {real}."),
            {"account": account, "stored": _money(stored, currency), "real": _money(real, currency)},
        )


def snapshots_are_lines() -> Iterable[Reason]:
    """Every snapshot of a closed month is the sum of the lines up to its end; nothing was booked in it afterwards."""
    for month, account, currency, stored, real in _rows(
        """with told as (select month, account, currency, sum(amount_cents) as cents
                         from ledger_snapshot group by 1, 2, 3),
                real as (select p.month, l.account, l.currency, sum(l.cents) as cents from ledger_period p join
                           (select account, currency, date_trunc('month', booking_date)::date as month,
                                   sum(amount_cents) as cents from ledger_line group by 1, 2, 3) l on l.month <= p.month
                          group by 1, 2, 3 having sum(l.cents) <> 0)
           select coalesce(t.month, r.month), coalesce(t.account, r.account), coalesce(t.currency, r.currency),
                  coalesce(t.cents, 0), coalesce(r.cents, 0)
             from told t full join real r using (month, account, currency)
            where coalesce(t.cents, 0) <> coalesce(r.cents, 0) limit %s""",
        [MOST],
    ):
        yield Reason(
            "ledger.snapshot_differs",
            N_("At the end of {month} account {account} was kept as {stored}; its lines say {real}."),
            {
                "month": f"{month:%Y-%m}",
                "account": account,
                "stored": _money(stored, currency),
                "real": _money(real, currency),
            },
        )


def nothing_stands_on_the_wrong_side() -> Iterable[Reason]:
    """No invoice is paid beyond its open amount, no holdback, fund, payment or receipt used beyond what there was."""
    owed = [code for code in ONE_SIDED if CHART[code].normal is Side.DEBIT]
    held = [code for code in ONE_SIDED if CHART[code].normal is Side.CREDIT or code == "1030"]
    owed.remove("1030")  # an asset that stands in credit while money is on its way out
    for account, currency, cents, key in _rows(
        "select account, currency, amount_cents, coalesce(invoice_id, reference_id, debtor_id, contract_id, client_id)"
        " from ledger_balance where open and (account = any(%s) and amount_cents < 0 or account = any(%s) and"
        " amount_cents > 0) limit %s",
        [owed, held, MOST],
    ):
        yield Reason(
            "ledger.wrong_side",
            N_("Account {account} of {key} stands on the wrong side with {amount}."),
            {"account": account, "key": str(key), "amount": _money(cents, currency)},
        )


def third_party_money_is_whole() -> Iterable[Reason]:
    """Each third-party account holds what is owed to principals, plus commission set off and not yet moved, less what
    the house bears."""
    for bank, currency, surplus, unmoved in _rows(
        """select bank_id, currency, surplus, unmoved from (
               select l.bank_id, l.currency, sum(l.amount_cents) as surplus, coalesce(sum(l.amount_cents)
                          filter (where e.rule in ('P31', 'P32', 'P43')), 0) as unmoved
                 from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
                where l.account in ('1020', '2200') group by 1, 2) found where surplus <> unmoved"""
    ):
        yield Reason(
            "ledger.trust_differs",
            N_("Third-party account {bank}: {surplus} beyond what is owed, {unmoved} of it the house's own."),
            {"bank": str(bank), "surplus": _money(surplus, currency), "unmoved": _money(unmoved, currency)},
        )


def funds_in_use_follow_events() -> Iterable[Reason]:
    """Buying, holding back, releasing, diluting never change the funds in use; no entry mixes contracts."""
    for entry, contracts, change in _rows(
        """select l.entry_id, count(distinct l.contract_id), sum(l.amount_cents)
             from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
            where l.account = any(%s) and e.rule <> 'P00' group by 1, e.rule
           having count(distinct l.contract_id) > 1 or (e.rule = any(%s) and sum(l.amount_cents) <> 0) limit %s""",
        [list(FUNDS_IN_USE), list(NEUTRAL), MOST],
    ):
        yield Reason(
            "ledger.funds_in_use",
            N_("Entry {entry} of {contracts} contracts changes the funds in use by {change} cent."),
            {"entry": str(entry), "contracts": contracts, "change": int(change)},
        )


def chart_is_current() -> Iterable[Reason]:
    """The database checks lines against the chart as it is."""
    known = {row[0]: row for row in _rows("select code, needs, kept from ledger_account")}
    for row in account_rows():
        if known.get(row[0]) != row:
            yield Reason(
                "ledger.chart_differs",
                N_("Account {account} is not in the database as in the chart."),
                {"account": row[0]},
            )


CHECKS: Final[list[Callable[[], Iterable[Reason]]]] = [
    entries_balance,
    lines_are_of_their_entry,
    books_balance,
    keys_name_entries,
    balances_are_lines,
    snapshots_are_lines,
    nothing_stands_on_the_wrong_side,
    third_party_money_is_whole,
    funds_in_use_follow_events,
    chart_is_current,
]


def _money(cents: Any, currency: str) -> Money:
    return Money(int(cents), currency)


def _rows(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or [])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
