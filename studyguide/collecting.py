"""What `/// collect | NAME` stands for: the blocks of one sort that the other sections hold. Pure: no Django."""

import re
from collections.abc import Iterator

from studyguide.guide_files import GuideFiles, SectionFile
from studyguide.markup import slug
from studyguide.roles import BlockSource, blocks_in


def collected(section: SectionFile, files: GuideFiles) -> str:
    """A section's text with what it collects in place. Objectives are no blocks, so the engine fills them in."""
    body = section.body
    for block in blocks_in(body, "collect"):
        if block.argument != "objectives":
            body = body.replace(block.text, "\n\n".join(_collection(block.argument, section, files)))
    return body


def _collection(name: str, collector: SectionFile, files: GuideFiles) -> Iterator[str]:
    others = [section for section in files.sections.values() if section.slug != collector.slug]
    if name == "targets":
        yield from (f"/// target-card | {key}\n///" for key in files.facts.targets)
    elif name == "muddy-points":
        yield "\n".join(line for section in others for line in _muddy_points(section))
    else:
        block_name = {"checkpoints": "checkpoint", "pairs": "pair"}[name]
        yield from (block.text for section in others for block in blocks_in(section.body, block_name))


def _muddy_points(section: SectionFile) -> list[str]:
    """A list item for the section, with links to its muddy points; nothing when it has none."""
    points = [
        f"    - [{block.argument}](section:{section.slug}#{_anchor(block)})"
        for block in blocks_in(section.body, "muddy")
    ]
    return [f"- [{section.title}](section:{section.slug})", *points] if points else []


def _anchor(block: BlockSource) -> str:
    """The id of a block's heading: its option, or made from its title."""
    given = re.search(r"^\s+id:\s*([\w:.-]+)", block.text, re.M)
    return given[1] if given else slug(block.argument)
