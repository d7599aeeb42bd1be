"""The advisor of the project's guide, and random workloads for it."""

import math
from random import Random

from django.conf import settings

from studyguide.advisor.evaluation import make_advisor
from studyguide.advisor.proof import Regions
from tests.advisor.bread_advisor import read_both

GUIDE = settings.BASE_DIR / "content" / "aws-ml-deployment-targets"
FACTS, FILE = read_both(GUIDE)
ADVISOR = make_advisor(FILE.rules, FACTS.book)
REGIONS = Regions(ADVISOR)
FIELDS = FILE.rules.fields
RARELY_YES = ("host_control", "kubernetes", "container_estate", "instance_backed", "ml_lifecycle", "streaming")


def workloads(count, seed=20261123):
    """Random workloads; half of all numbers lie on a limit, at an end of the range or just beside one."""
    random = Random(seed)
    for _ in range(count):
        yield FIELDS.complete({name: _value(asked, random) for name, asked in FIELDS.fields.items()})


def _value(asked, random):
    if asked.name == "run_location":
        return "device" if random.random() < 0.05 else "cloud"
    if asked.kind == "yes-no":
        return random.random() < (0.15 if asked.name in RARELY_YES else 0.5)
    if asked.kind == "choice":
        return random.choice(list(asked.choices))
    if random.random() < 0.5:
        return random.choice(REGIONS.cells[asked.name]).sample
    number = math.exp(random.uniform(math.log(max(asked.least, 0.001)), math.log(asked.most) / 2))
    return max(1, int(number)) if asked.kind == "whole" else number
