"""Question kinds. To add one: a class here or in a module of its own, a line in KINDS, a template in quiz/kinds/."""

from collections.abc import Mapping

from quiz.kinds.base import Document, Form, Kind, Text
from quiz.kinds.choice import Multiple, Single, TrueFalse
from quiz.kinds.matching import Matching
from quiz.kinds.open import Open
from quiz.kinds.ordering import Ordering
from quiz.kinds.typed import Numeric, ShortText

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (Single(), Multiple(), TrueFalse(), Matching(), Ordering(), Numeric(), ShortText(), Open())
}

__all__ = ["KINDS", "Document", "Form", "Kind", "Text"]
