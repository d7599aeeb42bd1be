"""What instructors do with quizzes, scenarios and reports in the admin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0006_health"), ("studyguide", "0004_advisor")]
    operations = [
        migrations.AddField("attempt", "is_preview", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("quiz", "closes_at", models.DateTimeField(null=True)),
        migrations.AddField("quiz", "draft", models.JSONField(null=True)),
        migrations.AddField("quiz", "is_draft", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("quiz", "opens_at", models.DateTimeField(null=True)),
        migrations.AddField("quiz", "synced_steps", models.JSONField(null=True)),
        migrations.AddField("report", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "report",
            "response",
            models.ForeignKey("quiz.Response", models.SET_NULL, null=True, related_name="reports"),
        ),
        migrations.AddConstraint(
            "quiz",
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="quiz_opens_before_it_closes",
            ),
        ),
    ]
