"""A policy in the words of the bureau that uses it: its roster, its names of units, its headings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from healthkpi.definitions.policy import Policy
from healthkpi.model.folding import fold
from healthkpi.model.roster import Roster

Units = Mapping[str, Mapping[str, tuple[str, ...]]]


def with_rosters(policy: Policy, rosters: Iterable[Roster]) -> Policy:
    """The policy with these lists in the place of its own; the other names it knows of a listed unit stay."""
    given: dict[str, dict[str, tuple[str, ...]]] = {}
    for roster in rosters:
        level = given.setdefault(roster.level, {})
        for name, aliases in roster.units.items():
            level[name] = (*level.get(name, ()), *aliases)
    known = {
        level: {fold(name): aliases for name, aliases in units.items()}
        for level, units in policy.words.units.items()
    }
    listed = {level: {fold(name) for name in units} for level, units in given.items()}
    merged = {
        level: {
            name: _once((*aliases, *known.get(level, {}).get(fold(name), ())), listed[level])
            for name, aliases in units.items()
        }
        for level, units in given.items()
    }
    return _with_units(policy, {**policy.words.units, **merged})


def with_names(policy: Policy, names: Iterable[tuple[str, str, str | None]]) -> Policy:
    """The policy with further names of units: the level, the name, and whose it is; a unit of its own if nobody's."""
    units = {level: dict(listed) for level, listed in policy.words.units.items()}
    for level, name, owner in names:
        listed = units.setdefault(level, {})
        if owner is None:
            listed.setdefault(name, ())
        else:
            listed[owner] = (*listed[owner], name)
    return _with_units(policy, units)


def with_headings(policy: Policy, headings: Iterable[tuple[str, str, str]]) -> Policy:
    """The policy with further headings: of which table, of which field, and how it is headed."""
    tables = dict(policy.tables)
    for table, name, heading in headings:
        fields = tables[table].fields
        field = fields[name]
        wider = field.model_copy(update={"aliases": (*field.aliases, heading)})
        tables[table] = tables[table].model_copy(update={"fields": {**fields, name: wider}})
    return replace(policy, tables=tables)


def _with_units(policy: Policy, units: Units) -> Policy:
    return replace(policy, words=policy.words.model_copy(update={"units": dict(units)}))


def _once(aliases: Iterable[str], listed: Collection[str]) -> tuple[str, ...]:
    """Each alias once, and none that is itself listed: then it is a unit of its own now."""
    return tuple(dict.fromkeys(alias for alias in aliases if fold(alias) not in listed))
