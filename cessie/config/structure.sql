-- migration users 0001_initial
CREATE TABLE "users_user" ("password" varchar(128) NOT NULL, "last_login" timestamp with time zone NULL, "id" uuid NOT NULL PRIMARY KEY, "email" varchar(254) NOT NULL UNIQUE, "name" text NOT NULL, "language" varchar(2) NOT NULL, "kind" text NOT NULL, "roles" text[] NOT NULL, "is_active" boolean NOT NULL, "created_at" timestamp with time zone NOT NULL, CONSTRAINT "users_kind" CHECK ("kind" IN ('staff', 'client', 'debtor', 'partner')));
CREATE UNIQUE INDEX "users_email_once" ON "users_user" ((LOWER("email")));
CREATE INDEX "users_user_email_243f6e77_like" ON "users_user" ("email" varchar_pattern_ops);
-- migration parties 0001_initial
CREATE TABLE "parties_company" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "sort_name" text NOT NULL, "country" varchar(2) NOT NULL, "language" varchar(2) NOT NULL, "street" text NOT NULL, "building" text NOT NULL, "postcode" text NOT NULL, "town" text NOT NULL, "email" text NOT NULL, "created_at" timestamp with time zone NOT NULL, CONSTRAINT "parties_company_has_name" CHECK (NOT ("name" = '')));
CREATE TABLE "parties_client" ("id" uuid NOT NULL PRIMARY KEY, "code" text NOT NULL UNIQUE, "since_date" date NOT NULL, "intake_code" text NOT NULL UNIQUE, "company_id" uuid NOT NULL UNIQUE);
CREATE TABLE "parties_debtor" ("id" uuid NOT NULL PRIMARY KEY, "company_id" uuid NOT NULL UNIQUE);
CREATE TABLE "parties_bankaccount" ("id" uuid NOT NULL PRIMARY KEY, "iban" text NOT NULL, "bic" text NOT NULL, "holder" text NOT NULL, "state" text NOT NULL, "added_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, "confirmed_at" timestamp with time zone NULL, "confirmed_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "company_id" uuid NOT NULL, CONSTRAINT "parties_account_state" CHECK ("state" IN ('claimed', 'confirmed', 'ended')), CONSTRAINT "parties_account_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("confirmed_at" IS NOT NULL AND NOT ("confirmed_by" = ("added_by"))))));
CREATE TABLE "parties_house" ("only" boolean NOT NULL PRIMARY KEY, "simulated" boolean NOT NULL, "founded_at" timestamp with time zone NOT NULL, "company_id" uuid NOT NULL UNIQUE, CONSTRAINT "parties_one_house" CHECK ("only"));
CREATE TABLE "parties_identifier" ("id" uuid NOT NULL PRIMARY KEY, "scheme" text NOT NULL, "value" text NOT NULL, "valid" boolean NOT NULL, "company_id" uuid NOT NULL, CONSTRAINT "parties_identifier_once" UNIQUE ("scheme", "value"));
CREATE TABLE "parties_membership" ("id" uuid NOT NULL PRIMARY KEY, "role" text NOT NULL, "since_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "client_id" uuid NOT NULL, "user_id" uuid NOT NULL, CONSTRAINT "parties_member_role" CHECK ("role" IN ('owner', 'bookkeeper', 'reader')));
CREATE TABLE "parties_relation" ("id" uuid NOT NULL PRIMARY KEY, "reference" text NOT NULL, "since_date" date NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, CONSTRAINT "parties_relation_once" UNIQUE ("client_id", "debtor_id"));
CREATE INDEX "parties_company_sort_name_f331aec0" ON "parties_company" ("sort_name");
CREATE INDEX "parties_company_sort_name_f331aec0_like" ON "parties_company" ("sort_name" text_pattern_ops);
ALTER TABLE "parties_client" ADD CONSTRAINT "parties_client_company_id_cd1ba5e7_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "parties_client_code_197fb322_like" ON "parties_client" ("code" text_pattern_ops);
CREATE INDEX "parties_client_intake_code_6b4a8d23_like" ON "parties_client" ("intake_code" text_pattern_ops);
ALTER TABLE "parties_debtor" ADD CONSTRAINT "parties_debtor_company_id_a612eeb4_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "parties_bankaccount" ADD CONSTRAINT "parties_bankaccount_company_id_203e24d1_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "parties_account_once" ON "parties_bankaccount" ("company_id", "iban") WHERE "ended_at" IS NULL;
CREATE INDEX "parties_bankaccount_company_id_203e24d1" ON "parties_bankaccount" ("company_id");
ALTER TABLE "parties_house" ADD CONSTRAINT "parties_house_company_id_0026d489_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "parties_identifier" ADD CONSTRAINT "parties_identifier_company_id_f18ebb88_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "parties_identifier_company_id_f18ebb88" ON "parties_identifier" ("company_id");
ALTER TABLE "parties_membership" ADD CONSTRAINT "parties_membership_client_id_65fcc10e_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "parties_membership" ADD CONSTRAINT "parties_membership_user_id_167fdf2b_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "parties_member_once" ON "parties_membership" ("user_id", "client_id") WHERE "ended_at" IS NULL;
CREATE INDEX "parties_membership_client_id_65fcc10e" ON "parties_membership" ("client_id");
CREATE INDEX "parties_membership_user_id_167fdf2b" ON "parties_membership" ("user_id");
ALTER TABLE "parties_relation" ADD CONSTRAINT "parties_relation_client_id_4fe1cf6f_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "parties_relation" ADD CONSTRAINT "parties_relation_debtor_id_5a859026_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "parties_relation_client_id_4fe1cf6f" ON "parties_relation" ("client_id");
CREATE INDEX "parties_relation_debtor_id_5a859026" ON "parties_relation" ("debtor_id");
-- migration parties 0002_clauses
ALTER TABLE "parties_house" ADD COLUMN "clauses" jsonb DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE "parties_house" ALTER COLUMN "clauses" DROP DEFAULT;
-- migration parties 0003_groups
ALTER TABLE "parties_company" ADD COLUMN "parent_id" uuid NULL CONSTRAINT "parties_company_parent_id_b2adfe8e_fk_parties_company_id" REFERENCES "parties_company"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "parties_company_parent_id_b2adfe8e_fk_parties_company_id" IMMEDIATE;
CREATE INDEX "parties_company_parent_id_b2adfe8e" ON "parties_company" ("parent_id");
-- migration parties 0004_marks
CREATE TABLE "parties_mark" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "percent" numeric(5, 2) NULL, "note" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "company_id" uuid NOT NULL, CONSTRAINT "parties_mark_kind" CHECK ("kind" IN ('assignment_ban', 'blocked_account', 'consumer', 'order_required', 'sole_trader', 'withholding')), CONSTRAINT "parties_mark_says_why" CHECK (NOT ("note" = '')), CONSTRAINT "parties_mark_percent" CHECK (("percent" IS NULL OR ("percent" > 0 AND "percent" <= 100))));
ALTER TABLE "parties_mark" ADD CONSTRAINT "parties_mark_company_id_5fcd46d4_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "parties_mark_once" ON "parties_mark" ("company_id", "kind") WHERE "ended_at" IS NULL;
CREATE INDEX "parties_mark_company_id_5fcd46d4" ON "parties_mark" ("company_id");
-- migration parties 0005_company_erasures
CREATE TABLE "parties_companyerasure" ("id" uuid NOT NULL PRIMARY KEY, "asked_at" timestamp with time zone NULL, "asked_by" text NOT NULL, "done_at" timestamp with time zone NULL, "done_by" text NOT NULL, "company_id" uuid NOT NULL UNIQUE, CONSTRAINT "parties_erasure_four_eyes" CHECK ((("asked_by"::text LIKE 'user:%' AND "done_at" IS NULL AND "done_by" = '') OR ("done_at" IS NOT NULL AND NOT ("done_by" = '') AND NOT ("done_by" = ("asked_by"))))));
ALTER TABLE "parties_companyerasure" ADD CONSTRAINT "parties_companyerasu_company_id_3edd2aa5_fk_parties_c" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration ledger 0001_initial
CREATE TABLE "ledger_account" ("code" varchar(4) NOT NULL PRIMARY KEY, "needs" smallint NOT NULL, "kept" smallint NOT NULL);
CREATE TABLE "ledger_balance" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "account" varchar(4) NOT NULL, "currency" varchar(3) NOT NULL, "contract_id" uuid NULL, "client_id" uuid NULL, "debtor_id" uuid NULL, "invoice_id" uuid NULL, "reference_id" uuid NULL, "amount_cents" bigint NOT NULL, "open" boolean NOT NULL, CONSTRAINT "ledger_balance_open" CHECK ((("open" AND NOT ("amount_cents" = 0)) OR ("amount_cents" = 0 AND NOT "open"))));
CREATE TABLE "ledger_entry" ("id" uuid NOT NULL, "booking_date" date NOT NULL, "value_date" date NOT NULL, "rule" varchar(4) NOT NULL, "kind" text NOT NULL, "currency" varchar(3) NOT NULL, "line_count" smallint NOT NULL, "reverses_id" uuid NULL, "text" text NOT NULL, "posted_by" text NOT NULL, "recorded_at" timestamp with time zone NOT NULL, CONSTRAINT "ledger_entry_two_lines" CHECK ("line_count" >= 2), PRIMARY KEY ("id", "booking_date"));
CREATE TABLE "ledger_key" ("entry_id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL, "digest" bytea NOT NULL, CONSTRAINT "ledger_key_once" UNIQUE ("key"));
CREATE TABLE "ledger_line" ("entry_id" uuid NOT NULL, "no" smallint NOT NULL, "account" varchar(4) NOT NULL, "currency" varchar(3) NOT NULL, "amount_cents" bigint NOT NULL, "contract_id" uuid NULL, "client_id" uuid NULL, "debtor_id" uuid NULL, "invoice_id" uuid NULL, "reference_id" uuid NULL, "bank_id" uuid NULL, "country" varchar(2) NULL, "booking_date" date NOT NULL, "value_date" date NOT NULL, "recorded_at" timestamp with time zone NOT NULL, CONSTRAINT "ledger_line_not_zero" CHECK (NOT ("amount_cents" = 0)), PRIMARY KEY ("entry_id", "no", "booking_date"));
CREATE TABLE "ledger_period" ("month" date NOT NULL PRIMARY KEY, "closed_at" timestamp with time zone NOT NULL, "closed_by" text NOT NULL, CONSTRAINT "ledger_period_first_day" CHECK (EXTRACT(DAY FROM "month") = 1));
CREATE TABLE "ledger_snapshot" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "month" date NOT NULL, "account" varchar(4) NOT NULL, "currency" varchar(3) NOT NULL, "bank_id" uuid NULL, "country" varchar(2) NULL, "amount_cents" bigint NOT NULL);
CREATE INDEX "ledger_account_code_e0a3af95_like" ON "ledger_account" ("code" varchar_pattern_ops);
ALTER TABLE "ledger_balance" ADD CONSTRAINT "ledger_balance_once" UNIQUE NULLS NOT DISTINCT ("account", "currency", "invoice_id", "contract_id", "reference_id", "debtor_id", "client_id");
CREATE INDEX "ledger_balance_contract" ON "ledger_balance" ("account", "contract_id") WHERE "open";
CREATE INDEX "ledger_balance_debtor" ON "ledger_balance" ("debtor_id", "account") WHERE ("debtor_id" IS NOT NULL AND "open");
CREATE INDEX "ledger_balance_ref" ON "ledger_balance" ("reference_id", "account") WHERE ("open" AND "reference_id" IS NOT NULL);
CREATE INDEX "ledger_entry_booked" ON "ledger_entry" ("booking_date");
CREATE INDEX "ledger_entry_reverses" ON "ledger_entry" ("reverses_id") WHERE "reverses_id" IS NOT NULL;
CREATE INDEX "ledger_line_account" ON "ledger_line" ("account", "booking_date");
CREATE INDEX "ledger_line_contract" ON "ledger_line" ("contract_id", "account", "booking_date") WHERE "contract_id" IS NOT NULL;
CREATE INDEX "ledger_line_invoice" ON "ledger_line" ("invoice_id") WHERE "invoice_id" IS NOT NULL;
CREATE INDEX "ledger_line_ref" ON "ledger_line" ("reference_id") WHERE "reference_id" IS NOT NULL;
CREATE INDEX "ledger_line_recorded" ON "ledger_line" USING brin ("recorded_at");
ALTER TABLE "ledger_snapshot" ADD CONSTRAINT "ledger_snapshot_once" UNIQUE NULLS NOT DISTINCT ("month", "account", "currency", "bank_id", "country");
-- migration ledger 0002_guards
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
-- migration ledger 0003_post_few
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
-- migration ledger 0004_look_up_by_key
alter function ledger_lines_added() set enable_seqscan = off;
-- migration ledger 0005_due_dates
DROP INDEX IF EXISTS "ledger_balance_contract";
ALTER TABLE "ledger_balance" ADD COLUMN "due_date" date NULL;
CREATE INDEX "ledger_balance_due" ON "ledger_balance" ("account", "contract_id", "due_date") WHERE "open";
-- migration documents 0001_initial
CREATE TABLE "documents_document" ("sha256" varchar(64) NOT NULL PRIMARY KEY, "size" bigint NOT NULL, "media_type" text NOT NULL, "stored_at" timestamp with time zone NOT NULL, CONSTRAINT "documents_not_empty" CHECK ("size" > 0));
CREATE TABLE "documents_arrival" ("id" uuid NOT NULL PRIMARY KEY, "channel" text NOT NULL, "name" text NOT NULL, "at" timestamp with time zone NOT NULL, "by" text NOT NULL, "refusal" jsonb NULL, "client_id" uuid NULL, "document_id" varchar(64) NOT NULL, CONSTRAINT "documents_channel" CHECK ("channel" IN ('portal', 'api', 'mail', 'peppol', 'folder', 'command', 'own')));
CREATE INDEX "documents_document_sha256_9c516612_like" ON "documents_document" ("sha256" varchar_pattern_ops);
ALTER TABLE "documents_arrival" ADD CONSTRAINT "documents_arrival_client_id_550bb86a_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "documents_arrival" ADD CONSTRAINT "documents_arrival_document_id_7cb38979_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "documents_arrival_client_id_550bb86a" ON "documents_arrival" ("client_id");
CREATE INDEX "documents_arrival_document_id_7cb38979" ON "documents_arrival" ("document_id");
CREATE INDEX "documents_arrival_document_id_7cb38979_like" ON "documents_arrival" ("document_id" varchar_pattern_ops);
CREATE INDEX "documents_arrivals" ON "documents_arrival" ("client_id", "at" DESC);
-- migration contracts 0001_initial
CREATE TABLE "contracts_contract" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "currency" varchar(3) NOT NULL, "started_date" date NOT NULL, "ended_date" date NULL, "client_id" uuid NOT NULL, CONSTRAINT "contracts_euro_first" CHECK ("currency" = 'EUR'), CONSTRAINT "contracts_end_after_start" CHECK (("ended_date" IS NULL OR "ended_date" > ("started_date"))));
CREATE TABLE "contracts_version" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "valid_from" date NOT NULL, "preset" text NOT NULL, "terms" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "contract_id" uuid NOT NULL, CONSTRAINT "contracts_version_number" UNIQUE ("contract_id", "number"), CONSTRAINT "contracts_version_day" UNIQUE ("contract_id", "valid_from"));
ALTER TABLE "contracts_contract" ADD CONSTRAINT "contracts_contract_client_id_14fe7bca_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "contracts_one_running" ON "contracts_contract" ("client_id") WHERE "ended_date" IS NULL;
CREATE INDEX "contracts_contract_number_c16b99fb_like" ON "contracts_contract" ("number" text_pattern_ops);
CREATE INDEX "contracts_contract_client_id_14fe7bca" ON "contracts_contract" ("client_id");
ALTER TABLE "contracts_version" ADD CONSTRAINT "contracts_version_contract_id_f6a09dd6_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "contracts_version_contract_id_f6a09dd6" ON "contracts_version" ("contract_id");
-- migration contracts 0002_versions_stay
CREATE FUNCTION contracts_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a version of a contract is never changed or removed: amend makes a new one'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER contracts_version_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON contracts_version
                FOR EACH STATEMENT EXECUTE FUNCTION contracts_version_stays();
-- migration invoices 0001_initial
CREATE TABLE "invoices_invoice" ("id" uuid NOT NULL PRIMARY KEY, "part" integer NOT NULL CHECK ("part" >= 0), "kind" text NOT NULL, "number" text NOT NULL, "number_key" text COLLATE "C" NOT NULL, "issue_date" date NOT NULL, "due_date" date NOT NULL, "currency" varchar(3) NOT NULL, "net_cents" bigint NOT NULL, "vat_cents" bigint NOT NULL, "gross_cents" bigint NOT NULL, "payable_cents" bigint NOT NULL, "buyer_name" text NOT NULL, "payee_name" text NOT NULL, "payment_iban" text NOT NULL, "payment_reference" text NOT NULL, "content" jsonb NOT NULL, "state" text NOT NULL, "received_at" timestamp with time zone NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NULL, "document_id" varchar(64) NOT NULL, CONSTRAINT "invoices_document_part_once" UNIQUE ("document_id", "part", "client_id"), CONSTRAINT "invoices_state" CHECK ("state" IN ('accepted', 'held', 'received', 'rejected', 'withdrawn')), CONSTRAINT "invoices_accepted_has_debtor" CHECK ((NOT ("state" = 'accepted') OR "debtor_id" IS NOT NULL)));
CREATE TABLE "invoices_finding" ("id" uuid NOT NULL PRIMARY KEY, "code" text NOT NULL, "severity" text NOT NULL, "people" smallint NOT NULL CHECK ("people" >= 0), "reason" jsonb NOT NULL, "found_at" timestamp with time zone NOT NULL, "cleared_at" timestamp with time zone NULL, "gone_at" timestamp with time zone NULL, "invoice_id" uuid NOT NULL, CONSTRAINT "invoices_severity" CHECK ("severity" IN ('note', 'hold', 'reject')));
CREATE TABLE "invoices_clearance" ("id" uuid NOT NULL PRIMARY KEY, "by" text NOT NULL, "at" timestamp with time zone NOT NULL, "note" text NOT NULL, "finding_id" uuid NOT NULL, CONSTRAINT "invoices_clearance_once_a_person" UNIQUE ("finding_id", "by"), CONSTRAINT "invoices_clearance_says_why" CHECK (NOT ("note" = '')));
ALTER TABLE "invoices_invoice" ADD CONSTRAINT "invoices_invoice_client_id_b83ca539_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "invoices_invoice" ADD CONSTRAINT "invoices_invoice_contract_id_3ae94ddf_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "invoices_invoice" ADD CONSTRAINT "invoices_invoice_debtor_id_6d410425_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "invoices_invoice" ADD CONSTRAINT "invoices_invoice_document_id_ef385795_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "invoices_number_once" ON "invoices_invoice" ("client_id", "debtor_id", "number_key") WHERE "state" = 'accepted';
CREATE INDEX "invoices_invoice_client_id_b83ca539" ON "invoices_invoice" ("client_id");
CREATE INDEX "invoices_invoice_contract_id_3ae94ddf" ON "invoices_invoice" ("contract_id");
CREATE INDEX "invoices_invoice_debtor_id_6d410425" ON "invoices_invoice" ("debtor_id");
CREATE INDEX "invoices_invoice_document_id_ef385795" ON "invoices_invoice" ("document_id");
CREATE INDEX "invoices_invoice_document_id_ef385795_like" ON "invoices_invoice" ("document_id" varchar_pattern_ops);
CREATE INDEX "invoices_of_client" ON "invoices_invoice" ("client_id", "received_at", "id");
CREATE INDEX "invoices_of_client_by_state" ON "invoices_invoice" ("client_id", "state", "received_at", "id");
CREATE INDEX "invoices_issued" ON "invoices_invoice" ("client_id", "issue_date", "id");
CREATE INDEX "invoices_due" ON "invoices_invoice" ("client_id", "due_date", "id");
CREATE INDEX "invoices_amount" ON "invoices_invoice" ("client_id", "gross_cents", "id");
CREATE INDEX "invoices_number" ON "invoices_invoice" ("client_id", "number_key", "id");
CREATE INDEX "invoices_by_state" ON "invoices_invoice" ("state", "received_at", "id");
CREATE INDEX "invoices_received" ON "invoices_invoice" ("received_at", "id");
CREATE INDEX "invoices_of_debtor" ON "invoices_invoice" ("debtor_id", "due_date");
CREATE INDEX "invoices_alike" ON "invoices_invoice" ("debtor_id", "gross_cents");
CREATE INDEX "invoices_any_number" ON "invoices_invoice" ("number_key");
CREATE INDEX "invoices_reference" ON "invoices_invoice" ("payment_reference");
ALTER TABLE "invoices_finding" ADD CONSTRAINT "invoices_finding_invoice_id_a0bb0eba_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "invoices_finding_once" ON "invoices_finding" ("invoice_id", "code") WHERE "gone_at" IS NULL;
CREATE INDEX "invoices_finding_invoice_id_a0bb0eba" ON "invoices_finding" ("invoice_id");
ALTER TABLE "invoices_clearance" ADD CONSTRAINT "invoices_clearance_finding_id_56e6a6c4_fk_invoices_finding_id" FOREIGN KEY ("finding_id") REFERENCES "invoices_finding" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "invoices_clearance_finding_id_56e6a6c4" ON "invoices_clearance" ("finding_id");
-- migration invoices 0002_due_dates_in_books
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
-- migration invoices 0003_credits
CREATE TABLE "invoices_credit" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "net_cents" bigint NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "undone_at" timestamp with time zone NULL, "undone_by" text NOT NULL, "credit_note_id" uuid NOT NULL, "invoice_id" uuid NOT NULL, CONSTRAINT "invoices_credit_positive" CHECK (("amount_cents" > 0 AND "net_cents" >= 0 AND "net_cents" <= ("amount_cents"))));
ALTER TABLE "invoices_credit" ADD CONSTRAINT "invoices_credit_credit_note_id_5c253a93_fk_invoices_invoice_id" FOREIGN KEY ("credit_note_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "invoices_credit" ADD CONSTRAINT "invoices_credit_invoice_id_639c23c2_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "invoices_credit_once" ON "invoices_credit" ("credit_note_id", "invoice_id") WHERE "undone_at" IS NULL;
CREATE INDEX "invoices_credit_credit_note_id_5c253a93" ON "invoices_credit" ("credit_note_id");
CREATE INDEX "invoices_credit_invoice_id_639c23c2" ON "invoices_credit" ("invoice_id");
-- migration invoices 0004_layouts_and_rules
CREATE TABLE "invoices_rulecheck" ("invoice_id" uuid NOT NULL PRIMARY KEY, "checked_at" timestamp with time zone NOT NULL, "broken" jsonb NULL);
CREATE TABLE "invoices_sheetlayout" ("id" uuid NOT NULL PRIMARY KEY, "signature" varchar(64) NOT NULL, "headers" jsonb NOT NULL, "columns" jsonb NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "client_id" uuid NOT NULL, CONSTRAINT "invoices_layout_once_a_header" UNIQUE ("client_id", "signature"));
ALTER TABLE "invoices_rulecheck" ADD CONSTRAINT "invoices_rulecheck_invoice_id_b4a92747_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "invoices_sheetlayout" ADD CONSTRAINT "invoices_sheetlayout_client_id_32e2b749_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "invoices_sheetlayout_client_id_32e2b749" ON "invoices_sheetlayout" ("client_id");
-- migration invoices 0005_house_policy
ALTER TABLE "invoices_invoice" ADD COLUMN "policy_version" integer NULL CHECK ("policy_version" >= 0);
CREATE TABLE "invoices_policychange" ("id" uuid NOT NULL PRIMARY KEY, "code" text NOT NULL, "severity" text NOT NULL, "people" smallint NOT NULL CHECK ("people" >= 0), "roles" jsonb NOT NULL, "measures" jsonb NOT NULL, "valid_from" date NOT NULL, "note" text NOT NULL, "state" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "in_force_at" timestamp with time zone NULL, CONSTRAINT "invoices_policy_state" CHECK ("state" IN ('confirmed', 'declined', 'proposed')), CONSTRAINT "invoices_policy_says_why" CHECK (NOT ("note" = '')), CONSTRAINT "invoices_policy_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("in_force_at" IS NOT NULL AND NOT ("decided_by" = ("proposed_by"))))));
CREATE UNIQUE INDEX "invoices_policy_one_proposal" ON "invoices_policychange" ("code") WHERE "state" = 'proposed';
CREATE INDEX "invoices_policy_in_force" ON "invoices_policychange" ("in_force_at", "decided_at") WHERE "state" = 'confirmed';
-- migration invoices 0006_undone_note
ALTER TABLE "invoices_credit" ADD COLUMN "undone_note" text DEFAULT '' NOT NULL;
ALTER TABLE "invoices_credit" ALTER COLUMN "undone_note" DROP DEFAULT;
-- migration arrangements 0001_initial
CREATE TABLE "arrangements_arrangement" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "currency" varchar(3) NOT NULL, "acceleration" boolean NOT NULL, "approver" text NOT NULL, "words" text NOT NULL, "state" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "approved_at" timestamp with time zone NULL, "approved_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "ended_words" text NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL);
CREATE TABLE "arrangements_covered" ("id" uuid NOT NULL PRIMARY KEY, "open_cents" bigint NOT NULL, "agreed_cents" bigint NOT NULL, "live" boolean NOT NULL, "arrangement_id" uuid NOT NULL, "invoice_id" uuid NOT NULL);
CREATE TABLE "arrangements_instalment" ("id" uuid NOT NULL PRIMARY KEY, "number" smallint NOT NULL CHECK ("number" >= 0), "due_date" date NOT NULL, "amount_cents" bigint NOT NULL, "arrangement_id" uuid NOT NULL);
CREATE INDEX "arrangements_of_client" ON "arrangements_arrangement" ("client_id", "made_at" DESC);
CREATE INDEX "arrangements_of_debtor" ON "arrangements_arrangement" ("debtor_id", "client_id");
CREATE INDEX "arrangements_by_state" ON "arrangements_arrangement" ("state", "made_at");
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_kind" CHECK ("kind" IN ('promise', 'plan', 'paid'));
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_approver" CHECK ("approver" IN ('', 'client', 'staff'));
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_state" CHECK ("state" IN ('asked', 'broken', 'declined', 'ended', 'kept', 'running'));
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_ended_at" CHECK ((("ended_at" IS NULL AND "state" IN ('asked', 'running')) OR (NOT ("state" IN ('asked', 'running')) AND "ended_at" IS NOT NULL)));
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_approved" CHECK ((NOT ("state" = 'running') OR "approver" = '' OR NOT ("approved_by" = '')));
ALTER TABLE "arrangements_covered" ADD CONSTRAINT "arrangements_agreed" CHECK (("agreed_cents" > 0 AND "agreed_cents" <= ("open_cents")));
ALTER TABLE "arrangements_covered" ADD CONSTRAINT "arrangements_covered_once" UNIQUE ("arrangement_id", "invoice_id");
CREATE UNIQUE INDEX "arrangements_one_live" ON "arrangements_covered" ("invoice_id") WHERE "live";
CREATE INDEX "arrangements_due" ON "arrangements_instalment" ("due_date");
ALTER TABLE "arrangements_instalment" ADD CONSTRAINT "arrangements_instalment_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "arrangements_instalment" ADD CONSTRAINT "arrangements_instalment_once" UNIQUE ("arrangement_id", "number");
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_arrange_client_id_4879b634_fk_parties_c" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "arrangements_arrangement" ADD CONSTRAINT "arrangements_arrange_debtor_id_9e862f1f_fk_parties_d" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "arrangements_arrangement_client_id_4879b634" ON "arrangements_arrangement" ("client_id");
CREATE INDEX "arrangements_arrangement_debtor_id_9e862f1f" ON "arrangements_arrangement" ("debtor_id");
ALTER TABLE "arrangements_covered" ADD CONSTRAINT "arrangements_covered_arrangement_id_8950c07b_fk_arrangeme" FOREIGN KEY ("arrangement_id") REFERENCES "arrangements_arrangement" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "arrangements_covered" ADD CONSTRAINT "arrangements_covered_invoice_id_b7259a4a_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "arrangements_covered_arrangement_id_8950c07b" ON "arrangements_covered" ("arrangement_id");
CREATE INDEX "arrangements_covered_invoice_id_b7259a4a" ON "arrangements_covered" ("invoice_id");
ALTER TABLE "arrangements_instalment" ADD CONSTRAINT "arrangements_instalm_arrangement_id_c38b7067_fk_arrangeme" FOREIGN KEY ("arrangement_id") REFERENCES "arrangements_arrangement" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "arrangements_instalment_arrangement_id_c38b7067" ON "arrangements_instalment" ("arrangement_id");
-- migration arrangements 0002_leniency
CREATE TABLE "arrangements_leniencyrule" ("number" integer NOT NULL PRIMARY KEY CHECK ("number" >= 0), "rule" jsonb NOT NULL, "note" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "confirmed_at" timestamp with time zone NULL, "confirmed_by" text NOT NULL, CONSTRAINT "arrangements_leniency_says_why" CHECK (NOT ("note" = '')), CONSTRAINT "arrangements_leniency_two_people" CHECK ((("confirmed_at" IS NULL AND "confirmed_by" = '') OR ("confirmed_at" IS NOT NULL AND NOT ("confirmed_by" = '') AND NOT ("confirmed_by" = ("proposed_by"))))));
-- migration audit 0001_initial
CREATE TABLE "audit_pending" ("event_id" uuid NOT NULL PRIMARY KEY);
CREATE TABLE "audit_block" ("number" bigint NOT NULL PRIMARY KEY, "sealed_at" timestamp with time zone NOT NULL, "first_id" uuid NOT NULL, "last_id" uuid NOT NULL, "event_ids" uuid[] NOT NULL, "count" integer NOT NULL CHECK ("count" >= 0), "digest" text NOT NULL UNIQUE, "previous" text NOT NULL, CONSTRAINT "audit_block_count" CHECK (("count" > 0 AND CASE WHEN "event_ids" IS NULL THEN NULL ELSE coalesce(array_length("event_ids", 1), 0) END = ("count"))));
CREATE TABLE "audit_event" ("id" uuid NOT NULL PRIMARY KEY, "at" timestamp with time zone NOT NULL, "actor" text NOT NULL, "action" text NOT NULL, "subject_type" text NOT NULL, "subject_id" text NOT NULL, "client_id" uuid NULL, "data" jsonb NOT NULL, "request_id" text NOT NULL);
CREATE INDEX "audit_block_digest_2429d560_like" ON "audit_block" ("digest" text_pattern_ops);
CREATE INDEX "audit_subject" ON "audit_event" ("subject_type", "subject_id", "at");
CREATE INDEX "audit_at" ON "audit_event" ("at");
-- migration audit 0002_append_only
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_block_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_block
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE FUNCTION audit_to_be_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_pending (event_id) SELECT id FROM new_events;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_event_to_be_sealed AFTER INSERT ON audit_event
    REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION audit_to_be_sealed();
-- migration contenttypes 0001_initial
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(100) NOT NULL, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
ALTER TABLE "django_content_type" ADD CONSTRAINT "django_content_type_app_label_model_76bd3d3b_uniq" UNIQUE ("app_label", "model");
-- migration contenttypes 0002_remove_content_type_name
ALTER TABLE "django_content_type" ALTER COLUMN "name" DROP NOT NULL;
ALTER TABLE "django_content_type" DROP COLUMN "name" CASCADE;
-- migration auth 0001_initial
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(50) NOT NULL, "content_type_id" integer NOT NULL, "codename" varchar(100) NOT NULL);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(80) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "group_id" integer NOT NULL, "permission_id" integer NOT NULL);
ALTER TABLE "auth_permission" ADD CONSTRAINT "auth_permission_content_type_id_codename_01ab375a_uniq" UNIQUE ("content_type_id", "codename");
ALTER TABLE "auth_permission" ADD CONSTRAINT "auth_permission_content_type_id_2f476e4b_fk_django_co" FOREIGN KEY ("content_type_id") REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "auth_group_name_a6ea08ec_like" ON "auth_group" ("name" varchar_pattern_ops);
ALTER TABLE "auth_group_permissions" ADD CONSTRAINT "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" UNIQUE ("group_id", "permission_id");
ALTER TABLE "auth_group_permissions" ADD CONSTRAINT "auth_group_permissions_group_id_b120cbf9_fk_auth_group_id" FOREIGN KEY ("group_id") REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "auth_group_permissions" ADD CONSTRAINT "auth_group_permissio_permission_id_84c5c92e_fk_auth_perm" FOREIGN KEY ("permission_id") REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
-- migration auth 0002_alter_permission_name_max_length
ALTER TABLE "auth_permission" ALTER COLUMN "name" TYPE varchar(255);
-- migration auth 0003_alter_user_email_max_length
-- migration auth 0004_alter_user_username_opts
-- migration auth 0005_alter_user_last_login_null
-- migration auth 0006_require_contenttypes_0002
-- migration auth 0007_alter_validators_add_error_messages
-- migration auth 0008_alter_user_username_max_length
-- migration auth 0009_alter_user_last_name_max_length
-- migration auth 0010_alter_group_name_max_length
ALTER TABLE "auth_group" ALTER COLUMN "name" TYPE varchar(150);
-- migration auth 0011_update_proxy_permissions
-- migration auth 0012_alter_user_first_name_max_length
-- migration parties 0006_mark_ended_by_two
ALTER TABLE "parties_mark" ADD COLUMN "end_asked_at" timestamp with time zone NULL;
ALTER TABLE "parties_mark" ADD COLUMN "end_asked_by" text DEFAULT '' NOT NULL;
ALTER TABLE "parties_mark" ALTER COLUMN "end_asked_by" DROP DEFAULT;
ALTER TABLE "parties_mark" ADD CONSTRAINT "parties_mark_ended_by_two" CHECK (("ended_at" IS NULL OR "end_asked_by" = '' OR NOT ("ended_by" = ("end_asked_by"))));
-- migration parties 0007_marks_of_who_is_left_alone
ALTER TABLE "parties_mark" DROP CONSTRAINT "parties_mark_kind";
ALTER TABLE "parties_mark" ADD CONSTRAINT "parties_mark_kind" CHECK ("kind" IN ('assignment_ban', 'blocked_account', 'consumer', 'deceased', 'insolvent', 'minor', 'order_required', 'social', 'sole_trader', 'withholding'));
-- migration parties 0008_accounts_set_apart
ALTER TABLE "parties_bankaccount" ADD COLUMN "dedicated_at" timestamp with time zone NULL;
-- migration contracts 0003_ending
CREATE TABLE "contracts_ending" ("id" uuid NOT NULL PRIMARY KEY, "act" text NOT NULL, "ground" text NOT NULL, "given_by" text NOT NULL, "given_date" date NULL, "last_day" date NULL, "note" text NOT NULL, "state" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL);
ALTER TABLE "contracts_contract" ADD COLUMN "closed_date" date NULL;
ALTER TABLE "contracts_contract" ADD COLUMN "state" text DEFAULT 'running' NOT NULL;
ALTER TABLE "contracts_contract" ALTER COLUMN "state" DROP DEFAULT;
UPDATE contracts_contract SET state = 'ending' WHERE ended_date IS NOT NULL;
ALTER TABLE "contracts_contract" ADD CONSTRAINT "contracts_state" CHECK ("state" IN ('closed', 'ending', 'run_off', 'running'));
ALTER TABLE "contracts_contract" ADD CONSTRAINT "contracts_running_has_no_end" CHECK ((("ended_date" IS NULL AND "state" = 'running') OR (NOT ("state" = 'running') AND "ended_date" IS NOT NULL)));
ALTER TABLE "contracts_contract" ADD CONSTRAINT "contracts_closed_on_a_day" CHECK ((("closed_date" IS NOT NULL AND "state" = 'closed') OR (NOT ("state" = 'closed') AND "closed_date" IS NULL)));
ALTER TABLE "contracts_ending" ADD COLUMN "contract_id" uuid NOT NULL CONSTRAINT "contracts_ending_contract_id_a8eba545_fk_contracts_contract_id" REFERENCES "contracts_contract"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "contracts_ending_contract_id_a8eba545_fk_contracts_contract_id" IMMEDIATE;
ALTER TABLE "contracts_ending" ADD CONSTRAINT "contracts_ending_state" CHECK ("state" IN ('agreed', 'declined', 'proposed'));
ALTER TABLE "contracts_ending" ADD CONSTRAINT "contracts_ending_says_what" CHECK ((("act" = 'end' AND "given_by" IN ('client', 'house') AND "given_date" IS NOT NULL AND "ground" IN ('notice', 'agreement', 'breach') AND "last_day" IS NOT NULL) OR ("act" = 'go_on' AND "given_by" = '' AND "given_date" IS NULL AND "ground" = '' AND "last_day" IS NULL)));
ALTER TABLE "contracts_ending" ADD CONSTRAINT "contracts_ending_says_why" CHECK (NOT ("note" = ''));
ALTER TABLE "contracts_ending" ADD CONSTRAINT "contracts_ending_by_two" CHECK ((NOT ("state" = 'agreed') OR NOT ("decided_by" = ("proposed_by"))));
CREATE UNIQUE INDEX "contracts_one_ending_waits" ON "contracts_ending" ("contract_id") WHERE "state" = 'proposed';
CREATE INDEX "contracts_ending_contract_id_a8eba545" ON "contracts_ending" ("contract_id");
-- migration contracts 0004_terms_change
CREATE TABLE "contracts_termschange" ("id" uuid NOT NULL PRIMARY KEY, "changes" jsonb NOT NULL, "valid_from" date NOT NULL, "note" text NOT NULL, "state" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "contract_id" uuid NOT NULL, CONSTRAINT "contracts_change_state" CHECK ("state" IN ('agreed', 'declined', 'proposed')), CONSTRAINT "contracts_change_says_why" CHECK (NOT ("note" = '')), CONSTRAINT "contracts_change_by_two" CHECK ((NOT ("state" = 'agreed') OR NOT ("decided_by" = ("proposed_by")))));
ALTER TABLE "contracts_termschange" ADD CONSTRAINT "contracts_termschang_contract_id_35620f60_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "contracts_one_change_waits" ON "contracts_termschange" ("contract_id") WHERE "state" = 'proposed';
CREATE INDEX "contracts_termschange_contract_id_35620f60" ON "contracts_termschange" ("contract_id");
-- migration documents 0002_erasure
ALTER TABLE "documents_document" ADD COLUMN "erased_at" timestamp with time zone NULL;
-- migration documents 0003_legal_hold
CREATE TABLE "documents_legalhold" ("id" uuid NOT NULL PRIMARY KEY, "reason" text NOT NULL, "since_at" timestamp with time zone NOT NULL, "since_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "client_id" uuid NOT NULL, CONSTRAINT "documents_hold_says_why" CHECK (NOT ("reason" = '')));
ALTER TABLE "documents_legalhold" ADD CONSTRAINT "documents_legalhold_client_id_12cacb80_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "documents_one_hold" ON "documents_legalhold" ("client_id") WHERE "ended_at" IS NULL;
CREATE INDEX "documents_legalhold_client_id_12cacb80" ON "documents_legalhold" ("client_id");
-- migration documents 0004_house_files
CREATE TABLE "documents_housefiles" ("id" uuid NOT NULL PRIMARY KEY, "files" jsonb NOT NULL, "state" text NOT NULL, "report" jsonb NOT NULL, "laid_at" timestamp with time zone NOT NULL, "agreed_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "agreed_by_id" uuid NULL, "laid_by_id" uuid NOT NULL, CONSTRAINT "documents_house_state" CHECK ("state" IN ('agreed', 'laid', 'ready', 'taken', 'withdrawn', 'wrong')), CONSTRAINT "documents_house_four_eyes" CHECK ((NOT ("state" IN ('agreed', 'taken')) OR ("agreed_by_id" IS NOT NULL AND NOT ("agreed_by_id" = ("laid_by_id") AND "agreed_by_id" IS NOT NULL)))));
ALTER TABLE "documents_housefiles" ADD CONSTRAINT "documents_housefiles_agreed_by_id_de33c11b_fk_users_user_id" FOREIGN KEY ("agreed_by_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "documents_housefiles" ADD CONSTRAINT "documents_housefiles_laid_by_id_6cf09edc_fk_users_user_id" FOREIGN KEY ("laid_by_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "documents_house_one_at_once" ON "documents_housefiles" ((1)) WHERE "state" = 'agreed';
CREATE INDEX "documents_housefiles_agreed_by_id_de33c11b" ON "documents_housefiles" ("agreed_by_id");
CREATE INDEX "documents_housefiles_laid_by_id_6cf09edc" ON "documents_housefiles" ("laid_by_id");
-- migration documents 0005_hold_lifted_by_two
ALTER TABLE "documents_legalhold" ADD COLUMN "lift_asked_at" timestamp with time zone NULL;
ALTER TABLE "documents_legalhold" ADD COLUMN "lift_asked_by" text DEFAULT '' NOT NULL;
ALTER TABLE "documents_legalhold" ALTER COLUMN "lift_asked_by" DROP DEFAULT;
ALTER TABLE "documents_legalhold" ADD CONSTRAINT "documents_hold_lifted_by_two" CHECK (("ended_at" IS NULL OR "lift_asked_by" = '' OR NOT ("ended_by" = ("lift_asked_by"))));
-- migration documents 0006_from_debtors
ALTER TABLE "documents_arrival" DROP CONSTRAINT "documents_channel";
ALTER TABLE "documents_arrival" ADD CONSTRAINT "documents_channel" CHECK ("channel" IN ('portal', 'api', 'mail', 'peppol', 'folder', 'command', 'own', 'debtor'));
-- migration banking 0001_initial
CREATE TABLE "banking_account" ("id" uuid NOT NULL PRIMARY KEY, "iban" text NOT NULL UNIQUE, "bic" text NOT NULL, "holder" text NOT NULL, "bank" text NOT NULL, "purpose" text NOT NULL, "ledger_code" varchar(4) NOT NULL, "currency" varchar(3) NOT NULL, "opened_date" date NOT NULL, "closed_date" date NULL, CONSTRAINT "banking_account_purpose" CHECK ("purpose" IN ('collection', 'payout', 'dedicated', 'trust')));
CREATE TABLE "banking_statement" ("id" uuid NOT NULL PRIMARY KEY, "format" text NOT NULL, "number" text NOT NULL, "sequence" integer NULL CHECK ("sequence" >= 0), "opening_date" date NOT NULL, "opening_cents" bigint NOT NULL, "closing_date" date NOT NULL, "closing_cents" bigint NOT NULL, "content" varchar(64) NOT NULL, "state" text NOT NULL, "accepted_cents" bigint NOT NULL, "findings" jsonb NOT NULL, "decided_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "note" text NOT NULL, "imported_at" timestamp with time zone NOT NULL, "account_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL, "previous_id" uuid NULL UNIQUE, CONSTRAINT "banking_statement_state" CHECK ("state" IN ('chained', 'dismissed', 'kept')), CONSTRAINT "banking_only_chained_follow" CHECK (("state" = 'chained' OR "previous_id" IS NULL)), CONSTRAINT "banking_decision_has_words" CHECK ((("decided_at" IS NULL AND "decided_by" = '' AND "note" = '' AND NOT ("state" = 'dismissed')) OR (NOT ("decided_by" = '') AND NOT ("note" = '') AND "decided_at" IS NOT NULL))));
CREATE TABLE "banking_line" ("amount_cents" bigint NOT NULL, "end_to_end_id" text NOT NULL, "batch_reference" text NOT NULL, "counterparty_name" text NOT NULL, "counterparty_iban" text NOT NULL, "counterparty_bic" text NOT NULL, "structured" text NOT NULL, "text" text NOT NULL, "return_reason" text NOT NULL, "id" uuid NOT NULL PRIMARY KEY, "position" integer NOT NULL CHECK ("position" >= 0), "booked_date" date NOT NULL, "value_date" date NOT NULL, "currency" varchar(3) NOT NULL, "bank_reference" text NOT NULL, "transaction_code" text NOT NULL, "taken_by" text NOT NULL, "taken_at" timestamp with time zone NULL, "statement_id" uuid NOT NULL, CONSTRAINT "banking_line_position" UNIQUE ("statement_id", "position"), CONSTRAINT "banking_line_taken" CHECK ((("taken_at" IS NULL AND "taken_by" = '') OR (NOT ("taken_by" = '') AND "taken_at" IS NOT NULL))));
CREATE TABLE "banking_detail" ("amount_cents" bigint NOT NULL, "end_to_end_id" text NOT NULL, "batch_reference" text NOT NULL, "counterparty_name" text NOT NULL, "counterparty_iban" text NOT NULL, "counterparty_bic" text NOT NULL, "structured" text NOT NULL, "text" text NOT NULL, "return_reason" text NOT NULL, "id" uuid NOT NULL PRIMARY KEY, "position" integer NOT NULL CHECK ("position" >= 0), "line_id" uuid NOT NULL, CONSTRAINT "banking_detail_position" UNIQUE ("line_id", "position"));
CREATE INDEX "banking_account_iban_0531e8db_like" ON "banking_account" ("iban" text_pattern_ops);
ALTER TABLE "banking_statement" ADD CONSTRAINT "banking_statement_account_id_35170475_fk_banking_account_id" FOREIGN KEY ("account_id") REFERENCES "banking_account" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "banking_statement" ADD CONSTRAINT "banking_statement_document_id_a9c7b8f9_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "banking_statement" ADD CONSTRAINT "banking_statement_previous_id_02d79678_fk_banking_statement_id" FOREIGN KEY ("previous_id") REFERENCES "banking_statement" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "banking_statement_once" ON "banking_statement" ("account_id", "number", "closing_date") WHERE NOT ("state" = 'dismissed');
CREATE UNIQUE INDEX "banking_one_beginning" ON "banking_statement" ("account_id") WHERE ("previous_id" IS NULL AND "state" = 'chained');
CREATE INDEX "banking_statement_account_id_35170475" ON "banking_statement" ("account_id");
CREATE INDEX "banking_statement_document_id_a9c7b8f9" ON "banking_statement" ("document_id");
CREATE INDEX "banking_statement_document_id_a9c7b8f9_like" ON "banking_statement" ("document_id" varchar_pattern_ops);
CREATE INDEX "banking_chain" ON "banking_statement" ("account_id", "closing_date" DESC);
ALTER TABLE "banking_line" ADD CONSTRAINT "banking_line_statement_id_646cab52_fk_banking_statement_id" FOREIGN KEY ("statement_id") REFERENCES "banking_statement" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "banking_line_statement_id_646cab52" ON "banking_line" ("statement_id");
CREATE INDEX "banking_line_waiting" ON "banking_line" ("booked_date") WHERE "taken_by" = '';
CREATE INDEX "banking_line_e2e" ON "banking_line" ("end_to_end_id");
CREATE INDEX "banking_line_reference" ON "banking_line" ("bank_reference") WHERE NOT ("bank_reference" = '');
ALTER TABLE "banking_detail" ADD CONSTRAINT "banking_detail_line_id_e69b3969_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "banking_detail_line_id_e69b3969" ON "banking_detail" ("line_id");
-- migration banking 0002_banks
CREATE TABLE "banking_notice" ("id" uuid NOT NULL PRIMARY KEY, "format" text NOT NULL, "number" text NOT NULL, "day" date NOT NULL, "entries" jsonb NOT NULL, "content" varchar(64) NOT NULL, "imported_at" timestamp with time zone NOT NULL, "account_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL, CONSTRAINT "banking_notice_once" UNIQUE ("account_id", "format", "number", "content"));
CREATE TABLE "banking_remembered" ("id" uuid NOT NULL PRIMARY KEY, "debit" boolean NOT NULL, "transaction_code" text NOT NULL, "counterparty_iban" text NOT NULL, "words" text NOT NULL, "most_cents" bigint NOT NULL, "book_as" varchar(4) NOT NULL, "made_by" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "ended_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "account_id" uuid NOT NULL, CONSTRAINT "banking_remembered_something" CHECK (NOT ("counterparty_iban" = '' AND "transaction_code" = '' AND "words" = '')), CONSTRAINT "banking_remembered_most" CHECK ("most_cents" > 0));
ALTER TABLE "banking_account" ADD COLUMN "instant" boolean DEFAULT false NOT NULL;
ALTER TABLE "banking_account" ALTER COLUMN "instant" DROP DEFAULT;
ALTER TABLE "banking_account" ADD COLUMN "pain_version" varchar(2) DEFAULT '09' NOT NULL;
ALTER TABLE "banking_account" ALTER COLUMN "pain_version" DROP DEFAULT;
ALTER TABLE "banking_line" ADD COLUMN "undone" smallint DEFAULT 0 NOT NULL CHECK ("undone" >= 0);
ALTER TABLE "banking_line" ALTER COLUMN "undone" DROP DEFAULT;
ALTER TABLE "banking_line" ADD COLUMN "remembered_id" uuid NULL CONSTRAINT "banking_line_remembered_id_f5a027cf_fk_banking_remembered_id" REFERENCES "banking_remembered"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "banking_line_remembered_id_f5a027cf_fk_banking_remembered_id" IMMEDIATE;
ALTER TABLE "banking_statement" ADD COLUMN "first_at" timestamp with time zone NULL;
ALTER TABLE "banking_statement" ADD COLUMN "first_by" text DEFAULT '' NOT NULL;
ALTER TABLE "banking_statement" ALTER COLUMN "first_by" DROP DEFAULT;
ALTER TABLE "banking_statement" ADD COLUMN "first_note" text DEFAULT '' NOT NULL;
ALTER TABLE "banking_statement" ALTER COLUMN "first_note" DROP DEFAULT;
ALTER TABLE "banking_account" ADD CONSTRAINT "banking_account_pain" CHECK ("pain_version" IN ('03', '09'));
ALTER TABLE "banking_statement" ADD CONSTRAINT "banking_taken_by_two" CHECK ((NOT ("state" = 'chained') OR "decided_by" = '' OR "first_by" = '' OR NOT ("decided_by" = ("first_by"))));
ALTER TABLE "banking_notice" ADD CONSTRAINT "banking_notice_account_id_0f8fd225_fk_banking_account_id" FOREIGN KEY ("account_id") REFERENCES "banking_account" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "banking_notice" ADD CONSTRAINT "banking_notice_document_id_63c526b4_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "banking_notice_account_id_0f8fd225" ON "banking_notice" ("account_id");
CREATE INDEX "banking_notice_document_id_63c526b4" ON "banking_notice" ("document_id");
CREATE INDEX "banking_notice_document_id_63c526b4_like" ON "banking_notice" ("document_id" varchar_pattern_ops);
CREATE INDEX "banking_notices" ON "banking_notice" ("account_id", "day" DESC);
ALTER TABLE "banking_remembered" ADD CONSTRAINT "banking_remembered_account_id_be9185b1_fk_banking_account_id" FOREIGN KEY ("account_id") REFERENCES "banking_account" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "banking_remembered_once" ON "banking_remembered" ("account_id", "debit", "transaction_code", "counterparty_iban", "words") WHERE "ended_at" IS NULL;
CREATE INDEX "banking_remembered_account_id_be9185b1" ON "banking_remembered" ("account_id");
CREATE INDEX "banking_line_remembered_id_f5a027cf" ON "banking_line" ("remembered_id");
-- migration banking 0003_creditors
ALTER TABLE "banking_account" DROP CONSTRAINT "banking_account_purpose";
ALTER TABLE "banking_account" ADD COLUMN "client_id" uuid NULL CONSTRAINT "banking_account_client_id_5fcd9e53_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "banking_account_client_id_5fcd9e53_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "banking_account" ADD CONSTRAINT "banking_account_purpose" CHECK ("purpose" IN ('collection', 'payout', 'dedicated', 'trust', 'creditor'));
ALTER TABLE "banking_account" ADD CONSTRAINT "banking_account_whose" CHECK ((("client_id" IS NOT NULL AND "ledger_code" = '' AND "purpose" = 'creditor') OR (NOT ("purpose" = 'creditor') AND "client_id" IS NULL AND NOT ("ledger_code" = ''))));
CREATE INDEX "banking_account_client_id_5fcd9e53" ON "banking_account" ("client_id");
-- migration banking 0004_third_party_money
CREATE UNIQUE INDEX "banking_one_trust" ON "banking_account" ("purpose") WHERE ("closed_date" IS NULL AND "purpose" = 'trust');
-- migration client_ledgers 0001_initial
CREATE TABLE "client_ledgers_dedicated" ("id" uuid NOT NULL PRIMARY KEY, "opened_at" timestamp with time zone NOT NULL, "account_id" uuid NOT NULL UNIQUE, "contract_id" uuid NOT NULL);
CREATE TABLE "client_ledgers_receipt" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "received_date" date NOT NULL, "received_at" timestamp with time zone NOT NULL, "back_cents" bigint NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "dedicated_id" uuid NOT NULL, "line_id" uuid NOT NULL UNIQUE);
CREATE TABLE "client_ledgers_submission" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "format" text NOT NULL, "as_of" date NOT NULL, "state" text NOT NULL, "currency" varchar(3) NOT NULL, "opening_cents" bigint NOT NULL, "invoices_cents" bigint NOT NULL, "credit_notes_cents" bigint NOT NULL, "cash_cents" bigint NOT NULL, "adjustments_cents" bigint NOT NULL, "closing_cents" bigint NOT NULL, "difference_cents" bigint NOT NULL, "lines" integer NOT NULL CHECK ("lines" >= 0), "problems" integer NOT NULL CHECK ("problems" >= 0), "findings" jsonb NOT NULL, "received_at" timestamp with time zone NOT NULL, "received_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "note" text NOT NULL, "superseded_at" timestamp with time zone NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL, "previous_id" uuid NULL);
CREATE TABLE "client_ledgers_position" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "line" integer NOT NULL CHECK ("line" >= 0), "kind" text NOT NULL, "number" text NOT NULL, "issue_date" date NOT NULL, "due_date" date NULL, "open_cents" bigint NOT NULL, "gross_cents" bigint NOT NULL, "disputed" boolean NOT NULL, "consumer" boolean NOT NULL, "unperformed" boolean NOT NULL, "debtor_id" uuid NOT NULL, "submission_id" uuid NOT NULL);
CREATE TABLE "client_ledgers_sweep" ("id" uuid NOT NULL PRIMARY KEY, "reference" text NOT NULL UNIQUE, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "ordered_at" timestamp with time zone NOT NULL, "ordered_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "arrived_line_id" uuid NULL UNIQUE, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "dedicated_id" uuid NOT NULL, "document_id" varchar(64) NULL, "left_line_id" uuid NULL UNIQUE);
CREATE TABLE "client_ledgers_match" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "undone_at" timestamp with time zone NULL, "undone_by" text NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "receipt_id" uuid NOT NULL, "counted_id" uuid NULL, "sweep_id" uuid NULL);
CREATE TABLE "client_ledgers_layout" ("id" uuid NOT NULL PRIMARY KEY, "signature" varchar(64) NOT NULL, "headers" jsonb NOT NULL, "columns" jsonb NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "client_id" uuid NOT NULL, CONSTRAINT "ledgers_layout_once" UNIQUE ("client_id", "signature"));
CREATE INDEX "ledgers_receipts" ON "client_ledgers_receipt" ("contract_id", "received_date");
ALTER TABLE "client_ledgers_receipt" ADD CONSTRAINT "ledgers_receipt_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "client_ledgers_receipt" ADD CONSTRAINT "ledgers_receipt_back" CHECK (("back_cents" >= 0 AND "back_cents" <= ("amount_cents")));
CREATE INDEX "ledgers_of_contract" ON "client_ledgers_submission" ("contract_id", "as_of" DESC, "received_at" DESC);
CREATE INDEX "ledgers_of_client" ON "client_ledgers_submission" ("client_id", "received_at" DESC);
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "ledgers_submission_state" CHECK ("state" IN ('accepted', 'read', 'refused', 'superseded'));
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "ledgers_submission_kind" CHECK ("kind" IN ('balance', 'lines'));
CREATE UNIQUE INDEX "ledgers_one_in_force" ON "client_ledgers_submission" ("contract_id") WHERE ("kind" = 'balance' AND "state" = 'accepted');
CREATE UNIQUE INDEX "ledgers_one_waits" ON "client_ledgers_submission" ("contract_id") WHERE ("kind" = 'balance' AND "state" = 'read');
CREATE UNIQUE INDEX "ledgers_file_once" ON "client_ledgers_submission" ("contract_id", "document_id", "as_of") WHERE NOT ("state" = 'refused');
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "ledgers_submission_decided" CHECK ((("decided_at" IS NULL AND "state" = 'read') OR (NOT ("state" = 'read') AND "decided_at" IS NOT NULL AND NOT ("decided_by" = ''))));
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "ledgers_submission_superseded" CHECK ((("state" = 'superseded' AND "superseded_at" IS NOT NULL) OR (NOT ("state" = 'superseded') AND "superseded_at" IS NULL)));
CREATE INDEX "ledgers_positions" ON "client_ledgers_position" ("submission_id", "debtor_id");
ALTER TABLE "client_ledgers_position" ADD CONSTRAINT "ledgers_position_kind" CHECK ("kind" IN ('invoice', 'credit_note', 'cash'));
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "ledgers_sweep_state" CHECK ("state" IN ('arrived', 'cancelled', 'left', 'ordered'));
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "ledgers_sweep_positive" CHECK ("amount_cents" > 0);
CREATE UNIQUE INDEX "ledgers_one_sweep" ON "client_ledgers_sweep" ("contract_id") WHERE "state" IN ('ordered', 'left');
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "ledgers_sweep_arrived" CHECK ((NOT ("state" = 'arrived') OR "arrived_line_id" IS NOT NULL));
CREATE INDEX "ledgers_matches" ON "client_ledgers_match" ("contract_id", "state", "debtor_id");
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "ledgers_match_state" CHECK ("state" IN ('live', 'undone'));
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "ledgers_match_positive" CHECK ("amount_cents" > 0);
CREATE UNIQUE INDEX "ledgers_match_once" ON "client_ledgers_match" ("receipt_id", "debtor_id", "number") WHERE "state" = 'live';
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "ledgers_match_undone" CHECK ((("state" = 'live' AND "undone_at" IS NULL) OR ("counted_id" IS NULL AND "state" = 'undone' AND "sweep_id" IS NULL AND "undone_at" IS NOT NULL)));
ALTER TABLE "client_ledgers_dedicated" ADD CONSTRAINT "client_ledgers_dedic_account_id_f7d4cebc_fk_banking_a" FOREIGN KEY ("account_id") REFERENCES "banking_account" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_dedicated" ADD CONSTRAINT "client_ledgers_dedic_contract_id_9b20e452_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_dedicated_contract_id_9b20e452" ON "client_ledgers_dedicated" ("contract_id");
ALTER TABLE "client_ledgers_receipt" ADD CONSTRAINT "client_ledgers_receipt_client_id_f649f102_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_receipt" ADD CONSTRAINT "client_ledgers_recei_contract_id_79e2b3d8_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_receipt" ADD CONSTRAINT "client_ledgers_recei_dedicated_id_b177a625_fk_client_le" FOREIGN KEY ("dedicated_id") REFERENCES "client_ledgers_dedicated" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_receipt" ADD CONSTRAINT "client_ledgers_receipt_line_id_c6b0bb12_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_receipt_client_id_f649f102" ON "client_ledgers_receipt" ("client_id");
CREATE INDEX "client_ledgers_receipt_contract_id_79e2b3d8" ON "client_ledgers_receipt" ("contract_id");
CREATE INDEX "client_ledgers_receipt_dedicated_id_b177a625" ON "client_ledgers_receipt" ("dedicated_id");
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "client_ledgers_submi_client_id_9831cd97_fk_parties_c" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "client_ledgers_submi_contract_id_e50c13f5_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "client_ledgers_submi_document_id_d3db852c_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_submission" ADD CONSTRAINT "client_ledgers_submi_previous_id_7de7b1ed_fk_client_le" FOREIGN KEY ("previous_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_submission_client_id_9831cd97" ON "client_ledgers_submission" ("client_id");
CREATE INDEX "client_ledgers_submission_contract_id_e50c13f5" ON "client_ledgers_submission" ("contract_id");
CREATE INDEX "client_ledgers_submission_document_id_d3db852c" ON "client_ledgers_submission" ("document_id");
CREATE INDEX "client_ledgers_submission_document_id_d3db852c_like" ON "client_ledgers_submission" ("document_id" varchar_pattern_ops);
CREATE INDEX "client_ledgers_submission_previous_id_7de7b1ed" ON "client_ledgers_submission" ("previous_id");
ALTER TABLE "client_ledgers_position" ADD CONSTRAINT "client_ledgers_position_debtor_id_0de272a9_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_position" ADD CONSTRAINT "client_ledgers_posit_submission_id_aa095945_fk_client_le" FOREIGN KEY ("submission_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "client_ledgers_sweep_arrived_line_id_e2c298e9_fk_banking_l" FOREIGN KEY ("arrived_line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "client_ledgers_sweep_client_id_6b9acd07_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "client_ledgers_sweep_contract_id_e63e10e2_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "client_ledgers_sweep_dedicated_id_c4a437b6_fk_client_le" FOREIGN KEY ("dedicated_id") REFERENCES "client_ledgers_dedicated" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "client_ledgers_sweep_document_id_eea454b1_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "client_ledgers_sweep_left_line_id_c1d15fba_fk_banking_line_id" FOREIGN KEY ("left_line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_sweep_reference_6a8ee07d_like" ON "client_ledgers_sweep" ("reference" text_pattern_ops);
CREATE INDEX "client_ledgers_sweep_client_id_6b9acd07" ON "client_ledgers_sweep" ("client_id");
CREATE INDEX "client_ledgers_sweep_contract_id_e63e10e2" ON "client_ledgers_sweep" ("contract_id");
CREATE INDEX "client_ledgers_sweep_dedicated_id_c4a437b6" ON "client_ledgers_sweep" ("dedicated_id");
CREATE INDEX "client_ledgers_sweep_document_id_eea454b1" ON "client_ledgers_sweep" ("document_id");
CREATE INDEX "client_ledgers_sweep_document_id_eea454b1_like" ON "client_ledgers_sweep" ("document_id" varchar_pattern_ops);
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "client_ledgers_match_contract_id_6b845997_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "client_ledgers_match_debtor_id_4840eb8e_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "client_ledgers_match_receipt_id_c8c54182_fk_client_le" FOREIGN KEY ("receipt_id") REFERENCES "client_ledgers_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "client_ledgers_match_counted_id_6b5d5d6f_fk_client_le" FOREIGN KEY ("counted_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_match" ADD CONSTRAINT "client_ledgers_match_sweep_id_2f8f3f73_fk_client_le" FOREIGN KEY ("sweep_id") REFERENCES "client_ledgers_sweep" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_match_contract_id_6b845997" ON "client_ledgers_match" ("contract_id");
CREATE INDEX "client_ledgers_match_debtor_id_4840eb8e" ON "client_ledgers_match" ("debtor_id");
CREATE INDEX "client_ledgers_match_receipt_id_c8c54182" ON "client_ledgers_match" ("receipt_id");
CREATE INDEX "client_ledgers_match_counted_id_6b5d5d6f" ON "client_ledgers_match" ("counted_id");
CREATE INDEX "client_ledgers_match_sweep_id_2f8f3f73" ON "client_ledgers_match" ("sweep_id");
ALTER TABLE "client_ledgers_layout" ADD CONSTRAINT "client_ledgers_layout_client_id_e783e8b6_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_layout_client_id_e783e8b6" ON "client_ledgers_layout" ("client_id");
-- migration availability 0001_initial
CREATE TABLE "availability_facts" ("digest" varchar(64) NOT NULL PRIMARY KEY, "data" bytea NOT NULL);
CREATE TABLE "availability_pool" ("id" uuid NOT NULL PRIMARY KEY, "run_date" date NOT NULL, "source" text NOT NULL, "rules_version" smallint NOT NULL CHECK ("rules_version" >= 0), "currency" varchar(3) NOT NULL, "gross_cents" bigint NOT NULL, "eligible_cents" bigint NOT NULL, "cap_cents" bigint NULL, "steps" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "contract_id" uuid NOT NULL, "facts_id" varchar(64) NOT NULL, "submission_id" uuid NULL, "version_id" uuid NOT NULL);
CREATE TABLE "availability_part" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "bucket" text NOT NULL, "cents" bigint NOT NULL, "documents" integer NOT NULL CHECK ("documents" >= 0), "debtor_id" uuid NOT NULL, "pool_id" uuid NOT NULL);
CREATE TABLE "availability_run" ("id" uuid NOT NULL PRIMARY KEY, "run_date" date NOT NULL, "currency" varchar(3) NOT NULL, "in_use_cents" bigint NOT NULL, "ordered_cents" bigint NOT NULL, "outstanding_cents" bigint NOT NULL, "accrued_cents" bigint NOT NULL, "unmatched_cents" bigint NOT NULL, "manual_cents" bigint NOT NULL, "diluted_percent" numeric(9, 4) NOT NULL, "account_cents" bigint NOT NULL, "group_room_cents" bigint NULL, "late_days" integer NOT NULL CHECK ("late_days" >= 0), "gross_cents" bigint NOT NULL, "net_cents" bigint NOT NULL, "with_people_cents" bigint NOT NULL, "over_cents" bigint NOT NULL, "bound" text NOT NULL, "rules_version" smallint NOT NULL CHECK ("rules_version" >= 0), "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "contract_id" uuid NOT NULL, "pool_id" uuid NOT NULL);
CREATE TABLE "availability_drawing" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "amount_cents" bigint NOT NULL, "above_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "note" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "run_id" uuid NOT NULL);
CREATE TABLE "availability_setaside" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "until_date" date NULL, "note" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "contract_id" uuid NOT NULL);
CREATE TABLE "availability_contra" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "note" text NOT NULL, "told_at" timestamp with time zone NOT NULL, "told_by" text NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, CONSTRAINT "availability_contra_not_negative" CHECK ("amount_cents" >= 0));
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_pool_once" UNIQUE ("contract_id", "run_date", "version_id", "facts_id");
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_pool_source" CHECK ((("source" = 'ledger' AND "submission_id" IS NULL) OR ("source" = 'submission' AND "submission_id" IS NOT NULL)));
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_eligible_of_gross" CHECK (("eligible_cents" >= 0 AND "eligible_cents" <= ("gross_cents")));
ALTER TABLE "availability_part" ADD CONSTRAINT "availability_part_once" UNIQUE ("pool_id", "bucket", "debtor_id");
ALTER TABLE "availability_part" ADD CONSTRAINT "availability_part_not_negative" CHECK ("cents" >= 0);
CREATE INDEX "availability_runs" ON "availability_run" ("contract_id", "made_at" DESC, "id" DESC);
ALTER TABLE "availability_run" ADD CONSTRAINT "availability_over_not_negative" CHECK ("over_cents" >= 0);
ALTER TABLE "availability_run" ADD CONSTRAINT "availability_people_let_more" CHECK ("net_cents" <= ("with_people_cents"));
CREATE INDEX "availability_drawings_of" ON "availability_drawing" ("client_id", "asked_at" DESC);
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_number" UNIQUE ("contract_id", "number");
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_state" CHECK ("state" IN ('asked', 'ordered', 'refused', 'stopped', 'withdrawn'));
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_amount" CHECK (("above_cents" >= 0 AND "above_cents" <= ("amount_cents") AND "amount_cents" > 0));
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_decided" CHECK ((("decided_at" IS NULL AND "state" = 'asked') OR (NOT ("state" = 'asked') AND "decided_at" IS NOT NULL AND NOT ("decided_by" = ''))));
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_above_by_another" CHECK (("above_cents" = 0 OR NOT ("state" = 'ordered') OR NOT ("decided_by" = ("asked_by"))));
CREATE UNIQUE INDEX "availability_one_drawing_waits" ON "availability_drawing" ("contract_id") WHERE "state" = 'asked';
CREATE INDEX "availability_asides" ON "availability_setaside" ("contract_id", "set_at" DESC, "id" DESC);
ALTER TABLE "availability_setaside" ADD CONSTRAINT "availability_aside_not_negative" CHECK ("amount_cents" >= 0);
ALTER TABLE "availability_setaside" ADD CONSTRAINT "availability_aside_says_why" CHECK (NOT ("note" = ''));
CREATE INDEX "availability_facts_digest_26351b53_like" ON "availability_facts" ("digest" varchar_pattern_ops);
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_pool_contract_id_e1bfac28_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_pool_facts_id_817d8420_fk_availabil" FOREIGN KEY ("facts_id") REFERENCES "availability_facts" ("digest") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_pool_submission_id_ace05c51_fk_client_le" FOREIGN KEY ("submission_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_pool" ADD CONSTRAINT "availability_pool_version_id_c1aa8875_fk_contracts_version_id" FOREIGN KEY ("version_id") REFERENCES "contracts_version" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "availability_pool_contract_id_e1bfac28" ON "availability_pool" ("contract_id");
CREATE INDEX "availability_pool_facts_id_817d8420" ON "availability_pool" ("facts_id");
CREATE INDEX "availability_pool_facts_id_817d8420_like" ON "availability_pool" ("facts_id" varchar_pattern_ops);
CREATE INDEX "availability_pool_submission_id_ace05c51" ON "availability_pool" ("submission_id");
CREATE INDEX "availability_pool_version_id_c1aa8875" ON "availability_pool" ("version_id");
ALTER TABLE "availability_part" ADD CONSTRAINT "availability_part_debtor_id_187b4006_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_part" ADD CONSTRAINT "availability_part_pool_id_48cc250f_fk_availability_pool_id" FOREIGN KEY ("pool_id") REFERENCES "availability_pool" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_run" ADD CONSTRAINT "availability_run_contract_id_0617932c_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_run" ADD CONSTRAINT "availability_run_pool_id_eecbaf9b_fk_availability_pool_id" FOREIGN KEY ("pool_id") REFERENCES "availability_pool" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "availability_run_contract_id_0617932c" ON "availability_run" ("contract_id");
CREATE INDEX "availability_run_pool_id_eecbaf9b" ON "availability_run" ("pool_id");
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_client_id_83023629_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_contract_id_a6391ddf_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_drawing" ADD CONSTRAINT "availability_drawing_run_id_40c3f063_fk_availability_run_id" FOREIGN KEY ("run_id") REFERENCES "availability_run" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "availability_drawing_client_id_83023629" ON "availability_drawing" ("client_id");
CREATE INDEX "availability_drawing_contract_id_a6391ddf" ON "availability_drawing" ("contract_id");
CREATE INDEX "availability_drawing_run_id_40c3f063" ON "availability_drawing" ("run_id");
ALTER TABLE "availability_setaside" ADD CONSTRAINT "availability_setasid_contract_id_5f241769_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "availability_setaside_contract_id_5f241769" ON "availability_setaside" ("contract_id");
ALTER TABLE "availability_contra" ADD CONSTRAINT "availability_contra_contract_id_e6927dbe_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_contra" ADD CONSTRAINT "availability_contra_debtor_id_317e51ea_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "availability_contra_contract_id_e6927dbe" ON "availability_contra" ("contract_id");
CREATE INDEX "availability_contra_debtor_id_317e51ea" ON "availability_contra" ("debtor_id");
CREATE INDEX "availability_contras" ON "availability_contra" ("contract_id", "debtor_id", "told_at" DESC, "id" DESC);
-- migration availability 0002_excluded
CREATE TABLE "availability_excluded" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "source" text NOT NULL, "note" text NOT NULL, "until_date" date NULL, "excluded_at" timestamp with time zone NOT NULL, "excluded_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "ended_note" text NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NULL, CONSTRAINT "availability_excluded_something" CHECK (("debtor_id" IS NOT NULL OR NOT ("number" = ''))), CONSTRAINT "availability_excluded_says_why" CHECK ((NOT ("source" = '') AND NOT ("note" = ''))), CONSTRAINT "availability_excluded_ended" CHECK ((("ended_at" IS NULL AND "ended_by" = '' AND "ended_note" = '') OR ("ended_at" IS NOT NULL AND NOT ("ended_by" = '')))));
ALTER TABLE "availability_excluded" ADD CONSTRAINT "availability_exclude_contract_id_271fdd35_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_excluded" ADD CONSTRAINT "availability_excluded_debtor_id_805f9bf0_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "availability_excluded_once" ON "availability_excluded" ("source") WHERE "ended_at" IS NULL;
CREATE INDEX "availability_excluded_contract_id_271fdd35" ON "availability_excluded" ("contract_id");
CREATE INDEX "availability_excluded_debtor_id_805f9bf0" ON "availability_excluded" ("debtor_id");
CREATE INDEX "availability_excluded_now" ON "availability_excluded" ("contract_id") WHERE "ended_at" IS NULL;
-- migration axes 0001_initial
CREATE TABLE "axes_accessattempt" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "user_agent" varchar(255) NOT NULL, "ip_address" inet NULL, "username" varchar(255) NULL, "trusted" boolean NOT NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" timestamp with time zone NOT NULL, "get_data" text NOT NULL, "post_data" text NOT NULL, "failures_since_start" integer NOT NULL CHECK ("failures_since_start" >= 0));
CREATE TABLE "axes_accesslog" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "user_agent" varchar(255) NOT NULL, "ip_address" inet NULL, "username" varchar(255) NULL, "trusted" boolean NOT NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" timestamp with time zone NOT NULL, "logout_time" timestamp with time zone NULL);
-- migration axes 0002_auto_20151217_2044
CREATE INDEX "axes_accessattempt_ip_address_10922d9c" ON "axes_accessattempt" ("ip_address");
CREATE INDEX "axes_accessattempt_trusted_0eddf52e" ON "axes_accessattempt" ("trusted");
CREATE INDEX "axes_accessattempt_user_agent_ad89678b" ON "axes_accessattempt" ("user_agent");
CREATE INDEX "axes_accessattempt_user_agent_ad89678b_like" ON "axes_accessattempt" ("user_agent" varchar_pattern_ops);
CREATE INDEX "axes_accessattempt_username_3f2d4ca0" ON "axes_accessattempt" ("username");
CREATE INDEX "axes_accessattempt_username_3f2d4ca0_like" ON "axes_accessattempt" ("username" varchar_pattern_ops);
CREATE INDEX "axes_accesslog_ip_address_86b417e5" ON "axes_accesslog" ("ip_address");
CREATE INDEX "axes_accesslog_trusted_496c5681" ON "axes_accesslog" ("trusted");
CREATE INDEX "axes_accesslog_user_agent_0e659004" ON "axes_accesslog" ("user_agent");
CREATE INDEX "axes_accesslog_user_agent_0e659004_like" ON "axes_accesslog" ("user_agent" varchar_pattern_ops);
CREATE INDEX "axes_accesslog_username_df93064b" ON "axes_accesslog" ("username");
CREATE INDEX "axes_accesslog_username_df93064b_like" ON "axes_accesslog" ("username" varchar_pattern_ops);
-- migration axes 0003_auto_20160322_0929
-- migration axes 0004_auto_20181024_1538
-- migration axes 0005_remove_accessattempt_trusted
ALTER TABLE "axes_accessattempt" DROP COLUMN "trusted" CASCADE;
-- migration axes 0006_remove_accesslog_trusted
ALTER TABLE "axes_accesslog" DROP COLUMN "trusted" CASCADE;
-- migration axes 0007_alter_accessattempt_unique_together
ALTER TABLE "axes_accessattempt" ADD CONSTRAINT "axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq" UNIQUE ("username", "ip_address", "user_agent");
-- migration axes 0008_accessfailurelog
CREATE TABLE "axes_accessfailurelog" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "user_agent" varchar(255) NOT NULL, "ip_address" inet NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" timestamp with time zone NOT NULL, "locked_out" boolean NOT NULL);
CREATE INDEX "axes_accessfailurelog_user_agent_ea145dda" ON "axes_accessfailurelog" ("user_agent");
CREATE INDEX "axes_accessfailurelog_user_agent_ea145dda_like" ON "axes_accessfailurelog" ("user_agent" varchar_pattern_ops);
CREATE INDEX "axes_accessfailurelog_ip_address_2e9f5a7f" ON "axes_accessfailurelog" ("ip_address");
CREATE INDEX "axes_accessfailurelog_username_a8b7e8a4" ON "axes_accessfailurelog" ("username");
CREATE INDEX "axes_accessfailurelog_username_a8b7e8a4_like" ON "axes_accessfailurelog" ("username" varchar_pattern_ops);
-- migration axes 0009_add_session_hash
ALTER TABLE "axes_accesslog" ADD COLUMN "session_hash" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "axes_accesslog" ALTER COLUMN "session_hash" DROP DEFAULT;
-- migration axes 0010_accessattemptexpiration
CREATE TABLE "axes_accessattemptexpiration" ("access_attempt_id" integer NOT NULL PRIMARY KEY, "expires_at" timestamp with time zone NOT NULL);
ALTER TABLE "axes_accessattemptexpiration" ADD CONSTRAINT "axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce" FOREIGN KEY ("access_attempt_id") REFERENCES "axes_accessattempt" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration banking 0005_still
ALTER TABLE "banking_account" ADD COLUMN "still_until" date NULL;
-- migration banking 0006_dedicated
ALTER TABLE "banking_account" DROP CONSTRAINT "banking_account_whose";
ALTER TABLE "banking_account" ADD CONSTRAINT "banking_account_whose" CHECK ((("client_id" IS NOT NULL AND "ledger_code" = '' AND "purpose" IN ('creditor', 'dedicated')) OR (NOT ("purpose" = 'creditor') AND "client_id" IS NULL AND NOT ("ledger_code" = ''))));
-- migration charges 0001_initial
CREATE TABLE "charges_fixing" ("id" uuid NOT NULL PRIMARY KEY, "reference" text NOT NULL, "valid_from" date NOT NULL, "value" numeric(8, 5) NOT NULL, "source" text NOT NULL, "state" text NOT NULL, "entered_at" timestamp with time zone NOT NULL, "entered_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, CONSTRAINT "charges_fixing_known" CHECK ("reference" IN ('EURIBOR_1W', 'EURIBOR_1M', 'EURIBOR_3M', 'EURIBOR_6M', 'EURIBOR_12M', 'ESTR')), CONSTRAINT "charges_fixing_state" CHECK ("state" IN ('confirmed', 'entered', 'withdrawn')), CONSTRAINT "charges_fixing_source" CHECK (NOT ("source" = '')), CONSTRAINT "charges_fixing_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = '') AND NOT ("decided_by" = ("entered_by"))))));
CREATE UNIQUE INDEX "charges_fixing_one_entered" ON "charges_fixing" ("reference", "valid_from") WHERE "state" = 'entered';
CREATE INDEX "charges_fixing_day" ON "charges_fixing" ("reference", "valid_from");
-- migration charges 0002_accruals
CREATE TABLE "charges_accrual" ("id" uuid NOT NULL PRIMARY KEY, "month" date NOT NULL, "run" integer NOT NULL CHECK ("run" >= 0), "until_date" date NOT NULL, "interest_cents" bigint NOT NULL, "surcharge_cents" bigint NOT NULL, "interest_posted_cents" bigint NOT NULL, "surcharge_posted_cents" bigint NOT NULL, "steps" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "contract_id" uuid NOT NULL, CONSTRAINT "charges_accrual_run" UNIQUE ("contract_id", "month", "run"), CONSTRAINT "charges_accrual_month" CHECK (EXTRACT(DAY FROM "month") = 1));
CREATE TABLE "charges_charge" ("id" uuid NOT NULL PRIMARY KEY, "month" date NOT NULL, "code" text NOT NULL, "kind" text NOT NULL, "net_cents" bigint NOT NULL, "vat_cents" bigint NOT NULL, "vat_percent" numeric(5, 2) NOT NULL, "currency" varchar(3) NOT NULL, "entry_id" uuid NOT NULL UNIQUE, "steps" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "contract_id" uuid NOT NULL, CONSTRAINT "charges_charge_once" UNIQUE ("contract_id", "month", "code"), CONSTRAINT "charges_charge_month" CHECK (EXTRACT(DAY FROM "month") = 1), CONSTRAINT "charges_charge_not_zero" CHECK (NOT ("net_cents" = 0)));
ALTER TABLE "charges_accrual" ADD CONSTRAINT "charges_accrual_contract_id_abc0ec62_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "charges_accrual_contract_id_abc0ec62" ON "charges_accrual" ("contract_id");
CREATE INDEX "charges_accrual_newest" ON "charges_accrual" ("contract_id", "made_at" DESC);
ALTER TABLE "charges_charge" ADD CONSTRAINT "charges_charge_contract_id_24145212_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "charges_charge_contract_id_24145212" ON "charges_charge" ("contract_id");
-- migration charges 0003_fee_invoices
CREATE TABLE "charges_series" ("year" integer NOT NULL PRIMARY KEY CHECK ("year" >= 0), "last" integer NOT NULL CHECK ("last" >= 0));
CREATE TABLE "charges_feeinvoice" ("id" uuid NOT NULL PRIMARY KEY, "year" integer NOT NULL CHECK ("year" >= 0), "serial" integer NOT NULL CHECK ("serial" >= 0), "number" text NOT NULL UNIQUE, "month" date NOT NULL, "issue_date" date NOT NULL, "language" varchar(2) NOT NULL, "lines" jsonb NOT NULL, "net_cents" bigint NOT NULL, "vat_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "made_at" timestamp with time zone NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "pdf_id" varchar(64) NULL, "xml_id" varchar(64) NULL, CONSTRAINT "charges_invoice_serial" UNIQUE ("year", "serial"), CONSTRAINT "charges_invoice_once" UNIQUE ("contract_id", "month"), CONSTRAINT "charges_invoice_month" CHECK ((EXTRACT(DAY FROM "month") = 1 AND "serial" > 0)));
ALTER TABLE "charges_feeinvoice" ADD CONSTRAINT "charges_feeinvoice_client_id_3363b317_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "charges_feeinvoice" ADD CONSTRAINT "charges_feeinvoice_contract_id_0b891bd0_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "charges_feeinvoice" ADD CONSTRAINT "charges_feeinvoice_pdf_id_4c41e203_fk_documents_document_sha256" FOREIGN KEY ("pdf_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "charges_feeinvoice" ADD CONSTRAINT "charges_feeinvoice_xml_id_5d4a15e8_fk_documents_document_sha256" FOREIGN KEY ("xml_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "charges_feeinvoice_number_4280fcf8_like" ON "charges_feeinvoice" ("number" text_pattern_ops);
CREATE INDEX "charges_feeinvoice_client_id_3363b317" ON "charges_feeinvoice" ("client_id");
CREATE INDEX "charges_feeinvoice_contract_id_0b891bd0" ON "charges_feeinvoice" ("contract_id");
CREATE INDEX "charges_feeinvoice_pdf_id_4c41e203" ON "charges_feeinvoice" ("pdf_id");
CREATE INDEX "charges_feeinvoice_pdf_id_4c41e203_like" ON "charges_feeinvoice" ("pdf_id" varchar_pattern_ops);
CREATE INDEX "charges_feeinvoice_xml_id_5d4a15e8" ON "charges_feeinvoice" ("xml_id");
CREATE INDEX "charges_feeinvoice_xml_id_5d4a15e8_like" ON "charges_feeinvoice" ("xml_id" varchar_pattern_ops);
CREATE INDEX "charges_invoice_client" ON "charges_feeinvoice" ("client_id", "month" DESC);
-- migration charges 0004_month_end
CREATE TABLE "charges_monthend" ("id" uuid NOT NULL PRIMARY KEY, "month" date NOT NULL UNIQUE, "state" text NOT NULL, "started_at" timestamp with time zone NOT NULL, "started_by" text NOT NULL, "ready_at" timestamp with time zone NULL, "closed_at" timestamp with time zone NULL, "closed_by" text NOT NULL, "aged_id" varchar(64) NULL, CONSTRAINT "charges_month_end_state" CHECK ("state" IN ('closed', 'ready', 'running')), CONSTRAINT "charges_month_end_month" CHECK (EXTRACT(DAY FROM "month") = 1), CONSTRAINT "charges_month_end_four_eyes" CHECK ((NOT ("state" = 'closed') OR ("closed_by"::text LIKE 'user:%' AND NOT ("closed_by" = ("started_by"))))));
CREATE TABLE "charges_monthpart" ("id" uuid NOT NULL PRIMARY KEY, "state" text NOT NULL, "reason" jsonb NULL, "contract_id" uuid NOT NULL, "run_id" uuid NOT NULL, CONSTRAINT "charges_part_once" UNIQUE ("run_id", "contract_id"), CONSTRAINT "charges_part_state" CHECK ("state" IN ('charged', 'done', 'numbered', 'refused', 'waiting')));
ALTER TABLE "charges_monthend" ADD CONSTRAINT "charges_monthend_aged_id_c059e7b5_fk_documents_document_sha256" FOREIGN KEY ("aged_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "charges_monthend_aged_id_c059e7b5" ON "charges_monthend" ("aged_id");
CREATE INDEX "charges_monthend_aged_id_c059e7b5_like" ON "charges_monthend" ("aged_id" varchar_pattern_ops);
ALTER TABLE "charges_monthpart" ADD CONSTRAINT "charges_monthpart_contract_id_dbaf9474_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "charges_monthpart" ADD CONSTRAINT "charges_monthpart_run_id_19cb7209_fk_charges_monthend_id" FOREIGN KEY ("run_id") REFERENCES "charges_monthend" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "charges_monthpart_contract_id_dbaf9474" ON "charges_monthpart" ("contract_id");
CREATE INDEX "charges_monthpart_run_id_19cb7209" ON "charges_monthpart" ("run_id");
CREATE INDEX "charges_part_state_of" ON "charges_monthpart" ("run_id", "state");
-- migration charges 0005_allowance
CREATE TABLE "charges_allowance" ("id" uuid NOT NULL PRIMARY KEY, "month" date NOT NULL, "run" integer NOT NULL CHECK ("run" >= 0), "needed_cents" bigint NOT NULL, "posted_cents" bigint NOT NULL, "parts" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL);
CREATE TABLE "charges_allowancepolicy" ("id" uuid NOT NULL PRIMARY KEY, "valid_from" date NOT NULL, "matrix" jsonb NOT NULL, "note" text NOT NULL, "state" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL);
ALTER TABLE "charges_monthpart" DROP CONSTRAINT "charges_part_state";
ALTER TABLE "charges_monthpart" ADD CONSTRAINT "charges_part_state" CHECK ("state" IN ('charged', 'done', 'numbered', 'refused', 'waiting', 'written'));
ALTER TABLE "charges_allowance" ADD COLUMN "contract_id" uuid NOT NULL CONSTRAINT "charges_allowance_contract_id_ecaa3aef_fk_contracts_contract_id" REFERENCES "contracts_contract"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "charges_allowance_contract_id_ecaa3aef_fk_contracts_contract_id" IMMEDIATE;
ALTER TABLE "charges_allowancepolicy" ADD CONSTRAINT "charges_policy_state" CHECK ("state" IN ('confirmed', 'declined', 'proposed'));
ALTER TABLE "charges_allowancepolicy" ADD CONSTRAINT "charges_policy_says_why" CHECK (NOT ("note" = ''));
ALTER TABLE "charges_allowancepolicy" ADD CONSTRAINT "charges_policy_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("decided_at" IS NOT NULL AND "decided_by"::text LIKE 'user:%' AND NOT ("decided_by" = ("proposed_by")))));
CREATE UNIQUE INDEX "charges_policy_one_proposal" ON "charges_allowancepolicy" ("state") WHERE "state" = 'proposed';
ALTER TABLE "charges_allowance" ADD COLUMN "policy_id" uuid NOT NULL CONSTRAINT "charges_allowance_policy_id_e2c1ff5e_fk_charges_a" REFERENCES "charges_allowancepolicy"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "charges_allowance_policy_id_e2c1ff5e_fk_charges_a" IMMEDIATE;
CREATE INDEX "charges_allowance_of_month" ON "charges_allowance" ("month");
ALTER TABLE "charges_allowance" ADD CONSTRAINT "charges_allowance_run" UNIQUE ("contract_id", "month", "run");
ALTER TABLE "charges_allowance" ADD CONSTRAINT "charges_allowance_month" CHECK (EXTRACT(DAY FROM "month") = 1);
CREATE INDEX "charges_allowance_contract_id_ecaa3aef" ON "charges_allowance" ("contract_id");
CREATE INDEX "charges_allowance_policy_id_e2c1ff5e" ON "charges_allowance" ("policy_id");
-- migration charges 0006_statements
CREATE TABLE "charges_accountstatement" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "month" date NOT NULL, "language" varchar(2) NOT NULL, "opening_cents" bigint NOT NULL, "closing_cents" bigint NOT NULL, "line_count" integer NOT NULL CHECK ("line_count" >= 0), "currency" varchar(3) NOT NULL, "made_at" timestamp with time zone NOT NULL);
ALTER TABLE "charges_monthpart" DROP CONSTRAINT "charges_part_state";
ALTER TABLE "charges_monthpart" ADD CONSTRAINT "charges_part_state" CHECK ("state" IN ('charged', 'done', 'numbered', 'refused', 'stated', 'told', 'waiting', 'written'));
ALTER TABLE "charges_accountstatement" ADD COLUMN "client_id" uuid NOT NULL CONSTRAINT "charges_accountstate_client_id_51e00531_fk_parties_c" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "charges_accountstate_client_id_51e00531_fk_parties_c" IMMEDIATE;
ALTER TABLE "charges_accountstatement" ADD COLUMN "contract_id" uuid NOT NULL CONSTRAINT "charges_accountstate_contract_id_7c03c8e9_fk_contracts" REFERENCES "contracts_contract"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "charges_accountstate_contract_id_7c03c8e9_fk_contracts" IMMEDIATE;
ALTER TABLE "charges_accountstatement" ADD COLUMN "data_id" varchar(64) NOT NULL CONSTRAINT "charges_accountstate_data_id_5c0a6bc0_fk_documents" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "charges_accountstate_data_id_5c0a6bc0_fk_documents" IMMEDIATE;
ALTER TABLE "charges_accountstatement" ADD COLUMN "pdf_id" varchar(64) NULL CONSTRAINT "charges_accountstate_pdf_id_2445e8ee_fk_documents" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "charges_accountstate_pdf_id_2445e8ee_fk_documents" IMMEDIATE;
CREATE INDEX "charges_statement_client" ON "charges_accountstatement" ("client_id", "month" DESC);
ALTER TABLE "charges_accountstatement" ADD CONSTRAINT "charges_statement_once" UNIQUE ("contract_id", "month");
ALTER TABLE "charges_accountstatement" ADD CONSTRAINT "charges_statement_month" CHECK (EXTRACT(DAY FROM "month") = 1);
CREATE INDEX "charges_accountstatement_number_d1c72a75_like" ON "charges_accountstatement" ("number" text_pattern_ops);
CREATE INDEX "charges_accountstatement_client_id_51e00531" ON "charges_accountstatement" ("client_id");
CREATE INDEX "charges_accountstatement_contract_id_7c03c8e9" ON "charges_accountstatement" ("contract_id");
CREATE INDEX "charges_accountstatement_data_id_5c0a6bc0" ON "charges_accountstatement" ("data_id");
CREATE INDEX "charges_accountstatement_data_id_5c0a6bc0_like" ON "charges_accountstatement" ("data_id" varchar_pattern_ops);
CREATE INDEX "charges_accountstatement_pdf_id_2445e8ee" ON "charges_accountstatement" ("pdf_id");
CREATE INDEX "charges_accountstatement_pdf_id_2445e8ee_like" ON "charges_accountstatement" ("pdf_id" varchar_pattern_ops);
-- migration client_ledgers 0002_refused_sweeps
ALTER TABLE "client_ledgers_sweep" DROP CONSTRAINT "ledgers_sweep_state";
ALTER TABLE "client_ledgers_sweep" ADD COLUMN "refusal" jsonb NULL;
ALTER TABLE "client_ledgers_sweep" ADD CONSTRAINT "ledgers_sweep_state" CHECK ("state" IN ('arrived', 'cancelled', 'left', 'ordered', 'refused'));
-- migration client_ledgers 0003_reminded
CREATE TABLE "client_ledgers_reminded" ("id" uuid NOT NULL PRIMARY KEY, "wanted_date" date NOT NULL, "stage" text NOT NULL, "people" integer NOT NULL CHECK ("people" >= 0), "told_at" timestamp with time zone NOT NULL, "contract_id" uuid NOT NULL, CONSTRAINT "ledgers_reminded_stage" CHECK ("stage" IN ('before', 'late', 'very_late')), CONSTRAINT "ledgers_reminded_once" UNIQUE ("contract_id", "wanted_date", "stage"));
ALTER TABLE "client_ledgers_reminded" ADD CONSTRAINT "client_ledgers_remin_contract_id_0cd60ebc_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_reminded_contract_id_0cd60ebc" ON "client_ledgers_reminded" ("contract_id");
-- migration client_ledgers 0004_match_invoice
ALTER TABLE "client_ledgers_match" ADD COLUMN "invoice_id" uuid NULL CONSTRAINT "client_ledgers_match_invoice_id_869cf15e_fk_invoices_invoice_id" REFERENCES "invoices_invoice"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "client_ledgers_match_invoice_id_869cf15e_fk_invoices_invoice_id" IMMEDIATE;
CREATE INDEX "client_ledgers_match_invoice_id_869cf15e" ON "client_ledgers_match" ("invoice_id");
-- migration correspondence 0001_initial
CREATE TABLE "correspondence_batch" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL UNIQUE, "begun_at" timestamp with time zone NOT NULL, "laid_at" timestamp with time zone NULL, "posted_at" timestamp with time zone NULL, "posted_by" text NOT NULL, CONSTRAINT "correspondence_posted_by_somebody" CHECK (("posted_at" IS NULL OR ("laid_at" IS NOT NULL AND NOT ("posted_by" = '')))));
CREATE TABLE "correspondence_message" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "reference" text NOT NULL UNIQUE, "kind" text NOT NULL, "about" uuid NOT NULL, "iban" text NOT NULL, "repeats" boolean NOT NULL, "language" varchar(2) NOT NULL, "channel" text NOT NULL, "chosen_for" jsonb NOT NULL, "sender" jsonb NOT NULL, "recipient" jsonb NOT NULL, "says" jsonb NOT NULL, "subject" text NOT NULL, "state" text NOT NULL, "written_at" timestamp with time zone NOT NULL, "written_by" text NOT NULL, "next_at" timestamp with time zone NOT NULL, "sending_at" timestamp with time zone NULL, "told_at" timestamp with time zone NULL, "trouble" jsonb NULL, "batch_id" uuid NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "document_id" varchar(64) NULL, "first_id" uuid NULL, "wire_id" varchar(64) NULL, CONSTRAINT "correspondence_message_state" CHECK ("state" IN ('bounced', 'delivered', 'draft', 'dropped', 'failed', 'queued', 'sending', 'sent', 'to_post', 'unsure')), CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice')), CONSTRAINT "correspondence_message_language" CHECK ("language" IN ('nl', 'fr', 'en')), CONSTRAINT "correspondence_message_channel" CHECK (("channel" IN ('email', 'post') OR ("channel" = '' AND "state" IN ('draft', 'dropped')))), CONSTRAINT "correspondence_nothing_leaves_unkept" CHECK (("state" IN ('draft', 'queued', 'dropped') OR "document_id" IS NOT NULL)), CONSTRAINT "correspondence_told_when" CHECK ((NOT ("state" IN ('sent', 'delivered')) OR "told_at" IS NOT NULL)), CONSTRAINT "correspondence_sending_since" CHECK ((NOT ("state" = 'sending') OR "sending_at" IS NOT NULL)));
CREATE TABLE "correspondence_attempt" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "channel" text NOT NULL, "began_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "outcome" text NOT NULL, "answer" text NOT NULL, "message_id" uuid NOT NULL, CONSTRAINT "correspondence_attempt_number" UNIQUE ("message_id", "number"), CONSTRAINT "correspondence_attempt_ends" CHECK ((("ended_at" IS NULL AND "outcome" = '') OR ("ended_at" IS NOT NULL AND "outcome" IN ('accepted', 'laid', 'later', 'refused', 'unknown')))));
CREATE TABLE "correspondence_writing" ("debtor_id" uuid NOT NULL PRIMARY KEY, "language" varchar(2) NOT NULL, "email" text NOT NULL, "mail_allowed" boolean NOT NULL, "attention" text NOT NULL, "street" text NOT NULL, "building" text NOT NULL, "postcode" text NOT NULL, "town" text NOT NULL, "country" varchar(2) NOT NULL, "changed_at" timestamp with time zone NOT NULL, "changed_by" text NOT NULL, CONSTRAINT "correspondence_writing_language" CHECK ("language" IN ('', 'nl', 'fr', 'en')));
CREATE UNIQUE INDEX "correspondence_one_batch_at_a_time" ON "correspondence_batch" ((1)) WHERE "laid_at" IS NULL;
CREATE INDEX "correspondence_batch_name_451b90d6_like" ON "correspondence_batch" ("name" text_pattern_ops);
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_messa_batch_id_cbe4d048_fk_correspon" FOREIGN KEY ("batch_id") REFERENCES "correspondence_batch" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_client_id_bacd19fa_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_debtor_id_6afa99d9_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_messa_document_id_b42afb04_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_messa_first_id_be112839_fk_correspon" FOREIGN KEY ("first_id") REFERENCES "correspondence_message" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_messa_wire_id_04ff7fca_fk_documents" FOREIGN KEY ("wire_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "correspondence_message_key_a83327c2_like" ON "correspondence_message" ("key" text_pattern_ops);
CREATE INDEX "correspondence_message_reference_21ee1e2a_like" ON "correspondence_message" ("reference" text_pattern_ops);
CREATE INDEX "correspondence_message_batch_id_cbe4d048" ON "correspondence_message" ("batch_id");
CREATE INDEX "correspondence_message_client_id_bacd19fa" ON "correspondence_message" ("client_id");
CREATE INDEX "correspondence_message_debtor_id_6afa99d9" ON "correspondence_message" ("debtor_id");
CREATE INDEX "correspondence_message_document_id_b42afb04" ON "correspondence_message" ("document_id");
CREATE INDEX "correspondence_message_document_id_b42afb04_like" ON "correspondence_message" ("document_id" varchar_pattern_ops);
CREATE INDEX "correspondence_message_first_id_be112839" ON "correspondence_message" ("first_id");
CREATE INDEX "correspondence_message_wire_id_04ff7fca" ON "correspondence_message" ("wire_id");
CREATE INDEX "correspondence_message_wire_id_04ff7fca_like" ON "correspondence_message" ("wire_id" varchar_pattern_ops);
CREATE INDEX "correspondence_to_send" ON "correspondence_message" ("state", "next_at");
CREATE INDEX "correspondence_of_a_pair" ON "correspondence_message" ("client_id", "debtor_id");
CREATE INDEX "correspondence_newest" ON "correspondence_message" ("written_at" DESC, "id" DESC);
ALTER TABLE "correspondence_attempt" ADD CONSTRAINT "correspondence_attem_message_id_bdab0a93_fk_correspon" FOREIGN KEY ("message_id") REFERENCES "correspondence_message" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "correspondence_attempt_message_id_bdab0a93" ON "correspondence_attempt" ("message_id");
ALTER TABLE "correspondence_writing" ADD CONSTRAINT "correspondence_writing_debtor_id_c0e6485b_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration correspondence 0002_papers_and_letterheads
CREATE TABLE "correspondence_letterhead" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "lines" jsonb NOT NULL, "colour" varchar(7) NOT NULL, "logo" bytea NOT NULL, "footer" jsonb NOT NULL, "email" text NOT NULL, "reply_to" text NOT NULL, "hosts" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL);
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_kind";
ALTER TABLE "correspondence_message" ADD COLUMN "purpose" text DEFAULT 'notice' NOT NULL;
ALTER TABLE "correspondence_message" ALTER COLUMN "purpose" DROP DEFAULT;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice', 'reminder'));
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_purpose" CHECK ("purpose" IN ('invoice', 'notice', 'pre_due', 'reminder', 'default_notice', 'prenotification', 'information'));
ALTER TABLE "correspondence_letterhead" ADD COLUMN "client_id" uuid NOT NULL CONSTRAINT "correspondence_lette_client_id_028c7e23_fk_parties_c" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_lette_client_id_028c7e23_fk_parties_c" IMMEDIATE;
ALTER TABLE "correspondence_letterhead" ADD CONSTRAINT "correspondence_letterhead_number" UNIQUE ("client_id", "number");
ALTER TABLE "correspondence_letterhead" ADD CONSTRAINT "correspondence_letterhead_colour" CHECK ("colour"::text ~ '^#[0-9a-f]{6}$');
CREATE INDEX "correspondence_letterhead_client_id_028c7e23" ON "correspondence_letterhead" ("client_id");
-- migration dunning 0001_initial
CREATE TABLE "dunning_handover" ("id" uuid NOT NULL PRIMARY KEY, "handed_at" timestamp with time zone NOT NULL, "handed_by" text NOT NULL, "taken_back_at" timestamp with time zone NULL, "taken_back_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL);
CREATE TABLE "dunning_handedover" ("id" uuid NOT NULL PRIMARY KEY, "open_cents" bigint NOT NULL, "interest_cents" bigint NOT NULL, "costs_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "stands" boolean NOT NULL, "invoice_id" uuid NOT NULL, "hand_over_id" uuid NOT NULL);
CREATE TABLE "dunning_ladderversion" ("id" uuid NOT NULL PRIMARY KEY, "segment" text NOT NULL, "number" integer NOT NULL CHECK ("number" >= 0), "valid_from" date NOT NULL, "ladder" jsonb NOT NULL, "mode" text NOT NULL, "hour" smallint NOT NULL CHECK ("hour" >= 0), "note" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "client_id" uuid NULL);
CREATE TABLE "dunning_run" ("id" uuid NOT NULL PRIMARY KEY, "on" date NOT NULL, "automatic" boolean NOT NULL, "state" text NOT NULL, "begun_at" timestamp with time zone NOT NULL, "begun_by" text NOT NULL, "confirmed_at" timestamp with time zone NULL, "confirmed_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "client_id" uuid NULL);
CREATE TABLE "dunning_slice" ("id" uuid NOT NULL PRIMARY KEY, "first" uuid NOT NULL, "last" uuid NOT NULL, "state" text NOT NULL, "run_id" uuid NOT NULL);
CREATE TABLE "dunning_touch" ("id" uuid NOT NULL PRIMARY KEY, "on" date NOT NULL, "step" smallint NOT NULL CHECK ("step" >= 0), "act" text NOT NULL, "tone" text NOT NULL, "channel" text NOT NULL, "state" text NOT NULL, "pay_by" date NULL, "reasons" jsonb NOT NULL, "left_out" jsonb NOT NULL, "done_at" timestamp with time zone NULL, "result" text NOT NULL, "note" text NOT NULL, "noted_at" timestamp with time zone NULL, "noted_by" text NOT NULL, "trouble" jsonb NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "message_id" uuid NULL, "run_id" uuid NOT NULL, "version_id" uuid NOT NULL);
CREATE TABLE "dunning_touchitem" ("id" uuid NOT NULL PRIMARY KEY, "step" smallint NOT NULL CHECK ("step" >= 0), "on" date NOT NULL, "asked_cents" bigint NOT NULL, "interest_cents" bigint NOT NULL, "costs_cents" bigint NOT NULL, "announced_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "since_date" date NOT NULL, "days_late" integer NOT NULL, "rides" boolean NOT NULL, "counts" boolean NOT NULL, "invoice_id" uuid NOT NULL, "touch_id" uuid NOT NULL);
CREATE TABLE "dunning_assignment" ("id" uuid NOT NULL PRIMARY KEY, "segment" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, CONSTRAINT "dunning_assignment_once" UNIQUE ("client_id", "debtor_id"), CONSTRAINT "dunning_assignment_segment" CHECK ("segment" IN ('b2b', 'b2c', 'public', 'vip')));
CREATE INDEX "dunning_handed_over" ON "dunning_handover" ("client_id", "handed_at" DESC);
ALTER TABLE "dunning_handover" ADD CONSTRAINT "dunning_taken_back_by_somebody" CHECK ((("taken_back_at" IS NULL AND "taken_back_by" = '') OR ("taken_back_at" IS NOT NULL AND NOT ("taken_back_by" = ''))));
CREATE UNIQUE INDEX "dunning_handed_over_once" ON "dunning_handedover" ("invoice_id") WHERE "stands";
ALTER TABLE "dunning_handedover" ADD CONSTRAINT "dunning_handed_over_positive" CHECK ("open_cents" > 0);
ALTER TABLE "dunning_ladderversion" ADD CONSTRAINT "dunning_version_number" UNIQUE NULLS NOT DISTINCT ("client_id", "segment", "number");
ALTER TABLE "dunning_ladderversion" ADD CONSTRAINT "dunning_version_segment" CHECK ("segment" IN ('b2b', 'b2c', 'public', 'vip'));
ALTER TABLE "dunning_ladderversion" ADD CONSTRAINT "dunning_version_mode" CHECK ("mode" IN ('off', 'draft', 'automatic'));
ALTER TABLE "dunning_ladderversion" ADD CONSTRAINT "dunning_version_hour" CHECK ("hour" < 24);
CREATE INDEX "dunning_run_newest" ON "dunning_run" ("client_id", "on" DESC, "id" DESC);
ALTER TABLE "dunning_run" ADD CONSTRAINT "dunning_run_state" CHECK ("state" IN ('cancelled', 'confirmed', 'done', 'draft', 'gathering'));
CREATE UNIQUE INDEX "dunning_one_run_at_a_time" ON "dunning_run" ("client_id", "automatic") NULLS NOT DISTINCT WHERE "state" IN ('gathering', 'draft', 'confirmed');
CREATE UNIQUE INDEX "dunning_one_automatic_run_a_day" ON "dunning_run" ("client_id", "on") NULLS NOT DISTINCT WHERE "automatic";
ALTER TABLE "dunning_run" ADD CONSTRAINT "dunning_run_confirmed_by_somebody" CHECK ((NOT ("state" IN ('confirmed', 'done')) OR ("confirmed_at" IS NOT NULL AND NOT ("confirmed_by" = ''))));
CREATE INDEX "dunning_slice_state_of" ON "dunning_slice" ("run_id", "state");
ALTER TABLE "dunning_slice" ADD CONSTRAINT "dunning_slice_once" UNIQUE ("run_id", "first");
ALTER TABLE "dunning_slice" ADD CONSTRAINT "dunning_slice" CHECK (("first" <= ("last") AND "state" IN ('gathered', 'waiting')));
CREATE INDEX "dunning_touches_of_run" ON "dunning_touch" ("run_id", "state", "id");
CREATE INDEX "dunning_touches_of_debtor" ON "dunning_touch" ("debtor_id", "on" DESC);
CREATE INDEX "dunning_touch_message" ON "dunning_touch" ("message_id") WHERE "message_id" IS NOT NULL;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_state" CHECK ("state" IN ('called', 'calling', 'handed_over', 'offered', 'out', 'planned', 'undone', 'void', 'written'));
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_act" CHECK ("act" IN ('message', 'call', 'hand_over'));
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_result" CHECK ("result" IN ('', 'no_answer', 'promise', 'dispute', 'copy', 'refuses', 'insolvent'));
CREATE UNIQUE INDEX "dunning_once_a_day" ON "dunning_touch" ("debtor_id", "contract_id", "on") WHERE "state" IN ('planned', 'written', 'calling', 'called', 'offered', 'handed_over');
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_taken_out_says_why" CHECK ((NOT ("state" = 'out') OR (NOT ("note" = '') AND NOT ("noted_by" = ''))));
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_written_has_message" CHECK ((NOT ("state" = 'written') OR "message_id" IS NOT NULL));
ALTER TABLE "dunning_touchitem" ADD CONSTRAINT "dunning_item_once_a_touch" UNIQUE ("touch_id", "invoice_id");
CREATE UNIQUE INDEX "dunning_each_step_once" ON "dunning_touchitem" ("invoice_id", "step") WHERE "counts";
ALTER TABLE "dunning_touchitem" ADD CONSTRAINT "dunning_item_positive" CHECK (("announced_cents" >= 0 AND "asked_cents" > 0 AND "costs_cents" >= 0 AND "interest_cents" >= 0));
ALTER TABLE "dunning_touchitem" ADD CONSTRAINT "dunning_what_rides_takes_no_step" CHECK (NOT ("counts" AND "rides"));
ALTER TABLE "dunning_handover" ADD CONSTRAINT "dunning_handover_client_id_54ecbaf9_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_handover" ADD CONSTRAINT "dunning_handover_contract_id_03c5921d_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_handover" ADD CONSTRAINT "dunning_handover_debtor_id_6dde18cb_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_handover" ADD CONSTRAINT "dunning_handover_document_id_ec1a17d8_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_handover_client_id_54ecbaf9" ON "dunning_handover" ("client_id");
CREATE INDEX "dunning_handover_contract_id_03c5921d" ON "dunning_handover" ("contract_id");
CREATE INDEX "dunning_handover_debtor_id_6dde18cb" ON "dunning_handover" ("debtor_id");
CREATE INDEX "dunning_handover_document_id_ec1a17d8" ON "dunning_handover" ("document_id");
CREATE INDEX "dunning_handover_document_id_ec1a17d8_like" ON "dunning_handover" ("document_id" varchar_pattern_ops);
ALTER TABLE "dunning_handedover" ADD CONSTRAINT "dunning_handedover_invoice_id_c4a26439_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_handedover" ADD CONSTRAINT "dunning_handedover_hand_over_id_edfe5fc3_fk_dunning_handover_id" FOREIGN KEY ("hand_over_id") REFERENCES "dunning_handover" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_handedover_invoice_id_c4a26439" ON "dunning_handedover" ("invoice_id");
CREATE INDEX "dunning_handedover_hand_over_id_edfe5fc3" ON "dunning_handedover" ("hand_over_id");
ALTER TABLE "dunning_ladderversion" ADD CONSTRAINT "dunning_ladderversion_client_id_f7dcb3af_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_ladderversion_client_id_f7dcb3af" ON "dunning_ladderversion" ("client_id");
ALTER TABLE "dunning_run" ADD CONSTRAINT "dunning_run_client_id_2a99c1c7_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_run_client_id_2a99c1c7" ON "dunning_run" ("client_id");
ALTER TABLE "dunning_slice" ADD CONSTRAINT "dunning_slice_run_id_b15f13cc_fk_dunning_run_id" FOREIGN KEY ("run_id") REFERENCES "dunning_run" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_slice_run_id_b15f13cc" ON "dunning_slice" ("run_id");
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_client_id_aa1b16f9_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_contract_id_8cc4b0bb_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_debtor_id_9f8a59b2_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_message_id_e2b79345_fk_correspondence_message_id" FOREIGN KEY ("message_id") REFERENCES "correspondence_message" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_run_id_2c9a2b51_fk_dunning_run_id" FOREIGN KEY ("run_id") REFERENCES "dunning_run" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_version_id_f0d71526_fk_dunning_ladderversion_id" FOREIGN KEY ("version_id") REFERENCES "dunning_ladderversion" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_touch_client_id_aa1b16f9" ON "dunning_touch" ("client_id");
CREATE INDEX "dunning_touch_contract_id_8cc4b0bb" ON "dunning_touch" ("contract_id");
CREATE INDEX "dunning_touch_debtor_id_9f8a59b2" ON "dunning_touch" ("debtor_id");
CREATE INDEX "dunning_touch_message_id_e2b79345" ON "dunning_touch" ("message_id");
CREATE INDEX "dunning_touch_run_id_2c9a2b51" ON "dunning_touch" ("run_id");
CREATE INDEX "dunning_touch_version_id_f0d71526" ON "dunning_touch" ("version_id");
ALTER TABLE "dunning_touchitem" ADD CONSTRAINT "dunning_touchitem_invoice_id_ab69a446_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_touchitem" ADD CONSTRAINT "dunning_touchitem_touch_id_8de59f14_fk_dunning_touch_id" FOREIGN KEY ("touch_id") REFERENCES "dunning_touch" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_touchitem_invoice_id_ab69a446" ON "dunning_touchitem" ("invoice_id");
CREATE INDEX "dunning_touchitem_touch_id_8de59f14" ON "dunning_touchitem" ("touch_id");
ALTER TABLE "dunning_assignment" ADD CONSTRAINT "dunning_assignment_client_id_d0a2efba_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "dunning_assignment" ADD CONSTRAINT "dunning_assignment_debtor_id_882ab000_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "dunning_assignment_client_id_d0a2efba" ON "dunning_assignment" ("client_id");
CREATE INDEX "dunning_assignment_debtor_id_882ab000" ON "dunning_assignment" ("debtor_id");
-- migration dunning 0002_versions_stay
CREATE FUNCTION dunning_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a version of a ladder is never changed or removed: another is another row'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER dunning_version_stays BEFORE
                UPDATE OF id, client_id, segment, number, valid_from, ladder, mode, hour, set_at, set_by
                OR DELETE OR TRUNCATE ON dunning_ladderversion FOR EACH STATEMENT EXECUTE FUNCTION dunning_version_stays();
-- migration dunning 0003_claims
CREATE TABLE "dunning_waiver" ("id" uuid NOT NULL PRIMARY KEY, "interest_cents" bigint NOT NULL, "costs_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "note" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL);
ALTER TABLE "dunning_touchitem" ADD COLUMN "costs_gone_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "dunning_touchitem" ALTER COLUMN "costs_gone_cents" DROP DEFAULT;
ALTER TABLE "dunning_touchitem" ADD COLUMN "interest_gone_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "dunning_touchitem" ALTER COLUMN "interest_gone_cents" DROP DEFAULT;
ALTER TABLE "dunning_touchitem" ADD CONSTRAINT "dunning_item_gone" CHECK (("costs_gone_cents" >= 0 AND "interest_gone_cents" >= 0));
ALTER TABLE "dunning_waiver" ADD COLUMN "client_id" uuid NOT NULL CONSTRAINT "dunning_waiver_client_id_15d8e55a_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "dunning_waiver_client_id_15d8e55a_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "dunning_waiver" ADD COLUMN "invoice_id" uuid NOT NULL CONSTRAINT "dunning_waiver_invoice_id_57276cfe_fk_invoices_invoice_id" REFERENCES "invoices_invoice"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "dunning_waiver_invoice_id_57276cfe_fk_invoices_invoice_id" IMMEDIATE;
CREATE INDEX "dunning_waivers" ON "dunning_waiver" ("invoice_id", "state");
ALTER TABLE "dunning_waiver" ADD CONSTRAINT "dunning_waiver_state" CHECK ("state" IN ('asked', 'declined', 'posted'));
ALTER TABLE "dunning_waiver" ADD CONSTRAINT "dunning_waiver_positive" CHECK (("costs_cents" >= 0 AND "interest_cents" >= 0 AND NOT ("costs_cents" = 0 AND "interest_cents" = 0)));
ALTER TABLE "dunning_waiver" ADD CONSTRAINT "dunning_waiver_says_why" CHECK (NOT ("note" = ''));
ALTER TABLE "dunning_waiver" ADD CONSTRAINT "dunning_waiver_decided" CHECK (("state" = 'asked' OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ''))));
CREATE UNIQUE INDEX "dunning_waiver_asked_once" ON "dunning_waiver" ("invoice_id") WHERE "state" = 'asked';
CREATE INDEX "dunning_waiver_client_id_15d8e55a" ON "dunning_waiver" ("client_id");
CREATE INDEX "dunning_waiver_invoice_id_57276cfe" ON "dunning_waiver" ("invoice_id");
-- migration dunning 0004_instalments
DROP INDEX IF EXISTS "dunning_each_step_once";
CREATE UNIQUE INDEX "dunning_each_step_once" ON "dunning_touchitem" ("invoice_id", "step", "since_date") WHERE "counts";
-- migration correspondence 0003_notes
CREATE TABLE "correspondence_note" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "invoice_number" text NOT NULL, "way" text NOT NULL, "kind" text NOT NULL, "writer" text NOT NULL, "address" text NOT NULL, "subject" text NOT NULL, "text" text NOT NULL, "left_out" integer NOT NULL CHECK ("left_out" >= 0), "at" timestamp with time zone NOT NULL, "read_at" timestamp with time zone NULL, "read_by" text NOT NULL);
CREATE TABLE "correspondence_notefile" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL);
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_kind";
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice', 'reminder', 'answer'));
ALTER TABLE "correspondence_note" ADD COLUMN "client_id" uuid NULL CONSTRAINT "correspondence_note_client_id_c91d21fc_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_note_client_id_c91d21fc_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "correspondence_note" ADD COLUMN "debtor_id" uuid NULL CONSTRAINT "correspondence_note_debtor_id_e0238ab0_fk_parties_debtor_id" REFERENCES "parties_debtor"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_note_debtor_id_e0238ab0_fk_parties_debtor_id" IMMEDIATE;
ALTER TABLE "correspondence_note" ADD COLUMN "message_id" uuid NULL CONSTRAINT "correspondence_note_message_id_51a1887f_fk_correspon" REFERENCES "correspondence_message"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_note_message_id_51a1887f_fk_correspon" IMMEDIATE;
ALTER TABLE "correspondence_note" ADD COLUMN "original_id" varchar(64) NULL CONSTRAINT "correspondence_note_original_id_c796aca8_fk_documents" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_note_original_id_c796aca8_fk_documents" IMMEDIATE;
ALTER TABLE "correspondence_notefile" ADD COLUMN "document_id" varchar(64) NOT NULL CONSTRAINT "correspondence_notef_document_id_0b700c04_fk_documents" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_notef_document_id_0b700c04_fk_documents" IMMEDIATE;
ALTER TABLE "correspondence_notefile" ADD COLUMN "note_id" uuid NOT NULL CONSTRAINT "correspondence_notef_note_id_e10dbac0_fk_correspon" REFERENCES "correspondence_note"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_notef_note_id_e10dbac0_fk_correspon" IMMEDIATE;
CREATE INDEX "correspondence_thread" ON "correspondence_note" ("client_id", "debtor_id", "at");
CREATE INDEX "correspondence_unread" ON "correspondence_note" ("at") WHERE "read_at" IS NULL;
ALTER TABLE "correspondence_note" ADD CONSTRAINT "correspondence_note_way" CHECK ("way" IN ('mail', 'portal'));
ALTER TABLE "correspondence_note" ADD CONSTRAINT "correspondence_note_kind" CHECK ("kind" IN ('answer', 'auto', 'bounce'));
ALTER TABLE "correspondence_note" ADD CONSTRAINT "correspondence_note_of_a_pair" CHECK ((("client_id" IS NULL AND "debtor_id" IS NULL) OR ("client_id" IS NOT NULL AND "debtor_id" IS NOT NULL)));
CREATE INDEX "correspondence_note_key_e1aea9f7_like" ON "correspondence_note" ("key" text_pattern_ops);
CREATE INDEX "correspondence_note_client_id_c91d21fc" ON "correspondence_note" ("client_id");
CREATE INDEX "correspondence_note_debtor_id_e0238ab0" ON "correspondence_note" ("debtor_id");
CREATE INDEX "correspondence_note_message_id_51a1887f" ON "correspondence_note" ("message_id");
CREATE INDEX "correspondence_note_original_id_c796aca8" ON "correspondence_note" ("original_id");
CREATE INDEX "correspondence_note_original_id_c796aca8_like" ON "correspondence_note" ("original_id" varchar_pattern_ops);
CREATE INDEX "correspondence_notefile_document_id_0b700c04" ON "correspondence_notefile" ("document_id");
CREATE INDEX "correspondence_notefile_document_id_0b700c04_like" ON "correspondence_notefile" ("document_id" varchar_pattern_ops);
CREATE INDEX "correspondence_notefile_note_id_e10dbac0" ON "correspondence_notefile" ("note_id");
-- migration correspondence 0004_channels
CREATE TABLE "correspondence_channelprice" ("id" uuid NOT NULL PRIMARY KEY, "channel" text NOT NULL, "unit" text NOT NULL, "country" varchar(2) NOT NULL, "grams" integer NOT NULL CHECK ("grams" >= 0), "pieces" integer NOT NULL CHECK ("pieces" >= 0), "since_date" date NOT NULL, "net_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "vat_percent" numeric(5, 2) NOT NULL, "source" text NOT NULL, "verified" boolean NOT NULL, "entered_at" timestamp with time zone NOT NULL, "entered_by" text NOT NULL);
CREATE TABLE "correspondence_channelrecord" ("channel" text NOT NULL PRIMARY KEY, "sent" integer NOT NULL CHECK ("sent" >= 0), "failed" integer NOT NULL CHECK ("failed" >= 0), "counted_at" timestamp with time zone NOT NULL);
CREATE TABLE "correspondence_channelwish" ("client_id" uuid NOT NULL PRIMARY KEY, "channel" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL);
CREATE TABLE "correspondence_evidence" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "at" timestamp with time zone NOT NULL, "tracking" text NOT NULL);
CREATE TABLE "correspondence_receiving" ("debtor_id" uuid NOT NULL PRIMARY KEY, "participant" text NOT NULL, "receives" boolean NOT NULL, "looked_at" timestamp with time zone NOT NULL);
DROP INDEX IF EXISTS "correspondence_one_batch_at_a_time";
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_channel";
ALTER TABLE "correspondence_batch" ADD COLUMN "channel" text DEFAULT 'post' NOT NULL;
ALTER TABLE "correspondence_batch" ALTER COLUMN "channel" DROP DEFAULT;
ALTER TABLE "correspondence_batch" ADD COLUMN "setup_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "correspondence_batch" ALTER COLUMN "setup_cents" DROP DEFAULT;
ALTER TABLE "correspondence_message" ADD COLUMN "considered" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "correspondence_message" ALTER COLUMN "considered" DROP DEFAULT;
ALTER TABLE "correspondence_message" ADD COLUMN "pages" integer DEFAULT 1 NOT NULL CHECK ("pages" >= 0);
ALTER TABLE "correspondence_message" ALTER COLUMN "pages" DROP DEFAULT;
ALTER TABLE "correspondence_message" ADD COLUMN "price_cents" bigint NULL;
ALTER TABLE "correspondence_message" ADD COLUMN "wish" text DEFAULT '' NOT NULL;
ALTER TABLE "correspondence_message" ALTER COLUMN "wish" DROP DEFAULT;
ALTER TABLE "correspondence_writing" ADD COLUMN "agreed" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "correspondence_writing" ALTER COLUMN "agreed" DROP DEFAULT;
ALTER TABLE "correspondence_writing" ADD COLUMN "channel" text DEFAULT '' NOT NULL;
ALTER TABLE "correspondence_writing" ALTER COLUMN "channel" DROP DEFAULT;
ALTER TABLE "correspondence_writing" ADD COLUMN "mobile" text DEFAULT '' NOT NULL;
ALTER TABLE "correspondence_writing" ALTER COLUMN "mobile" DROP DEFAULT;
CREATE UNIQUE INDEX "correspondence_one_batch_at_a_time" ON "correspondence_batch" ("channel") WHERE "laid_at" IS NULL;
ALTER TABLE "correspondence_batch" ADD CONSTRAINT "correspondence_batch_channel" CHECK ("channel" IN ('peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post'));
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_channel" CHECK (("channel" IN ('peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post') OR ("channel" = '' AND "state" IN ('draft', 'dropped'))));
ALTER TABLE "correspondence_writing" ADD CONSTRAINT "correspondence_writing_channel" CHECK ("channel" IN ('', 'peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post'));
ALTER TABLE "correspondence_channelprice" ADD CONSTRAINT "correspondence_price_once" UNIQUE ("channel", "unit", "country", "grams", "pieces", "since_date");
ALTER TABLE "correspondence_channelprice" ADD CONSTRAINT "correspondence_price_whole" CHECK (("channel" IN ('peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post') AND "net_cents" >= 0 AND "pieces" >= 1 AND "unit" IN ('piece', 'page', 'batch') AND NOT ("source" = '')));
ALTER TABLE "correspondence_channelrecord" ADD CONSTRAINT "correspondence_record_channel" CHECK ("channel" IN ('peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post'));
ALTER TABLE "correspondence_channelwish" ADD CONSTRAINT "correspondence_wish_channel" CHECK ("channel" IN ('peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post'));
ALTER TABLE "correspondence_evidence" ADD COLUMN "document_id" varchar(64) NOT NULL CONSTRAINT "correspondence_evide_document_id_8023f50e_fk_documents" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_evide_document_id_8023f50e_fk_documents" IMMEDIATE;
ALTER TABLE "correspondence_evidence" ADD COLUMN "message_id" uuid NOT NULL CONSTRAINT "correspondence_evide_message_id_3b0cd70a_fk_correspon" REFERENCES "correspondence_message"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_evide_message_id_3b0cd70a_fk_correspon" IMMEDIATE;
ALTER TABLE "correspondence_evidence" ADD CONSTRAINT "correspondence_evidence_once" UNIQUE ("message_id", "kind", "document_id");
ALTER TABLE "correspondence_evidence" ADD CONSTRAINT "correspondence_evidence_kind" CHECK ("kind" IN ('deposit', 'delivery', 'refusal', 'negligence', 'return'));
CREATE INDEX "correspondence_channelrecord_channel_6b0b3e07_like" ON "correspondence_channelrecord" ("channel" text_pattern_ops);
ALTER TABLE "correspondence_channelwish" ADD CONSTRAINT "correspondence_chann_client_id_7ca4101a_fk_parties_c" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_receiving" ADD CONSTRAINT "correspondence_recei_debtor_id_d704bcf0_fk_parties_d" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "correspondence_evidence_document_id_8023f50e" ON "correspondence_evidence" ("document_id");
CREATE INDEX "correspondence_evidence_document_id_8023f50e_like" ON "correspondence_evidence" ("document_id" varchar_pattern_ops);
CREATE INDEX "correspondence_evidence_message_id_3b0cd70a" ON "correspondence_evidence" ("message_id");
-- migration collection 0001_dossiers
CREATE TABLE "collection_series" ("year" integer NOT NULL PRIMARY KEY CHECK ("year" >= 0), "last" integer NOT NULL CHECK ("last" >= 0));
CREATE TABLE "collection_contactrule" ("number" integer NOT NULL PRIMARY KEY CHECK ("number" >= 0), "rule" jsonb NOT NULL, "note" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "confirmed_at" timestamp with time zone NULL, "confirmed_by" text NOT NULL, CONSTRAINT "collection_contact_says_why" CHECK (NOT ("note" = '')), CONSTRAINT "collection_contact_two_people" CHECK ((("confirmed_at" IS NULL AND "confirmed_by" = '') OR ("confirmed_at" IS NOT NULL AND NOT ("confirmed_by" = '') AND NOT ("confirmed_by" = ("proposed_by"))))));
CREATE TABLE "collection_dossier" ("id" uuid NOT NULL PRIMARY KEY, "number" bigint NOT NULL UNIQUE, "reference" text NOT NULL UNIQUE, "currency" varchar(3) NOT NULL, "source" text NOT NULL, "state" text NOT NULL, "cause" text NOT NULL, "vulnerable" boolean NOT NULL, "vulnerable_note" text NOT NULL, "look_date" date NOT NULL, "opened_at" timestamp with time zone NOT NULL, "opened_by" text NOT NULL, "closed_at" timestamp with time zone NULL, "closed_by" text NOT NULL, "agent_id" uuid NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL);
CREATE TABLE "collection_cost" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "kind" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "from_date" date NOT NULL, "article" text NOT NULL, "words" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "dropped_at" timestamp with time zone NULL, "dropped_by" text NOT NULL, "dossier_id" uuid NOT NULL);
CREATE TABLE "collection_complaint" ("id" uuid NOT NULL PRIMARY KEY, "state" text NOT NULL, "words" text NOT NULL, "answer" text NOT NULL, "answer_by" date NOT NULL, "raised_at" timestamp with time zone NOT NULL, "raised_by" text NOT NULL, "answered_at" timestamp with time zone NULL, "answered_by" text NOT NULL, "dossier_id" uuid NOT NULL);
CREATE TABLE "collection_claim" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "number" text NOT NULL, "issue_date" date NOT NULL, "due_date" date NOT NULL, "principal_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "rate" text NOT NULL, "clause" boolean NOT NULL, "notice_date" date NULL, "notice_channel" text NOT NULL, "live" boolean NOT NULL, "added_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, "removed_at" timestamp with time zone NULL, "removed_by" text NOT NULL, "hand_over_id" uuid NULL, "invoice_id" uuid NULL, "dossier_id" uuid NOT NULL);
CREATE TABLE "collection_act" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "tone" text NOT NULL, "round" smallint NOT NULL CHECK ("round" >= 0), "step" smallint NOT NULL CHECK ("step" >= 0), "due_date" date NOT NULL, "state" text NOT NULL, "worth_cents" bigint NOT NULL, "reasons" jsonb NOT NULL, "result" text NOT NULL, "note" text NOT NULL, "planned_at" timestamp with time zone NOT NULL, "done_at" timestamp with time zone NULL, "done_by" text NOT NULL, "message_id" uuid NULL, "dossier_id" uuid NOT NULL);
CREATE TABLE "collection_turn" ("id" uuid NOT NULL PRIMARY KEY, "event" text NOT NULL, "words" text NOT NULL, "reasons" jsonb NOT NULL, "side" text NOT NULL, "by" text NOT NULL, "at" timestamp with time zone NOT NULL, "dossier_id" uuid NOT NULL);
CREATE INDEX "collection_of_client" ON "collection_dossier" ("client_id", "state", "number" DESC);
CREATE INDEX "collection_by_state" ON "collection_dossier" ("state", "number" DESC);
CREATE INDEX "collection_of_debtor" ON "collection_dossier" ("debtor_id");
CREATE INDEX "collection_of_agent" ON "collection_dossier" ("agent_id", "number" DESC);
CREATE INDEX "collection_to_look_at" ON "collection_dossier" ("look_date", "id") WHERE "state" IN ('opened', 'amicable', 'promised', 'planned', 'disputed', 'waiting_principal', 'to_court');
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_source" CHECK ("source" IN ('hand_over', 'upload', 'staff'));
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_state" CHECK ("state" IN ('amicable', 'closed_paid', 'closed_recalled', 'closed_settled', 'closed_time_barred', 'closed_uncollectable', 'disputed', 'opened', 'planned', 'promised', 'to_court', 'waiting_principal'));
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_cause" CHECK ("cause" IN ('', 'forgot', 'administration', 'short', 'cannot', 'disputes', 'relation', 'will_not', 'gone', 'insolvent'));
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_closed" CHECK ((("closed_at" IS NULL AND "state" IN ('opened', 'amicable', 'promised', 'planned', 'disputed', 'waiting_principal', 'to_court')) OR (NOT ("state" IN ('opened', 'amicable', 'promised', 'planned', 'disputed', 'waiting_principal', 'to_court')) AND "closed_at" IS NOT NULL AND NOT ("closed_by" = ''))));
CREATE UNIQUE INDEX "collection_one_live_dossier" ON "collection_dossier" ("client_id", "debtor_id", "contract_id") WHERE "state" IN ('opened', 'amicable', 'promised', 'planned', 'disputed', 'waiting_principal', 'to_court');
CREATE INDEX "collection_costs" ON "collection_cost" ("dossier_id", "from_date");
ALTER TABLE "collection_cost" ADD CONSTRAINT "collection_cost_kind" CHECK ("kind" IN ('bailiff', 'lawyer', 'court', 'register', 'other'));
ALTER TABLE "collection_cost" ADD CONSTRAINT "collection_cost_by_law" CHECK (("amount_cents" > 0 AND NOT ("article" = '')));
ALTER TABLE "collection_cost" ADD CONSTRAINT "collection_cost_dropped_by_somebody" CHECK (("dropped_at" IS NULL OR NOT ("dropped_by" = '')));
CREATE INDEX "collection_complaints" ON "collection_complaint" ("state", "answer_by");
ALTER TABLE "collection_complaint" ADD CONSTRAINT "collection_complaint_state" CHECK ("state" IN ('answered', 'open'));
ALTER TABLE "collection_complaint" ADD CONSTRAINT "collection_complaint_answered" CHECK ((("answered_at" IS NULL AND "state" = 'open') OR ("answered_at" IS NOT NULL AND "state" = 'answered' AND NOT ("answer" = '') AND NOT ("answered_by" = ''))));
CREATE UNIQUE INDEX "collection_one_open_complaint" ON "collection_complaint" ("dossier_id") WHERE "state" = 'open';
CREATE INDEX "collection_claims" ON "collection_claim" ("dossier_id", "due_date");
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_kind" CHECK ("kind" IN ('invoice', 'title'));
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_positive" CHECK ("principal_cents" > 0);
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_of" CHECK (("kind" = 'title' OR "invoice_id" IS NOT NULL));
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_notice" CHECK ("notice_channel" IN ('post', 'electronic'));
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_removed" CHECK ((("live" AND "removed_at" IS NULL) OR (NOT "live" AND "removed_at" IS NOT NULL)));
CREATE UNIQUE INDEX "collection_claim_once" ON "collection_claim" ("invoice_id") WHERE "live";
CREATE INDEX "collection_call_list" ON "collection_act" ("worth_cents" DESC, "id") WHERE ("kind" = 'call' AND "state" = 'planned');
CREATE INDEX "collection_act_message" ON "collection_act" ("message_id") WHERE "message_id" IS NOT NULL;
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_kind" CHECK ("kind" IN ('letter', 'call', 'sms', 'visit'));
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_state" CHECK ("state" IN ('done', 'dropped', 'planned'));
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_result" CHECK ("result" IN ('', 'no_answer', 'promise', 'plan', 'dispute', 'copy', 'refuses', 'insolvent', 'wrong_number', 'vulnerable'));
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_done" CHECK ((("done_at" IS NULL AND "state" = 'planned') OR (NOT ("state" = 'planned') AND "done_at" IS NOT NULL AND NOT ("done_by" = ''))));
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_once" UNIQUE ("dossier_id", "round", "step");
CREATE UNIQUE INDEX "collection_one_act_to_come" ON "collection_act" ("dossier_id") WHERE "state" = 'planned';
CREATE INDEX "collection_turns" ON "collection_turn" ("dossier_id", "at");
ALTER TABLE "collection_turn" ADD CONSTRAINT "collection_turn_side" CHECK ("side" IN ('staff', 'client', 'debtor'));
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_agent_id_8e2ea816_fk_users_user_id" FOREIGN KEY ("agent_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_client_id_10471e53_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_contract_id_5a876abf_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_dossier" ADD CONSTRAINT "collection_dossier_debtor_id_c4df5e26_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_dossier_reference_8ca6ffcd_like" ON "collection_dossier" ("reference" text_pattern_ops);
CREATE INDEX "collection_dossier_agent_id_8e2ea816" ON "collection_dossier" ("agent_id");
CREATE INDEX "collection_dossier_client_id_10471e53" ON "collection_dossier" ("client_id");
CREATE INDEX "collection_dossier_contract_id_5a876abf" ON "collection_dossier" ("contract_id");
CREATE INDEX "collection_dossier_debtor_id_c4df5e26" ON "collection_dossier" ("debtor_id");
ALTER TABLE "collection_cost" ADD CONSTRAINT "collection_cost_dossier_id_1a4451ae_fk_collection_dossier_id" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_cost_key_9526c28d_like" ON "collection_cost" ("key" text_pattern_ops);
CREATE INDEX "collection_cost_dossier_id_1a4451ae" ON "collection_cost" ("dossier_id");
ALTER TABLE "collection_complaint" ADD CONSTRAINT "collection_complaint_dossier_id_6844b4ae_fk_collectio" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_complaint_dossier_id_6844b4ae" ON "collection_complaint" ("dossier_id");
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_hand_over_id_b0319bc4_fk_dunning_handover_id" FOREIGN KEY ("hand_over_id") REFERENCES "dunning_handover" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_invoice_id_b0e31a9c_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_claim" ADD CONSTRAINT "collection_claim_dossier_id_0391a200_fk_collection_dossier_id" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_claim_hand_over_id_b0319bc4" ON "collection_claim" ("hand_over_id");
CREATE INDEX "collection_claim_invoice_id_b0e31a9c" ON "collection_claim" ("invoice_id");
CREATE INDEX "collection_claim_dossier_id_0391a200" ON "collection_claim" ("dossier_id");
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_message_id_bf3246b5_fk_correspondence_message_id" FOREIGN KEY ("message_id") REFERENCES "correspondence_message" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_act" ADD CONSTRAINT "collection_act_dossier_id_af4d77a7_fk_collection_dossier_id" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_act_message_id_bf3246b5" ON "collection_act" ("message_id");
CREATE INDEX "collection_act_dossier_id_af4d77a7" ON "collection_act" ("dossier_id");
ALTER TABLE "collection_turn" ADD CONSTRAINT "collection_turn_dossier_id_890acd28_fk_collection_dossier_id" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_turn_dossier_id_890acd28" ON "collection_turn" ("dossier_id");
-- migration collection 0002_divided
ALTER TABLE "collection_dossier" ADD COLUMN "divided_at" timestamp with time zone NULL;
ALTER TABLE "collection_dossier" ADD COLUMN "divided_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "collection_dossier" ALTER COLUMN "divided_cents" DROP DEFAULT;
-- migration collection 0003_search_by_invoice
CREATE INDEX "collection_claim_numbered" ON "collection_claim" ("number");
-- migration collection 0004_months
CREATE TABLE "collection_principalmonth" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "month" date NOT NULL, "opening_cents" bigint NOT NULL, "closing_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "moves" jsonb NOT NULL, "dossiers" jsonb NOT NULL, "told_at" timestamp with time zone NULL, "known_at" timestamp with time zone NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "client_id" uuid NOT NULL, "csv_document_id" varchar(64) NULL, "document_id" varchar(64) NULL, CONSTRAINT "collection_month_once" UNIQUE ("client_id", "month"), CONSTRAINT "collection_month_first" CHECK (EXTRACT(DAY FROM "month") = 1));
ALTER TABLE "collection_principalmonth" ADD CONSTRAINT "collection_principal_client_id_859e088b_fk_parties_c" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_principalmonth" ADD CONSTRAINT "collection_principal_csv_document_id_76e5268f_fk_documents" FOREIGN KEY ("csv_document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "collection_principalmonth" ADD CONSTRAINT "collection_principal_document_id_43f3dac3_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_principalmonth_number_41ce6b92_like" ON "collection_principalmonth" ("number" text_pattern_ops);
CREATE INDEX "collection_principalmonth_client_id_859e088b" ON "collection_principalmonth" ("client_id");
CREATE INDEX "collection_principalmonth_csv_document_id_76e5268f" ON "collection_principalmonth" ("csv_document_id");
CREATE INDEX "collection_principalmonth_csv_document_id_76e5268f_like" ON "collection_principalmonth" ("csv_document_id" varchar_pattern_ops);
CREATE INDEX "collection_principalmonth_document_id_43f3dac3" ON "collection_principalmonth" ("document_id");
CREATE INDEX "collection_principalmonth_document_id_43f3dac3_like" ON "collection_principalmonth" ("document_id" varchar_pattern_ops);
-- migration collection 0005_research
CREATE TABLE "collection_inquiry" ("id" uuid NOT NULL PRIMARY KEY, "about" text NOT NULL, "source" text NOT NULL, "state" text NOT NULL, "cost_cents" bigint NOT NULL, "trouble" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "answered_at" timestamp with time zone NULL, "dossier_id" uuid NOT NULL);
CREATE TABLE "collection_finding" ("id" uuid NOT NULL PRIMARY KEY, "what" text NOT NULL, "source" text NOT NULL, "sure" smallint NOT NULL CHECK ("sure" >= 0), "since_date" date NULL, "street" text NOT NULL, "building" text NOT NULL, "postcode" text NOT NULL, "town" text NOT NULL, "country" varchar(2) NOT NULL, "words" text NOT NULL, "state" text NOT NULL, "former" jsonb NOT NULL, "found_at" timestamp with time zone NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "inquiry_id" uuid NOT NULL);
CREATE TABLE "collection_listed" ("id" uuid NOT NULL PRIMARY KEY, "what" text NOT NULL, "source" text NOT NULL, "number" text NOT NULL, "name" text NOT NULL, "sort_name" text NOT NULL, "last_postcode" text NOT NULL, "since_date" date NULL, "street" text NOT NULL, "building" text NOT NULL, "postcode" text NOT NULL, "town" text NOT NULL, "country" varchar(2) NOT NULL, "words" text NOT NULL, "added_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, CONSTRAINT "collection_listed_what" CHECK ("what" IN ('address', 'ceased', 'insolvent', 'deceased', 'guardian')), CONSTRAINT "collection_listed_who" CHECK ((NOT ("number" = '') OR (NOT ("sort_name" = '') AND NOT ("last_postcode" = '')))), CONSTRAINT "collection_listed_once" UNIQUE ("what", "source", "number", "sort_name", "last_postcode", "street", "building", "postcode"));
CREATE INDEX "collection_inquiries" ON "collection_inquiry" ("dossier_id", "asked_at" DESC);
ALTER TABLE "collection_inquiry" ADD CONSTRAINT "collection_inquiry_about" CHECK ("about" IN ('register', 'insolvency', 'address', 'list'));
ALTER TABLE "collection_inquiry" ADD CONSTRAINT "collection_inquiry_state" CHECK ("state" IN ('asked', 'answered', 'failed'));
ALTER TABLE "collection_inquiry" ADD CONSTRAINT "collection_inquiry_cost" CHECK ("cost_cents" >= 0);
ALTER TABLE "collection_inquiry" ADD CONSTRAINT "collection_inquiry_answered" CHECK ((("answered_at" IS NOT NULL AND "state" = 'answered') OR (NOT ("state" = 'answered') AND "answered_at" IS NULL AND "cost_cents" = 0)));
CREATE UNIQUE INDEX "collection_inquiry_once" ON "collection_inquiry" ("dossier_id", "source") WHERE NOT ("state" = 'answered');
CREATE INDEX "collection_findings" ON "collection_finding" ("inquiry_id");
ALTER TABLE "collection_finding" ADD CONSTRAINT "collection_finding_what" CHECK ("what" IN ('address', 'ceased', 'insolvent', 'deceased', 'guardian'));
ALTER TABLE "collection_finding" ADD CONSTRAINT "collection_finding_sure" CHECK ("sure" <= 100);
ALTER TABLE "collection_finding" ADD CONSTRAINT "collection_finding_state" CHECK ((("decided_at" IS NULL AND "state" = 'open') OR ("state" IN ('open', 'set_aside', 'taken') AND NOT ("state" = 'open') AND "decided_at" IS NOT NULL AND NOT ("decided_by" = ''))));
ALTER TABLE "collection_inquiry" ADD CONSTRAINT "collection_inquiry_dossier_id_8b72e4f4_fk_collection_dossier_id" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_inquiry_dossier_id_8b72e4f4" ON "collection_inquiry" ("dossier_id");
ALTER TABLE "collection_finding" ADD CONSTRAINT "collection_finding_inquiry_id_c76b40a1_fk_collection_inquiry_id" FOREIGN KEY ("inquiry_id") REFERENCES "collection_inquiry" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "collection_finding_inquiry_id_c76b40a1" ON "collection_finding" ("inquiry_id");
CREATE INDEX "collection_listed_number" ON "collection_listed" ("number") WHERE NOT ("number" = '');
CREATE INDEX "collection_listed_name" ON "collection_listed" ("sort_name", "last_postcode");
-- migration comparison 0001_brokers
CREATE TABLE "comparison_broker" ("id" uuid NOT NULL PRIMARY KEY, "since_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "company_id" uuid NOT NULL);
CREATE TABLE "comparison_customer" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "number" text NOT NULL, "known" jsonb NOT NULL, "added_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, "broker_id" uuid NOT NULL);
CREATE TABLE "comparison_ledger" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "days" integer NOT NULL CHECK ("days" >= 0), "invoices" integer NOT NULL CHECK ("invoices" >= 0), "debtors" integer NOT NULL CHECK ("debtors" >= 0), "amount_cents" bigint NOT NULL, "aside_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "first" date NULL, "last" date NULL, "wrong" integer NOT NULL CHECK ("wrong" >= 0), "problems" jsonb NOT NULL, "laid_at" timestamp with time zone NOT NULL, "laid_by" text NOT NULL, "customer_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL);
CREATE TABLE "comparison_offer" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "told" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "customer_id" uuid NOT NULL);
CREATE TABLE "comparison_person" ("id" uuid NOT NULL PRIMARY KEY, "since_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "broker_id" uuid NOT NULL, "user_id" uuid NOT NULL);
CREATE TABLE "comparison_run" ("id" uuid NOT NULL PRIMARY KEY, "asked" jsonb NOT NULL, "first" date NOT NULL, "last" date NOT NULL, "need_cents" bigint NULL, "currency" varchar(3) NOT NULL, "ways" integer NOT NULL CHECK ("ways" >= 0), "version" text NOT NULL, "state" text NOT NULL, "reason" jsonb NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "customer_id" uuid NOT NULL, "ledger_id" uuid NOT NULL);
CREATE TABLE "comparison_result" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "told" jsonb NOT NULL, "run_id" uuid NOT NULL);
CREATE UNIQUE INDEX "comparison_broker_once" ON "comparison_broker" ("company_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "comparison_customer_once" ON "comparison_customer" ("broker_id", "name") WHERE NOT ("name" = '');
ALTER TABLE "comparison_ledger" ADD CONSTRAINT "comparison_ledger_once" UNIQUE ("customer_id", "document_id", "days");
ALTER TABLE "comparison_ledger" ADD CONSTRAINT "comparison_ledger_read_or_wrong" CHECK ((("invoices" = 0 AND "wrong" > 0) OR ("first" IS NOT NULL AND "invoices" > 0 AND "wrong" = 0)));
CREATE UNIQUE INDEX "comparison_offer_once" ON "comparison_offer" ("customer_id", "name") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "comparison_person_of_one_broker" ON "comparison_person" ("user_id") WHERE "ended_at" IS NULL;
CREATE INDEX "comparison_runs" ON "comparison_run" ("customer_id", "asked_at" DESC);
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_state" CHECK ("state" IN ('cancelled', 'done', 'refused', 'running', 'waiting'));
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_days" CHECK ("first" <= ("last"));
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_ended" CHECK ((("ended_at" IS NULL AND "state" IN ('waiting', 'running')) OR (NOT ("state" IN ('waiting', 'running')) AND "ended_at" IS NOT NULL)));
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_says_why" CHECK ((("reason" IS NOT NULL AND "state" = 'refused') OR (NOT ("state" = 'refused') AND "reason" IS NULL)));
ALTER TABLE "comparison_result" ADD CONSTRAINT "comparison_result_once" UNIQUE ("run_id", "name");
ALTER TABLE "comparison_broker" ADD CONSTRAINT "comparison_broker_company_id_ce4b7423_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_broker_company_id_ce4b7423" ON "comparison_broker" ("company_id");
ALTER TABLE "comparison_customer" ADD CONSTRAINT "comparison_customer_broker_id_9e4f32d3_fk_comparison_broker_id" FOREIGN KEY ("broker_id") REFERENCES "comparison_broker" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_customer_broker_id_9e4f32d3" ON "comparison_customer" ("broker_id");
ALTER TABLE "comparison_ledger" ADD CONSTRAINT "comparison_ledger_customer_id_3b13e64c_fk_compariso" FOREIGN KEY ("customer_id") REFERENCES "comparison_customer" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "comparison_ledger" ADD CONSTRAINT "comparison_ledger_document_id_03841772_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_ledger_customer_id_3b13e64c" ON "comparison_ledger" ("customer_id");
CREATE INDEX "comparison_ledger_document_id_03841772" ON "comparison_ledger" ("document_id");
CREATE INDEX "comparison_ledger_document_id_03841772_like" ON "comparison_ledger" ("document_id" varchar_pattern_ops);
ALTER TABLE "comparison_offer" ADD CONSTRAINT "comparison_offer_customer_id_5d2be73e_fk_comparison_customer_id" FOREIGN KEY ("customer_id") REFERENCES "comparison_customer" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_offer_customer_id_5d2be73e" ON "comparison_offer" ("customer_id");
ALTER TABLE "comparison_person" ADD CONSTRAINT "comparison_person_broker_id_99c8bcad_fk_comparison_broker_id" FOREIGN KEY ("broker_id") REFERENCES "comparison_broker" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "comparison_person" ADD CONSTRAINT "comparison_person_user_id_64f22c47_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_person_broker_id_99c8bcad" ON "comparison_person" ("broker_id");
CREATE INDEX "comparison_person_user_id_64f22c47" ON "comparison_person" ("user_id");
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_customer_id_3b6ce46c_fk_comparison_customer_id" FOREIGN KEY ("customer_id") REFERENCES "comparison_customer" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_ledger_id_64133fc2_fk_comparison_ledger_id" FOREIGN KEY ("ledger_id") REFERENCES "comparison_ledger" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_run_customer_id_3b6ce46c" ON "comparison_run" ("customer_id");
CREATE INDEX "comparison_run_ledger_id_64133fc2" ON "comparison_run" ("ledger_id");
ALTER TABLE "comparison_result" ADD CONSTRAINT "comparison_result_run_id_53937706_fk_comparison_run_id" FOREIGN KEY ("run_id") REFERENCES "comparison_run" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "comparison_result_run_id_53937706" ON "comparison_result" ("run_id");
-- migration contracts 0005_disclosure
ALTER TABLE "contracts_termschange" ADD COLUMN "registered" boolean DEFAULT false NOT NULL;
ALTER TABLE "contracts_termschange" ALTER COLUMN "registered" DROP DEFAULT;
ALTER TABLE "contracts_termschange" ADD COLUMN "trigger" text DEFAULT '' NOT NULL;
ALTER TABLE "contracts_termschange" ALTER COLUMN "trigger" DROP DEFAULT;
ALTER TABLE "contracts_termschange" ADD CONSTRAINT "contracts_change_trigger" CHECK ("trigger" IN ('', 'overdue', 'breach', 'insolvency', 'unproved', 'audit', 'client_wish'));
-- migration correspondence 0005_prenotifications
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_kind";
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice', 'reminder', 'answer', 'prenotification'));
-- migration correspondence 0006_proof_of_sending
ALTER TABLE "correspondence_evidence" DROP CONSTRAINT "correspondence_evidence_kind";
ALTER TABLE "correspondence_evidence" ADD CONSTRAINT "correspondence_evidence_kind" CHECK ("kind" IN ('deposit', 'sending', 'delivery', 'refusal', 'negligence', 'return'));
-- migration correspondence 0007_debtor_wishes
CREATE TABLE "correspondence_debtorwish" ("id" uuid NOT NULL PRIMARY KEY, "channel" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, CONSTRAINT "correspondence_debtor_wish_once" UNIQUE ("client_id", "debtor_id"), CONSTRAINT "correspondence_debtor_wish_channel" CHECK ("channel" IN ('peppol', 'email', 'portal', 'sms', 'post', 'print_partner', 'registered_email', 'registered_post')));
ALTER TABLE "correspondence_debtorwish" ADD CONSTRAINT "correspondence_debto_client_id_72eb6f47_fk_parties_c" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_debtorwish" ADD CONSTRAINT "correspondence_debto_debtor_id_c829e87b_fk_parties_d" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "correspondence_debtorwish_client_id_72eb6f47" ON "correspondence_debtorwish" ("client_id");
CREATE INDEX "correspondence_debtorwish_debtor_id_c829e87b" ON "correspondence_debtorwish" ("debtor_id");
-- migration correspondence 0008_demands
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_kind";
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice', 'reminder', 'collection', 'answer', 'prenotification'));
-- migration correspondence 0009_invoices_out
CREATE TABLE "correspondence_invoicesending" ("client_id" uuid NOT NULL PRIMARY KEY, "sends" boolean NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL);
CREATE TABLE "correspondence_outgoing" ("invoice" uuid NOT NULL PRIMARY KEY, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "next_at" timestamp with time zone NOT NULL, "trouble" jsonb NOT NULL);
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_kind";
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice', 'reminder', 'collection', 'answer', 'prenotification', 'invoice'));
ALTER TABLE "correspondence_outgoing" ADD COLUMN "client_id" uuid NOT NULL CONSTRAINT "correspondence_outgoing_client_id_6b06d9e7_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_outgoing_client_id_6b06d9e7_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "correspondence_outgoing" ADD COLUMN "message_id" uuid NULL UNIQUE CONSTRAINT "correspondence_outgo_message_id_07fd1c5d_fk_correspon" REFERENCES "correspondence_message"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_outgo_message_id_07fd1c5d_fk_correspon" IMMEDIATE;
CREATE INDEX "correspondence_invoices_out" ON "correspondence_outgoing" ("next_at") WHERE "message_id" IS NULL;
ALTER TABLE "correspondence_invoicesending" ADD CONSTRAINT "correspondence_invoi_client_id_7cc9fb8a_fk_parties_c" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "correspondence_outgoing_client_id_6b06d9e7" ON "correspondence_outgoing" ("client_id");
-- migration correspondence 0010_several_contracts
CREATE TABLE "correspondence_concern" ("id" uuid NOT NULL PRIMARY KEY, "about" uuid NOT NULL, "place" smallint NOT NULL CHECK ("place" >= 0));
ALTER TABLE "correspondence_message" ALTER COLUMN "about" DROP NOT NULL;
SET CONSTRAINTS "correspondence_message_client_id_bacd19fa_fk_parties_client_id" IMMEDIATE; ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_client_id_bacd19fa_fk_parties_client_id";
ALTER TABLE "correspondence_message" ALTER COLUMN "client_id" DROP NOT NULL;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_client_id_bacd19fa_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_contract_of_a_client" CHECK (("client_id" IS NOT NULL OR "about" IS NULL));
ALTER TABLE "correspondence_concern" ADD COLUMN "client_id" uuid NOT NULL CONSTRAINT "correspondence_concern_client_id_7c92a1c8_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_concern_client_id_7c92a1c8_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "correspondence_concern" ADD COLUMN "message_id" uuid NOT NULL CONSTRAINT "correspondence_conce_message_id_569cfcd0_fk_correspon" REFERENCES "correspondence_message"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "correspondence_conce_message_id_569cfcd0_fk_correspon" IMMEDIATE;
CREATE INDEX "correspondence_concerned" ON "correspondence_concern" ("client_id", "about");
ALTER TABLE "correspondence_concern" ADD CONSTRAINT "correspondence_concern_once" UNIQUE ("message_id", "about");
CREATE INDEX "correspondence_concern_client_id_7c92a1c8" ON "correspondence_concern" ("client_id");
CREATE INDEX "correspondence_concern_message_id_569cfcd0" ON "correspondence_concern" ("message_id");
-- migration correspondence 0011_responses
ALTER TABLE "correspondence_note" DROP CONSTRAINT "correspondence_note_way";
ALTER TABLE "correspondence_note" DROP CONSTRAINT "correspondence_note_kind";
ALTER TABLE "correspondence_note" ADD COLUMN "response" jsonb DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE "correspondence_note" ALTER COLUMN "response" DROP DEFAULT;
ALTER TABLE "correspondence_note" ADD CONSTRAINT "correspondence_note_way" CHECK ("way" IN ('mail', 'portal', 'peppol'));
ALTER TABLE "correspondence_note" ADD CONSTRAINT "correspondence_note_kind" CHECK ("kind" IN ('answer', 'auto', 'bounce', 'response'));
-- migration correspondence 0012_calls
ALTER TABLE "correspondence_writing" ADD COLUMN "source" text DEFAULT '' NOT NULL;
ALTER TABLE "correspondence_writing" ALTER COLUMN "source" DROP DEFAULT;
-- migration correspondence 0013_questions_about_balances
ALTER TABLE "correspondence_message" DROP CONSTRAINT "correspondence_message_kind";
ALTER TABLE "correspondence_message" ADD CONSTRAINT "correspondence_message_kind" CHECK ("kind" IN ('assignment_notice', 'reminder', 'collection', 'answer', 'prenotification', 'invoice', 'enquiry'));
-- migration credit 0001_initial
CREATE TABLE "credit_limit" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "valid_from" date NOT NULL, "valid_until" date NULL, "source" text NOT NULL, "decided_at" timestamp with time zone NOT NULL, "decided_by" text NOT NULL, "debtor_id" uuid NOT NULL, CONSTRAINT "credit_limit_kind" CHECK ("kind" IN ('own', 'insured')), CONSTRAINT "credit_limit_not_negative" CHECK ("amount_cents" >= 0));
CREATE TABLE "credit_reservation" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL, "approved_cents" bigint NOT NULL, "financed_cents" bigint NOT NULL, "limit_cents" bigint NOT NULL, "taken_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "invoice_id" uuid NOT NULL, CONSTRAINT "credit_reservation_state" CHECK ("state" IN ('freed', 'held', 'used')), CONSTRAINT "credit_reservation_not_negative" CHECK (("approved_cents" >= 0 AND "financed_cents" >= 0 AND "financed_cents" <= ("approved_cents"))), CONSTRAINT "credit_reservation_within_limit" CHECK (("approved_cents" = 0 OR "limit_cents" >= ("taken_cents" + "approved_cents"))));
ALTER TABLE "credit_limit" ADD CONSTRAINT "credit_limit_debtor_id_a06c4d15_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "credit_limit_debtor_id_a06c4d15" ON "credit_limit" ("debtor_id");
CREATE INDEX "credit_limit_now" ON "credit_limit" ("debtor_id", "kind", "valid_from" DESC, "decided_at" DESC);
ALTER TABLE "credit_reservation" ADD CONSTRAINT "credit_reservation_contract_id_43f9413e_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_reservation" ADD CONSTRAINT "credit_reservation_debtor_id_8ae032c5_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_reservation" ADD CONSTRAINT "credit_reservation_invoice_id_2c8e612c_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "credit_one_reservation_an_invoice" ON "credit_reservation" ("invoice_id") WHERE "state" IN ('held', 'used');
CREATE INDEX "credit_reservation_contract_id_43f9413e" ON "credit_reservation" ("contract_id");
CREATE INDEX "credit_reservation_debtor_id_8ae032c5" ON "credit_reservation" ("debtor_id");
CREATE INDEX "credit_reservation_invoice_id_2c8e612c" ON "credit_reservation" ("invoice_id");
CREATE INDEX "credit_held_debtor" ON "credit_reservation" ("debtor_id") WHERE "state" = 'held';
CREATE INDEX "credit_held_contract" ON "credit_reservation" ("contract_id") WHERE "state" = 'held';
CREATE INDEX "credit_reserved_invoice" ON "credit_reservation" ("invoice_id");
CREATE INDEX "credit_reservation_key" ON "credit_reservation" ("key");
-- migration credit 0002_decisions_stay
CREATE FUNCTION credit_limit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a decision on a limit is never changed or removed: decide anew'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER credit_limit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_limit
                FOR EACH STATEMENT EXECUTE FUNCTION credit_limit_stays();
-- migration credit 0003_insurance
CREATE TABLE "credit_policy" ("id" uuid NOT NULL PRIMARY KEY, "insurer" text NOT NULL, "number" text NOT NULL, "iban" text NOT NULL, "insured_percent" numeric(5, 2) NOT NULL, "basis" text NOT NULL, "arrears_days" integer NOT NULL CHECK ("arrears_days" >= 0), "waiting_months" integer NOT NULL CHECK ("waiting_months" >= 0), "valid_from" date NOT NULL, "valid_until" date NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, CONSTRAINT "credit_policy_version" UNIQUE ("number", "valid_from"), CONSTRAINT "credit_policy_basis" CHECK ("basis" IN ('NET', 'GROSS')), CONSTRAINT "credit_policy_percent" CHECK (("insured_percent" > 0 AND "insured_percent" <= 100)));
CREATE TABLE "credit_claim" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "state" text NOT NULL, "insured_limit_cents" bigint NOT NULL, "claimed_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "reference" text NOT NULL, "filed_at" timestamp with time zone NOT NULL, "filed_by" text NOT NULL, "waits_until_date" date NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "note" text NOT NULL, "contract_id" uuid NOT NULL, "invoice_id" uuid NOT NULL, "policy_id" uuid NOT NULL, CONSTRAINT "credit_claim_state" CHECK ("state" IN ('accepted', 'filed', 'paid', 'refused', 'withdrawn')), CONSTRAINT "credit_claim_amounts" CHECK (("claimed_cents" > 0 AND "insured_limit_cents" >= 0)), CONSTRAINT "credit_claim_four_eyes" CHECK ((NOT ("state" IN ('accepted', 'paid')) OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ("filed_by"))))));
ALTER TABLE "credit_claim" ADD CONSTRAINT "credit_claim_contract_id_3d38125b_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_claim" ADD CONSTRAINT "credit_claim_invoice_id_bbd91a26_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_claim" ADD CONSTRAINT "credit_claim_policy_id_3a255ab6_fk_credit_policy_id" FOREIGN KEY ("policy_id") REFERENCES "credit_policy" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "credit_one_claim_an_invoice" ON "credit_claim" ("invoice_id") WHERE "state" IN ('filed', 'accepted', 'paid');
CREATE INDEX "credit_claim_number_feb17ca7_like" ON "credit_claim" ("number" text_pattern_ops);
CREATE INDEX "credit_claim_contract_id_3d38125b" ON "credit_claim" ("contract_id");
CREATE INDEX "credit_claim_invoice_id_bbd91a26" ON "credit_claim" ("invoice_id");
CREATE INDEX "credit_claim_policy_id_3a255ab6" ON "credit_claim" ("policy_id");
CREATE INDEX "credit_claims_open" ON "credit_claim" ("state", "filed_at");
-- migration credit 0004_groups
ALTER TABLE "credit_limit" DROP CONSTRAINT "credit_limit_kind";
ALTER TABLE "credit_limit" ADD COLUMN "covered_until_date" date NULL;
ALTER TABLE "credit_limit" ADD CONSTRAINT "credit_limit_kind" CHECK ("kind" IN ('own', 'insured', 'group'));
-- migration credit 0005_suspicion
CREATE TABLE "credit_suspicion" ("id" uuid NOT NULL PRIMARY KEY, "score" smallint NOT NULL CHECK ("score" >= 0), "signals" jsonb NOT NULL, "seen_date" date NOT NULL, "seen_at" timestamp with time zone NOT NULL, "client_id" uuid NOT NULL, CONSTRAINT "credit_suspicion_score" CHECK ("score" <= 100), CONSTRAINT "credit_suspicion_once" UNIQUE ("client_id", "seen_at"));
ALTER TABLE "credit_suspicion" ADD CONSTRAINT "credit_suspicion_client_id_fd47d2be_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "credit_suspicion_client_id_fd47d2be" ON "credit_suspicion" ("client_id");
CREATE INDEX "credit_suspicion_now" ON "credit_suspicion" ("client_id", "seen_at" DESC);
-- migration credit 0006_requests
CREATE TABLE "credit_limitrequest" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "note" text NOT NULL, "state" text NOT NULL, "granted_cents" bigint NULL, "reason" jsonb NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "answered_at" timestamp with time zone NULL, "answered_by" text NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, CONSTRAINT "credit_request_state" CHECK ("state" IN ('asked', 'granted', 'refused', 'withdrawn')), CONSTRAINT "credit_request_positive" CHECK ("amount_cents" > 0), CONSTRAINT "credit_request_answered" CHECK ((("answered_at" IS NULL AND "state" = 'asked') OR (NOT ("state" = 'asked') AND "answered_at" IS NOT NULL))), CONSTRAINT "credit_request_granted" CHECK ((NOT ("state" = 'granted') OR "granted_cents" > 0)));
ALTER TABLE "credit_limitrequest" ADD CONSTRAINT "credit_limitrequest_client_id_4e01b686_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_limitrequest" ADD CONSTRAINT "credit_limitrequest_debtor_id_1a209ad1_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "credit_one_request_open" ON "credit_limitrequest" ("client_id", "debtor_id") WHERE "state" = 'asked';
CREATE INDEX "credit_limitrequest_client_id_4e01b686" ON "credit_limitrequest" ("client_id");
CREATE INDEX "credit_limitrequest_debtor_id_1a209ad1" ON "credit_limitrequest" ("debtor_id");
CREATE INDEX "credit_requests_open" ON "credit_limitrequest" ("state", "asked_at");
-- migration credit 0007_covers
CREATE TABLE "credit_coverrequest" ("id" uuid NOT NULL PRIMARY KEY, "state" text NOT NULL, "buyer" text NOT NULL, "words" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "request_id" uuid NOT NULL UNIQUE);
CREATE TABLE "credit_covernews" ("id" uuid NOT NULL PRIMARY KEY, "insurer" text NOT NULL, "cover" text NOT NULL, "code" text NOT NULL, "granted_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "decided_at" timestamp with time zone NOT NULL, "heard_at" timestamp with time zone NOT NULL, "applied" boolean NOT NULL, "raw" jsonb NOT NULL, "cover_request_id" uuid NOT NULL);
CREATE INDEX "credit_covers_open" ON "credit_coverrequest" ("state", "asked_at");
ALTER TABLE "credit_coverrequest" ADD CONSTRAINT "credit_cover_state" CHECK ("state" IN ('decided', 'failed', 'pending', 'sending', 'to_send', 'unsure'));
ALTER TABLE "credit_covernews" ADD CONSTRAINT "credit_news_once" UNIQUE ("insurer", "cover", "code", "decided_at");
ALTER TABLE "credit_covernews" ADD CONSTRAINT "credit_news_not_negative" CHECK ("granted_cents" >= 0);
ALTER TABLE "credit_coverrequest" ADD CONSTRAINT "credit_coverrequest_request_id_0edf725d_fk_credit_li" FOREIGN KEY ("request_id") REFERENCES "credit_limitrequest" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_covernews" ADD CONSTRAINT "credit_covernews_cover_request_id_0778289a_fk_credit_co" FOREIGN KEY ("cover_request_id") REFERENCES "credit_coverrequest" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "credit_covernews_cover_request_id_0778289a" ON "credit_covernews" ("cover_request_id");
-- migration credit 0008_signs
CREATE TABLE "credit_signfeedback" ("id" uuid NOT NULL PRIMARY KEY, "rule" text NOT NULL, "reason" jsonb NOT NULL, "verdict" text NOT NULL, "note" text NOT NULL, "said_at" timestamp with time zone NOT NULL, "said_by" text NOT NULL, "client_id" uuid NOT NULL, CONSTRAINT "credit_sign_verdict" CHECK ("verdict" IN ('right', 'wrong', 'known')), CONSTRAINT "credit_sign_says_why" CHECK (NOT ("note" = '')));
ALTER TABLE "credit_signfeedback" ADD CONSTRAINT "credit_signfeedback_client_id_bec311dc_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "credit_signfeedback_client_id_bec311dc" ON "credit_signfeedback" ("client_id");
CREATE INDEX "credit_sign_words" ON "credit_signfeedback" ("client_id", "said_at");
-- migration credit 0009_delegated
CREATE TABLE "credit_namedlimit" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "valid_from" date NOT NULL, "valid_until" date NULL, "covered_until_date" date NULL, "source" text NOT NULL, "decided_at" timestamp with time zone NOT NULL, "decided_by" text NOT NULL);
ALTER TABLE "credit_policy" DROP CONSTRAINT "credit_policy_version";
ALTER TABLE "credit_policy" ADD COLUMN "client_id" uuid NULL CONSTRAINT "credit_policy_client_id_d93ff584_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_policy_client_id_d93ff584_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "credit_policy" ADD COLUMN "currency" varchar(3) DEFAULT 'EUR' NOT NULL;
ALTER TABLE "credit_policy" ALTER COLUMN "currency" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "decided_at" timestamp with time zone NULL;
ALTER TABLE "credit_policy" ADD COLUMN "decided_by" text DEFAULT '' NOT NULL;
ALTER TABLE "credit_policy" ALTER COLUMN "decided_by" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "declare_days" integer DEFAULT 30 NOT NULL CHECK ("declare_days" >= 0);
ALTER TABLE "credit_policy" ALTER COLUMN "declare_days" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "deductible_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "credit_policy" ALTER COLUMN "deductible_cents" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "delegated_date" date NULL;
ALTER TABLE "credit_policy" ADD COLUMN "discretionary_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "credit_policy" ALTER COLUMN "discretionary_cents" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "document_id" varchar(64) NULL CONSTRAINT "credit_policy_document_id_734ccc6f_fk_documents_document_sha256" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_policy_document_id_734ccc6f_fk_documents_document_sha256" IMMEDIATE;
ALTER TABLE "credit_policy" ADD COLUMN "extension_days" integer DEFAULT 0 NOT NULL CHECK ("extension_days" >= 0);
ALTER TABLE "credit_policy" ALTER COLUMN "extension_days" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "loss_payee" text DEFAULT 'HOUSE' NOT NULL;
ALTER TABLE "credit_policy" ALTER COLUMN "loss_payee" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "maximum_cents" bigint NULL;
ALTER TABLE "credit_policy" ADD COLUMN "state" text DEFAULT 'confirmed' NOT NULL;
ALTER TABLE "credit_policy" ALTER COLUMN "state" DROP DEFAULT;
ALTER TABLE "credit_policy" ADD COLUMN "waiting_days" integer DEFAULT 0 NOT NULL CHECK ("waiting_days" >= 0);
ALTER TABLE "credit_policy" ALTER COLUMN "waiting_days" DROP DEFAULT;
CREATE INDEX "credit_policies_of_client" ON "credit_policy" ("client_id", "valid_from" DESC);
CREATE UNIQUE INDEX "credit_policy_version" ON "credit_policy" ("number", "valid_from") WHERE "client_id" IS NULL;
CREATE UNIQUE INDEX "credit_policy_version_of_client" ON "credit_policy" ("client_id", "number", "valid_from") WHERE ("client_id" IS NOT NULL AND NOT ("state" = 'declined'));
ALTER TABLE "credit_policy" ADD CONSTRAINT "credit_policy_payee" CHECK ("loss_payee" IN ('HOUSE', 'CLIENT'));
ALTER TABLE "credit_policy" ADD CONSTRAINT "credit_policy_state" CHECK ("state" IN ('confirmed', 'declined', 'noted'));
ALTER TABLE "credit_policy" ADD CONSTRAINT "credit_policy_amounts" CHECK (("deductible_cents" >= 0 AND "discretionary_cents" >= 0 AND ("maximum_cents" IS NULL OR "maximum_cents" > 0)));
ALTER TABLE "credit_policy" ADD CONSTRAINT "credit_policy_delegated" CHECK (("client_id" IS NULL OR ("delegated_date" IS NOT NULL AND "document_id" IS NOT NULL)));
ALTER TABLE "credit_policy" ADD CONSTRAINT "credit_policy_four_eyes" CHECK (("client_id" IS NULL OR NOT ("state" = 'confirmed') OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ("made_by")))));
ALTER TABLE "credit_namedlimit" ADD COLUMN "debtor_id" uuid NOT NULL CONSTRAINT "credit_namedlimit_debtor_id_2a2c3a81_fk_parties_debtor_id" REFERENCES "parties_debtor"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_namedlimit_debtor_id_2a2c3a81_fk_parties_debtor_id" IMMEDIATE;
ALTER TABLE "credit_namedlimit" ADD COLUMN "policy_id" uuid NOT NULL CONSTRAINT "credit_namedlimit_policy_id_c090e81c_fk_credit_policy_id" REFERENCES "credit_policy"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_namedlimit_policy_id_c090e81c_fk_credit_policy_id" IMMEDIATE;
CREATE INDEX "credit_named_now" ON "credit_namedlimit" ("debtor_id", "valid_from" DESC, "decided_at" DESC);
CREATE INDEX "credit_named_of_policy" ON "credit_namedlimit" ("policy_id", "debtor_id");
ALTER TABLE "credit_namedlimit" ADD CONSTRAINT "credit_named_not_negative" CHECK ("amount_cents" >= 0);
ALTER TABLE "credit_namedlimit" ADD CONSTRAINT "credit_named_days" CHECK (("valid_until" IS NULL OR "valid_until" >= ("valid_from")));
CREATE INDEX "credit_policy_client_id_d93ff584" ON "credit_policy" ("client_id");
CREATE INDEX "credit_policy_document_id_734ccc6f" ON "credit_policy" ("document_id");
CREATE INDEX "credit_policy_document_id_734ccc6f_like" ON "credit_policy" ("document_id" varchar_pattern_ops);
CREATE INDEX "credit_namedlimit_debtor_id_2a2c3a81" ON "credit_namedlimit" ("debtor_id");
CREATE INDEX "credit_namedlimit_policy_id_c090e81c" ON "credit_namedlimit" ("policy_id");
-- migration credit 0010_declared
CREATE TABLE "credit_declaration" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "due_date" date NOT NULL, "last_date" date NOT NULL, "open_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "reference" text NOT NULL, "declared_date" date NULL, "noted_at" timestamp with time zone NOT NULL, "noted_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "invoice_id" uuid NULL, "policy_id" uuid NOT NULL);
CREATE TABLE "credit_telling" ("id" uuid NOT NULL PRIMARY KEY, "state" text NOT NULL, "buyer" text NOT NULL, "words" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "claim_id" uuid NULL UNIQUE, "declaration_id" uuid NULL UNIQUE);
CREATE TABLE "credit_claimnews" ("id" uuid NOT NULL PRIMARY KEY, "outcome" text NOT NULL, "granted_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "words" text NOT NULL, "decided_at" timestamp with time zone NOT NULL, "heard_at" timestamp with time zone NOT NULL, "claim_id" uuid NOT NULL, CONSTRAINT "credit_claim_news_once" UNIQUE ("claim_id", "outcome", "decided_at"), CONSTRAINT "credit_claim_news_outcome" CHECK ("outcome" IN ('granted', 'partly', 'refused')), CONSTRAINT "credit_claim_news_not_negative" CHECK ("granted_cents" >= 0));
CREATE INDEX "credit_declared_of_client" ON "credit_declaration" ("client_id", "noted_at" DESC);
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declared_once" UNIQUE ("contract_id", "debtor_id", "number");
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declared_positive" CHECK ("open_cents" > 0);
CREATE INDEX "credit_tellings_open" ON "credit_telling" ("state", "asked_at");
ALTER TABLE "credit_telling" ADD CONSTRAINT "credit_telling_state" CHECK ("state" IN ('failed', 'sending', 'to_send', 'told', 'unsure'));
ALTER TABLE "credit_telling" ADD CONSTRAINT "credit_telling_one" CHECK ((("claim_id" IS NULL AND "declaration_id" IS NOT NULL) OR ("claim_id" IS NOT NULL AND "declaration_id" IS NULL)));
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declaration_client_id_e5e9b21e_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declaration_contract_id_a48f05d5_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declaration_debtor_id_b32d4b05_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declaration_invoice_id_626a0841_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_declaration" ADD CONSTRAINT "credit_declaration_policy_id_9c234415_fk_credit_policy_id" FOREIGN KEY ("policy_id") REFERENCES "credit_policy" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "credit_declaration_client_id_e5e9b21e" ON "credit_declaration" ("client_id");
CREATE INDEX "credit_declaration_contract_id_a48f05d5" ON "credit_declaration" ("contract_id");
CREATE INDEX "credit_declaration_debtor_id_b32d4b05" ON "credit_declaration" ("debtor_id");
CREATE INDEX "credit_declaration_invoice_id_626a0841" ON "credit_declaration" ("invoice_id");
CREATE INDEX "credit_declaration_policy_id_9c234415" ON "credit_declaration" ("policy_id");
ALTER TABLE "credit_telling" ADD CONSTRAINT "credit_telling_claim_id_ec0cea08_fk_credit_claim_id" FOREIGN KEY ("claim_id") REFERENCES "credit_claim" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_telling" ADD CONSTRAINT "credit_telling_declaration_id_74c5b0a8_fk_credit_declaration_id" FOREIGN KEY ("declaration_id") REFERENCES "credit_declaration" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "credit_claimnews" ADD CONSTRAINT "credit_claimnews_claim_id_b4fc0c4a_fk_credit_claim_id" FOREIGN KEY ("claim_id") REFERENCES "credit_claim" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "credit_claimnews_claim_id_b4fc0c4a" ON "credit_claimnews" ("claim_id");
-- migration credit 0011_named_by_two
ALTER TABLE "credit_namedlimit" ADD COLUMN "seen_at" timestamp with time zone NULL;
ALTER TABLE "credit_namedlimit" ADD COLUMN "seen_by" text DEFAULT '' NOT NULL;
ALTER TABLE "credit_namedlimit" ALTER COLUMN "seen_by" DROP DEFAULT;
ALTER TABLE "credit_namedlimit" ADD COLUMN "state" text DEFAULT 'counts' NOT NULL;
ALTER TABLE "credit_namedlimit" ALTER COLUMN "state" DROP DEFAULT;
ALTER TABLE "credit_namedlimit" ADD CONSTRAINT "credit_named_state" CHECK ("state" IN ('counts', 'declined', 'noted'));
ALTER TABLE "credit_namedlimit" ADD CONSTRAINT "credit_named_by_two" CHECK ((NOT ("seen_by" = ("decided_by")) OR "seen_by" = '' OR "state" = 'declined'));
-- migration disputes 0001_initial
CREATE TABLE "disputes_dispute" ("id" uuid NOT NULL PRIMARY KEY, "ground" text NOT NULL, "amount_cents" bigint NULL, "state" text NOT NULL, "raised_at" timestamp with time zone NOT NULL, "answer_by" date NOT NULL, "invoice_id" uuid NOT NULL);
CREATE TABLE "disputes_evidence" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "side" text NOT NULL, "by" text NOT NULL, "at" timestamp with time zone NOT NULL, "dispute_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL);
CREATE TABLE "disputes_turn" ("id" uuid NOT NULL PRIMARY KEY, "event" text NOT NULL, "words" text NOT NULL, "credit_cents" bigint NOT NULL, "side" text NOT NULL, "by" text NOT NULL, "at" timestamp with time zone NOT NULL, "dispute_id" uuid NOT NULL);
CREATE INDEX "disputes_of_invoice" ON "disputes_dispute" ("invoice_id", "raised_at" DESC);
CREATE INDEX "disputes_by_deadline" ON "disputes_dispute" ("state", "answer_by");
ALTER TABLE "disputes_dispute" ADD CONSTRAINT "disputes_state" CHECK ("state" IN ('answered', 'legal', 'open', 'resolved_credit', 'resolved_partly', 'resolved_pay', 'withdrawn'));
ALTER TABLE "disputes_dispute" ADD CONSTRAINT "disputes_ground" CHECK ("ground" IN ('already_paid', 'contra', 'delivery', 'order_number', 'other', 'price', 'quality', 'quantity', 'unknown'));
ALTER TABLE "disputes_dispute" ADD CONSTRAINT "disputes_amount" CHECK (("amount_cents" IS NULL OR "amount_cents" > 0));
CREATE UNIQUE INDEX "disputes_one_live" ON "disputes_dispute" ("invoice_id") WHERE "state" IN ('answered', 'legal', 'open');
ALTER TABLE "disputes_evidence" ADD CONSTRAINT "disputes_evidence_side" CHECK ("side" IN ('debtor', 'client', 'staff'));
ALTER TABLE "disputes_evidence" ADD CONSTRAINT "disputes_evidence_once" UNIQUE ("dispute_id", "document_id");
CREATE INDEX "disputes_turns" ON "disputes_turn" ("dispute_id", "at", "id");
ALTER TABLE "disputes_turn" ADD CONSTRAINT "disputes_turn_side" CHECK ("side" IN ('debtor', 'client', 'staff'));
ALTER TABLE "disputes_turn" ADD CONSTRAINT "disputes_turn_credit" CHECK ("credit_cents" >= 0);
ALTER TABLE "disputes_dispute" ADD CONSTRAINT "disputes_dispute_invoice_id_df23b5d1_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "disputes_dispute_invoice_id_df23b5d1" ON "disputes_dispute" ("invoice_id");
ALTER TABLE "disputes_evidence" ADD CONSTRAINT "disputes_evidence_dispute_id_7a038a46_fk_disputes_dispute_id" FOREIGN KEY ("dispute_id") REFERENCES "disputes_dispute" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "disputes_evidence" ADD CONSTRAINT "disputes_evidence_document_id_8b9fc9f0_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "disputes_evidence_dispute_id_7a038a46" ON "disputes_evidence" ("dispute_id");
CREATE INDEX "disputes_evidence_document_id_8b9fc9f0" ON "disputes_evidence" ("document_id");
CREATE INDEX "disputes_evidence_document_id_8b9fc9f0_like" ON "disputes_evidence" ("document_id" varchar_pattern_ops);
ALTER TABLE "disputes_turn" ADD CONSTRAINT "disputes_turn_dispute_id_932abf26_fk_disputes_dispute_id" FOREIGN KEY ("dispute_id") REFERENCES "disputes_dispute" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "disputes_turn_dispute_id_932abf26" ON "disputes_turn" ("dispute_id");
-- migration dunning 0005_one_message
DROP INDEX IF EXISTS "dunning_once_a_day";
ALTER TABLE "dunning_touch" ADD COLUMN "way" text DEFAULT '' NOT NULL;
ALTER TABLE "dunning_touch" ALTER COLUMN "way" DROP DEFAULT;
SET CONSTRAINTS "dunning_touch_client_id_aa1b16f9_fk_parties_client_id" IMMEDIATE; ALTER TABLE "dunning_touch" DROP CONSTRAINT "dunning_touch_client_id_aa1b16f9_fk_parties_client_id";
ALTER TABLE "dunning_touch" ALTER COLUMN "client_id" DROP NOT NULL;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_client_id_aa1b16f9_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS "dunning_touch_contract_id_8cc4b0bb_fk_contracts_contract_id" IMMEDIATE; ALTER TABLE "dunning_touch" DROP CONSTRAINT "dunning_touch_contract_id_8cc4b0bb_fk_contracts_contract_id";
ALTER TABLE "dunning_touch" ALTER COLUMN "contract_id" DROP NOT NULL;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_contract_id_8cc4b0bb_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "dunning_once_a_day" ON "dunning_touch" ("debtor_id", "contract_id", "on") WHERE ("state" IN ('planned', 'written', 'calling', 'called', 'offered', 'handed_over') AND "way" = '');
CREATE UNIQUE INDEX "dunning_one_a_day_of_a_creditor" ON "dunning_touch" ("debtor_id", "client_id", "way", "on") WHERE ("state" IN ('planned', 'written', 'calling', 'called', 'offered', 'handed_over') AND "way" IN ('managed', 'silent', 'ceded') AND NOT ("act" = 'hand_over'));
CREATE UNIQUE INDEX "dunning_one_a_day_of_the_house" ON "dunning_touch" ("debtor_id", "on") WHERE ("state" IN ('planned', 'written', 'calling', 'called', 'offered', 'handed_over') AND "way" = 'house' AND NOT ("act" = 'hand_over'));
CREATE UNIQUE INDEX "dunning_one_offer_a_day" ON "dunning_touch" ("debtor_id", "contract_id", "way", "on") WHERE ("act" = 'hand_over' AND "state" IN ('planned', 'written', 'calling', 'called', 'offered', 'handed_over') AND NOT ("way" = ''));
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_way" CHECK ("way" IN ('', 'house', 'managed', 'silent', 'ceded'));
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_of_several_clients" CHECK (("client_id" IS NOT NULL OR ("contract_id" IS NULL AND "way" = 'house')));
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_offer_of_one_contract" CHECK ((NOT ("act" = 'hand_over') OR ("client_id" IS NOT NULL AND "contract_id" IS NOT NULL)));
-- migration dunning 0006_calls
ALTER TABLE "dunning_touch" DROP CONSTRAINT "dunning_touch_result";
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_result" CHECK ("result" IN ('', 'no_answer', 'promise', 'plan', 'dispute', 'copy', 'refuses', 'insolvent', 'deceased', 'in_care', 'wrong_number', 'moved'));
-- migration dunning 0007_leniency
ALTER TABLE "dunning_waiver" DROP CONSTRAINT "dunning_waiver_state";
ALTER TABLE "dunning_waiver" ADD CONSTRAINT "dunning_waiver_state" CHECK ("state" IN ('asked', 'declined', 'posted', 'undone'));
-- migration dunning 0008_lots
ALTER TABLE "dunning_touch" ADD COLUMN "lot" text DEFAULT '' NOT NULL;
ALTER TABLE "dunning_touch" ALTER COLUMN "lot" DROP DEFAULT;
ALTER TABLE "dunning_touch" ADD COLUMN "part" text DEFAULT '' NOT NULL;
ALTER TABLE "dunning_touch" ALTER COLUMN "part" DROP DEFAULT;
ALTER TABLE "dunning_touch" ADD COLUMN "wording" text DEFAULT '' NOT NULL;
ALTER TABLE "dunning_touch" ALTER COLUMN "wording" DROP DEFAULT;
ALTER TABLE "dunning_touch" ADD CONSTRAINT "dunning_touch_lot" CHECK (("lot" IN ('', 'control', 'trial', 'learned', 'own') AND "part" IN ('', 'morning', 'afternoon')));
-- migration keys 0001_initial
CREATE TABLE "keys_apikey" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "handle" varchar(16) NOT NULL UNIQUE, "digest" varchar(64) NOT NULL, "scopes" text[] NOT NULL, "per_minute" integer NOT NULL CHECK ("per_minute" >= 0), "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "expires_at" timestamp with time zone NOT NULL, "revoked_at" timestamp with time zone NULL, "revoked_by" text NOT NULL, "client_id" uuid NOT NULL, "signer_id" uuid NULL, CONSTRAINT "keys_scopes_known" CHECK (("scopes" <@ (ARRAY['debtors:read', 'invoices:read', 'invoices:write', 'limits:read', 'proposals:approve', 'proposals:read', 'statements:read'])::text[] AND CASE WHEN "scopes" IS NULL THEN NULL ELSE coalesce(array_length("scopes", 1), 0) END > 0)), CONSTRAINT "keys_signature_has_signer" CHECK ((NOT ("scopes" @> (ARRAY['proposals:approve'])::text[]) OR "signer_id" IS NOT NULL)), CONSTRAINT "keys_expire" CHECK ("expires_at" > ("made_at")), CONSTRAINT "keys_named_and_paced" CHECK (("per_minute" > 0 AND NOT ("name" = ''))), CONSTRAINT "keys_revocation_has_person" CHECK ((("revoked_at" IS NULL AND "revoked_by" = '') OR ("revoked_at" IS NOT NULL AND NOT ("revoked_by" = '')))));
CREATE TABLE "keys_pace" ("key_id" uuid NOT NULL PRIMARY KEY, "due_at" timestamp with time zone NOT NULL, "used_at" timestamp with time zone NOT NULL);
ALTER TABLE keys_pace SET UNLOGGED;
CREATE TABLE "keys_reply" ("id" uuid NOT NULL PRIMARY KEY, "idempotency_key" varchar(100) NOT NULL, "method" text NOT NULL, "path" text NOT NULL, "fingerprint" varchar(64) NOT NULL, "status" smallint NOT NULL CHECK ("status" >= 0), "body" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "key_id" uuid NOT NULL, CONSTRAINT "keys_reply_once" UNIQUE ("key_id", "idempotency_key"), CONSTRAINT "keys_reply_final" CHECK (("status" >= 200 AND "status" < 500)));
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_apikey_client_id_ff401579_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_apikey_signer_id_e8bcf6e5_fk_users_user_id" FOREIGN KEY ("signer_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "keys_apikey_handle_32a20734_like" ON "keys_apikey" ("handle" varchar_pattern_ops);
CREATE INDEX "keys_apikey_client_id_ff401579" ON "keys_apikey" ("client_id");
CREATE INDEX "keys_apikey_signer_id_e8bcf6e5" ON "keys_apikey" ("signer_id");
CREATE INDEX "keys_of_client" ON "keys_apikey" ("client_id", "made_at" DESC);
ALTER TABLE "keys_pace" ADD CONSTRAINT "keys_pace_key_id_c857699f_fk_keys_apikey_id" FOREIGN KEY ("key_id") REFERENCES "keys_apikey" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "keys_reply" ADD CONSTRAINT "keys_reply_key_id_f6b5b105_fk_keys_apikey_id" FOREIGN KEY ("key_id") REFERENCES "keys_apikey" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "keys_reply_key_id_f6b5b105" ON "keys_reply" ("key_id");
CREATE INDEX "keys_reply_expires" ON "keys_reply" ("expires_at");
-- migration keys 0002_debtor_links
CREATE TABLE "keys_debtorlink" ("id" uuid NOT NULL PRIMARY KEY, "digest" varchar(64) NOT NULL UNIQUE, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "expires_at" timestamp with time zone NOT NULL, "revoked_at" timestamp with time zone NULL, "revoked_by" text NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL);
CREATE TABLE "keys_linkpace" ("key_id" uuid NOT NULL PRIMARY KEY, "due_at" timestamp with time zone NOT NULL, "used_at" timestamp with time zone NOT NULL);
ALTER TABLE keys_linkpace SET UNLOGGED;
CREATE INDEX "keys_links_of_debtor" ON "keys_debtorlink" ("debtor_id", "client_id", "made_at" DESC);
ALTER TABLE "keys_debtorlink" ADD CONSTRAINT "keys_link_expires" CHECK ("expires_at" > ("made_at"));
ALTER TABLE "keys_debtorlink" ADD CONSTRAINT "keys_link_revocation_has_person" CHECK ((("revoked_at" IS NULL AND "revoked_by" = '') OR ("revoked_at" IS NOT NULL AND NOT ("revoked_by" = ''))));
ALTER TABLE "keys_debtorlink" ADD CONSTRAINT "keys_debtorlink_client_id_d907de65_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "keys_debtorlink" ADD CONSTRAINT "keys_debtorlink_debtor_id_4663713c_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "keys_debtorlink_digest_00e95b3e_like" ON "keys_debtorlink" ("digest" varchar_pattern_ops);
CREATE INDEX "keys_debtorlink_client_id_d907de65" ON "keys_debtorlink" ("client_id");
CREATE INDEX "keys_debtorlink_debtor_id_4663713c" ON "keys_debtorlink" ("debtor_id");
ALTER TABLE "keys_linkpace" ADD CONSTRAINT "keys_linkpace_key_id_aa4c2479_fk_keys_debtorlink_id" FOREIGN KEY ("key_id") REFERENCES "keys_debtorlink" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration keys 0003_scopes_of_disputes
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_scopes_known";
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_scopes_known" CHECK (("scopes" <@ (ARRAY['debtors:read', 'disputes:decide', 'disputes:read', 'invoices:read', 'invoices:write', 'limits:read', 'proposals:approve', 'proposals:read', 'statements:read'])::text[] AND CASE WHEN "scopes" IS NULL THEN NULL ELSE coalesce(array_length("scopes", 1), 0) END > 0));
-- migration keys 0004_scopes_of_mandates
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_scopes_known";
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_scopes_known" CHECK (("scopes" <@ (ARRAY['debtors:read', 'disputes:decide', 'disputes:read', 'invoices:read', 'invoices:write', 'limits:read', 'mandates:read', 'mandates:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[] AND CASE WHEN "scopes" IS NULL THEN NULL ELSE coalesce(array_length("scopes", 1), 0) END > 0));
-- migration keys 0005_keys_of_partners
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_scopes_known";
ALTER TABLE "keys_apikey" ADD COLUMN "person_id" uuid NULL CONSTRAINT "keys_apikey_person_id_d71636d8_fk_users_user_id" REFERENCES "users_user"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "keys_apikey_person_id_d71636d8_fk_users_user_id" IMMEDIATE;
SET CONSTRAINTS "keys_apikey_client_id_ff401579_fk_parties_client_id" IMMEDIATE; ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_apikey_client_id_ff401579_fk_parties_client_id";
ALTER TABLE "keys_apikey" ALTER COLUMN "client_id" DROP NOT NULL;
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_apikey_client_id_ff401579_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "keys_of_person" ON "keys_apikey" ("person_id", "made_at" DESC) WHERE "person_id" IS NOT NULL;
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_scopes_known" CHECK (("scopes" <@ (ARRAY['cases:read', 'cases:write', 'debtors:read', 'disputes:decide', 'disputes:read', 'dossiers:read', 'dossiers:write', 'invoices:read', 'invoices:write', 'limits:read', 'mandates:read', 'mandates:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[] AND CASE WHEN "scopes" IS NULL THEN NULL ELSE coalesce(array_length("scopes", 1), 0) END > 0));
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_of_one" CHECK ((("client_id" IS NOT NULL AND "person_id" IS NULL AND "scopes" <@ (ARRAY['debtors:read', 'disputes:decide', 'disputes:read', 'dossiers:read', 'dossiers:write', 'invoices:read', 'invoices:write', 'limits:read', 'mandates:read', 'mandates:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[]) OR ("client_id" IS NULL AND "person_id" IS NOT NULL AND "scopes" <@ (ARRAY['cases:read', 'cases:write'])::text[])));
CREATE INDEX "keys_apikey_person_id_d71636d8" ON "keys_apikey" ("person_id");
-- migration keys 0006_scopes_of_ledgers
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_signature_has_signer";
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_scopes_known";
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_of_one";
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_scopes_known" CHECK (("scopes" <@ (ARRAY['cases:read', 'cases:write', 'debtors:read', 'disputes:decide', 'disputes:read', 'dossiers:read', 'dossiers:write', 'drawings:read', 'drawings:write', 'invoices:read', 'invoices:write', 'ledgers:read', 'ledgers:write', 'limits:read', 'mandates:read', 'mandates:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[] AND CASE WHEN "scopes" IS NULL THEN NULL ELSE coalesce(array_length("scopes", 1), 0) END > 0));
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_of_one" CHECK ((("client_id" IS NOT NULL AND "person_id" IS NULL AND "scopes" <@ (ARRAY['debtors:read', 'disputes:decide', 'disputes:read', 'dossiers:read', 'dossiers:write', 'drawings:read', 'drawings:write', 'invoices:read', 'invoices:write', 'ledgers:read', 'ledgers:write', 'limits:read', 'mandates:read', 'mandates:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[]) OR ("client_id" IS NULL AND "person_id" IS NOT NULL AND "scopes" <@ (ARRAY['cases:read', 'cases:write'])::text[])));
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_signature_has_signer" CHECK ((NOT ("scopes" && (ARRAY['drawings:write', 'proposals:approve'])::text[]) OR "signer_id" IS NOT NULL));
-- migration ledger 0006_look_once
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
-- migration ledger 0007_post_entries
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
-- migration ledger 0008_few_or_many
create or replace function ledger_lines_added() returns trigger language plpgsql as $$
declare
  many boolean := exists (select from added offset 300);
  wrong record;
begin
  if many then
    execute $look$
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
$look$ into wrong;
  else
    select s.entry_id, s.total, s.lines, s.stray, e.line_count into wrong
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
;
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
    execute $carry$
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
$carry$;
  else
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
;
  end if;
  return null;
end $$;
-- migration managed 0001_initial
CREATE TABLE "managed_receipt" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "received_at" timestamp with time zone NOT NULL, "looked_at" timestamp with time zone NULL, "candidates" jsonb NOT NULL, "reasons" jsonb NOT NULL, "decided_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "note" text NOT NULL, "client_id" uuid NOT NULL, "line_id" uuid NOT NULL UNIQUE);
CREATE TABLE "managed_return" ("id" uuid NOT NULL PRIMARY KEY, "part" integer NOT NULL CHECK ("part" >= 0), "amount_cents" bigint NOT NULL, "returned_at" timestamp with time zone NOT NULL, "line_id" uuid NOT NULL UNIQUE, "receipt_id" uuid NOT NULL);
CREATE TABLE "managed_settlement" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "state" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "paid_date" date NOT NULL, "part" integer NOT NULL CHECK ("part" >= 0), "rule" text NOT NULL, "reasons" jsonb NOT NULL, "note" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "undone_at" timestamp with time zone NULL, "undone_by" text NOT NULL, "undone_note" text NOT NULL, "credit_note_id" uuid NULL, "invoice_id" uuid NOT NULL, "receipt_id" uuid NULL);
CREATE TABLE "managed_managed" ("id" uuid NOT NULL PRIMARY KEY, "managed_at" timestamp with time zone NOT NULL, "managed_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "invoice_id" uuid NOT NULL UNIQUE);
CREATE INDEX "managed_money" ON "managed_receipt" ("client_id", "state", "received_at" DESC);
ALTER TABLE "managed_receipt" ADD CONSTRAINT "managed_receipt_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "managed_receipt" ADD CONSTRAINT "managed_receipt_state" CHECK ("state" IN ('aside', 'settled', 'waiting'));
ALTER TABLE "managed_receipt" ADD CONSTRAINT "managed_aside_by_someone" CHECK ((NOT ("state" = 'aside') OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ''))));
ALTER TABLE "managed_return" ADD CONSTRAINT "managed_return_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "managed_return" ADD CONSTRAINT "managed_returned_once" UNIQUE ("receipt_id", "part");
CREATE INDEX "managed_settled" ON "managed_settlement" ("invoice_id", "state");
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_kind" CHECK ("kind" IN ('payment', 'credit_note', 'told', 'waived'));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_state" CHECK ("state" IN ('posted', 'undone'));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_source" CHECK ((("credit_note_id" IS NULL AND "kind" = 'payment' AND "receipt_id" IS NOT NULL) OR ("credit_note_id" IS NOT NULL AND "kind" = 'credit_note' AND "receipt_id" IS NULL) OR ("credit_note_id" IS NULL AND "kind" IN ('told', 'waived') AND "receipt_id" IS NULL AND NOT ("note" = ''))));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_undone" CHECK ((("state" = 'posted' AND "undone_at" IS NULL) OR ("state" = 'undone' AND "undone_at" IS NOT NULL)));
CREATE UNIQUE INDEX "managed_pays_once" ON "managed_settlement" ("receipt_id", "part", "invoice_id") WHERE "state" = 'posted';
CREATE UNIQUE INDEX "managed_credits_once" ON "managed_settlement" ("credit_note_id", "invoice_id") WHERE "state" = 'posted';
ALTER TABLE "managed_receipt" ADD CONSTRAINT "managed_receipt_client_id_962ed34a_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "managed_receipt" ADD CONSTRAINT "managed_receipt_line_id_830a0cce_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "managed_receipt_client_id_962ed34a" ON "managed_receipt" ("client_id");
ALTER TABLE "managed_return" ADD CONSTRAINT "managed_return_line_id_5bf7fa64_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "managed_return" ADD CONSTRAINT "managed_return_receipt_id_8cff9525_fk_managed_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "managed_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "managed_return_receipt_id_8cff9525" ON "managed_return" ("receipt_id");
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_credit_note_id_65431f18_fk_invoices_" FOREIGN KEY ("credit_note_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_invoice_id_cfacf71d_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_receipt_id_84384bad_fk_managed_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "managed_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "managed_settlement_credit_note_id_65431f18" ON "managed_settlement" ("credit_note_id");
CREATE INDEX "managed_settlement_invoice_id_cfacf71d" ON "managed_settlement" ("invoice_id");
CREATE INDEX "managed_settlement_receipt_id_84384bad" ON "managed_settlement" ("receipt_id");
ALTER TABLE "managed_managed" ADD CONSTRAINT "managed_managed_client_id_e2b7192f_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "managed_managed" ADD CONSTRAINT "managed_managed_contract_id_76013e26_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "managed_managed" ADD CONSTRAINT "managed_managed_invoice_id_ad279eb9_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "managed_managed_client_id_e2b7192f" ON "managed_managed" ("client_id");
CREATE INDEX "managed_managed_contract_id_76013e26" ON "managed_managed" ("contract_id");
CREATE INDEX "managed_of_client" ON "managed_managed" ("client_id", "managed_at" DESC);
-- migration managed 0002_claims
ALTER TABLE "managed_settlement" DROP CONSTRAINT "managed_settlement_kind";
ALTER TABLE "managed_settlement" DROP CONSTRAINT "managed_settlement_source";
DROP INDEX IF EXISTS "managed_pays_once";
ALTER TABLE "managed_settlement" ADD COLUMN "towards" text DEFAULT '' NOT NULL;
ALTER TABLE "managed_settlement" ALTER COLUMN "towards" DROP DEFAULT;
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_kind" CHECK ("kind" IN ('payment', 'credit_note', 'told', 'waived', 'forgone'));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_towards" CHECK ((("towards" = '' AND NOT ("kind" = 'forgone')) OR ("kind" IN ('payment', 'forgone') AND "towards" IN ('', 'interest', 'costs') AND NOT ("towards" = ''))));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_source" CHECK ((("credit_note_id" IS NULL AND "kind" IN ('payment', 'forgone') AND "receipt_id" IS NOT NULL) OR ("credit_note_id" IS NOT NULL AND "kind" = 'credit_note' AND "receipt_id" IS NULL) OR ("credit_note_id" IS NULL AND "kind" IN ('told', 'waived') AND "receipt_id" IS NULL AND NOT ("note" = ''))));
CREATE UNIQUE INDEX "managed_pays_once" ON "managed_settlement" ("receipt_id", "part", "invoice_id", "towards", "kind") WHERE "state" = 'posted';
-- migration managed 0003_collected
ALTER TABLE "managed_settlement" DROP CONSTRAINT "managed_settlement_kind";
ALTER TABLE "managed_settlement" DROP CONSTRAINT "managed_settlement_towards";
ALTER TABLE "managed_settlement" DROP CONSTRAINT "managed_settlement_source";
ALTER TABLE "managed_settlement" ADD COLUMN "reference" uuid NULL;
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_kind" CHECK ("kind" IN ('payment', 'credit_note', 'told', 'waived', 'forgone', 'collected'));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_towards" CHECK ((("towards" = '' AND NOT ("kind" = 'forgone')) OR ("kind" IN ('payment', 'forgone', 'collected') AND "towards" IN ('', 'interest', 'costs') AND NOT ("towards" = ''))));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_source" CHECK ((("credit_note_id" IS NULL AND "kind" IN ('payment', 'forgone') AND "receipt_id" IS NOT NULL) OR ("credit_note_id" IS NOT NULL AND "kind" = 'credit_note' AND "receipt_id" IS NULL) OR ("credit_note_id" IS NULL AND "kind" IN ('told', 'waived') AND "receipt_id" IS NULL AND NOT ("note" = '')) OR ("credit_note_id" IS NULL AND "kind" = 'collected' AND "receipt_id" IS NULL)));
ALTER TABLE "managed_settlement" ADD CONSTRAINT "managed_settlement_collected" CHECK ((("kind" = 'collected' AND "reference" IS NOT NULL) OR (NOT ("kind" = 'collected') AND "reference" IS NULL)));
CREATE UNIQUE INDEX "managed_collects_once" ON "managed_settlement" ("reference", "invoice_id", "towards", "paid_date") WHERE ("kind" = 'collected' AND "state" = 'posted');
-- migration mandates 0001_initial
CREATE TABLE "mandates_creditor" ("id" uuid NOT NULL PRIMARY KEY, "identifier" text NOT NULL, "notice_days" smallint NOT NULL CHECK ("notice_days" >= 0), "cut_off_days" smallint NOT NULL CHECK ("cut_off_days" >= 0), "cut_off_until" time NOT NULL, "pain_version" varchar(2) NOT NULL, "most" integer NOT NULL CHECK ("most" >= 0), "set_up_at" timestamp with time zone NOT NULL, "set_up_by" text NOT NULL, "account_id" uuid NOT NULL);
CREATE TABLE "mandates_batch" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "state" text NOT NULL, "digest" varchar(64) NOT NULL, "prepared_at" timestamp with time zone NOT NULL, "prepared_by" text NOT NULL, "released_at" timestamp with time zone NULL, "released_by" text NOT NULL, "sent_at" timestamp with time zone NULL, "document_id" varchar(64) NULL UNIQUE, "creditor_id" uuid NOT NULL);
CREATE TABLE "mandates_mandate" ("id" uuid NOT NULL PRIMARY KEY, "reference" text NOT NULL, "scheme" varchar(4) NOT NULL, "one_off" boolean NOT NULL, "iban" text NOT NULL, "bic" text NOT NULL, "holder" text NOT NULL, "consumer" boolean NOT NULL, "bank_confirmed" boolean NOT NULL, "signed_date" date NOT NULL, "limit_cents" bigint NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "registered_at" timestamp with time zone NOT NULL, "registered_by" text NOT NULL, "activated_at" timestamp with time zone NULL, "activated_by" text NOT NULL, "paused_until" date NULL, "revoked_at" timestamp with time zone NULL, "note" text NOT NULL, "creditor_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL);
CREATE TABLE "mandates_collection" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "collection_date" date NOT NULL, "notified_date" date NULL, "end_to_end_id" text NOT NULL UNIQUE, "state" text NOT NULL, "block" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "settled_date" date NULL, "failure_code" text NOT NULL, "reasons" jsonb NOT NULL, "batch_id" uuid NULL, "invoice_id" uuid NOT NULL, "line_id" uuid NULL, "retry_of_id" uuid NULL UNIQUE, "returned_line_id" uuid NULL, "mandate_id" uuid NOT NULL);
ALTER TABLE "mandates_creditor" ADD CONSTRAINT "mandates_creditor_once" UNIQUE ("account_id", "identifier");
ALTER TABLE "mandates_creditor" ADD CONSTRAINT "mandates_creditor_bank" CHECK (("cut_off_days" >= 1 AND "most" >= 1));
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_state" CHECK ("state" IN ('discarded', 'draft', 'released', 'sent'));
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_four_eyes" CHECK ((("released_at" IS NULL AND "released_by" = '' AND "state" IN ('draft', 'discarded')) OR ("document_id" IS NOT NULL AND "released_at" IS NOT NULL AND "released_by"::text LIKE 'user:%' AND NOT ("released_by" = ("prepared_by")))));
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_by_a_person" CHECK ("prepared_by"::text LIKE 'user:%');
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_sent" CHECK ((("sent_at" IS NOT NULL AND "state" = 'sent') OR (NOT ("state" = 'sent') AND "sent_at" IS NULL)));
CREATE INDEX "mandates_of_debtor" ON "mandates_mandate" ("debtor_id", "state");
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_reference_once" UNIQUE ("creditor_id", "reference");
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_state" CHECK ("state" IN ('active', 'asked', 'blocked', 'draft', 'expired', 'paused', 'revoked', 'signed'));
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_scheme" CHECK ("scheme" IN ('CORE', 'B2B'));
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_limit" CHECK (("limit_cents" IS NULL OR "limit_cents" > 0));
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_four_eyes" CHECK ((NOT ("state" IN ('active', 'paused', 'blocked')) OR ("activated_at" IS NOT NULL AND "activated_by"::text LIKE 'user:%' AND NOT ("activated_by" = ("registered_by")))));
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_revoked" CHECK ((("revoked_at" IS NOT NULL AND "state" = 'revoked') OR (NOT ("state" = 'revoked') AND "revoked_at" IS NULL)));
CREATE INDEX "mandates_waiting" ON "mandates_collection" ("state", "collection_date");
CREATE INDEX "mandates_block" ON "mandates_collection" ("block");
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_state" CHECK ("state" IN ('batched', 'dropped', 'instructed', 'proposed', 'rejected', 'returned', 'settled'));
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_batch" CHECK ((("batch_id" IS NULL AND "block" = '' AND "state" IN ('proposed', 'dropped')) OR (NOT ("state" IN ('proposed', 'dropped')) AND "batch_id" IS NOT NULL AND NOT ("block" = ''))));
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_line" CHECK ((("line_id" IS NOT NULL AND "settled_date" IS NOT NULL AND "state" IN ('settled', 'returned')) OR (NOT ("state" IN ('settled', 'returned')) AND "line_id" IS NULL AND "settled_date" IS NULL)));
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_returned" CHECK ((("returned_line_id" IS NOT NULL AND "state" = 'returned') OR (NOT ("state" = 'returned') AND "returned_line_id" IS NULL)));
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_e2e" CHECK ("end_to_end_id"::text ~ '^[A-Z0-9]{1,35}$');
CREATE UNIQUE INDEX "mandates_invoice_collected_once" ON "mandates_collection" ("invoice_id") WHERE "state" IN ('batched', 'instructed', 'proposed');
ALTER TABLE "mandates_creditor" ADD CONSTRAINT "mandates_creditor_account_id_fc78c2e4_fk_banking_account_id" FOREIGN KEY ("account_id") REFERENCES "banking_account" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_creditor_account_id_fc78c2e4" ON "mandates_creditor" ("account_id");
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_document_id_e9385919_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_creditor_id_cedb42d5_fk_mandates_creditor_id" FOREIGN KEY ("creditor_id") REFERENCES "mandates_creditor" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_batch_number_031d1f11_like" ON "mandates_batch" ("number" text_pattern_ops);
CREATE INDEX "mandates_batch_document_id_e9385919_like" ON "mandates_batch" ("document_id" varchar_pattern_ops);
CREATE INDEX "mandates_batch_creditor_id_cedb42d5" ON "mandates_batch" ("creditor_id");
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_creditor_id_cccfa53d_fk_mandates_creditor_id" FOREIGN KEY ("creditor_id") REFERENCES "mandates_creditor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_debtor_id_53be8dc0_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_mandate" ADD CONSTRAINT "mandates_mandate_document_id_ae1212b8_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_mandate_creditor_id_cccfa53d" ON "mandates_mandate" ("creditor_id");
CREATE INDEX "mandates_mandate_debtor_id_53be8dc0" ON "mandates_mandate" ("debtor_id");
CREATE INDEX "mandates_mandate_document_id_ae1212b8" ON "mandates_mandate" ("document_id");
CREATE INDEX "mandates_mandate_document_id_ae1212b8_like" ON "mandates_mandate" ("document_id" varchar_pattern_ops);
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_batch_id_59e6247f_fk_mandates_batch_id" FOREIGN KEY ("batch_id") REFERENCES "mandates_batch" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_invoice_id_c1b979b8_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_line_id_0ad8a5af_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_retry_of_id_84d94aae_fk_mandates_" FOREIGN KEY ("retry_of_id") REFERENCES "mandates_collection" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_returned_line_id_4225e25a_fk_banking_l" FOREIGN KEY ("returned_line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_collection" ADD CONSTRAINT "mandates_collection_mandate_id_a755742a_fk_mandates_mandate_id" FOREIGN KEY ("mandate_id") REFERENCES "mandates_mandate" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_collection_end_to_end_id_382e8e31_like" ON "mandates_collection" ("end_to_end_id" text_pattern_ops);
CREATE INDEX "mandates_collection_batch_id_59e6247f" ON "mandates_collection" ("batch_id");
CREATE INDEX "mandates_collection_invoice_id_c1b979b8" ON "mandates_collection" ("invoice_id");
CREATE INDEX "mandates_collection_line_id_0ad8a5af" ON "mandates_collection" ("line_id");
CREATE INDEX "mandates_collection_returned_line_id_4225e25a" ON "mandates_collection" ("returned_line_id");
CREATE INDEX "mandates_collection_mandate_id_a755742a" ON "mandates_collection" ("mandate_id");
-- migration mandates 0002_amendment
CREATE TABLE "mandates_amendment" ("id" uuid NOT NULL PRIMARY KEY, "former_iban" text NOT NULL, "former_identifier" text NOT NULL, "former_name" text NOT NULL, "amended_at" timestamp with time zone NOT NULL, "amended_by" text NOT NULL, "document_id" varchar(64) NOT NULL, "mandate_id" uuid NOT NULL, CONSTRAINT "mandates_amendment_of_something" CHECK (NOT ("former_iban" = '' AND "former_identifier" = '' AND "former_name" = '')));
ALTER TABLE "mandates_amendment" ADD CONSTRAINT "mandates_amendment_document_id_59ea278a_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_amendment" ADD CONSTRAINT "mandates_amendment_mandate_id_464197a6_fk_mandates_mandate_id" FOREIGN KEY ("mandate_id") REFERENCES "mandates_mandate" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_amendment_document_id_59ea278a" ON "mandates_amendment" ("document_id");
CREATE INDEX "mandates_amendment_document_id_59ea278a_like" ON "mandates_amendment" ("document_id" varchar_pattern_ops);
CREATE INDEX "mandates_amendment_mandate_id_464197a6" ON "mandates_amendment" ("mandate_id");
-- migration mandates 0003_signing
CREATE TABLE "mandates_signing" ("id" uuid NOT NULL PRIMARY KEY, "reference" text NOT NULL UNIQUE, "scheme" varchar(4) NOT NULL, "one_off" boolean NOT NULL, "language" varchar(2) NOT NULL, "digest" varchar(64) NOT NULL UNIQUE, "email" text NOT NULL, "link_by" text NOT NULL, "state" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "expires_at" timestamp with time zone NOT NULL, "iban" text NOT NULL, "holder" text NOT NULL, "signer" text NOT NULL, "role" text NOT NULL, "consumer" boolean NOT NULL, "code_digest" varchar(64) NOT NULL, "code_by" text NOT NULL, "code_sent_at" timestamp with time zone NULL, "codes" smallint NOT NULL CHECK ("codes" >= 0), "wrong" smallint NOT NULL CHECK ("wrong" >= 0), "creditor_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "mandate_id" uuid NULL UNIQUE, "presented_id" varchar(64) NULL);
CREATE TABLE "mandates_signingevent" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "kind" text NOT NULL, "at" timestamp with time zone NOT NULL, "data" jsonb NOT NULL, "previous" varchar(64) NOT NULL, "signing_id" uuid NOT NULL);
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_state" CHECK ("state" IN ('code_sent', 'created', 'declined', 'expired', 'locked', 'opened', 'sent', 'signed'));
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_scheme" CHECK ("scheme" IN ('CORE', 'B2B'));
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_signed" CHECK ((("mandate_id" IS NOT NULL AND "presented_id" IS NOT NULL AND "state" = 'signed') OR (NOT ("state" = 'signed') AND "mandate_id" IS NULL)));
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_code" CHECK ((NOT ("state" = 'code_sent') OR ("code_sent_at" IS NOT NULL AND "presented_id" IS NOT NULL)));
ALTER TABLE "mandates_signingevent" ADD CONSTRAINT "mandates_signing_event_once" UNIQUE ("signing_id", "number");
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_creditor_id_ee709506_fk_mandates_creditor_id" FOREIGN KEY ("creditor_id") REFERENCES "mandates_creditor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_debtor_id_b3382340_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_mandate_id_27f5f42b_fk_mandates_mandate_id" FOREIGN KEY ("mandate_id") REFERENCES "mandates_mandate" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "mandates_signing" ADD CONSTRAINT "mandates_signing_presented_id_7e605c51_fk_documents" FOREIGN KEY ("presented_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_signing_reference_1708ad34_like" ON "mandates_signing" ("reference" text_pattern_ops);
CREATE INDEX "mandates_signing_digest_84043f2b_like" ON "mandates_signing" ("digest" varchar_pattern_ops);
CREATE INDEX "mandates_signing_creditor_id_ee709506" ON "mandates_signing" ("creditor_id");
CREATE INDEX "mandates_signing_debtor_id_b3382340" ON "mandates_signing" ("debtor_id");
CREATE INDEX "mandates_signing_presented_id_7e605c51" ON "mandates_signing" ("presented_id");
CREATE INDEX "mandates_signing_presented_id_7e605c51_like" ON "mandates_signing" ("presented_id" varchar_pattern_ops);
ALTER TABLE "mandates_signingevent" ADD CONSTRAINT "mandates_signingeven_signing_id_9d9cd297_fk_mandates_" FOREIGN KEY ("signing_id") REFERENCES "mandates_signing" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "mandates_signingevent_signing_id_9d9cd297" ON "mandates_signingevent" ("signing_id");
-- migration mandates 0004_notices
ALTER TABLE "mandates_collection" ADD COLUMN "notice_id" uuid NULL CONSTRAINT "mandates_collection_notice_id_012614e1_fk_correspon" REFERENCES "correspondence_message"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "mandates_collection_notice_id_012614e1_fk_correspon" IMMEDIATE;
CREATE INDEX "mandates_collection_notice_id_012614e1" ON "mandates_collection" ("notice_id");
-- migration mandates 0005_services
CREATE TABLE "mandates_feed" ("service" text NOT NULL PRIMARY KEY, "position" text NOT NULL, "read_at" timestamp with time zone NOT NULL);
CREATE TABLE "mandates_serviceevent" ("id" uuid NOT NULL PRIMARY KEY, "service" text NOT NULL, "kind" text NOT NULL, "reference" text NOT NULL, "outcome" text NOT NULL, "told_at" timestamp with time zone NOT NULL, "heard_at" timestamp with time zone NOT NULL);
ALTER TABLE "mandates_creditor" ADD COLUMN "service" text DEFAULT '' NOT NULL;
ALTER TABLE "mandates_creditor" ALTER COLUMN "service" DROP DEFAULT;
ALTER TABLE "mandates_creditor" ADD COLUMN "template" text DEFAULT '' NOT NULL;
ALTER TABLE "mandates_creditor" ALTER COLUMN "template" DROP DEFAULT;
ALTER TABLE "mandates_signing" ADD COLUMN "service" text DEFAULT '' NOT NULL;
ALTER TABLE "mandates_signing" ALTER COLUMN "service" DROP DEFAULT;
ALTER TABLE "mandates_creditor" ADD CONSTRAINT "mandates_creditor_service" CHECK (("service" = '' OR ("service" IN ('', 'twikey') AND NOT ("template" = ''))));
ALTER TABLE "mandates_serviceevent" ADD COLUMN "document_id" varchar(64) NOT NULL CONSTRAINT "mandates_serviceeven_document_id_5e9e8ab0_fk_documents" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "mandates_serviceeven_document_id_5e9e8ab0_fk_documents" IMMEDIATE;
ALTER TABLE "mandates_serviceevent" ADD COLUMN "mandate_id" uuid NULL CONSTRAINT "mandates_serviceeven_mandate_id_d451ab84_fk_mandates_" REFERENCES "mandates_mandate"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "mandates_serviceeven_mandate_id_d451ab84_fk_mandates_" IMMEDIATE;
ALTER TABLE "mandates_serviceevent" ADD CONSTRAINT "mandates_service_event_once" UNIQUE ("service", "document_id");
ALTER TABLE "mandates_serviceevent" ADD CONSTRAINT "mandates_service_outcome" CHECK ("outcome" IN ('done', 'known', 'unknown', 'refused'));
CREATE INDEX "mandates_feed_service_c382243d_like" ON "mandates_feed" ("service" text_pattern_ops);
CREATE INDEX "mandates_serviceevent_document_id_5e9e8ab0" ON "mandates_serviceevent" ("document_id");
CREATE INDEX "mandates_serviceevent_document_id_5e9e8ab0_like" ON "mandates_serviceevent" ("document_id" varchar_pattern_ops);
CREATE INDEX "mandates_serviceevent_mandate_id_d451ab84" ON "mandates_serviceevent" ("mandate_id");
-- migration mandates 0006_instalments
CREATE TABLE "mandates_plandebit" ("id" uuid NOT NULL PRIMARY KEY, "chosen_at" timestamp with time zone NOT NULL, "chosen_by" text NOT NULL, "left_at" timestamp with time zone NULL, "left_by" text NOT NULL);
ALTER TABLE "mandates_collection" ADD COLUMN "instalment_id" uuid NULL CONSTRAINT "mandates_collection_instalment_id_a9340926_fk_arrangeme" REFERENCES "arrangements_instalment"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "mandates_collection_instalment_id_a9340926_fk_arrangeme" IMMEDIATE;
CREATE UNIQUE INDEX "mandates_instalment_collected_once" ON "mandates_collection" ("instalment_id", "invoice_id") WHERE ("retry_of_id" IS NULL AND NOT ("state" = 'dropped'));
ALTER TABLE "mandates_plandebit" ADD COLUMN "arrangement_id" uuid NOT NULL CONSTRAINT "mandates_plandebit_arrangement_id_b2347c2c_fk_arrangeme" REFERENCES "arrangements_arrangement"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "mandates_plandebit_arrangement_id_b2347c2c_fk_arrangeme" IMMEDIATE;
ALTER TABLE "mandates_plandebit" ADD COLUMN "mandate_id" uuid NOT NULL CONSTRAINT "mandates_plandebit_mandate_id_75c809aa_fk_mandates_mandate_id" REFERENCES "mandates_mandate"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "mandates_plandebit_mandate_id_75c809aa_fk_mandates_mandate_id" IMMEDIATE;
CREATE UNIQUE INDEX "mandates_plan_debited_once" ON "mandates_plandebit" ("arrangement_id") WHERE "left_at" IS NULL;
CREATE INDEX "mandates_collection_instalment_id_a9340926" ON "mandates_collection" ("instalment_id");
CREATE INDEX "mandates_plandebit_arrangement_id_b2347c2c" ON "mandates_plandebit" ("arrangement_id");
CREATE INDEX "mandates_plandebit_mandate_id_75c809aa" ON "mandates_plandebit" ("mandate_id");
-- migration mandates 0007_files_by_themselves
ALTER TABLE "mandates_batch" DROP CONSTRAINT "mandates_batch_by_a_person";
ALTER TABLE "mandates_batch" ADD COLUMN "agreed_at" timestamp with time zone NULL;
ALTER TABLE "mandates_batch" ADD COLUMN "agreed_by" text DEFAULT '' NOT NULL;
ALTER TABLE "mandates_batch" ALTER COLUMN "agreed_by" DROP DEFAULT;
ALTER TABLE "mandates_creditor" ADD COLUMN "by_itself" boolean DEFAULT false NOT NULL;
ALTER TABLE "mandates_creditor" ALTER COLUMN "by_itself" DROP DEFAULT;
ALTER TABLE "mandates_batch" ADD CONSTRAINT "mandates_batch_by_two_people" CHECK ((("agreed_by" = '' AND "prepared_by"::text LIKE 'user:%') OR ("prepared_by"::text LIKE 'system:%' AND "released_by" = '') OR ("agreed_at" IS NOT NULL AND "agreed_by"::text LIKE 'user:%' AND "prepared_by"::text LIKE 'system:%' AND NOT ("agreed_by" = ("released_by")))));
-- migration matching 0001_initial
CREATE TABLE "matching_receipt" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "received_at" timestamp with time zone NOT NULL, "line_id" uuid NOT NULL UNIQUE, CONSTRAINT "matching_receipt_positive" CHECK ("amount_cents" > 0));
CREATE TABLE "matching_match" ("id" uuid NOT NULL PRIMARY KEY, "state" text NOT NULL, "rule" text NOT NULL, "score" numeric(5, 4) NOT NULL, "reasons" jsonb NOT NULL, "excess_cents" bigint NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "posted_at" timestamp with time zone NULL, "reversed_at" timestamp with time zone NULL, "reversed_by" text NOT NULL, "receipt_id" uuid NOT NULL, CONSTRAINT "matching_match_state" CHECK ("state" IN ('dropped', 'posted', 'proposed', 'reversed')), CONSTRAINT "matching_posted_has_moment" CHECK (("state" IN ('posted', 'reversed') OR "posted_at" IS NULL)));
CREATE TABLE "matching_allocation" ("id" uuid NOT NULL PRIMARY KEY, "amount_cents" bigint NOT NULL, "live" boolean NOT NULL, "invoice_id" uuid NOT NULL, "match_id" uuid NOT NULL, "receipt_id" uuid NOT NULL, CONSTRAINT "matching_allocation_once" UNIQUE ("match_id", "invoice_id"), CONSTRAINT "matching_allocation_positive" CHECK ("amount_cents" > 0));
ALTER TABLE "matching_receipt" ADD CONSTRAINT "matching_receipt_line_id_95bbcebf_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_match" ADD CONSTRAINT "matching_match_receipt_id_6e63eaae_fk_matching_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "matching_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "matching_match_receipt_id_6e63eaae" ON "matching_match" ("receipt_id");
ALTER TABLE "matching_allocation" ADD CONSTRAINT "matching_allocation_invoice_id_2ccf1604_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_allocation" ADD CONSTRAINT "matching_allocation_match_id_2da23a04_fk_matching_match_id" FOREIGN KEY ("match_id") REFERENCES "matching_match" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_allocation" ADD CONSTRAINT "matching_allocation_receipt_id_e1d6b4be_fk_matching_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "matching_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "matching_receipt_pays_invoice_once" ON "matching_allocation" ("receipt_id", "invoice_id") WHERE "live";
CREATE INDEX "matching_allocation_invoice_id_2ccf1604" ON "matching_allocation" ("invoice_id");
CREATE INDEX "matching_allocation_match_id_2da23a04" ON "matching_allocation" ("match_id");
CREATE INDEX "matching_allocation_receipt_id_e1d6b4be" ON "matching_allocation" ("receipt_id");
-- migration matching 0002_settlements
ALTER TABLE "matching_receipt" ADD COLUMN "looked_at" timestamp with time zone NULL;
CREATE TABLE "matching_settlement" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "note" text NOT NULL, "reasons" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "agreed_at" timestamp with time zone NULL, "agreed_by" text NOT NULL, "posted_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "ended_note" text NOT NULL, "credit_note_id" uuid NULL, "invoice_id" uuid NOT NULL, "match_id" uuid NULL, CONSTRAINT "matching_settlement_state" CHECK ("state" IN ('asked', 'declined', 'posted', 'reversed')), CONSTRAINT "matching_settlement_kind" CHECK ("kind" IN ('credit_note', 'discount_taken', 'statutory_withholding', 'short_payment', 'indirect_payment', 'small_difference', 'unpaid')), CONSTRAINT "matching_settlement_positive" CHECK ("amount_cents" > 0), CONSTRAINT "matching_settlement_posted" CHECK ((("posted_at" IS NOT NULL AND "state" IN ('posted', 'reversed')) OR ("posted_at" IS NULL AND "state" IN ('asked', 'declined')))), CONSTRAINT "matching_settlement_four_eyes" CHECK (("agreed_by" = '' OR NOT ("agreed_by" = ("made_by")))), CONSTRAINT "matching_settlement_credit_note" CHECK ((("credit_note_id" IS NOT NULL AND "kind" = 'credit_note') OR (NOT ("kind" = 'credit_note') AND "credit_note_id" IS NULL))), CONSTRAINT "matching_settlement_once_a_match" UNIQUE ("match_id", "invoice_id"));
CREATE TABLE "matching_split" ("id" uuid NOT NULL PRIMARY KEY, "scheme" text NOT NULL, "social_cents" bigint NOT NULL, "tax_cents" bigint NOT NULL, "blocked_cents" bigint NOT NULL, "note" text NOT NULL, "noted_at" timestamp with time zone NOT NULL, "noted_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "invoice_id" uuid NOT NULL, CONSTRAINT "matching_split_scheme" CHECK ((("blocked_cents" = 0 AND "scheme" = 'be_contractor') OR ("scheme" = 'nl_blocked' AND "social_cents" = 0 AND "tax_cents" = 0))), CONSTRAINT "matching_split_positive" CHECK (("blocked_cents" >= 0 AND "social_cents" >= 0 AND "tax_cents" >= 0 AND NOT ("blocked_cents" = 0 AND "social_cents" = 0 AND "tax_cents" = 0))));
CREATE TABLE "matching_use" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "amount_cents" bigint NOT NULL, "live" boolean NOT NULL, "contract_id" uuid NULL, "debtor_id" uuid NULL, "match_id" uuid NOT NULL, "receipt_id" uuid NOT NULL, CONSTRAINT "matching_use_kind" CHECK ("kind" IN ('small_difference', 'overpayment', 'client_debt', 'not_bought')), CONSTRAINT "matching_use_positive" CHECK ("amount_cents" > 0), CONSTRAINT "matching_use_once" UNIQUE ("match_id", "kind"), CONSTRAINT "matching_use_has_owner" CHECK ((("contract_id" IS NULL AND "debtor_id" IS NOT NULL AND "kind" = 'overpayment') OR ("contract_id" IS NOT NULL AND "debtor_id" IS NULL AND "kind" IN ('client_debt', 'not_bought')) OR ("contract_id" IS NULL AND "debtor_id" IS NULL AND "kind" = 'small_difference'))));
ALTER TABLE "matching_settlement" ADD CONSTRAINT "matching_settlement_credit_note_id_b392b943_fk_invoices_" FOREIGN KEY ("credit_note_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_settlement" ADD CONSTRAINT "matching_settlement_invoice_id_9315d306_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_settlement" ADD CONSTRAINT "matching_settlement_match_id_b38f905e_fk_matching_match_id" FOREIGN KEY ("match_id") REFERENCES "matching_match" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "matching_credit_note_once" ON "matching_settlement" ("credit_note_id", "invoice_id") WHERE "state" IN ('asked', 'posted');
CREATE UNIQUE INDEX "matching_settlement_asked_once" ON "matching_settlement" ("invoice_id", "kind") WHERE "state" = 'asked';
CREATE INDEX "matching_settlement_credit_note_id_b392b943" ON "matching_settlement" ("credit_note_id");
CREATE INDEX "matching_settlement_invoice_id_9315d306" ON "matching_settlement" ("invoice_id");
CREATE INDEX "matching_settlement_match_id_b38f905e" ON "matching_settlement" ("match_id");
CREATE INDEX "matching_settled" ON "matching_settlement" ("invoice_id", "state");
ALTER TABLE "matching_split" ADD CONSTRAINT "matching_split_invoice_id_fa71368a_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "matching_split_once" ON "matching_split" ("invoice_id") WHERE "ended_at" IS NULL;
CREATE INDEX "matching_split_invoice_id_fa71368a" ON "matching_split" ("invoice_id");
ALTER TABLE "matching_use" ADD CONSTRAINT "matching_use_contract_id_5553742a_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_use" ADD CONSTRAINT "matching_use_debtor_id_8d8ebd90_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_use" ADD CONSTRAINT "matching_use_match_id_29118afe_fk_matching_match_id" FOREIGN KEY ("match_id") REFERENCES "matching_match" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_use" ADD CONSTRAINT "matching_use_receipt_id_140f553c_fk_matching_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "matching_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "matching_receipt_used_so_once" ON "matching_use" ("receipt_id", "kind") WHERE "live";
CREATE INDEX "matching_use_contract_id_5553742a" ON "matching_use" ("contract_id");
CREATE INDEX "matching_use_debtor_id_8d8ebd90" ON "matching_use" ("debtor_id");
CREATE INDEX "matching_use_match_id_29118afe" ON "matching_use" ("match_id");
CREATE INDEX "matching_use_receipt_id_140f553c" ON "matching_use" ("receipt_id");
-- migration matching 0003_returns
ALTER TABLE "matching_receipt" ADD COLUMN "returned_line_id" uuid NULL UNIQUE CONSTRAINT "matching_receipt_returned_line_id_3836a64b_fk_banking_line_id" REFERENCES "banking_line"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "matching_receipt_returned_line_id_3836a64b_fk_banking_line_id" IMMEDIATE;
-- migration matching 0004_pledge
ALTER TABLE "matching_use" DROP CONSTRAINT "matching_use_kind";
ALTER TABLE "matching_use" DROP CONSTRAINT "matching_use_has_owner";
ALTER TABLE "matching_use" ADD CONSTRAINT "matching_use_kind" CHECK ("kind" IN ('small_difference', 'overpayment', 'client_debt', 'advance', 'not_bought'));
ALTER TABLE "matching_use" ADD CONSTRAINT "matching_use_has_owner" CHECK ((("contract_id" IS NULL AND "debtor_id" IS NOT NULL AND "kind" = 'overpayment') OR ("contract_id" IS NOT NULL AND "debtor_id" IS NULL AND "kind" IN ('client_debt', 'advance', 'not_bought')) OR ("contract_id" IS NULL AND "debtor_id" IS NULL AND "kind" = 'small_difference')));
-- migration matching 0005_claims
CREATE TABLE "matching_claimshare" ("id" uuid NOT NULL PRIMARY KEY, "part" text NOT NULL, "amount_cents" bigint NOT NULL, "given_up" boolean NOT NULL, "live" boolean NOT NULL, "invoice_id" uuid NOT NULL, "match_id" uuid NOT NULL, "receipt_id" uuid NOT NULL, CONSTRAINT "matching_claim_part" CHECK ("part" IN ('interest', 'costs')), CONSTRAINT "matching_claim_positive" CHECK ("amount_cents" > 0), CONSTRAINT "matching_claim_once" UNIQUE ("match_id", "invoice_id", "part", "given_up"));
ALTER TABLE "matching_claimshare" ADD CONSTRAINT "matching_claimshare_invoice_id_f31c58e7_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_claimshare" ADD CONSTRAINT "matching_claimshare_match_id_1861feb1_fk_matching_match_id" FOREIGN KEY ("match_id") REFERENCES "matching_match" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "matching_claimshare" ADD CONSTRAINT "matching_claimshare_receipt_id_30a67d83_fk_matching_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "matching_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "matching_receipt_pays_claim_once" ON "matching_claimshare" ("receipt_id", "invoice_id", "part", "given_up") WHERE "live";
CREATE INDEX "matching_claimshare_invoice_id_f31c58e7" ON "matching_claimshare" ("invoice_id");
CREATE INDEX "matching_claimshare_match_id_1861feb1" ON "matching_claimshare" ("match_id");
CREATE INDEX "matching_claimshare_receipt_id_30a67d83" ON "matching_claimshare" ("receipt_id");
CREATE INDEX "matching_claim_invoice" ON "matching_claimshare" ("invoice_id") WHERE "live";
-- migration otp_static 0001_initial
CREATE TABLE "otp_static_staticdevice" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(64) NOT NULL, "confirmed" boolean NOT NULL, "user_id" uuid NOT NULL);
CREATE TABLE "otp_static_statictoken" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "token" varchar(16) NOT NULL, "device_id" integer NOT NULL);
ALTER TABLE "otp_static_staticdevice" ADD CONSTRAINT "otp_static_staticdevice_user_id_7f9cff2b_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "otp_static_staticdevice_user_id_7f9cff2b" ON "otp_static_staticdevice" ("user_id");
ALTER TABLE "otp_static_statictoken" ADD CONSTRAINT "otp_static_statictok_device_id_74b7c7d1_fk_otp_stati" FOREIGN KEY ("device_id") REFERENCES "otp_static_staticdevice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "otp_static_statictoken_token_d0a51866" ON "otp_static_statictoken" ("token");
CREATE INDEX "otp_static_statictoken_token_d0a51866_like" ON "otp_static_statictoken" ("token" varchar_pattern_ops);
CREATE INDEX "otp_static_statictoken_device_id_74b7c7d1" ON "otp_static_statictoken" ("device_id");
-- migration otp_static 0002_throttling
ALTER TABLE "otp_static_staticdevice" ADD COLUMN "throttling_failure_count" integer DEFAULT 0 NOT NULL CHECK ("throttling_failure_count" >= 0);
ALTER TABLE "otp_static_staticdevice" ALTER COLUMN "throttling_failure_count" DROP DEFAULT;
ALTER TABLE "otp_static_staticdevice" ADD COLUMN "throttling_failure_timestamp" timestamp with time zone NULL;
-- migration otp_static 0003_add_timestamps
ALTER TABLE "otp_static_staticdevice" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NULL;
ALTER TABLE "otp_static_staticdevice" ALTER COLUMN "created_at" DROP DEFAULT;
ALTER TABLE "otp_static_staticdevice" ADD COLUMN "last_used_at" timestamp with time zone NULL;
-- migration otp_totp 0001_initial
CREATE TABLE "otp_totp_totpdevice" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(64) NOT NULL, "confirmed" boolean NOT NULL, "key" varchar(80) NOT NULL, "step" smallint NOT NULL CHECK ("step" >= 0), "t0" bigint NOT NULL, "digits" smallint NOT NULL CHECK ("digits" >= 0), "tolerance" smallint NOT NULL CHECK ("tolerance" >= 0), "drift" smallint NOT NULL, "last_t" bigint NOT NULL, "user_id" uuid NOT NULL);
ALTER TABLE "otp_totp_totpdevice" ADD CONSTRAINT "otp_totp_totpdevice_user_id_0fb18292_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "otp_totp_totpdevice_user_id_0fb18292" ON "otp_totp_totpdevice" ("user_id");
-- migration otp_totp 0002_auto_20190420_0723
ALTER TABLE "otp_totp_totpdevice" ADD COLUMN "throttling_failure_count" integer DEFAULT 0 NOT NULL CHECK ("throttling_failure_count" >= 0);
ALTER TABLE "otp_totp_totpdevice" ALTER COLUMN "throttling_failure_count" DROP DEFAULT;
ALTER TABLE "otp_totp_totpdevice" ADD COLUMN "throttling_failure_timestamp" timestamp with time zone NULL;
-- migration otp_totp 0003_add_timestamps
ALTER TABLE "otp_totp_totpdevice" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NULL;
ALTER TABLE "otp_totp_totpdevice" ALTER COLUMN "created_at" DROP DEFAULT;
ALTER TABLE "otp_totp_totpdevice" ADD COLUMN "last_used_at" timestamp with time zone NULL;
-- migration payments 0001_initial
CREATE TABLE "payments_batch" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "state" text NOT NULL, "execution_date" date NOT NULL, "digest" varchar(64) NOT NULL, "prepared_at" timestamp with time zone NOT NULL, "prepared_by" text NOT NULL, "released_at" timestamp with time zone NULL, "released_by" text NOT NULL, "sent_at" timestamp with time zone NULL, "account_id" uuid NOT NULL, "document_id" varchar(64) NULL UNIQUE, CONSTRAINT "payments_batch_state" CHECK ("state" IN ('discarded', 'draft', 'released', 'sent')), CONSTRAINT "payments_batch_four_eyes" CHECK ((("released_at" IS NULL AND "released_by" = '' AND "state" IN ('draft', 'discarded')) OR ("document_id" IS NOT NULL AND "released_at" IS NOT NULL AND "released_by"::text LIKE 'user:%' AND NOT ("released_by" = ("prepared_by"))))), CONSTRAINT "payments_batch_by_a_person" CHECK ("prepared_by"::text LIKE 'user:%'), CONSTRAINT "payments_batch_sent" CHECK ((("sent_at" IS NOT NULL AND "state" = 'sent') OR (NOT ("state" = 'sent') AND "sent_at" IS NULL))));
CREATE TABLE "payments_order" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "rule" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "end_to_end_id" text NOT NULL UNIQUE, "text" text NOT NULL, "state" text NOT NULL, "ordered_at" timestamp with time zone NOT NULL, "ordered_by" text NOT NULL, "vouched_at" timestamp with time zone NULL, "vouched_by" text NOT NULL, "vouched_note" text NOT NULL, "executed_date" date NULL, "refusal" jsonb NULL, "batch_id" uuid NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "line_id" uuid NULL, "payee_id" uuid NOT NULL, "returned_line_id" uuid NULL, CONSTRAINT "payments_order_positive" CHECK ("amount_cents" > 0), CONSTRAINT "payments_order_state" CHECK ("state" IN ('batched', 'cancelled', 'executed', 'instructed', 'ordered', 'rejected', 'returned')), CONSTRAINT "payments_order_batch" CHECK ((("batch_id" IS NULL AND "state" IN ('ordered', 'cancelled')) OR (NOT ("state" IN ('ordered', 'cancelled')) AND "batch_id" IS NOT NULL))), CONSTRAINT "payments_order_line" CHECK ((("executed_date" IS NOT NULL AND "line_id" IS NOT NULL AND "state" IN ('executed', 'returned')) OR (NOT ("state" IN ('executed', 'returned')) AND "executed_date" IS NULL AND "line_id" IS NULL))), CONSTRAINT "payments_order_returned" CHECK ((("returned_line_id" IS NOT NULL AND "state" = 'returned') OR (NOT ("state" = 'returned') AND "returned_line_id" IS NULL))), CONSTRAINT "payments_order_vouched" CHECK ((("vouched_at" IS NULL AND "vouched_by" = '' AND "vouched_note" = '') OR (NOT ("vouched_by" = '') AND NOT ("vouched_note" = '') AND "vouched_at" IS NOT NULL))), CONSTRAINT "payments_order_e2e" CHECK ("end_to_end_id"::text ~ '^[A-Z0-9]{1,35}$'));
ALTER TABLE "payments_batch" ADD CONSTRAINT "payments_batch_account_id_7ce926c3_fk_banking_account_id" FOREIGN KEY ("account_id") REFERENCES "banking_account" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_batch" ADD CONSTRAINT "payments_batch_document_id_788ce175_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "payments_batch_number_bf64f8c3_like" ON "payments_batch" ("number" text_pattern_ops);
CREATE INDEX "payments_batch_account_id_7ce926c3" ON "payments_batch" ("account_id");
CREATE INDEX "payments_batch_document_id_788ce175_like" ON "payments_batch" ("document_id" varchar_pattern_ops);
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_batch_id_c7d743cb_fk_payments_batch_id" FOREIGN KEY ("batch_id") REFERENCES "payments_batch" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_client_id_5df3e778_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_contract_id_9e630acf_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_line_id_33615c61_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_payee_id_a4e2538b_fk_parties_bankaccount_id" FOREIGN KEY ("payee_id") REFERENCES "parties_bankaccount" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_returned_line_id_5e606525_fk_banking_line_id" FOREIGN KEY ("returned_line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "payments_order_key_cd987c67_like" ON "payments_order" ("key" text_pattern_ops);
CREATE INDEX "payments_order_end_to_end_id_579d9b58_like" ON "payments_order" ("end_to_end_id" text_pattern_ops);
CREATE INDEX "payments_order_batch_id_c7d743cb" ON "payments_order" ("batch_id");
CREATE INDEX "payments_order_client_id_5df3e778" ON "payments_order" ("client_id");
CREATE INDEX "payments_order_contract_id_9e630acf" ON "payments_order" ("contract_id");
CREATE INDEX "payments_order_line_id_33615c61" ON "payments_order" ("line_id");
CREATE INDEX "payments_order_payee_id_a4e2538b" ON "payments_order" ("payee_id");
CREATE INDEX "payments_order_returned_line_id_5e606525" ON "payments_order" ("returned_line_id");
CREATE INDEX "payments_waiting" ON "payments_order" ("state", "ordered_at");
CREATE INDEX "payments_of_client" ON "payments_order" ("client_id", "ordered_at" DESC);
-- migration payments 0002_refunds
ALTER TABLE "payments_order" ADD COLUMN "debtor_id" uuid NULL CONSTRAINT "payments_order_debtor_id_af7edc99_fk_parties_debtor_id" REFERENCES "parties_debtor"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "payments_order_debtor_id_af7edc99_fk_parties_debtor_id" IMMEDIATE;
SET CONSTRAINTS "payments_order_client_id_5df3e778_fk_parties_client_id" IMMEDIATE; ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_client_id_5df3e778_fk_parties_client_id";
ALTER TABLE "payments_order" ALTER COLUMN "client_id" DROP NOT NULL;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_client_id_5df3e778_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS "payments_order_contract_id_9e630acf_fk_contracts_contract_id" IMMEDIATE; ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_contract_id_9e630acf_fk_contracts_contract_id";
ALTER TABLE "payments_order" ALTER COLUMN "contract_id" DROP NOT NULL;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_contract_id_9e630acf_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_whose" CHECK ((("client_id" IS NULL AND "contract_id" IS NULL AND "debtor_id" IS NOT NULL AND "rule" = 'P19') OR (NOT ("rule" = 'P19') AND "client_id" IS NOT NULL AND "contract_id" IS NOT NULL AND "debtor_id" IS NULL)));
CREATE INDEX "payments_order_debtor_id_af7edc99" ON "payments_order" ("debtor_id");
-- migration payments 0003_standstill
CREATE TABLE "payments_standstill" ("id" uuid NOT NULL PRIMARY KEY, "since_at" timestamp with time zone NOT NULL, "since_by" text NOT NULL, "reason" jsonb NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "note" text NOT NULL, CONSTRAINT "payments_standstill_ended_by_a_person" CHECK ((("ended_at" IS NULL AND "ended_by" = '' AND "note" = '') OR ("ended_at" IS NOT NULL AND "ended_by"::text LIKE 'user:%' AND NOT ("note" = '')))));
CREATE UNIQUE INDEX "payments_one_standstill" ON "payments_standstill" ("ended_by") WHERE "ended_at" IS NULL;
-- migration payments 0004_banks
CREATE TABLE "payments_verification" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "iban" text NOT NULL, "outcome" text NOT NULL, "found" text NOT NULL, "provider" text NOT NULL, "reference" text NOT NULL, "detail" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "account_id" uuid NOT NULL, CONSTRAINT "payments_verification_outcome" CHECK ("outcome" IN ('match', 'close', 'none', 'impossible')));
ALTER TABLE "payments_order" ADD COLUMN "speed" text DEFAULT '' NOT NULL;
ALTER TABLE "payments_order" ALTER COLUMN "speed" DROP DEFAULT;
ALTER TABLE "payments_order" ADD COLUMN "own_id" uuid NULL CONSTRAINT "payments_order_own_id_4596171b_fk_banking_account_id" REFERENCES "banking_account"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "payments_order_own_id_4596171b_fk_banking_account_id" IMMEDIATE;
ALTER TABLE "payments_order" ADD COLUMN "source_id" uuid NULL CONSTRAINT "payments_order_source_id_7b13a198_fk_banking_account_id" REFERENCES "banking_account"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "payments_order_source_id_7b13a198_fk_banking_account_id" IMMEDIATE;
SET CONSTRAINTS "payments_order_payee_id_a4e2538b_fk_parties_bankaccount_id" IMMEDIATE; ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_payee_id_a4e2538b_fk_parties_bankaccount_id";
ALTER TABLE "payments_order" ALTER COLUMN "payee_id" DROP NOT NULL;
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_payee_id_a4e2538b_fk_parties_bankaccount_id" FOREIGN KEY ("payee_id") REFERENCES "parties_bankaccount" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_whose";
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_whose" CHECK ((("client_id" IS NULL AND "contract_id" IS NULL AND "debtor_id" IS NOT NULL AND "rule" = 'P19') OR ("client_id" IS NULL AND "contract_id" IS NULL AND "debtor_id" IS NULL AND "rule" = 'P36') OR (NOT ("rule" IN ('P19', 'P36')) AND "client_id" IS NOT NULL AND "contract_id" IS NOT NULL AND "debtor_id" IS NULL)));
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_paid_to" CHECK ((("own_id" IS NOT NULL AND "payee_id" IS NULL AND "rule" = 'P36' AND "source_id" IS NOT NULL) OR (NOT ("rule" = 'P36') AND "own_id" IS NULL AND "payee_id" IS NOT NULL AND "source_id" IS NULL)));
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_speed" CHECK ("speed" IN ('', 'instant', 'ordinary'));
ALTER TABLE "payments_verification" ADD CONSTRAINT "payments_verificatio_account_id_4f01585c_fk_parties_b" FOREIGN KEY ("account_id") REFERENCES "parties_bankaccount" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "payments_verification_account_id_4f01585c" ON "payments_verification" ("account_id");
CREATE INDEX "payments_verified" ON "payments_verification" ("account_id", "asked_at" DESC);
CREATE INDEX "payments_order_own_id_4596171b" ON "payments_order" ("own_id");
CREATE INDEX "payments_order_source_id_7b13a198" ON "payments_order" ("source_id");
-- migration payments 0005_left_unpaid
CREATE TABLE "payments_leftunpaid" ("order_id" uuid NOT NULL PRIMARY KEY, "note" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "agreed_at" timestamp with time zone NULL, "agreed_by" text NOT NULL, CONSTRAINT "payments_unpaid_says_why" CHECK (NOT ("note" = '')), CONSTRAINT "payments_unpaid_four_eyes" CHECK ((("agreed_at" IS NULL AND "agreed_by" = '') OR ("agreed_at" IS NOT NULL AND NOT ("agreed_by" = '') AND NOT ("agreed_by" = ("asked_by"))))));
ALTER TABLE "payments_leftunpaid" ADD CONSTRAINT "payments_leftunpaid_order_id_1d50d7d8_fk_payments_order_id" FOREIGN KEY ("order_id") REFERENCES "payments_order" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration payments 0006_third_party_money
CREATE TABLE "payments_orderpart" ("id" uuid NOT NULL PRIMARY KEY, "reference" uuid NOT NULL, "amount_cents" bigint NOT NULL);
ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_whose";
ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_paid_to";
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_whose" CHECK ((("client_id" IS NULL AND "contract_id" IS NULL AND "debtor_id" IS NOT NULL AND "rule" = 'P19') OR ("client_id" IS NULL AND "contract_id" IS NULL AND "debtor_id" IS NULL AND "rule" = 'P36') OR ("client_id" IS NOT NULL AND "contract_id" IS NOT NULL AND "rule" = 'P33') OR ("client_id" IS NULL AND "contract_id" IS NULL AND "debtor_id" IS NOT NULL AND "rule" = 'P33') OR ("debtor_id" IS NULL AND "rule" = 'P32') OR (NOT ("rule" IN ('P19', 'P32', 'P33', 'P36')) AND "client_id" IS NOT NULL AND "contract_id" IS NOT NULL AND "debtor_id" IS NULL)));
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_paid_to" CHECK ((("own_id" IS NOT NULL AND "payee_id" IS NULL AND "rule" IN ('P32', 'P36') AND "source_id" IS NOT NULL) OR ("own_id" IS NULL AND "payee_id" IS NOT NULL AND "rule" = 'P33' AND "source_id" IS NOT NULL) OR (NOT ("rule" IN ('P32', 'P33', 'P36')) AND "own_id" IS NULL AND "payee_id" IS NOT NULL AND "source_id" IS NULL)));
ALTER TABLE "payments_orderpart" ADD COLUMN "order_id" uuid NOT NULL CONSTRAINT "payments_orderpart_order_id_4a7e425e_fk_payments_order_id" REFERENCES "payments_order"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "payments_orderpart_order_id_4a7e425e_fk_payments_order_id" IMMEDIATE;
CREATE INDEX "payments_part_of_claim" ON "payments_orderpart" ("reference");
ALTER TABLE "payments_orderpart" ADD CONSTRAINT "payments_part_once" UNIQUE ("order_id", "reference");
ALTER TABLE "payments_orderpart" ADD CONSTRAINT "payments_part_positive" CHECK ("amount_cents" > 0);
CREATE INDEX "payments_orderpart_order_id_4a7e425e" ON "payments_orderpart" ("order_id");
-- migration payments 0007_sweeps
ALTER TABLE "payments_order" DROP CONSTRAINT "payments_order_paid_to";
ALTER TABLE "payments_order" ADD CONSTRAINT "payments_order_paid_to" CHECK ((("own_id" IS NOT NULL AND "payee_id" IS NULL AND "rule" IN ('P32', 'P34f', 'P36') AND "source_id" IS NOT NULL) OR ("own_id" IS NULL AND "payee_id" IS NOT NULL AND "rule" = 'P33' AND "source_id" IS NOT NULL) OR (NOT ("rule" IN ('P32', 'P33', 'P34f', 'P36')) AND "own_id" IS NULL AND "payee_id" IS NOT NULL AND "source_id" IS NULL)));
-- migration proceedings 0001_cases
CREATE TABLE "proceedings_case" ("id" uuid NOT NULL PRIMARY KEY, "procedure" text NOT NULL, "state" text NOT NULL, "since" date NOT NULL, "days" jsonb NOT NULL, "look_date" date NOT NULL, "opened_at" timestamp with time zone NOT NULL, "opened_by" text NOT NULL, "dossier_id" uuid NOT NULL);
CREATE TABLE "proceedings_partner" ("id" uuid NOT NULL PRIMARY KEY, "role" text NOT NULL, "districts" text[] NOT NULL, "since_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "company_id" uuid NOT NULL);
CREATE TABLE "proceedings_cost" ("id" uuid NOT NULL PRIMARY KEY, "act" text NOT NULL, "on" date NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "reason" jsonb NULL, "words" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "case_id" uuid NOT NULL, "partner_id" uuid NOT NULL);
CREATE TABLE "proceedings_assignment" ("id" uuid NOT NULL PRIMARY KEY, "role" text NOT NULL, "state" text NOT NULL, "words" text NOT NULL, "offered_at" timestamp with time zone NOT NULL, "offered_by" text NOT NULL, "answered_at" timestamp with time zone NULL, "answered_by" text NOT NULL, "case_id" uuid NOT NULL, "partner_id" uuid NOT NULL);
CREATE TABLE "proceedings_person" ("id" uuid NOT NULL PRIMARY KEY, "since_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "partner_id" uuid NOT NULL, "user_id" uuid NOT NULL);
CREATE TABLE "proceedings_step" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL, "act" text NOT NULL, "on" date NOT NULL, "fixed" date NULL, "before" text NOT NULL, "after" text NOT NULL, "holds" text[] NOT NULL, "amounts" jsonb NOT NULL, "words" text NOT NULL, "side" text NOT NULL, "by" text NOT NULL, "at" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL, "document_id" varchar(64) NULL);
CREATE TABLE "proceedings_tariff" ("id" uuid NOT NULL PRIMARY KEY, "country" varchar(2) NOT NULL, "act" text NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "since" date NOT NULL, "source" text NOT NULL, "state" text NOT NULL, "entered_at" timestamp with time zone NOT NULL, "entered_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, CONSTRAINT "proceedings_tariff_sourced" CHECK (("amount_cents" > 0 AND NOT ("source" = ''))), CONSTRAINT "proceedings_tariff_state" CHECK ("state" IN ('confirmed', 'dropped', 'entered')), CONSTRAINT "proceedings_tariff_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ("entered_by"))))));
CREATE TABLE "proceedings_word" ("id" uuid NOT NULL PRIMARY KEY, "words" text NOT NULL, "side" text NOT NULL, "by" text NOT NULL, "at" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL);
CREATE INDEX "proceedings_by_state" ON "proceedings_case" ("state", "opened_at" DESC);
CREATE INDEX "proceedings_to_look_at" ON "proceedings_case" ("look_date", "id") WHERE NOT ("state" IN ('closed_contested', 'closed_judged', 'closed_paid', 'court_route', 'ended_without_title', 'stopped_concurrence', 'withdrawn'));
ALTER TABLE "proceedings_case" ADD CONSTRAINT "proceedings_procedure" CHECK ("procedure" IN ('be_court', 'be_ios', 'fr_order', 'fr_simplified', 'fr_uncontested', 'nl_summons'));
ALTER TABLE "proceedings_case" ADD CONSTRAINT "proceedings_case_state" CHECK ("state" IN ('agreed', 'amicable', 'at_magistrate', 'bailiff_assigned', 'closed_contested', 'closed_judged', 'closed_paid', 'contest_doubtful', 'cooling', 'court_route', 'ended_without_title', 'enforceable', 'enforcement', 'instructed', 'invited', 'judged', 'judged_by_default', 'lawyer_review', 'opposed', 'ordered', 'plan_active', 'plan_proposed', 'preparing', 'record_drawn', 'record_ready', 'requested', 'served', 'stopped_concurrence', 'summoned', 'summons_served', 'suspended_by_court', 'withdrawn'));
CREATE UNIQUE INDEX "proceedings_one_running_case" ON "proceedings_case" ("dossier_id") WHERE NOT ("state" IN ('closed_contested', 'closed_judged', 'closed_paid', 'court_route', 'ended_without_title', 'stopped_concurrence', 'withdrawn'));
ALTER TABLE "proceedings_partner" ADD CONSTRAINT "proceedings_partner_role" CHECK ("role" IN ('lawyer', 'bailiff'));
CREATE UNIQUE INDEX "proceedings_partner_once" ON "proceedings_partner" ("company_id", "role") WHERE "ended_at" IS NULL;
ALTER TABLE "proceedings_cost" ADD CONSTRAINT "proceedings_cost_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "proceedings_cost" ADD CONSTRAINT "proceedings_cost_state" CHECK ("state" IN ('agreed', 'asked', 'refused'));
ALTER TABLE "proceedings_cost" ADD CONSTRAINT "proceedings_cost_decided" CHECK (("state" = 'asked' OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ''))));
ALTER TABLE "proceedings_cost" ADD CONSTRAINT "proceedings_cost_once" UNIQUE ("case_id", "partner_id", "act", "on");
CREATE INDEX "proceedings_of_partner" ON "proceedings_assignment" ("partner_id", "state", "offered_at" DESC);
ALTER TABLE "proceedings_assignment" ADD CONSTRAINT "proceedings_assignment_role" CHECK ("role" IN ('lawyer', 'bailiff'));
ALTER TABLE "proceedings_assignment" ADD CONSTRAINT "proceedings_assignment_state" CHECK ("state" IN ('accepted', 'ended', 'offered', 'refused'));
CREATE UNIQUE INDEX "proceedings_one_of_each_role" ON "proceedings_assignment" ("case_id", "role") WHERE "state" IN ('offered', 'accepted');
CREATE UNIQUE INDEX "proceedings_person_of_one_partner" ON "proceedings_person" ("user_id") WHERE "ended_at" IS NULL;
CREATE INDEX "proceedings_steps" ON "proceedings_step" ("case_id", "at", "id");
ALTER TABLE "proceedings_step" ADD CONSTRAINT "proceedings_step_side" CHECK ("side" IN ('staff', 'lawyer', 'bailiff', 'debtor'));
ALTER TABLE "proceedings_step" ADD CONSTRAINT "proceedings_step_once" UNIQUE ("case_id", "key");
CREATE INDEX "proceedings_thread" ON "proceedings_word" ("case_id", "at", "id");
ALTER TABLE "proceedings_word" ADD CONSTRAINT "proceedings_word_said" CHECK (("side" IN ('staff', 'lawyer', 'bailiff', 'debtor') AND NOT ("words" = '')));
ALTER TABLE "proceedings_case" ADD CONSTRAINT "proceedings_case_dossier_id_5d830992_fk_collection_dossier_id" FOREIGN KEY ("dossier_id") REFERENCES "collection_dossier" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_case_dossier_id_5d830992" ON "proceedings_case" ("dossier_id");
ALTER TABLE "proceedings_partner" ADD CONSTRAINT "proceedings_partner_company_id_cefe0b05_fk_parties_company_id" FOREIGN KEY ("company_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_partner_company_id_cefe0b05" ON "proceedings_partner" ("company_id");
ALTER TABLE "proceedings_cost" ADD CONSTRAINT "proceedings_cost_case_id_e8f5d38f_fk_proceedings_case_id" FOREIGN KEY ("case_id") REFERENCES "proceedings_case" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "proceedings_cost" ADD CONSTRAINT "proceedings_cost_partner_id_986d0cbb_fk_proceedings_partner_id" FOREIGN KEY ("partner_id") REFERENCES "proceedings_partner" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_cost_case_id_e8f5d38f" ON "proceedings_cost" ("case_id");
CREATE INDEX "proceedings_cost_partner_id_986d0cbb" ON "proceedings_cost" ("partner_id");
ALTER TABLE "proceedings_assignment" ADD CONSTRAINT "proceedings_assignment_case_id_72188c69_fk_proceedings_case_id" FOREIGN KEY ("case_id") REFERENCES "proceedings_case" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "proceedings_assignment" ADD CONSTRAINT "proceedings_assignme_partner_id_1901cf09_fk_proceedin" FOREIGN KEY ("partner_id") REFERENCES "proceedings_partner" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_assignment_case_id_72188c69" ON "proceedings_assignment" ("case_id");
CREATE INDEX "proceedings_assignment_partner_id_1901cf09" ON "proceedings_assignment" ("partner_id");
ALTER TABLE "proceedings_person" ADD CONSTRAINT "proceedings_person_partner_id_9bfa01f2_fk_proceedin" FOREIGN KEY ("partner_id") REFERENCES "proceedings_partner" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "proceedings_person" ADD CONSTRAINT "proceedings_person_user_id_d64d47da_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_person_partner_id_9bfa01f2" ON "proceedings_person" ("partner_id");
CREATE INDEX "proceedings_person_user_id_d64d47da" ON "proceedings_person" ("user_id");
ALTER TABLE "proceedings_step" ADD CONSTRAINT "proceedings_step_case_id_03f9b283_fk_proceedings_case_id" FOREIGN KEY ("case_id") REFERENCES "proceedings_case" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "proceedings_step" ADD CONSTRAINT "proceedings_step_document_id_d8d583b8_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_step_case_id_03f9b283" ON "proceedings_step" ("case_id");
CREATE INDEX "proceedings_step_document_id_d8d583b8" ON "proceedings_step" ("document_id");
CREATE INDEX "proceedings_step_document_id_d8d583b8_like" ON "proceedings_step" ("document_id" varchar_pattern_ops);
CREATE UNIQUE INDEX "proceedings_tariff_once" ON "proceedings_tariff" ("country", "act", "since") WHERE NOT ("state" = 'dropped');
ALTER TABLE "proceedings_word" ADD CONSTRAINT "proceedings_word_case_id_81e8e8fe_fk_proceedings_case_id" FOREIGN KEY ("case_id") REFERENCES "proceedings_case" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "proceedings_word_case_id_81e8e8fe" ON "proceedings_word" ("case_id");
-- migration procrastinate 0001_initial
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;

CREATE TABLE IF NOT EXISTS procrastinate_version (
    id BIGSERIAL PRIMARY KEY,
    version TEXT,
    name TEXT,
    applied_at TIMESTAMP WITH TIME ZONE DEFAULT NOW()
);

CREATE TYPE procrastinate_job_status AS ENUM (
    'todo',  -- The job is queued
    'doing',  -- The job has been fetched by a worker
    'succeeded',  -- The job ended successfully
    'failed'  -- The job ended with an error
);

CREATE TYPE procrastinate_job_event_type AS ENUM (
    'deferred',  -- Job created, in todo
    'started',  -- todo -> doing
    'deferred_for_retry',  -- doing -> todo
    'failed',  -- doing -> failed
    'succeeded',  -- doing -> succeeded
    'cancelled', -- todo -> failed or succeeded
    'scheduled' -- not an event transition, but recording when a task is scheduled for
);

CREATE TABLE procrastinate_jobs (
    id bigserial PRIMARY KEY,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}' NOT NULL,
    status procrastinate_job_status DEFAULT 'todo'::procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone NULL,
    started_at timestamp with time zone NULL,
    attempts integer DEFAULT 0 NOT NULL
);

CREATE TABLE procrastinate_events (
    id BIGSERIAL PRIMARY KEY,
    job_id integer NOT NULL REFERENCES procrastinate_jobs ON DELETE CASCADE,
    type procrastinate_job_event_type,
    at timestamp with time zone DEFAULT NOW() NULL
);

CREATE TABLE procrastinate_job_locks (
    object text PRIMARY KEY
);

CREATE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
	WITH potential_job AS (
		SELECT procrastinate_jobs.*
			FROM procrastinate_jobs
			LEFT JOIN procrastinate_job_locks ON procrastinate_job_locks.object = procrastinate_jobs.lock
			WHERE (target_queue_names IS NULL OR queue_name = ANY( target_queue_names ))
			  AND procrastinate_job_locks.object IS NULL
			  AND status = 'todo'
			  AND (scheduled_at IS NULL OR scheduled_at <= now())
            ORDER BY id ASC
			FOR UPDATE OF procrastinate_jobs SKIP LOCKED LIMIT 1
	), lock_object AS (
		INSERT INTO procrastinate_job_locks
			SELECT lock FROM potential_job
            ON CONFLICT DO NOTHING
            RETURNING object
	)
	UPDATE procrastinate_jobs
		SET status = 'doing',
            started_at = NOW()
		FROM potential_job, lock_object
        WHERE lock_object.object IS NOT NULL
		AND procrastinate_jobs.id = potential_job.id
		RETURNING * INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, next_scheduled_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
	WITH finished_job AS (
		UPDATE procrastinate_jobs
        SET status = end_status,
            attempts = attempts + 1,
            scheduled_at = COALESCE(next_scheduled_at, scheduled_at)
        WHERE id = job_id RETURNING lock
	)
	DELETE FROM procrastinate_job_locks WHERE object = (SELECT lock FROM finished_job);
END;
$$;

CREATE FUNCTION procrastinate_notify_queue() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM pg_notify('procrastinate_queue#' || NEW.queue_name, NEW.task_name);
	PERFORM pg_notify('procrastinate_any_queue', NEW.task_name);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_status_events_procedure_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_status_events_procedure_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_scheduled_events_procedure() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE INDEX ON procrastinate_jobs(queue_name);

CREATE TRIGGER procrastinate_jobs_notify_queue
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue();

CREATE TRIGGER procrastinate_trigger_status_events_update
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_status_events_procedure_update();

CREATE TRIGGER procrastinate_trigger_status_events_insert
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_status_events_procedure_insert();

CREATE TRIGGER procrastinate_trigger_scheduled_events
    AFTER UPDATE OR INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.scheduled_at IS NOT NULL AND new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_scheduled_events_procedure();

CREATE INDEX procrastinate_events_job_id_fkey ON procrastinate_events(job_id);
-- migration procrastinate 0002_drop_started_at_column
-- remove the started_at column from the procrastinate_jobs table
ALTER TABLE procrastinate_jobs DROP COLUMN started_at;
-- migration procrastinate 0003_drop_started_at_column
-- replace the procrastinate_fetch_job function with a version that doesn't
-- set the started_at field when updating the procrastinate_jobs table
CREATE OR REPLACE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
	WITH potential_job AS (
		SELECT procrastinate_jobs.*
			FROM procrastinate_jobs
			LEFT JOIN procrastinate_job_locks ON procrastinate_job_locks.object = procrastinate_jobs.lock
			WHERE (target_queue_names IS NULL OR queue_name = ANY( target_queue_names ))
			  AND procrastinate_job_locks.object IS NULL
			  AND status = 'todo'
			  AND (scheduled_at IS NULL OR scheduled_at <= now())
            ORDER BY id ASC
			FOR UPDATE OF procrastinate_jobs SKIP LOCKED LIMIT 1
	), lock_object AS (
		INSERT INTO procrastinate_job_locks
			SELECT lock FROM potential_job
            ON CONFLICT DO NOTHING
            RETURNING object
	)
	UPDATE procrastinate_jobs
		SET status = 'doing'
		FROM potential_job, lock_object
        WHERE lock_object.object IS NOT NULL
		AND procrastinate_jobs.id = potential_job.id
		RETURNING * INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- migration procrastinate 0004_drop_procrastinate_version_table
-- drop the procrastinate_version table
DROP TABLE IF EXISTS procrastinate_version;
-- migration procrastinate 0005_fix_procrastinate_fetch_job
-- fix procrastinate_fetch_job that works by accident, now returning a proper
-- procrastinate_jobs row
CREATE OR REPLACE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
	WITH potential_job AS (
		SELECT procrastinate_jobs.*
			FROM procrastinate_jobs
			LEFT JOIN procrastinate_job_locks ON procrastinate_job_locks.object = procrastinate_jobs.lock
			WHERE (target_queue_names IS NULL OR queue_name = ANY( target_queue_names ))
			  AND procrastinate_job_locks.object IS NULL
			  AND status = 'todo'
			  AND (scheduled_at IS NULL OR scheduled_at <= now())
            ORDER BY id ASC
			FOR UPDATE OF procrastinate_jobs SKIP LOCKED LIMIT 1
	), lock_object AS (
		INSERT INTO procrastinate_job_locks
			SELECT lock FROM potential_job
            ON CONFLICT DO NOTHING
            RETURNING object
	)
	UPDATE procrastinate_jobs
		SET status = 'doing'
		FROM potential_job, lock_object
        WHERE lock_object.object IS NOT NULL
		AND procrastinate_jobs.id = potential_job.id
		RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- migration procrastinate 0006_fix_trigger_status_events_insert
-- re-create the procrastinate_trigger_status_events_insert trigger
DROP TRIGGER procrastinate_trigger_status_events_insert on procrastinate_jobs;
CREATE TRIGGER procrastinate_trigger_status_events_insert
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_status_events_procedure_insert();
-- migration procrastinate 0007_add_queueing_lock_column
-- add a queueing_lock column to the procrastinate_jobs table
ALTER TABLE procrastinate_jobs ADD COLUMN queueing_lock text;
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx ON procrastinate_jobs (queueing_lock) WHERE status = 'todo';
-- migration procrastinate 0008_close_fetch_job_race_condition
DROP TABLE IF EXISTS procrastinate_job_locks;

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx ON procrastinate_jobs (lock) WHERE status = 'doing';

CREATE OR REPLACE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, next_scheduled_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_jobs
    SET status = end_status,
        attempts = attempts + 1,
        scheduled_at = COALESCE(next_scheduled_at, scheduled_at)
    WHERE id = job_id;
END;
$$;
-- migration procrastinate 0009_add_defer_job_function
CREATE OR REPLACE FUNCTION procrastinate_defer_job(queue_name character varying, task_name character varying, lock text, queueing_lock text, args json, scheduled_at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;
-- migration procrastinate 0010_add_procrastinate_periodic_defers
CREATE TABLE procrastinate_periodic_defers (
    id bigserial PRIMARY KEY,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint REFERENCES procrastinate_jobs(id) NULL,
    UNIQUE (task_name, defer_timestamp)
);
-- When parameters change, function must be dropped.
DROP FUNCTION IF EXISTS procrastinate_defer_job;
CREATE FUNCTION procrastinate_defer_job(
    queue_name character varying,
    task_name character varying,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _task_name character varying,
    _defer_timestamp bigint
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, defer_timestamp)
        VALUES (_task_name, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                NULL,
                NULL,
                ('{"timestamp": ' || _defer_timestamp || '}')::jsonb,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        WHERE
            _job_id IS NOT NULL
            AND procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp;

    RETURN _job_id;
END;
$$;
-- migration procrastinate 0011_add_foreign_key_index
CREATE INDEX procrastinate_periodic_defers_job_id_fkey ON procrastinate_periodic_defers(job_id);
-- migration procrastinate 0012_add_locks_to_periodic_defer
ALTER TABLE procrastinate_periodic_defers
    ADD COLUMN queue_name character varying(128) NOT NULL DEFAULT 'undefined';

ALTER TABLE procrastinate_periodic_defers
    ALTER COLUMN queue_name DROP DEFAULT;

ALTER TABLE procrastinate_periodic_defers
    DROP CONSTRAINT procrastinate_periodic_defers_task_name_defer_timestamp_key;

ALTER TABLE procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, queue_name, defer_timestamp);

DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _defer_timestamp bigint
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, queue_name, defer_timestamp)
        VALUES (_task_name, _queue_name, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _lock,
                _queueing_lock,
                ('{"timestamp": ' || _defer_timestamp || '}')::jsonb,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        WHERE
            _job_id IS NOT NULL
            AND procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp;

    RETURN _job_id;
END;
$$;
-- migration procrastinate 0013_fix_procrastinate_defer_periodic_job
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _defer_timestamp bigint
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, queue_name, defer_timestamp)
        VALUES (_task_name, _queue_name, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _lock,
                _queueing_lock,
                ('{"timestamp": ' || _defer_timestamp || '}')::jsonb,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.queue_name = _queue_name
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
-- migration procrastinate 0014_add_finish_job_and_retry_job_functions
CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_jobs
    SET status = end_status,
        attempts = attempts + 1
    WHERE id = job_id;
END;
$$;

CREATE FUNCTION procrastinate_retry_job(job_id integer, retry_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at
    WHERE id = job_id;
END;
$$;
-- migration procrastinate 0015_add_trigger_on_job_deletion
CREATE FUNCTION procrastinate_unlink_periodic_defers() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE TRIGGER procrastinate_trigger_delete_jobs
    BEFORE DELETE ON procrastinate_jobs
    FOR EACH ROW EXECUTE PROCEDURE procrastinate_unlink_periodic_defers();
-- migration procrastinate 0016_delete_finished_jobs
CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs WHERE id = job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts = attempts + 1
        WHERE id = job_id;
    END IF;
END;
$$;
-- migration procrastinate 0017_add_checks_to_finish_job
CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
-- migration procrastinate 0018_add_checks_to_retry_job
CREATE OR REPLACE FUNCTION procrastinate_retry_job(job_id integer, retry_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at
    WHERE id = job_id AND status = 'doing'
    RETURNING id INTO _job_id;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
-- migration procrastinate 0019_fix_finish_job_compat_issue
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, boolean);

CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, next_scheduled_at timestamp with time zone, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
-- migration procrastinate 0020_add_index_on_procrastinate_jobs
CREATE INDEX IF NOT EXISTS procrastinate_jobs_id_lock_idx ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]);
-- migration procrastinate 0021_add_kwargs_to_defer_periodic_job
ALTER TABLE "procrastinate_periodic_defers"
    ADD COLUMN IF NOT EXISTS "periodic_id" character varying(128) NOT NULL DEFAULT '';

-- Column kept for backwards compatibility, will be removed in the future.
ALTER TABLE "procrastinate_periodic_defers"
    ALTER COLUMN "queue_name" DROP NOT NULL;

ALTER TABLE "procrastinate_periodic_defers"
    DROP CONSTRAINT IF EXISTS procrastinate_periodic_defers_unique;

ALTER TABLE "procrastinate_periodic_defers"
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE ("task_name", "periodic_id", "defer_timestamp");

CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
-- migration procrastinate 0022_null_locks_excluded
DROP FUNCTION IF EXISTS procrastinate_fetch_job(target_queue_names character varying[]);

CREATE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- migration procrastinate 0023_remove_old_finish_job_function
-- remove old procrastinate_finish_job functions

-- https://github.com/procrastinate-org/procrastinate/pull/336
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, timestamp with time zone);

-- https://github.com/procrastinate-org/procrastinate/pull/354
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status);

-- https://github.com/procrastinate-org/procrastinate/pull/381
CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

-- https://github.com/procrastinate-org/procrastinate/pull/471
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job(character varying, character varying, character varying, character varying, bigint);

ALTER TABLE procrastinate_periodic_defers DROP COLUMN "queue_name";
-- migration procrastinate 0024_job_id_bigint
ALTER TABLE procrastinate_events ALTER COLUMN "job_id" TYPE bigint;

DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, boolean);
CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id bigint, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_retry_job(integer, timestamp with time zone);
CREATE OR REPLACE FUNCTION procrastinate_retry_job(job_id bigint, retry_at timestamp with time zone)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at
    WHERE id = job_id AND status = 'doing'
    RETURNING id INTO _job_id;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
-- migration procrastinate 0025_add_models
-- migration procrastinate 0026_add_job_priority
ALTER TABLE procrastinate_jobs ADD COLUMN priority integer DEFAULT 0 NOT NULL;

CREATE OR REPLACE FUNCTION procrastinate_defer_job(
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job(character varying, character varying, character varying, character varying, character varying, bigint, jsonb);
CREATE OR REPLACE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                0,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_fetch_job(character varying[]);
CREATE OR REPLACE FUNCTION procrastinate_fetch_job(
    target_queue_names character varying[]
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- migration procrastinate 0027_add_periodic_job_priority
CREATE OR REPLACE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _priority,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
-- migration procrastinate 0028_add_cancel_states
ALTER TYPE procrastinate_job_status ADD VALUE 'cancelled';
ALTER TYPE procrastinate_job_status ADD VALUE 'aborting';
ALTER TYPE procrastinate_job_status ADD VALUE 'aborted';

ALTER TYPE procrastinate_job_event_type ADD VALUE 'abort_requested' BEFORE 'scheduled';
ALTER TYPE procrastinate_job_event_type ADD VALUE 'aborted' BEFORE 'scheduled';

CREATE FUNCTION procrastinate_cancel_job(job_id bigint, abort boolean, delete_job boolean)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET status = CASE status
                WHEN 'todo' THEN 'cancelled'::procrastinate_job_status
                WHEN 'doing' THEN 'aborting'::procrastinate_job_status
            END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_fetch_job(
    target_queue_names character varying[]
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing', 'aborting')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id bigint, end_status procrastinate_job_status, delete_job boolean)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing', 'aborting')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing', 'aborting')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing", "todo" or "aborting" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_trigger_status_events_procedure_update()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborting'::procrastinate_job_status
                THEN 'abort_requested'::procrastinate_job_event_type
            WHEN (
                    OLD.status = 'doing'::procrastinate_job_status
                    OR OLD.status = 'aborting'::procrastinate_job_status
                )
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
-- migration procrastinate 0029_add_additional_params_to_retry_job
CREATE OR REPLACE FUNCTION procrastinate_retry_job(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at,
        priority = COALESCE(new_priority, priority),
        queue_name = COALESCE(new_queue_name, queue_name),
        lock = COALESCE(new_lock, lock)
    WHERE id = job_id AND status = 'doing'
    RETURNING id INTO _job_id;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
-- migration procrastinate 0030_alter_procrastinateevent_options
-- migration procrastinate 0031_add_indexes_for_fetch_job
-- recreate procrastinate_jobs_id_lock_idx index by adding aborting status to the filter so that it can be used by the fetch job function
CREATE INDEX procrastinate_jobs_id_lock_idx_temp ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status, 'aborting'::procrastinate_job_status]);
DROP INDEX procrastinate_jobs_id_lock_idx;
ALTER INDEX procrastinate_jobs_id_lock_idx_temp RENAME TO procrastinate_jobs_id_lock_idx;

-- add index to avoid seq scan of outer query in the fetch job function
CREATE INDEX procrastinate_jobs_priority_idx ON procrastinate_jobs(priority desc, id asc) WHERE (status = 'todo'::procrastinate_job_status);
-- migration procrastinate 0032_pre_cancel_notification
-- Note: starting with v3, there are 2 changes in the migration system:
-- - We now have pre- and post-migration scripts. pre-migrations are safe to
--   apply before upgrading the code. post-migrations are safe to apply after
--   upgrading he code.
--   This is a pre-migration script.
-- - Whenever we recreate an immutable object (function, trigger, indexes), we
--   will suffix its name with a version number.

-- Add an 'abort_requested' column to the procrastinate_jobs table
ALTER TABLE procrastinate_jobs ADD COLUMN abort_requested boolean DEFAULT false NOT NULL;

-- Set abort requested flag on all jobs with 'aborting' status
UPDATE procrastinate_jobs SET abort_requested = true WHERE status = 'aborting';

-- Add temporary triggers to sync the abort_requested flag with the status
-- so that blue-green deployments can work
CREATE OR REPLACE FUNCTION procrastinate_sync_abort_requested_with_status_temp()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.status = 'aborting' THEN
        NEW.abort_requested = true;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_sync_abort_requested_with_status_temp
    BEFORE UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE FUNCTION procrastinate_sync_abort_requested_with_status_temp();

-- Create the new versioned functions

CREATE FUNCTION procrastinate_defer_job_v1(
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;

CREATE FUNCTION procrastinate_defer_periodic_job_v1(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job_v1(
                _queue_name,
                _task_name,
                _priority,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE FUNCTION procrastinate_fetch_job_v1(
    target_queue_names character varying[]
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_finish_job_v1(job_id bigint, end_status procrastinate_job_status, delete_job boolean)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

-- The retry_job function now has specific behaviour when a job is set to be
-- retried while it's aborting: in that case it's marked as failed.
CREATE FUNCTION procrastinate_retry_job_v1(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

-- Create new versioned trigger functions and triggers

CREATE FUNCTION procrastinate_notify_queue_job_inserted_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_temp
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();

CREATE FUNCTION procrastinate_notify_queue_abort_job_v1()
RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_temp
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((old.abort_requested = false AND new.abort_requested = true AND new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_abort_job_v1();
-- migration procrastinate 0033_post_cancel_notification
-- These are old versions of functions, that we needed to keep around for
-- backwards compatibility. We can now safely drop them.
DROP FUNCTION IF EXISTS procrastinate_finish_job(
    integer,
    procrastinate_job_status,
    timestamp with time zone,
    boolean
);
DROP FUNCTION IF EXISTS procrastinate_defer_job(
    character varying,
    character varying,
    text,
    text,
    jsonb,
    timestamp with time zone
);
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job(
    character varying,
    character varying,
    character varying,
    character varying,
    character varying,
    bigint,
    jsonb
);
DROP FUNCTION IF EXISTS procrastinate_retry_job(
    bigint,
    timestamp with time zone
);
DROP FUNCTION IF EXISTS procrastinate_retry_job(
    bigint,
    timestamp with time zone,
    integer,
    character varying,
    character varying
);

-- Remove all traces of the "aborting" status
-- Last sanity update in case the trigger didn't work 100% of the time
UPDATE procrastinate_jobs SET abort_requested = true WHERE status = 'aborting';

-- Delete the indexes that depend on the old status and enum type
DROP INDEX IF EXISTS procrastinate_jobs_queueing_lock_idx;
DROP INDEX IF EXISTS procrastinate_jobs_lock_idx;
DROP INDEX IF EXISTS procrastinate_jobs_id_lock_idx;

-- Delete the unversioned triggers
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_update ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_insert ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_scheduled_events ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_update ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue ON procrastinate_jobs;

-- Delete the unversioned functions
DROP FUNCTION IF EXISTS procrastinate_defer_job;
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
DROP FUNCTION IF EXISTS procrastinate_fetch_job;
DROP FUNCTION IF EXISTS procrastinate_finish_job(bigint, procrastinate_job_status, boolean);
DROP FUNCTION IF EXISTS procrastinate_cancel_job;
DROP FUNCTION IF EXISTS procrastinate_trigger_status_events_procedure_update;
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, timestamp with time zone, boolean);
DROP FUNCTION IF EXISTS procrastinate_notify_queue;

-- Delete the functions that depend on the old event type
DROP FUNCTION IF EXISTS procrastinate_trigger_status_events_procedure_insert;
DROP FUNCTION IF EXISTS procrastinate_trigger_scheduled_events_procedure;

-- Delete temporary triggers and functions
DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_inserted_temp ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_aborted_temp ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_sync_abort_requested_with_status_temp ON procrastinate_jobs;
DROP FUNCTION IF EXISTS procrastinate_sync_abort_requested_with_status_temp;

-- Alter the table to not use the 'aborting' status anymore
ALTER TABLE procrastinate_jobs
ALTER COLUMN status TYPE procrastinate_job_status
USING (
    CASE status::text
        WHEN 'aborting' THEN 'doing'::procrastinate_job_status
        ELSE status::procrastinate_job_status
    END
);

-- Recreate the dropped temporary triggers
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((old.abort_requested = false AND new.abort_requested = true AND new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_abort_job_v1();

-- Recreate the dropped indexes (with version suffix)
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON procrastinate_jobs (queueing_lock) WHERE status = 'todo';
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON procrastinate_jobs (lock) WHERE status = 'doing';
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]);

-- Rename existing indexes
ALTER INDEX procrastinate_jobs_queue_name_idx RENAME TO procrastinate_jobs_queue_name_idx_v1;
ALTER INDEX procrastinate_events_job_id_fkey  RENAME TO procrastinate_events_job_id_fkey_v1;
ALTER INDEX procrastinate_periodic_defers_job_id_fkey RENAME TO procrastinate_periodic_defers_job_id_fkey_v1;
ALTER INDEX procrastinate_jobs_priority_idx RENAME TO procrastinate_jobs_priority_idx_v1;

-- Recreate or rename the other triggers & their associated functions

CREATE FUNCTION procrastinate_trigger_function_status_events_insert_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_insert_v1();

CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_status_events_update_v1
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_update_v1();

CREATE FUNCTION procrastinate_trigger_function_scheduled_events_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1
    AFTER UPDATE OR INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.scheduled_at IS NOT NULL AND new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_function_scheduled_events_v1();

CREATE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.abort_requested = true))
    EXECUTE PROCEDURE procrastinate_trigger_abort_requested_events_procedure_v1();

-- Rename remaining functions to use version suffix
ALTER FUNCTION procrastinate_unlink_periodic_defers RENAME TO procrastinate_unlink_periodic_defers_v1;
ALTER TRIGGER procrastinate_trigger_delete_jobs ON procrastinate_jobs RENAME TO procrastinate_trigger_delete_jobs_v1;

-- New constraints
ALTER TABLE procrastinate_jobs ADD CONSTRAINT check_not_todo_abort_requested CHECK (NOT (status = 'todo' AND abort_requested = true));
-- migration procrastinate 0034_pre_add_heartbeat
CREATE TABLE procrastinate_workers(
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    last_heartbeat timestamp with time zone NOT NULL DEFAULT NOW()
);

ALTER TABLE procrastinate_jobs ADD COLUMN worker_id bigint REFERENCES procrastinate_workers(id) ON DELETE SET NULL;

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON procrastinate_jobs(worker_id) WHERE worker_id IS NOT NULL AND status = 'doing'::procrastinate_job_status;

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON procrastinate_workers(last_heartbeat);

CREATE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[],
    p_worker_id bigint
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_register_worker_v1()
    RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION procrastinate_unregister_worker_v1(worker_id bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_update_heartbeat_v1(worker_id bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat float)
    RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
-- migration procrastinate 0035_post_add_heartbeat
DROP FUNCTION IF EXISTS procrastinate_fetch_job_v1(character varying[]);
-- migration procrastinate 0036_add_worker_model
-- migration procrastinate 0037_pre_batch_defer_jobs
CREATE TYPE procrastinate_job_to_defer_v1 AS (
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
);

CREATE FUNCTION procrastinate_defer_jobs_v1(
    jobs procrastinate_job_to_defer_v1[]
)
    RETURNS bigint[]
    LANGUAGE plpgsql
AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION procrastinate_defer_periodic_job_v2(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
-- migration procrastinate 0038_post_batch_defer_jobs
DROP FUNCTION IF EXISTS procrastinate_defer_job_v1;
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job_v1;
-- migration procrastinate 0039_pre_priority_lock_fetch_job
-- Migration: Update procrastinate_fetch_job_v2 to consider priority before job id for locked jobs
DROP FUNCTION IF EXISTS procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint);

CREATE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[],
    p_worker_id bigint
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
-- migration procrastinate 0040_pre_retry_failed_job
-- Append new event type to reflect transition from failed -> todo
ALTER TYPE procrastinate_job_event_type ADD VALUE 'retried' AFTER 'scheduled';

-- Procedure to retry failed jobs
CREATE FUNCTION procrastinate_retry_job_v2(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
-- migration procrastinate 0041_post_retry_failed_job
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_update_v1 ON procrastinate_jobs;
DROP FUNCTION IF EXISTS procrastinate_trigger_function_status_events_update_v1;

CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$function$;

CREATE TRIGGER procrastinate_trigger_status_events_update_v1
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_update_v1();
-- migration purchase 0001_initial
CREATE TABLE "purchase_proposal" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "offered_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "set_off_cents" bigint NOT NULL, "payout_cents" bigint NOT NULL, "deferred_cents" bigint NOT NULL, "carried_cents" bigint NOT NULL, "digest" text NOT NULL, "handed_over_at" timestamp with time zone NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "replaces_id" uuid NULL UNIQUE, "version_id" uuid NOT NULL, CONSTRAINT "purchase_proposal_state" CHECK ("state" IN ('blocked', 'cancelled', 'expired', 'offered', 'purchased', 'rejected', 'superseded')), CONSTRAINT "purchase_payout_not_negative" CHECK ("payout_cents" >= 0), CONSTRAINT "purchase_decision_has_person" CHECK ((("decided_at" IS NULL AND "state" = 'offered') OR (NOT ("state" = 'offered') AND "decided_at" IS NOT NULL AND NOT ("decided_by" = '')))));
CREATE TABLE "purchase_item" ("id" uuid NOT NULL PRIMARY KEY, "position" integer NOT NULL CHECK ("position" >= 0), "face_cents" bigint NOT NULL, "approved_cents" bigint NOT NULL, "financed_cents" bigint NOT NULL, "holdback_cents" bigint NOT NULL, "undrawn_cents" bigint NOT NULL, "fee_cents" bigint NOT NULL, "vat_cents" bigint NOT NULL, "steps" jsonb NOT NULL, "invoice_id" uuid NOT NULL, "proposal_id" uuid NOT NULL, CONSTRAINT "purchase_item_once" UNIQUE ("proposal_id", "invoice_id"), CONSTRAINT "purchase_face_is_financed_and_held" CHECK ("face_cents" = (("financed_cents" + "holdback_cents") + "undrawn_cents")), CONSTRAINT "purchase_figures_not_negative" CHECK (("approved_cents" >= 0 AND "approved_cents" <= ("face_cents") AND "face_cents" > 0 AND "fee_cents" >= 0 AND "financed_cents" >= 0 AND "holdback_cents" >= 0 AND "undrawn_cents" >= 0 AND "vat_cents" >= 0)));
CREATE TABLE "purchase_cession" ("id" uuid NOT NULL PRIMARY KEY, "transfer_form" text NOT NULL, "ceded_at" timestamp with time zone NOT NULL, "contract_id" uuid NOT NULL, "document_id" varchar(64) NULL, "invoice_id" uuid NOT NULL UNIQUE, "proposal_id" uuid NOT NULL);
ALTER TABLE "purchase_proposal" ADD CONSTRAINT "purchase_proposal_client_id_7c8fc6ea_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_proposal" ADD CONSTRAINT "purchase_proposal_contract_id_75076ba8_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_proposal" ADD CONSTRAINT "purchase_proposal_replaces_id_a8fe5f84_fk_purchase_proposal_id" FOREIGN KEY ("replaces_id") REFERENCES "purchase_proposal" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_proposal" ADD CONSTRAINT "purchase_proposal_version_id_246bd0bc_fk_contracts_version_id" FOREIGN KEY ("version_id") REFERENCES "contracts_version" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "purchase_proposal_number_4f955430_like" ON "purchase_proposal" ("number" text_pattern_ops);
CREATE INDEX "purchase_proposal_client_id_7c8fc6ea" ON "purchase_proposal" ("client_id");
CREATE INDEX "purchase_proposal_contract_id_75076ba8" ON "purchase_proposal" ("contract_id");
CREATE INDEX "purchase_proposal_version_id_246bd0bc" ON "purchase_proposal" ("version_id");
CREATE INDEX "purchase_of_client" ON "purchase_proposal" ("client_id", "state", "offered_at" DESC);
ALTER TABLE "purchase_item" ADD CONSTRAINT "purchase_item_invoice_id_78430926_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_item" ADD CONSTRAINT "purchase_item_proposal_id_8141d5a7_fk_purchase_proposal_id" FOREIGN KEY ("proposal_id") REFERENCES "purchase_proposal" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "purchase_item_invoice_id_78430926" ON "purchase_item" ("invoice_id");
CREATE INDEX "purchase_item_proposal_id_8141d5a7" ON "purchase_item" ("proposal_id");
ALTER TABLE "purchase_cession" ADD CONSTRAINT "purchase_cession_contract_id_7169a3ff_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_cession" ADD CONSTRAINT "purchase_cession_document_id_d66f716d_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_cession" ADD CONSTRAINT "purchase_cession_invoice_id_c39a7b75_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_cession" ADD CONSTRAINT "purchase_cession_proposal_id_7a69bb94_fk_purchase_proposal_id" FOREIGN KEY ("proposal_id") REFERENCES "purchase_proposal" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "purchase_cession_contract_id_7169a3ff" ON "purchase_cession" ("contract_id");
CREATE INDEX "purchase_cession_document_id_d66f716d" ON "purchase_cession" ("document_id");
CREATE INDEX "purchase_cession_document_id_d66f716d_like" ON "purchase_cession" ("document_id" varchar_pattern_ops);
CREATE INDEX "purchase_cession_proposal_id_7a69bb94" ON "purchase_cession" ("proposal_id");
-- migration purchase 0002_bends
ALTER TABLE "purchase_cession" ADD COLUMN "waived_at" timestamp with time zone NULL;
ALTER TABLE "purchase_cession" ADD COLUMN "waived_by" text DEFAULT '' NOT NULL;
ALTER TABLE "purchase_cession" ALTER COLUMN "waived_by" DROP DEFAULT;
ALTER TABLE "purchase_cession" ADD COLUMN "waived_note" text DEFAULT '' NOT NULL;
ALTER TABLE "purchase_cession" ALTER COLUMN "waived_note" DROP DEFAULT;
ALTER TABLE "purchase_proposal" ADD COLUMN "reasons" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "purchase_proposal" ALTER COLUMN "reasons" DROP DEFAULT;
CREATE TABLE "purchase_forbearance" ("id" uuid NOT NULL PRIMARY KEY, "until_date" date NOT NULL, "note" text NOT NULL, "granted_at" timestamp with time zone NOT NULL, "granted_by" text NOT NULL, "invoice_id" uuid NOT NULL, CONSTRAINT "purchase_forbearance_says_why" CHECK (NOT ("note" = '')));
ALTER TABLE "purchase_forbearance" ADD CONSTRAINT "purchase_forbearance_invoice_id_ffdb1fca_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "purchase_forbearance_invoice_id_ffdb1fca" ON "purchase_forbearance" ("invoice_id");
CREATE INDEX "purchase_forbearance_now" ON "purchase_forbearance" ("invoice_id", "granted_at" DESC);
-- migration purchase 0003_fund
ALTER TABLE "purchase_proposal" ADD COLUMN "top_up_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "purchase_proposal" ALTER COLUMN "top_up_cents" DROP DEFAULT;
-- migration purchase 0004_taken_over
ALTER TABLE "purchase_proposal" ADD COLUMN "taken_over" boolean DEFAULT false NOT NULL;
ALTER TABLE "purchase_proposal" ALTER COLUMN "taken_over" DROP DEFAULT;
-- migration purchase 0005_pledge
CREATE TABLE "purchase_pledge" ("id" uuid NOT NULL PRIMARY KEY, "pledged_at" timestamp with time zone NOT NULL, "pledged_by" text NOT NULL, "contract_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL, "invoice_id" uuid NOT NULL UNIQUE);
ALTER TABLE "purchase_pledge" ADD CONSTRAINT "purchase_pledge_contract_id_b11dcd29_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_pledge" ADD CONSTRAINT "purchase_pledge_document_id_e9b27e71_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_pledge" ADD CONSTRAINT "purchase_pledge_invoice_id_af2fc28b_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "purchase_pledge_contract_id_b11dcd29" ON "purchase_pledge" ("contract_id");
CREATE INDEX "purchase_pledge_document_id_e9b27e71" ON "purchase_pledge" ("document_id");
CREATE INDEX "purchase_pledge_document_id_e9b27e71_like" ON "purchase_pledge" ("document_id" varchar_pattern_ops);
-- migration purchase 0006_deeds
CREATE TABLE "purchase_deed" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL UNIQUE, "form" text NOT NULL, "face_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "invoices" integer NOT NULL CHECK ("invoices" >= 0), "made_at" timestamp with time zone NOT NULL, "state" text NOT NULL, "withheld" boolean NOT NULL, "registered_date" date NULL, "register_number" text NOT NULL, "noted_at" timestamp with time zone NULL, "noted_by" text NOT NULL, "confirmed_at" timestamp with time zone NULL, "confirmed_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "document_id" varchar(64) NOT NULL, "paper_id" varchar(64) NULL, "proof_id" varchar(64) NULL, "proposal_id" uuid NOT NULL UNIQUE, CONSTRAINT "purchase_deed_state" CHECK ("state" IN ('noted', 'registered', 'standing', 'unregistered')), CONSTRAINT "purchase_deed_noted_with_proof" CHECK (("state" IN ('unregistered', 'standing') OR ("noted_at" IS NOT NULL AND "proof_id" IS NOT NULL AND "registered_date" IS NOT NULL AND NOT ("noted_by" = '')))), CONSTRAINT "purchase_deed_seen_by_two" CHECK ((NOT ("state" = 'registered') OR ("confirmed_at" IS NOT NULL AND NOT ("confirmed_by" = '') AND NOT ("confirmed_by" = ("noted_by"))))));
insert into purchase_deed (id, number, proposal_id, contract_id, client_id, form, face_cents, currency, invoices,
                           document_id, made_at, state, withheld, register_number, noted_by, confirmed_by)
select p.id, p.number, p.id, p.contract_id, p.client_id, min(c.transfer_form), sum(i.face_cents), p.currency,
       count(*), min(c.document_id), p.decided_at,
       case when min(c.transfer_form) = 'SALE' and min(o.country) = 'NL'
             and min(v.terms->>'disclosure') = 'CONFIDENTIAL' then 'unregistered' else 'standing' end,
       false, '', '', ''
  from purchase_proposal p
  join purchase_item i on i.proposal_id = p.id
  join purchase_cession c on c.proposal_id = p.id and c.invoice_id = i.invoice_id
  join contracts_version v on v.id = p.version_id
  join parties_client k on k.id = p.client_id
  join parties_company o on o.id = k.company_id
 where p.state = 'purchased' and not p.taken_over and c.document_id is not null
 group by p.id;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_client_id_4fa6893a_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_contract_id_086c3702_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_document_id_d12d5e92_fk_documents_document_sha256" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_paper_id_250b9be0_fk_documents_document_sha256" FOREIGN KEY ("paper_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_proof_id_ae3492fe_fk_documents_document_sha256" FOREIGN KEY ("proof_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_proposal_id_9ebc9bba_fk_purchase_proposal_id" FOREIGN KEY ("proposal_id") REFERENCES "purchase_proposal" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "purchase_deed_number_9a754206_like" ON "purchase_deed" ("number" text_pattern_ops);
CREATE INDEX "purchase_deed_client_id_4fa6893a" ON "purchase_deed" ("client_id");
CREATE INDEX "purchase_deed_contract_id_086c3702" ON "purchase_deed" ("contract_id");
CREATE INDEX "purchase_deed_document_id_d12d5e92" ON "purchase_deed" ("document_id");
CREATE INDEX "purchase_deed_document_id_d12d5e92_like" ON "purchase_deed" ("document_id" varchar_pattern_ops);
CREATE INDEX "purchase_deed_paper_id_250b9be0" ON "purchase_deed" ("paper_id");
CREATE INDEX "purchase_deed_paper_id_250b9be0_like" ON "purchase_deed" ("paper_id" varchar_pattern_ops);
CREATE INDEX "purchase_deed_proof_id_ae3492fe" ON "purchase_deed" ("proof_id");
CREATE INDEX "purchase_deed_proof_id_ae3492fe_like" ON "purchase_deed" ("proof_id" varchar_pattern_ops);
CREATE INDEX "purchase_deeds_of_client" ON "purchase_deed" ("client_id", "made_at" DESC);
-- migration reports 0001_confirmations
CREATE TABLE "reports_confirmation" ("id" uuid NOT NULL PRIMARY KEY, "day" date NOT NULL, "known_at" timestamp with time zone NOT NULL, "language" varchar(2) NOT NULL, "auditor" text NOT NULL, "figures" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "client_id" uuid NULL, "debtor_id" uuid NULL, "document_id" varchar(64) NOT NULL, CONSTRAINT "reports_confirmation_of_one" CHECK ((("client_id" IS NULL OR "debtor_id" IS NULL) AND 1 = (CASE WHEN "client_id" IS NULL THEN 1 ELSE 0 END + CASE WHEN "debtor_id" IS NULL THEN 1 ELSE 0 END))), CONSTRAINT "reports_confirmation_language" CHECK ("language" IN ('nl', 'fr', 'en')));
ALTER TABLE "reports_confirmation" ADD CONSTRAINT "reports_confirmation_client_id_6943adcd_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "reports_confirmation" ADD CONSTRAINT "reports_confirmation_debtor_id_6496ea98_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "reports_confirmation" ADD CONSTRAINT "reports_confirmation_document_id_e0b84f1e_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "reports_confirmation" ADD CONSTRAINT "reports_confirmation_once" UNIQUE NULLS NOT DISTINCT ("client_id", "debtor_id", "day", "known_at", "language");
CREATE INDEX "reports_confirmation_client_id_6943adcd" ON "reports_confirmation" ("client_id");
CREATE INDEX "reports_confirmation_debtor_id_6496ea98" ON "reports_confirmation" ("debtor_id");
CREATE INDEX "reports_confirmation_document_id_e0b84f1e" ON "reports_confirmation" ("document_id");
CREATE INDEX "reports_confirmation_document_id_e0b84f1e_like" ON "reports_confirmation" ("document_id" varchar_pattern_ops);
CREATE INDEX "reports_confirmation_newest" ON "reports_confirmation" ("made_at" DESC);
-- migration sessions 0001_initial
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" timestamp with time zone NOT NULL);
CREATE INDEX "django_session_session_key_c0390e0f_like" ON "django_session" ("session_key" varchar_pattern_ops);
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
-- migration statutes 0001_initial
CREATE TABLE "statutes_statutoryrate" ("id" uuid NOT NULL PRIMARY KEY, "country" varchar(2) NOT NULL, "kind" text NOT NULL, "first_date" date NOT NULL, "last_date" date NULL, "percent" numeric(7, 4) NOT NULL, "status" text NOT NULL, "confidence" text NOT NULL, "source" text NOT NULL, "state" text NOT NULL, "entered_at" timestamp with time zone NOT NULL, "entered_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, CONSTRAINT "statutes_rate_state" CHECK ("state" IN ('confirmed', 'entered', 'withdrawn')), CONSTRAINT "statutes_rate_status" CHECK ("status" IN ('published', 'provisional')), CONSTRAINT "statutes_rate_confidence" CHECK ("confidence" IN ('verified', 'unverified')), CONSTRAINT "statutes_rate_source" CHECK (NOT ("source" = '')), CONSTRAINT "statutes_rate_days" CHECK (("last_date" IS NULL OR "last_date" >= ("first_date"))), CONSTRAINT "statutes_rate_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = '') AND NOT ("decided_by" = ("entered_by"))))));
CREATE UNIQUE INDEX "statutes_rate_one_entered" ON "statutes_statutoryrate" ("country", "kind", "first_date") WHERE "state" = 'entered';
-- migration trust 0001_third_party_money
CREATE TABLE "trust_receipt" ("id" uuid NOT NULL PRIMARY KEY, "reference" uuid NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "paid_date" date NOT NULL, "state" text NOT NULL, "reasons" jsonb NOT NULL, "note" text NOT NULL, "received_at" timestamp with time zone NOT NULL, "received_by" text NOT NULL, "client_id" uuid NULL, "contract_id" uuid NULL, "follows_id" uuid NULL, "line_id" uuid NOT NULL);
CREATE TABLE "trust_remittance" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL UNIQUE CHECK ("number" >= 0), "until_date" date NOT NULL, "collected_cents" bigint NOT NULL, "base_cents" bigint NOT NULL, "carried_cents" bigint NOT NULL, "net_cents" bigint NOT NULL, "vat_cents" bigint NOT NULL, "vat_percent" numeric(5, 2) NOT NULL, "set_off_cents" bigint NOT NULL, "owing_cents" bigint NOT NULL, "paid_cents" bigint NOT NULL, "left_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "lines" jsonb NOT NULL, "order_key" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "data_document_id" varchar(64) NULL, "document_id" varchar(64) NULL);
CREATE TABLE "trust_refund" ("id" uuid NOT NULL PRIMARY KEY, "note" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "debtor_id" uuid NOT NULL, "order_id" uuid NOT NULL UNIQUE, "receipt_id" uuid NOT NULL UNIQUE, "remittance_id" uuid NULL);
ALTER TABLE "trust_receipt" ADD COLUMN "remittance_id" uuid NULL CONSTRAINT "trust_receipt_remittance_id_c055b635_fk_trust_remittance_id" REFERENCES "trust_remittance"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "trust_receipt_remittance_id_c055b635_fk_trust_remittance_id" IMMEDIATE;
CREATE TABLE "trust_direct" ("id" uuid NOT NULL PRIMARY KEY, "reference" uuid NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "paid_date" date NOT NULL, "state" text NOT NULL, "note" text NOT NULL, "reported_at" timestamp with time zone NOT NULL, "reported_by" text NOT NULL, "withdrawn_at" timestamp with time zone NULL, "withdrawn_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "remittance_id" uuid NULL);
CREATE TABLE "trust_back" ("id" uuid NOT NULL PRIMARY KEY, "passed_on_cents" bigint NOT NULL, "back_date" date NOT NULL, "note" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "line_id" uuid NULL, "receipt_id" uuid NOT NULL UNIQUE, "remittance_id" uuid NULL);
CREATE INDEX "trust_remittances_of" ON "trust_remittance" ("client_id", "number" DESC);
ALTER TABLE "trust_remittance" ADD CONSTRAINT "trust_remittance_signs" CHECK (("net_cents" >= 0 AND "paid_cents" >= 0 AND "set_off_cents" >= 0 AND "vat_cents" >= 0 AND "carried_cents" <= 0 AND "left_cents" >= 0 AND "owing_cents" >= 0));
ALTER TABLE "trust_remittance" ADD CONSTRAINT "trust_remittance_ordered" CHECK ((("order_key" = '' AND "paid_cents" = 0) OR ("paid_cents" > 0 AND NOT ("order_key" = ''))));
ALTER TABLE "trust_refund" ADD CONSTRAINT "trust_refund_says_why" CHECK (NOT ("note" = ''));
CREATE INDEX "trust_receipts_of" ON "trust_receipt" ("client_id", "paid_date" DESC);
CREATE INDEX "trust_receipts_for" ON "trust_receipt" ("reference");
CREATE INDEX "trust_receipts_new" ON "trust_receipt" ("contract_id") WHERE "remittance_id" IS NULL;
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_state" CHECK ("state" IN ('gone', 'kept', 'waiting'));
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_whose" CHECK ((("client_id" IS NULL AND "contract_id" IS NULL AND "reference" = ("line_id") AND "state" IN ('waiting', 'gone')) OR ("client_id" IS NOT NULL AND "contract_id" IS NOT NULL AND "state" IN ('kept', 'gone'))));
CREATE UNIQUE INDEX "trust_receipt_once" ON "trust_receipt" ("line_id", "reference") WHERE NOT ("state" = 'gone');
CREATE INDEX "trust_directs_of" ON "trust_direct" ("client_id", "paid_date" DESC);
ALTER TABLE "trust_direct" ADD CONSTRAINT "trust_direct_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "trust_direct" ADD CONSTRAINT "trust_direct_state" CHECK ((("state" = 'reported' AND "withdrawn_at" IS NULL) OR ("remittance_id" IS NULL AND "state" = 'withdrawn' AND "withdrawn_at" IS NOT NULL)));
CREATE UNIQUE INDEX "trust_direct_once" ON "trust_direct" ("reference", "paid_date", "amount_cents") WHERE "state" = 'reported';
ALTER TABLE "trust_back" ADD CONSTRAINT "trust_back_passed_on" CHECK ("passed_on_cents" >= 0);
ALTER TABLE "trust_back" ADD CONSTRAINT "trust_back_says_why" CHECK (("line_id" IS NOT NULL OR NOT ("note" = '')));
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_client_id_21557df7_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_contract_id_a5ff4cc4_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_follows_id_2d911c94_fk_trust_receipt_id" FOREIGN KEY ("follows_id") REFERENCES "trust_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_receipt" ADD CONSTRAINT "trust_receipt_line_id_f4d1f638_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "trust_receipt_client_id_21557df7" ON "trust_receipt" ("client_id");
CREATE INDEX "trust_receipt_contract_id_a5ff4cc4" ON "trust_receipt" ("contract_id");
CREATE INDEX "trust_receipt_follows_id_2d911c94" ON "trust_receipt" ("follows_id");
CREATE INDEX "trust_receipt_line_id_f4d1f638" ON "trust_receipt" ("line_id");
ALTER TABLE "trust_remittance" ADD CONSTRAINT "trust_remittance_client_id_ada5b3e5_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_remittance" ADD CONSTRAINT "trust_remittance_contract_id_73a3cff8_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_remittance" ADD CONSTRAINT "trust_remittance_data_document_id_fce402ab_fk_documents" FOREIGN KEY ("data_document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_remittance" ADD CONSTRAINT "trust_remittance_document_id_839b7820_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "trust_remittance_client_id_ada5b3e5" ON "trust_remittance" ("client_id");
CREATE INDEX "trust_remittance_contract_id_73a3cff8" ON "trust_remittance" ("contract_id");
CREATE INDEX "trust_remittance_data_document_id_fce402ab" ON "trust_remittance" ("data_document_id");
CREATE INDEX "trust_remittance_data_document_id_fce402ab_like" ON "trust_remittance" ("data_document_id" varchar_pattern_ops);
CREATE INDEX "trust_remittance_document_id_839b7820" ON "trust_remittance" ("document_id");
CREATE INDEX "trust_remittance_document_id_839b7820_like" ON "trust_remittance" ("document_id" varchar_pattern_ops);
ALTER TABLE "trust_refund" ADD CONSTRAINT "trust_refund_debtor_id_89873587_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_refund" ADD CONSTRAINT "trust_refund_order_id_41a33f1b_fk_payments_order_id" FOREIGN KEY ("order_id") REFERENCES "payments_order" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_refund" ADD CONSTRAINT "trust_refund_receipt_id_3a67999a_fk_trust_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "trust_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_refund" ADD CONSTRAINT "trust_refund_remittance_id_2dad7ba6_fk_trust_remittance_id" FOREIGN KEY ("remittance_id") REFERENCES "trust_remittance" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "trust_refund_debtor_id_89873587" ON "trust_refund" ("debtor_id");
CREATE INDEX "trust_refund_remittance_id_2dad7ba6" ON "trust_refund" ("remittance_id");
CREATE INDEX "trust_receipt_remittance_id_c055b635" ON "trust_receipt" ("remittance_id");
ALTER TABLE "trust_direct" ADD CONSTRAINT "trust_direct_client_id_3db2bd06_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_direct" ADD CONSTRAINT "trust_direct_contract_id_c0a6c975_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_direct" ADD CONSTRAINT "trust_direct_remittance_id_77664220_fk_trust_remittance_id" FOREIGN KEY ("remittance_id") REFERENCES "trust_remittance" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "trust_direct_client_id_3db2bd06" ON "trust_direct" ("client_id");
CREATE INDEX "trust_direct_contract_id_c0a6c975" ON "trust_direct" ("contract_id");
CREATE INDEX "trust_direct_remittance_id_77664220" ON "trust_direct" ("remittance_id");
ALTER TABLE "trust_back" ADD CONSTRAINT "trust_back_line_id_8b95ed60_fk_banking_line_id" FOREIGN KEY ("line_id") REFERENCES "banking_line" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_back" ADD CONSTRAINT "trust_back_receipt_id_0b42ad41_fk_trust_receipt_id" FOREIGN KEY ("receipt_id") REFERENCES "trust_receipt" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "trust_back" ADD CONSTRAINT "trust_back_remittance_id_87a37532_fk_trust_remittance_id" FOREIGN KEY ("remittance_id") REFERENCES "trust_remittance" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "trust_back_line_id_8b95ed60" ON "trust_back" ("line_id");
CREATE INDEX "trust_back_remittance_id_87a37532" ON "trust_back" ("remittance_id");
-- migration users 0002_one_time_password
ALTER TABLE "users_user" ADD COLUMN "must_change_password" boolean DEFAULT false NOT NULL;
ALTER TABLE "users_user" ALTER COLUMN "must_change_password" DROP DEFAULT;
-- migration users 0003_erasures
CREATE TABLE "users_erasure" ("id" uuid NOT NULL PRIMARY KEY, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "done_at" timestamp with time zone NULL, "done_by" text NOT NULL, "user_id" uuid NOT NULL UNIQUE, CONSTRAINT "users_erasure_four_eyes" CHECK ((("done_at" IS NULL AND "done_by" = '') OR ("done_at" IS NOT NULL AND "done_by"::text LIKE 'user:%' AND NOT ("done_by" = ("asked_by"))))));
ALTER TABLE "users_erasure" ADD CONSTRAINT "users_erasure_user_id_85a451dd_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration users 0004_changes
CREATE TABLE "users_change" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "roles" text[] NOT NULL, "state" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "user_id" uuid NOT NULL, CONSTRAINT "users_change_kind" CHECK ("kind" IN ('roles', 'second_factor', 'switch_on')), CONSTRAINT "users_change_state" CHECK ("state" IN ('asked', 'declined', 'done')), CONSTRAINT "users_change_four_eyes" CHECK ((NOT ("state" = 'done') OR ("decided_by"::text LIKE 'user:%' AND NOT ("decided_by" = ("asked_by"))))));
ALTER TABLE "users_change" ADD CONSTRAINT "users_change_user_id_5ab51609_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "users_change_once" ON "users_change" ("user_id", "kind") WHERE "state" = 'asked';
CREATE INDEX "users_change_user_id_5ab51609" ON "users_change" ("user_id");
-- migration users 0005_invitations
CREATE TABLE "users_invitation" ("id" uuid NOT NULL PRIMARY KEY, "digest" varchar(64) NOT NULL UNIQUE, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "expires_at" timestamp with time zone NOT NULL, "used_at" timestamp with time zone NULL, "revoked_at" timestamp with time zone NULL, "user_id" uuid NOT NULL, CONSTRAINT "users_invitation_ends_once" CHECK (("used_at" IS NULL OR "revoked_at" IS NULL)));
ALTER TABLE "users_invitation" ADD CONSTRAINT "users_invitation_user_id_2ff394d9_fk_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "users_one_invitation" ON "users_invitation" ("user_id") WHERE ("revoked_at" IS NULL AND "used_at" IS NULL);
CREATE INDEX "users_invitation_digest_147c80db_like" ON "users_invitation" ("digest" varchar_pattern_ops);
CREATE INDEX "users_invitation_user_id_2ff394d9" ON "users_invitation" ("user_id");
-- migration users 0006_brokers
ALTER TABLE "users_user" DROP CONSTRAINT "users_kind";
ALTER TABLE "users_user" ADD CONSTRAINT "users_kind" CHECK ("kind" IN ('staff', 'client', 'debtor', 'partner', 'broker'));
-- migration verification 0001_initial
CREATE TABLE "verification_audit" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "planned_date" date NOT NULL, "place" text NOT NULL, "plan" text NOT NULL, "state" text NOT NULL, "conclusion" text NOT NULL, "planned_at" timestamp with time zone NOT NULL, "planned_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "document_id" varchar(64) NULL);
CREATE TABLE "verification_enquiry" ("id" uuid NOT NULL PRIMARY KEY, "as_of" date NOT NULL, "lines" jsonb NOT NULL, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "state" text NOT NULL, "answer_by" date NOT NULL, "asked_at" timestamp with time zone NOT NULL, "asked_by" text NOT NULL, "answered_at" timestamp with time zone NULL, "answered_by" text NOT NULL, "way" text NOT NULL, "stated_cents" bigint NULL, "difference" text NOT NULL, "words" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "message_id" uuid NULL);
CREATE TABLE "verification_figures" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "figures" jsonb NOT NULL, "valid_from" date NOT NULL, "note" text NOT NULL, "state" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "in_force_at" timestamp with time zone NULL, CONSTRAINT "verification_figures_kind" CHECK ("kind" IN ('sample', 'score')), CONSTRAINT "verification_figures_state" CHECK ("state" IN ('confirmed', 'declined', 'proposed')), CONSTRAINT "verification_figures_say_why" CHECK (NOT ("note" = '')), CONSTRAINT "verification_figures_four_eyes" CHECK ((NOT ("state" = 'confirmed') OR ("in_force_at" IS NOT NULL AND NOT ("decided_by" = ("proposed_by"))))));
CREATE TABLE "verification_item" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "issue_date" date NULL, "due_date" date NOT NULL, "open_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "certain" boolean NOT NULL, "why" jsonb NOT NULL, "state" text NOT NULL, "judged_at" timestamp with time zone NULL, "judged_by" text NOT NULL, "note" text NOT NULL, "client_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "invoice_id" uuid NULL);
CREATE TABLE "verification_finding" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "rule" text NOT NULL, "key" text NOT NULL, "severity" text NOT NULL, "reason" jsonb NOT NULL, "state" text NOT NULL, "found_at" timestamp with time zone NOT NULL, "found_by" text NOT NULL, "cleared_at" timestamp with time zone NULL, "cleared_by" text NOT NULL, "note" text NOT NULL, "audit_id" uuid NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NULL, "enquiry_id" uuid NULL, "item_id" uuid NULL);
CREATE TABLE "verification_point" ("id" uuid NOT NULL PRIMARY KEY, "code" text NOT NULL, "result" text NOT NULL, "words" text NOT NULL, "said_at" timestamp with time zone NOT NULL, "said_by" text NOT NULL, "audit_id" uuid NOT NULL);
CREATE TABLE "verification_proof" ("id" uuid NOT NULL PRIMARY KEY, "kind" text NOT NULL, "name" text NOT NULL, "given_at" timestamp with time zone NOT NULL, "given_by" text NOT NULL, "document_id" varchar(64) NOT NULL, "item_id" uuid NOT NULL);
CREATE TABLE "verification_sample" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "kind" text NOT NULL, "month" date NOT NULL, "seed" text NOT NULL, "digest" varchar(64) NOT NULL, "figures" jsonb NOT NULL, "population" integer NOT NULL CHECK ("population" >= 0), "population_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "answer_by" date NOT NULL, "drawn_at" timestamp with time zone NOT NULL, "drawn_by" text NOT NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL);
ALTER TABLE "verification_item" ADD COLUMN "sample_id" uuid NOT NULL CONSTRAINT "verification_item_sample_id_12353b84_fk_verification_sample_id" REFERENCES "verification_sample"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "verification_item_sample_id_12353b84_fk_verification_sample_id" IMMEDIATE;
ALTER TABLE "verification_audit" ADD CONSTRAINT "verification_audit_state" CHECK ("state" IN ('cancelled', 'planned', 'reported', 'under_way'));
ALTER TABLE "verification_audit" ADD CONSTRAINT "verification_audit_number" UNIQUE ("contract_id", "number");
ALTER TABLE "verification_audit" ADD CONSTRAINT "verification_audit_reported" CHECK ((NOT ("state" = 'reported') OR (NOT ("conclusion" = '') AND "document_id" IS NOT NULL)));
CREATE INDEX "verification_enquiries" ON "verification_enquiry" ("client_id", "debtor_id", "asked_at" DESC);
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_state" CHECK ("state" IN ('agreed', 'asked', 'differs', 'unanswered'));
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_positive" CHECK ("amount_cents" > 0);
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_way" CHECK ("way" IN ('', 'page', 'letter', 'call'));
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_difference" CHECK ("difference" IN ('', 'credited', 'not_delivered', 'other', 'paid', 'price', 'unknown'));
CREATE UNIQUE INDEX "verification_one_enquiry" ON "verification_enquiry" ("contract_id", "debtor_id") WHERE "state" = 'asked';
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_answered" CHECK ((NOT ("state" IN ('agreed', 'differs')) OR ("answered_at" IS NOT NULL AND "stated_cents" IS NOT NULL AND NOT ("answered_by" = '') AND NOT ("way" = ''))));
CREATE INDEX "verification_findings" ON "verification_finding" ("contract_id", "state", "found_at" DESC);
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_state" CHECK ("state" IN ('cleared', 'open'));
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_severity" CHECK ("severity" IN ('note', 'hold'));
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_holds_something" CHECK (("severity" = 'note' OR "debtor_id" IS NOT NULL OR NOT ("number" = '')));
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_four_eyes" CHECK ((NOT ("state" = 'cleared') OR ("cleared_at" IS NOT NULL AND NOT ("cleared_by" = '') AND NOT ("note" = '') AND NOT ("cleared_by" = ("found_by")))));
CREATE UNIQUE INDEX "verification_found" ON "verification_finding" ("contract_id", "key") WHERE "state" = 'open';
ALTER TABLE "verification_point" ADD CONSTRAINT "verification_point_code" CHECK ("code" IN ('cash', 'conditions', 'contra', 'credit_notes', 'cut_off', 'deliveries', 'due_dates', 'ledger', 'orders', 'related', 'reminders', 'taxes', 'vat'));
ALTER TABLE "verification_point" ADD CONSTRAINT "verification_point_result" CHECK ("result" IN ('good', 'remark', 'bad', 'none'));
ALTER TABLE "verification_point" ADD CONSTRAINT "verification_point_once" UNIQUE ("audit_id", "code");
ALTER TABLE "verification_proof" ADD CONSTRAINT "verification_proof_kind" CHECK ("kind" IN ('confirmation', 'contract', 'delivery', 'order', 'other', 'work'));
ALTER TABLE "verification_proof" ADD CONSTRAINT "verification_proof_once" UNIQUE ("item_id", "document_id");
CREATE INDEX "verification_samples" ON "verification_sample" ("client_id", "drawn_at" DESC);
ALTER TABLE "verification_sample" ADD CONSTRAINT "verification_sample_kind" CHECK ("kind" IN ('monthly', 'extra'));
ALTER TABLE "verification_sample" ADD CONSTRAINT "verification_sample_number" UNIQUE ("contract_id", "number");
CREATE UNIQUE INDEX "verification_one_a_month" ON "verification_sample" ("contract_id", "month") WHERE "kind" = 'monthly';
CREATE INDEX "verification_items" ON "verification_item" ("client_id", "state");
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_state" CHECK ("state" IN ('asked', 'good', 'handed_in', 'missing', 'wrong'));
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_positive" CHECK ("open_cents" > 0);
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_once" UNIQUE ("sample_id", "debtor_id", "number");
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_judged" CHECK ((NOT ("state" IN ('good', 'wrong')) OR ("judged_at" IS NOT NULL AND NOT ("judged_by" = ''))));
ALTER TABLE "verification_audit" ADD CONSTRAINT "verification_audit_client_id_31b272f8_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_audit" ADD CONSTRAINT "verification_audit_contract_id_59a987af_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_audit" ADD CONSTRAINT "verification_audit_document_id_ce0d7ad2_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_audit_client_id_31b272f8" ON "verification_audit" ("client_id");
CREATE INDEX "verification_audit_contract_id_59a987af" ON "verification_audit" ("contract_id");
CREATE INDEX "verification_audit_document_id_ce0d7ad2" ON "verification_audit" ("document_id");
CREATE INDEX "verification_audit_document_id_ce0d7ad2_like" ON "verification_audit" ("document_id" varchar_pattern_ops);
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_client_id_092def2f_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_contract_id_e140fd69_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_debtor_id_ad207180_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_enquiry" ADD CONSTRAINT "verification_enquiry_message_id_9f8dddf0_fk_correspon" FOREIGN KEY ("message_id") REFERENCES "correspondence_message" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_enquiry_client_id_092def2f" ON "verification_enquiry" ("client_id");
CREATE INDEX "verification_enquiry_contract_id_e140fd69" ON "verification_enquiry" ("contract_id");
CREATE INDEX "verification_enquiry_debtor_id_ad207180" ON "verification_enquiry" ("debtor_id");
CREATE INDEX "verification_enquiry_message_id_9f8dddf0" ON "verification_enquiry" ("message_id");
CREATE UNIQUE INDEX "verification_figures_one_waits" ON "verification_figures" ("kind") WHERE "state" = 'proposed';
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_client_id_39fbcb08_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_debtor_id_aacc4bda_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_item" ADD CONSTRAINT "verification_item_invoice_id_b8e0640e_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_item_client_id_39fbcb08" ON "verification_item" ("client_id");
CREATE INDEX "verification_item_debtor_id_aacc4bda" ON "verification_item" ("debtor_id");
CREATE INDEX "verification_item_invoice_id_b8e0640e" ON "verification_item" ("invoice_id");
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_audit_id_6591c42c_fk_verification_audit_id" FOREIGN KEY ("audit_id") REFERENCES "verification_audit" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_client_id_b30f55c2_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_contract_id_fb325581_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_debtor_id_2da049fe_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_enquiry_id_e893cd5c_fk_verificat" FOREIGN KEY ("enquiry_id") REFERENCES "verification_enquiry" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_finding" ADD CONSTRAINT "verification_finding_item_id_96fd1258_fk_verification_item_id" FOREIGN KEY ("item_id") REFERENCES "verification_item" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_finding_audit_id_6591c42c" ON "verification_finding" ("audit_id");
CREATE INDEX "verification_finding_client_id_b30f55c2" ON "verification_finding" ("client_id");
CREATE INDEX "verification_finding_contract_id_fb325581" ON "verification_finding" ("contract_id");
CREATE INDEX "verification_finding_debtor_id_2da049fe" ON "verification_finding" ("debtor_id");
CREATE INDEX "verification_finding_enquiry_id_e893cd5c" ON "verification_finding" ("enquiry_id");
CREATE INDEX "verification_finding_item_id_96fd1258" ON "verification_finding" ("item_id");
ALTER TABLE "verification_point" ADD CONSTRAINT "verification_point_audit_id_69cd6bb0_fk_verification_audit_id" FOREIGN KEY ("audit_id") REFERENCES "verification_audit" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_point_audit_id_69cd6bb0" ON "verification_point" ("audit_id");
ALTER TABLE "verification_proof" ADD CONSTRAINT "verification_proof_document_id_3453ac51_fk_documents" FOREIGN KEY ("document_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_proof" ADD CONSTRAINT "verification_proof_item_id_15bd3eed_fk_verification_item_id" FOREIGN KEY ("item_id") REFERENCES "verification_item" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_proof_document_id_3453ac51" ON "verification_proof" ("document_id");
CREATE INDEX "verification_proof_document_id_3453ac51_like" ON "verification_proof" ("document_id" varchar_pattern_ops);
CREATE INDEX "verification_proof_item_id_15bd3eed" ON "verification_proof" ("item_id");
ALTER TABLE "verification_sample" ADD CONSTRAINT "verification_sample_client_id_9deaa1cc_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "verification_sample" ADD CONSTRAINT "verification_sample_contract_id_31edb221_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "verification_sample_client_id_9deaa1cc" ON "verification_sample" ("client_id");
CREATE INDEX "verification_sample_contract_id_31edb221" ON "verification_sample" ("contract_id");
CREATE INDEX "verification_item_sample_id_12353b84" ON "verification_item" ("sample_id");
-- migration work 0001_initial
CREATE TABLE "work_task" ("id" uuid NOT NULL PRIMARY KEY, "key" text NOT NULL, "kind" text NOT NULL, "subject_type" text NOT NULL, "subject_id" text NOT NULL, "client_id" uuid NULL, "reasons" jsonb NOT NULL, "evidence" jsonb NOT NULL, "state" text NOT NULL, "opened_at" timestamp with time zone NOT NULL, "due_at" timestamp with time zone NOT NULL, "closed_at" timestamp with time zone NULL, "closed_by" text NOT NULL, "decision" text NOT NULL, "owner_id" uuid NULL, CONSTRAINT "work_task_state" CHECK ("state" IN ('closed', 'open')));
ALTER TABLE "work_task" ADD CONSTRAINT "work_task_owner_id_40f60110_fk_users_user_id" FOREIGN KEY ("owner_id") REFERENCES "users_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "work_one_open_task_a_key" ON "work_task" ("key") WHERE "state" = 'open';
CREATE INDEX "work_task_owner_id_40f60110" ON "work_task" ("owner_id");
CREATE INDEX "work_queue" ON "work_task" ("state", "due_at");
-- migration mandates 0008_taken_back
CREATE TABLE "mandates_takenback" ("mandate_id" uuid NOT NULL PRIMARY KEY, "service" text NOT NULL, "answer" text NOT NULL, "asked_at" timestamp with time zone NOT NULL, "next_at" timestamp with time zone NULL, "told_at" timestamp with time zone NULL, CONSTRAINT "mandates_taken_back_told_once" CHECK (("told_at" IS NULL OR "next_at" IS NULL)), CONSTRAINT "mandates_taken_back_says_why" CHECK (("told_at" IS NOT NULL OR "next_at" IS NOT NULL OR NOT ("answer" = ''))));
ALTER TABLE "mandates_takenback" ADD CONSTRAINT "mandates_takenback_mandate_id_5ba6c92a_fk_mandates_mandate_id" FOREIGN KEY ("mandate_id") REFERENCES "mandates_mandate" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration onboarding 0001_initial
CREATE TABLE "onboarding_applicant" ("id" uuid NOT NULL PRIMARY KEY, "name" text NOT NULL, "number" text NOT NULL, "shown_at" timestamp with time zone NULL, "shown_by" text NOT NULL, "added_at" timestamp with time zone NOT NULL, "added_by" text NOT NULL, "client_id" uuid NULL, "through_id" uuid NULL);
CREATE TABLE "onboarding_assessment" ("id" uuid NOT NULL PRIMARY KEY, "facts" jsonb NOT NULL, "sources" jsonb NOT NULL, "accounts_date" date NULL, "doubts" jsonb NOT NULL, "figures" jsonb NOT NULL, "version" integer NOT NULL CHECK ("version" >= 0), "points" smallint NOT NULL CHECK ("points" >= 0), "known_percent" smallint NOT NULL CHECK ("known_percent" >= 0), "advice" text NOT NULL, "state" text NOT NULL, "wish" text NOT NULL, "note" text NOT NULL, "proposed_at" timestamp with time zone NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "accounts_id" varchar(64) NULL, "applicant_id" uuid NOT NULL, "ledger_id" varchar(64) NULL);
ALTER TABLE "onboarding_applicant" ADD CONSTRAINT "onboarding_applicant_named" CHECK (NOT ("name" = ''));
CREATE UNIQUE INDEX "onboarding_applicant_once" ON "onboarding_applicant" ("number") WHERE (NOT ("number" = '') AND "through_id" IS NULL);
ALTER TABLE "onboarding_applicant" ADD CONSTRAINT "onboarding_house_sees_its_own" CHECK (("through_id" IS NOT NULL OR "shown_at" IS NOT NULL));
CREATE INDEX "onboarding_history" ON "onboarding_assessment" ("applicant_id", "made_at" DESC);
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_state" CHECK ("state" IN ('accepted', 'against_advice', 'replaced', 'scored', 'turned_down'));
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_advice" CHECK ("advice" IN ('for', 'look', 'against', 'unknown'));
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_of_hundred" CHECK (("known_percent" <= 100 AND "points" <= 100));
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_decided" CHECK ((("decided_at" IS NOT NULL AND "state" IN ('accepted', 'turned_down') AND NOT ("decided_by" = '') AND NOT ("note" = '')) OR (NOT ("state" IN ('accepted', 'turned_down')) AND "decided_at" IS NULL)));
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_against_advice_by_two" CHECK (((NOT ("advice" IN ('against', 'unknown') AND "state" = 'accepted') AND NOT ("advice" = 'for' AND "state" = 'turned_down')) OR NOT ("decided_by" = ("proposed_by"))));
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_proposed" CHECK ((NOT ("state" = 'against_advice') OR ("proposed_at" IS NOT NULL AND "wish" IN ('accept', 'refuse') AND NOT ("proposed_by" = '') AND NOT ("note" = ''))));
CREATE UNIQUE INDEX "onboarding_one_waits" ON "onboarding_assessment" ("applicant_id") WHERE "state" IN ('scored', 'against_advice');
ALTER TABLE "onboarding_applicant" ADD CONSTRAINT "onboarding_applicant_client_id_a1e7a577_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "onboarding_applicant" ADD CONSTRAINT "onboarding_applicant_through_id_f601549e_fk_parties_company_id" FOREIGN KEY ("through_id") REFERENCES "parties_company" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "onboarding_applicant_client_id_a1e7a577" ON "onboarding_applicant" ("client_id");
CREATE INDEX "onboarding_applicant_through_id_f601549e" ON "onboarding_applicant" ("through_id");
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_assessmen_accounts_id_9ba8b6d1_fk_documents" FOREIGN KEY ("accounts_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_assessmen_applicant_id_ee5e2fd5_fk_onboardin" FOREIGN KEY ("applicant_id") REFERENCES "onboarding_applicant" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "onboarding_assessment" ADD CONSTRAINT "onboarding_assessmen_ledger_id_f525725a_fk_documents" FOREIGN KEY ("ledger_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "onboarding_assessment_accounts_id_9ba8b6d1" ON "onboarding_assessment" ("accounts_id");
CREATE INDEX "onboarding_assessment_accounts_id_9ba8b6d1_like" ON "onboarding_assessment" ("accounts_id" varchar_pattern_ops);
CREATE INDEX "onboarding_assessment_applicant_id_ee5e2fd5" ON "onboarding_assessment" ("applicant_id");
CREATE INDEX "onboarding_assessment_ledger_id_f525725a" ON "onboarding_assessment" ("ledger_id");
CREATE INDEX "onboarding_assessment_ledger_id_f525725a_like" ON "onboarding_assessment" ("ledger_id" varchar_pattern_ops);
-- migration comparison 0002_entry_scores
ALTER TABLE "comparison_customer" ADD COLUMN "applicant_id" uuid NULL UNIQUE CONSTRAINT "comparison_customer_applicant_id_cf9486ab_fk_onboardin" REFERENCES "onboarding_applicant"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "comparison_customer_applicant_id_cf9486ab_fk_onboardin" IMMEDIATE;
-- migration verification 0002_looked_over
CREATE TABLE "verification_look" ("submission_id" uuid NOT NULL PRIMARY KEY, "looked_at" timestamp with time zone NOT NULL);
ALTER TABLE "verification_sample" ADD COLUMN "told_at" timestamp with time zone NULL;
ALTER TABLE "verification_look" ADD CONSTRAINT "verification_look_submission_id_de19fd1d_fk_client_le" FOREIGN KEY ("submission_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration keys 0007_scopes_of_proofs
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_scopes_known";
ALTER TABLE "keys_apikey" DROP CONSTRAINT "keys_of_one";
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_scopes_known" CHECK (("scopes" <@ (ARRAY['cases:read', 'cases:write', 'debtors:read', 'disputes:decide', 'disputes:read', 'dossiers:read', 'dossiers:write', 'drawings:read', 'drawings:write', 'invoices:read', 'invoices:write', 'ledgers:read', 'ledgers:write', 'limits:read', 'mandates:read', 'mandates:write', 'proofs:read', 'proofs:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[] AND CASE WHEN "scopes" IS NULL THEN NULL ELSE coalesce(array_length("scopes", 1), 0) END > 0));
ALTER TABLE "keys_apikey" ADD CONSTRAINT "keys_of_one" CHECK ((("client_id" IS NOT NULL AND "person_id" IS NULL AND "scopes" <@ (ARRAY['debtors:read', 'disputes:decide', 'disputes:read', 'dossiers:read', 'dossiers:write', 'drawings:read', 'drawings:write', 'invoices:read', 'invoices:write', 'ledgers:read', 'ledgers:write', 'limits:read', 'mandates:read', 'mandates:write', 'proofs:read', 'proofs:write', 'proposals:approve', 'proposals:read', 'statements:read'])::text[]) OR ("client_id" IS NULL AND "person_id" IS NOT NULL AND "scopes" <@ (ARRAY['cases:read', 'cases:write'])::text[])));
-- migration client_ledgers 0005_transfer
CREATE TABLE "client_ledgers_transfer" ("id" uuid NOT NULL PRIMARY KEY, "fresh" integer NOT NULL CHECK ("fresh" >= 0), "fresh_cents" bigint NOT NULL, "deed_id" uuid NOT NULL UNIQUE, "former_id" uuid NULL, "submission_id" uuid NOT NULL UNIQUE, CONSTRAINT "ledgers_transfer_not_negative" CHECK ("fresh_cents" >= 0));
ALTER TABLE "client_ledgers_transfer" ADD CONSTRAINT "client_ledgers_transfer_deed_id_f9b98e25_fk_purchase_deed_id" FOREIGN KEY ("deed_id") REFERENCES "purchase_deed" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_transfer" ADD CONSTRAINT "client_ledgers_trans_former_id_8d5ed2c7_fk_client_le" FOREIGN KEY ("former_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_transfer" ADD CONSTRAINT "client_ledgers_trans_submission_id_be01a1a6_fk_client_le" FOREIGN KEY ("submission_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_transfer_former_id_8d5ed2c7" ON "client_ledgers_transfer" ("former_id");
-- migration purchase 0007_deed_lists
ALTER TABLE "purchase_deed" ADD COLUMN "annex_id" varchar(64) NULL CONSTRAINT "purchase_deed_annex_id_b8afa17d_fk_documents_document_sha256" REFERENCES "documents_document"("sha256") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "purchase_deed_annex_id_b8afa17d_fk_documents_document_sha256" IMMEDIATE;
SET CONSTRAINTS "purchase_deed_proposal_id_9ebc9bba_fk_purchase_proposal_id" IMMEDIATE; ALTER TABLE "purchase_deed" DROP CONSTRAINT "purchase_deed_proposal_id_9ebc9bba_fk_purchase_proposal_id";
ALTER TABLE "purchase_deed" ALTER COLUMN "proposal_id" DROP NOT NULL;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_proposal_id_9ebc9bba_fk_purchase_proposal_id" FOREIGN KEY ("proposal_id") REFERENCES "purchase_proposal" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchase_deed" ADD CONSTRAINT "purchase_deed_of_offer_or_list" CHECK ((("annex_id" IS NULL AND "proposal_id" IS NOT NULL) OR ("annex_id" IS NOT NULL AND "proposal_id" IS NULL AND NOT "withheld")));
CREATE INDEX "purchase_deed_annex_id_b8afa17d" ON "purchase_deed" ("annex_id");
CREATE INDEX "purchase_deed_annex_id_b8afa17d_like" ON "purchase_deed" ("annex_id" varchar_pattern_ops);
-- migration comparison 0003_own_contracts
ALTER TABLE "comparison_customer" ADD COLUMN "client_id" uuid NULL UNIQUE CONSTRAINT "comparison_customer_client_id_4b9ea636_fk_parties_client_id" REFERENCES "parties_client"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "comparison_customer_client_id_4b9ea636_fk_parties_client_id" IMMEDIATE;
ALTER TABLE "comparison_ledger" ADD COLUMN "origin" text DEFAULT 'file' NOT NULL;
ALTER TABLE "comparison_ledger" ALTER COLUMN "origin" DROP DEFAULT;
ALTER TABLE "comparison_run" ADD COLUMN "contract_id" uuid NULL CONSTRAINT "comparison_run_contract_id_3c08661a_fk_contracts_contract_id" REFERENCES "contracts_contract"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "comparison_run_contract_id_3c08661a_fk_contracts_contract_id" IMMEDIATE;
ALTER TABLE "comparison_run" ADD COLUMN "own" text DEFAULT '' NOT NULL;
ALTER TABLE "comparison_run" ALTER COLUMN "own" DROP DEFAULT;
SET CONSTRAINTS "comparison_customer_broker_id_9e4f32d3_fk_comparison_broker_id" IMMEDIATE; ALTER TABLE "comparison_customer" DROP CONSTRAINT "comparison_customer_broker_id_9e4f32d3_fk_comparison_broker_id";
ALTER TABLE "comparison_customer" ALTER COLUMN "broker_id" DROP NOT NULL;
ALTER TABLE "comparison_customer" ADD CONSTRAINT "comparison_customer_broker_id_9e4f32d3_fk_comparison_broker_id" FOREIGN KEY ("broker_id") REFERENCES "comparison_broker" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "comparison_customer" ADD CONSTRAINT "comparison_customer_of_one" CHECK ((("broker_id" IS NOT NULL AND "client_id" IS NULL) OR ("broker_id" IS NULL AND "client_id" IS NOT NULL)));
ALTER TABLE "comparison_ledger" ADD CONSTRAINT "comparison_ledger_origin" CHECK ("origin" IN ('file', 'invoices', 'ledgers'));
ALTER TABLE "comparison_run" ADD CONSTRAINT "comparison_run_names_its_own" CHECK ((("contract_id" IS NULL AND "own" = '') OR ("contract_id" IS NOT NULL AND NOT ("own" = ''))));
CREATE INDEX "comparison_run_contract_id_3c08661a" ON "comparison_run" ("contract_id");
-- migration client_ledgers 0006_batches
CREATE TABLE "client_ledgers_batchpart" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "part" integer NOT NULL CHECK ("part" >= 0), "file" text NOT NULL, "outcome" text NOT NULL, "kind" text NOT NULL, "number" text NOT NULL, "amount_cents" bigint NULL, "currency" text NOT NULL, "reasons" jsonb NOT NULL);
CREATE UNIQUE INDEX "ledgers_batch_once" ON "client_ledgers_submission" ("contract_id", "document_id") WHERE "kind" = 'lines';
ALTER TABLE "client_ledgers_batchpart" ADD COLUMN "invoice_id" uuid NULL CONSTRAINT "client_ledgers_batch_invoice_id_09678a4e_fk_invoices_" REFERENCES "invoices_invoice"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "client_ledgers_batch_invoice_id_09678a4e_fk_invoices_" IMMEDIATE;
ALTER TABLE "client_ledgers_batchpart" ADD COLUMN "submission_id" uuid NOT NULL CONSTRAINT "client_ledgers_batch_submission_id_cfae92dc_fk_client_le" REFERENCES "client_ledgers_submission"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "client_ledgers_batch_submission_id_cfae92dc_fk_client_le" IMMEDIATE;
ALTER TABLE "client_ledgers_batchpart" ADD CONSTRAINT "ledgers_part_outcome" CHECK ("outcome" IN ('taken', 'known', 'refused'));
ALTER TABLE "client_ledgers_batchpart" ADD CONSTRAINT "ledgers_part_came_to_something" CHECK (("outcome" = 'refused' OR "invoice_id" IS NOT NULL));
ALTER TABLE "client_ledgers_batchpart" ADD CONSTRAINT "ledgers_part_once" UNIQUE ("submission_id", "part");
CREATE INDEX "client_ledgers_batchpart_invoice_id_09678a4e" ON "client_ledgers_batchpart" ("invoice_id");
-- migration client_ledgers 0007_apart
CREATE TABLE "client_ledgers_apart" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "due_date" date NOT NULL, "open_cents" bigint NOT NULL, "booked_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "cause" text NOT NULL, "note" text NOT NULL, "set_at" timestamp with time zone NOT NULL, "set_by" text NOT NULL, "ended_at" timestamp with time zone NULL, "ended_by" text NOT NULL, "ended_note" text NOT NULL, "contract_id" uuid NOT NULL, "debtor_id" uuid NOT NULL, "submission_id" uuid NOT NULL);
ALTER TABLE "client_ledgers_match" ADD COLUMN "apart_id" uuid NULL CONSTRAINT "client_ledgers_match_apart_id_572e5ee4_fk_client_le" REFERENCES "client_ledgers_apart"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "client_ledgers_match_apart_id_572e5ee4_fk_client_le" IMMEDIATE;
ALTER TABLE "client_ledgers_apart" ADD CONSTRAINT "ledgers_apart_cause" CHECK ("cause" IN ('doubtful', 'charged_back'));
ALTER TABLE "client_ledgers_apart" ADD CONSTRAINT "ledgers_apart_amounts" CHECK (("booked_cents" >= 0 AND "booked_cents" <= ("open_cents") AND "open_cents" > 0));
ALTER TABLE "client_ledgers_apart" ADD CONSTRAINT "ledgers_apart_ended" CHECK ((("ended_at" IS NULL AND "ended_by" = '' AND "ended_note" = '') OR ("ended_at" IS NOT NULL AND NOT ("ended_by" = ''))));
CREATE UNIQUE INDEX "ledgers_apart_once" ON "client_ledgers_apart" ("contract_id", "debtor_id", "number") WHERE "ended_at" IS NULL;
ALTER TABLE "client_ledgers_apart" ADD CONSTRAINT "client_ledgers_apart_contract_id_bc0ee628_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_apart" ADD CONSTRAINT "client_ledgers_apart_debtor_id_bdce392f_fk_parties_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "parties_debtor" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "client_ledgers_apart" ADD CONSTRAINT "client_ledgers_apart_submission_id_ae442130_fk_client_le" FOREIGN KEY ("submission_id") REFERENCES "client_ledgers_submission" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "client_ledgers_apart_contract_id_bc0ee628" ON "client_ledgers_apart" ("contract_id");
CREATE INDEX "client_ledgers_apart_debtor_id_bdce392f" ON "client_ledgers_apart" ("debtor_id");
CREATE INDEX "client_ledgers_apart_submission_id_ae442130" ON "client_ledgers_apart" ("submission_id");
CREATE INDEX "client_ledgers_match_apart_id_572e5ee4" ON "client_ledgers_match" ("apart_id");
-- migration credit 0012_claims_on_lines
CREATE TABLE "credit_claimline" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "due_date" date NOT NULL, "open_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "live" boolean NOT NULL);
ALTER TABLE "credit_claim" ADD COLUMN "debtor_id" uuid NULL CONSTRAINT "credit_claim_debtor_id_44a29203_fk_parties_debtor_id" REFERENCES "parties_debtor"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_claim_debtor_id_44a29203_fk_parties_debtor_id" IMMEDIATE;
ALTER TABLE "credit_claim" ADD COLUMN "vat_cents" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "credit_claim" ALTER COLUMN "vat_cents" DROP DEFAULT;
SET CONSTRAINTS "credit_claim_invoice_id_bbd91a26_fk_invoices_invoice_id" IMMEDIATE; ALTER TABLE "credit_claim" DROP CONSTRAINT "credit_claim_invoice_id_bbd91a26_fk_invoices_invoice_id";
ALTER TABLE "credit_claim" ALTER COLUMN "invoice_id" DROP NOT NULL;
ALTER TABLE "credit_claim" ADD CONSTRAINT "credit_claim_invoice_id_bbd91a26_fk_invoices_invoice_id" FOREIGN KEY ("invoice_id") REFERENCES "invoices_invoice" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "credit_one_claim_is_filed" ON "credit_claim" ("contract_id", "debtor_id") WHERE ("debtor_id" IS NOT NULL AND "state" = 'filed');
ALTER TABLE "credit_claim" ADD CONSTRAINT "credit_claim_of_one_kind" CHECK ((("debtor_id" IS NULL AND "invoice_id" IS NOT NULL AND "vat_cents" = 0) OR ("debtor_id" IS NOT NULL AND "invoice_id" IS NULL AND "vat_cents" >= 0 AND "vat_cents" < ("claimed_cents"))));
ALTER TABLE "credit_claimline" ADD COLUMN "claim_id" uuid NOT NULL CONSTRAINT "credit_claimline_claim_id_8f0af8b7_fk_credit_claim_id" REFERENCES "credit_claim"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_claimline_claim_id_8f0af8b7_fk_credit_claim_id" IMMEDIATE;
ALTER TABLE "credit_claimline" ADD COLUMN "contract_id" uuid NOT NULL CONSTRAINT "credit_claimline_contract_id_f42e2393_fk_contracts_contract_id" REFERENCES "contracts_contract"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_claimline_contract_id_f42e2393_fk_contracts_contract_id" IMMEDIATE;
ALTER TABLE "credit_claimline" ADD COLUMN "debtor_id" uuid NOT NULL CONSTRAINT "credit_claimline_debtor_id_f4bed25b_fk_parties_debtor_id" REFERENCES "parties_debtor"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "credit_claimline_debtor_id_f4bed25b_fk_parties_debtor_id" IMMEDIATE;
ALTER TABLE "credit_claimline" ADD CONSTRAINT "credit_claim_line_positive" CHECK ("open_cents" > 0);
CREATE UNIQUE INDEX "credit_line_claimed_once" ON "credit_claimline" ("contract_id", "debtor_id", "number") WHERE "live";
ALTER TABLE "credit_claimline" ADD CONSTRAINT "credit_claim_line_once" UNIQUE ("claim_id", "number");
CREATE INDEX "credit_claim_debtor_id_44a29203" ON "credit_claim" ("debtor_id");
CREATE INDEX "credit_claimline_claim_id_8f0af8b7" ON "credit_claimline" ("claim_id");
CREATE INDEX "credit_claimline_contract_id_f42e2393" ON "credit_claimline" ("contract_id");
CREATE INDEX "credit_claimline_debtor_id_f4bed25b" ON "credit_claimline" ("debtor_id");
-- migration onboarding 0002_chart
ALTER TABLE "onboarding_applicant" ADD COLUMN "chart" jsonb DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE "onboarding_applicant" ALTER COLUMN "chart" DROP DEFAULT;
-- migration client_ledgers 0008_brought
CREATE TABLE "client_ledgers_brought" ("contract_id" uuid NOT NULL PRIMARY KEY, "on_date" date NULL, "noted_at" timestamp with time zone NOT NULL, "noted_by" text NOT NULL);
ALTER TABLE "client_ledgers_brought" ADD CONSTRAINT "client_ledgers_broug_contract_id_d92ceabd_fk_contracts" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
-- migration onboarding 0003_quotes
CREATE TABLE "onboarding_quote" ("id" uuid NOT NULL PRIMARY KEY, "number" text NOT NULL, "version" smallint NOT NULL CHECK ("version" >= 0), "told" jsonb NOT NULL, "terms" jsonb NOT NULL, "replayed" jsonb NOT NULL, "country" varchar(2) NOT NULL, "language" varchar(2) NOT NULL, "valid_until" date NOT NULL, "to_name" text NOT NULL, "to_email" text NOT NULL, "note" text NOT NULL, "state" text NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" text NOT NULL, "sent_at" timestamp with time zone NULL, "sent_by" text NOT NULL, "link_digest" varchar(64) NOT NULL, "answered_at" timestamp with time zone NULL, "answered_name" text NOT NULL, "answered_role" text NOT NULL, "answered_words" text NOT NULL, "ended_at" timestamp with time zone NULL, "taken_at" timestamp with time zone NULL, "taken_by" text NOT NULL, "applicant_id" uuid NOT NULL, "assessment_id" uuid NOT NULL, "contract_id" uuid NULL UNIQUE, "paper_id" varchar(64) NULL, CONSTRAINT "onboarding_quote_state" CHECK ("state" IN ('accepted', 'declined', 'drafted', 'lapsed', 'replaced', 'sent')), CONSTRAINT "onboarding_quote_version" UNIQUE ("number", "version"), CONSTRAINT "onboarding_quote_to_somebody" CHECK ((NOT ("to_name" = '') AND NOT ("to_email" = ''))), CONSTRAINT "onboarding_quote_sent_with_paper" CHECK ((NOT ("state" IN ('sent', 'accepted', 'declined')) OR ("paper_id" IS NOT NULL AND "sent_at" IS NOT NULL AND NOT ("link_digest" = '') AND NOT ("sent_by" = '')))), CONSTRAINT "onboarding_quote_answered_by_somebody" CHECK ((("answered_at" IS NOT NULL AND "state" IN ('accepted', 'declined') AND NOT ("answered_name" = '') AND NOT ("answered_role" = '')) OR (NOT ("state" IN ('accepted', 'declined')) AND "answered_at" IS NULL))), CONSTRAINT "onboarding_quote_contract_of_accepted" CHECK ((("contract_id" IS NULL AND "taken_at" IS NULL) OR ("contract_id" IS NOT NULL AND "state" = 'accepted' AND "taken_at" IS NOT NULL AND NOT ("taken_by" = '')))));
ALTER TABLE "onboarding_quote" ADD CONSTRAINT "onboarding_quote_applicant_id_78804c0b_fk_onboardin" FOREIGN KEY ("applicant_id") REFERENCES "onboarding_applicant" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "onboarding_quote" ADD CONSTRAINT "onboarding_quote_assessment_id_057aa558_fk_onboardin" FOREIGN KEY ("assessment_id") REFERENCES "onboarding_assessment" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "onboarding_quote" ADD CONSTRAINT "onboarding_quote_contract_id_4d708632_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "onboarding_quote" ADD CONSTRAINT "onboarding_quote_paper_id_f1474d42_fk_documents_document_sha256" FOREIGN KEY ("paper_id") REFERENCES "documents_document" ("sha256") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "onboarding_one_quote_stands" ON "onboarding_quote" ("applicant_id") WHERE "state" IN ('drafted', 'sent');
CREATE UNIQUE INDEX "onboarding_quote_link_once" ON "onboarding_quote" ("link_digest") WHERE NOT ("link_digest" = '');
CREATE INDEX "onboarding_quote_applicant_id_78804c0b" ON "onboarding_quote" ("applicant_id");
CREATE INDEX "onboarding_quote_assessment_id_057aa558" ON "onboarding_quote" ("assessment_id");
CREATE INDEX "onboarding_quote_paper_id_f1474d42" ON "onboarding_quote" ("paper_id");
CREATE INDEX "onboarding_quote_paper_id_f1474d42_like" ON "onboarding_quote" ("paper_id" varchar_pattern_ops);
CREATE INDEX "onboarding_quotes" ON "onboarding_quote" ("applicant_id", "made_at" DESC);
-- migration availability 0003_calls
CREATE TABLE "availability_call" ("id" uuid NOT NULL PRIMARY KEY, "reference" text NOT NULL UNIQUE, "amount_cents" bigint NOT NULL, "currency" varchar(3) NOT NULL, "last_date" date NOT NULL, "state" text NOT NULL, "note" text NOT NULL, "proposed_at" timestamp with time zone NOT NULL, "proposed_by" text NOT NULL, "decided_at" timestamp with time zone NULL, "decided_by" text NOT NULL, "told" integer NOT NULL CHECK ("told" >= 0), "told_at" timestamp with time zone NULL, "set_off_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "client_id" uuid NOT NULL, "contract_id" uuid NOT NULL, "run_id" uuid NOT NULL, CONSTRAINT "availability_call_state" CHECK ("state" IN ('covered', 'dropped', 'proposed', 'sent', 'set_off')), CONSTRAINT "availability_call_positive" CHECK ("amount_cents" > 0), CONSTRAINT "availability_call_by_two" CHECK (("state" IN ('proposed', 'dropped', 'covered') OR ("decided_at" IS NOT NULL AND NOT ("decided_by" = ("proposed_by"))))));
ALTER TABLE "availability_call" ADD CONSTRAINT "availability_call_client_id_112e8822_fk_parties_client_id" FOREIGN KEY ("client_id") REFERENCES "parties_client" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_call" ADD CONSTRAINT "availability_call_contract_id_e17f1848_fk_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts_contract" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "availability_call" ADD CONSTRAINT "availability_call_run_id_0d56d0da_fk_availability_run_id" FOREIGN KEY ("run_id") REFERENCES "availability_run" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "availability_one_call" ON "availability_call" ("contract_id") WHERE "state" IN ('proposed', 'sent', 'set_off');
CREATE INDEX "availability_call_reference_e80f2b3b_like" ON "availability_call" ("reference" text_pattern_ops);
CREATE INDEX "availability_call_client_id_112e8822" ON "availability_call" ("client_id");
CREATE INDEX "availability_call_contract_id_e17f1848" ON "availability_call" ("contract_id");
CREATE INDEX "availability_call_run_id_0d56d0da" ON "availability_call" ("run_id");
CREATE INDEX "availability_calls_of" ON "availability_call" ("client_id", "proposed_at" DESC);
