"""Bills: assumptions, formulas in words, prices that were not found; and the worked example of the project's guide."""

import pytest
from django.conf import settings

from studyguide.advisor.billing import Biller
from studyguide.advisor.evaluation import RULED_OUT, make_advisor
from studyguide.advisor.lines import crossings
from tests.advisor.bread_advisor import read_both, workload
from tests.conftest import BREAD

BREAD_FACTS, BREAD_FILE = read_both(BREAD)
FACTS, FILE = read_both(settings.BASE_DIR / "content" / "aws-ml-deployment-targets")
ADVISOR = make_advisor(FILE.rules, FACTS.book)
BURSTY = FILE.presets["bursty-start-up"]


@pytest.fixture
def bill(bread_advisor):
    def bill(texts=(), **changes):
        asked = workload(bread_advisor, **changes)
        return Biller(BREAD_FILE.prices, BREAD_FACTS.book, bread_advisor.fields, asked).bill(
            dict(texts), bread_advisor.targets
        )

    return bill


def parts(cost):
    return [(part.label, round(part.amount, 4), part.formula) for part in cost.parts]


def test_a_bill_names_each_part_with_its_formula_in_words(bill):
    costs = bill().costs
    assert parts(costs["yeast"]) == [
        ("Yeast", 0.6, "4 loaves × USD 0.15 per loaf (a packet)"),
        ("Oven", 1, "2 h × 0.5"),
    ]
    assert parts(costs["sourdough"]) == [("Flour for the jar", 1.5, "USD 1.50 per month"), ("Oven", 1, "2 h × 0.5")]
    assert (costs["yeast"].total, costs["sourdough"].total) == (pytest.approx(1.6), 2.5)


def test_the_facts_behind_a_cost_are_named(bill):
    assert bill().costs["yeast"].facts == ("yeast.price.loaf",)


def test_a_price_that_was_not_found_makes_the_cost_unknown(bill):
    soda = bill().costs["soda"]
    assert (soda.is_known, soda.missing) == (False, ("Soda for one loaf: no price was found.",))


def test_a_variable_without_a_case_makes_the_cost_unknown(bill):
    assert bill(minutes=2000).costs["yeast"].missing == ("No packet was found for 2,000 min.",)


def test_a_target_without_parts_has_no_known_cost(bill):
    assert bill(mood="curious").costs["sourdough"].parts[0].label == "Oven"


# Assumptions


def test_defaults_follow_the_workload_and_round_up(bill):
    assumed = bill(loaves=4, mood="hasty").assumed
    assert {name: found.value for name, found in assumed.items()} == {
        "starter_usd": 3,
        "oven_h": 2,
        "has_voucher": False,
    }


def test_a_default_stays_in_its_range(bill):
    assert bill(loaves=200).assumed["oven_h"].value == 67


def test_what_is_typed_replaces_the_default(bill):
    bill = bill({"starter_usd": "2", "has_voucher": "yes"}, loaves=12)
    assert bill.costs["sourdough"].parts[0].amount == 2
    assert parts(bill.costs["yeast"])[0] == (
        "Yeast past the first ten",
        0.3,
        "(12 loaves - 10) × USD 0.15 per loaf (a packet)",
    )


def test_what_is_free_never_costs_less_than_nothing(bill):
    assert bill({"has_voucher": "yes"}, loaves=4).costs["yeast"].parts[0].amount == 0


@pytest.mark.parametrize("text", ["much", "-1", "nan", "101"])
def test_a_wrong_assumption_is_told_and_no_cost_is_made_up(bill, text):
    bill = bill({"oven_h": text})
    assert bill.assumed["oven_h"].error == "Give a whole number from 0 to 100 h."
    assert (bill.has_errors, bill.costs) == (True, {})


def test_a_sentence_about_the_assumptions(bill):
    assert bill({"oven_h": "1"}).notes == ("4 loaves do not fit into 1 h.",)
    assert bill().notes == ()


def test_an_assumption_that_nothing_gives_is_asked_for():
    scoring = FILE.presets["monthly-scoring"].workload
    bill = Biller(FILE.prices, FACTS.book, FILE.rules.fields, scoring).bill({}, ("sagemaker_async",))
    assert [assumed.assumption.field.name for assumed in bill.asks] == ["items"]
    assert bill.costs == {}


# The worked example of the project's guide


@pytest.fixture
def bursty():
    def bursty(**texts):
        biller = Biller(FILE.prices, FACTS.book, FILE.rules.fields, BURSTY.workload)
        return biller.bill({"instances": "1", **texts}, ("sagemaker_serverless", "sagemaker_realtime", "lambda"))

    return bursty


def test_an_hour_of_full_peak(bursty):
    costs = bursty().costs
    assert costs["sagemaker_serverless"].parts[0].an_hour == pytest.approx(1.44, abs=0.005)
    assert costs["lambda"].an_hour == pytest.approx(1.26, abs=0.005)
    assert costs["sagemaker_serverless"].parts[0].an_hour == pytest.approx(
        FACTS.book["burst.serverless_usd_per_hour"].number, rel=0.001
    )


@pytest.mark.parametrize(("instances", "month", "hours"), [("1", 165.60, 115), ("2", 331.20, 230)])
def test_the_break_even_in_hours_of_full_peak(bursty, instances, month, hours):
    bill = bursty(instances=instances)
    assert bill.costs["sagemaker_realtime"].parts[0].amount == pytest.approx(month)
    found = crossings({name: bill.lines[name] for name in ("sagemaker_serverless", "sagemaker_realtime")}, 1e9)
    assert [(round(c.x / bill.peak), c.below, c.above) for c in found] == [
        (hours, "sagemaker_serverless", "sagemaker_realtime")
    ]


def test_the_default_keeps_the_average_and_carries_the_peak(bursty):
    bill = bursty(instances="")
    assert bill.requests == pytest.approx(4 * 3600 * 720)
    assert bill.assumed["instances"].value == 3


def test_what_lambda_gives_free_of_charge_is_taken_off(bursty):
    before, after = (bursty(free_part=free).costs["lambda"].total for free in ("no", "yes"))
    assert before - after == pytest.approx(0.2 + 400_000 * 1.667e-05)


@pytest.mark.parametrize("preset", FILE.presets.values(), ids=list(FILE.presets))
def test_every_target_of_a_preset_has_a_cost_or_says_what_was_not_found(preset):
    left = [found.target for found in ADVISOR.advise(preset.workload).targets if found.verdict != RULED_OUT]
    texts = {name: FILE.prices.assumptions[name].field.as_text(value) for name, value in preset.assumptions.items()}
    bill = Biller(FILE.prices, FACTS.book, FILE.rules.fields, preset.workload).bill(texts, tuple(left))
    assert list(bill.costs) == left
    assert all(cost.is_known or all("price was found" in text for text in cost.missing) for cost in bill.costs.values())


def test_what_is_ruled_out_has_no_cost_made_up():
    bill = Biller(FILE.prices, FACTS.book, FILE.rules.fields, BURSTY.workload).bill({}, ("sagemaker_batch",))
    assert bill.costs["sagemaker_batch"].missing == ("Hours up for each hour of work: not asked for such a workload.",)
