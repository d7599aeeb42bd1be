from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CREATE = """
CREATE VIRTUAL TABLE studyguide_search USING fts5(
    title, heading, text, tokenize = "porter unicode61 remove_diacritics 2"
)
"""


def create_index(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite only: PostgreSQL searches the entries themselves."""
    if editor.connection.vendor == "sqlite":
        editor.execute(CREATE)


def drop_index(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE studyguide_search")


class Migration(migrations.Migration):
    dependencies = [("studyguide", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
