"""Attempts keep cases that were made for them: versions that belong to an attempt instead of a question."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("quiz", "0011_publish_quizzes")]
    operations = [
        migrations.AddField("attempt", "generator_version", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "questionversion",
            "attempt",
            models.ForeignKey("quiz.Attempt", models.CASCADE, null=True, related_name="made_versions"),
        ),
        migrations.AlterField(
            "questionversion",
            "question",
            models.ForeignKey("quiz.Question", models.CASCADE, null=True, related_name="versions"),
        ),
        migrations.AddConstraint(
            "questionversion",
            models.CheckConstraint(
                condition=Q(question=None, attempt__isnull=False) | Q(question__isnull=False, attempt=None),
                name="version_of_question_or_attempt",
            ),
        ),
        migrations.AlterField(
            "response",
            "version",
            models.ForeignKey("quiz.QuestionVersion", models.RESTRICT, related_name="responses"),
        ),
    ]
