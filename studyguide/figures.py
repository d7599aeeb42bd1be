"""Figures drawn from data: the decision tree and the spectrum, as inline SVG with a text twin.

Each figure has a wide and a narrow drawing, of which static/css/figures.css shows one. All texts are plain and are
escaped here. Pure: no Django, and nothing here knows what the targets are.
"""

from collections.abc import Mapping
from html import escape

from studyguide.decision import Option, Tree
from studyguide.spectrum import HIGHEST, Spectrum, Stop, narrow_spectrum, wide_spectrum
from studyguide.targets import Target
from studyguide.tree_column import narrow_tree
from studyguide.tree_drawing import make_scene, reading_order, wide_tree

__all__ = [
    "Spectrum",
    "Stop",
    "decision_tree_svg",
    "decision_tree_text",
    "spectrum_figure",
    "spectrum_svg",
    "spectrum_text",
    "tree_figure",
]

TITLE = "Decision tree"
AS_TEXT = "The same stands as text below the drawing."


def decision_tree_svg(
    tree: Tree,
    targets: Mapping[str, Target],
    guide_url: str,
    *,
    narrow: bool,
    title: str = TITLE,
    prefix: str = "tree",
) -> str:
    """The tree as a drawing; `prefix` begins its ids, which have to be alone on their page."""
    scene = make_scene(tree, targets, guide_url)
    canvas = narrow_tree(scene) if narrow else wide_tree(scene)
    results = {step.option.result for step in tree.options() if step.option.result}
    says = f"{len(tree.nodes)} questions that lead to {len(results)} targets. {AS_TEXT}"
    return canvas.svg(f"{prefix}-{'narrow' if narrow else 'wide'}", title, says)


def decision_tree_text(tree: Tree, targets: Mapping[str, Target], guide_url: str, *, prefix: str = "tree") -> str:
    """The tree as a list of questions, numbered as in the drawings."""
    order = reading_order(tree)
    places = {node.id: place for place, node in enumerate(order, 1)}
    items = "".join(
        f'<li id="{prefix}-question-{places[node.id]}">{escape(node.question)}<ul>'
        + "".join(
            f"<li>{escape(option.label)}: {_leads_to(option, places, targets, guide_url, prefix)}</li>"
            for option in node.options
        )
        + "</ul></li>"
        for node in order
    )
    return f"<ol>{items}</ol>"


def _leads_to(
    option: Option, places: Mapping[str, int], targets: Mapping[str, Target], guide_url: str, prefix: str
) -> str:
    if option.result:
        return targets[option.result].link(guide_url)
    place = places[option.next]
    return f'<a href="#{prefix}-question-{place}">go to question {place}</a>'


def spectrum_svg(
    spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str, *, narrow: bool, prefix: str = "spectrum"
) -> str:
    """The spectrum as a drawing; `prefix` begins its ids, which have to be alone on their page."""
    draw = narrow_spectrum if narrow else wide_spectrum
    says = f"{spectrum.start_label} to {spectrum.end_label}, in {len(spectrum.stops)} stops. {AS_TEXT}"
    canvas = draw(spectrum, targets, guide_url)
    return canvas.svg(f"{prefix}-{'narrow' if narrow else 'wide'}", spectrum.title, says)


def spectrum_text(spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str) -> str:
    """The stops as a list in order, with what the drawings show."""
    ends = f"From “{spectrum.start_label}” to “{spectrum.end_label}”."
    intro = f"{ends} {spectrum.work_label}: toward “{spectrum.start_label}”."
    items = "".join(f"<li>{_stop_text(stop, spectrum, targets, guide_url)}</li>" for stop in spectrum.stops)
    return f"<p>{escape(intro)}</p><ol>{items}</ol>"


def _stop_text(stop: Stop, spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str) -> str:
    heading = stop.heading(targets)
    links = ", ".join(targets[key].link(guide_url) for key in stop.targets)
    levels = "; ".join(f"{label}: {stop.levels[key]} of {HIGHEST}" for key, label in spectrum.levels.items())
    return f"{escape(heading) + ': ' if heading else ''}{links}. {escape(stop.says)} {escape(levels)}."


def tree_figure(
    tree: Tree, targets: Mapping[str, Target], guide_url: str, *, title: str = TITLE, prefix: str = "tree"
) -> str:
    """Everything of the <figure> but its caption: both drawings and the text."""
    wide, narrow = (
        decision_tree_svg(tree, targets, guide_url, narrow=narrow, title=title, prefix=prefix)
        for narrow in (False, True)
    )
    return _figure(wide, narrow, decision_tree_text(tree, targets, guide_url, prefix=prefix))


def spectrum_figure(
    spectrum: Spectrum, targets: Mapping[str, Target], guide_url: str, *, prefix: str = "spectrum"
) -> str:
    """Everything of the <figure> but its caption: both drawings and the text."""
    wide, narrow = (
        spectrum_svg(spectrum, targets, guide_url, narrow=narrow, prefix=prefix) for narrow in (False, True)
    )
    return _figure(wide, narrow, spectrum_text(spectrum, targets, guide_url))


def _figure(wide: str, narrow: str, text: str) -> str:
    return (
        f'<div class="drawing wide">{wide}</div><div class="drawing narrow">{narrow}</div>'
        f'<details class="text-twin"><summary>Read this figure as text</summary>{text}</details>'
    )
