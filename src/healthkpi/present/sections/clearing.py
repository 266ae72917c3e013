"""What must be cleared as it comes up (动态清零): opened and closed this period, days until closed, and what stays open too long.

For tables that say when a row opened and when it was closed (`opened` and `closed` in tables.yaml). None open at the end of a month is not
enough: each is listed with the days that it stood open, those over 30 days first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from healthkpi.model.table import StatTable
from healthkpi.present._cells import period_text
from healthkpi.present._figures import clean, number_text
from healthkpi.present._report import Report
from healthkpi.present._returns import table_name
from healthkpi.present._rows import ROWS_HIDDEN, Cells, is_missing, period_judged, row_name, word_at
from healthkpi.present._section import Block, Cell, Line, Section, Tone, cell, column, filled_grid
from healthkpi.text import Text, same

# officer/QUESTIONS.md, question 28: what is open for more than 30 days is listed.
LONG = 30
NOTHING = Text(
    "没有写明发现日期和销号日期的台账", "no ledger among the files says when a row opened and was closed"
)
_COLUMNS = (
    column("编号", "Number"),
    column("单位", "Unit"),
    column("内容", "What"),
    column("发现", "Opened"),
    column("销号", "Closed"),
    column("天数", "Days", is_number=True),
    column("状态", "State"),
)


@dataclass(frozen=True, slots=True)
class _Opening:
    """One row: when it opened and, if it did, when it was closed."""

    name: str
    unit: str
    what: str
    opened: date | None
    closed: date | None
    days: int | None

    @property
    def is_long(self) -> bool:
        return self.closed is None and self.days is not None and self.days > LONG


def _make(report: Report) -> Iterator[Block]:
    if report.scorecard.suppressed_below is not None:
        yield Line(ROWS_HIDDEN, Tone.WARN)
        return
    cells, is_said = report.once(Cells), False
    for stat in report.tables.values():
        if report.policy.tables[stat.id].opened is not None:
            is_said = True
            yield from _of_table(report, cells, stat)
    if not is_said:
        yield Line(NOTHING, Tone.QUIET)


def _of_table(report: Report, cells: Cells, stat: StatTable) -> Iterator[Block]:
    day = report.scorecard.as_of
    found = [
        _opening(report, cells, stat, row, day)
        for row in range(len(stat.origins))
        if row not in stat.doubtful
    ]
    found = [each for each in found if report.unit in {None, each.unit} and not _is_later(each, day)]
    yield Line(_summary(report, stat, found), Tone.STRONG)
    ordered = sorted(found, key=lambda each: (each.closed is not None, -(each.days or 0)))
    if ordered:
        yield filled_grid(_COLUMNS, [_row(each) for each in ordered], table_name(report, stat.id))
    undated = [each.name for each in found if each.opened is None]
    if undated:
        zh, en = "、".join(undated), ", ".join(undated)
        yield Line(Text(f"没有写发现日期，天数不详：{zh}", f"without the day they opened: {en}"), Tone.WARN)
    yield Line(
        Text(
            f"未销号的天数算到 {day}；超过 {LONG} 天的要说明",
            f"days of open ones are counted to {day}; over {LONG} must be explained",
        ),
        Tone.QUIET,
    )


def _is_later(each: _Opening, day: date | None) -> bool:
    return each.opened is not None and day is not None and each.opened > day


def _opening(report: Report, cells: Cells, stat: StatTable, row: int, day: date | None) -> _Opening:
    table = report.policy.tables[stat.id]
    opened, closed = _day(stat, row, table.opened), _day(stat, row, table.closed)
    if closed is not None and day is not None and closed > day:
        closed = None  # on that day it was still open
    until = closed or day
    days = (until - opened).days if opened is not None and until is not None else None
    shown = [
        name
        for name, field in table.fields.items()
        if field.type in {"text", "unit"} and not field.sensitive and name not in table.key
    ]
    words = [str(stat.value(row, name)) for name in shown if not is_missing(stat, row, name)]
    unit = cells.unit(stat, row)
    what = clean(" ".join(word for word in words if word != unit))
    keys = [name for name in table.key if not table.fields[name].sensitive]
    number = clean(" ".join(filter(None, (word_at(stat, row, name) for name in keys))))
    return _Opening(number or row_name(stat, report.policy, row), unit, what, opened, closed, days)


def _day(stat: StatTable, row: int, name: str | None) -> date | None:
    value = stat.value(row, name) if name is not None else None
    return value.date() if isinstance(value, datetime) else None


def _summary(report: Report, stat: StatTable, found: Sequence[_Opening]) -> Text:
    period = period_judged(report, stat)
    if period is None and report.scorecard.periods:
        period = report.scorecard.periods[-1]
    new = [
        each
        for each in found
        if period is not None and each.opened and period.start <= each.opened <= period.end
    ]
    done = [
        each
        for each in found
        if period is not None and each.closed and period.start <= each.closed <= period.end
    ]
    open_, long = [each for each in found if each.closed is None], [each for each in found if each.is_long]
    days = [each.days for each in done if each.days is not None]
    mean = number_text(Fraction(sum(days), len(days))).zh if days else ""
    took_zh = f"（平均 {mean} 天）" if days else ""
    took_en = f" ({mean} days on average)" if days else ""
    when = period_text(period) if period is not None else Text("本期", "this period")
    return Text(
        f"{when.zh}新增 {len(new)}，销号 {len(done)}{took_zh}；现未销号 {len(open_)}，其中超过 {LONG} 天的 {len(long)}",
        f"{when.en}: {len(new)} opened, {len(done)} closed{took_en}; {len(open_)} open now, {len(long)} of them for over {LONG} days",
    )


def _row(each: _Opening) -> list[Cell]:
    state = Text("已销号", "closed") if each.closed is not None else Text("未销号", "open")
    if each.is_long:
        state = Text(f"超 {LONG} 天未销号", f"open for over {LONG} days")
    tone = Tone.GOOD if each.closed is not None else Tone.BAD if each.is_long else Tone.WARN
    return [
        cell(each.name),
        cell(clean(each.unit)),
        cell(each.what),
        cell(each.opened.isoformat() if each.opened is not None else Text("没有写", "not said")),
        cell(each.closed.isoformat() if each.closed is not None else ""),
        cell("") if each.days is None else Cell(same(str(each.days)), Fraction(each.days)),
        cell(state, tone),
    ]


SECTION = Section(Text("清零", "clearing"), Text("动态清零", "Cleared as they come up"), 78, _make)
