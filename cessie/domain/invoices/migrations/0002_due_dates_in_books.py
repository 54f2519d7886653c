"""The books are told when an invoice falls due, so that what is open is summed by age without a look at the invoices.

The ledger knows no invoices: this room fills the due date of a balance as it is made (also when balances are rebuilt)
and follows it should it change. ``books_know_due_dates`` checks that.
"""

from django.db import migrations

TOLD = """
create function invoices_tell_due_date() returns trigger language plpgsql as $$
begin
  select due_date into new.due_date from invoices_invoice where id = new.invoice_id;
  return new;
end $$;
create trigger invoices_due_date before insert on ledger_balance
  for each row when (new.invoice_id is not null) execute function invoices_tell_due_date();

create function invoices_due_date_moved() returns trigger language plpgsql as $$
begin
  update ledger_balance set due_date = new.due_date
   where account = any (array(select code from ledger_account where kept & 8 <> 0)) and currency = new.currency
     and invoice_id = new.id;  -- found by its unique index
  return null;
end $$;
create trigger due_date_moved after update of due_date on invoices_invoice
  for each row when (old.due_date is distinct from new.due_date) execute function invoices_due_date_moved();

select set_config('cessie.rebuild', 'on', true);
update ledger_balance b set due_date = i.due_date from invoices_invoice i where i.id = b.invoice_id;
select set_config('cessie.rebuild', '', true);
"""

UNTOLD = """
drop trigger invoices_due_date on ledger_balance;
drop trigger due_date_moved on invoices_invoice;
drop function invoices_tell_due_date;
drop function invoices_due_date_moved;
"""


class Migration(migrations.Migration):
    dependencies = [("invoices", "0001_initial"), ("ledger", "0005_due_dates")]

    operations = [migrations.RunSQL(TOLD, UNTOLD)]
