"""Quizzes keep their versions where cases keep theirs; nothing of the table changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0014_order_of_lists")]
    operations = [
        migrations.AlterModelTable("ScenarioVersion", "quiz_scenarioversion"),
        migrations.RenameModel("ScenarioVersion", "QuizVersion"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("QuizVersion", "version_number_in_scenario"),
                migrations.RenameField("QuizVersion", "scenario", "quiz"),
                migrations.AlterField(
                    "QuizVersion",
                    "quiz",
                    models.ForeignKey(
                        db_column="scenario_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="quiz.quiz",
                    ),
                ),
                migrations.AddConstraint(
                    "QuizVersion",
                    models.UniqueConstraint(fields=("quiz", "number"), name="version_number_in_scenario"),
                ),
            ]
        ),
    ]
