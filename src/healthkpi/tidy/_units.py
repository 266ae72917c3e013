"""Names of org units: an unknown one is told, never guessed."""

from collections.abc import Sequence

from healthkpi.definitions.table import Table
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import CellValue
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
        "名单写在 policy.yaml 的 units 里。若是同一单位的另一种写法，请把它加为别名；否则名单要补。",
        "The list stands under units in policy.yaml. If this is another spelling of a known unit, add it there as an alias.",
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
        "这张表一行一个单位，而这个名称不在 policy.yaml 的 units 名单里：可能是写错的单位名，也可能是没认出的合计行或说明行，所以不计入。"
        "确是名单上的单位，请改名或加为别名；名单不全，请补名单。",
        "Each row of this table is one unit, and this name is not on the list under units in policy.yaml: a misspelt "
        "unit, or a total or a note that was not recognised. So it enters no sum. Correct the name, add it as an alias, "
        "or complete the list.",
    ),
)


def leave_out_strangers(
    origins: Sequence[Origin], table: Table, names: UnitNames
) -> tuple[tuple[Origin, ...], list[Finding]]:
    """The rows whose key names a unit of its roster, and a finding for each of the others."""
    closed = {
        name: level
        for name in table.key
        if (level := table.fields[name].level) is not None and names.has_roster(level)
    }
    kept, findings = [], []
    for origin in origins:
        strange = next(
            (name for name, level in closed.items() if _is_strange(origin.raw(name), level, names)), None
        )
        if strange is None:
            kept.append(origin)
            continue
        written = str(origin.raw(strange)).strip()
        details = {"name": written, "near": _suggestion(written, closed[strange], names)}
        findings.append(Finding(STRANGER, origin.place(strange), details))
    return tuple(kept), findings


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
    return Doubt(
        UNKNOWN_UNIT, {"name": written, "near": _suggestion(written, level, names)}, taken_as=written
    )
