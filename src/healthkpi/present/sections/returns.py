"""Who did not send which table, who sent it late or with blanks that an indicator needs, and a reminder to paste for each.

Expected are all units of a table's roster; a table without one that says whose each row is is expected of every unit below
the area. A row in which only names and denominators stand is no return. `--report-by 2018-09-28` gives the days overdue and who
was late, by the day that a unit's own sheet says it was filled in. The list of units (`--units`) may have columns 联系人 and 电话.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from healthkpi.present._cells import period_text
from healthkpi.present._figures import clean
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._returns import Blank, Return, Returns, find_returns, table_name
from healthkpi.present._rows import BLANK, ROWS_HIDDEN, period_judged
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.text import Text, joined, same

MOST_BLANKS_SAID = 8
NO_DAY = Text(
    "没有给报送截止日；用 --report-by 2018-09-28 给出，就知道迟报和逾期天数",
    "no day to report by was given; with --report-by 2018-09-28 it is said who was late and by how many days",
)
_BY_TABLE = (
    column("统计表", "Table"),
    column("应报", "Expected", is_number=True),
    column("已报", "Reported", is_number=True),
    column("迟报", "Late", is_number=True),
    column("未报", "Not reported", is_number=True),
    column("未报单位", "Who did not"),
)
_BLANKS = (
    column("单位", "Unit"),
    column("统计表", "Table"),
    column("缺哪一项", "What is blank"),
    column("单元格", "Cell"),
    column("原文", "As written"),
)


def _make(report: Report) -> Iterator[Block]:
    if report.scorecard.suppressed_below is not None:
        yield Line(ROWS_HIDDEN, Tone.WARN, is_aside=True)
        return
    found = report.once(find_returns)
    if not found.returns:
        yield Line(Text("没有按单位报的表", "no table is sent by units"), Tone.QUIET)
        return
    late = found.late(report.report_by)
    yield Line(_counts(report, found), Tone.STRONG)
    yield Grid(_BY_TABLE, [_table_row(report, found, late, table) for table in found.tables])
    for each in found.unreported:
        yield Line(_unreported(report, each), Tone.BAD)
    for each in late:
        yield Line(_late(report, each), Tone.WARN)
    yield from _blank_blocks(report, found)
    yield from _reminders(report, found)
    yield from _notes(report, found)


def _counts(report: Report, found: Returns) -> Text:
    """应报 6 个单位 × 5 张表 = 30 份，已报 28，未报 2."""
    total, units, tables = len(found.returns), len(found.units), len(found.tables)
    absent, late = len(found.unreported), len(found.late(report.report_by))
    made = (
        Text(
            f"{units} 个单位 × {tables} 张表 = {total} 份",
            f"{units} units x {tables} tables = {total} returns",
        )
        if total == units * tables
        else Text(f"{tables} 张表共 {total} 份", f"{_many(total, 'return')} of {_many(tables, 'table')}")
    )
    tardy = Text(f"，迟报 {late}", f", {late} late") if report.report_by is not None else Text("", "")
    by = _by(report.report_by)
    on_time = total - absent - late
    return Text(
        f"应报 {made.zh}：已报 {on_time}{tardy.zh}，未报 {absent}{by.zh}",
        f"{made.en} expected: {on_time} reported{tardy.en}, {absent} not{by.en}",
    )


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _by(day: date | None) -> Text:
    return Text(f"（截止 {day}）", f" (due by {day})") if day is not None else Text("", "")


def _table_row(report: Report, found: Returns, late: Sequence[Return], table: str) -> list[Cell]:
    members = [each for each in found.returns if each.table == table]
    absent = [each.unit for each in members if not each.is_reported]
    tardy = [each for each in late if each.table == table]

    def count(number: int) -> Cell:
        return Cell(same(str(number)), Fraction(number))

    who = Text("、".join(absent), ", ".join(absent))
    in_time = len(members) - len(absent) - len(tardy)
    return [
        cell(table_name(report, table)),
        count(len(members)),
        count(in_time),
        count(len(tardy)),
        count(len(absent)),
        cell(who, Tone.BAD),
    ]


def _unreported(report: Report, each: Return) -> Text:
    table, parts = table_name(report, each.table), [*_overdue(report), *_contact(report, each.unit)]
    if each.last is not None:
        parts.append(
            Text(f"手头最近一期是 {period_text(each.last).zh}", f"the last one here is for {each.last}")
        )
    said = joined(parts) if parts else None
    return Text(
        f"未报：{each.unit}—{table.zh}" + (f"（{said.zh}）" if said else ""),
        f"not reported: {each.unit}, {table.en}" + (f" ({said.en})" if said else ""),
    )


def _late(report: Report, each: Return) -> Text:
    table, by, day = table_name(report, each.table), report.report_by, each.returned_on
    days = (day - by).days if day is not None and by is not None else 0
    return Text(
        f"迟报：{each.unit}—{table.zh}（填报日期 {day}，迟 {days} 天）",
        f"late: {each.unit}, {table.en} (filled in on {day}, {days} day{'' if days == 1 else 's'} late)",
    )


def _overdue(report: Report) -> Iterator[Text]:
    """How many days over, or still to go, on the day that is judged."""
    by, day = report.report_by, report.scorecard.as_of
    if by is None or day is None:
        return
    days = (day - by).days
    if days > 0:
        yield Text(f"截止 {by}，逾期 {days} 天", f"due by {by}, {days} day{'' if days == 1 else 's'} over")
    else:
        yield Text(f"截止 {by}，还有 {-days} 天", f"due by {by}, {-days} day{'' if days == -1 else 's'} left")


def _contact(report: Report, unit: str) -> Iterator[Text]:
    contact = report.contacts.get(unit)
    if contact is not None:
        words = clean(" ".join(filter(None, (contact.person, contact.phone))))
        yield Text(f"联系人 {words}", f"contact {words}")


def _blank_blocks(report: Report, found: Returns) -> Iterator[Block]:
    if found.blanks:
        title = Text(
            f"已报但缺项 {len(found.blanks)} 处（空白不是0）",
            f"{len(found.blanks)} blanks in what was sent (a blank is not 0)",
        )
        yield Grid(_BLANKS, [_blank_row(report, each) for each in found.blanks], title)
    for table in dict.fromkeys(table for table, _ in found.without_column):
        fields = [field for name, field in found.without_column if name == table]
        zh, name = "、".join(fields), table_name(report, table)
        yield Line(
            Text(
                f"{name.zh}：报来的表都没有这些列：{zh}",
                f"{name.en}: no sheet has the columns {', '.join(fields)}",
            ),
            Tone.WARN,
        )


def _blank_row(report: Report, each: Blank) -> list[Cell]:
    what = each.field if each.row in {each.unit, ""} else f"{each.row} {each.field}"
    return [
        cell(clean(each.unit)),
        cell(table_name(report, each.table)),
        cell(what),
        cell(clean(str(each.place))),
        cell(BLANK if each.written == BLANK else same(f"“{each.written.zh}”")),
    ]


def _reminders(report: Report, found: Returns) -> Iterator[Line]:
    """One short message for each unit that owes something."""
    owing = [unit for unit in found.units if _owes(found, unit)]
    if owing:
        yield Line(Text("催报短信（逐条复制）", "reminders to paste"), Tone.STRONG, is_aside=True)
    for unit in owing:
        yield Line(reminder(report, found, unit), is_aside=True)


def _owes(found: Returns, unit: str) -> bool:
    return unit in {each.unit for each in found.unreported} | {each.unit for each in found.blanks}


def reminder(report: Report, found: Returns, unit: str) -> Text:
    """What a unit is asked for: the tables that did not come, and the blanks to fill in."""
    tables = [each.table for each in found.unreported if each.unit == unit]
    blanks = [each for each in found.blanks if each.unit == unit]
    parts = [_ask_for_tables(report, tables)] if tables else []
    parts += [_ask_for_blanks(report, blanks)] if blanks else []
    said = joined(parts, "；", "; ")
    who = report.contacts.get(unit)
    greeting = f"{unit}{clean(who.person)}" if who is not None and who.person else unit
    return Text(
        f"【催报】{greeting}：{said.zh}。没有发生的请填0，空白、“—”、“/”都算未报。",
        f"[Reminder] {greeting}: {said.en}. Write 0 where there was nothing; a blank, — or / counts as not reported.",
    )


def _ask_for_tables(report: Report, tables: Sequence[str]) -> Text:
    period = period_judged(report, report.tables[tables[0]])
    when = period_text(period) if period is not None else Text("本期", "this period")
    names_zh = "".join(f"《{table_name(report, table).zh}》" for table in tables)
    names_en = ", ".join(table_name(report, table).en for table in tables)
    by, overdue = report.report_by, [*_overdue(report)]
    due_zh = f"应于{by.month}月{by.day}日前报送，" if by is not None else ""
    late_zh = overdue[0].zh.partition("，")[2] + "，" if overdue else ""
    due_en = f", due by {by}," if by is not None else ""
    late_en = f" ({overdue[0].en.partition(', ')[2]})" if overdue else ""
    return Text(
        f"{when.zh}{names_zh}{due_zh}尚未收到，{late_zh}请尽快报送",
        f"{names_en} for {when.en}{due_en} has not come{late_en}; please send it",
    )


def _ask_for_blanks(report: Report, blanks: Sequence[Blank]) -> Text:
    said = [f"{each.place.address}“{each.field}”" for each in blanks[:MOST_BLANKS_SAID]]
    more = len(blanks) - len(said)
    tables = list(dict.fromkeys(each.table for each in blanks))
    zh = "".join(f"《{table_name(report, table).zh}》" for table in tables)
    en = ", ".join(table_name(report, table).en for table in tables)
    return Text(
        f"{zh}有缺项：{'、'.join(said)}{f'等 {len(blanks)} 处' if more > 0 else ''}，请补填后重报",
        f"{en} has blanks: {', '.join(said)}{f' and {more} more' if more > 0 else ''}; please fill them in and send it again",
    )


def _notes(report: Report, found: Returns) -> Iterator[Line]:
    if report.report_by is None:
        yield Line(NO_DAY, Tone.QUIET, is_aside=True)
    else:
        undated = sum(each.is_reported and each.returned_on is None for each in found.returns)
        if undated:
            yield Line(
                Text(
                    f"已报的里有 {undated} 份没有写填报日期，是否按时不详",
                    f"{undated} of those reported do not say when they were filled in; whether in time is not known",
                ),
                Tone.QUIET,
            )
    for tables, zh, en in (
        (
            found.assumed,
            "没有写明应报名单，按下一级单位各报一份算",
            "without a list of who reports; one is expected of each unit",
        ),
        (found.uncounted, "不按单位报，不计在内", "not sent by units and not counted"),
    ):
        if tables:
            names = (
                named([table_name(report, each).zh for each in tables]),
                named([table_name(report, each).en for each in tables]),
            )
            yield Line(Text(f"{names[0].zh}：{zh}", f"{names[1].en}: {en}"), Tone.QUIET)


SECTION = Section(Text("上报", "returns"), Text("上报情况", "Returns"), 70, _make)
