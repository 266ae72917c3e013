"""Match: which sheet holds which table, where its header is, which column is which field.

The definitions' own names and aliases are the guide. Nothing is matched by likeness: a heading that is
nearly a known name is told with a suggestion and left alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.match._header import Header, best_header, missing_fields
from healthkpi.match._labels import fold
from healthkpi.match._rows import sort_rows
from healthkpi.match._surroundings import column_factors, sheet_period
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Grid, Workbook
from healthkpi.model.period import Period
from healthkpi.model.table import Matched
from healthkpi.text import Text

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
        "定义里有这个字段而表里没有这一列，用到它的指标这次算不出。若只是名称不同，把表里的写法加到字段的 aliases。",
        "The definitions name a field that the sheet has no column for, so indicators that need it have no value. If "
        "only the name differs, add the sheet's wording to the field's aliases.",
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


def match_workbooks(
    workbooks: Iterable[Workbook], policy: Policy, period: Period | None = None
) -> tuple[Matched, ...]:
    """Every sheet that holds a table of the policy. A sheet holds at most one; hidden sheets are left alone."""
    matched = []
    for workbook in workbooks:
        for grid in workbook.grids:
            found = None if grid.hidden else match_grid(grid, policy, period)
            if found is not None:
                matched.append(found)
    return tuple(matched)


def match_grid(grid: Grid, policy: Policy, period: Period | None = None) -> Matched | None:
    """The table a sheet holds, or None. The table that explains most columns wins; then the sheet's name."""
    headers = [header for name, table in policy.tables.items() if (header := best_header(grid, name, table))]
    if not headers:
        return None
    header = max(headers, key=lambda each: (len(each.columns), _named_by_sheet(grid, policy, each.table)))
    return _matched(grid, policy, header, period)


def shows_area(workbooks: Iterable[Workbook], policy: Policy) -> bool:
    """Whether a file name or the first rows of a sheet name the policy's area."""
    area = policy.words.area
    names = [fold(name) for name in (area.name.zh, area.name.en, *area.aliases) if len(name) > 1]
    return any(
        name in fold(words) for workbook in workbooks for words in _first_words(workbook) for name in names
    )


def _first_words(workbook: Workbook) -> Iterable[str]:
    yield workbook.source.name
    for grid in workbook.grids:
        for row in grid.rows[:5]:
            yield from (cell for cell in row if isinstance(cell, str))


def _named_by_sheet(grid: Grid, policy: Policy, table: str) -> bool:
    words = policy.tables[table]
    sheet = fold(grid.sheet or grid.source.name)
    return any(fold(name) in sheet for name in (words.name.zh, *words.sheets))


def _matched(grid: Grid, policy: Policy, header: Header, period: Period | None) -> Matched:
    table = policy.tables[header.table]
    data, totals = sort_rows(grid, table, header, _names_of_whole(policy, table))
    matched = Matched(
        table=header.table,
        grid=grid,
        header=header.rows,
        columns=header.columns,
        rows=data,
        total_rows=totals,
        factors=column_factors(grid, table, header),
        period_column=header.period_column,
        period=sheet_period(grid, header) or period,
    )
    return replace(matched, findings=tuple(_findings(matched, policy, header)))


def _names_of_whole(policy: Policy, table: Table) -> frozenset[str]:
    """A row called after the area is a total, unless the area itself is what the table lists."""
    area = policy.words.area
    if any(field.level == area.level for field in table.fields.values()):
        return frozenset()
    return frozenset(fold(name) for name in (area.name.zh, area.name.en, *area.aliases))


def _findings(matched: Matched, policy: Policy, header: Header) -> Iterable[Finding]:
    table = policy.tables[matched.table]
    grid = matched.grid
    name = table.name
    yield Finding(
        HEADER_FOUND,
        grid.place(),
        {"table": name, "where": _named_rows(matched.header), "rows": len(matched.rows)},
    )
    if matched.total_rows:
        yield Finding(
            TOTALS_LEFT_OUT,
            grid.place(),
            {"where": _named_rows(matched.total_rows)},
        )
    if not matched.rows:
        yield Finding(NO_ROWS, grid.place(), {"table": name})
    for field, columns in header.twice.items():
        places = ", ".join(grid.place(header.rows[-1], column).address for column in columns)
        yield Finding(COLUMN_TWICE, grid.place(), {"table": name, "column": field, "places": places})
    for field, near in missing_fields(table, header):
        hint = Text(f"（是不是“{near}”？）", f' (is it "{near}"?)') if near else Text("", "")
        found = "、".join(header.labels.values())
        yield Finding(
            COLUMN_MISSING, grid.place(), {"table": name, "column": field, "near": hint, "found": found}
        )


def _named_rows(rows: Sequence[int]) -> Text:
    numbers = _row_numbers(rows)
    return Text(f"第 {numbers} 行", f"row{'' if len(rows) == 1 else 's'} {numbers}")


def _row_numbers(rows: Sequence[int]) -> str:
    numbers = [str(row + 1) for row in rows]
    return (
        "–".join((numbers[0], numbers[-1]))
        if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1
        else ", ".join(numbers)
    )
