"""OpenDocument and the old binary formats."""

import contextlib
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from healthkpi.errors import InputError
from healthkpi.model.grid import CellError, Share, Span, Uncalculated
from healthkpi.read import read_workbook

from .making import DAY_STYLE, DURATION_STYLE, OWN_STYLE, ole2_bytes, write_ods, write_xls

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


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('office:value-type="percentage" office:value="0.517"><text:p>51.7%</text:p>', Share(Decimal("0.517"))),
        ('office:value-type="currency" office:value="12"><text:p>￥12</text:p>', Decimal(12)),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p>', True),
        ('office:value-type="date" office:date-value="2018-09-01T08:30:00">', datetime(2018, 9, 1, 8, 30)),  # noqa: DTZ001 - a cell has no zone
        ('office:value-type="time" office:time-value="PT08H30M00S">', time(8, 30)),
        ('office:value-type="time" office:time-value="PT26H30M00S">', "26:30:00"),
        ('table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p>', CellError("#DIV/0!")),
        ('table:formula="of:=A1" calcext:value-type="error"><text:p>Err:502</text:p>', CellError("Err:502")),
        ('table:formula="of:=SUM([.A1:.A2])">', Uncalculated("=SUM([.A1:.A2])")),
        ('table:formula="of:=A1" office:value-type="string">', None),
        ('office:value-type="string"><text:p>#N/A</text:p>', "#N/A"),
        ('office:value-type="string"><text:p>一<text:s text:c="2"/>二</text:p><text:p>三</text:p>', "一  二\n三"),
        ('office:value-type="string"><office:annotation><text:p>注</text:p></office:annotation><text:p>1</text:p>', "1"),
        ('office:value-type="string"><text:p>\n  1\n  2</text:p>', " 1 2"),
    ],
)  # fmt: skip
def test_every_kind_of_ods_cell_is_what_it_shows(tmp_path, cell, value):
    cells = row(f"<table:table-cell {cell}</table:table-cell>", NUMBER.format(1))
    assert read_workbook(write_ods(tmp_path, cells)).grids[0].cell(0, 0) == value


def test_merged_cells_of_an_ods_are_spans(tmp_path):
    wide = NUMBER.format(1).replace("/>", ' table:number-columns-spanned="2" table:number-rows-spanned="2"/>')
    covered = "<table:covered-table-cell/>"
    rows = row(wide, covered, NUMBER.format(3)) + row(covered, covered, NUMBER.format(6))
    grid = read_workbook(write_ods(tmp_path, rows)).grids[0]
    assert grid.rows == ((Decimal(1), None, Decimal(3)), (None, None, Decimal(6)))
    assert grid.merged == (Span(0, 0, 1, 1),)


def test_repeated_rows_and_cells_of_an_ods_are_all_there(tmp_path):
    rows = row(NUMBER.format(1).replace("/>", ' table:number-columns-repeated="2"/>'), repeated=2)
    assert read_workbook(write_ods(tmp_path, rows + BLANKS)).grids[0].rows == ((Decimal(1),) * 2,) * 2


def test_a_formula_without_a_value_repeated_absurdly_is_refused(tmp_path):
    cell = '<table:table-cell table:formula="of:=A1" table:number-columns-repeated="16000"/>'
    with pytest.raises(InputError, match="absurd number"):
        read_workbook(write_ods(tmp_path, row(cell, repeated=1_000_000)))


def test_hidden_rows_of_an_ods_are_told(tmp_path):
    hidden = row(NUMBER.format(1)).replace("<table:table-row", '<table:table-row table:visibility="filter"')
    assert read_workbook(write_ods(tmp_path, hidden)).grids[0].hidden_rows == {0}


def test_an_external_link_of_an_ods_is_said(tmp_path):
    cell = NUMBER.format(1).replace(
        "/>", " table:formula=\"of:=['file:///上年.ods'#$一.A1]\"/>".replace("'", "&apos;")
    )
    (finding,) = read_workbook(write_ods(tmp_path, row(cell))).findings
    assert (finding.code.id, str(finding.place)) == ("HK205", "表.ods[一]!A1")


def test_an_ods_loses_nothing_so_nothing_is_said(tmp_path):
    assert read_workbook(write_ods(tmp_path, row(NUMBER.format(1)))).findings == ()


XLS = [
    ["机构", "率", "日期"],
    ["甲", Share(Decimal("0.517")), (43_344, DAY_STYLE)],
    ["乙", CellError("#DIV/0!"), Uncalculated("=A1")],
    ["丙", (0.5, OWN_STYLE), (1.5, DURATION_STYLE)],
]


def test_an_xls_gives_shares_days_errors_and_uncalculated_formulas(tmp_path):
    workbook = read_workbook(write_xls(tmp_path, XLS))
    assert workbook.grids[0].rows == (
        ("机构", "率", "日期"),
        ("甲", Share(Decimal("0.517")), date(2018, 9, 1)),
        ("乙", CellError("#DIV/0!"), Uncalculated("=…")),
        ("丙", Share(Decimal("0.5")), "36:00:00"),
    )
    assert workbook.findings == ()


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ('0.0"%"', Decimal("0.5")),
        ("0.00%;[Red]-0.00%", Share(Decimal("0.5"))),
        ('yyyy"年"m"月"', time(12)),
        ("#,##0.0", Decimal("0.5")),
    ],
)
def test_the_format_of_an_xls_says_what_a_number_is(tmp_path, code, value):
    path = write_xls(tmp_path, [[(0.5, OWN_STYLE)]], own_format=code)
    assert read_workbook(path).grids[0].cell(0, 0) == value


def test_merged_cells_and_hidden_rows_of_an_xls_are_told(tmp_path):
    grid = read_workbook(write_xls(tmp_path, XLS, merged=[(0, 1, 0, 2)], hidden_rows=[2])).grids[0]
    assert (grid.merged, grid.hidden_rows) == ((Span(0, 1, 0, 2),), {2})


def test_every_cut_and_every_changed_byte_of_an_xls_is_refused_or_read(tmp_path):
    whole = write_xls(tmp_path, XLS).read_bytes()
    path = tmp_path / "坏.xls"
    for position in range(0, len(whole), 61):
        for data in (whole[:position], whole[:position] + b"\xff" + whole[position + 1 :]):
            path.write_bytes(data)
            with contextlib.suppress(InputError):
                read_workbook(path)
