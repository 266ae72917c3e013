"""What is said about the tables that were recognised, and about the sheets that were not."""

import re
from collections.abc import Iterable, Iterator, Sequence

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._copies import Why
from healthkpi.match._header import missing_fields
from healthkpi.match._labels import time_of
from healthkpi.match._measures import measures_in_doubt
from healthkpi.match._nearest import Near, begins_with_data
from healthkpi.match._questions import question_on_measure, questions_on_columns
from healthkpi.match._recognised import Recognised
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid
from healthkpi.model.place import Place, column_letters
from healthkpi.text import Text, joined, same

HEADER_FOUND = declare(
    "HK220",
    Severity.NOTE,
    Text(
        "认作“{table}”：表头在{where}，{rows} 行数据",
        "read as {table}: header in {where}, {rows} rows",
    ),
    Text(
        "表头是按定义里的字段名和别名找到的。若认错了表，请改工作表名或在 tables.yaml 里补别名。",
        "The header was found by the names and aliases in the definitions. If it is the wrong table, rename the "
        "sheet or add aliases in tables.yaml.",
    ),
)
TOTALS_LEFT_OUT = declare(
    "HK221",
    Severity.NOTE,
    Text("合计行不计入汇总（{where}）", "left out of the sums: total in {where}"),
    Text(
        "合计、小计、全区一类的行会使数字加倍，所以不参加汇总，只用来与各行之和核对。",
        "Rows such as 合计 or Total would count everything twice; they are only compared with the sum of the rows.",
    ),
)
COLUMN_MISSING = declare(
    "HK222",
    Severity.WARNING,
    Text(
        "“{table}”缺列“{column}”{near}；本表的列：{found}",
        "{table} has no column {column}{near}; its columns: {found}",
    ),
    Text(
        "定义里有这个字段而表里没有这一列，用到它的指标这次算不出。若只是名称不同，在数据旁边的待确认.xlsx 里答是哪一列，以后都照用。",
        "The definitions name a field that the sheet has no column for, so indicators that need it have no value. If "
        "only the name differs, say in 待确认.xlsx, beside the data, which column it is; the answer holds from then on.",
    ),
)
COLUMN_TWICE = declare(
    "HK223",
    Severity.ERROR,
    Text(
        "“{table}”有不止一列叫“{column}”（{places}）；改掉一个列名",
        "{table} has more than one column {column} ({places}); rename one",
    ),
    Text(
        "同名的两列分不清该用哪一列，所以都不用。",
        "Two columns of the same name cannot be told apart, so neither is used.",
    ),
)
NO_ROWS = declare(
    "HK224",
    Severity.ERROR,
    Text("“{table}”只有表头，没有数据行", "{table} has a header and no rows of data"),
    Text(
        "没有数据不等于达标，这张表的指标不作判断。",
        "No data is not a pass: the indicators of this table are not judged.",
    ),
)
LIES_ACROSS = declare(
    "HK225",
    Severity.NOTE,
    Text(
        "横竖互换着读：指标在{where}，每列是一行",
        "read transposed: headings in {where}, each column is a row",
    ),
    Text(
        "这张表指标在左、单位或年份横排，所以把列当作行来读；单元格地址仍是原表的。",
        "The indicators stand on the left and the units or years across, so columns are read as rows; addresses are "
        "those of the sheet.",
    ),
)
ACROSS_PERIODS = declare(
    "HK226",
    Severity.NOTE,
    Text(
        "“{field}”按期横排，共 {count} 期：{periods}",
        "{field} has a column for each of {count} periods: {periods}",
    ),
    Text(
        "每一列是一期。整列空白的月份还没有数据，不算缺报；累计、年度任务一类的列算在最后一期。",
        "Each column is one period. A month whose column is empty has no data yet; columns such as 累计 go with the "
        "last period.",
    ),
)
YEAR_UNKNOWN = declare(
    "HK227",
    Severity.ERROR,
    Text(
        "看不出 {columns} 是哪一年的，没有用；在标题里写明年份，或用 --period 2018",
        "nothing says which year {columns} are of, so they are not used; write it in the title or give --period 2018",
    ),
    Text(
        "月份列要知道年份才能归期。标题、工作表名和文件名里都没有年份。",
        "A month needs its year. Neither the title nor the sheet's or file's name says one.",
    ),
)
COPY_LEFT_OUT = declare(
    "HK228",
    Severity.WARNING,
    Text(
        "与 {used} 是同一张表、同一时期，只用后者；若两张都要，在标题里写明各自的时期，或用 --sheet 指定",
        "the same table for the same time as {used}, which is used instead of it; write the period of each in its "
        "title, or choose with --sheet",
    ),
    Text(
        "一个文件里同一张表同一时期只用一份，否则数字加倍。先用表名与标题不矛盾、不叫“旧”“备份”的那一份，再用表名对得上的，再用在前的。",
        "Of one table for one time only one is used, or everything would count twice: first the one whose sheet "
        "name agrees with its title and does not say old or copy, then the one named after the table, then the first.",
    ),
)
MAY_BE_ANOTHER = declare(
    "HK231",
    Severity.WARNING,
    Text(
        "也可能是“{others}”：列名两边都对得上；按“{table}”读。写上表名（工作表名或标题）就不会错",
        "may be {others} as well: its columns fit both; read as {table}. Name the table in the sheet's name or title",
    ),
    Text(
        "两张表的定义对这些列同样合适，工作表名和标题又都没有写是哪一张，所以按 tables.yaml 里在前的一张读。",
        "The definitions of two tables fit these columns equally well, and neither the sheet's name nor a title says "
        "which is meant, so the one that comes first in tables.yaml is taken.",
    ),
)
NOT_NAMED = declare(
    "HK232",
    Severity.WARNING,
    Text(
        "与 {used} 是同一张表，但工作表名不是这张表的，没有用；要用，请改工作表名，或用 --sheet 指定",
        "the same table as {used}, but its sheet is not named after it, so it is not used; rename the sheet, or choose "
        "it with --sheet",
    ),
    Text(
        "一个文件里有按定义命名的工作表（tables.yaml 的 sheets）时，样表、说明和别的同样表头的工作表不算数。"
        "若它填的是名单里的单位，则照样用。",
        "Where one sheet of a file is named after the table (`sheets` in tables.yaml), samples, instructions and other "
        "sheets with the same header do not count, unless they hold units that are on the policy's list.",
    ),
)
TO_BE_REACHED = declare(
    "HK239",
    Severity.WARNING,
    Text(
        "标题说的是目标或任务，与 {used} 是同一张表，没有当作完成数用；若它就是完成数，请改标题",
        "its title speaks of targets, and {used} is the same table, so it is not used as figures reached; change the "
        "title if it holds them",
    ),
    Text(
        "下达的任务数和完成数常用同样的表头。两张并列时，只有不叫目标、任务、计划的那一张是完成数，不论它们各是哪一期。",
        "Assigned figures and reached ones often have the same headings. Where both stand in a file, only the table that is "
        "not called target, task or plan holds what was reached, whatever periods they are for.",
    ),
)
IDENTICAL = declare(
    "HK233",
    Severity.WARNING,
    Text(
        "与 {used} 完全相同，只用一份；请删去多余的文件",
        "identical to {used}; only one is used: remove the other file",
    ),
    Text(
        "两个文件里的同一张表逐格相同，多半是同一个文件收了两次（文件名带“(1)”“副本”）。用一份，数字不会加倍。",
        "The same table stands in two files, cell by cell: the same file was probably saved twice. One is used, so that "
        "nothing counts twice.",
    ),
)
CONTRADICTS = declare(
    "HK234",
    Severity.ERROR,
    Text(
        "与 {used} 是同一张表、同一时期，数却不同；删去作废的一份，若是两个时期，在标题里写明各自的年月",
        "the same table for the same time as {used}, with other figures; remove the one that is void, or write the "
        "period of each in its title",
    ),
    Text(
        "两个文件报了同一批单位的同一期，不知道哪一份作数，所以这些单位都不计入汇总（见 HK301），不相加，也不取后者。",
        "Two files report the same units for the same time. Which one holds is not known, so these units are in no sum "
        "(see HK301); they are not added, and the later one is not taken silently.",
    ),
)
WITHOUT_TIME = declare(
    "HK235",
    Severity.WARNING,
    Text(
        "看不出这张表是哪一期的，同一张表的别的几份是 {periods} 的，所以没有用它；在标题里写明年月",
        "nothing says which period this table is for, while others of its kind are for {periods}, so it is not used; "
        "write the period in its title",
    ),
    Text(
        "几份同样的表里，有的写明了时期，这一份没有写，不能当作同一期。写在标题、工作表名或文件名里都可以，也可以用 --period。",
        "Some of these tables say their period and this one does not, so it cannot be taken for the same one. Write it in "
        "the title, the sheet's name or the file's name, or give --period.",
    ),
)
DISPATCH_TABLE = declare(
    "HK236",
    Severity.WARNING,
    Text(
        "这是一行一个指标的调度表（目标值、完成值），不是分单位的统计表，没有用；请给各单位的报表",
        "a table of one row per indicator with target and value, not a return of the units; not used: give the returns",
    ),
    Text(
        "调度表里的完成值、完成率是别人算好的，看不出分子、分母和是哪些单位，不能据以判定。把各单位上报的统计表交给 check，它自己算。",
        "The values of such a table were worked out by somebody else: it shows neither numerators and denominators nor "
        "the units, so nothing is judged by it. Give check the returns that the units sent in.",
    ),
)
GROUPS_FILLED = declare(
    "HK238",
    Severity.WARNING,
    Text(
        "“{field}”每组只写在第一行，下面的空白行按同组读；不对的，请逐行写上",
        "{field} stands on the first row of each group only; the blank rows below are read as of the same group; if that is wrong, fill in every row",
    ),
    Text(
        "各个名称都只出现一次、下面是空白，像是合并单元格另存为文本以后的样子，所以空白行算在上面的名称之下。名称有重复的列不这样读。",
        "Each name stands once and is followed by blanks, as where merged cells were saved as text, so the blank rows "
        "belong to the name above. A column in which a name is repeated is not read so.",
    ),
)
NEARLY_A_TABLE = declare(
    "HK229",
    Severity.WARNING,
    Text(
        "像“{table}”，但缺列 {missing}，没有用；本表的列：{found}",
        "like {table}, but without the columns {missing}, so it is not used; its columns: {found}",
    ),
    Text(
        "这张表的多数列对得上，缺的列使它不能用。若只是名称不同，在数据旁边的待确认.xlsx 里答是哪一列，以后都照用。",
        "Most columns fit, but what is missing keeps it from being used. If only names differ, say in "
        "待确认.xlsx, beside the data, which column is which; the answer holds from then on.",
    ),
)
NOT_RECOGNISED = declare(
    "HK230",
    Severity.NOTE,
    Text("没有认出是哪张统计表，没有用{why}", "not recognised as a statistics table and not used{why}"),
    Text(
        "表头里没有足够多的字段名。用 healthkpi peek 看认出了什么。",
        "The headings are not those of any table of the policy. healthkpi peek shows what was seen.",
    ),
)
MEASURE_UNCLEAR = declare(
    "HK252",
    Severity.WARNING,
    Text(
        "“{field}”以什么为单位，看不准：{why}；按“{taken}”读",
        "which unit of measure {field} is in cannot be told: {why}; read as {taken}",
    ),
    Text(
        "单位行写了两个单位，或者只在附注、表名里提到“万元”，或者人数是小数，都可能差一万倍。把单位写进各列的表头，如“应到位（万元）”，"
        "或在待确认.xlsx 里选定。",
        "A line that names two units, 万元 in a note or a name only, people in fractions: the figures may be ten thousand "
        "times off. Write the unit into each heading, such as 应到位（万元）, or choose in 待确认.xlsx.",
    ),
)

