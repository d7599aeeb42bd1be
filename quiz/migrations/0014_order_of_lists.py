"""Indexes in the order of the admin's lists, and what PostgreSQL cannot tell from a sample of many responses."""

from django.db import migrations, models

from studyguide.added_indexes import AddIndexWhileServing


def expect_ten_responses(_apps, schema_editor):
    """Of ten million it takes each attempt for one of eighty responses, and reads tables whole where it need not."""
    _set(schema_editor, "SET (n_distinct = -0.1)")


def expect_nothing(_apps, schema_editor):
    _set(schema_editor, "RESET (n_distinct)")


def _set(schema_editor, option):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE quiz_response ALTER COLUMN attempt_id {option}")
        schema_editor.execute("ANALYZE quiz_response (attempt_id)")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0013_scenarios")]
    operations = [
        AddIndexWhileServing(
            "question", models.Index(fields=["title", "slug", "-id"], name="question_by_title")
        ),
        AddIndexWhileServing(
            "report", models.Index(fields=["-closed_at", "-reported_at", "-id"], name="report_in_queue")
        ),
        migrations.RunPython(expect_ten_responses, expect_nothing),
    ]
