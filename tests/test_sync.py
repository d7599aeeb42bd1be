"""Content into the database: all of it or nothing, by stable ids, and nothing that others point at is lost."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyguide.models import Fact, FactUse, Guide, Learner, SearchEntry, Section, SectionRead, Term
from studyguide.sync import ContentError, digest, sync

pytestmark = pytest.mark.django_db


def everything():
    """Every row of ours in the database, but those of the indexes that each sync makes anew."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("studyguide", "quiz")]
    kept = [model for model in models if model not in (SearchEntry, FactUse)]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in kept}


def writes(queries):
    return [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


# What is written


def test_a_guide_with_all_its_parts(synced_guide):
    assert synced_guide.title == "Bread: what makes it rise"
    counts = {name: len(rows) for name, rows in everything().items()}
    assert counts["Section"] == 5
    assert (counts["Term"], counts["Comparison"], counts["Target"], counts["Source"]) == (3, 1, 3, 2)
    assert (counts["Fact"], counts["Calculator"], counts["AnswerSheet"]) == (11, 1, 1)


def test_sections_know_their_chapter_order_and_objectives(synced_guide):
    sections = synced_guide.sections.current()
    assert [section.slug for section in sections] == ["basics", "yeast", "sourdough", "soda", "choosing"]
    assert sections[1].chapter == "The leavens"
    assert [objective.slug for objective in sections[1].objectives.all()] == ["choose", "weigh"]


def test_the_outline_repeats_what_pages_need(synced_guide):
    chapter = synced_guide.outline[1]
    assert chapter["title"] == "The leavens"
    assert chapter["sections"][2]["title"] == "Baking soda"
    assert "family-2" in chapter["sections"][2]["mark"]
    assert synced_guide.section_count == 5


def test_a_fact_has_its_source_and_its_uses(synced_guide):
    fact = Fact.objects.get(slug="yeast.rise_min")
    assert (fact.shown, fact.verified, fact.source.title) == ("90 min", True, "A Baker's Handbook")
    assert fact.uses.filter(kind="table").get().url == "/guides/bread/compare/leavens/"


def test_answers_are_kept_for_the_last_sheet(synced_guide):
    assert "An old packet is dead" in synced_guide.answersheets.get().html


# Again


def test_a_second_sync_writes_nothing(synced_guide, now):
    with CaptureQueriesContext(connection) as queries:
        assert sync(now + timedelta(days=1)) == []
    assert writes(queries) == []


def test_a_forced_sync_makes_the_same_rows_again(synced_guide, now):
    before = everything()
    assert sync(now, force=True) == ["bread"]
    assert everything() == before


def test_indexes_do_not_grow(synced_guide, now):
    before = SearchEntry.objects.count(), FactUse.objects.count()
    sync(now, force=True)
    assert (SearchEntry.objects.count(), FactUse.objects.count()) == before


def test_a_changed_section_keeps_its_id(synced_guide, guide_folder, now):
    before = Section.objects.get(slug="soda")
    guide_folder.replace("sections/soda.md", "Soda makes gas at once.", "Soda is quick.")
    assert sync(now) == ["bread"]
    after = Section.objects.get(slug="soda")
    assert after.pk == before.pk
    assert "Soda is quick." in after.html


def test_a_changed_fact_changes_every_page_that_names_it(synced_guide, guide_folder, now):
    guide_folder.replace("facts.yaml", "value: 90", "value: 60")
    sync(now)
    assert all("60 min" in section.html for section in Section.objects.filter(slug__in=["yeast", "choosing"]))
    assert Fact.objects.get(slug="sourdough.times_longer").shown == "12 times"
    assert synced_guide.comparisons.get().rows[0][1]["text"] == "60 min"


@pytest.mark.parametrize("name", ["facts.yaml", "sections/soda.md", "glossary.md"])
def test_the_digest_follows_every_file(guide_folder, name):
    before = digest(guide_folder.path)
    guide_folder.append(name, "")
    assert digest(guide_folder.path) != before


# Gone and back


def without_soda(guide_folder):
    guide_folder.remove("sections/soda.md")
    guide_folder.replace("guide.yaml", ", soda]", "]")
    guide_folder.replace("facts.yaml", "section: soda", "section: basics")
    guide_folder.replace("advisor.yaml", "section: soda", "section: basics")


def test_a_section_that_vanished_is_retired_and_not_deleted(synced_guide, guide_folder, now, client):
    section = Section.objects.get(slug="soda")
    without_soda(guide_folder)
    sync(now)
    section.refresh_from_db()
    assert section.is_retired
    assert client.get("/guides/bread/soda/").status_code == 404


def test_what_a_learner_read_stays_when_its_section_vanishes(synced_guide, guide_folder, now):
    learner = Learner.objects.create(created_at=now)
    Section.objects.get(slug="soda").mark_read(learner, now)
    without_soda(guide_folder)
    sync(now)
    assert SectionRead.objects.get().section.slug == "soda"


def test_a_section_that_comes_back_has_its_old_id(synced_guide, guide_folder, now, client):
    before = Section.objects.get(slug="soda").pk
    text = (guide_folder.path / "sections" / "soda.md").read_text()
    without_soda(guide_folder)
    sync(now)
    guide_folder.write("sections/soda.md", text)
    guide_folder.replace("guide.yaml", "sourdough]", "sourdough, soda]")
    sync(now)
    section = Section.objects.get(slug="soda")
    assert (section.pk, section.is_retired) == (before, False)
    assert client.get("/guides/bread/soda/").status_code == 200


def test_terms_and_facts_that_vanished_are_retired(synced_guide, guide_folder, now):
    guide_folder.replace("glossary.md", "Crumb {#crumb}\n:   The inside of a loaf, as against its crust.\n", "")
    guide_folder.replace("facts.yaml", "  sourdough.rises_a_week:", "  sourdough.rises_weekly:")
    sync(now)
    assert Term.objects.get(slug="crumb").is_retired
    assert Fact.objects.get(slug="sourdough.rises_a_week").is_retired
    assert not Fact.objects.get(slug="sourdough.rises_weekly").is_retired


def test_a_guide_that_vanished_is_retired_and_comes_back(synced_guide, guide_folder, settings, now, client):
    folders, settings.CONTENT_DIRS = settings.CONTENT_DIRS, []
    sync(now)
    assert client.get("/guides/bread/").status_code == 404
    settings.CONTENT_DIRS = folders
    assert sync(now) == ["bread"]
    assert Guide.objects.get() == synced_guide
    assert client.get("/guides/bread/").status_code == 200


# Mistakes


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sections/soda.md", "{fact:rye.rise}"),
        ("sections/soda.md", "[" * 60),
        ("sections/soda.md", "## Status"),
        ("facts.yaml", "unknown: 1"),
        ("questions/checkpoints.yaml", "- id: second"),
    ],
)
def test_on_any_mistake_nothing_changes(synced_guide, guide_folder, now, name, text):
    before = everything()
    guide_folder.replace("sections/yeast.md", "Yeast eats sugar", "Yeast sleeps")
    guide_folder.append(name, text)
    with pytest.raises(ContentError) as error, CaptureQueriesContext(connection) as queries:
        sync(now)
    assert error.value.problems
    assert writes(queries) == []
    assert everything() == before