HIDDEN_ROWS = declare(
    "HK219",
    Severity.WARNING,
    Text(
        "{where}是隐藏的（筛选？），照样计入",
        "{where} hidden (by a filter?) and counted all the same",
    ),
    Text(
        "隐藏的行打开文件时看不见，但仍是表里的数，所以照样计入。若不该计入，请删去这些行；若只是筛选，取消筛选就能看到。",
        "Nobody who opens the file sees these rows. They are data of the table and are counted. Delete them if they do not "
        "belong; if only a filter hides them, clear it to see them.",
    ),
)
COLUMN_OF_PART = declare(
    "HK255",
    Severity.WARNING,
    Text(
        "“{field}”用的是“{group}”下面的一列；若只是其中一部分，请改表头",
        "{field} is taken from the column under {group}; if that is only a part, change the heading",
    ),
    Text(
        "这一列的名称对得上，但上一行的大标题像是说别的：一部分人、别的时期或任务数。确是这一列就不用管；不是的，把表头写全，如“贫困人口签约人数”。",
        "The heading fits, but the one above it seems to speak of something else: some of the people, another time, a task. "
        "If the column is right, leave it; if not, write the heading in full.",
    ),
)
_AMOUNTS = frozenset({FieldType.NUMBER, FieldType.PERCENT})
# What a group of columns is headed by that holds no more than a part, or something else than what was reached.
_OF_A_PART = re.compile(
    r"其中|贫困|低保|五保|特困|脱贫|监测户|重点|特殊|老年|儿童|妇女|残疾|慢性?病|高血压|糖尿病|上年|去年|同期|上月|上季|上期|本月|当月|新增|目标|任务|计划|应"
)

