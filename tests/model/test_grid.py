"""The cells of a sheet, asked for by row and column."""

import pytest
from tests.making import grid


@pytest.mark.parametrize("merged", [(), ((1, 0, 2, 0),)])
def test_columns_asked_for_together_are_those_asked_for_one_by_one(merged):
    sheet = grid(
        [["县", "乡镇", "人数"], ["西湖县", "口泉乡", 12], [None, "高山镇"], ["丰县"]], merged=merged
    )
    columns = sheet.filled_columns([1, 2, 3], [2, 0, 5])
    assert [list(column) for column in columns] == [sheet.filled_cells([1, 2, 3], each) for each in (2, 0, 5)]
    assert list(columns[1]) == ["西湖县", "西湖县" if merged else None, "丰县"]


def test_no_rows_have_columns_without_cells():
    assert [list(column) for column in grid([["县", "乡镇"]]).filled_columns([], [0, 1])] == [[], []]
