"""A question's source as the values of a form, and back. Pure: no Django.

A form is flat: it has a list of texts for each place of the source, as `options.2.because`. The value of a `PICK`
is the other way round, as browsers send radio buttons: `options.key` lists the numbers of the rows that are ticked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quiz.clock import read_time, time_text
from quiz.items import LONGEST_TEXT, LONGEST_TITLE
from quiz.kinds.inputs import Input, Layout, Rows, Shape, row_inputs, single_inputs
from quiz.sources import Source
from studyguide.documents import UNPRINTABLE

Values = dict[str, list[str]]
Mistakes = Sequence[tuple[str, str]]

REPLACEMENT = "\ufffd"  # shows where a character stood that no text may hold

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.I | re.A)
_WHOLE = re.compile(r"[+-]?\d+", re.A)
_LONGEST_NUMBER = 40


def form_values(layout: Layout, source: Source) -> Values:
    """What the form of a question shows."""
    values: Values = {}
    for item in single_inputs(layout):
        values[item.name] = texts_of(item, _at(source, item.name))
    for rows in row_inputs(layout):
        for number, part in enumerate(source.get(rows.name) or []):
            _show_part(rows, number, part, values)
    return values


def _show_part(rows: Rows, number: int, part: Any, values: Values) -> None:
    for item in rows.inputs:
        value = part if rows.is_plain else part.get(item.name)
        if item.shape is not Shape.PICK:
            values[row_place(rows, number, item)] = texts_of(item, value)
        elif value:
            values.setdefault(f"{rows.name}.{item.name}", []).append(str(number))


def texts_of(item: Input, value: Any) -> list[str]:
    """What an input shows of a value, or of its default."""
    value = item.default if value is None else value
    match value:
        case None:
            return []
        case bool() if item.shape is Shape.FLAG:
            return ["true"] if value else []
        case bool():
            return [str(value).lower()]
        case str() if item.shape is Shape.TIME:
            return [value.replace(" ", "T", 1)]
        case list() if item.shape is Shape.WORDS:
            return [", ".join(map(str, value))]
        case list():
            return [str(word) for word in value]
    return [str(value)]


def row_place(rows: Rows, number: int, item: Input) -> str:
    return f"{rows.name}.{number}.{item.name}".rstrip(".")


def blank_rows(layout: Layout, values: Values) -> Values:
    """The values with as many empty rows as a new question begins with."""
    made = {row_place(rows, n, rows.inputs[0]): [""] for rows in row_inputs(layout) for n in range(rows.shown)}
    return {**made, **values}


def source_of(layout: Layout, values: Mapping[str, Sequence[str]], base: Source) -> Source:
    """The source that a form says, with a place for each needed value even where it is missing.

    What has its default stays out unless `base`, the source before, says it. The keys of `base` keep their order.
    """
    found: Source = {}
    for item in single_inputs(layout):
        _put(found, item, _value_of(item, values.get(item.name, [])), _at(base, item.name))
    for rows in row_inputs(layout):
        parts = [_part_of(rows, number, values) for number in row_numbers(rows, values)]
        found[rows.name] = [part for part in parts if not _is_blank(part)]
    before = [key for key in base if key in found]
    return {key: found[key] for key in dict.fromkeys([*before, *found])}


def row_numbers(rows: Rows, values: Mapping[str, Any]) -> list[int]:
    """The numbers of the rows that the form has, which need not be consecutive."""
    place = re.compile(rf"{rows.name}\.(\d{{1,3}})(\.|$)", re.A)
    return sorted({int(found[1]) for name in values if (found := place.match(name))})[: rows.most]


def _part_of(rows: Rows, number: int, values: Mapping[str, Sequence[str]]) -> Any:
    part: Source = {}
    for item in rows.inputs:
        if item.shape is Shape.PICK:
            picked = values.get(f"{rows.name}.{item.name}", [])
            if str(number) in (picked[:1] if rows.picks_one else picked):
                part[item.name] = True
            continue
        value = _value_of(item, values.get(row_place(rows, number, item), []))
        if rows.is_plain:
            return value
        part[item.name] = value
    return part


def _is_blank(part: Any) -> bool:
    values = part.values() if isinstance(part, dict) else [part]
    return all(value is None or not str(value).strip() for value in values)


def _value_of(item: Input, given: Sequence[str]) -> Any:
    """The plain value of an input; what is no number stays the text that it is, for the reader to refuse."""
    text = clean(given[0]) if given else ""
    match item.shape:
        case Shape.FLAG:
            return bool(given)
        case Shape.TRUTH:
            return {"true": True, "false": False}.get(text)
        case Shape.NUMBER:
            return number_in(text) if text.strip() else None
        case Shape.CHOICE | Shape.RADIO:
            is_known = text in dict(item.choices) or not item.choices
            return text if is_known and (text or item.is_required) else None
        case Shape.TIME:
            return time_text(read_time(text)) or text.strip() or None
        case Shape.WORDS:
            return re.findall(r"[^\s,]+", text) or None
        case Shape.NAMES:
            return list(dict.fromkeys(filter(None, map(clean, given)))) or None
    return text if text.strip() or item.is_required else None


def number_in(text: str) -> int | float | str:
    """The number that a text says, or the text."""
    plain = text.strip().replace("\u2212", "-")
    if len(plain) > _LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        return text
    number = int(plain) if _WHOLE.fullmatch(plain) else float(plain)
    return text if number in (float("inf"), float("-inf")) else number


def clean(text: str) -> str:
    """The text with the line ends of files, and a visible mark where a character stood that no text may hold."""
    return UNPRINTABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def unkeepable(values: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Why values cannot even be kept as a draft: pairs of a place and a sentence."""
    return [
        (place, reason) for place, texts in values.items() for text in texts[:1] if (reason := _refused(place, text))
    ]