# A short return lacks many columns; a line for each would bury the rest.
_MANY_COLUMNS = 4


def findings_on(found: Recognised) -> Iterator[Finding]:
    """What was assumed about a table, and what is wrong with its header."""
    grid, header, name = found.grid, found.block.header, found.table.name
    place = grid.place()
    where = named_rows(grid, header.rows)
    yield Finding(HEADER_FOUND, place, {"table": name, "where": where, "rows": len(found.rows.data)})
    if grid.transposed:
        yield Finding(LIES_ACROSS, place, {"where": where})
    if header.also:
        others = joined(list(header.also), "、", ", ")
        yield Finding(MAY_BE_ANOTHER, place, {"table": name, "others": others})
    for field in found.groups:
        yield Finding(GROUPS_FILLED, grid.place(header.rows[-1], header.columns[field]), {"field": field})
    if found.rows.totals:
        yield Finding(TOTALS_LEFT_OUT, place, {"where": named_rows(grid, found.rows.totals)})
    if not found.rows.data:
        yield Finding(NO_ROWS, place, {"table": name})
    yield from _on_periods(found)
    for field, columns in header.twice.items():
        places = ", ".join(grid.place(header.rows[-1], column).address for column in columns)
        yield Finding(COLUMN_TWICE, place, {"table": name, "column": field, "places": places})
    yield from _on_missing(found)
    yield from _on_measures(found)
    yield from _on_hidden_rows(found)
    yield from _on_groups(found)


