"""A few entries in one message, each with its lines inside it: what the lines share with their head is sent once."""

from django.db import migrations

POST_ENTRIES = """
create function ledger_post_entries(entries jsonb, who text, moment timestamptz) returns uuid[] language plpgsql as $$
declare
  taken uuid[];
begin
  with claimed as (
    insert into ledger_key (entry_id, key, digest)
    select e.id, e.key, decode(e.digest, 'hex')
      from jsonb_to_recordset(entries) as e (id uuid, key text, digest text)
        on conflict (key) do nothing returning entry_id)
  select array_agg(entry_id) into taken from claimed;
  if taken is null then
    return null;
  end if;
  if cardinality(taken) < jsonb_array_length(entries) then
    entries := (select jsonb_agg(e) from jsonb_array_elements(entries) as e where (e->>'id')::uuid = any(taken));
  end if;
  insert into ledger_entry (id, booking_date, value_date, rule, kind, currency, line_count, reverses_id, text,
                            posted_by, recorded_at)
  select e.id, e.booking_date, e.value_date, e.rule, e.kind, e.currency, jsonb_array_length(e.lines), e.reverses,
         e.text, who, moment
    from jsonb_to_recordset(entries) as e (id uuid, booking_date date, value_date date, rule text, kind text,
                                           currency text, reverses uuid, text text, lines jsonb);
  insert into ledger_line (entry_id, no, account, currency, amount_cents, contract_id, client_id, debtor_id, invoice_id,
                           reference_id, bank_id, country, booking_date, value_date, recorded_at)
  select e.id, l.no, l.account, e.currency, l.cents, l.contract, l.client, l.debtor, l.invoice, l.reference, l.bank,
         l.country, e.booking_date, e.value_date, moment
    from jsonb_to_recordset(entries) as e (id uuid, booking_date date, value_date date, currency text, lines jsonb),
         rows from (jsonb_to_recordset(e.lines) as (account text, cents bigint, contract uuid, client uuid, debtor uuid,
                                                    invoice uuid, reference uuid, bank uuid, country text))
         with ordinality as l (account, cents, contract, client, debtor, invoice, reference, bank, country, no);
  return taken;
end $$;
drop function ledger_post_few(jsonb, jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_look_once")]

    operations = [migrations.RunSQL(POST_ENTRIES, "drop function ledger_post_entries")]