def test_a_mistake_in_one_guide_keeps_every_guide_as_it_is(synced_guide, guide_folder, now):
    other = guide_folder.path.parent / "rye"
    shutil.copytree(guide_folder.path, other)
    guide_folder.append("sections/soda.md", "{fact:rye.rise}")
    with pytest.raises(ContentError, match="1 mistake in the content"):
        sync(now)
    assert [guide.slug for guide in Guide.objects.all()] == ["bread"]


def test_a_guide_that_stands_in_two_folders(guide_folder, settings, tmp_path, now):
    settings.CONTENT_DIRS = [*settings.CONTENT_DIRS, tmp_path / "more"]
    shutil.copytree(guide_folder.path, tmp_path / "more" / "bread")
    with pytest.raises(ContentError) as error:
        sync(now)
    assert "guide `bread` stands twice" in str(error.value.problems[0])


# Two guides

BREAD_PAGES = """/
/basics/ /yeast/ /sourdough/ /soda/ /choosing/ /glossary/ /compare/ /compare/leavens/ /sources/ /print/
/decide/ /decide/?hurry=no /decide/?hurry=yes /calculators/hydration/?water=400 /yeast/read-form/
/checkpoints/no-rise/ /checkpoints/no-rise/answer/"""


def test_two_guides_on_different_subjects(guide_folder, settings, now, client):
    """The engine knows nothing of either subject."""
    settings.CONTENT_DIRS = [*settings.CONTENT_DIRS, Path(project.BASE_DIR) / "content"]
    assert set(sync(now)) == {"bread", "aws-ml-deployment-targets"}
    for page in BREAD_PAGES.split():
        response = client.get(f"/guides/bread{page}")
        assert (page, response.status_code) == (page, 200)
        assert "SageMaker" not in response.content.decode()
    assert "/guides/bread/glossary/#proofing" in client.get("/search/?q=proofing").content.decode()
    home = client.get("/").content.decode()
    assert "/guides/bread/" in home
    assert "/guides/aws-ml-deployment-targets/" in home
