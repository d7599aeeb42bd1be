"""Random edits on both sides, against a model: merged or reported, never lost in silence."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from studyguide.sync import sync
from tests.conftest import NOW, GuideFolder
from tests.quiz.two_sides import TwoSides

SALT = Path(__file__).parent / "salt"
SEQUENCES = 500 if connection.vendor == "sqlite" else 100  # edits are merged in Python, whatever the database
AT_ONCE = 10  # sequences in one test
STEPS = 14


@pytest.fixture
def fresh(db, settings, tmp_path):
    """`with fresh(seed) as sides` gives the guide, loaded, with nothing edited yet; afterwards all of it is gone."""
    settings.CONTENT_DIRS = [tmp_path / "content"]

    @contextmanager
    def fresh(seed):
        folder = Path(shutil.copytree(SALT, tmp_path / "content" / "salt"))
        with transaction.atomic():
            yield TwoSides(GuideFolder(folder), seed)
            transaction.set_rollback(True)
        shutil.rmtree(folder)

    return fresh


def one_of(sides):
    """Something that people do, the more often the likelier."""
    edits = [sides.file_edit] * 4 + [sides.admin_publish] * 4 + [sides.admin_draft] * 2
    seldom = [sides.file_status, sides.file_delete, sides.file_new, sides.admin_retire, sides.admin_new]
    together = [sides.synchronise] * 3 + [lambda: sides.synchronise("file"), lambda: sides.synchronise("admin")]
    quizzes = [sides.admin_quiz] * 2 + [sides.admin_steps, sides.file_steps] * 2
    quizzes += [sides.admin_new_quiz, sides.file_new_quiz]
    return sides.random.choice([*edits, *seldom, *quizzes, *together, sides.export])


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEQUENCES, AT_ONCE))
def test_random_edits_are_merged_or_reported(fresh, first):
    for seed in range(first, first + AT_ONCE):
        with fresh(seed) as sides:
            for _ in range(STEPS):
                one_of(sides)()
            sides.synchronise("admin")
            sides.export()
            assert_settled(sides)


def assert_settled(sides):
    """Files and database say the same, and an export after a sync changes nothing."""
    before = sides.texts()
    sync(NOW, force=True)
    sides.check()
    sides.export()
    assert sides.texts() == before, sides.log
