"""The commands for authors: loading content, checking it, and asking what facts need or touch."""

import pytest
from django.core.management import CommandError, call_command

from studyguide.models import Guide, Section


@pytest.fixture
def run(capsys):
    """`run("name", …)` gives what the command prints."""

    def run(name, *arguments, **options):
        call_command(name, *arguments, **options)
        return capsys.readouterr().out

    return run


# sync_content


def test_sync_loads_the_guides(db, guide_folder, run):
    assert run("sync_content") == "Loaded: bread.\n"
    assert Section.objects.count() == 5


def test_sync_says_when_there_is_nothing_to_do(synced_guide, run):
    assert run("sync_content") == "Content is up to date.\n"


def test_sync_may_be_forced(synced_guide, run):
    assert run("sync_content", force=True) == "Loaded: bread.\n"


def test_sync_without_any_guide(db, settings, tmp_path, run):
    settings.CONTENT_DIRS = [tmp_path]
    assert run("sync_content") == "Content is up to date.\n"


def test_sync_reports_every_mistake_and_changes_nothing(db, guide_folder, capsys):
    soda = guide_folder.append("sections/soda.md", "{fact:rye.rise}")
    yeast = guide_folder.append("sections/yeast.md", "{source:hearsay}")
    with pytest.raises(CommandError, match="2 mistakes in the content; nothing was changed") as error:
        call_command("sync_content")
    assert error.value.returncode == 1
    assert not Guide.objects.exists()
    lines = capsys.readouterr().err.splitlines()
    folder = guide_folder.path
    assert lines == [
        f"{folder}/sections/soda.md:{soda}: unknown fact `rye.rise`: expected a key of facts.yaml",
        f"{folder}/sections/yeast.md:{yeast}: unknown source `hearsay`: expected one of handbook, label",
    ]


def test_sync_shows_progress_once_in_a_hundred_sections(db, guide_folder, run):
    names = [f"page-{number}" for number in range(120)]
    for name in names:
        guide_folder.write(f"sections/{name}.md", f"---\ntitle: {name}\nsummary: A page.\n---\nText.\n")
    guide_folder.replace("guide.yaml", "[basics]", f"[basics, {', '.join(names)}]")
    assert run("sync_content") == "100 sections rendered\nLoaded: bread.\n"


# sync_content --check


def test_check_looks_without_touching_the_database(guide_folder, run):
    """No database here: reaching for it would fail."""
    assert run("sync_content", check=True) == "1 guide, no mistakes.\n"


def test_check_finds_mistakes(guide_folder):
    guide_folder.append("sections/soda.md", "{fact:rye.rise}")
    with pytest.raises(CommandError, match="1 mistake in the content"):
        call_command("sync_content", check=True)


# check_facts


def test_facts_that_need_another_look(guide_folder, run):
    guide_folder.replace(
        "facts.yaml",
        "as_of: '2026-03-01'\n    verified: true\n    note: For",
        "as_of: '2999-01-01'\n    verified: true\n    note: For",
    )
    lines = run("check_facts").splitlines()
    assert "  soda.first_sold: 2025, Text on the packet" in lines
    assert "  yeast.price.loaf: 2025 (undated packet), Text on the packet" in lines
    assert not any("yeast.rise_min" in line or "yeast.keeps" in line for line in lines)


def test_the_oldest_fact_comes_first(guide_folder, run):
    guide_folder.replace("facts.yaml", "as_of: '2025'\n    verified", "as_of: '2011'\n    verified")
    assert run("check_facts").splitlines()[1] == "  soda.first_sold: 2011, Text on the packet"


def test_a_fact_without_source_and_date(guide_folder, run):
    guide_folder.replace("facts.yaml", "    value: null\n", "    value: 30\n")
    assert "  yeast.keeps: no date, no source" in run("check_facts").splitlines()


def test_facts_are_counted(guide_folder, run):
    assert run("check_facts").splitlines()[0] == "bread: 7 of 11 facts need another look"


# fact_uses


def test_everything_that_depends_on_a_fact(synced_guide, run):
    assert run("fact_uses", "sourdough.rise_min").splitlines() == [
        "advisor price: Instant yeast: cost a month (/guides/bread/advisor/#cost)",
        "advisor remark: You are hasty and have {minutes}. Is that so? (/guides/bread/advisor/)",
        "advisor rule: Instant yeast: Rising a month, if one loaf rises at a time (/guides/bread/advisor/)",
        "advisor rule: Sourdough starter: How long can it rise? (/guides/bread/advisor/)",
        "figure: Which leaven? (/guides/bread/choosing/#figure-decision-tree)",
        "generated case: Sourdough starter: which limit decides (/quizzes/)",
        "plot: Cost over hours of full peak (/guides/bread/advisor/#cost)",
        "plot: Cost over loaves a month (/guides/bread/advisor/#cost)",
        "section: Sourdough (/guides/bread/sourdough/)",
        "table: Leavens side by side (/guides/bread/compare/leavens/)",
        "tree node: Overnight? (/guides/bread/decide/)",
        "11 places that depend on sourdough.rise_min.",
    ]


def test_a_fact_that_nothing_depends_on(synced_guide, run):
    assert run("fact_uses", "sourdough.rises_a_week") == "0 places that depend on sourdough.rises_a_week.\n"


def test_an_unknown_fact(synced_guide):
    with pytest.raises(
        CommandError, match=r"No fact has the key rye\.rise\. Keys stand in facts\.yaml of each guide\."
    ):
        call_command("fact_uses", "rye.rise")
