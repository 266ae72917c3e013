"""OpenDocument and the old binary formats, through calamine."""

from datetime import date
from decimal import Decimal

import pytest

from healthkpi.errors import InputError
from healthkpi.read import read_workbook

from .making import ole2_bytes, write_ods

TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
NUMBER = '<table:table-cell office:value-type="float" office:value="{}"/>'
DAY = '<table:table-cell office:value-type="date" office:date-value="{}"/>'
BLANKS = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def test_an_ods_gives_text_exact_numbers_and_dates(tmp_path):
    rows = row(TEXT.format("011"), NUMBER.format("0.30000000000000004"), DAY.format("2018-09-01")) + BLANKS
    grid = read_workbook(write_ods(tmp_path, rows)).grids[0]
    assert (grid.sheet, grid.rows) == ("一", (("011", Decimal("0.3"), date(2018, 9, 1)),))


def test_blank_rows_before_the_table_are_kept(tmp_path):
    path = write_ods(
        tmp_path, row("<table:table-cell/>", repeated=2) + row("<table:table-cell/>", NUMBER.format(5))
    )
    assert read_workbook(path).grids[0].rows == ((), (), (None, Decimal(5)))


def test_what_cannot_be_seen_is_said(tmp_path):
    workbook = read_workbook(write_ods(tmp_path, row(NUMBER.format(1))))
    assert [finding.code.id for finding in workbook.findings] == ["HK207"]


def test_absurd_repeats_are_refused(tmp_path):
    bomb = row(NUMBER.format(1).replace("/>", ' table:number-columns-repeated="16000"/>'), repeated=1_000_000)
    with pytest.raises(InputError, match="absurd number"):
        read_workbook(write_ods(tmp_path, bomb))


def test_a_locked_ods_is_said_to_be_locked(tmp_path):
    path = write_ods(
        tmp_path, "", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    )
    with pytest.raises(InputError, match="password-protected"):
        read_workbook(path)


def test_a_damaged_xls_is_refused(tmp_path):
    path = tmp_path / "坏.xls"
    path.write_bytes(ole2_bytes("Workbook"))
    with pytest.raises(InputError, match="may be damaged"):
        read_workbook(path)
