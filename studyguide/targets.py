"""What a guide chooses between: targets, and the families that share a colour and a shape.

Pure: no Django. A family's colour is its place in the file (CSS class `family-1` and so on), so that no name of
any subject stands in the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

# Each shape in a box of 16 by 16, with the same optical weight.
SHAPES: Mapping[str, str] = {
    "circle": '<circle cx="8" cy="8" r="6.2"/>',
    "square": '<rect x="2.5" y="2.5" width="11" height="11" rx="1.5"/>',
    "diamond": '<path d="M8 .9 15.1 8 8 15.1.9 8Z"/>',
    "triangle": '<path d="M8 1.6 15.2 14H.8Z"/>',
    "hexagon": '<path d="M8 .9 14.3 4.4v7.2L8 15.1 1.7 11.6V4.4Z"/>',
    "bar": '<rect x="1" y="5" width="14" height="6" rx="1.5"/>',
}


@dataclass(frozen=True, slots=True)
class Family:
    """`number` counts from 1 in the order of the file."""

    id: str
    name: str
    shape: str
    number: int

    @property
    def css_class(self) -> str:
        return f"family-{self.number}"

    def mark(self) -> str:
        """The family's shape as a small inline SVG, hidden from screen readers: the name stands beside it."""
        shape = SHAPES[self.shape]
        return f'<svg class="mark {self.css_class}" viewBox="0 0 16 16" aria-hidden="true">{shape}</svg>'


@dataclass(frozen=True, slots=True)
class Target:
    """`section` is the slug of the section that is about this target."""

    id: str
    name: str
    short: str
    family: Family
    section: str
    summary: str

    def link(self, guide_url: str, *, short: bool = False) -> str:
        """The target's mark and name, linked to its section."""
        name = escape(self.short if short else self.name)
        url = escape(f"{guide_url}{self.section}/")
        return f'<a class="target-link" href="{url}">{self.family.mark()}<span>{name}</span></a>'
