"""What a request brings along: statistics, lists of units, and answers that were given before."""

import contextlib
import functools
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from healthkpi.confirm import FILE_NAME, apply_answers, finding_on_answers, is_form, read_form
from healthkpi.correct import FILE_NAMES as CORRECTIONS_NAMES
from healthkpi.correct import is_corrections_name, with_cells
from healthkpi.definitions.own_words import with_rosters
from healthkpi.definitions.policy import Policy
from healthkpi.errors import InputError, Several, UsageError
from healthkpi.match import find_rosters, findings_on_rosters, is_roster
from healthkpi.model.contact import Contact
from healthkpi.model.correction import Spot
from healthkpi.model.finding import Finding
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.model.question import About, Asked
from healthkpi.model.roster import Roster
from healthkpi.read import read_workbook, read_workbooks
from healthkpi.request import Request, unknown_name
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class Inputs:
    """The sheets with statistics, those with units, and the form with its answers, which may be yet to be written."""

    statistics: tuple[Workbook, ...]
    listed: tuple[Workbook, ...]
    rosters: tuple[Workbook, ...]
    asked: tuple[Asked, ...]
    form: Path
    baselines: tuple[Workbook, ...] = ()
    corrections: tuple[Workbook, ...] = ()

    @property
    def figures(self) -> tuple[Workbook, ...]:
        """Every workbook that a correction may be for."""
        return (*self.statistics, *self.baselines)

    def corrected(self, values: Mapping[Spot, CellValue]) -> "Inputs":
        """The same as if these cells had been edited in their workbooks."""
        if not values:
            return self
        return replace(
            self,
            statistics=with_cells(self.statistics, values),
            listed=with_cells(self.listed, values),
            baselines=with_cells(self.baselines, values),
        )

    def in_own_words(self, policy: Policy) -> tuple[Policy, tuple[Finding, ...]]:
        """A policy with the lists of units that came along and the names that were confirmed, and what is said of them."""
        rosters = self._rosters_of(policy)
        listed = with_rosters(policy, rosters)
        told = (
            *findings_on_rosters(rosters, policy),
            *finding_on_answers(listed, self.asked, self.form.name),
        )
        return apply_answers(listed, self.asked), told

    def contacts(self, policy: Policy) -> dict[str, Contact]:
        """Whom to ask in each unit, where a list of units says it."""
        return {unit: each for roster in self._rosters_of(policy) for unit, each in roster.contacts.items()}

    def _rosters_of(self, policy: Policy) -> list[Roster]:
        return [
            *find_rosters(self.listed, policy),
            *find_rosters(self.rosters, policy, named=False),
        ]


def read_inputs(request: Request) -> Inputs:
    """Read every file that was given; lists of units, answers and corrections are set aside from the statistics."""
    given = [path for path in request.files if path.name != FILE_NAME and not _is_correcting(path, request)]
    workbooks = read_workbooks(given or request.files, request.password, request.known)
    correcting = [workbook for workbook in workbooks if _is_correcting(workbook.source.path, request)]
    forms = [workbook for workbook in workbooks if workbook.source.path.name == FILE_NAME]
    folders = _folders(request)
    paths = dict.fromkeys(path.resolve() for path in _forms_beside(request, folders))
    paths |= dict.fromkeys(workbook.source.path.resolve() for workbook in forms)
    asked = _read_answers(tuple(paths))
    statistics = [workbook for workbook in workbooks if workbook not in forms and workbook not in correcting]
    return Inputs(
        statistics=tuple(_named(request, [_without_rosters(workbook) for workbook in statistics])),
        listed=tuple(statistics),
        rosters=read_workbooks(request.units, request.password) if request.units else (),
        asked=asked,
        form=_form_to_write(request, folders),
        baselines=read_workbooks(request.baselines, request.password) if request.baselines else (),
        corrections=_read_corrections(request, correcting, folders),
    )


def read_alone(request: Request) -> Inputs:
    """The files with the answers beside them, without what is for a whole return: lists of units, corrections, earlier figures."""
    workbooks = read_workbooks(request.files, request.password)
    folders = _folders(request)
    return Inputs(
        statistics=tuple(_named(request, [_without_rosters(workbook) for workbook in workbooks])),
        listed=workbooks,
        rosters=(),
        asked=_read_answers(tuple(dict.fromkeys(path.resolve() for path in _forms_beside(request, folders)))),
        form=_form_to_write(request, folders),
    )


def _folders(request: Request) -> tuple[Path, ...]:
    """The folders that were given, and those of the files that were: each once."""
    return tuple(dict.fromkeys(path if path.is_dir() else path.parent for path in request.files))


def _is_correcting(path: Path, request: Request) -> bool:
    """Whether a file holds corrections and no statistics: by its name, or because it was given as such."""
    named = request.corrections
    return is_corrections_name(path.name) or (named is not None and named.resolve() == path.resolve())


