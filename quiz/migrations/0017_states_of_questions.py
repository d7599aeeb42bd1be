"""The few questions that are drafts, changed or retired are found without a look at all."""

from django.db import migrations, models

from studyguide.added_indexes import AddIndexWhileServing


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0016_learners_of_quizzes")]
    operations = [
        AddIndexWhileServing("question", models.Index(fields=["status", "has_changes"], name="question_by_state"))
    ]
