"""XML spreadsheets of Excel 2003, which reporting systems call .xls."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from healthkpi.errors import InputError
from healthkpi.model.grid import CellError, Share, Span, Uncalculated
from healthkpi.read import read_workbook

STYLES = """<Styles>
<Style ss:ID="p" ss:Name="Percent"><NumberFormat ss:Format="0%"/></Style>
<Style ss:ID="child" ss:Parent="p"/><Style ss:ID="plain" ss:Parent="p"><NumberFormat/></Style>
<Style ss:ID="named"><NumberFormat ss:Format="Percent"/></Style>
</Styles>"""


def read_book(folder, rows, encoding="utf-8", declared="utf-8", before="", options=""):
    book = (
        f'<?xml version="1.0" encoding="{declared}"?><?mso-application progid="Excel.Sheet"?>{before}'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{STYLES}'
        f'<Worksheet ss:Name="季报"><Table>{rows}</Table>{options}</Worksheet></Workbook>'
    )
    path = folder / "导出.xls"
    path.write_bytes(book.encode(encoding))
    return read_workbook(path)


def cell(kind, text, attributes=""):
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "utf-8"), ("gb18030", "GB2312"), ("utf-16", "utf-16")]
)
def test_it_is_read_in_every_encoding_and_its_name_is_said(tmp_path, encoding, declared):
    workbook = read_book(tmp_path, f"<Row>{cell('String', '机构')}</Row>", encoding, declared)
    assert (workbook.grids[0].sheet, workbook.grids[0].rows) == ("季报", (("机构",),))
    assert workbook.findings[0].code.id == "HK202"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (cell("Number", "12"), Decimal(12)),
        (cell("Number", "0.30000000000000004"), Decimal("0.3")),
        (cell("Number", "0.517", 'ss:StyleID="p"'), Share(Decimal("0.517"))),
        (cell("Number", "0.517", 'ss:StyleID="child"'), Share(Decimal("0.517"))),
        (cell("Number", "0.517", 'ss:StyleID="named"'), Share(Decimal("0.517"))),
        (cell("Number", "0.517", 'ss:StyleID="plain"'), Decimal("0.517")),
        (cell("String", "012"), "012"),
        (cell("Boolean", "1"), True),
        (cell("Error", "#DIV/0!"), CellError("#DIV/0!")),
        (cell("DateTime", "2018-09-01T00:00:00.000"), date(2018, 9, 1)),
        (cell("DateTime", "2018-09-01T08:30:00.000"), datetime(2018, 9, 1, 8, 30)),  # noqa: DTZ001 - a cell has no zone
        (cell("DateTime", "1899-12-31T08:30:00.000"), time(8, 30)),
        ('<Cell ss:Formula="=SUM(R[-2]C)"/>', Uncalculated("=SUM(R[-2]C)")),
        ('<Cell><Data ss:Type="Number">1</Data><Comment><Data>注</Data></Comment></Cell>', Decimal(1)),
    ],
)
def test_every_kind_of_cell_is_what_it_shows(tmp_path, written, value):
    assert read_book(tmp_path, f"<Row>{written}</Row>").grids[0].cell(0, 0) == value


def test_rows_and_cells_that_are_skipped_keep_the_addresses_true(tmp_path):
    rows = f"<Row>{cell('Number', 1, 'ss:MergeAcross=' + chr(34) + '1' + chr(34))}{cell('Number', 2)}</Row>"
    rows += (
        f'<Row ss:Index="3" ss:Hidden="1">{cell("Number", 3, "ss:Index=" + chr(34) + "2" + chr(34))}</Row>'
    )
    grid = read_book(tmp_path, rows).grids[0]
    assert grid.rows == ((Decimal(1), None, Decimal(2)), (), (None, Decimal(3)))
    assert (grid.merged, grid.hidden_rows) == ((Span(0, 0, 0, 1),), {2})


def test_a_hidden_sheet_is_told(tmp_path):
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    workbook = read_book(tmp_path, f"<Row>{cell('Number', 1)}</Row>", options=options)
    assert workbook.grids[0].hidden
    assert "HK206" in [finding.code.id for finding in workbook.findings]


def test_document_types_are_refused(tmp_path):
    with pytest.raises(InputError, match="document type"):
        read_book(tmp_path, "", before='<!DOCTYPE x [<!ENTITY a "aaaa">]>')


def test_places_outside_any_sheet_are_refused(tmp_path):
    with pytest.raises(InputError, match="more than 1,048,576 rows"):
        read_book(tmp_path, '<Row ss:Index="99999999"/>')
    with pytest.raises(InputError, match="may be damaged"):
        read_book(tmp_path, '<Row ss:Index="-1"/>')
