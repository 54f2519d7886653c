"""A decision on a limit is never changed or removed: a new one replaces it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION credit_limit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a decision on a limit is never changed or removed: decide anew'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER credit_limit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_limit
                FOR EACH STATEMENT EXECUTE FUNCTION credit_limit_stays();
            """,
            "DROP TRIGGER credit_limit_stays ON credit_limit; DROP FUNCTION credit_limit_stays();",
        )
    ]
