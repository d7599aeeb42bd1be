"""The guide on bread with questions of every kind, quizzes in every mode, and learners who take them."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from quiz.models import Mode
from studyguide.models import Guide
from studyguide.sync import content_parts, render_guides, save_guide, sync
from tests.conftest import BREAD, NOW, GuideFolder
from tests.quiz.desk import instructor
from tests.quiz.sitting import Sitting

QUESTIONS = Path(__file__).parent / "bread"


def copied_guide(folder: Path) -> Path:
    shutil.copytree(BREAD, folder)
    return Path(shutil.copytree(QUESTIONS, folder, dirs_exist_ok=True))


@pytest.fixture
def quiz_folder(settings, tmp_path):
    """The guide with its questions as files, where `sync` finds it and nothing else."""
    settings.CONTENT_DIRS = [tmp_path / "content"]
    return GuideFolder(copied_guide(tmp_path / "content" / "bread"))


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """The guide, rendered once for all tests."""
    folder = copied_guide(tmp_path_factory.mktemp("content") / "bread")
    return render_guides([folder], content_parts(), lambda _: None)[0]


@pytest.fixture(scope="session")
def documents(pages):
    """What a version of each question stores, by the question's id."""
    return {slug: placement.document for slug, placement in pages.placements.items()}


@pytest.fixture
def guide(db, pages):
    """The guide in the database."""
    save_guide(pages, "", NOW)
    return Guide.objects.get()


@pytest.fixture
def folder(quiz_folder, db, now):
    """The guide's files, loaded."""
    sync(now)
    return quiz_folder


@pytest.fixture
def export(capsys):
    """`export(…)` gives what the command prints."""

    def export(*arguments, **options):
        call_command("export_questions", *arguments, **options)
        return capsys.readouterr().out

    return export


@pytest.fixture
def desk(guide, quiz_folder):
    """An instructor's browser, with the guide's files where the checks look for them."""
    return instructor()


@pytest.fixture
def learner(guide):
    """Somebody's browser."""
    return _reader()


@pytest.fixture
def stranger(guide):
    """Somebody else's browser."""
    return _reader()


def _reader() -> Client:
    client = Client()
    client.post("/guides/bread/basics/read/")
    return client


@pytest.fixture
def practice(learner):
    """An attempt with one question of each kind, in the order of quizzes.yaml."""
    return Sitting.begin(learner, "every-kind")


@pytest.fixture
def exam(learner):
    """The same questions, with ten minutes for all."""
    return Sitting.begin(learner, "baking-exam")


@pytest.fixture
def scenario(learner):
    """A case in three steps."""
    return Sitting.begin(learner, "sunday-bread")


@pytest.fixture
def sitting(request, learner):
    """An attempt in the mode that a test asks for."""
    slugs = {Mode.PRACTICE: "every-kind", Mode.EXAM: "baking-exam", Mode.SCENARIO: "sunday-bread"}
    return Sitting.begin(learner, slugs[request.param])


@pytest.fixture
def file_database(transactional_db, tmp_path, pages):
    """The guide in a file, as in service: each thread has a connection of its own and waits for the others."""
    in_memory = connections["default"]
    if in_memory.vendor != "sqlite":  # a server is shared as it is
        save_guide(pages, "", NOW)
        yield None
        return
    path = tmp_path / "studyguide.sqlite3"
    with in_memory.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])  # the tables that are there already
    kept, connections.settings["default"]["NAME"] = connections.settings["default"]["NAME"], path
    connections["default"] = connections.create_connection("default")
    save_guide(pages, "", NOW)
    yield path
    connections["default"].close()
    connections["default"] = in_memory
    connections.settings["default"]["NAME"] = kept
