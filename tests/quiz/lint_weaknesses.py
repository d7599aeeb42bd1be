"""Planters of what the linter only warns of (see `lint_planting`)."""

from random import Random

from tests.quiz.lint_planting import (
    CHOICES,
    STATEMENTS,
    WORDINGS,
    Planter,
    Source,
    at_the_end,
    distractors,
    is_choice,
    is_kind,
    keys,
    parts,
)

# Where the key has one of these, absolute words do not stand in distractors alone.
ABSOLUTE = {"all", "only", "every", "none", "never", "always", "must", "nothing"}


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def stem_no_question(source: Source, random: Random) -> bool:
    source["stem"] = random.choice(STATEMENTS)
    return not is_kind(source, "true-false", "open")


def stem_length(source: Source, random: Random) -> bool:
    short = random.choice(["Which one?", "Why?", "Choose well.", "Find the answer!", "What is it?"])
    long = f"{' '.join(random.sample(STATEMENTS, 12))} {' '.join(random.sample(STATEMENTS, 4))} {source['stem']}"
    source["stem"] = random.choice([short, long])
    return True


def negative_stem(source: Source, random: Random) -> bool:
    question = random.choice(WORDINGS["negative-stem"]).replace("{title}", source["title"])
    source["stem"] = f"{random.choice(['', *STATEMENTS])} {question}".strip()
    return is_choice(source)


def choose_count(source: Source, random: Random) -> bool:
    right = len(keys(source))
    wrong = random.choice([count for count in range(1 if is_kind(source, "multiple") else 2, 5) if count != right])
    word = ["one", "two", "three", "four"][wrong - 1]
    for count in (" two", " three"):
        source["stem"] = source["stem"].replace(count, "")
    orders = [f"Choose {word}.", f"Select {word} answers.", f"(Pick {wrong}.)", f"Choose the {word} that apply."]
    source["stem"] = f"{source['stem']} {random.choice(orders)}"
    return is_choice(source)


def echo(source: Source, random: Random) -> bool:
    """The key repeats a word that the stem owes to its subject."""
    word, sentence = random.choice(WORDINGS["echo"]).split(" | ")
    source["stem"] = f"{sentence} {source['stem']}"
    for option in keys(source):
        option["text"] = f"{option['text'].rstrip('.')} {random.choice(['of the', 'for the', 'in the'])} {word}"
    return is_kind(source, "single")


def key_longest(source: Source, random: Random) -> bool:
    for option in keys(source):
        option["text"] = f"{option['text'].rstrip('.')}, {random.choice(WORDINGS['key-longest'])}"
    return is_choice(source)


def absolute_word(source: Source, random: Random) -> bool:
    wording = random.choice(WORDINGS["absolute-word"])
    for option in distractors(source):
        option["text"] = wording.replace("{text}", option["text"].rstrip("."))
    return is_choice(source) and not any(set(option["text"].lower().split()) & ABSOLUTE for option in keys(source))


def option_count(source: Source, random: Random) -> bool:
    more = [{"text": text, "because": f"It says: {text}"} for text in random.sample(STATEMENTS, 5)]
    if is_kind(source, "single") and random.random() < 0.5:
        source["options"] = [*keys(source), random.choice(distractors(source))]
    else:
        source["options"] = (parts(source) + more)[: random.randint(6, 7)]
    return is_choice(source)


def _one_option(rule: str) -> Planter:
    """Puts one of the rule's wordings in the place of a distractor, or adds it."""

    def plant(source: Source, random: Random) -> bool:
        option = {"text": random.choice(WORDINGS[rule]), "because": "It stands for others."}
        if is_choice(source) and len(source["options"]) < 5 and random.random() < 0.5:
            source["options"] = [*source["options"], option]
        elif is_choice(source):
            distractors(source)[-1].update(option)
        return is_choice(source)

    return plant


