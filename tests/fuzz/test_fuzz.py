"""Changed files: never a traceback, never more memory or time than there is, never another row's figures.

A bounded number of cases; `make fuzz` goes on for as long as wanted.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bad_inputs import ROWS, csv_bytes, rows_of, write_definitions
from fuzz.__main__ import GOOD, run_worker
from fuzz.changes import ODD_VALUES, containers
from healthkpi.errors import HealthKpiError
from healthkpi.pipeline import check
from healthkpi.request import Request
from read.making import write_xls, write_xlsb

CASES = 60
LAW = settings(max_examples=40, derandomize=True, deadline=None)
# What a cell may hold in every format: XML and a CSV keep no zero bytes, and a CSV tells no blank from no cell.
CELLS = st.sampled_from([value for value in ODD_VALUES if value.strip()])
FIGURES = st.tuples(st.integers(2, 7), st.sampled_from("EFG"))


@pytest.mark.parametrize("first", [0, 100, 200, 300])
def test_a_changed_file_is_read_or_refused_within_its_limits(first):
    ended = dict(run_worker(first, CASES))

    assert {seed: said for seed, said in ended.items() if said not in GOOD} == {}
    assert len(ended) == CASES


@pytest.fixture(scope="module")
def definitions(tmp_path_factory) -> Path:
    return write_definitions(tmp_path_factory.mktemp("definitions"))


def figures(path: Path, definitions: Path) -> dict[str, tuple[object, object]] | None:
    """Numerator and denominator of each facility; None where the file is refused."""
    try:
        card = check(Request([path], definitions, levels=("facility",))).scorecard
    except HealthKpiError:
        return None
    return {
        each.value.unit: (each.value.value.numerator, each.value.value.denominator)
        for each in card.results[0].listed
        if each.value.level == "facility"
    }


def facility(row: int) -> str:
    return str(ROWS[row - 2][3])


@LAW
@given(FIGURES, CELLS)
def test_whatever_stands_in_a_figure_changes_no_other_row(definitions, place, value):
    row, column = place
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.csv"
        path.write_bytes(csv_bytes(rows_of(**{f"{column}{row}": value})))
        found = figures(path, definitions)

    assert found is not None
    for number, (*_, name, patients, managed, _rate) in enumerate(ROWS, start=2):
        if number != row:
            assert found[name] == (managed, patients)
    assert set(found) <= {facility(number) for number in range(2, 8)}


@LAW
@given(st.dictionaries(FIGURES, CELLS, min_size=1, max_size=6))
def test_the_same_cells_come_to_the_same_figures_in_every_format(definitions, changes):
    rows = rows_of(**{f"{column}{row}": value for (row, column), value in changes.items()})
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "表.csv"
        path.write_bytes(csv_bytes(rows))
        found = [
            figures(each, definitions) for each in (path, write_xls(folder, rows), write_xlsb(folder, rows))
        ]

    assert found[0] == found[1] == found[2]


def test_every_format_is_among_the_files_that_are_changed(definitions, tmp_path):
    for ending, data in containers().items():
        path = tmp_path / f"表.{ending}"
        path.write_bytes(data)
        assert figures(path, definitions) == {str(row[3]): (row[5], row[4]) for row in ROWS}, ending
