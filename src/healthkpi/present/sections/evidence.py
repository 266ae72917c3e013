"""Which entries of the task ledger have evidence, and which do not: done without evidence is to be checked, not done.

Per entry: how many units had to hand something in, how many are done with evidence, done without, not done, and who they are. A
unit that must attest and has no row counts among those that are lacking.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.task_ledger import DONE, DONE_ON, EVIDENCE, ITEM, OWNER, TASK_LEDGER, fold_item
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.table import StatTable
from healthkpi.present._figures import clean
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._rows import ROWS_HIDDEN, is_missing, period_judged, rows_of, word_at
from healthkpi.present._section import Block, Cell, Line, Section, Tone, cell, column, filled_grid
from healthkpi.text import Text, joined

RULE = Text(
    "填了完成而没有佐证的是待核，不是完成；没有写是否完成的不当作完成，也不当作没完成",
    "done without evidence is to be checked, not done; a blank state is neither",
)
NO_COLUMN = Text(
    "台账里有 {count} 条完成所在的表没有“佐证”一列，有没有佐证看不出来；判定时当作完成，请补上这一列",
    "{count} entries that are done stand in a ledger without a column for evidence; they are judged as done, so add the column",
)
_COLUMNS = (
    column("事项", "Entry"),
    column("应交", "Asked of", is_number=True),
    column("有佐证", "With evidence", is_number=True),
    column("待核", "To be checked", is_number=True),
    column("未完成", "Not done", is_number=True),
    column("没有写", "Not said", is_number=True),
    column("佐证", "Evidence"),
    column("缺的单位", "Lacking"),
)


class _State(StrEnum):
    GIVEN = "given"
    UNPROVEN = "unproven"
    NOT_ASKED = "not asked"  # done, in a ledger without a column for evidence
    NOT_DONE = "not done"
    UNKNOWN = "unknown"  # blank, or two rows that contradict each other


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item of one unit; without a row where a unit had to say something and did not."""

    item: str
    owner: str
    state: _State
    said: str = ""


def _make(report: Report) -> Iterator[Block]:
    if report.scorecard.suppressed_below is not None:
        yield Line(ROWS_HIDDEN, Tone.WARN)
        return
    ledger = report.tables.get(TASK_LEDGER)
    if ledger is None:
        yield Line(Text("这次没有事项台账", "there is no task ledger among the files"), Tone.QUIET)
        return
    entries = [each for each in _entries(report, ledger) if report.unit in {None, each.owner}]
    yield Line(_counts(entries), Tone.STRONG)
    items = list(dict.fromkeys(each.item for each in entries))
    if items:
        yield filled_grid(
            _COLUMNS, [_row(item, [each for each in entries if each.item == item]) for item in items]
        )
    unasked = sum(each.state is _State.NOT_ASKED for each in entries)
    if unasked:
        yield Line(NO_COLUMN.format(count=unasked), Tone.WARN)
    lost = _not_in_ledger(report, items) if report.unit is None else []
    if lost:
        names = named(lost)
        said = (
            f"台账里没有的事项 {len(lost)} 项：{names.zh}",
            f"{len(lost)} entries are not in the ledger: {names.en}",
        )
        yield Line(Text(*said), Tone.WARN)
    yield Line(RULE, Tone.QUIET)


def _entries(report: Report, ledger: StatTable) -> Iterator[_Entry]:
    """The rows of the ledger, and the units that an entry is asked of and that have none."""
    found: dict[str, list[_Entry]] = {}
    names = UnitNames(report.policy)
    for row in rows_of(ledger, period_judged(report, ledger)):
        entry = _entry(ledger, row, names)
        found.setdefault(fold_item(entry.item), []).append(entry)
    for members in found.values():
        yield from members
        level = _level_asked(report, members[0].item)
        owners = {each.owner for each in members}
        if level is not None and owners != {""}:
            absent = [unit for unit in report.policy.words.units.get(level, {}) if unit not in owners]
            yield from (_Entry(members[0].item, unit, _State.UNKNOWN) for unit in absent)


def _entry(ledger: StatTable, row: int, names: UnitNames) -> _Entry:
    owner = word_at(ledger, row, OWNER)
    listed = (names.find(owner, level) for level in names.levels) if owner else ()
    owner = next((name for name in listed if name), owner)
    return _Entry(clean(word_at(ledger, row, ITEM)), clean(owner), _state(ledger, row), _said(ledger, row))


