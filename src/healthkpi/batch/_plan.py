"""What a run will do, before it does anything: which files, which returns, which of them have changed."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from healthkpi.batch._find import Found, Input, find_inputs
from healthkpi.batch._grouping import Return, group, see
from healthkpi.batch._looking import Digests, Memory, is_companion, look_at_all
from healthkpi.batch._policies import Policies
from healthkpi.batch._sealed import Sealed
from healthkpi.batch._state import State
from healthkpi.batch._task import fingerprint_of
from healthkpi.batch.job import Job, Newest
from healthkpi.errors import UsageError
from healthkpi.model.grid import Workbook
from healthkpi.model.period import Period, month_of, parse_period, time_of_return, year_of
from healthkpi.model.run import Failed, ReturnKey
from healthkpi.text import Text

_NOTHING = Text(
    "没有找到可以核算的文件；请检查给的文件夹和通配符",
    "there is no file to score; check the folders and patterns",
)
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """A return with what decides its result; `chain` are the returns of its unit before it and their fingerprints, oldest first."""

    made: Return
    companions: tuple[Path, ...]
    digests: Mapping[Path, str]  # of its files, when the fingerprint was made
    fingerprint: str
    chain: tuple[tuple[ReturnKey, str], ...]
    is_new: bool  # nothing that was scored before, whether in place or not, has this fingerprint
    has_history: bool  # the history holds returns of this unit


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was found, and what is to become of it."""

    planned: tuple[Planned, ...]
    failed: tuple[Failed, ...]
    left_out: tuple[Input, ...]  # no tables
    being_written: tuple[Failed, ...]
    # By where they lie; those that are too large to be kept are read again.
    read: Mapping[Path, Sealed[Workbook]] = field(default_factory=dict, repr=False)


def find_files(job: Job) -> Found:
    """What lies there; raises where there is nothing at all, for a script that names the wrong folder must hear of it."""
    found = find_inputs(job.roots, job.out)
    if not found.inputs and not found.being_written and not found.closed:
        raise UsageError(_NOTHING)
    return found


def make_plan(
    job: Job,
    found: Found,
    state: State,
    kept: Mapping[ReturnKey, str],
    today: date,
    tell: Tell,
    *,
    remembers: bool,
    meanwhile: Callable[[], object] = lambda: None,
) -> Plan:
    """`kept` are the fingerprints of the returns in the history, which later ones are compared with."""
    files = [file for file in found.inputs if not is_companion(file.path)]
    digests, policies = Digests(), Policies(job.request)
    memory = Memory(job, state, digests, policies)
    looked = look_at_all(files, job, memory, _counting(tell, len(files)), meanwhile)
    if remembers:
        memory.keep()
    grouped = group(
        [see(each.file, each.look) for each in looked if each.look is not None], job.each, policies
    )
    companions = [file for file in found.inputs if is_companion(file.path)]
    planning = _Planning(job, state, companions, digests, policies, _Chains(kept))
    faults = [each.failed for each in looked if each.failed is not None]
    strangers = [each.file for each in looked if each.failed is None and each.look is None]
    return Plan(
        tuple(planning.planned(made) for made in _of_periods(grouped.returns, job.periods, today)),
        (*found.closed, *faults, *grouped.failed),
        (*strangers, *grouped.left_out),
        found.being_written,
        {each.file.path.resolve(): each.workbook for each in looked if each.workbook is not None},
    )


def _counting(tell: Tell, total: int) -> Callable[[], None]:
    done = itertools.count(1)
    return lambda: tell(next(done), total)


@dataclass(frozen=True, slots=True)
class _Planning:
    """What it takes to say of a return whether it must be scored; asked of each in order, oldest of a unit first."""

    job: Job
    state: State
    companions: Sequence[Input]
    digests: Digests
    policies: Policies
    chains: "_Chains"

    def planned(self, made: Return) -> Planned:
        """The return with its fingerprint, which those after it are then compared with."""
        beside, definitions = _companions_of(made, self.companions), self.policies.digest(made.key.policy)
        decisive = self.chains.decisive(made)
        fingerprint = fingerprint_of(self.job, made, beside, definitions, decisive, self.digests)
        known, chain = self.state.known(made.key), self.chains.planned(made)
        self.chains.add(made, fingerprint)
        return Planned(
            made,
            beside,
            {file.path.resolve(): self.digests.of(file.path) or "" for file in made.files},
            fingerprint,
            chain,
            is_new=self.job.force or known is None or known.fingerprint != fingerprint,
            has_history=self.chains.has_history(made),
        )


class _Chains:
    """The returns of each unit with their fingerprints: those of the history, and those that this run has planned."""

    def __init__(self, kept: Mapping[ReturnKey, str]) -> None:
        self._known: dict[tuple[str, str], dict[ReturnKey, str]] = {}
        self._planned: dict[tuple[str, str], list[tuple[ReturnKey, str]]] = {}
        for key, fingerprint in kept.items():
            self._known.setdefault((key.policy, key.unit), {})[key] = fingerprint
        self._kept = frozenset(self._known)

    def has_history(self, made: Return) -> bool:
        """Whether any return of its unit is in the history."""
        return (made.key.policy, made.key.unit) in self._kept

    def add(self, made: Return, fingerprint: str) -> None:
        """One more that is planned."""
        unit = (made.key.policy, made.key.unit)
        self._known.setdefault(unit, {})[made.key] = fingerprint
        self._planned.setdefault(unit, []).append((made.key, fingerprint))

    def decisive(self, made: Return) -> dict[str, str]:
        """The fingerprints of all before it, which the result is compared with."""
        known = self._known.get((made.key.policy, made.key.unit), {})
        return {str(key): each for key, each in known.items() if _is_before(key, made)}

    def planned(self, made: Return) -> tuple[tuple[ReturnKey, str], ...]:
        """Those of this run before it, oldest first."""
        planned = self._planned.get((made.key.policy, made.key.unit), ())
        return tuple(each for each in planned if _is_before(each[0], made))


def _companions_of(made: Return, companions: Sequence[Input]) -> tuple[Path, ...]:
    """Corrections and answers beside its files, or in a folder above them."""
    folders = {file.folder for file in made.files}
    above = folders | {parent for folder in folders for parent in folder.parents}
    return tuple(each.path for each in companions if each.folder in above)


def _is_before(key: ReturnKey, made: Return) -> bool:
    period = parse_period(key.period) if key.period else None
    return period is not None and made.span is not None and period.end < made.span.end


def _of_periods(returns: Sequence[Return], periods: Newest | Period, today: date) -> list[Return]:
    if isinstance(periods, Period):
        return [made for made in returns if made.span == time_of_return(periods)]
    if periods is Newest.ALL:
        return list(returns)
    if periods is Newest.LATEST:
        newest = {(made.key.policy, made.key.unit): made for made in returns}  # oldest first within a unit
        return list(newest.values())
    wanted = _by_calendar(periods, today)
    return [made for made in returns if made.span == wanted]


def _by_calendar(periods: Newest, today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return {
        Newest.THIS_MONTH: month_of(today.year, today.month),
        Newest.LAST_MONTH: month_of(last.year, last.month),
        Newest.THIS_YEAR: year_of(today.year),
        Newest.LAST_YEAR: year_of(today.year - 1),
    }[periods]
