"""What the templates of the reading side ask for."""

from functools import lru_cache

from django.conf import settings
from django.template import Context, Library, Node, NodeList
from django.template.base import Parser, Token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyguide.joined_pages import GAP, GAPS
from studyguide.progress import ChapterProgress
from studyguide.sheets_inside import sheet_text

register = Library()

THEMES = {"light", "dark"}


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


@register.simple_tag
def sheet_inside(name: str) -> SafeString:
    """One of `SHEETS_INSIDE`; as a link while somebody works on it, so that a change shows at once."""
    if settings.DEBUG:
        return format_html('<link rel="stylesheet" href="{}">', static(name))
    return format_html("<style>{}</style>", SafeString(sheet_text(name)))


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> SafeString:
    """The attribute of `html` for the theme that the reader chose; none where the browser's own preference holds."""
    theme = context["request"].COOKIES.get("theme") if "request" in context else None
    return format_html(' data-theme="{}"', theme) if theme in THEMES else SafeString()


@register.tag
def personal(parser: Parser, token: Token) -> "PersonalNode":  # noqa: ARG001  # Django passes both
    """Mark what is the reader's own. Inside stands only what depends on names of the page's context."""
    nodelist = parser.parse(["endpersonal"])
    parser.delete_first_token()
    return PersonalNode(nodelist)


class PersonalNode(Node):
    """Rendered in its place, but in a frame, where it is a gap."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        gaps = context.get(GAPS)
        if gaps is None:
            return self.nodelist.render(context)
        gaps.append(self.nodelist)
        return SafeString(GAP)
