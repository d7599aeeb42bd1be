"""Content files into the database: all of them or none, matched by stable ids, retired instead of deleted."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from studyguide import models
from studyguide.checks import check_guide
from studyguide.content import files_hash, guide_folders, read_guide
from studyguide.documents import Problem, Problems
from studyguide.facts import shown
from studyguide.guide_files import ContentPart, GuideFiles
from studyguide.guide_pages import GuidePages
from studyguide.rendering import GuideRenderer
from studyguide.search import index_entries

Progress = Callable[[str], None]
Merge = Callable[[GuideFiles, Problems], None]


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class ContentError(Exception):
    """Content with mistakes; nothing was changed. `problems` lists every one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{counted(len(problems), 'mistake')} in the content")
        self.problems = problems


def content_parts() -> list[ContentPart]:
    """What other apps keep in a guide's folder, as the setting CONTENT_PARTS names it."""
    return [import_string(path) for path in settings.CONTENT_PARTS]


def content_folders() -> list[Path]:
    return guide_folders(settings.CONTENT_DIRS)


def render_guides(
    folders: Iterable[Path], parts: Sequence[ContentPart], progress: Progress, merge: Merge = lambda *_: None
) -> list[GuidePages]:
    """Read, check and render guides without touching the database; raises ContentError with every mistake.

    `merge` may change what was read of each guide before it is checked.
    """
    problems = Problems()
    found = [read_guide(folder, parts, problems) for folder in folders]
    for files in found:
        merge(files, problems)
        check_guide(files, problems)
        if any(other.slug == files.slug for other in found if other is not files):
            problems.add(files.folder, 1, f"guide `{files.slug}` stands twice", "expected a folder name of its own")
    if problems:
        raise ContentError(list(problems))
    pages = [GuideRenderer(files).pages(problems, progress) for files in found]
    if problems:
        raise ContentError(list(problems))
    return pages


def sync(now: datetime, progress: Progress = lambda _: None, *, force: bool = False, take: str = "") -> list[str]:
    """Bring the database in step with the content folders; returns the slugs of guides that changed.

    A guide whose files, code and state are as they were after the last sync is left alone, unless `force`. `take`
    decides what files and admin changed differently (see `ContentPart.merge`).
    """
    while (changed := _synced(now, progress, force=force, take=take)) is None:
        pass  # somebody published meanwhile, and what was merged is out of date
    return changed


def _synced(now: datetime, progress: Progress, *, force: bool, take: str) -> list[str] | None:
    folders = content_folders()
    files = {folder.name: digest(folder) for folder in folders}
    states = {slug: _state(slug) for slug in files}
    known = dict(models.Guide.objects.current().values_list("slug", "digest"))
    changed = [folder for folder in folders if force or known.get(folder.name) != _mark(files, states, folder.name)]
    rendered = render_guides(changed, content_parts(), progress, partial(_merge, take=take))
    if not changed and set(known) == set(files):
        return []
    with transaction.atomic():
        if any(_state(folder.name) != states[folder.name] for folder in changed):
            return None
        for pages in rendered:
            save_guide(pages, "", now)
        for slug in [pages.files.slug for pages in rendered]:
            after = _mark(files, {slug: _state(slug)}, slug)
            models.Guide.objects.filter(slug=slug).update(digest=after)
        models.Guide.objects.exclude(slug__in=files).update(is_retired=True)
        index_entries()
    return [pages.files.slug for pages in rendered]


def _merge(files: GuideFiles, problems: Problems, take: str) -> None:
    for part in files.parts:
        part.merge(files, problems, take)


def _state(slug: str) -> str:
    return " ".join(part.state(slug) for part in content_parts())


def _mark(files: Mapping[str, str], states: Mapping[str, str], slug: str) -> str:
    """What tells that neither the files of a guide nor what is kept for it changed."""
    return hashlib.sha256(f"{files[slug]} {states[slug]}".encode()).hexdigest()


def content_folder(slug: str) -> Path | None:
    """The folder with the files of a guide, if they are on this machine."""
    return next((folder for folder in content_folders() if folder.name == slug), None)


def digest(folder: Path) -> str:
    """A hash over a guide's files and over the code and templates that render them."""
    base = Path(settings.BASE_DIR)
    hashes = (files_hash(folder, "**/*"), files_hash(base, "templates/*/parts/*.html"), code_hash(base))
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


@cache
def code_hash(base: Path) -> str:
    """The code is the same for as long as a process runs, which has it in memory."""
    return files_hash(base, "studyguide/*.py", "studyguide/advisor/*.py", "quiz/**/*.py")


def save_guide(pages: GuidePages, digest: str, now: datetime) -> None:
    """Write one rendered guide; the caller holds the transaction."""
    guide = _save_guide_row(pages, digest, now)
    files = pages.files
    _save(models.Objective, guide, {key: {"text": text} for key, text in files.objectives.items()})
    _save_sections(guide, pages)
    _save(models.Term, guide, {term.file.slug: _term_row(term) for term in pages.terms})
    _save(models.Comparison, guide, {table.file.slug: _comparison_row(table) for table in pages.tables})
    _save(models.Target, guide, {key: _target_row(target) for key, target in files.facts.targets.items()})
    _save(
        models.Calculator,
        guide,
        {key: {"document": dataclasses.asdict(found)} for key, found in files.facts.calculators.items()},
    )
    answers = {key: placement for key, placement in pages.placements.items() if placement.answer_html}
    _save(
        models.AnswerSheet,
        guide,
        {key: {"title": a.title, "html": a.answer_html} for key, a in answers.items()},
    )
    _save_facts(guide, pages)
    _save_advisor(guide, pages)
    guide.search_entries.all().delete()
    models.SearchEntry.objects.bulk_create(
        models.SearchEntry(guide=guide, **dataclasses.asdict(entry)) for entry in pages.search
    )
    for part in content_parts():
        own = [(files.items[key], found) for key, found in pages.placements.items() if files.item_parts[key] is part]
        part.save(guide, own, now)


