"""Which files make a return: those of one unit for one period, and what they need beside them.

A file says its period by its folder, else by its own name, else by its sheets; in the folder of a year it may say which month it is for. Months, quarters and "January to September" that end with
the same month are one return, for they are judged on the same day; a whole year is another.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from healthkpi.batch._find import Input
from healthkpi.batch._policies import Policies
from healthkpi.batch.job import Each
from healthkpi.definitions.needed_tables import needed_tables
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.look import Look
from healthkpi.model.period import Period, find_period, parse_period, time_of_return
from healthkpi.model.run import Failed, ReturnKey
from healthkpi.text import Text

_AMBIGUOUS = Text(
    "与不止一份政策对得上：{names}；请用 --policy 指定一份",
    "fits several policies: {names}; choose with --policy",
)
_NOT_RECOGNISED = Text("没有认出任何统计表；{doubt}", "no statistics table was recognised; {doubt}")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, what it shows, and the period of the return that it belongs to; None for a table or list of no time."""

    input: Input
    look: Look
    period: Period | None


def see(file: Input, look: Look) -> Seen:
    """A file with its period: that of its folder, unless it says itself which part of that it is for."""
    if look.lists_units:
        return Seen(file, look, None)
    of_folder = _of_folders(file.folder.parts)
    own = find_period(file.path.stem) or _last(look)
    said = own if of_folder is None or _is_part(own, of_folder) else of_folder
    return Seen(file, look, None if said is None else time_of_return(said))


def _of_folders(parts: Sequence[str]) -> Period | None:
    """The period of the innermost folder that says one: 2018年9月, or 9月 in 2018年, or 09 in 2018."""
    for index in reversed(range(len(parts))):
        around, part = parts[index - 1] if index else "", parts[index]
        both = parse_period(f"{around}{part}") or parse_period(f"{around}-{part}")
        found = both or find_period(part) or parse_period(part)
        if found is not None:
            return found
    return None


def _is_part(own: Period | None, whole: Period) -> bool:
    """Whether a file in the folder of a year is for one of its months."""
    return own is not None and own != whole and whole.start <= own.start and own.end <= whole.end


@dataclass(frozen=True, slots=True)
class Return:
    """The files of a return; `lent` are those of other returns and of no time, whose tables it needs."""

    key: ReturnKey
    span: Period | None
    own: tuple[Input, ...]
    lent: tuple[Input, ...] = ()
    has_results: bool = (
        True  # whether any indicator is about its tables; those of the population alone have none
    )

    @property
    def files(self) -> tuple[Input, ...]:
        """All that it is scored from."""
        return (*self.own, *self.lent)


@dataclass(frozen=True, slots=True)
class Grouped:
    """The returns in the order of their keys, and the files that belong to none."""

    returns: tuple[Return, ...]
    failed: tuple[Failed, ...]
    left_out: tuple[Input, ...]


def _last(look: Look) -> Period | None:
    """The newest period of its tables; of two that end on a day the shorter."""
    periods = {period for tables in look.tables.values() for each in tables.values() for period in each}
    return max(periods, key=lambda each: (each.end, each.start), default=None)


def group(seen: Sequence[Seen], each: Each, policies: Policies) -> Grouped:
    """The returns that the files make."""
    nothing = [one for one in seen if not one.look.tables and not one.look.lists_units]
    failed = [_unrecognised(one) for one in nothing if one.look.doubts]
    units: dict[tuple[str, str], list[Seen]] = {}
    choice = _Choice(seen)
    for one in seen:
        fitting = choice.policies_of(one)
        if len(fitting) > 1:
            failed.append(Failed(one.input.name, _AMBIGUOUS.format(names=", ".join(sorted(fitting)))))
        elif fitting:
            (policy,) = fitting
            unit = _unit(one.input, each, policies.outline(policy).words.area.name.zh)
            units.setdefault((policy, unit), []).append(one)
    above = _Above(units, [one for one in seen if one.look.lists_units], each)
    returns = [
        made
        for (policy, unit), sent in sorted(units.items())
        for made in _Unit(policy, unit, sent, above.of(policy, unit), policies).returns()
    ]
    aside = _without_results(returns, {one.input: one for one in seen}, policies)
    lent = {file for made in returns if made not in aside for file in made.lent}
    unused = [file for made in aside for file in made.own if file not in lent]
    return Grouped(
        tuple(made for made in returns if made not in aside),
        tuple(failed),
        (*(one.input for one in nothing if not one.look.doubts), *unused),
    )


def _without_results(
    returns: Sequence[Return], seen: Mapping[Input, Seen], policies: Policies
) -> list[Return]:
    """Those that no indicator is about: a population by itself is there for the others, unless there are no others."""
    units: dict[tuple[str, str], list[Return]] = {}
    for made in returns:
        units.setdefault((made.key.policy, made.key.unit), []).append(made)
    lent = {file for made in returns for file in made.lent}
    found: list[Return] = []
    for (policy, _), of_unit in units.items():
        is_needed = all(lent.issuperset(made.own) for made in of_unit)
        if len(of_unit) == 1 and not is_needed:
            continue  # all there is, so it is scored and says itself what it lacks
        main = {each.table or TASK_LEDGER for each in policies.full(policy).indicators.values()}
        bare = [
            made
            for made in of_unit
            if all(main.isdisjoint(seen[file].look.tables[policy]) for file in made.own)
        ]
        found += bare if is_needed or len(bare) < len(of_unit) else ()
    return found