def _read_corrections(
    request: Request, within: Sequence[Workbook], folders: Sequence[Path]
) -> tuple[Workbook, ...]:
    """The file that was named, else those that lie beside the inputs or came in a folder with them."""
    if request.corrections is not None:
        if not request.corrections.is_file():
            raise UsageError(_NO_CORRECTIONS.format(path=request.corrections))
        return (read_workbook(request.corrections, request.password),)
    beside = [folder / name for folder in folders for name in CORRECTIONS_NAMES if (folder / name).is_file()]
    given = [path for path in request.files if _is_correcting(path, request)]
    paths = [*given, *(workbook.source.path for workbook in within), *beside]
    return read_workbooks(paths, request.password) if paths else ()


_NO_CORRECTIONS = Text(
    "--corrections {path}: 没有这个文件；新建一个表格，第一行写：单元格、原值、新值、理由、更正人、日期（不写单元格的，写 单位、栏目），一行一条",
    "--corrections {path}: there is no such file; make a table with the first row: cell, old, new, reason, who, when (or unit and "
    "field instead of cell), one row a correction",
)


def _forms_beside(request: Request, folders: Sequence[Path]) -> Iterator[Path]:
    """The form that was named, else those that lie beside the inputs."""
    if request.confirmed is not None:
        if request.confirmed.exists():
            yield request.confirmed
        return
    yield from (form for folder in folders if (form := folder / FILE_NAME).is_file())


def _form_to_write(request: Request, folders: Sequence[Path]) -> Path:
    return folders[0] / FILE_NAME if request.confirmed is None else request.confirmed


def _read_answers(paths: Sequence[Path]) -> tuple[Asked, ...]:
    """The rows of all forms, each question once; two answers to one question are refused."""
    asked: dict[tuple[str, About, str, str], tuple[Asked, Path]] = {}
    errors = []
    for path in paths:
        answers = _answers_in(path, _digest(path))
        if answers is None:
            errors.append(_not_a_form(path))
            continue
        for each in answers:
            known, where = asked.get(each.key, (each, path))
            if not known.is_open and not each.is_open and known.chosen != each.chosen:
                errors.append(_two_answers(each, where, path))
            if known.is_open or each.key not in asked:
                asked[each.key] = (each, path)
    if errors:
        raise Several(errors)
    return tuple(each for each, _ in asked.values())


def _digest(path: Path) -> str | None:
    """None where the file cannot be read, which reading it then says."""
    with contextlib.suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return None


@functools.lru_cache(maxsize=64)
def _answers_in(path: Path, _digest: str | None) -> tuple[Asked, ...] | None:
    """Once for a form that lies beside a thousand files; None where it is no form."""
    workbook = read_workbook(path)
    return tuple(read_form(workbook)) if any(is_form(grid) for grid in workbook.grids) else None


def _not_a_form(path: Path) -> InputError:
    return InputError(
        Text(
            f"{path}: 不是 healthkpi 写的确认表；把它改名或移走",
            f"{path}: not a form that healthkpi wrote; rename it or move it away",
        )
    )


def _two_answers(asked: Asked, one: Path, other: Path) -> InputError:
    written = asked.question.written
    if one == other:
        return InputError(
            Text(
                f"“{written}”在 {one} 里有两行，答得不一样；删去一行",
                f'"{written}" has two rows in {one} with different answers; delete one',
            )
        )
    return InputError(
        Text(
            f"“{written}”在 {one} 和 {other} 里答得不一样；改成一样，或删去一处",
            f'"{written}" is answered differently in {one} and {other}; make them agree, or delete one',
        )
    )


def _without_rosters(workbook: Workbook) -> Workbook:
    kept = tuple(grid for grid in workbook.grids if not _is_list_of_units(grid))
    return workbook if len(kept) == len(workbook.grids) else replace(workbook, grids=kept)


def _is_list_of_units(grid: Grid) -> bool:
    return not grid.hidden and is_roster(grid)


def _named(request: Request, workbooks: Sequence[Workbook]) -> Sequence[Workbook]:
    """Of the sheets those that were asked for; one that is asked for by name is not hidden."""
    if not request.sheets:
        return workbooks
    names = [grid.sheet for workbook in workbooks for grid in workbook.grids if grid.sheet is not None]
    unknown = [name for name in request.sheets if name not in names]
    if unknown:
        raise Several([UsageError(unknown_name(Text("工作表", "sheet"), name, names)) for name in unknown])
    return [
        replace(
            workbook,
            grids=tuple(
                replace(grid, hidden=False) for grid in workbook.grids if grid.sheet in request.sheets
            ),
        )
        for workbook in workbooks
    ]
