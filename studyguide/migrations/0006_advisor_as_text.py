from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def load_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL has forgotten the order already: the next sync brings it back from the file."""
    if editor.connection.vendor == "postgresql":
        apps.get_model("studyguide", "Guide").objects.filter(has_advisor=True).update(digest="")


class Migration(migrations.Migration):
    dependencies = [("studyguide", "0005_search_words")]

    operations = [
        migrations.AlterField("advisor", "document", models.TextField()),
        migrations.RunPython(load_again, migrations.RunPython.noop),
    ]
