"""What the checks and the linter said of each question; the next sync fills it in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0005_statistics_permission")]
    operations = [
        migrations.AddField("question", "findings", models.JSONField(blank=True, db_default=[], default=list)),
        migrations.AddField(
            "question",
            "health",
            models.CharField(
                choices=[
                    ("unchecked", "not checked"),
                    ("blocking", "to be put right"),
                    ("warnings", "with warnings"),
                    ("good", "good"),
                ],
                db_default="unchecked",
                default="unchecked",
                max_length=10,
            ),
        ),
    ]
