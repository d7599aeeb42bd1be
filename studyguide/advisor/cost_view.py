"""The costs of an advisor's page: assumptions, the bill, and the plots. Pure: no Django."""

from dataclasses import dataclass

from studyguide.advisor.billing import Assumed, Bill, Biller, Cost
from studyguide.advisor.document import AdvisorDocument, ShownFact, shown_fact
from studyguide.advisor.evaluation import RULED_OUT, Advice
from studyguide.advisor.form import Query, Row, texts_of
from studyguide.advisor.lines import Line
from studyguide.advisor.plots import Curve, Plot, cost_plot, merged, money
from studyguide.advisor.pricing import Assumption
from studyguide.facts import amount
from studyguide.targets import Target

MOST_CURVES = 5
MONTH = 720  # hours of 30 days


@dataclass(frozen=True, slots=True)
class BilledPart:
    label: str
    formula: str
    amount: str
    an_hour: str


@dataclass(frozen=True, slots=True)
class BilledTarget:
    """One row of the bill, in words; `dates` says when its prices were true, and whether they were verified."""

    target: Target
    cost: Cost
    total: str
    an_hour: str
    parts: tuple[BilledPart, ...]
    dates: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Pricing:
    """The bill with its plots, and the facts that it rests on. `work` is the amount of work a month."""

    bill: Bill
    work: str
    table: tuple[BilledTarget, ...]
    facts: tuple[ShownFact, ...]
    plots: tuple[Plot, ...] = ()


def pricing_of(document: AdvisorDocument, advice: Advice, query: Query) -> Pricing | None:
    prices = document.prices
    if prices is None:
        return None
    targets = tuple(found.target for found in advice.targets if found.verdict != RULED_OUT)
    biller = Biller(prices, document.facts, document.advisor.fields, advice.workload)
    bill = biller.bill(texts_of(query, prices.assumptions), targets)
    keys = dict.fromkeys(key for cost in bill.costs.values() for key in cost.facts)
    return Pricing(
        bill,
        f"For {amount(float(f'{bill.requests:.4g}'), prices.work)} a month." if bill.requests is not None else "",
        tuple(_billed(document, cost) for cost in bill.costs.values()),
        tuple(shown_fact(document, key) for key in keys),
        tuple(_plots(document, bill)),
    )


def _billed(document: AdvisorDocument, cost: Cost) -> BilledTarget:
    prices = [document.facts[key] for key in cost.facts if document.facts[key].kind == "price"]
    dates = dict.fromkeys((price.dated or "no date", price.verified) for price in prices)
    parts = [BilledPart(part.label, part.formula, money(part.amount), _an_hour(part.an_hour)) for part in cost.parts]
    target = document.targets[cost.target]
    return BilledTarget(target, cost, money(cost.total), _an_hour(cost.an_hour), tuple(parts), tuple(dates))


def _an_hour(cost: float | None) -> str:
    """What an hour of full peak adds, if that is at least a tenth of a cent."""
    if not cost or cost < 0.001:
        return ""
    return money(cost) if cost >= 0.1 else f"USD {cost:.3f}"


def assumption_rows(document: AdvisorDocument, query: Query, bill: Bill | None) -> tuple[Row, ...]:
    """Every assumption in the form; left blank, it says what is taken instead."""
    prices = document.prices
    if prices is None:
        return ()
    texts = texts_of(query, prices.assumptions)
    return tuple(
        _row(made, texts.get(name, ""), bill.assumed.get(name) if bill else None, is_billed=bill is not None)
        for name, made in prices.assumptions.items()
    )


def _row(made: Assumption, text: str, found: Assumed | None, *, is_billed: bool) -> Row:
    if found is None:
        return Row(made.field, text, note="Not used for this workload." if is_billed else "")
    if found.error or found.value is None:
        return Row(made.field, text, found.error, is_missing=not found.error)
    return Row(made.field, text, note="" if text else f"Taken as {made.field.said(found.value)}.")


def _plots(document: AdvisorDocument, bill: Bill) -> list[Plot]:
    """Cost over the work of a month, and over hours of full peak where there is a peak."""
    prices = document.prices
    if prices is None or not bill.lines:
        return []
    lines = {name: bill.lines[name] for name in list(bill.lines)[:MOST_CURVES]}
    most = bill.peak * MONTH or 100 * (bill.requests or 0)
    by_work = cost_plot(
        _curves(document, lines),
        most,
        prices.work,
        title=f"Cost a month over {prices.work} a month",
        prefix="cost-work",
        is_log=True,
    )
    by_hours = cost_plot(
        _curves(document, {name: line.scaled(bill.peak) for name, line in lines.items()}) if bill.peak else [],
        MONTH,
        "hours of full peak",
        title="Cost a month over hours of full peak",
        prefix="cost-hours",
        is_log=False,
    )
    return [plot for plot in (by_work, by_hours) if plot]


def _curves(document: AdvisorDocument, lines: dict[str, Line]) -> list[Curve]:
    targets = document.targets
    return merged(lines, lambda name: targets[name].short, lambda name: targets[name].family)
