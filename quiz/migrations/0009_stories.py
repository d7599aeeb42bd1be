"""What the cases of a guide are made from. Loading the content fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quiz", "0008_pass_marks_of_attempts"), ("studyguide", "0006_advisor_as_text")]
    operations = [
        migrations.CreateModel(
            "StoryBook",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.TextField()),
                (
                    "guide",
                    models.OneToOneField("studyguide.Guide", models.CASCADE, related_name="story_book"),
                ),
            ],
        )
    ]
