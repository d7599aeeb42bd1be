"""The kinds of pages that the site has, and a reader of the HTML that they send."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

import yaml

GUIDE = "/guides/aws-ml-deployment-targets/"
ADVISOR = f"{GUIDE}advisor/"


def advisor_address(preset: str, **changes: str) -> str:
    """The advisor of the project's guide with one of its examples filled in."""
    rules = Path(__file__).parent.parent / "content" / "aws-ml-deployment-targets" / "advisor.yaml"
    asked = yaml.safe_load(rules.read_text())["presets"][preset]
    words = {True: "yes", False: "no", None: ""}
    plain = {**asked["workload"], **asked.get("assumptions", {})}
    texts = {name: words[value] if value is None or isinstance(value, bool) else value for name, value in plain.items()}
    return f"{ADVISOR}?{urlencode({**texts, **changes})}"


PAGES = {
    "home": "/",
    "guide home": GUIDE,
    "section of prose": f"{GUIDE}sagemaker-real-time/",
    "section with the tree": f"{GUIDE}decision-tree/",
    "section with the spectrum": f"{GUIDE}spectrum/",
    "section with a calculator": f"{GUIDE}selection-metrics/",
    "section with objectives": f"{GUIDE}objectives/",
    "worked example": f"{GUIDE}card-fraud/",
    "glossary": f"{GUIDE}glossary/",
    "tables": f"{GUIDE}compare/",
    "table of limits": f"{GUIDE}compare/limits/",
    "table of targets": f"{GUIDE}compare/matrix/",
    "table of prices": f"{GUIDE}compare/prices/",
    "face to face": f"{GUIDE}compare/matrix/?row=aws-lambda&row=amazon-ec2",
    "decision": f"{GUIDE}decide/",
    "decision reached": f"{GUIDE}decide/?where=yes",
    "advisor": ADVISOR,
    "advisor with gaps": f"{ADVISOR}?run_location=cloud&gpu=yes",
    "advice": advisor_address("bursty-start-up"),
    "advice with a price not found": advisor_address("offline-camera"),
    "calculator": f"{GUIDE}calculators/overhead-ratio/",
    "checkpoint": f"{GUIDE}checkpoints/ecs-over-sagemaker/",
    "answer": f"{GUIDE}checkpoints/ecs-over-sagemaker/answer/",
    "read form": f"{GUIDE}card-fraud/read-form/",
    "sources": f"{GUIDE}sources/",
    "print": f"{GUIDE}print/",
    "search": "/search/?q=payload",
    "search without a query": "/search/",
    "progress": "/progress/",
}

BREAD = "/guides/bread/"  # the small guide under tests/guides/
# What somebody without a cookie reads there, and may share with everybody.
BREAD_PAGES = [
    "/",
    BREAD,
    f"{BREAD}basics/",
    f"{BREAD}yeast/",
    f"{BREAD}choosing/",
    f"{BREAD}glossary/",
    f"{BREAD}compare/",
    f"{BREAD}compare/leavens/",
    f"{BREAD}decide/",
    f"{BREAD}decide/?hurry=yes",
    f"{BREAD}advisor/",
    f"{BREAD}advisor/?minutes=60&loaves=4&mood=hasty&has_acid=no&crumb_mm=",
    f"{BREAD}calculators/hydration/",
    f"{BREAD}checkpoints/no-rise/",
    f"{BREAD}sources/",
    f"{BREAD}print/",
]


WITHOUT_AN_END = {"br", "hr", "img", "input", "link", "meta", "wbr"}
WITHIN_A_LINE = {"a", "b", "button", "code", "em", "small", "span", "strong", "sup", "wbr"}


class Page(HTMLParser):
    """What tests look at in a page: its elements as `(tag, attributes)`, all its texts, and `text`, which is seen.

    The style sheets inside are in none of them, but in `sheets`.
    """

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.sheets: list[str] = []
        self._seen: list[str] = []
        self._depth_unseen = 0
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        is_unseen = "popover" in attributes or attributes.get("class") == "fact-mark"
        if tag not in WITHOUT_AN_END and (self._depth_unseen or is_unseen):
            self._depth_unseen += 1
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._depth_unseen = max(0, self._depth_unseen - 1)
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.sheets.append(data)
            return
        self.texts.append(data)
        if not self._depth_unseen:
            self._seen.append(data.replace("\u2060", ""))

    def _part(self, tag: str) -> None:
        if tag not in WITHIN_A_LINE:
            self._seen.append(" ")

    def values(self, attribute: str, tag: str = "") -> list[str]:
        """The values of an attribute, on the given tag or on all."""
        return [own[attribute] for name, own in self.elements if attribute in own and tag in ("", name)]

    @property
    def ids(self) -> list[str]:
        return self.values("id")

    @property
    def links(self) -> list[str]:
        return self.values("href", "a")

    @property
    def text(self) -> str:
        return " ".join("".join(self._seen).split())


class _Assets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loads = {"stylesheet", "icon", "preload"} & set((given.get("rel") or "").split())
        address = given.get("href") if tag == "link" and loads else given.get("src")
        if address and not address.startswith("data:"):
            self.found.append(address)


def assets(html: str, address: str) -> set[str]:
    """The addresses of what a browser loads with a page: style sheets, scripts, images, icons."""
    reader = _Assets()
    reader.feed(html)
    return {urljoin(address, found) for found in reader.found}
