"""That instructors may publish and retire quizzes."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def allow_instructors(apps, schema_editor):
    create_permissions(installed.get_app_config("quiz"), verbosity=0)  # else made only after all migrations
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="quiz", codename="publish_quiz"
    )
    apps.get_model("auth", "Group").objects.get(name="Instructors").permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("quiz", "0010_regrades")]
    operations = [
        migrations.AlterModelOptions(
            name="quiz",
            options={
                "ordering": ["position"],
                "permissions": [
                    ("view_statistics", "Can see how quizzes and questions perform"),
                    ("publish_quiz", "Can publish and retire quizzes"),
                ],
                "verbose_name_plural": "quizzes",
            },
        ),
        migrations.RunPython(allow_instructors, migrations.RunPython.noop),
    ]
