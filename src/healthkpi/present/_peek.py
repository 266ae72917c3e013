"""A look at a file: the raw cells with their addresses, and what was taken for what."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from rich.cells import cell_len, set_cell_size
from rich.text import Text as Styled

from healthkpi.model.grid import HIDDEN, CellError, CellValue, Grid, Share, Uncalculated
from healthkpi.model.peek import Fit, Peek, SeenColumn, SeenSheet, SeenTable
from healthkpi.model.place import column_letters
from healthkpi.present._figures import clean, number_text
from healthkpi.present._layout import finding_lines
from healthkpi.text import Language, Text, same

MOST_ROWS = 15
WIDEST_CELL = 16


def peek_lines(peek: Peek, language: Language, width: int) -> Iterator[Styled]:
    """Each sheet with its cells, what was recognised and what was not; then the policies that fit."""
    for sheet in peek.sheets:
        yield from _sheet_lines(sheet, language, width)
        yield Styled()
    for line in finding_lines(peek.findings, language):
        yield Styled(clean(line), style="dim")
    yield from _fit_lines(peek, language)


def _sheet_lines(sheet: SeenSheet, language: Language, width: int) -> Iterator[Styled]:
    grid = sheet.grid
    size = Text(f"{len(grid.rows)} 行 × {grid.width} 列", f"{len(grid.rows)} rows x {grid.width} columns")
    hidden = Text("，隐藏", ", hidden") if grid.hidden else same("")
    yield Styled(f"{clean(str(grid.place()))}  {size.say(language)}{hidden.say(language)}", style="bold")
    yield from _grid_lines(sheet, language, width)
    if grid.hidden:
        yield Styled(
            Text(
                "  隐藏的工作表不读；要读，用 --sheet 指定",
                "  a hidden sheet is not read, unless --sheet names it",
            ).say(language)
        )
        return
    if not sheet.tables:
        yield Styled(Text("  没有认出统计表", "  no statistics table recognised").say(language))
    for table in sheet.tables:
        yield from _table_lines(table, language)


def _grid_lines(sheet: SeenSheet, language: Language, width: int) -> Iterator[Styled]:
    """The first rows, as many columns as fit."""
    grid = sheet.grid
    rows = [[_shown(sheet, row, column) for column in range(grid.width)] for row in _first_rows(grid)]
    widths = [
        min(WIDEST_CELL, max([len(column_letters(column)), *(cell_len(row[column]) for row in rows)]))
        for column in range(grid.width)
    ]
    number_width = len(str(min(len(grid.rows), MOST_ROWS))) + 2
    fitting, used = 0, number_width
    while fitting < len(widths) and used + widths[fitting] + 2 <= width:
        used += widths[fitting] + 2
        fitting += 1
    letters = [column_letters(column) for column in range(fitting)]
    room = [*widths[:fitting], width - used]
    yield _line("", letters, room, number_width, "dim")
    for number, row in zip(_first_rows(grid), rows, strict=True):
        yield _line(str(number + 1), row[:fitting], room, number_width, "")
    more = [
        Text(f"还有 {count} {zh}", f"{count} more {en}").say(language)
        for count, zh, en in (
            (len(grid.rows) - len(rows), "行", "rows"),
            (grid.width - fitting, "列", "columns"),
        )
        if count > 0
    ]
    if more:
        yield Styled(" " * number_width + "… " + ", ".join(more), style="dim")


def _first_rows(grid: Grid) -> range:
    return range(min(len(grid.rows), MOST_ROWS))


def _line(head: str, cells: list[str], room: list[int], number_width: int, style: str) -> Styled:
    """One row; its last cell may run over the empty ones beside it, as titles do."""
    last = max((column for column, cell in enumerate(cells) if cell), default=-1)
    shown = [set_cell_size(_cut(cell, size), size) for cell, size in zip(cells[:last], room, strict=False)]
    if last >= 0:
        shown.append(_cut(cells[last], sum(room[last:]) + 2 * (len(cells) - last - 1)))
    return Styled(f"{head.rjust(number_width)}  {'  '.join(shown)}".rstrip(), style=style)


def _cut(cell: str, size: int) -> str:
    return cell if cell_len(cell) <= size else set_cell_size(cell, size - 2).rstrip() + "…"


def _shown(sheet: SeenSheet, row: int, column: int) -> str:
    if (row, column) in sheet.hidden_cells:
        return HIDDEN
    return clean(_cell_text(sheet.grid.cell(row, column))).strip()


def _cell_text(cell: CellValue) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Share):
        return f"{cell.of_one * 100:f}%"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, CellError):
        return cell.shown
    if isinstance(cell, Uncalculated):
        return cell.formula
    if isinstance(cell, datetime) and (cell.hour, cell.minute) == (0, 0):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return " ".join(str(cell).split())


def _table_lines(table: SeenTable, language: Language) -> Iterator[Styled]:
    name = table.name
    said = (
        Text(f"认作“{name.zh}”", f"read as {name.en}")
        if table.is_used
        else Text(f"没有认出；最像“{name.zh}”", f"not recognised; most like {name.en}")
    )
    yield Styled("  " + said.say(language), style="bold" if table.is_used else "yellow")
    yield Styled("    " + Text("；", "; ").say(language).join(_facts(table, language)))
    for column in table.columns:
        yield Styled("    " + _column(column, language))
    for field, addresses in table.twice.items():
        places = "、".join(addresses)
        words = Text(
            f"{places}  都叫“{field}”，分不清，都不用", f"{places}  all are {field}, so none is used"
        )
        yield Styled("    × " + words.say(language))
    for field, near in table.missing:
        hint = Text(f"（是不是“{near}”？）", f' (is it "{near}"?)') if near else same("")
        words = Text(f"缺列：{field}{hint.zh}", f"missing: {field}{hint.en}")
        yield Styled("    × " + clean(words.say(language)))
    if table.unknown:
        names = [f"{column.address} {' '.join(clean(column.heading).split())}" for column in table.unknown]
        words = Text(f"用不到的列：{'、'.join(names)}", f"not a field: {', '.join(names)}")
        yield Styled("    " + words.say(language), style="dim")


def _facts(table: SeenTable, language: Language) -> Iterator[str]:
    """Header, period, rows and what is no row."""
    yield Text(f"表头{table.header.zh}", f"header in {table.header.en}").say(language)
    if not table.is_used:
        return
    if table.is_transposed:
        yield Text("横竖互换", "transposed").say(language)
    yield _period(table).say(language)
    yield Text(f"数据 {table.row_count} 行", f"{table.row_count} rows of data").say(language)
    for label, rows in (
        (Text("栏次", "column numbers"), table.column_numbers),
        (Text("合计", "totals"), table.totals),
        (Text("附注", "notes"), table.notes),
    ):
        if rows is not None:
            yield f"{label.say(language)} {rows.say(language)}"


def _period(table: SeenTable) -> Text:
    if table.rows_say_period:
        return Text("期间见各行各列", "rows or columns say their period")
    period = table.period
    return Text(f"期间 {period}", f"period {period}") if period else Text("没说是哪一期", "no period said")


def _column(column: SeenColumn, language: Language) -> str:
    heading = " ".join(clean(column.heading).split()) or Text("（空白）", "(blank)").say(language)
    factor = f" × {number_text(column.factor).en}" if column.factor is not None else ""
    period = f"（{column.period}）" if column.period and language == "zh" else ""
    if column.period and language == "en":
        period = f" ({column.period})"
    return f"{column.address}  {heading} → {column.field}{factor}{period}"


def _fit_lines(peek: Peek, language: Language) -> Iterator[Styled]:
    fitting = [fit for fit in peek.fits if fit.tables]
    if not fitting:
        words = Text(
            "没有一份政策的表对得上；用 healthkpi list 看要哪些表和列",
            "no policy has such a table; healthkpi list shows which tables and columns are wanted",
        )
        yield Styled(words.say(language), style="yellow")
    for fit in fitting:
        yield Styled(_fit(fit, language))


def _fit(fit: Fit, language: Language) -> str:
    area = Text("，文件里有该地名", ", whose area the files name") if fit.shows_area else same("")
    tables = "1 table" if fit.tables == 1 else f"{fit.tables} tables"
    words = Text(
        f"适合的政策：{fit.policy}（{fit.title.zh}），{fit.tables} 张表{area.zh}",
        f"fits policy {fit.policy} ({fit.title.en}): {tables}{area.en}",
    )
    return words.say(language)
