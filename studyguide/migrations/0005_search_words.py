from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# As search.py reads a query: lower case, and without the accents that would make other letters of them.
PLAIN = "translate(lower({}), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')"
IS_PART = "kind = 'section' AND heading <> ''"
WORDS = f"""
    setweight(to_tsvector('english', {PLAIN.format(f"CASE WHEN {IS_PART} THEN heading ELSE title END")}), 'A') ||
    setweight(to_tsvector('english', {PLAIN.format(f"CASE WHEN {IS_PART} THEN title ELSE heading END")}), 'D') ||
    setweight(to_tsvector('english', {PLAIN.format("text")}), 'D')
"""


def create_words(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL only, which computes the column itself: code that knows nothing of it writes entries as before."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE studyguide_searchentry ADD words tsvector GENERATED ALWAYS AS ({WORDS}) STORED")
        editor.execute("CREATE INDEX studyguide_search_words ON studyguide_searchentry USING gin (words)")


def drop_words(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE studyguide_searchentry DROP words")


class Migration(migrations.Migration):
    dependencies = [("studyguide", "0004_advisor")]

    operations = [migrations.RunPython(create_words, drop_words)]
