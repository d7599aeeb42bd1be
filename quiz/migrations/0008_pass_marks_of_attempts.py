"""The pass mark stays with the attempt, so that a quiz may change its own; and the form that a quiz was made with."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_pass_marks(apps, schema_editor):
    quiz = apps.get_model("quiz", "Quiz").objects.filter(pk=OuterRef("quiz"))
    apps.get_model("quiz", "Attempt").objects.filter(quiz__pass_percent__isnull=False).update(
        pass_percent=Subquery(quiz.values("pass_percent")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("quiz", "0007_quizzes_in_the_admin")]
    operations = [
        migrations.AddField("attempt", "pass_percent", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("quiz", "form_id", models.UUIDField(null=True, unique=True)),
        migrations.RunPython(keep_pass_marks, migrations.RunPython.noop),
    ]
