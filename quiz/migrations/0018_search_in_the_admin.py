"""An index of three letters each for the search in the list of questions, on PostgreSQL, where it may be made."""

from django.db import DatabaseError, migrations

# As the admin's search writes them: an index of anything else is not used.
COLUMNS = ("title", "slug", "section", "source")


def index_letters(_apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:  # not installed, or not for this role: the search reads all rows, as before
        return
    for column in COLUMNS:
        name = f"question_{column}_letters"
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # what is left of one that was interrupted
        schema_editor.execute(
            f"CREATE INDEX CONCURRENTLY {name} ON quiz_question USING gin (UPPER({column}::text) gin_trgm_ops)"
        )


def drop_letters(_apps, schema_editor):
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS question_{column}_letters")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0017_states_of_questions")]
    operations = [migrations.RunPython(index_letters, drop_letters)]
