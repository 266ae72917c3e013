"""The names that org units go by: each variant to the one name of the roster, never by likeness."""

import unicodedata

from healthkpi.definitions.policy import Policy
from healthkpi.expression.errors import find_similar


class UnitNames:
    """The roster of every level of a policy, with the other names of its units."""

    def __init__(self, policy: Policy) -> None:
        area = policy.words.area
        prefixes = (_fold(name) for name in (area.name.zh, *area.aliases))
        self._prefixes = sorted(prefixes, key=len, reverse=True)
        self._names: dict[str, dict[str, str]] = {}
        for level, units in policy.words.units.items():
            known = {_fold(alias): name for name, aliases in units.items() for alias in aliases}
            self._names[level] = known | {_fold(name): name for name in units}

    def has_roster(self, level: str) -> bool:
        """Whether the policy lists the units of a level."""
        return bool(self._names.get(level))

    def find(self, written: str, level: str) -> str | None:
        """The roster's name for a written one, with or without the area before it; None if it is not listed."""
        known, word = self._names.get(level, {}), _fold(written)
        forms = (word, *(word.removeprefix(prefix) for prefix in self._prefixes))
        return next((known[form] for form in forms if form in known), None)

    def suggest(self, written: str, level: str) -> str | None:
        """The listed unit that was probably meant, to be asked about and not to be taken."""
        known = self._names.get(level, {})
        near = find_similar(_fold(written), known)
        return known[near] if near else None


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
