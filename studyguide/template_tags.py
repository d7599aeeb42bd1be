"""What the templates of the reading side ask for."""

from functools import lru_cache

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from studyguide.progress import ChapterProgress

register = Library()


@register.simple_tag
def outline_chapter(guide_slug: str, chapter: ChapterProgress, section_slug: str) -> SafeString:
    """A chapter in the outline, open where the section `section_slug` is in it."""
    is_open = any(step.slug == section_slug for step in chapter.sections)
    return _outline_chapter(guide_slug, chapter, section_slug if is_open else "")


# Most of a page's time went to chapters that look the same to nearly every reader: read, or not yet begun.
@lru_cache(maxsize=1024)
def _outline_chapter(guide_slug: str, chapter: ChapterProgress, section_slug: str) -> SafeString:
    context = {"guide_slug": guide_slug, "chapter": chapter, "section_slug": section_slug}
    return render_to_string("studyguide/_outline_chapter.html", context)
