"""Who imports whom, read from the import statements: quiz knows studyguide, nobody accounts, pure modules no Django."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PURE = """
    studyguide.arithmetic studyguide.documents studyguide.facts studyguide.roles studyguide.markup studyguide.blocks
    studyguide.targets studyguide.decision studyguide.figures studyguide.factfile studyguide.content studyguide.checks
    studyguide.collecting studyguide.progress studyguide.compare studyguide.printing studyguide.calculators
    studyguide.guide_files studyguide.guide_pages
    studyguide.condition_reading studyguide.advisor.checking studyguide.advisor.page
    studyguide.advisor.workload_json studyguide.backups.manifest studyguide.running
    quiz.kinds quiz.scoring quiz.answers quiz.plots quiz.clock quiz.sources quiz.items quiz.drafts
    quiz.quiz_items quiz.merging quiz.entry_lines quiz.content_files quiz.lint
    quiz.simulation quiz.statistics quiz.wording quiz.spreadsheets quiz.finding_words quiz.statistics_plots
    quiz.source_forms quiz.question_form quiz.quiz_form quiz.differences quiz.regrading
    quiz.what_if quiz.changed_keys quiz.fact_values
    quiz.generated.document quiz.generated.checking quiz.generated.uses
"""


def module_name(path):
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules():
    """Every module of the two packages, with its file."""
    files = [path for package in ("studyguide", "quiz") for path in sorted((PROJECT / package).rglob("*.py"))]
    return {module_name(path): path for path in files if "migrations" not in path.parts}


def imports(path, *, top_only=False):
    """What a file imports, as dotted names; `from a import b` counts as `a` and as `a.b`."""
    tree = ast.parse(path.read_text())
    nodes = tree.body if top_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]


def within(name, package):
    return name == package or name.startswith(f"{package}.")


MODULES = modules()


def test_studyguide_never_imports_quiz():
    reading = {name: set(imports(path)) for name, path in MODULES.items() if within(name, "studyguide")}
    assert [(name, other) for name, found in reading.items() for other in found if within(other, "quiz")] == []


def test_nobody_imports_accounts():
    """They stand on the rest, which asks for them by dotted paths in the settings."""
    others = {name: set(imports(path)) for name, path in MODULES.items() if not within(name, "studyguide.accounts")}
    assert [
        name for name, found in others.items() if any(within(other, "studyguide.accounts") for other in found)
    ] == []


@pytest.mark.parametrize("name", PURE.split())
def test_there_is_no_django_behind_a_pure_module(name):
    reached = [name]
    for module in reached:  # which grows meanwhile
        found = set(imports(MODULES[module]))
        assert not [other for other in found if within(other, "django")], f"{name} reaches Django through {module}"
        reached += sorted((found & MODULES.keys()) - set(reached))


def test_nothing_imports_in_a_circle():
    ways = {
        name: {found for found in imports(path, top_only=True) if found in MODULES} for name, path in MODULES.items()
    }
    finished = set()

    def walk(name, path):
        assert name not in path, f"a circle: {' imports '.join([*path[path.index(name) :], name])}"
        if name not in finished:
            for found in ways[name] - {name}:
                walk(found, [*path, name])
            finished.add(name)

    for name in ways:
        walk(name, [])


def test_no_module_has_a_name_that_says_nothing():
    words = {word for name in MODULES for word in name.split(".")}
    assert words & {"utils", "helpers", "services", "manager", "data"} == set()
