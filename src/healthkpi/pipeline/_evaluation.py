"""The files against one policy: matched, tidied, and evaluated for the day that is asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from healthkpi.choosing import nothing_matched
from healthkpi.confirm import settle_tables
from healthkpi.correct import (
    strike_rows,
    values_of,
)
from healthkpi.definitions.basis import find_basis, with_basis
from healthkpi.definitions.policy import Policy
from healthkpi.errors import InputError, UsageError
from healthkpi.inputs import Inputs
from healthkpi.match import match_workbooks, tell_unmatched
from healthkpi.model.correction import Edit
from healthkpi.model.finding import Finding
from healthkpi.model.grid import Workbook
from healthkpi.model.scorecard import (
    Choice,
)
from healthkpi.model.table import Matched
from healthkpi.pipeline._checked import Checked
from healthkpi.pipeline._recalled import recalled_sheets, with_note
from healthkpi.pipeline._scorecard import make_scorecard
from healthkpi.request import (
    Request,
)
from healthkpi.tally import tables_of
from healthkpi.text import Text
from healthkpi.tidy import last_day, tidy_tables


def evaluate(
    request: Request, policy: Policy, brought: Inputs, edits: Sequence[Edit], told: Sequence[Finding] = ()
) -> Checked:
    """The files with some corrections against one policy, on the population that is asked for."""
    inputs = brought.corrected(values_of(edits))
    stated = policy
    policy = with_basis(stated, find_basis(stated, request.basis) if request.basis is not None else None)
    workbooks = inputs.statistics
    matched = match_tables(request, policy, workbooks)
    if not matched:
        raise nothing_matched((policy,), inputs)
    matched = strike_rows(settle_tables(matched, policy, inputs.asked), edits)
    _refuse_other_periods(request, matched)
    baselines = strike_rows(match_baselines(request, policy, matched, inputs), edits)
    names = {each.source.name for each in (*inputs.listed, *inputs.baselines, *inputs.corrections)}
    recalled = recalled_sheets(request, policy, (*matched, *baselines), names)
    # What was not asked about is not read further; the day to judge on is still that of the whole return.
    wanted = tables_of(policy, request.indicators) | _tables_of_bases(request, stated)
    tables = tidy_tables([each for each in (*matched, *baselines, *recalled) if each.table in wanted], policy)
    unmatched = tell_unmatched(workbooks, (policy,), matched)
    checked = make_scorecard(
        request, stated, policy, inputs, tables, _day_of(request, matched), (*told, *unmatched)
    )
    used = [each for each in recalled if each.table in wanted]
    return replace(checked, scorecard=with_note(checked.scorecard, used, policy))


def _tables_of_bases(request: Request, policy: Policy) -> frozenset[str]:
    """The tables that other populations stand in, where they are wanted side by side."""
    is_wanted = Choice.BASIS in request.compared
    return frozenset(basis.by.table for basis in policy.words.bases.values() if is_wanted)


def match_tables(request: Request, policy: Policy, workbooks: Sequence[Workbook]) -> tuple[Matched, ...]:
    """The tables that the sheets hold; one that could be several is that which was asked about."""
    matched = match_workbooks(workbooks, policy, request.period, request.header_rows)
    wanted = tables_of(policy, request.indicators)
    if any(each.table in wanted for each in matched):
        return matched
    asked = replace(policy, tables={name: table for name, table in policy.tables.items() if name in wanted})
    return match_workbooks(workbooks, asked, request.period, request.header_rows) or matched


def match_baselines(
    request: Request, policy: Policy, matched: Sequence[Matched], inputs: Inputs
) -> tuple[Matched, ...]:
    """The sheets of --baseline files, which must say what time they are for."""
    if not request.baselines:
        return ()
    found = settle_tables(match_workbooks(inputs.baselines, policy), policy, inputs.asked)
    if not found:
        raise nothing_matched((policy,), replace(inputs, statistics=inputs.baselines))
    now = {each.period for each in matched}
    for each in found:
        if each.period is not None and each.period in now:
            raise InputError(
                Text(
                    f"{each.grid.place()}: 基期与数据是同一期（{each.period}）",
                    f"{each.grid.place()}: the baseline is for the same period as the data ({each.period})",
                )
            )
        if each.period is None:
            raise InputError(
                Text(
                    f"{each.grid.place()}: 看不出基期是哪一期；在标题或文件名里写明年月",
                    f"{each.grid.place()}: the baseline does not say which period it is for; write it in the title or file name",
                )
            )
    return found


def _refuse_other_periods(request: Request, matched: Sequence[Matched]) -> None:
    """A period that is asked for must be among those that the sheets say they are for."""
    said = sorted({each.period for each in matched if each.period is not None})
    asked = request.period
    if asked is None or any(each.end <= asked.end and asked.start <= each.end for each in said):
        return
    if said and all(each.period is not None for each in matched):
        names = ", ".join(str(each) for each in said)
        raise UsageError(
            Text(f"--period {asked}: 这些表是 {names} 的", f"--period {asked}: the sheets are for {names}")
        )


def _day_of(request: Request, matched: Sequence[Matched]) -> date | None:
    """The day to judge on: as asked, else the end of the data's period."""
    if request.as_of is not None:
        return request.as_of
    return request.period.end if request.period is not None else last_day([each.period for each in matched])
