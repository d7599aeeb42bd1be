"""Scenarios in the admin: the versions of each, and what the group of instructors may do with them."""

import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

GROUP = "Instructors"
PERMISSIONS = ("add_scenario", "change_scenario", "view_scenario")


def widen_group(apps, schema_editor):
    create_permissions(installed.get_app_config("quiz"), verbosity=0)  # else made only after all migrations
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="quiz", codename__in=PERMISSIONS
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("quiz", "0012_generated_cases"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("quiz.quiz",),
        ),
        migrations.CreateModel(
            name="ScenarioVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("source", models.JSONField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="quiz.quiz"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("scenario", "number"), name="version_number_in_scenario")
                ],
            },
        ),
        migrations.RunPython(widen_group, migrations.RunPython.noop),
    ]
