"""A few entries in one round trip: what an interactive verb posts. The triggers hold them as they hold a bulk load."""

from django.db import migrations

POST_FEW = """
create function ledger_post_few(keys jsonb, heads jsonb, lines jsonb) returns setof uuid language plpgsql as $$
declare
  taken uuid[];
begin
  with claimed as (
    insert into ledger_key (entry_id, key, digest)
    select k.entry_id, k.key, decode(k.digest, 'hex')
      from jsonb_to_recordset(keys) as k (entry_id uuid, key text, digest text)
        on conflict (key) do nothing returning entry_id)
  select array_agg(entry_id) into taken from claimed;
  if taken is null then
    return;
  end if;
  insert into ledger_entry (id, booking_date, value_date, rule, kind, currency, line_count, reverses_id, text,
                            posted_by, recorded_at)
  select id, booking_date, value_date, rule, kind, currency, line_count, reverses_id, text, posted_by, recorded_at
    from jsonb_populate_recordset(null::ledger_entry, heads) where id = any(taken);
  insert into ledger_line (entry_id, no, account, currency, amount_cents, contract_id, client_id, debtor_id, invoice_id,
                           reference_id, bank_id, country, booking_date, value_date, recorded_at)
  select entry_id, no, account, currency, amount_cents, contract_id, client_id, debtor_id, invoice_id,
         reference_id, bank_id, country, booking_date, value_date, recorded_at
    from jsonb_populate_recordset(null::ledger_line, lines) where entry_id = any(taken);
  return query select unnest(taken);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]

    operations = [migrations.RunSQL(POST_FEW, "drop function ledger_post_few")]
