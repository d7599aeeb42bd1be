"""Which targets are left for a workload, worked out from the text of advisor.yaml and nothing of the advisor's code.

Only the values of facts come from the project; rules are read as plain YAML and formulas are Python's.
"""

import re
from pathlib import Path

import yaml

from studyguide.documents import Problems
from studyguide.factfile import read_fact_file

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


class BruteForce:
    def __init__(self, folder):
        facts = read_fact_file(Path(folder) / "facts.yaml", Problems())
        plain = yaml.safe_load((Path(folder) / "advisor.yaml").read_text())
        self.figures = {key: float(value) for key, value in facts.book.figures.items()}
        self.targets = list(facts.targets)
        self.rules = plain["rules"].values()
        self.margin = plain.get("margin", 0)
        self.compiled = {}

    def left(self, workload):
        """The targets that no hard rule rules out, within the margin of the least burdened."""
        burdens = {target: self.burden(target, workload) for target in self.targets}
        open_ones = {target: burden for target, burden in burdens.items() if burden is not None}
        least = min(open_ones.values())
        return [target for target, burden in open_ones.items() if burden <= least + self.margin]

    def broken(self, target, workload):
        """The rules that count against a target, with their weights; None for a hard one."""
        for rule in self.rules:
            if target in rule["targets"] and self.holds(rule, target, workload):
                weight = None if rule["kind"] == "hard" else self.weight(rule, workload)
                if weight != 0:
                    yield weight

    def burden(self, target, workload):
        weights = list(self.broken(target, workload))
        return None if None in weights else sum(weights)

    def weight(self, rule, workload):
        weights = rule.get("weights")
        return weights[workload[weights["by"]]] if weights else rule["weight"]

    def holds(self, rule, target, workload):
        some = rule.get("any")
        return all(self.meets(one, target, workload) for one in rule.get("when", [])) and (
            not some or any(self.meets(one, target, workload) for one in some)
        )

    def meets(self, condition, target, workload):
        field, operator, value = condition
        given = workload[field]
        if given is None:
            return False
        if isinstance(value, str) and value.startswith("$"):
            value = self.computed(value[1:].replace("self.", f"{target}."), workload)
        return {"==": given == value, "in": operator == "in" and given in value}.get(
            operator, self.compares(operator, given, value)
        )

    def compares(self, operator, given, value):
        if operator not in ("<=", ">"):
            return False
        return given <= value if operator == "<=" else given > value

    def computed(self, formula, workload):
        if formula not in self.compiled:
            code = NAME.sub(lambda name: f"v[{name.group()!r}]", formula)
            self.compiled[formula] = compile(code, formula, "eval")
        numbers = {key: float(value) for key, value in workload.items() if isinstance(value, int | float)}
        return eval(self.compiled[formula], {"v": {**self.figures, **numbers}})
