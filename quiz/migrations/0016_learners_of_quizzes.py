"""Who finished a quiz, to be counted without a look at the attempts themselves."""

from django.db import migrations, models

from studyguide.added_indexes import AddIndexWhileServing


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0015_versions_of_quizzes")]
    operations = [
        AddIndexWhileServing(
            "attempt",
            models.Index(
                fields=["quiz", "learner"], condition=models.Q(submitted_at__isnull=False), name="finished_by_learner"
            ),
        )
    ]