def _refused(place: str, text: str) -> str:
    longest = LONGEST_TITLE if place == "title" else LONGEST_TEXT
    if len(text) > longest:
        return f"Shorten it to {longest:,} characters; it has {len(text):,}."
    if UNPRINTABLE.search(text.replace("\r", "")):
        return f"It held a character that cannot be shown, now {REPLACEMENT}. Take it out."
    return ""


def rearranged(layout: Layout, values: Values, act: str) -> Values:
    """The values after a row was added, removed or moved; `act` is `add-options`, `up-options-2` and the like.

    An act that means nothing changes nothing.
    """
    verb, _, rest = act.partition("-")
    name, _, number = rest.partition("-")
    rows = next((rows for rows in row_inputs(layout) if rows.name == name), None)
    if rows is None:
        return values
    numbers = row_numbers(rows, values)
    here = numbers.index(int(number)) if number.isascii() and number.isdigit() and int(number) in numbers else None
    if verb == "add" and len(numbers) < rows.most:
        return {**_in_order(rows, values, numbers), row_place(rows, len(numbers), rows.inputs[0]): [""]}
    if here is None:
        return values
    moved = numbers.pop(here)
    if verb in ("up", "down"):
        numbers.insert(max(0, here + (1 if verb == "down" else -1)), moved)
    return _in_order(rows, values, numbers) if verb in ("up", "down", "remove") else values


def _in_order(rows: Rows, values: Values, numbers: Sequence[int]) -> Values:
    """The values with these rows, in this order, numbered from 0, and no other row."""
    kept = {name: texts for name, texts in values.items() if not name.startswith(f"{rows.name}.")}
    for item in rows.inputs:
        if item.shape is Shape.PICK:
            picked = values.get(f"{rows.name}.{item.name}", [])
            kept[f"{rows.name}.{item.name}"] = [str(new) for new, old in enumerate(numbers) if str(old) in picked]
            continue
        for new, old in enumerate(numbers):
            kept[row_place(rows, new, item)] = values.get(row_place(rows, old, item), [""])
    return kept


def at_rows(layout: Layout, values: Values, mistakes: Mistakes) -> Mistakes:
    """Mistakes of a source at the rows of its form, which may have empty rows between those of the source."""
    shown = {
        rows.name: [number for number in row_numbers(rows, values) if not _is_blank(_part_of(rows, number, values))]
        for rows in row_inputs(layout)
    }
    return [(_at_row(place, shown), sentence) for place, sentence in mistakes]


def _at_row(place: str, shown: Mapping[str, Sequence[int]]) -> str:
    name, _, rest = place.partition(".")
    number, dot, key = rest.partition(".")
    if not number.isdigit() or int(number) >= len(shown.get(name, ())):
        return place
    return f"{name}.{shown[name][int(number)]}{dot}{key}"


def placed(layout: Layout, mistakes: Mistakes) -> dict[str, list[str]]:
    """Sentences by the place in the form where they stand: the input they name, else the nearest, else the whole form.

    An input that is missing or empty says what to do instead.
    """
    inputs = dict(_places(layout, mistakes))
    found: dict[str, list[str]] = {}
    for place, sentence in mistakes:
        near = _nearest(place, inputs)
        item = inputs.get(near)
        said = item.ask if item and item.ask and near == place and " is empty" in sentence else in_words(sentence)
        if said not in found.setdefault(near, []):
            found[near].append(said)
    return found


def _places(layout: Layout, mistakes: Mistakes) -> Iterator[tuple[str, Input | None]]:
    yield from ((item.name, item) for item in single_inputs(layout))
    for rows in row_inputs(layout):
        yield rows.name, None
        for place, _ in mistakes:
            name, _, rest = place.partition(".")
            if name == rows.name and (number := rest.partition(".")[0]).isdigit():
                yield from ((row_place(rows, int(number), item), item) for item in rows.inputs)


def _nearest(place: str, inputs: Mapping[str, Input | None]) -> str:
    if place in inputs:
        return place
    within = (name for name in inputs if place and name.startswith(f"{place}."))
    above = place.rpartition(".")[0]
    return next(within, _nearest(above, inputs) if above else "")


def in_words(sentence: str) -> str:
    """A mistake in the words of the form instead of those of a file."""
    if "rests on nothing" in sentence:
        return "It rests on nothing. Tick a source, or use a fact in a text."
    for file_word, form_word in _FORM_WORDS:
        sentence = sentence.replace(file_word, form_word)
    return sentence


_FORM_WORDS = (
    ("1 options are the key", "1 option is marked as right"),
    ("options are the key", "options are marked as right"),
    ("key: true", "marked as right"),
    ("sources of the value", "ways to the right number"),
    ("Expected one of value, fact and formula", "Give a number, a fact or a formula"),
    ("0 options. Expected at least two", "Write at least two options"),
    ("1 options. Expected at least two", "Write at least two options"),
)


def _at(source: Source, place: str) -> Any:
    value: Any = source
    for key in place.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _put(source: Source, item: Input, value: Any, before: Any) -> None:
    """Write the value of an input where it belongs, unless there is none to write."""
    *above, name = item.name.split(".")
    for key in above:
        source = source.setdefault(key, {})
    if value is None and not item.is_required and item.shape in (Shape.WORDS, Shape.NAMES):
        value = []
    if item.shape is Shape.NAMES and isinstance(before, list) and sorted(value or []) == sorted(map(str, before)):
        value = before  # ticks have no order of their own
    is_assumed = item.default is not None and value == item.default and before is None
    if not is_assumed and (value is not None or item.is_required):
        source[name] = value
