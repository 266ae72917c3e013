"""Parquet, with and without the library that reads it."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from healthkpi.errors import InputError
from healthkpi.read import _limits, parquet, read_workbook, read_workbooks

needs_pyarrow = pytest.mark.skipif(parquet.load_extra("pyarrow") is None, reason="pyarrow is not installed")


def write(folder, name="表.parquet", **columns):
    import pyarrow as pa
    import pyarrow.parquet

    path = folder / name
    pa.parquet.write_table(pa.table(columns), path)
    return path


def read_column(folder, values):
    return tuple(row[0] for row in read_workbook(write(folder, x=values)).grids[0].rows[1:])


def test_without_the_library_the_refusal_says_how_to_get_it(tmp_path, monkeypatch):
    path = tmp_path / "表.parquet"
    path.write_bytes(b"PAR1\x15\x00 PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install healthkpi\[parquet\]"):
        read_workbook(path)


def test_a_csv_whose_first_heading_is_par1_is_a_csv(tmp_path):
    path = tmp_path / "表.csv"
    path.write_bytes(b"PAR1,x\n1,2\n")
    assert read_workbook(path).grids[0].rows == (("PAR1", "x"), ("1", "2"))


@needs_pyarrow
def test_column_names_are_the_header_row(tmp_path):
    grid = read_workbook(write(tmp_path, 机构=["甲", "乙"], 人数=[1, None])).grids[0]
    assert (grid.sheet, grid.rows) == (None, (("机构", "人数"), ("甲", Decimal(1)), ("乙",)))


@needs_pyarrow
@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (9_007_199_254_740_993, Decimal(9_007_199_254_740_993)),
        (0.1 + 0.2, Decimal("0.3")),
        (Decimal("0.10"), Decimal("0.10")),
        (True, True),
        ("0110", "0110"),
        ("", None),
        (b"\xe7\x94\xb2", "甲"),
        (date(2018, 9, 1), date(2018, 9, 1)),
        (datetime(2018, 9, 1, tzinfo=UTC), date(2018, 9, 1)),
        (datetime(2018, 9, 1, 8, 30), datetime(2018, 9, 1, 8, 30)),  # noqa: DTZ001 - a clock without a zone
        (time(8, 30), time(8, 30)),
        (timedelta(hours=26), "26:00:00"),
    ],
)
def test_every_kind_of_value_stays_what_it_is(tmp_path, value, cell):
    grid = read_workbook(write(tmp_path, x=[value], y=["last"])).grids[0]
    assert grid.cell(1, 0) == cell


@needs_pyarrow
def test_single_precision_adds_no_digits(tmp_path):
    import pyarrow as pa

    values = pa.array([0.1, 16_777_216.0], pa.float32())
    assert read_column(tmp_path, values) == (Decimal("0.1"), Decimal(16_777_216))


@needs_pyarrow
def test_row_numbers_of_pandas_are_no_column(tmp_path):
    assert read_workbook(write(tmp_path, x=[1], __index_level_0__=[7])).grids[0].rows[0] == ("x",)


@needs_pyarrow
def test_more_cells_than_memory_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(_limits, "PLACES", replace(_limits.PLACES, most=3))
    with pytest.raises(InputError, match="more than 3 cells"):
        read_workbook(write(tmp_path, x=[1, 2, 3, 4]))


@needs_pyarrow
def test_a_cut_off_file_is_refused(tmp_path):
    path = write(tmp_path, x=[1])
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(InputError, match="may be damaged"):
        read_workbook(path)


@needs_pyarrow
def test_a_folder_that_spark_wrote_is_read(tmp_path):
    write(tmp_path, "part-00000.parquet", x=[1])
    (tmp_path / "_SUCCESS").write_bytes(b"")
    assert len(read_workbooks([tmp_path])) == 1
