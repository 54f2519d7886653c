"""The line trigger looks at the added lines twice and no more: once to check them, once to move the balances.

The chart is joined whole instead of being looked up line by line. No row limit makes the planner expect to stop early, and
the settings keep it from choosing, for a session's first posting of three lines, the plan that a batch of thousands is then
held to (0004 tells why): heads alone are looked up by key, which "offset 0" leaves as the only way.
"""

from importlib import import_module

from django.db import migrations

LINES_ADDED = """
create or replace function ledger_lines_added() returns trigger language plpgsql
  set enable_seqscan = off set enable_nestloop = off set enable_mergejoin = off as $$
declare
  wrong record;
begin
  select s.entry_id, s.total, s.lines, s.stray, e.line_count into wrong
    from (select a.entry_id, a.booking_date, a.value_date, a.currency, a.recorded_at, sum(a.amount_cents) as total,
                 count(*) as lines, min(a.no) as first, max(a.no) as last,
                 min(a.account) filter (where c.code is null or c.needs & (
                     case when a.contract_id is null then 1 else 0 end | case when a.client_id is null then 2 else 0 end
                   | case when a.debtor_id is null then 4 else 0 end | case when a.invoice_id is null then 8 else 0 end
                   | case when a.reference_id is null then 16 else 0 end | case when a.bank_id is null then 32 else 0 end
                   | case when a.country is null then 64 else 0 end) <> 0) as stray
            from added a left join ledger_account c on c.code = a.account group by 1, 2, 3, 4, 5) s
    left join lateral (select e.line_count, e.value_date, e.currency, e.recorded_at from ledger_entry e
                        where e.id = s.entry_id and e.booking_date = s.booking_date offset 0) e on true
   where s.stray is not null or s.total <> 0 or e.line_count is null or s.lines <> e.line_count or s.first <> 1
      or s.last <> s.lines or s.value_date <> e.value_date or s.currency <> e.currency
      or s.recorded_at <> e.recorded_at;
  if found then
    if wrong.stray is not null then
      raise exception 'entry %: a line on % %', wrong.entry_id, wrong.stray,
        case when exists (select from ledger_account where code = wrong.stray) then 'lacks a dimension'
             else 'stands on no account of the chart' end
        using errcode = '23514', constraint = 'ledger_line_account_needs';
    end if;
    if wrong.total <> 0 then
      raise exception 'entry % is out of balance by %', wrong.entry_id, wrong.total
        using errcode = '23514', constraint = 'ledger_entry_balanced';
    end if;
    raise exception 'entry %: % lines came together, the head says %', wrong.entry_id, wrong.lines, wrong.line_count
      using errcode = '23514', constraint = 'ledger_entry_whole';
  end if;

  insert into ledger_balance as b (account, currency, contract_id, client_id, debtor_id, invoice_id, reference_id,
                                   amount_cents, open)
  select x.account, x.currency, x.contract_id, x.client_id, x.debtor_id, x.invoice_id, x.reference_id,
         sum(x.amount_cents), sum(x.amount_cents) <> 0
    from (select a.account, a.currency, a.amount_cents,
                 case when k.kept & 1 <> 0 then a.contract_id end as contract_id,
                 case when k.kept & 2 <> 0 then a.client_id end as client_id,
                 case when k.kept & 4 <> 0 then a.debtor_id end as debtor_id,
                 case when k.kept & 8 <> 0 then a.invoice_id end as invoice_id,
                 case when k.kept & 16 <> 0 then a.reference_id end as reference_id
            from added a join ledger_account k on k.code = a.account where k.kept <> 0) x
   group by 1, 2, 3, 4, 5, 6, 7
   order by 1, 2, 6, 3, 7, 5, 4
      on conflict (account, currency, invoice_id, contract_id, reference_id, debtor_id, client_id)
      do update set amount_cents = b.amount_cents + excluded.amount_cents,
                    open = b.amount_cents + excluded.amount_cents <> 0;
  return null;
end $$;
"""

#: What stood before: the function of 0002 with the setting of 0004.
_FORMER = import_module("cessie.ledger.migrations.0002_guards").LINES_ADDED.split("create trigger")[0]
FORMER = (
    _FORMER.replace("create function", "create or replace function")
    + "alter function ledger_lines_added() set enable_seqscan = off"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_due_dates")]

    operations = [migrations.RunSQL(LINES_ADDED, FORMER)]
