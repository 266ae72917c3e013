"""Which figures look wrong: where, whose, as written and as read, what is wrong and what to do; errors first."""

from collections.abc import Iterator, Sequence

from healthkpi.model.finding import Finding, Severity
from healthkpi.present._corrections import accepted_lines
from healthkpi.present._figures import clean
from healthkpi.present._report import Report
from healthkpi.present._rows import Cells, read_as
from healthkpi.present._section import Block, Cell, Line, Section, Tone, cell, column, filled_grid
from healthkpi.text import Text

_COLUMNS = (
    column("位置", "Place"),
    column("单位", "Unit"),
    column("原文", "As written"),
    column("读成", "Read as"),
    column("问题", "What is wrong"),
)
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_SAID = {
    Severity.ERROR: Text("错误", "errors"),
    Severity.WARNING: Text("疑问", "warnings"),
    Severity.NOTE: Text("说明", "notes"),
}
_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.NOTE: Tone.QUIET}
MEANING = Text(
    "错误：没有用上；疑问：用了，要看一眼；说明：作了什么假定",
    "errors: not used; warnings: used, but somebody should look; notes: what was assumed",
)
CHOICES = Text(
    "每条选一项：采用 / 改为____ / 标为待核 / 退回单位",
    "choose for each: take it / change to ____ / to be checked / send back",
)


def _make(report: Report) -> Iterator[Block]:
    cells = report.once(Cells)
    found = findings_of(report, cells, report.unit)
    if not found:
        yield Line(Text("没有发现问题", "nothing was found"), Tone.GOOD)
        yield from _accepted(report, cells)
        return
    counts = [(_SAID[each], sum(one.code.severity is each for one in found)) for each in _ORDER]
    said = [Text(f"{words.zh} {count} 处", f"{count} {words.en}") for words, count in counts if count]
    yield Line(Text("，".join(each.zh for each in said), ", ".join(each.en for each in said)), Tone.STRONG)
    for code in dict.fromkeys(each.code.id for each in found):
        members = [each for each in found if each.code.id == code]
        yield from code_blocks(report, cells, members)
    yield Line(MEANING, Tone.QUIET)
    yield Line(CHOICES, Tone.QUIET)
    yield from _accepted(report, cells)


def _accepted(report: Report, cells: Cells) -> Iterator[Line]:
    """What may stand, apart from what is open."""
    wanted = report.unit
    found = [each for each in report.scorecard.findings if wanted is None or is_about(cells, each, wanted)]
    yield from (Line(said, Tone.QUIET) for said in accepted_lines(found))


def findings_of(report: Report, cells: Cells, wanted: str | None) -> list[Finding]:
    """The findings to look at, errors first, then by code; those of one unit where one is asked about."""
    found = [
        each for each in report.scorecard.open_findings if wanted is None or is_about(cells, each, wanted)
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.code.severity), each.code.id))


def is_about(cells: Cells, finding: Finding, unit: str) -> bool:
    """Whether a finding lies in a row of a unit, or names it."""
    found = cells.at(finding.place)
    return finding.unit == unit or (found is not None and cells.unit(found[0], found[1]) == unit)


def code_blocks(report: Report, cells: Cells, members: Sequence[Finding]) -> Iterator[Block]:
    """The findings of one code and what to do about them."""
    code = members[0].code
    title = Text(f"{code.id} {_SAID[code.severity].zh}", f"{code.id} {code.severity}")
    yield filled_grid(_COLUMNS, [finding_row(report, cells, each) for each in members], title)
    yield Line(Text(f"  处理：{code.explanation.zh}", f"  what to do: {code.explanation.en}"), Tone.QUIET)


def finding_row(report: Report, cells: Cells, finding: Finding) -> list[Cell]:
    """Place, unit, cell as written and as read, and what is wrong with it."""
    message = Text(clean(finding.message.zh), clean(finding.message.en))
    place = cell(clean(str(finding.place)) if finding.place else "")
    words = cells.written(finding.place)
    found, wrong = cells.at(finding.place), cell(message, _TONES[finding.code.severity])
    if found is None:
        return [place, cell(clean(finding.unit or "")), cell(words), cell(""), wrong]
    stat, row, name = found
    read, number = read_as(stat, report.policy, row, name)
    measure = report.policy.tables[stat.id].fields[name].unit or ""
    return [place, cell(clean(cells.unit(stat, row))), cell(words), Cell(read, number, measure), wrong]


SECTION = Section(Text("问题数据", "findings"), Text("看着不对的数", "Figures to look at"), 80, _make)
