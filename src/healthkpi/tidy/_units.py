"""Names of org units: an unknown one is told, never guessed."""

from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.finding import Severity, declare
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt

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


def read_unit(written: str, level: str, names: UnitNames) -> str | Doubt:
    """The roster's name for a written one; where the level has no roster, the name as written."""
    if not names.has_roster(level):
        return written
    found = names.find(written, level)
    if found is not None:
        return found
    near = names.suggest(written, level)
    hint = Text(f"（是不是“{near}”？）", f' (is it "{near}"?)') if near else Text("", "")
    return Doubt(UNKNOWN_UNIT, {"name": written, "near": hint}, taken_as=written)
