"""What a file may hold at most. A refusal names the limit, the place and what to do.

The limits keep memory and time within what an office computer has; no return of a bureau comes near them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from healthkpi.errors import InputError
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.model.place import Place
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of something a file may hold; `broken` says what is wrong, with {most}."""

    most: int
    broken: Text
    remedy: Text

    def hold(self, found: float, place: Place | None = None) -> None:
        """Raise an OverLimitError where more was found."""
        if found > self.most:
            raise OverLimitError(self, place)


class OverLimitError(Exception):
    """A file holds more of something than it may; `place` where it is known better than by the file."""

    def __init__(self, limit: Limit, place: Place | None = None) -> None:
        super().__init__(limit.broken.en)
        self.limit = limit
        self.place = place

    def refusal(self, name: str) -> InputError:
        """The sentence for the officer."""
        broken = self.limit.broken.format(most=f"{self.limit.most:,}")
        where = name if self.place is None else self.place
        return InputError(_REFUSED.format(where=where, broken=broken, remedy=self.limit.remedy))


_REFUSED = Text("{where}: {broken}，已拒绝读取；{remedy}", "{where} {broken} and was refused; {remedy}")
_SAVE_LESS = Text(
    "请只保留需要的工作表、行和列，另存后再试",
    "keep only the sheets, rows and columns you need, save and try again",
)
_SPLIT = Text("请按乡镇或月份分成几个文件后再试", "split it by township or month and try again")
_ORIGINAL = Text("请向报送单位索取原文件", "ask the sender for the original file")
_CLEAR = Text(
    "请删去表格以外远处的内容，或分成几个文件后再试",
    "delete what stands far away from the table, or split it, and try again",
)

# A million residents with 14 columns are 100 MB as text.
MEGABYTES = Limit(256, Text("文件超过 {most} MB", "is larger than {most} MB"), _SAVE_LESS)
# A real sheet of 35 MB packs 6.6 to 1, a bomb 1000 to 1.
UNPACKED_MEGABYTES = Limit(
    256,
    Text("解压后超过 {most} MB（疑似压缩炸弹）", "unpacks to more than {most} MB (a zip bomb?)"),
    _SAVE_LESS,
)
RATIO = Limit(
    200,
    Text(
        "解压后超过原来的 {most} 倍（疑似压缩炸弹）",
        "unpacks to more than {most} times its size (a zip bomb?)",
    ),
    _SAVE_LESS,
)
MEMBERS = Limit(10_000, Text("压缩包里的部件超过 {most} 个", "holds more than {most} parts"), _SAVE_LESS)
# Office nests its XML some ten deep, a long text box in Word some fifty.
DEPTH = Limit(500, Text("XML 嵌套超过 {most} 层", "nests its XML more than {most} deep"), _ORIGINAL)
STRINGS = Limit(5_000_000, Text("文本超过 {most} 条", "holds more than {most} shared texts"), _SAVE_LESS)
SHEETS = Limit(1_000, Text("工作表（表格）超过 {most} 张", "holds more than {most} sheets"), _SAVE_LESS)
# Rows, columns and characters are those of Excel.
ROWS = Limit(1_048_576, Text("超过 {most} 行", "has more than {most} rows"), _SPLIT)
COLUMNS = Limit(16_384, Text("超过 {most} 列", "has more than {most} columns"), _SAVE_LESS)
CHARACTERS = Limit(
    32_767,
    Text("单元格超过 {most} 个字符", "holds more than {most} characters in one cell"),
    Text(
        "请检查这里的内容（CSV 里可能有引号没有成对），改好后再试",
        "mend what stands there (in a CSV perhaps a quote without its pair) and try again",
    ),
)
# Blank cells to the left of a filled one count, since rows are laid out: one cell in the last column of each of
# many rows is a bomb.
PLACES = Limit(20_000_000, Text("要用的单元格超过 {most} 个", "needs more than {most} cells"), _CLEAR)
MERGED = Limit(1_000_000, Text("合并的单元格超过 {most} 个", "has more than {most} merged cells"), _CLEAR)
# All cells together, where one long text is repeated.
TEXT = Limit(
    200_000_000, Text("文字共超过 {most} 个字符", "holds more than {most} characters in all"), _SAVE_LESS
)
# A line of a text file, in bytes: more is no table, and would be held several times over.
LINE = Limit(
    8 * 1024**2,
    Text("有一行超过 {most} 字节", "has a line of more than {most} bytes"),
    Text(
        "它可能不是表格；请在 Excel 或 WPS 里另存为 xlsx 后再试",
        "it may be no table; save it as xlsx and try again",
    ),
)

MEGABYTE = 1024**2


def hold_workbook(workbook: Workbook) -> Workbook:
    """The workbook as it is; an OverLimitError where its sheets are too many or too large."""
    SHEETS.hold(len(workbook.grids))
    for grid in workbook.grids:
        _hold_size(grid)
        _hold_text(grid)
    return workbook


def _hold_size(grid: Grid) -> None:
    ROWS.hold(len(grid.rows), grid.place())
    COLUMNS.hold(grid.width, grid.place())
    PLACES.hold(sum(map(len, grid.rows)), grid.place())


def _hold_text(grid: Grid) -> None:
    total = 0
    for row, cells in enumerate(grid.rows):
        # There may be a million blank ones.
        if not cells:
            continue
        length, longest = _measure(cells)
        total += length
        if longest > CHARACTERS.most:
            column = next(i for i, cell in enumerate(cells) if isinstance(cell, str) and len(cell) == longest)
            CHARACTERS.hold(longest, grid.place(row, column))
    TEXT.hold(total, grid.place())


def _measure(cells: Iterable[CellValue]) -> tuple[int, int]:
    """The characters of all texts of a row, and those of the longest."""
    lengths = [len(cell) for cell in cells if isinstance(cell, str)]
    return sum(lengths), max(lengths, default=0)
