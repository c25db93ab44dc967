"""On PostgreSQL, whoever writes changes announces it: see entities/feed.py."""

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION entities_change_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('newsdb.change_announced', true), '') = '' THEN
        PERFORM pg_advisory_xact_lock_shared(
            (20036::bigint << 48)
            | (SELECT last_value - (NOT is_called)::int FROM entities_change_id_seq)
        );
        PERFORM set_config('newsdb.change_announced', 'yes', true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entities_change_announce BEFORE INSERT ON entities_change
    FOR EACH STATEMENT EXECUTE FUNCTION entities_change_announce();
"""
FORGET = """
DROP TRIGGER entities_change_announce ON entities_change;
DROP FUNCTION entities_change_announce();
"""


def announce(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ANNOUNCE, params=None)


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORGET, params=None)


class Migration(migrations.Migration):
    dependencies = [("entities", "0001_initial")]
    operations = [migrations.RunPython(announce, forget)]
