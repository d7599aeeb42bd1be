"""The group of those who write questions, with what they may do and nothing else."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUP = "Instructors"
PERMISSIONS = (
    "add_question change_question view_question publish_question "
    "add_quiz change_quiz view_quiz "
    "view_report change_report "
    "view_attempt"
).split()


def make_group(apps, schema_editor):
    create_permissions(installed.get_app_config("quiz"), verbosity=0)  # else made only after all migrations
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="quiz", codename__in=PERMISSIONS
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("quiz", "0002_drafts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
