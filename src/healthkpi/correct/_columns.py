"""The columns of a corrections file, by the names that officers give them."""

from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid, shown_raw
from healthkpi.text import Text

FILE_NAMES = ("更正.xlsx", "更正.csv", "corrections.xlsx", "corrections.csv")

# What each column is called in a message; then every name it is known by.
COLUMN = {
    "file": Text("文件", "file"),
    "sheet": Text("工作表", "sheet"),
    "cell": Text("单元格", "cell"),
    "table": Text("表", "table"),
    "unit": Text("单位", "unit"),
    "field": Text("栏目", "field"),
    "period": Text("期间", "period"),
    "old": Text("原值", "old"),
    "new": Text("新值", "new"),
    "code": Text("代码", "code"),
    "reason": Text("理由", "reason"),
    "who": Text("更正人", "who"),
    "when": Text("日期", "when"),
}
_ALSO = {
    "file": "文件名",
    "sheet": "工作簿页 表页",
    "cell": "位置 单元格位置 place",
    "table": "统计表 表名",
    "unit": "单位名称 填报单位",
    "field": "列 列名 指标项 字段 column",
    "period": "所属期 报告期",
    "old": "原数 原文 更正前 订正前 oldvalue before",
    "new": "新数 改为 更正为 更正后 订正后 newvalue after",
    "code": "问题代码",
    "reason": "依据 原因 更正理由 更正依据 认可理由 why",
    "who": "订正人 经办人 认可人 by",
    "when": "更正日期 订正日期 认可日期 date",
}
_KNOWN = {
    fold(word): column
    for column, name in COLUMN.items()
    for word in (name.zh, name.en, *_ALSO[column].split())
}
# Without these a row is neither a correction nor an acceptance.
NEEDED = ("reason", "who", "when")
_DEEPEST_HEADER_ROW = 10


def find_header(grid: Grid) -> tuple[int, list[tuple[str, int]]] | None:
    """The row of headings and the columns it names, a column that stands twice both times; None where there is none."""
    for row in range(min(len(grid.rows), _DEEPEST_HEADER_ROW)):
        named = [(_KNOWN.get(fold(shown_raw(cell))), at) for at, cell in enumerate(grid.rows[row])]
        columns = [(column, at) for column, at in named if column is not None]
        known = {column for column, _ in columns}
        # A sheet of statistics may have 单位 and 日期; nobody sends 原值 and 理由 but to correct.
        if len(known) >= 3 and known & {"old", "new", "code"} and known & set(NEEDED):
            return row, columns
    return None


def is_corrections_name(name: str) -> bool:
    """Whether a file of this name is read as corrections wherever it lies."""
    return name.casefold() in FILE_NAMES
