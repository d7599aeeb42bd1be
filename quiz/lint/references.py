"""Rules about what a question points at, and about marks that are opened and never closed."""

import re
from collections.abc import Collection, Iterator

from quiz.lint.context import Context
from quiz.lint.finding import Place, blocking
from quiz.lint.wording import Text, Wording
from studyguide.arithmetic import names_in
from studyguide.facts import FactError, shown
from studyguide.markup import MarkupError, check_cost
from studyguide.roles import Reference, prose_lines, unclosed_blocks, unclosed_fence

CONTENT = "CONTRIBUTING.md, Content reference"

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*")
_ESCAPED = re.compile(r"\\.")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]+\1(?!`)")
# A mark opens before a word and closes behind one; `2 * 3`, `a_name` and `2**8` are no marks.
_OPENS, _CLOSES = r"(?<![\w*_]){0}(?=[\w\"'(\[{{])", r"(?<=[\w.,;:!?\"')\]}}%]){0}(?![\w*_])"
_MARKS = {mark: re.compile(f"{_OPENS}|{_CLOSES}".format(re.escape(mark))) for mark in ("**", "*", "__", "_")}
_ADDRESS = re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*|https?://\S+")
_HALF_LINK = re.compile(r"\[[^\[\]]*\]\((?![^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))")


@blocking("unknown-fact", "Unknown fact", CONTENT)
def unknown_fact(question: Wording, context: Context) -> Iterator[Place]:
    if context.facts is None:
        return
    named = [("facts", key) for key in question.names("facts")]
    if fact := question.answer_text("fact"):
        named.append(("answer.fact", fact))
    named += [("answer.formula", key) for key in names_in(question.answer_text("formula"))]
    for field, key in named:
        if key not in context.facts:
            yield field, f"No fact has the key {key}. Choose one from the list, or add it to facts.yaml."
    for text, role in _references(question, "fact"):
        if wrong := _wrong_fact(role, context):
            yield text.field, wrong


def _wrong_fact(role: Reference, context: Context) -> str:
    """What is wrong with a fact that a text shows, or nothing."""
    fact = (context.facts or {}).get(role.key)
    if fact is None:
        return f"No fact has the key {role.key}. Choose one from the list, or add it to facts.yaml."
    try:
        shown(fact, role.unit)
    except FactError as error:
        return f"{_sentence(error)} Leave the unit out, or choose one of the same measure."
    return ""


@blocking("unknown-objective", "Unknown objective", CONTENT)
def unknown_objective(question: Wording, context: Context) -> Iterator[Place]:
    for name in _unknown(question.names("objectives"), context.objectives):
        yield "objectives", f"The guide has no objective {name}. Choose one that it has."


@blocking("unknown-section", "Unknown section", CONTENT)
def unknown_section(question: Wording, context: Context) -> Iterator[Place]:
    section = question.text("section").markdown.strip()
    for name in _unknown([section] if section else [], context.sections):
        yield "section", f"The guide has no section {name}. Choose one that it has."
    for text, link in _references(question, "section link"):
        for name in _unknown([link.key], context.sections):
            yield text.field, f"This links to section {name}, which the guide lacks. Choose one that it has."


@blocking("unknown-name", "Unknown target, source, term or table", CONTENT)
def unknown_name(question: Wording, context: Context) -> Iterator[Place]:
    known = {"target": context.targets, "source": context.sources}
    for what, names in known.items():
        for name in _unknown(question.names(f"{what}s"), names):
            yield f"{what}s", f"The guide has no {what} {name}. Choose one that it has."
    roles = {**known, "term link": context.terms, "compare link": context.comparisons}
    for kind, names in roles.items():
        for text, role in _references(question, kind):
            for name in _unknown([role.key], names):
                yield text.field, f"The guide has no {_WHAT.get(kind, kind)} {name}. Choose one that it has."


_WHAT = {"term link": "term", "compare link": "table"}


@blocking("unbalanced-markup", "Marks that are not closed", "Markdown; CONTRIBUTING.md, Content reference")
def unbalanced_markup(question: Wording, _context: Context) -> Iterator[Place]:
    for text in question.texts:
        yield from ((text.field, message) for message in _unbalanced(text))


def _unbalanced(text: Text) -> Iterator[str]:
    markdown = text.markdown
    try:
        check_cost(markdown)
    except MarkupError as error:
        yield f"This cannot be rendered: {error}. Close what is open, or put a backslash before each sign."
        return
    if unclosed_fence(markdown):
        yield "A code block never ends. Close it with a line of the same backticks or tildes."
        return
    for role in text.references:
        if role.kind == "broken":
            yield f"{role.key} cannot be read. Write it as {{fact:KEY}}, {{source:KEY}} or {{target:KEY}}."
    for block in unclosed_blocks(markdown):
        yield f"The block /// {block.kind.removeprefix('block ')} never ends. Close it with a line of slashes."
    for paragraph in _paragraphs(markdown):
        yield from _unpaired(paragraph)


def _unpaired(paragraph: str) -> Iterator[str]:
    rest = _CODE.sub("code", _ESCAPED.sub("", paragraph))
    if "`" in rest:
        yield "A backtick has no partner. Close the code, or put a backslash before the sign."
    words = _ADDRESS.sub("", rest)
    if mark := next((mark for mark, sign in _MARKS.items() if len(sign.findall(words)) % 2), ""):
        yield f"The mark {mark} has no partner. Close it, or put backticks around what is code."
    if _HALF_LINK.search(rest):
        yield "A link has no end. Close its address with a bracket."


def _paragraphs(markdown: str) -> list[str]:
    """Paragraphs outside code blocks, with code spans gone that lie on one line; a code block ends a paragraph."""
    lines = ("" if not line.strip() or _FENCE.fullmatch(line) else line for _, line in prose_lines(markdown))
    return "\n".join(lines).split("\n\n")


def _references(question: Wording, kind: str) -> Iterator[tuple[Text, Reference]]:
    for text in question.texts:
        yield from ((text, found) for found in text.references if found.kind == kind)


def _unknown(names: Collection[str], known: Collection[str] | None) -> list[str]:
    return [name for name in names if known is not None and name not in known]


def _sentence(error: FactError) -> str:
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."
