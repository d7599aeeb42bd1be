"""Quizzes know what their files said, as questions do; what is there already came from files."""

from django.db import migrations, models


def mark_as_from_files(apps, schema_editor):
    """Nothing could be made anywhere else so far. What the files said at that time is not known."""
    for name in ("Question", "Quiz"):
        apps.get_model("quiz", name).objects.filter(synced_source__isnull=True).update(synced_source={})


class Migration(migrations.Migration):
    dependencies = [("quiz", "0003_instructors")]
    operations = [
        migrations.AddField(
            model_name="quiz",
            name="case_source",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="quiz",
            name="synced_source",
            field=models.JSONField(null=True),
        ),
        migrations.RunPython(mark_as_from_files, migrations.RunPython.noop),
    ]
