"""A guide's advisor as plain values for the database, and back."""

import json
from dataclasses import asdict

import pytest
from django.conf import settings

from studyguide.advisor.document import from_plain, make_document, to_plain
from tests.advisor.bread_advisor import read_both
from tests.conftest import BREAD

GUIDES = [BREAD, settings.BASE_DIR / "content" / "aws-ml-deployment-targets"]


@pytest.fixture(params=GUIDES, ids=["bread", "the project's"])
def made(request):
    facts, file = read_both(request.param)
    return make_document(file, facts, facts.tree, lambda fact: fact.label)


def test_it_comes_back_from_json_as_it_was(made):
    again = from_plain(json.loads(json.dumps(to_plain(made))))
    assert json.dumps(to_plain(again)) == json.dumps(to_plain(made))
    assert asdict(again.advisor.fields) == asdict(made.advisor.fields)


def test_it_advises_and_bills_as_before(made):
    again = from_plain(json.loads(json.dumps(to_plain(made))))
    for preset in made.presets:
        assert again.advisor.advise(preset.workload).document() == made.advisor.advise(preset.workload).document()


def test_it_keeps_the_facts_that_it_names_and_no_others(made):
    needed = {rule.fact for rules in made.advisor.rules.values() for rule in rules}
    assert needed <= made.facts.keys()
    assert made.advisor.figures.keys() <= made.facts.keys()
    assert "yeast.keeps" not in made.facts
    assert "burst.service_s" not in made.facts
