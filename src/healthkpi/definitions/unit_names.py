"""The names that org units go by: each variant to the one name of the roster, never by likeness."""

import re
from collections.abc import Iterable, Iterator, Mapping

from healthkpi.definitions.policy import Policy
from healthkpi.expression.errors import find_similar
from healthkpi.model.folding import fold

# 口泉乡 is also written 口泉, 口泉乡卫生院 and 口泉中心卫生院; 朝阳洲街道 also 朝阳洲街道办事处.
_KIND_OF_PLACE = re.compile(r"(?P<stem>.{2,})(?P<kind>乡|镇|街道|办事处|街道办事处)")
_WHO_REPORTS = ("卫生院", "中心卫生院", "人民政府", "政府")
_WHO_REPORTS_IN_TOWN = ("办事处", "办", "社区卫生服务中心")
# 口泉乡（含上窝寨）is 口泉乡; what else stands in a bracket may be another unit, such as a branch.
_INCLUDING = re.compile(r"\((含|包括|包含).*\)$")


class UnitNames:
    """The roster of every level of a policy, with the other names of its units."""

    def __init__(self, policy: Policy) -> None:
        area = policy.words.area
        prefixes = {fold(name) for name in (area.name.zh, *area.aliases)}
        self._prefixes = sorted(prefixes, key=len, reverse=True)
        self._names = {
            level: _known_names(units, prefixes) for level, units in policy.words.units.items() if units
        }
        self._rosters = {level: tuple(units) for level, units in policy.words.units.items()}

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels whose units are listed."""
        return tuple(self._names)

    def has_roster(self, level: str) -> bool:
        """Whether the policy lists the units of a level."""
        return level in self._names

    def roster(self, level: str) -> tuple[str, ...]:
        """The units of a level, in the order of the list."""
        return self._rosters.get(level, ())

    def find(self, written: str, level: str) -> str | None:
        """The roster's name for a written one, with or without the area before it; None if it is not listed."""
        known, word = self._names.get(level, {}), fold(written)
        forms = [word, *(word.removeprefix(prefix) for prefix in self._prefixes)]
        forms += [_INCLUDING.sub("", form) for form in forms]
        return next((known[form] for form in forms if form in known), None)

    def suggest(self, written: str, level: str) -> str | None:
        """The listed unit that was probably meant, to be asked about and not to be taken."""
        known = self._names.get(level, {})
        near = find_similar(fold(written), known)
        return known[near] if near else None


def shared_aliases(units: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The other names that more than one unit of a level goes by, or that are the name of another unit."""
    owners: dict[str, list[str]] = {}
    for name, aliases in units.items():
        for folded in dict.fromkeys(fold(each) for each in (name, *aliases)):
            owners.setdefault(folded, []).append(name)
    return {alias: tuple(names) for alias, names in owners.items() if len(names) > 1}


def _known_names(units: Mapping[str, Iterable[str]], of_area: Iterable[str]) -> dict[str, str]:
    """Every name that one unit alone goes by; what is listed comes before what is made of it."""
    listed = {fold(alias): name for name, aliases in units.items() for alias in aliases}
    unclear = shared_aliases(units)
    known = {alias: name for alias, name in listed.items() if alias not in unclear}
    known |= {fold(name): name for name in units}
    made: dict[str, set[str]] = {}
    for name in units:
        for variant in _variants(fold(name)):
            made.setdefault(variant, set()).add(name)
    taken = {*known, *unclear, *of_area}
    return known | {
        variant: next(iter(names))
        for variant, names in made.items()
        if len(names) == 1 and variant not in taken
    }


def _variants(name: str) -> Iterator[str]:
    """The other ways a township's or street's name is written."""
    place = _KIND_OF_PLACE.fullmatch(name)
    if place is None:
        return
    stem = place["stem"]
    in_town = place["kind"] not in {"乡", "镇"}
    yield stem
    for suffix in _WHO_REPORTS_IN_TOWN if in_town else _WHO_REPORTS:
        yield name + suffix
        yield stem + suffix
