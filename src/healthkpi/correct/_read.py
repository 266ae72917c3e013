"""The rows of a corrections file: each corrects a cell or accepts a finding, or its faults are told, all of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from healthkpi.correct._columns import COLUMN, NEEDED, find_header
from healthkpi.errors import InputError
from healthkpi.model.correction import Accepted, Aim, Correction, Late, Noted
from healthkpi.model.finding import Acceptance
from healthkpi.model.folding import fold, half_width
from healthkpi.model.grid import CellError, CellValue, Grid, Uncalculated, Workbook, shown_raw
from healthkpi.model.period import Period, month_of, parse_period
from healthkpi.model.place import Place
from healthkpi.text import Text, joined

# In the column of old values these say that the cell is blank; in that of new ones that it is to be.
BLANK = frozenset("空白 (空白) 空 blank (blank) missing notreported".split())
# The figure counts as not reported until somebody knows better.
_OPEN_AGAIN = frozenset("待核 退回 退回单位 tobechecked returned".split())
_STRIKE = frozenset("作废 void".split())
# The row is about a whole file, which came after its period was locked.
_LATE = frozenset("补报 迟报 late".split())

HEADINGS = Text(
    "、".join(each.zh for each in COLUMN.values()), ", ".join(each.en for each in COLUMN.values())
)
_NO_HEADER = Text(
    "{name}: 叫这个名字的文件按更正读，里面却没有更正的表头；第一行写：单元格（或 单位、栏目）、原值、新值、理由、更正人、日期。"
    "若它是统计表，请改名",
    "{name}: a file of this name is read as corrections and has no headings of such; write in its first row: cell (or unit, "
    "field), old, new, reason, who, when. If it holds statistics, rename it",
)
_TWICE = Text("{place}: 有两列都是“{column}”；只留一列", "{place}: two columns are {column}; keep one")
_LACKS = Text("{place}: 缺 {columns}；请补上", "{place}: {columns} missing; write it")
_LACKS_OLD = Text(
    "{place}: 缺 原值；照抄格里现有的内容，空白的格写“空白”",
    "{place}: old missing; copy what the cell holds, and write blank for a blank cell",
)
_LACKS_NEW = Text(
    "{place}: 缺 新值；写更正后的数，没有数写“未报”，要作废这一行写“作废”",
    "{place}: new missing; write the figure that holds, blank if there is none, void to strike the row",
)
_LACKS_AIM = Text(
    "{place}: 没有说更正哪里；写“单元格”，或写“单位”和“栏目”",
    "{place}: it does not say where; write cell, or unit and field",
)
_LACKS_PLACE = Text(
    "{place}: 没有说认可哪里的 {code}；写“单元格”“单位”或“文件”",
    "{place}: it does not say which {code} is accepted; write cell, unit or file",
)
_LACKS_FILE = Text(
    "{place}: 补报要写明是哪个文件；写“文件”，不写单元格、单位、栏目",
    "{place}: a late file has to be named; write file, and neither cell nor unit nor field",
)
_BOTH = Text(
    "{place}: 既有新值又有代码；更正不写代码，认可不写新值",
    "{place}: it has a new value and a code; a correction has no code, an acceptance no new value",
)
_NOT_A_CELL = Text(
    "{place}: “{word}”不是单元格；写成 D7，或照抄问题里的位置，如 九月.xlsx[签约]!D7",
    '{place}: "{word}" is no cell; write D7, or copy the place of a finding, such as 九月.xlsx[签约]!D7',
)
_TWO_PLACES = Text(
    "{place}: 单元格里写的是“{one}”，旁边的列却是“{other}”；改成一样",
    '{place}: the cell says "{one}", the column beside it "{other}"; make them agree',
)
_NOT_A_CODE = Text("{place}: “{word}”不是代码；写成 HK304", '{place}: "{word}" is no code; write HK304')
_NOT_A_PERIOD = Text(
    "{place}: 看不懂期间“{word}”；写成 2018-09、2018Q3 或 2018",
    '{place}: the period "{word}" cannot be read; write 2018-09, 2018Q3 or 2018',
)
_NOT_A_DAY = Text(
    "{place}: 看不懂日期“{word}”；写成 2018-10-08",
    '{place}: the date "{word}" cannot be read; write 2018-10-08',
)
_NO_VALUE = Text(
    "{place}: {column}是公式或错误值（{word}）；直接写数",
    "{place}: {column} is a formula without a value, or an error ({word}); write the figure itself",
)
_SAME = Text(
    "{place}: 原值和新值一样（{word}）；删去这一行",
    "{place}: old and new are the same ({word}); delete the row",
)

_ADDRESS = re.compile(r"(?:(?P<before>.+)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d{0,6})")
_FILE_AND_SHEET = re.compile(r"(?P<file>[^\[\]]*)\[(?P<sheet>.+)\]")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: .*|T.*)?")


def read_corrections(workbooks: Iterable[Workbook]) -> Noted:
    """What all corrections files say; a file without the headings of one is a fault as well."""
    corrections: list[Correction] = []
    accepted: list[Accepted] = []
    late: list[Late] = []
    errors: list[InputError] = []
    for workbook in workbooks:
        headed = [(grid, found) for grid in workbook.grids if (found := find_header(grid)) is not None]
        if not headed:
            errors.append(InputError(_NO_HEADER.format(name=workbook.source.name)))
        for grid, (header, columns) in headed:
            for each in _read_grid(grid, header, columns):
                if isinstance(each, Correction):
                    corrections.append(each)
                elif isinstance(each, Accepted):
                    accepted.append(each)
                elif isinstance(each, Late):
                    late.append(each)
                else:
                    errors.append(each)
    return Noted(tuple(corrections), tuple(accepted), tuple(errors), tuple(late))


def _read_grid(
    grid: Grid, header: int, columns: Sequence[tuple[str, int]]
) -> Iterator[Correction | Accepted | Late | InputError]:
    at = dict(columns)
    for column, number in columns:
        if at[column] != number:
            yield _fault(_TWICE, grid.place(header), column=COLUMN[column])
    for row in range(header + 1, len(grid.rows)):
        cells = {column: grid.filled_cell(row, number) for column, number in at.items()}
        if any(shown_raw(cell).strip() for cell in cells.values()):
            yield from _read_row(grid.place(row), cells)


def _read_row(
    place: Place, cells: Mapping[str, CellValue]
) -> Iterator[Correction | Accepted | Late | InputError]:
    """The row as what it is, or all its faults."""
    words = {column: shown_raw(cells.get(column)).strip() for column in COLUMN}
    if fold(words["new"]) in _LATE and not words["code"]:
        yield from _read_late(place, words, _read_day(cells.get("when")))
        return
    is_acceptance = bool(words["code"])
    aim, faults = _read_aim(place, cells, words)
    faults += _lacking(place, words, is_acceptance=is_acceptance)
    when = _read_day(cells.get("when"))
    if words["when"] and when is None:
        faults.append(_fault(_NOT_A_DAY, place, word=words["when"]))
    faults += _faults_of_code(place, words) if is_acceptance else _faults_of_values(place, cells, words)
    if faults or when is None:
        yield from faults
        return
    if is_acceptance:
        signed = Acceptance(words["reason"], words["who"], when, place)
        yield Accepted(aim, words["code"].upper(), signed, _stripped(cells.get("old")))
        return
    said = fold(words["new"])
    is_blank = said in BLANK | _OPEN_AGAIN | _STRIKE
    yield Correction(
        place,
        aim,
        _stripped(cells["old"]),
        None if is_blank else _stripped(cells["new"]),
        words["new"],
        words["reason"],
        words["who"],
        when,
        strikes=said in _STRIKE,
    )


def _read_late(place: Place, words: Mapping[str, str], when: date | None) -> Iterator[Late | InputError]:
    lost = [COLUMN[column] for column in NEEDED if not words[column]]
    faults = [_fault(_LACKS, place, columns=joined(lost, "、", ", "))] if lost else []
    if not words["file"] or any(words[column] for column in ("cell", "unit", "field")):
        faults.append(_fault(_LACKS_FILE, place))
    if words["when"] and when is None:
        faults.append(_fault(_NOT_A_DAY, place, word=words["when"]))
    yield from faults
    if not faults and when is not None:
        yield Late(place, words["file"], words["reason"], words["who"], when)


def _lacking(place: Place, words: Mapping[str, str], *, is_acceptance: bool) -> list[InputError]:
    lost = [COLUMN[column] for column in NEEDED if not words[column]]
    faults = [_fault(_LACKS, place, columns=joined(lost, "、", ", "))] if lost else []
    if is_acceptance:
        has_place = words["cell"] or words["unit"] or words["file"]
        return faults if has_place else [*faults, _fault(_LACKS_PLACE, place, code=words["code"])]
    if not words["old"]:
        faults.append(_fault(_LACKS_OLD, place))
    if not words["new"]:
        faults.append(_fault(_LACKS_NEW, place))
    if not words["cell"] and not (words["unit"] and words["field"]):
        faults.append(_fault(_LACKS_AIM, place))
    return faults


def _faults_of_code(place: Place, words: Mapping[str, str]) -> list[InputError]:
    faults = [_fault(_BOTH, place)] if words["new"] else []
    if re.fullmatch(r"[Hh][Kk][23]\d\d", words["code"]) is None:
        faults.append(_fault(_NOT_A_CODE, place, word=words["code"]))
    return faults


def _faults_of_values(
    place: Place, cells: Mapping[str, CellValue], words: Mapping[str, str]
) -> list[InputError]:
    faults = [
        _fault(_NO_VALUE, place, column=COLUMN[column], word=words[column])
        for column in ("old", "new")
        if isinstance(cells.get(column), Uncalculated)
        or (column == "new" and isinstance(cells.get(column), CellError))
    ]
    if words["new"] and fold(words["old"]) == fold(words["new"]):
        faults.append(_fault(_SAME, place, word=words["new"]))
    return faults


def _read_aim(
    place: Place, cells: Mapping[str, CellValue], words: Mapping[str, str]
) -> tuple[Aim, list[InputError]]:
    faults: list[InputError] = []
    period = _read_period(cells.get("period"))
    if words["period"] and period is None:
        faults.append(_fault(_NOT_A_PERIOD, place, word=words["period"]))
    file, sheet, cell = words["file"], words["sheet"], None
    if words["cell"]:
        match = _ADDRESS.fullmatch(half_width(words["cell"]))
        if match is None:
            faults.append(_fault(_NOT_A_CELL, place, word=words["cell"]))
        else:
            cell = int(match["row"]) - 1, _column_number(match["column"])
            own_file, own_sheet = _before_address(match["before"] or "")
            for one, other in ((own_file, file), (own_sheet, sheet)):
                if one and other and fold(one) != fold(other):
                    faults.append(_fault(_TWO_PLACES, place, one=one, other=other))
            file, sheet = own_file or file, own_sheet or sheet
    return Aim(file, sheet, cell, words["table"], words["unit"], words["field"], period), faults


def _before_address(words: str) -> tuple[str, str]:
    """File and sheet of `九月.xlsx[签约]!D7`; what stands alone is a file if it ends like one, else a sheet."""
    both = _FILE_AND_SHEET.fullmatch(words)
    if both is not None:
        return both["file"], both["sheet"]
    name = words.strip("'")
    return (name, "") if re.search(r"\.[A-Za-z]{2,7}$", name) else ("", name)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _read_period(cell: CellValue) -> Period | None:
    if isinstance(cell, date):
        return month_of(cell.year, cell.month)
    return parse_period(shown_raw(cell))


def _read_day(cell: CellValue) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DAY.fullmatch(half_width(shown_raw(cell)))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match is not None else None
    except ValueError:
        return None


def _stripped(cell: CellValue) -> CellValue:
    return cell.strip() if isinstance(cell, str) else cell


def _fault(words: Text, place: Place, **details: object) -> InputError:
    return InputError(words.format(place=place, **details))
