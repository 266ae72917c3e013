"""Names of org units: each variant to the one name of the roster; an unknown name is told, never guessed."""

from healthkpi.definitions.policy import Policy
from healthkpi.expression.errors import find_similar
from healthkpi.model.finding import Severity, declare
from healthkpi.text import Text
from healthkpi.tidy._reading import Doubt, folded

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


class UnitNames:
    """The names that the units of each level go by."""

    def __init__(self, policy: Policy) -> None:
        area = policy.words.area
        self._prefixes = tuple(
            sorted((_fold(name) for name in (area.name.zh, *area.aliases)), key=len, reverse=True)
        )
        self._names: dict[str, dict[str, str]] = {}
        for level, units in policy.words.units.items():
            known = {_fold(alias): name for name, aliases in units.items() for alias in aliases}
            self._names[level] = known | {_fold(name): name for name in units}

    def name_of(self, written: str, level: str) -> tuple[str, Doubt | None]:
        """The roster's name for a written one; where the level has no roster, the name as written."""
        known = self._names.get(level)
        if not known:
            return written, None
        word = _fold(written)
        for form in (word, *(word.removeprefix(prefix) for prefix in self._prefixes)):
            if form in known:
                return known[form], None
        near = find_similar(word, known)
        hint = Text(f"（是不是“{known[near]}”？）", f' (is it "{known[near]}"?)') if near else Text("", "")
        return written, Doubt(UNKNOWN_UNIT, {"name": written, "near": hint})


def _fold(name: str) -> str:
    return "".join(folded(name).split()).casefold()