def vague_word(source: Source, random: Random) -> bool:
    word = random.choice(WORDINGS["vague-word"])
    holder, key = (source, "stem") if is_kind(source, "true-false") else (random.choice(parts(source) or [{}]), "text")
    text = holder.get(key, "")
    holder[key] = random.choice([f"{word.capitalize()} {_lower(text)}", f"{text.rstrip('.')}, {word}"])
    return is_choice(source) or is_kind(source, "true-false")


def shared_prefix(source: Source, random: Random) -> bool:
    prefix = random.choice(WORDINGS["shared-prefix"])
    for option in parts(source):
        option["text"] = f"{prefix} {_lower(option.get('text', ''))}"
    return is_choice(source)


def number_order(source: Source, random: Random) -> bool:
    start, step = random.randint(2, 900), random.choice([1, 5, 20, 250])
    unit = random.choice(["", " km", " %", " days", " MB"])
    values = random.sample([start + step * n for n in range(4)], 4)
    source["options"] = [{"text": f"{value}{unit}", "because": f"It is not {value + 1}."} for value in values]
    source["options"][random.randrange(4)]["key"] = True
    source["shuffle"] = values in (sorted(values), sorted(values, reverse=True)) or random.random() < 0.5
    return is_kind(source, "single")


def position_word(source: Source, random: Random) -> bool:
    if is_choice(source):
        random.choice(source["options"])["because"] = random.choice(WORDINGS["position-word"])
    return is_choice(source) and source.get("shuffle") is not False


def tolerance(source: Source, random: Random) -> bool:
    fraction = random.randint(1, 900) + random.choice([0.5, 0.25, 0.1])
    number: Source = random.choice([{"value": fraction}, {"formula": "hall.seats / 7"}])
    allowed: Source = random.choice([{}, {"tolerance": 0}, {"tolerance": None, "tolerance_percent": 0}])
    source["answer"] = {**number, **allowed}
    return is_kind(source, "numeric")


def no_source(source: Source, random: Random) -> bool:
    for key in ("sources", "facts"):
        source.pop(key, None)
    return "{fact:" not in str(source) and "formula" not in str(source)


def near_duplicate(source: Source, random: Random) -> bool:
    """A copy under another id: up to three words are others, and so is the order of the parts."""
    words = str(source["stem"]).split()
    for place in random.sample(range(len(words)), min(len(words) // 12, 3)):
        words[place] = random.choice(["certain", "usual", "given", "newer"])
    source |= {"id": f"{source['id']}-copy", "title": f"More on this: {source['title']}", "stem": " ".join(words)}
    for name in ("options", "pairs"):
        if name in source:
            source[name] = random.sample(source[name], len(source[name]))
    return len(words) >= 8


def _replaced(rule: str) -> Planter:
    """Puts a stem and its options in the place of those of a single choice."""

    def plant(source: Source, random: Random) -> bool:
        choice = random.choice(CHOICES[rule])
        options: list[Source] = [{"text": text, "because": f"{text} is what it is."} for text in choice["options"]]
        options[0]["key"] = True
        source |= {"stem": choice["stem"], "options": random.sample(options, len(options)), "shuffle": True}
        return is_kind(source, "single")

    return plant


WEAKNESSES: dict[str, Planter] = {
    "stem-no-question": stem_no_question,
    "stem-length": stem_length,
    "negative-stem": negative_stem,
    "choose-count": choose_count,
    "article": _replaced("article"),
    "grammatical-number": _replaced("grammatical-number"),
    "echo": echo,
    "key-longest": key_longest,
    "absolute-word": absolute_word,
    "option-count": option_count,
    "all-or-none": _one_option("all-or-none"),
    "combined-options": _one_option("combined-options"),
    "vague-word": vague_word,
    "shared-prefix": shared_prefix,
    "mixed-kinds": _replaced("mixed-kinds"),
    "mixed-units": _replaced("mixed-units"),
    "number-order": number_order,
    "overlapping-ranges": _replaced("overlapping-ranges"),
    "position-word": position_word,
    "image-without-text": at_the_end(WORDINGS["image-without-text"]),
    "tolerance": tolerance,
    "no-source": no_source,
    "near-duplicate": near_duplicate,
}
