"""A version of a contract is never changed or removed: purchases point at what was agreed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION contracts_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a version of a contract is never changed or removed: amend makes a new one'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER contracts_version_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON contracts_version
                FOR EACH STATEMENT EXECUTE FUNCTION contracts_version_stays();
            """,
            "DROP TRIGGER contracts_version_stays ON contracts_version; DROP FUNCTION contracts_version_stays();",
        )
    ]
