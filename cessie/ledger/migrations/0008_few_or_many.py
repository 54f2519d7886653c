"""The line trigger plans a batch anew and a posting once, so that no setting must force one plan on both.

PostgreSQL plans a statement of a function when a session first comes to it, for as many rows as there are then. For a
batch of thousands that can be ruinous (0004 and 0006 tell how), and a plan of its own costs it nothing that counts. A
posting of three lines keeps the plan of the session, which is made anew whenever a table's statistics are; three
settings at every call were a tenth of what it cost.
"""

from importlib import import_module

from django.db import migrations

#: More lines than that are a batch.
FEW = 300

LOOK = """
    select s.entry_id, s.total, s.lines, s.stray, e.line_count
      from (select a.entry_id, a.booking_date, a.value_date, a.currency, a.recorded_at, sum(a.amount_cents) as total,
                   count(*) as lines, min(a.no) as first, max(a.no) as last,
                   min(a.account) filter (where c.code is null or c.needs & (
                       case when a.contract_id is null then 1 else 0 end
                     | case when a.client_id is null then 2 else 0 end | case when a.debtor_id is null then 4 else 0 end
                     | case when a.invoice_id is null then 8 else 0 end
                     | case when a.reference_id is null then 16 else 0 end
                     | case when a.bank_id is null then 32 else 0 end
                     | case when a.country is null then 64 else 0 end) <> 0) as stray
              from added a left join ledger_account c on c.code = a.account group by 1, 2, 3, 4, 5) s
      left join lateral (select e.line_count, e.value_date, e.currency, e.recorded_at from ledger_entry e
                          where e.id = s.entry_id and e.booking_date = s.booking_date offset 0) e on true
     where s.stray is not null or s.total <> 0 or e.line_count is null or s.lines <> e.line_count or s.first <> 1
        or s.last <> s.lines or s.value_date <> e.value_date or s.currency <> e.currency
        or s.recorded_at <> e.recorded_at
"""
LOOK_INTO = LOOK.replace("e.line_count\n", "e.line_count into wrong\n", 1)
CARRY = """
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
                      open = b.amount_cents + excluded.amount_cents <> 0
"""

LINES_ADDED = f"""
create or replace function ledger_lines_added() returns trigger language plpgsql as $$
declare
  many boolean := exists (select from added offset {FEW});
  wrong record;
begin
  if many then
    execute $look${LOOK}$look$ into wrong;
  else{LOOK_INTO};
  end if;
  if wrong.entry_id is not null then
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
  if many then
    execute $carry${CARRY}$carry$;
  else{CARRY};
  end if;
  return null;
end $$;
"""  # noqa: S608 - put together from the texts above alone

#: What stood before, with its settings.
FORMER = import_module("cessie.ledger.migrations.0006_look_once").LINES_ADDED


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_post_entries")]

    operations = [migrations.RunSQL(LINES_ADDED, FORMER)]
