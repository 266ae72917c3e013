"""Match: which sheet holds which table, where its header is, which column is which field.

The definitions' own names and aliases are the guide. Nothing is matched by likeness: a heading that is
nearly a known name is told with a suggestion and left alone.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from healthkpi.definitions.policy import Policy
from healthkpi.match._blank import match_blank
from healthkpi.match._blocks import find_blocks
from healthkpi.match._copies import Why, find_rivals
from healthkpi.match._dispatch import is_dispatch_table
from healthkpi.match._findings import (
    finding_on_dispatch_table,
    finding_on_near,
    finding_on_rival,
    finding_on_timeless,
    finding_on_unknown,
    findings_on,
)
from healthkpi.match._look import look_at
from healthkpi.match._nearest import is_prose, nearest_table
from healthkpi.match._recognised import Seen, as_matched, names_of_units, recognise, see
from healthkpi.match._roster import find_rosters, findings_on_rosters, is_roster
from healthkpi.model.finding import Finding
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid, Workbook
from healthkpi.model.period import Period
from healthkpi.model.table import Matched

__all__ = [
    "find_rosters",
    "findings_on_rosters",
    "holds_table",
    "is_roster",
    "look_at",
    "match_blank",
    "match_workbooks",
    "shows_area",
    "shows_units",
    "tell_unmatched",
]

# Further down a sheet names no other units than in its first rows.
_ROWS_ENOUGH = 200
# What every area calls itself says of none which it is.
_ANY_AREA = frozenset("全省 全市 全县 全区 本省 本市 本县 本区 我省 我市 我县 我区".split())


def match_workbooks(
    workbooks: Iterable[Workbook],
    policy: Policy,
    period: Period | None = None,
    header_rows: tuple[int, ...] = (),
) -> tuple[Matched, ...]:
    """Every table of the policy in every sheet; hidden sheets are left alone, and of two copies one."""
    known, decisive = names_of_units(policy), _decisive(policy, header_rows)
    books = []
    for workbook in workbooks:
        seen = workbook.once(decisive, partial(_see_all, workbook, policy, header_rows, known))
        books.append([recognise(each, policy, period, known) for each in seen])
    rivals = find_rivals(books, policy)
    found = [each for book in books for each in book]
    left_out = {rival.index for rival in rivals if rival.why is not Why.CONTRADICTS}
    matched: list[Matched] = []
    for index, each in enumerate(found):
        if index not in left_out:
            told = [
                finding_on_rival(found[rival.index], each, rival.why)
                for rival in rivals
                if rival.used == index
            ]
            timeless = finding_on_timeless(each, found)
            matched += as_matched(each, (*findings_on(each), *timeless, *told))
    return tuple(matched)


def _decisive(policy: Policy, header_rows: tuple[int, ...]) -> tuple[object, ...]:
    """What decides what is seen in a workbook: the tables, and the names of the area and its units."""
    tables = (f"{name} {table.digest}" for name, table in policy.tables.items())
    return "seen", policy.words.digest, *tables, header_rows


def _see_all(
    workbook: Workbook, policy: Policy, header_rows: tuple[int, ...], known: frozenset[str]
) -> tuple[Seen, ...]:
    return tuple(
        see(block, policy, known)
        for grid in workbook.grids
        if not grid.hidden
        for block in find_blocks(grid, policy, header_rows)
    )


def holds_table(workbooks: Iterable[Workbook], policy: Policy, header_rows: tuple[int, ...] = ()) -> bool:
    """Whether any sheet holds a table of the policy; the first one found is enough."""
    grids = (grid for workbook in workbooks for grid in workbook.grids if not grid.hidden)
    return any(find_blocks(grid, policy, header_rows) for grid in grids)


def tell_unmatched(
    workbooks: Iterable[Workbook], policies: Sequence[Policy], matched: Sequence[Matched]
) -> tuple[Finding, ...]:
    """The sheets that hold no table: which one each is nearest to, and what it lacks; not those of mere prose."""
    places = {(each.grid.source.name, each.grid.sheet) for each in matched}
    told = (finding.place for each in matched for finding in each.findings)
    places |= {(place.file, place.sheet) for place in told if place is not None}
    return tuple(
        _on_unmatched(grid, policies)
        for workbook in workbooks
        for grid in workbook.grids
        if (grid.source.name, grid.sheet) not in places and not grid.hidden and not is_prose(grid)
    )


def _on_unmatched(grid: Grid, policies: Sequence[Policy]) -> Finding:
    near = [found for policy in policies if (found := nearest_table(grid, policy)) is not None]
    if is_dispatch_table(grid):
        return finding_on_dispatch_table(grid)
    if not near:
        return finding_on_unknown(grid)
    return finding_on_near(max(near, key=lambda each: each.likeness))


def shows_area(workbooks: Iterable[Workbook], policy: Policy) -> bool:
    """Whether a file name or the first rows of a sheet name the policy's area."""
    area = policy.words.area
    names = [fold(name) for name in (area.name.zh, area.name.en, *area.aliases)]
    names = [name for name in names if len(name) > 1 and name not in _ANY_AREA]
    return any(
        name in fold(words) for workbook in workbooks for words in _first_words(workbook) for name in names
    )


def shows_units(workbooks: Iterable[Workbook], policy: Policy) -> bool:
    """Whether a cell names one of the units that have to report to the policy's area."""
    units = {fold(name) for units in policy.words.units.values() for name in units}
    return any(
        fold(cell) in units
        for workbook in workbooks
        for grid in workbook.grids
        for row in grid.rows[:_ROWS_ENOUGH]
        for cell in row
        if isinstance(cell, str)
    )


def _first_words(workbook: Workbook) -> Iterable[str]:
    yield workbook.source.name
    for grid in workbook.grids:
        for row in grid.rows[:5]:
            yield from (cell for cell in row if isinstance(cell, str))
