"""What is derived is made again from the lines: running balances and the snapshots of closed months."""

from __future__ import annotations

from django.db import connection, transaction

from cessie.ledger.period import TAKE_SNAPSHOT, following

_BALANCES = """
    insert into ledger_balance
           (account, currency, contract_id, client_id, debtor_id, invoice_id, reference_id, amount_cents, open)
    select account, currency, contract_id, client_id, debtor_id, invoice_id, reference_id, amount_cents, true
      from ({from_lines}) lines"""

#: The running balances as the lines have them; also what ``invariants`` compares with.
FROM_LINES = """
    select l.account, l.currency, case when k.kept & 1 <> 0 then l.contract_id end as contract_id,
           case when k.kept & 2 <> 0 then l.client_id end as client_id,
           case when k.kept & 4 <> 0 then l.debtor_id end as debtor_id,
           case when k.kept & 8 <> 0 then l.invoice_id end as invoice_id,
           case when k.kept & 16 <> 0 then l.reference_id end as reference_id, sum(l.amount_cents) as amount_cents
      from ledger_line l join ledger_account k on k.code = l.account
     where k.kept <> 0 group by 1, 2, 3, 4, 5, 6, 7 having sum(l.amount_cents) <> 0"""


def rebuild() -> None:
    """Make balances and snapshots anew; postings wait meanwhile. The lines, which are the truth, are not touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("lock table ledger_period in exclusive mode")
        cursor.execute("select set_config('cessie.rebuild', 'on', true)")
        cursor.execute("delete from ledger_balance")
        cursor.execute("delete from ledger_snapshot")
        cursor.execute(_BALANCES.format(from_lines=FROM_LINES))
        cursor.execute("select month from ledger_period order by month")
        former = None
        for (month,) in cursor.fetchall():
            cursor.execute(TAKE_SNAPSHOT, {"former": former, "month": month, "until": following(month)})
            former = month
        cursor.execute("select set_config('cessie.rebuild', '', true)")
