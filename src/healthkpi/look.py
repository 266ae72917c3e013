"""What a single file shows by itself: enough to tell which return it belongs to, without scoring anything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from healthkpi.choosing import fitting_policies
from healthkpi.confirm import apply_answers
from healthkpi.definitions.policy import Policy
from healthkpi.inputs import Inputs, read_alone
from healthkpi.match import match_workbooks, tell_unmatched
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.grid import Workbook, shown_raw
from healthkpi.model.period import Period, parse_period
from healthkpi.model.table import Matched
from healthkpi.request import Request

Periods = tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """By policy the tables that a file holds, each with the periods it says, oldest first; none where it says none.

    `doubts` are the sheets that nearly are a table, where nothing was recognised. A list of units has no tables and `lists_units`.
    """

    sha256: str
    size: int
    tables: Mapping[str, Mapping[str, Periods]] = field(default_factory=dict)
    lists_units: bool = False
    doubts: tuple[Finding, ...] = ()
    workbook: Workbook | None = None  # as it was read, so that it need not be read again


def look(request: Request, outlines: Sequence[Policy]) -> Look:
    """The one file of a request; raises InputError where it cannot be read."""
    inputs = read_alone(request)
    source = inputs.listed[0].source
    policies = [apply_answers(policy, inputs.asked) for policy in outlines]
    matched = {
        policy.id: match_workbooks(inputs.statistics, policy, None, request.header_rows)
        for policy in _policies(policies, inputs, request)
    }
    tables = {policy: _tables(found) for policy, found in matched.items() if found}
    lists_units = not any(workbook.grids for workbook in inputs.statistics)
    doubts = () if tables or lists_units else tell_unmatched(inputs.statistics, policies, ())
    return Look(
        source.sha256,
        source.size,
        tables,
        lists_units,
        tuple(doubt for doubt in doubts if doubt.code.severity is not Severity.NOTE),
        inputs.listed[0],
    )


def _policies(policies: Sequence[Policy], inputs: Inputs, request: Request) -> Sequence[Policy]:
    if request.policy is not None:
        return [policy for policy in policies if policy.id == request.policy]
    if len(policies) == 1:
        return policies  # matching it says whether it fits
    return fitting_policies(policies, inputs, request)


def _tables(matched: Sequence[Matched]) -> dict[str, Periods]:
    found: dict[str, set[Period]] = {}
    for each in matched:
        found.setdefault(each.table, set()).update(_periods(each))
    return {table: tuple(sorted(periods, key=_by_end)) for table, periods in found.items()}


def _periods(matched: Matched) -> Iterator[Period]:
    if matched.period is not None:
        yield matched.period
    if matched.period_column is not None:
        words = {shown_raw(matched.grid.cell(row, matched.period_column)) for row in matched.rows}
        yield from (period for each in words if (period := parse_period(each)) is not None)


def _by_end(period: Period) -> tuple[object, ...]:
    return period.end, period.start
