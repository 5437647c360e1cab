"""An edition that has taken effect is never changed: signed verdicts name it."""

from django.db import migrations

TODAY_SQLITE = "date('now', '+8 hours')"
SQLITE = [
    f"""CREATE TRIGGER edition_no_{event} BEFORE {event} ON workflow_policyedition
        WHEN OLD.effective_from <= {TODAY_SQLITE}
        BEGIN SELECT RAISE(ABORT, 'this policy edition is in use'); END"""
    for event in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION edition_in_use() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF OLD.effective_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
           RAISE EXCEPTION 'this policy edition is in use';
         END IF;
         IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER edition_in_use BEFORE UPDATE OR DELETE ON workflow_policyedition
       FOR EACH ROW EXECUTE FUNCTION edition_in_use()""",
]


def forwards(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER edition_no_update")
        schema_editor.execute("DROP TRIGGER edition_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER edition_in_use ON workflow_policyedition")
        schema_editor.execute("DROP FUNCTION edition_in_use")


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_append_only_events")]
    operations = [migrations.RunPython(forwards, backwards)]
