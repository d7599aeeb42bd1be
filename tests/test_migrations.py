"""Migrations run while servers of the release before still write: a new column must not need their help."""

import pytest
from django.db import connection, models
from django.db.migrations import AddField, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

from quiz.models import Question

MIGRATIONS = {
    f"{app}.{name}": migration.operations
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items())
    if app in ("studyguide", "quiz")
}


def refused_to_old_code(operations):
    """The columns without which no row can be written from then on, of tables that were there before."""
    new = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
    added = [found for found in operations if isinstance(found, AddField) and found.model_name_lower not in new]
    return [f"{found.model_name}.{found.name}" for found in added if needs_a_value(found.field)]


def needs_a_value(field):
    return not (field.many_to_many or field.null or field.db_default is not NOT_PROVIDED)


@pytest.mark.parametrize("name", MIGRATIONS)
def test_old_code_can_write_after_each_migration(name):
    assert refused_to_old_code(MIGRATIONS[name]) == []


@pytest.mark.parametrize(
    ("field", "is_refused"),
    [
        (models.BooleanField(default=False), True),
        (models.ForeignKey("quiz.Quiz", models.CASCADE), True),
        (models.BooleanField(default=False, db_default=False), False),
        (models.DateTimeField(null=True), False),
        (models.ManyToManyField("quiz.Quiz"), False),
    ],
)
def test_a_column_needs_a_value_unless_the_database_has_one(field, is_refused):
    operations = [AddField("question", "new", field)]
    assert refused_to_old_code(operations) == (["question.new"] if is_refused else [])
    assert refused_to_old_code([CreateModel("Question", []), *operations]) == []


def test_code_of_the_first_migration_still_writes(synced_guide):
    apps = MigrationLoader(connection).project_state(("quiz", "0001_initial")).apps
    apps.get_model("quiz", "Question").objects.create(guide_id=synced_guide.pk, slug="another", kind="open")
    made = Question.objects.get(slug="another")
    assert (made.has_changes, made.source, made.findings, made.health) == (False, {}, [], Question.Health.UNCHECKED)
