"""The trail can only grow: the database itself refuses every other change."""

from django.db import migrations

FORWARD = """
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
"""

BACKWARD = """
DROP TRIGGER audit_event_to_be_sealed ON audit_event;
DROP TRIGGER audit_block_append_only ON audit_block;
DROP TRIGGER audit_event_append_only ON audit_event;
DROP FUNCTION audit_to_be_sealed();
DROP FUNCTION audit_append_only();
"""


class Migration(migrations.Migration):
    """Statement triggers, so that a batch pays once."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