def _unrecognised(one: Seen) -> Failed:
    """By the first of its sheets that nearly are a table; a workbook of thirty says the same thirty times."""
    doubt = one.look.doubts[0]
    place = f"[{doubt.place.sheet}] " if doubt.place is not None and doubt.place.sheet else ""
    told = Text(f"{place}{doubt.message.zh}", f"{place}{doubt.message.en}")
    return Failed(one.input.name, _NOT_RECOGNISED.format(doubt=told))


class _Choice:
    """The policy of each file; one that fits several is for that which the files beside it are for."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self._clear: dict[PurePosixPath, set[str]] = {}
        for one in seen:
            if len(one.look.tables) == 1:
                for folder in (one.input.folder, *one.input.folder.parents):
                    self._clear.setdefault(folder, set()).update(one.look.tables)

    def policies_of(self, one: Seen) -> frozenset[str]:
        fitting = frozenset(one.look.tables)
        for folder in (one.input.folder, *one.input.folder.parents):
            nearer = fitting & self._clear.get(folder, set())
            if len(fitting) > 1 and nearer:
                return nearer
        return fitting


def _unit(file: Input, each: Each, area: str) -> str:
    return {Each.AREA: area, Each.FOLDER: str(file.folder), Each.FILE: file.name}[each]


class _Above:
    """What holds for a folder or a file that is a unit of its own: files in the folders above, lists of units."""

    def __init__(
        self, units: Mapping[tuple[str, str], Sequence[Seen]], lists: Sequence[Seen], each: Each
    ) -> None:
        self._units, self._lists, self._each = units, lists, each
        # By folder: each unit would otherwise ask every file of every other one.
        self._in: dict[tuple[str, PurePosixPath], list[tuple[int, str, Seen]]] = {}
        sent = ((policy, unit, one) for (policy, unit), files in units.items() for one in files)
        for number, (policy, unit, one) in enumerate(sent):
            self._in.setdefault((policy, one.input.folder), []).append((number, unit, one))

    def of(self, policy: str, unit: str) -> list[Seen]:
        """In the order in which the units came."""
        if self._each is Each.AREA:
            return [*self._lists]
        here = {one.input.folder for one in self._units[policy, unit]}
        above = {parent for folder in here for parent in folder.parents}
        others = (found for folder in above for found in self._in.get((policy, folder), ()))
        found = {number: one for number, name, one in others if name != unit}
        lists = (one for one in self._lists if one.input.folder in above | here)
        return [*(found[number] for number in sorted(found)), *lists]


@dataclass(frozen=True, slots=True)
class _Unit:
    """All that one unit sent in, for whatever time, and what lies above it."""

    policy: str
    name: str
    sent: Sequence[Seen]
    above: Sequence[Seen]
    policies: Policies

    def returns(self) -> Iterator[Return]:
        """One for each period, oldest first; files without a time belong to all of them."""
        by_period: dict[Period, list[Seen]] = {}
        timeless: list[Seen] = []
        for one in self.sent:
            (timeless if one.period is None else by_period.setdefault(one.period, [])).append(one)
        above = [one for one in self.above if one.period is None]
        for span in sorted(by_period, key=_by_end):
            yield self._return(span, by_period[span], [*timeless, *above, *self._lent(span, by_period)])
        if not by_period:
            yield self._return(None, timeless, above)

    def _return(self, span: Period | None, own: Sequence[Seen], lent: Sequence[Seen]) -> Return:
        return Return(
            ReturnKey(self.policy, self.name, "" if span is None else str(span)),
            span,
            tuple(one.input for one in own),
            tuple(dict.fromkeys(one.input for one in lent)),
        )

    def _lent(self, span: Period, by_period: Mapping[Period, Sequence[Seen]]) -> Iterator[Seen]:
        """For denominators that stand in a table of its own, such as the population, the newest file that has it.

        That is one for a longer time, or an earlier one that no indicator is about: last month's visits are no stand-in for
        this month's.
        """
        earlier = [each for each in by_period if each != span and each.start <= span.end]
        others = [one for each in sorted(earlier, key=_by_end, reverse=True) for one in by_period[each]]
        others += [one for one in self.above if one.period is not None and one.period.start <= span.end]
        if not others:
            return
        held, indicators = self._held(by_period[span]), self.policies.full(self.policy).indicators.values()
        main = {each.table or TASK_LEDGER for each in indicators}
        lacking = {table for each in indicators if each.table in held for table in needed_tables(each)} - held
        for table in sorted(lacking):
            holding = [one for one in others if table in self._held([one])]
            fitting = (one for one in holding if _is_longer(one, span) or main.isdisjoint(self._held([one])))
            yield from itertools.islice(fitting, 1)

    def _held(self, some: Sequence[Seen]) -> frozenset[str]:
        return frozenset(table for one in some for table in one.look.tables[self.policy])


def _is_longer(one: Seen, span: Period) -> bool:
    return one.period is not None and one.period.months > span.months


def _by_end(period: Period) -> date:
    return period.end
