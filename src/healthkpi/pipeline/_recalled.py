"""Earlier figures from the history, where no file was given for that time; they are compared with, never judged."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from healthkpi.definitions.policy import Policy
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.period import Period
from healthkpi.model.scorecard import Scorecard
from healthkpi.model.table import Matched
from healthkpi.request import Request
from healthkpi.text import Text
from healthkpi.tidy import last_day, times_held

FROM_HISTORY = declare(
    "HK350",
    Severity.NOTE,
    Text(
        "往期的数取自历史库（{periods}），这次没有给那几期的文件",
        "the figures of earlier times are those of the history ({periods}); no files for them were given",
    ),
    Text(
        "环比、同比、基期、趋势要用以前的数。那一期没有给文件的，用历史库里现行的那一次核算时的数（已按当时的更正、确认）。要换成别的，"
        "用 --baseline 给出那一期的文件。",
        "Changes, baselines and trends need figures of earlier times. Where no file was given for one, those of its current scoring "
        "in the history are used, as they were corrected and confirmed then. To use others, give that time's file with --baseline.",
    ),
)
_MOST_PERIODS = 4


def recalled_sheets(
    request: Request, policy: Policy, given: Sequence[Matched], names: Collection[str]
) -> tuple[Matched, ...]:
    """The sheets of times before those that were given, of tables that were given; given files win over them.

    `names` are those of all files of now, also of one in which nothing was recognised: what is told of it stays.
    """
    held = times_held(given, policy) if request.recall is not None else frozenset()
    day = last_day([period for _, period in held])
    if request.recall is None or day is None:
        return ()
    tables = {each.table for each in given}
    return tuple(
        _as_of_now(each, policy, names)
        for each in request.recall(policy, day)
        if each.table in tables and not times_held([each], policy) & held
    )


def _as_of_now(sheet: Matched, policy: Policy, names: Collection[str]) -> Matched:
    """Without columns that the definitions no longer have; by a name that no file of now has."""
    fields, source = policy.tables[sheet.table].fields, sheet.grid.source
    columns = {name: at for name, at in sheet.columns.items() if name in fields}
    if source.name in names:
        # Every month's file may be called 签约.xlsx.
        own = f"{sheet.period or source.sha256[:6]}/{source.name}"
        sheet = replace(sheet, grid=replace(sheet.grid, source=replace(source, name=own)))
    return replace(sheet, columns=columns)


def with_note(scorecard: Scorecard, recalled: Sequence[Matched], policy: Policy) -> Scorecard:
    """What was doubtful in earlier figures was told at their time; now it is told where they come from."""
    if not recalled:
        return scorecard
    files = {each.grid.source.name for each in recalled}
    findings = [each for each in scorecard.findings if each.place is None or each.place.file not in files]
    periods = sorted({period for _, period in times_held(recalled, policy)}, key=_by_end)
    note = Finding(FROM_HISTORY, details={"periods": _listed(periods)})
    return replace(scorecard, findings=(*findings, note))


def _by_end(period: Period) -> tuple[object, object]:
    return period.end, period.start


def _listed(periods: Sequence[Period]) -> Text:
    if len(periods) <= _MOST_PERIODS:
        return Text("、".join(map(str, periods)), ", ".join(map(str, periods)))
    first, last, count = periods[0], periods[-1], len(periods)
    return Text(f"{first} 至 {last} 共 {count} 期", f"{count} from {first} to {last}")
