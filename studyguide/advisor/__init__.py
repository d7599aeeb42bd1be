"""From a workload to a target: what fits, what a limit rules out, what would change that, and what it costs.

Everything is data of a guide (advisor.yaml beside facts.yaml) and pure: no Django, no clock, and nothing here knows
what the targets are.

    fields         what describes a workload, read from JSON (workload_json) or from a form
    sentences      numbers as somebody would say them, on their side of every limit
    rules          what counts against a target, and the sentences that say so
    evaluation     the answer, the runner-up and a verdict for every target
    cells          a field's range, cut by the limits that the tree and the rules compare with
    thresholds     the nearest value of each field that would change the answer
    proof          that no rule rules out what the tree recommends
    pricing        formulas of costs; billing computes them, lines finds where they cross, plots draws them
    reading        advisor.yaml, with field_reading and price_reading; checking holds it against the rest of the guide
    document       all of it as the page needs it, for the database
    page           what the page shows for a query, with form, cost_view and face_to_face
"""
