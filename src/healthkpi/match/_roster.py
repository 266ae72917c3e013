"""The sheet that lists the units: 单位名单, with their other names and, where there are several, their levels."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import FieldType
from healthkpi.definitions.unit_names import shared_aliases
from healthkpi.errors import InputError
from healthkpi.match._rows import says_no_unit
from healthkpi.model.contact import Contact
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import fold
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.model.roster import Roster
from healthkpi.text import Text

_NAMED_SO = re.compile(
    r"单位名单|机构名单|乡镇名单|街道名单|报送单位|应报单位|roster|list of units", re.IGNORECASE
)
_NAME = frozenset("单位 单位名称 名称 机构 机构名称 unit name unitname".split())
_LEVEL = frozenset("层级 单位层级 类别 level".split())
_ALIASES = frozenset(
    "别名 其他名称 其他写法 又名 曾用名 原名 简称 编码 代码 单位编码 机构编码 机构代码 aliases alias othernames formername code".split()
)
_PERSON = frozenset("联系人 填报人 经办人 负责人 统计员 contact person".split())
_PHONE = frozenset("电话 联系电话 手机 手机号 联系方式 办公电话 phone telephone".split())
_BETWEEN_ALIASES = re.compile(r"[、,，;；/|\n]")
_DEEPEST_HEADER_ROW = 15

_NO_HEADER = Text(
    "{place}: 单位名单里没有名称列；表头写“单位名称”，或写层级的名称（{levels}）",
    "{place}: the list of units has no column of names; head it 单位名称 (unit), or with a level ({levels})",
)
_UNKNOWN_LEVEL = Text(
    "{place}: 没有层级“{level}”；有：{levels}", '{place}: there is no level "{level}"; there are: {levels}'
)
ROSTER_USED = declare(
    "HK253",
    Severity.NOTE,
    Text("用作单位名单：{level} {count} 个", "used as the list of units: {count} of level {level}"),
    Text(
        "名单上的单位都应当报；不在名单上的名称不计入汇总。名单盖过政策定义里同一层级的名单。",
        "Every unit on the list has to report, and a name that is not on it enters no sum. The list takes the place of "
        "the policy's own list of that level.",
    ),
)
ALIAS_SHARED = declare(
    "HK254",
    Severity.WARNING,
    Text(
        "“{alias}”同时是 {owners} 的名称，分不清是谁，所以不用这个别名；在名单里只留一处",
        '"{alias}" names more than one unit ({owners}) and is taken for none; keep it in one place of the list',
    ),
    Text(
        "两个单位共用一个别名时，写着这个别名的行不知道是谁的。请在名单里只留给一个单位，报表里写全称。",
        "Where two units share another name, a row under that name belongs to nobody known. Keep it for one of them, and "
        "let the returns use full names.",
    ),
)


def is_roster(grid: Grid) -> bool:
    """Whether a sheet, or a file of one table, is called a list of units."""
    name = grid.sheet if grid.sheet is not None else grid.source.path.stem
    return _NAMED_SO.search(name) is not None


def find_rosters(workbooks: Iterable[Workbook], policy: Policy, *, named: bool = True) -> Iterator[Roster]:
    """The lists of units in some files: in sheets that are called so; where none is and the file is one, in every sheet."""
    for workbook in workbooks:
        visible = [grid for grid in workbook.grids if not grid.hidden and grid.rows]
        called_so = [grid for grid in visible if is_roster(grid)]
        for grid in called_so if called_so or named else visible:
            yield from _read_roster(grid, policy)


def findings_on_rosters(rosters: Iterable[Roster], policy: Policy) -> Iterator[Finding]:
    """Which lists were used, and the names on them that do not say whose they are."""
    for roster in rosters:
        level = policy.words.levels[roster.level]
        yield Finding(ROSTER_USED, roster.place, {"level": level, "count": len(roster.units)})
        for alias, owners in shared_aliases(roster.units).items():
            details = {"alias": alias, "owners": Text("、".join(owners), ", ".join(owners))}
            yield Finding(ALIAS_SHARED, roster.place, details)


def _read_roster(grid: Grid, policy: Policy) -> Iterator[Roster]:
    found = _find_header(grid, policy)
    if found is None:
        raise InputError(_NO_HEADER.format(place=grid.place(), levels=_levels_said(policy)))
    header, column, level = found
    headings = {fold(str(cell)): at for at, cell in enumerate(grid.rows[header]) if isinstance(cell, str)}
    level_column = next((at for word, at in headings.items() if word in _LEVEL and at != column), None)
    alias_columns = [at for word, at in headings.items() if word in _ALIASES and at != column]
    person, phone = _column_of(headings, _PERSON), _column_of(headings, _PHONE)
    contacts: dict[str, Contact] = {}
    units: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in range(header + 1, len(grid.rows)):
        name = _word(grid.filled_cell(row, column))
        if not name or says_no_unit(name):
            continue
        said = _word(grid.filled_cell(row, level_column)) if level_column is not None else ""
        own_level = _level_called(policy, said) if said else level
        if own_level is None:
            place = grid.place(row, level_column)
            raise InputError(_UNKNOWN_LEVEL.format(place=place, level=said, levels=_levels_said(policy)))
        listed = units.setdefault(own_level, {})
        listed[name] = (*listed.get(name, ()), *_aliases(grid, row, alias_columns))
        contact = Contact(_word_in(grid, row, person), _word_in(grid, row, phone))
        if contact != Contact():
            contacts.setdefault(name, contact)
    yield from (Roster(each, listed, grid.place(), contacts) for each, listed in units.items())


def _column_of(headings: Mapping[str, int], words: frozenset[str]) -> int | None:
    return next((column for word, column in headings.items() if word in words), None)


def _word_in(grid: Grid, row: int, column: int | None) -> str:
    return "" if column is None else _word(grid.cell(row, column))


def _find_header(grid: Grid, policy: Policy) -> tuple[int, int, str] | None:
    """The row of headings, the column of names, and the level that its heading says, else the first below the area."""
    for row in range(min(len(grid.rows), _DEEPEST_HEADER_ROW)):
        words = {column: fold(cell) for column, cell in enumerate(grid.rows[row]) if isinstance(cell, str)}
        for column, word in words.items():
            level = _level_called(policy, word)
            if level is not None:
                return row, column, level
        for column, word in words.items():
            if word in _NAME:
                return row, column, _usual_level(policy)
    return None


def _usual_level(policy: Policy) -> str:
    """The level right below the area: its units are those that report."""
    below = policy.levels[policy.levels.index(policy.area_level) + 1 :]
    return below[0] if below else policy.area_level


def _level_called(policy: Policy, word: str) -> str | None:
    """The level that is called so: by its id, its name, or a field that holds its units."""
    for level, name in policy.words.levels.items():
        if fold(word) in {fold(level), fold(name.zh), fold(name.en)}:
            return level
    for table in policy.tables.values():
        for field_name in table.fields_of_type(FieldType.UNIT):
            field = table.fields[field_name]
            own = {fold(label) for label in (field_name, *field.aliases)} - _NAME
            if field.level is not None and fold(word) in own:
                return field.level
    return None


def _levels_said(policy: Policy) -> Text:
    names = policy.words.levels.values()
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def _aliases(grid: Grid, row: int, columns: Sequence[int]) -> tuple[str, ...]:
    words = (_word(grid.cell(row, column)) for column in columns)
    return tuple(alias for word in words for part in _BETWEEN_ALIASES.split(word) if (alias := part.strip()))


def _word(cell: CellValue) -> str:
    if cell is None:
        return ""
    return (cell if isinstance(cell, str) else str(cell)).strip()