def _on_missing(found: Recognised) -> Iterator[Finding]:
    """A finding for each missing column; many that are like no other heading are told at once."""
    header, name = found.block.header, found.table.name
    missing = list(missing_fields(found.table, header))
    if not missing:
        return
    asks = {each.written: (each,) for each in questions_on_columns(found.table, header, tuple(missing))}
    plain = [field for field, near in missing if near is None]
    if len(plain) >= _MANY_COLUMNS:
        missing = [*((field, near) for field, near in missing if near is not None), ("、".join(plain), None)]
    for field, near in missing:
        details = {
            "table": name,
            "column": field,
            "near": hint(near),
            "found": labels_of(header.labels.values()),
        }
        yield Finding(COLUMN_MISSING, found.grid.place(), details, questions=asks.get(field, ()))


def _on_measures(found: Recognised) -> Iterator[Finding]:
    header = found.block.header
    for each in measures_in_doubt(found):
        asks = question_on_measure(found.table, header, each.field, each.measures)
        taken = found.table.fields[each.field].unit or ""
        details = {"field": each.field, "why": each.why, "taken": taken}
        place = found.grid.place(None, header.columns[each.field])
        yield Finding(MEASURE_UNCLEAR, place, details, questions=(asks,))


def _on_hidden_rows(found: Recognised) -> Iterator[Finding]:
    hidden = [row for row in found.rows.data if row in found.grid.hidden_rows]
    if hidden:
        yield Finding(HIDDEN_ROWS, found.grid.place(), {"where": named_rows(found.grid, hidden)})


def _on_groups(found: Recognised) -> Iterator[Finding]:
    """The columns whose own heading is a field's, below one that seems to speak of something else."""
    header, table = found.block.header, found.table
    for name, column in header.columns.items():
        group = _group_above(found, column) if table.fields[name].type in _AMOUNTS else ""
        part = _OF_A_PART.search(fold(group)) if group else None
        if part is not None and part[0] not in _said_of(table, name):
            yield Finding(
                COLUMN_OF_PART, found.grid.place(header.rows[-1], column), {"field": name, "group": group}
            )


