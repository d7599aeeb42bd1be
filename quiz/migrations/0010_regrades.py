"""Finished answers that are scored again, and that instructors may do so."""

from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def allow_instructors(apps, schema_editor):
    create_permissions(installed.get_app_config("quiz"), verbosity=0)  # else made only after all migrations
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="quiz", codename="regrade_question"
    )
    apps.get_model("auth", "Group").objects.get(name="Instructors").permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("quiz", "0009_stories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="question",
            options={
                "ordering": ["slug"],
                "permissions": [
                    ("publish_question", "Can publish and retire questions"),
                    ("regrade_question", "Can score finished answers again"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Regrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("digest", models.CharField(max_length=64)),
                ("regraded_at", models.DateTimeField()),
                ("answers", models.PositiveIntegerField(default=0)),
                ("regraded", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("mean_change", models.FloatField(default=0)),
                ("now_passed", models.PositiveIntegerField(default=0)),
                ("now_failed", models.PositiveIntegerField(default=0)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("quiz", models.ForeignKey("quiz.Quiz", models.PROTECT, null=True, related_name="regrades")),
                (
                    "regraded_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="regrades"
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="regrades_taken_back"
                    ),
                ),
                ("version", models.ForeignKey("quiz.QuestionVersion", models.CASCADE, related_name="regrades")),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(changed__lte=models.F("regraded"), regraded__lte=models.F("answers")),
                        name="regrade_counts_within_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(taken_back_by=None) | models.Q(taken_back_at__isnull=False),
                        name="regrade_taken_back_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegradedResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_points", models.FloatField()),
                ("old_possible", models.FloatField()),
                ("points", models.FloatField()),
                ("possible", models.FloatField()),
                ("regrade", models.ForeignKey("quiz.Regrade", models.CASCADE, related_name="responses")),
                ("response", models.ForeignKey("quiz.Response", models.CASCADE, related_name="regrades")),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["regrade", "response"], name="response_once_in_regrade"),
                    models.CheckConstraint(
                        condition=models.Q(old_points__gte=0, old_points__lte=models.F("old_possible")),
                        name="old_points_within_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(points__gte=0, points__lte=models.F("possible")),
                        name="new_points_within_possible",
                    ),
                ],
            },
        ),
        migrations.RunPython(allow_instructors, migrations.RunPython.noop),
    ]