def _state(ledger: StatTable, row: int) -> _State:
    if row in ledger.doubtful or is_missing(ledger, row, DONE):
        return _State.UNKNOWN
    if not ledger.value(row, DONE):
        return _State.NOT_DONE
    if EVIDENCE not in ledger.origins[row].matched.columns:
        return _State.NOT_ASKED
    return _State.GIVEN if word_at(ledger, row, EVIDENCE) else _State.UNPROVEN


def _said(ledger: StatTable, row: int) -> str:
    """The evidence and its day."""
    day = ledger.value(row, DONE_ON)
    parts = [word_at(ledger, row, EVIDENCE), day.date().isoformat() if isinstance(day, datetime) else ""]
    return clean(" ".join(filter(None, parts))) if parts[0] else ""


def _level_asked(report: Report, item: str) -> str | None:
    """The level of which each unit has to attest the entry."""
    for indicator in report.policy.indicators.values():
        if indicator.each and fold_item(item) in {fold_item(name) for name in _items(indicator)}:
            return indicator.each[0]
    return None


def _items(indicator: Indicator) -> Sequence[str]:
    """The entries of the ledger that an indicator reads, by its own name too."""
    if indicator.table is not None:
        return ()
    return [indicator.item, indicator.name.zh] if indicator.item is not None else list(indicator.items)


def _not_in_ledger(report: Report, items: Sequence[str]) -> list[str]:
    """What the indicators that were asked about wait for."""
    there, lost = {fold_item(item) for item in items}, []
    for result in report.scorecard.results:
        indicator = report.policy.indicators[result.id]
        names = _items(indicator)
        if indicator.item is not None:
            # Either of its two names will do.
            names = names[:1] if not {fold_item(name) for name in names} & there else ()
        lost += [name for name in names if fold_item(name) not in there]
    return list(dict.fromkeys(lost))


def _counts(entries: Sequence[_Entry]) -> Text:
    count = {state: sum(each.state is state for each in entries) for state in _State}
    done = count[_State.GIVEN] + count[_State.NOT_ASKED]
    return Text(
        f"应交 {len(entries)} 条：完成并有佐证 {count[_State.GIVEN]}，完成而无佐证（待核）{count[_State.UNPROVEN]}，"
        f"未完成 {count[_State.NOT_DONE]}，没有写 {count[_State.UNKNOWN]}"
        + (
            f"；另有 {count[_State.NOT_ASKED]} 条完成，表里没有佐证一列" if done > count[_State.GIVEN] else ""
        ),
        f"{len(entries)} asked for: {count[_State.GIVEN]} done with evidence, {count[_State.UNPROVEN]} done without (to be "
        f"checked), {count[_State.NOT_DONE]} not done, {count[_State.UNKNOWN]} not said"
        + (
            f"; {count[_State.NOT_ASKED]} done in a ledger without that column"
            if done > count[_State.GIVEN]
            else ""
        ),
    )


def _row(item: str, entries: Sequence[_Entry]) -> list[Cell]:
    def count(state: _State, tone: Tone = Tone.PLAIN) -> Cell:
        number = sum(each.state is state for each in entries)
        return Cell(Text(str(number), str(number)), Fraction(number), tone=tone if number else Tone.PLAIN)

    total = len(entries)
    evidence = list(dict.fromkeys(each.said for each in entries if each.said))
    return [
        cell(item),
        Cell(Text(str(total), str(total)), Fraction(total)),
        count(_State.GIVEN, Tone.GOOD),
        count(_State.UNPROVEN, Tone.WARN),
        count(_State.NOT_DONE, Tone.BAD),
        count(_State.UNKNOWN, Tone.WARN),
        cell(named(evidence)),
        cell(_lacking(entries)),
    ]


def _lacking(entries: Sequence[_Entry]) -> Text:
    """Everybody who is lacking, by what they lack."""
    words = {
        _State.UNPROVEN: Text("待核", "to be checked"),
        _State.NOT_DONE: Text("未完成", "not done"),
        _State.UNKNOWN: Text("没有写", "not said"),
    }
    parts = []
    for state, said in words.items():
        owners = [each.owner for each in entries if each.state is state and each.owner]
        if owners:
            parts.append(Text(f"{said.zh}：{'、'.join(owners)}", f"{said.en}: {', '.join(owners)}"))
    return joined(parts) if parts else Text("", "")


SECTION = Section(Text("佐证", "evidence"), Text("佐证材料", "Evidence"), 75, _make)