def _save_guide_row(pages: GuidePages, digest: str, now: datetime) -> models.Guide:
    files = pages.files
    row = {
        "title": files.title,
        "short_title": files.short_title,
        "summary": files.summary,
        "audience": files.audience,
        "start": files.start,
        "outline": _outline(pages),
        "tree": pages.tree,
        "tree_title": files.facts.tree_title,
        "has_advisor": bool(pages.advisor),
        "digest": digest,
        "synced_at": now,
        "is_retired": False,
    }
    return models.Guide.objects.update_or_create(slug=files.slug, defaults=row)[0]


def _outline(pages: GuidePages) -> list[dict[str, Any]]:
    by_slug = {page.file.slug: page for page in pages.sections}
    targets = pages.files.facts.targets
    return [
        {
            "id": chapter.id,
            "title": chapter.title,
            "sections": [
                {
                    "slug": slug,
                    "title": by_slug[slug].file.title,
                    "summary": by_slug[slug].file.summary,
                    "minutes": by_slug[slug].minutes,
                    "mark": _family_mark(by_slug[slug].file.target, targets),
                }
                for slug in chapter.sections
            ],
        }
        for chapter in pages.files.chapters
    ]


def _family_mark(target: str, targets: Any) -> str:
    return targets[target].family.mark() if target in targets else ""


def _save(model: type[Any], guide: models.Guide, rows: dict[str, dict[str, Any]]) -> None:
    """Insert or update the rows by slug, in their order, and retire those that are gone."""
    made = [
        model(guide=guide, slug=slug, position=position, is_retired=False, **row)
        for position, (slug, row) in enumerate(rows.items())
    ]
    fields = [*(next(iter(rows.values())) if rows else ()), "position", "is_retired"]
    model.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["guide", "slug"], update_fields=fields, batch_size=200
    )
    gone = model.objects.filter(guide=guide, is_retired=False).exclude(slug__in=rows)
    gone.update(is_retired=True)


def _save_sections(guide: models.Guide, pages: GuidePages) -> None:
    chapters = {slug: chapter.title for chapter in pages.files.chapters for slug in chapter.sections}
    rows = {
        page.file.slug: {
            "chapter": chapters[page.file.slug],
            "title": page.file.title,
            "summary": page.file.summary,
            "target": page.file.target,
            "html": page.html,
            "headings": [[heading.level, heading.id, heading.text] for heading in page.headings],
            "minutes": page.minutes,
        }
        for page in pages.sections
    }
    _save(models.Section, guide, rows)
    sections = dict(guide.sections.values_list("slug", "pk"))
    objectives = dict(guide.objectives.values_list("slug", "pk"))
    through = models.Section.objectives.through
    through.objects.filter(section__guide=guide).delete()
    through.objects.bulk_create(
        through(section_id=sections[page.file.slug], objective_id=objectives[key])
        for page in pages.sections
        for key in page.file.objectives
    )


def _save_facts(guide: models.Guide, pages: GuidePages) -> None:
    book = pages.files.facts.book
    source_fields = ("title", "url", "as_of", "as_of_note", "tier")
    _save(
        models.Source,
        guide,
        {key: {name: getattr(source, name) for name in source_fields} for key, source in book.sources.items()},
    )
    sources = dict(guide.sources.values_list("slug", "pk"))
    fact_fields = (
        "label", "kind", "value", "unit", "as_of", "as_of_note", "verified", "note", "region", "formula",
    )  # fmt: skip
    _save(
        models.Fact,
        guide,
        {
            key: {
                **{name: getattr(fact, name) for name in fact_fields},
                "shown": shown(fact),
                "source_id": sources[fact.source.key] if fact.source else None,
            }
            for key, fact in book.items()
        },
    )
    facts = dict(guide.facts.values_list("slug", "pk"))
    models.FactUse.objects.filter(fact__guide=guide).delete()
    models.FactUse.objects.bulk_create(
        models.FactUse(fact_id=facts[use.fact], kind=use.kind, label=use.label, url=use.url)
        for use in dict.fromkeys(pages.uses)
    )


def _save_advisor(guide: models.Guide, pages: GuidePages) -> None:
    """Nothing points at an advisor, so one that vanished is deleted."""
    if pages.advisor:
        models.Advisor.objects.update_or_create(guide=guide, defaults={"document": json.dumps(pages.advisor)})
    else:
        models.Advisor.objects.filter(guide=guide).delete()


def _term_row(term: Any) -> dict[str, Any]:
    return {"name": term.file.name, "aliases": list(term.file.aliases), "html": term.html}


def _comparison_row(table: Any) -> dict[str, Any]:
    return {
        "title": table.file.title,
        "summary": table.file.summary,
        "intro_html": table.intro_html,
        "outro_html": table.outro_html,
        "columns": list(table.columns),
        "rows": [[dataclasses.asdict(cell) for cell in row] for row in table.rows],
    }


def _target_row(target: Any) -> dict[str, Any]:
    return {
        "name": target.name,
        "short": target.short,
        "family": dataclasses.asdict(target.family),
        "section": target.section,
        "summary": target.summary,
    }


__all__ = ["ContentError", "GuideFiles", "content_folders", "content_parts", "render_guides", "sync"]
