"""How far the figures can be trusted: what was sent, what was found in it, and what could not be judged and why."""

from collections.abc import Iterable, Iterator

from healthkpi.model.finding import Finding, Severity
from healthkpi.model.judgement import Verdict
from healthkpi.present._cells import tally_cell
from healthkpi.present._figures import clean
from healthkpi.present._layout import named, remarks
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, cell, column
from healthkpi.present._standing import Standing, is_whole, standings, unreported
from healthkpi.text import Text

MOST_EXAMPLES, MOST_UNITS = 3, 20
# What was assumed and settled by rule is told in the list of findings.
_SEVERITIES = {
    Severity.ERROR: Text("有误，未采用", "wrong and not used"),
    Severity.WARNING: Text("存疑，请核", "doubtful, to be checked"),
}
_FINDING_COLUMNS = (
    column("性质", "Kind"),
    column("问题（举例）", "What was found (an example)"),
    column("处数", "Places", is_number=True),
    column("位置", "Where"),
)
_UNJUDGED_COLUMNS = (column("任务", "Task"), column("原因", "Why"))


def _make(report: Report) -> Iterator[Block]:
    card, found = report.scorecard, standings(report)
    files, count = len(card.sources), sum(not is_whole(standing) for standing in found)
    unjudged = [standing for standing in found if standing.verdict is Verdict.NOT_JUDGED]
    yield Line(
        Text(
            f"本次核算用到{files}个文件；{count}项数据不全，{len(unjudged)}项因缺数据或参数未判定。",
            f"{files} file{'' if files == 1 else 's'} went into this; {count} figure{'' if count == 1 else 's'} are not "
            f"whole, {len(unjudged)} could not be judged.",
        )
    )
    yield from _unreported(report, found)
    rows = list(_finding_rows(_findings(report)))
    if rows:
        yield Grid(_FINDING_COLUMNS, rows, Text("数据问题", "Findings on the data"))
    if unjudged:
        yield Grid(
            _UNJUDGED_COLUMNS,
            [_unjudged_row(report, each) for each in unjudged],
            Text("未判定的任务", "Not judged"),
        )


def _unreported(report: Report, found: Iterable[Standing]) -> Iterator[Line]:
    """Who is missing, in how many figures, in one sentence; the overview names only the first of them."""
    counts = unreported(found, report)
    if not counts:
        return
    names = list(counts.items())[:MOST_UNITS]
    more = len(counts) - len(names)
    zh = "、".join(f"{clean(name)}{count}项" for name, count in names)
    en = ", ".join(f"{clean(name)} in {count}" for name, count in names)
    yield Line(
        Text(
            f"缺数的有：{zh}{f'，等{len(counts)}个' if more > 0 else ''}。",
            f"Missing: {en}{f', and {more} more' if more > 0 else ''}.",
        )
    )


def _findings(report: Report) -> list[Finding]:
    found = report.scorecard.open_findings
    return [each for each in found if report.unit is None or each.unit == report.unit]


def _finding_rows(findings: Iterable[Finding]) -> Iterator[list[Cell]]:
    """One row a kind of fault, without its code: a bulletin speaks in words."""
    for severity, kind in _SEVERITIES.items():
        by_code: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.code.severity is severity:
                by_code.setdefault(finding.code.id, []).append(finding)
        for members in by_code.values():
            yield [cell(kind), cell(_said(members[0])), tally_cell(len(members)), cell(_where(members))]


def _said(finding: Finding) -> Text:
    message = finding.message
    return Text(clean(message.zh), clean(message.en))


def _where(findings: Iterable[Finding]) -> Text:
    places = dict.fromkeys(str(each.place) for each in findings if each.place is not None)
    return named(list(places), MOST_EXAMPLES)


def _unjudged_row(report: Report, standing: Standing) -> list[Cell]:
    """Why nothing was judged; of several units the reason of the first, and who they are."""
    unjudged = [unit for unit in standing.units if unit.judgement.verdict is Verdict.NOT_JUDGED]
    why = remarks(standing.result, unjudged[0]) if unjudged else Text("", "")
    if len(standing.units) > 1:
        who = named([unit.value.unit for unit in unjudged])
        why = Text(f"{who.zh}：{why.zh}", f"{who.en}: {why.en}")
    why = _with_names(report, why)
    return [cell(standing.result.name), cell(Text(clean(why.zh), clean(why.en)))]


def _with_names(report: Report, why: Text) -> Text:
    """A parameter by its name: its id is only for who sets it."""
    for id_, parameter in report.policy.words.parameters.items():
        zh, en = f"缺参数“{id_}”", f"parameter {id_} is"
        why = Text(
            why.zh.replace(zh, f"缺参数“{parameter.name.zh}”"),
            why.en.replace(en, f'parameter "{parameter.name.en}" is'),
        )
    return why


SECTION = Section(Text("数据质量", "quality"), Text("数据质量", "Quality of the data"), 60, _make)
