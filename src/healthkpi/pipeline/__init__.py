"""The story: read → match → tidy → tally → judge → present.

A workbook is read, its sheets are matched to the tables that the definitions name, cells are tidied into
values, numerators and denominators are tallied, values are judged against the targets that are due, and the
scorecard is presented. Each stage takes a value and returns a new one; only this package knows the order.
"""

from healthkpi.choosing import choose_policy
from healthkpi.confirm import apply_answers, chosen_readings
from healthkpi.correct import (
    cells_named,
    read_corrections,
)
from healthkpi.definitions.load import load_chosen, load_outlines
from healthkpi.definitions.policy import Policy
from healthkpi.inputs import Inputs, read_inputs
from healthkpi.match import look_at, match_workbooks, shows_area
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.peek import Fit, Peek
from healthkpi.pipeline._checked import Checked, find_unit
from healthkpi.pipeline._evaluation import evaluate
from healthkpi.pipeline._into import fill_blank
from healthkpi.pipeline._scored import scored_as, scored_of
from healthkpi.pipeline._trail import settle, with_trail
from healthkpi.read import readers
from healthkpi.request import (
    Request,
    by_id,
    refuse_unknown,
)
from healthkpi.tidy.checks import checks

__all__ = [
    "Checked",
    "check",
    "declare_all_codes",
    "fill_blank",
    "find_unit",
    "peek",
    "scored_as",
    "scored_of",
]


def check(request: Request) -> Checked:
    """Evaluate the files against one policy, as they were corrected; every correction leaves its trail."""
    brought = read_inputs(request)
    noted = read_corrections(brought.corrections)
    addressed = brought.corrected(cells_named(noted, brought.figures))
    policy, told = _policy_in_own_words(request, addressed)
    request = by_id(request, policy)
    refuse_unknown(request, policy)
    settled = settle(request, policy, brought, addressed, noted)
    checked = evaluate(request, policy, brought, settled.edits, (*told, *settled.findings))
    return checked if noted.is_empty else with_trail(request, brought, checked, settled, noted)


def _policy_in_own_words(request: Request, inputs: Inputs) -> tuple[Policy, tuple[Finding, ...]]:
    """The policy that was asked for or that the files show, with the bureau's own lists and names."""
    outlines = [apply_answers(policy, inputs.asked) for policy in load_outlines(request.definitions)]
    chosen = choose_policy(outlines, inputs, request)
    readings = {**chosen_readings(inputs.asked), **request.readings}
    return inputs.in_own_words(load_chosen(request.definitions, chosen, readings))


def peek(request: Request) -> Peek:
    """What the files show: every sheet, what is recognised in it, and which policies its tables belong to."""
    inputs = read_inputs(request)
    workbooks = inputs.statistics
    policies = tuple(apply_answers(policy, inputs.asked) for policy in load_outlines(request.definitions))
    if request.policy is not None:
        policies = (choose_policy(policies, inputs, request),)
    matched = {
        policy.id: match_workbooks(workbooks, policy, request.period, request.header_rows)
        for policy in policies
    }
    fits = tuple(
        Fit(
            policy.id,
            policy.title,
            len({each.table for each in matched[policy.id]}),
            shows_area(workbooks, policy),
        )
        for policy in policies
    )
    best = max(fits, key=lambda fit: (fit.tables > 0, fit.shows_area, fit.tables), default=None)
    chosen = next((policy for policy in policies if best is not None and policy.id == best.policy), None)
    grids = [grid for workbook in workbooks for grid in workbook.grids]
    look = () if chosen is None else (chosen,)
    sheets = tuple(
        look_at(grid, policy, request.period, request.header_rows, policies)
        for policy in look
        for grid in grids
    )
    found = [finding for workbook in workbooks for finding in workbook.findings]
    found += [
        finding
        for policy in look
        for each in matched[policy.id]
        for finding in each.findings
        if finding.code.severity is not Severity.NOTE
    ]
    return Peek(tuple(workbooks), sheets, best.policy if best is not None else None, fits, tuple(found))


def declare_all_codes() -> None:
    """Import every reader and check, so that their finding codes are known; the stages are imported above."""
    readers()
    checks()
