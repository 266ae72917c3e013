"""Binary workbooks of Excel 2007: their records are walked by ourselves."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from healthkpi.errors import InputError
from healthkpi.model.grid import CellError, Share, Span
from healthkpi.read import read_workbook

from .making import DAY_STYLE, DURATION_STYLE, OWN_STYLE, write_xlsb, xlsb_members, zip_bytes

ROWS = [
    ["机构", "率", "日期"],
    ["甲", Share(Decimal("0.517")), (43_344, DAY_STYLE)],
    ["乙", CellError("#DIV/0!"), True],
    ["丙", (0.5, OWN_STYLE), (1.5, DURATION_STYLE)],
    [None, 29, 0.1 + 0.2],
]


def test_an_xlsb_gives_shares_days_errors_and_numbers(tmp_path):
    workbook = read_workbook(write_xlsb(tmp_path, ROWS))
    assert workbook.grids[0].rows == (
        ("机构", "率", "日期"),
        ("甲", Share(Decimal("0.517")), date(2018, 9, 1)),
        ("乙", CellError("#DIV/0!"), True),
        ("丙", Share(Decimal("0.5")), "36:00:00"),
        (None, Decimal(29), Decimal("0.3")),
    )
    assert (workbook.grids[0].sheet, workbook.findings) == ("一", ())


def test_another_reader_sees_the_same_cells(tmp_path):
    sheet = CalamineWorkbook.from_path(str(write_xlsb(tmp_path, ROWS))).get_sheet_by_name("一")
    assert sheet.to_python()[0] == ["机构", "率", "日期"]
    assert sheet.to_python()[1][:2] == ["甲", 0.517]
    assert sheet.to_python()[1][2] == date(2018, 9, 1)


def test_merged_cells_and_hidden_rows_of_an_xlsb_are_told(tmp_path):
    grid = read_workbook(write_xlsb(tmp_path, ROWS, merged=[(0, 1, 0, 2)], hidden_rows=[2])).grids[0]
    assert (grid.merged, grid.hidden_rows) == ((Span(0, 1, 0, 2),), {2})


def test_every_changed_byte_of_an_xlsb_is_refused_or_read(tmp_path):
    members = xlsb_members(ROWS)
    path = tmp_path / "坏.xlsb"
    for part in [name for name in members if name.endswith(".bin")]:
        for position in range(0, len(members[part]), 5):
            body = members[part]
            changed = members | {part: body[:position] + b"\xff" + body[position + 1 :]}
            path.write_bytes(zip_bytes(changed))
            with contextlib.suppress(InputError):
                read_workbook(path)


def test_cells_that_lie_too_far_apart_are_refused_by_their_number(tmp_path):
    rows = [[None] * 16_383 + [1]] * 1_300
    with pytest.raises(InputError, match="needs more than 20,000,000 cells"):
        read_workbook(write_xlsb(tmp_path, rows))
