"""What the database itself holds about the books: statement triggers over the rows that a statement added.

Set-based, so that they cost a few percent of a bulk load: a foreign key or a deferred trigger per row would cost ten
times that. No update, no delete, no truncate; every entry comes whole, balanced, in an open month; balances follow.
"""

from django.db import migrations

NEVER_CHANGED = """
create function ledger_never_changed() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the books are append only', tg_op, tg_table_name using errcode = '23001';
end $$;
create trigger never_changed before update or delete or truncate on ledger_key
  for each statement execute function ledger_never_changed();
create trigger never_changed before update or delete or truncate on ledger_entry
  for each statement execute function ledger_never_changed();
create trigger never_changed before update or delete or truncate on ledger_line
  for each statement execute function ledger_never_changed();
create trigger never_changed before update or delete or truncate on ledger_period
  for each statement execute function ledger_never_changed();
create trigger never_changed before delete or truncate on ledger_account
  for each statement execute function ledger_never_changed();
"""

# Closing a month takes the table in exclusive mode: it waits for the postings under way, and those that come meanwhile
# wait for it and then see the closed month.
ENTRIES_ADDED = """
create function ledger_entries_added() returns trigger language plpgsql as $$
declare
  closed date;
  wrong uuid;
begin
  lock table ledger_period in row share mode;
  select max(month) + interval '1 month' into closed from ledger_period;
  if closed is not null then
    select id into wrong from added where booking_date < closed limit 1;
    if found then
      raise exception 'entry % is booked before %: that month is closed', wrong, closed using errcode = '23514',
        constraint = 'ledger_entry_open_month';
    end if;
  end if;
  return null;
end $$;
create trigger entries_added after insert on ledger_entry referencing new table as added
  for each statement execute function ledger_entries_added();
"""

# The bits of needs and kept follow the fields of Dims. The head is looked up once an entry; "offset 0" keeps that a
# look-up by key however the plan was cached.
LINES_ADDED = """
create function ledger_lines_added() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select a.entry_id, a.account, c.code into wrong from added a left join ledger_account c on c.code = a.account
   where c.code is null or c.needs & ~(
         (a.contract_id is not null)::int + (a.client_id is not null)::int * 2 + (a.debtor_id is not null)::int * 4
       + (a.invoice_id is not null)::int * 8 + (a.reference_id is not null)::int * 16
       + (a.bank_id is not null)::int * 32 + (a.country is not null)::int * 64) <> 0
   limit 1;
  if found then
    raise exception 'entry %: a line on % %', wrong.entry_id, wrong.account,
      case when wrong.code is null then 'stands on no account of the chart' else 'lacks a dimension' end
      using errcode = '23514', constraint = 'ledger_line_account_needs';
  end if;

  select s.entry_id, s.total, s.lines, e.line_count into wrong
    from (select entry_id, booking_date, value_date, currency, recorded_at, sum(amount_cents) as total,
                 count(*) as lines, min(no) as first, max(no) as last
            from added group by 1, 2, 3, 4, 5) s
    left join lateral (select e.line_count, e.value_date, e.currency, e.recorded_at from ledger_entry e
                        where e.id = s.entry_id and e.booking_date = s.booking_date offset 0) e on true
   where s.total <> 0 or e.line_count is null or s.lines <> e.line_count or s.first <> 1 or s.last <> s.lines
      or s.value_date <> e.value_date or s.currency <> e.currency or s.recorded_at <> e.recorded_at
   limit 1;
  if found then
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
create trigger lines_added after insert on ledger_line referencing new table as added
  for each statement execute function ledger_lines_added();
"""

# Rows are taken in one fixed order above, so that two postings never wait for each other in a ring. By hand nobody
# writes balances; ``rebuild`` says so for its transaction.
BALANCES_FOLLOW = """
create function ledger_balances_follow() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 and coalesce(current_setting('cessie.rebuild', true), '') <> 'on' then
    raise exception '% of % is refused: balances follow the lines', tg_op, tg_table_name using errcode = '23001';
  end if;
  return null;
end $$;
create trigger balances_follow before insert or update or delete or truncate on ledger_balance
  for each statement execute function ledger_balances_follow();
create trigger balances_follow before insert or update or delete or truncate on ledger_snapshot
  for each statement execute function ledger_balances_follow();
alter table ledger_balance set (fillfactor = 70);
"""

UNDO = """
drop function ledger_never_changed cascade;
drop function ledger_entries_added cascade;
drop function ledger_lines_added cascade;
drop function ledger_balances_follow cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(NEVER_CHANGED + ENTRIES_ADDED + LINES_ADDED + BALANCES_FOLLOW, UNDO),
    ]