def _said_of(table: Table, name: str) -> str:
    return "".join(map(fold, (table.name.zh, name, *table.fields[name].aliases)))


def _group_above(found: Recognised, column: int) -> str:
    """The heading over that of a column: in the header, else right above it unless it is a title over all."""
    header, grid = found.block.header, found.grid
    within = header.labels[column].rpartition("/")[0]
    above = header.rows[0] - 1
    if within or above < 0:
        return within
    word = grid.filled_cell(above, column)
    is_title = len({grid.corner(above, each) for each in header.labels}) == 1
    # A title that is not merged stands in the first column, over the names of the units.
    return word if isinstance(word, str) and not is_title else ""


def _on_periods(found: Recognised) -> Iterator[Finding]:
    for field, columns in found.block.header.spread.items():
        known = [heading for _, heading in columns if time_of(heading, found.year) is not None]
        if known:
            details = {"field": field, "count": len(known), "periods": "、".join(known)}
            yield Finding(ACROSS_PERIODS, found.grid.place(), details)
    if found.unread_times:
        yield Finding(YEAR_UNKNOWN, found.grid.place(), {"columns": "、".join(found.unread_times)})


_RIVALS = {
    Why.COPY: COPY_LEFT_OUT,
    Why.NOT_NAMED: NOT_NAMED,
    Why.TO_BE_REACHED: TO_BE_REACHED,
    Why.IDENTICAL: IDENTICAL,
    Why.CONTRADICTS: CONTRADICTS,
}


def finding_on_rival(rival: Recognised, used: Recognised, why: Why) -> Finding:
    """That a table stands against another, and which is used."""
    return Finding(_RIVALS[why], _place(rival), {"used": str(_place(used))})


def finding_on_timeless(each: Recognised, found: Sequence[Recognised]) -> Iterator[Finding]:
    """That a table says no period where others of its kind do."""
    if each.period is None and not each.has_times:
        of_kind = (other for other in found if other.block.header.table == each.block.header.table)
        said = sorted({other.period for other in of_kind if other.period is not None})
        if said:
            yield Finding(WITHOUT_TIME, _place(each), {"periods": "、".join(map(str, said))})


def _place(found: Recognised) -> Place:
    return found.grid.place(found.block.header.rows[0])


def finding_on_near(near: Near) -> Finding:
    """What keeps a sheet from being the table that it is like."""
    missing = joined(
        [Text(f"“{name}”{hint(near).zh}", f"{name}{hint(near).en}") for name, near in near.missing],
        "、",
        ", ",
    )
    details = {"table": near.table.name, "missing": missing, "found": labels_of(near.header.labels.values())}
    asks = tuple(questions_on_columns(near.table, near.header, near.missing))
    return Finding(NEARLY_A_TABLE, near.grid.place(), details, questions=asks)


def finding_on_dispatch_table(grid: Grid) -> Finding:
    """That a sheet lists indicators with their values, and no units."""
    return Finding(DISPATCH_TABLE, grid.place())


def finding_on_unknown(grid: Grid) -> Finding:
    """That a sheet is like no table."""
    why = Text("（第一行像是数据，缺表头）", ": its first row looks like data, without a header above it")
    return Finding(NOT_RECOGNISED, grid.place(), {"why": why if begins_with_data(grid) else same("")})


def hint(near: str | None) -> Text:
    """The question whether another heading is meant."""
    return Text(f"（是不是“{near}”？）", f' (is it "{near}"?)') if near else same("")


def labels_of(labels: Iterable[str]) -> str:
    """The headings that were found, in one line."""
    return "、".join(labels)


def named_rows(grid: Grid, rows: Sequence[int]) -> Text:
    """Rows as a spreadsheet user calls them; of a transposed table they are columns."""
    if grid.transposed:
        letters = ", ".join(column_letters(row) for row in rows)
        return Text(f"第 {letters} 列", f"column{'' if len(rows) == 1 else 's'} {letters}")
    numbers = _row_numbers(rows)
    return Text(f"第 {numbers} 行", f"row{'' if len(rows) == 1 else 's'} {numbers}")


def _row_numbers(rows: Sequence[int]) -> str:
    numbers = [str(row + 1) for row in rows]
    return (
        "–".join((numbers[0], numbers[-1]))
        if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1
        else ", ".join(numbers)
    )
