"""The few attempts that are previews, so that the others can be counted without a look at each."""

from django.db import migrations, models

from studyguide.added_indexes import AddIndexWhileServing


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("quiz", "0018_search_in_the_admin")]
    operations = [
        AddIndexWhileServing(
            "attempt",
            models.Index(fields=["id"], condition=models.Q(is_preview=True), name="preview_attempts"),
        )
    ]
