"""Names of org units: an unknown one is told, never guessed."""

from collections.abc import Mapping, Sequence

from healthkpi.definitions.table import Table
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import CellValue
from healthkpi.model.question import NEW_UNIT, NOT_A_UNIT, About, Question
from healthkpi.model.table import Origin
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, without_value

UNKNOWN_UNIT = declare(
    "HK212",
    Severity.WARNING,
    Text(
        "“{name}”不在单位名单里{near}；照原名计入",
        '"{name}" is not on the list of units{near}; counted under its own name',
    ),
    Text(
        "在数据旁边的待确认.xlsx 里答它是哪个单位，以后都照用。名单可用 --units 或名为“单位名单”的工作表给出。",
        "Say in 待确认.xlsx, beside the data, which unit it is; the answer holds from then on. A list of units can be given "
        "with --units or in a sheet called 单位名单.",
    ),
)


STRANGER = declare(
    "HK216",
    Severity.ERROR,
    Text(
        "“{name}”不在单位名单里{near}；这一行不计入汇总",
        '"{name}" is not on the list of units{near}; the row is in no sum',
    ),
    Text(
        "这张表一行一个单位，而这个名称不在名单里：可能是写错的单位名，也可能是没认出的合计行或说明行，所以不计入。"
        "在数据旁边的待确认.xlsx 里答它是哪个单位、是新单位还是不是单位，以后都照用；名单可用 --units 或名为“单位名单”的工作表给出。",
        "Each row of this table is one unit, and this name is not on the list: a misspelt unit, or a total or a note that "
        "was not recognised. So it enters no sum. Say in 待确认.xlsx, beside the data, which unit it is, that it is new, or "
        "that it is none; the answer holds from then on. A list can be given with --units or in a sheet called 单位名单.",
    ),
)


_WHY_NEAR = Text("写法相近", "written alike")
# A hint and no proposal: a tick beside it would give one unit the figures of whatever the row is.
_ONLY_SILENT = Text("名单里只有“{unit}”没有报", "{unit} is the only unit on the list without a row")


def leave_out_strangers(
    origins: Sequence[Origin], table: Table, names: UnitNames
) -> tuple[tuple[Origin, ...], list[Finding]]:
    """The rows whose key names a unit of its roster, and a finding for each of the others."""
    closed = {
        name: level
        for name in table.key
        if (level := table.fields[name].level) is not None and names.has_roster(level)
    }
    kept: list[Origin] = []
    strangers: list[tuple[Origin, str]] = []
    for origin in origins:
        strange = next(
            (name for name, level in closed.items() if _is_strange(origin.raw(name), level, names)), None
        )
        if strange is None:
            kept.append(origin)
        else:
            strangers.append((origin, strange))
    silent = _only_silent(kept, strangers, closed, names)
    return tuple(kept), [_finding(origin, name, closed[name], names, silent) for origin, name in strangers]


def _only_silent(
    kept: Sequence[Origin],
    strangers: Sequence[tuple[Origin, str]],
    closed: Mapping[str, str],
    names: UnitNames,
) -> str | None:
    """The one unit without a row, where one row alone is without a unit."""
    if len(strangers) != 1:
        return None
    field = strangers[0][1]
    reported = {names.find(str(origin.raw(field)), closed[field]) for origin in kept}
    silent = [unit for unit in names.roster(closed[field]) if unit not in reported]
    return silent[0] if len(silent) == 1 else None


def _finding(origin: Origin, name: str, level: str, names: UnitNames, silent: str | None) -> Finding:
    written = str(origin.raw(name)).strip()
    details = {"name": written, "near": _suggestion(written, level, names)}
    return Finding(
        STRANGER, origin.place(name), details, questions=(_question(written, level, names, silent),)
    )


def _question(written: str, level: str, names: UnitNames, silent: str | None = None) -> Question:
    """Which unit of the list is meant by a name that is not on it."""
    near = names.suggest(written, level)
    asks = Text(
        f"“{written}”是名单里的哪个单位？名单漏了它，写“{NEW_UNIT.zh}”；不是单位（合计、说明），写“{NOT_A_UNIT.zh}”",
        f'Which unit of the list is "{written}"? If the list lacks it, write "{NEW_UNIT.en}"; if it is none '
        f'(a total, a note), write "{NOT_A_UNIT.en}"',
    )
    why = _WHY_NEAR if near else _ONLY_SILENT.format(unit=silent) if silent else None
    return Question(About.UNIT, level, written, asks, near or "", why, names.roster(level))


def _is_strange(value: CellValue, level: str, names: UnitNames) -> bool:
    return isinstance(value, str) and without_value(value) is None and names.find(value, level) is None


def _suggestion(written: str, level: str, names: UnitNames) -> Text:
    near = names.suggest(written, level)
    return Text(f"（是不是“{near}”？）", f' (is it "{near}"?)') if near else Text("", "")


def read_unit(written: str, level: str, names: UnitNames) -> str | Doubt:
    """The roster's name for a written one; where the level has no roster, the name as written."""
    if not names.has_roster(level):
        return written
    found = names.find(written, level)
    if found is not None:
        return found
    details = {"name": written, "near": _suggestion(written, level, names)}
    return Doubt(UNKNOWN_UNIT, details, written, (_question(written, level, names),))
