"""Findings that may stand: each accepted by name, place and reason; never a figure out of one that could not be used."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from healthkpi.correct._find import Found, find_cell, is_file, period_of_row, rows_of_unit
from healthkpi.correct._old import holds
from healthkpi.correct._settle import waiting_rows
from healthkpi.definitions.policy import Policy
from healthkpi.errors import InputError, Several
from healthkpi.model.correction import Accepted
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.folding import fold
from healthkpi.model.grid import Workbook
from healthkpi.model.place import Place
from healthkpi.model.table import Matched
from healthkpi.text import Text

STALE = declare(
    "HK265",
    Severity.WARNING,
    Text(
        "认可的 {code} 这次没有发现；没有什么可认可的",
        "the {code} that is accepted here was not found this time",
    ),
    Text(
        "这一处已经没有这个问题，或者那一格换了别的数：认可的是原来的数，不是现在的。请核对代码和位置，不用的行删去。",
        "The finding is gone, or its cell holds another figure than the one that was accepted. Check code and place, and "
        "delete a row that has had its day.",
    ),
)
_ROW_SAYS = Text("{place}: {why}", "{place}: {why}")


def accept_findings(
    findings: Sequence[Finding],
    accepted: Sequence[Accepted],
    workbooks: Sequence[Workbook],
    matched: Sequence[Matched],
    policy: Policy,
) -> tuple[Finding, ...]:
    """The findings with those signed that are accepted, and what is said of acceptances that found none."""
    told, waiting, errors = list(findings), [], []
    for each in accepted:
        cell = find_cell(each.aim, each.aim.cell, workbooks) if each.aim.cell is not None else None
        if isinstance(cell, Text):
            errors.append(InputError(_ROW_SAYS.format(place=each.acceptance.place, why=cell)))
        elif not _is_here(each, workbooks, matched, policy) or (each.aim.cell is not None and cell is None):
            waiting.append(each.acceptance.place)
        else:
            places = _places(each, cell, matched, policy)
            met = [at for at, finding in enumerate(told) if _is_meant(finding, each, places)]
            for at in met:
                told[at] = replace(told[at], accepted=each.acceptance)
            if not met:
                told.append(Finding(STALE, each.acceptance.place, {"code": each.code}))
    if errors:
        raise Several(errors)
    return (*told, *waiting_rows(waiting))


def _is_here(
    accepted: Accepted, workbooks: Sequence[Workbook], matched: Sequence[Matched], policy: Policy
) -> bool:
    """Whether its file and its period came this time."""
    aim = accepted.aim
    if not any(is_file(aim.file, book) for book in workbooks):
        return False
    times = {period_of_row(each, row, policy) for each in matched for row in each.rows}
    return aim.period is None or aim.period in times


def _places(
    accepted: Accepted, cell: Found | None, matched: Sequence[Matched], policy: Policy
) -> set[str] | None:
    """The cells that are meant; None where a whole file or sheet is."""
    aim = accepted.aim
    if cell is not None:
        raw = cell.grid.cell(cell.row, cell.column)
        is_same = accepted.old is None or holds(raw, accepted.old)
        return {str(cell.place)} if is_same else set()
    if not aim.unit:
        return None
    return set(map(str, _places_of_unit(accepted, matched, policy)))


def _places_of_unit(accepted: Accepted, matched: Iterable[Matched], policy: Policy) -> Iterator[Place]:
    aim = accepted.aim
    for each, row in rows_of_unit(aim.unit, list(matched), policy):
        is_asked = is_file(aim.file, Workbook(each.grid.source, ())) and (
            not aim.sheet or fold(each.grid.sheet or "") == fold(aim.sheet)
        )
        is_time = aim.period is None or period_of_row(each, row, policy) == aim.period
        if not (is_asked and is_time):
            continue
        for name in each.columns:
            field = policy.tables[each.table].fields[name]
            headings = {fold(word) for word in (name, field.en or name, *field.aliases)}
            is_field = not aim.field or fold(aim.field) in headings
            if is_field and (accepted.old is None or holds(each.cell(row, name), accepted.old)):
                yield each.place(row, name)


def _is_meant(finding: Finding, accepted: Accepted, places: set[str] | None) -> bool:
    aim, place = accepted.aim, finding.place
    if finding.code.id != accepted.code:
        return False
    if places is not None:
        return str(place) in places or bool(aim.unit and not aim.field and finding.unit == aim.unit)
    return (
        place is not None
        and fold(aim.file) in {fold(place.file), fold(place.file.rpartition(".")[0])}
        and (not aim.sheet or fold(place.sheet or "") == fold(aim.sheet))
    )
