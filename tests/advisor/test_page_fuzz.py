"""Whatever an address says, the page has something to show for it."""

from django.conf import settings
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from studyguide.advisor.document import make_document
from studyguide.advisor.evaluation import RULED_OUT
from studyguide.advisor.page import advisor_page
from tests.advisor.bread_advisor import read_both

FACTS, FILE = read_both(settings.BASE_DIR / "content" / "aws-ml-deployment-targets")
DOCUMENT = make_document(FILE, FACTS, FACTS.tree, lambda fact: fact.label)
JUNK = st.one_of(st.text(max_size=20), st.sampled_from(["nan", "-inf", "1e999", "0", "-0", "1e-320", "9" * 400, "\0"]))


def given_text(asked):
    """Something that a form could hold for a field: values in range with its ends, and at times junk."""
    if asked.kind == "yes-no":
        return st.sampled_from(["yes", "no"])
    if asked.kind == "choice":
        return st.sampled_from(list(asked.choices))
    ends = st.sampled_from([asked.as_text(asked.least), asked.as_text(asked.most)])
    numbers = (
        st.integers(int(max(asked.least, 1)), int(asked.most))
        if asked.kind == "whole"
        else st.floats(asked.least, asked.most)
    )
    return st.one_of(ends, numbers.map(asked.as_text), st.just("") if asked.empty else ends)


WORKLOADS = st.fixed_dictionaries({name: given_text(f) for name, f in FILE.rules.fields.fields.items()})
ASSUMPTIONS = st.fixed_dictionaries(
    {}, optional={name: given_text(made.field) for name, made in FILE.prices.assumptions.items()}
)


def page(texts, faces=()):
    query = QueryDict(mutable=True)
    query.update(texts)
    query.setlist("face", list(faces))
    return advisor_page(DOCUMENT, query, {"cost": "What you pay for"})


@given(WORKLOADS, ASSUMPTIONS)
def test_every_workload_in_range_has_an_answer_and_a_bill(workload, assumptions):
    shown = page({**workload, **assumptions})
    assert not shown.has_errors
    left = {found.target for found in shown.answer.advice.targets if found.verdict != RULED_OUT}
    assert shown.pricing.bill.costs.keys() <= left
    for row in shown.pricing.table:
        assert row.cost.missing or row.cost.total >= 0


@given(WORKLOADS)
def test_each_link_that_would_change_the_answer_does(workload):
    before = page(workload).answer
    for change in [*before.changes, *(change for _, group in before.other_changes for change in group)][:6]:
        after = page(dict(QueryDict(change.address.removeprefix("?")).items())).answer
        assert after.target == change.target != before.target


@given(st.dictionaries(st.sampled_from(list(FILE.rules.fields.fields)), JUNK, min_size=1), st.lists(JUNK))
def test_junk_is_told_or_asked_for(texts, faces):
    shown = page(texts, faces)
    assert shown.answer is None
    assert shown.has_errors or shown.missing


@given(WORKLOADS, st.lists(JUNK, max_size=3), st.dictionaries(st.sampled_from(list(FILE.prices.assumptions)), JUNK))
def test_junk_beside_a_workload_spoils_no_answer(workload, faces, assumptions):
    shown = page({**workload, **assumptions}, faces)
    assert shown.answer.target.id == page(workload).answer.target.id
