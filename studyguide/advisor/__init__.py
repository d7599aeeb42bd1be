"""From a workload to a target: what fits, what a limit rules out, what would change that, and what it costs.

Everything is data of a guide (advisor.yaml beside facts.yaml) and pure: no Django, no clock, and nothing here knows
what the targets are.

    fields       what describes a workload, read from JSON or from a form
    rules        what counts against a target, and the sentences that say so
    evaluation   the answer, the runner-up and a verdict for every target
    cells        where a field's range is cut by the limits that the tree and the rules compare with
    thresholds   the nearest value of each field that would change the answer
    proof        that no rule rules out what the tree recommends
    reading      advisor.yaml, with every mistake at its line
"""
