"""A version of a ladder is never changed or removed: what debtors got points at it. Its note fades."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dunning", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION dunning_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a version of a ladder is never changed or removed: another is another row'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER dunning_version_stays BEFORE
                UPDATE OF id, client_id, segment, number, valid_from, ladder, mode, hour, set_at, set_by
                OR DELETE OR TRUNCATE ON dunning_ladderversion FOR EACH STATEMENT EXECUTE FUNCTION dunning_version_stays();
            """,
            "DROP TRIGGER dunning_version_stays ON dunning_ladderversion; DROP FUNCTION dunning_version_stays();",
        )
    ]
