"""The form 待确认: its columns, and how it is read back from whatever Excel or WPS made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from healthkpi.errors import InputError, Several
from healthkpi.model.grid import CellError, CellValue, Grid, Uncalculated, Workbook
from healthkpi.model.question import About, Asked, Question
from healthkpi.text import Text, same

FILE_NAME = "待确认.xlsx"
SHEET = Text("待确认", "To confirm")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form; the last ones name the question and are not to be changed."""

    id: str
    heading: Text
    width: int
    is_answer: bool = False
    is_name: bool = False


COLUMNS = (
    Column("number", Text("序号", "No."), 6),
    Column("kind", Text("类别", "Kind"), 11),
    Column("asks", Text("请确认", "Please confirm"), 40),
    Column("proposal", Text("建议", "Proposal"), 18),
    Column("tick", Text("确认（√ 是，× 不是）", "Tick (√ yes, × no)"), 12, is_answer=True),
    Column("instead", Text("或改为", "Or rather"), 18, is_answer=True),
    Column("choices", Text("可选", "Choices"), 32),
    Column("why", Text("建议的依据", "Why this proposal"), 16),
    Column("where", Text("出处", "Where"), 22),
    Column("policy", Text("政策（勿改）", "Policy (leave as it is)"), 14, is_name=True),
    Column("of", Text("对象（勿改）", "About (leave as it is)"), 26, is_name=True),
    Column("written", Text("原文（勿改）", "Written (leave as it is)"), 20, is_name=True),
)
KIND = {
    About.UNIT: Text("单位名称", "Unit name"),
    About.COLUMN: Text("列名", "Column"),
    About.MEASURE: Text("计量单位", "Unit of measure"),
    About.READING: Text("读法", "Reading"),
}
BETWEEN_CHOICES = "、"

_LOST_COLUMNS = Text(
    "{place}: 缺列 {columns}；不要改动表头，或把这个文件移走重新生成",
    "{place}: without the columns {columns}; leave the headings as they are, or move the file away and have it made anew",
)
_LOST_NAME = Text(
    "{place}: 右边“政策、对象、原文”三格不完整，不知道答的是哪一问；恢复这三格或删去这一行",
    "{place}: the three cells on the right do not name a question; restore them or delete the row",
)
_OTHER_ROW = Text(
    "{place}: 问的是“{asked}”，右边三格（政策、对象、原文）却是“{written}”的，大概只把左边几列排了序；恢复原来的顺序，或把这个文件移走重新生成",
    "{place}: the question is about {asked}, the three cells on the right about {written}; perhaps only the columns on the "
    "left were sorted. Restore the order, or move the file away and have it made anew",
)


def is_form(grid: Grid) -> bool:
    """Whether a sheet is such a form: it has both columns for answers, and those that name the question."""
    return (
        grid.rows != ()
        and sum(column.id in _columns_of(grid) for column in COLUMNS if column.is_answer or column.is_name)
        >= 3
    )


def read_form(workbook: Workbook) -> tuple[Asked, ...]:
    """Every row of the form that asks something, in its order; a row that names no question is refused."""
    asked: list[Asked] = []
    errors: list[InputError] = []
    for grid in workbook.grids:
        for row in _read_rows(grid) if is_form(grid) else ():
            if isinstance(row, Asked):
                asked.append(row)
            else:
                errors.append(row)
    errors += _mixed_up(workbook, asked)
    if errors:
        raise Several(errors)
    return tuple(asked)


def _mixed_up(workbook: Workbook, asked: Sequence[Asked]) -> Iterator[InputError]:
    """The answered rows that ask about what another row is named after: sorted without the columns on the right."""
    named = [each for each in asked if each.question.about is not About.READING]
    for each in named:
        words = _joined(each.question.asks.zh)
        if each.is_open or not words or _joined(each.question.written) in words:
            continue
        other = next((one.question.written for one in named if _joined(one.question.written) in words), None)
        if other is not None:
            details = {"place": workbook.source.name, "asked": other, "written": each.question.written}
            yield InputError(_OTHER_ROW.format(**details))


def _joined(words: str) -> str:
    return "".join(words.split())


def _read_rows(grid: Grid) -> Iterator[Asked | InputError]:
    columns = _columns_of(grid)
    lost = [column.heading for column in COLUMNS if column.id not in columns and _is_needed(column)]
    if lost:
        names = Text("、".join(each.zh for each in lost), ", ".join(each.en for each in lost))
        yield InputError(_LOST_COLUMNS.format(place=grid.place(), columns=names))
        return
    for row in range(_header_row(grid) + 1, len(grid.rows)):
        words = {name: _word(grid.cell(row, column)) for name, column in columns.items()}
        about, _, of = words["of"].partition(":")
        is_named = bool(words["policy"] and of and words["written"]) and about in set(About)
        if is_named:
            yield _read_row(words, About(about), of)
        elif any(words[column.id] for column in COLUMNS if column.is_answer):
            yield InputError(_LOST_NAME.format(place=grid.place(row)))


def _read_row(words: dict[str, str], about: About, of: str) -> Asked:
    choices = tuple(choice for choice in words.get("choices", "").split(BETWEEN_CHOICES) if choice)
    why = same(words["why"]) if words.get("why") else None
    question = Question(
        about, of, words["written"], same(words.get("asks", "")), words["proposal"], why, choices
    )
    return Asked(words["policy"], question, words.get("where", ""), words["tick"], words["instead"])


def _is_needed(column: Column) -> bool:
    return column.is_answer or column.is_name or column.id == "proposal"


def _columns_of(grid: Grid) -> dict[str, int]:
    headings = {_word(cell): number for number, cell in enumerate(grid.rows[_header_row(grid)])}
    found = {
        column.id: headings.get(column.heading.zh, headings.get(column.heading.en)) for column in COLUMNS
    }
    return {name: number for name, number in found.items() if number is not None}


def _header_row(grid: Grid) -> int:
    """Below the line that says what to do."""
    known = {words for column in COLUMNS for words in (column.heading.zh, column.heading.en)}
    return max(
        range(min(len(grid.rows), 5)), key=lambda row: sum(_word(cell) in known for cell in grid.rows[row])
    )


def _word(cell: CellValue) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Uncalculated):
        return cell.formula
    return (cell.shown if isinstance(cell, CellError) else str(cell)).strip()
