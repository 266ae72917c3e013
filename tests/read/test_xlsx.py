"""Workbooks of Excel and WPS: what a cell holds and what it shows."""

import time as clock
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import Workbook

from healthkpi.errors import InputError
from healthkpi.model.grid import CellError, Share, Span, Uncalculated
from healthkpi.read import read_workbook

from .making import MAIN, OFFICE, STRICT, raw_members, save, write_raw, zip_bytes

MOMENT = datetime.fromisoformat("2018-09-01T08:30")


@pytest.fixture(autouse=True, params=["walk", "scan"])
def _both_ways(request, monkeypatch):
    """All must hold for the walk of any sheet and for the scan of a large one."""
    monkeypatch.setattr("healthkpi.read.xlsx.SCANNED_FROM", -1 if request.param == "scan" else 10**12)


def read_cell(folder, value, number_format="General"):
    workbook = Workbook()
    cell = workbook.active.cell(1, 1, value)
    cell.number_format = number_format
    return read_workbook(save(workbook, folder)).grids[0].cell(0, 0)


def read_raw_cell(folder, cell, **more):
    return read_workbook(write_raw(folder, f'<row r="1">{cell}</row>', **more)).grids[0].cell(0, 0)


def styled(number_format_id, formats=""):
    return f'{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="{number_format_id}"/></cellXfs>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [("0.51700000000000002", "0.517"), ("0.30000000000000004", "0.3"), ("60", "60"), ("60.0", "60"), ("1E+20", "1" + "0" * 20),
     ("12345678901234567", "12345678901234567"), ("-0", "0"), ("1.5e-3", "0.0015")],
)  # fmt: skip
def test_a_number_is_what_excel_shows(tmp_path, written, shown):
    value = read_raw_cell(tmp_path, f'<c r="A1"><v>{written}</v></c>')
    assert (type(value), f"{value:f}") == (Decimal, shown)


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0%;[Red]-0.0%"])
def test_a_percent_format_makes_a_share(tmp_path, number_format):
    assert read_cell(tmp_path, 0.517, number_format) == Share(Decimal("0.517"))


@pytest.mark.parametrize("number_format", ['0"%"', "0\\%", "000000", "#,##0_);[Red](#,##0)", '0"人"'])
def test_other_formats_leave_a_number(tmp_path, number_format):
    assert read_cell(tmp_path, 51.7, number_format) == Decimal("51.7")


@pytest.mark.parametrize(("code", "shown"), [(11001, "011001"), (110101, "110101"), (0, "000000")])
def test_a_format_of_zeros_shows_a_code_with_its_leading_zeros(tmp_path, code, shown):
    assert read_cell(tmp_path, code, "000000") == shown


def test_a_format_of_a_single_zero_leaves_a_number(tmp_path):
    assert read_cell(tmp_path, 51, "0") == Decimal(51)


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (date(2018, 9, 1), 'yyyy"年"m"月"d"日"', date(2018, 9, 1)),
        (MOMENT, "yyyy-mm-dd hh:mm", MOMENT),
        (time(8, 30), "h:mm", time(8, 30)),
        (1.25, "[h]:mm:ss", "30:00:00"),
        (43344000, "yyyy-mm-dd", CellError("#####")),
    ],
)
def test_a_date_format_makes_a_date(tmp_path, value, number_format, expected):
    assert read_cell(tmp_path, value, number_format) == expected


@pytest.mark.parametrize("number_format_id", [14, 27, 31, 57, 58])
def test_the_dates_built_into_chinese_excel_are_dates(tmp_path, number_format_id):
    value = read_raw_cell(tmp_path, '<c r="A1" s="1"><v>43344</v></c>', styles=styled(number_format_id))
    assert value == date(2018, 9, 1)


def test_a_style_that_the_file_defines_beats_the_built_in_one(tmp_path):
    formats = '<numFmts><numFmt numFmtId="57" formatCode="0.00"/></numFmts>'
    value = read_raw_cell(tmp_path, '<c r="A1" s="1"><v>43344</v></c>', styles=styled(57, formats))
    assert value == Decimal(43344)


def test_dates_may_count_from_1904(tmp_path):
    members = raw_members('<row><c s="1"><v>41882</v></c></row>', styles=styled(14))
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    (tmp_path / "mac.xlsx").write_bytes(zip_bytes(members))
    assert read_workbook(tmp_path / "mac.xlsx").grids[0].cell(0, 0) == date(2018, 9, 1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
        ('<c r="A1" t="e"><f>1/0</f><v>#N/A</v></c>', CellError("#N/A")),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="str"><f>A2</f><v> 是 </v></c>', " 是 "),
        ('<c r="A1" t="inlineStr"><v>1.0</v><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
        ('<c r="A1" t="inlineStr"><is><t>一_x000D_二_x005F_x000D_</t></is></c>', "一\r二_x000D_"),
        ('<c r="A1" t="inlineStr"><is><t>東京</t><rPh><t>トウキョウ</t></rPh></is></c>', "東京"),
        ('<c r="A1" t="d"><v>2018-09-01T00:00:00</v></c>', date(2018, 9, 1)),
    ],
)
def test_a_cell_is_what_it_stands_for(tmp_path, cell, expected):
    value = read_raw_cell(tmp_path, cell)
    assert (type(value), value) == (type(expected), expected)


def test_shared_strings_are_read_as_they_stand(tmp_path):
    assert read_cell(tmp_path, " 患者数\n（人） ") == " 患者数\n（人） "


def test_digits_in_a_text_cell_stay_text(tmp_path):
    assert read_cell(tmp_path, "011001") == "011001"


def test_a_formula_that_was_never_calculated_is_known(tmp_path):
    assert read_cell(tmp_path, "=B1/C1") == Uncalculated("=B1/C1")


def test_a_shared_formula_that_was_never_calculated_is_told_for_its_own_cell(tmp_path):
    sheet = '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">B1/C1</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    assert read_workbook(write_raw(tmp_path, sheet)).grids[0].cell(1, 0) == Uncalculated("=B2/C2")


def test_a_calculated_formula_gives_its_value(tmp_path):
    assert read_raw_cell(tmp_path, '<c r="A1"><f>B1*2</f><v>12</v></c>') == Decimal(12)


def test_a_formula_that_gives_empty_text_is_blank_and_not_uncalculated(tmp_path):
    assert (
        read_workbook(write_raw(tmp_path, '<row><c t="str"><f>""</f><v></v></c></row>')).grids[0].rows == ()
    )


def test_merged_cells_keep_their_value_in_the_top_left_cell(tmp_path):
    workbook = Workbook()
    workbook.active.append(["机构", "常住人口", None])
    workbook.active.append([None, "签约", "总数"])
    workbook.active.merge_cells("A1:A2")
    workbook.active.merge_cells("B1:C1")
    grid = read_workbook(save(workbook, tmp_path)).grids[0]
    assert grid.merged == (Span(0, 0, 1, 0), Span(0, 1, 0, 2))
    assert grid.rows == (("机构", "常住人口"), (None, "签约", "总数"))


def test_a_merged_range_over_the_whole_sheet_costs_nothing(tmp_path):
    after = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    assert read_workbook(write_raw(tmp_path, sheet, after)).grids[0].merged == (Span(0, 0, 0, 1),)


def test_hidden_sheets_and_rows_are_read_and_marked(tmp_path):
    workbook = Workbook()
    workbook.active.append(["旧"])
    old = workbook.create_sheet("旧数据")
    for value in (1, 2, 3):
        old.append([value])
    old.sheet_state = "hidden"
    old.row_dimensions[2].hidden = True
    read = read_workbook(save(workbook, tmp_path))
    assert [(grid.hidden, grid.hidden_rows) for grid in read.grids] == [(False, set()), (True, {1})]
    assert [(finding.code.id, str(finding.place)) for finding in read.findings] == [
        ("HK206", "表.xlsx[旧数据]")
    ]


@pytest.mark.parametrize("formula", ["[1]季报!F2", r"'C:\数据\[上年.xlsx]季报'!F2"])
def test_a_link_to_another_workbook_uses_the_saved_value_and_is_said(tmp_path, formula):
    sheet = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{formula}</f><v>960</v></c></row>'
    workbook = read_workbook(write_raw(tmp_path, sheet))
    assert workbook.grids[0].cell(0, 1) == Decimal(960)
    assert [(f.code.id, str(f.place)) for f in workbook.findings] == [("HK205", "原.xlsx[一]!B1")]


def test_a_column_of_a_table_is_no_link(tmp_path):
    sheet = "<row><c><f>SUM(表1[人数])+Sheet2!A1</f><v>1</v></c></row>"
    assert read_workbook(write_raw(tmp_path, sheet)).findings == ()


def test_blank_ends_are_trimmed_and_blanks_before_are_kept(tmp_path):
    workbook = Workbook()
    workbook.active["B3"] = 1
    workbook.active["F9"].number_format = "0.00"
    assert read_workbook(save(workbook, tmp_path)).grids[0].rows == ((), (), (None, Decimal(1)))


def test_a_million_formatted_blank_rows_take_seconds(tmp_path):
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 1_048_577))
    path = write_raw(
        tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>' + blank
    )
    began = clock.process_time()
    assert len(read_workbook(path).grids[0].rows) == 2
    assert clock.process_time() - began < 30


def test_an_empty_sheet_has_no_rows(tmp_path):
    assert read_workbook(save(Workbook(), tmp_path)).grids[0].rows == ()


def test_the_strict_form_is_read(tmp_path):
    assert read_raw_cell(tmp_path, '<c r="A1"><v>5</v></c>', main=STRICT) == Decimal(5)


def test_foreign_prefixes_are_read(tmp_path):
    members = raw_members("")
    members["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{STRICT}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    (tmp_path / "x.xlsx").write_bytes(zip_bytes(members))
    assert read_workbook(tmp_path / "x.xlsx").grids[0].rows == ((Decimal(5),),)


def test_cells_without_addresses_follow_one_another(tmp_path):
    sheet = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert read_workbook(write_raw(tmp_path, sheet)).grids[0].rows == ((1, 2), (3,))


def test_a_broken_style_sheet_of_another_program_does_not_matter(tmp_path):
    broken = '<fills><fill><gradientFill degree="x"/></fill></fills>' + styled(9)
    assert read_raw_cell(tmp_path, '<c r="A1" s="1"><v>0.5</v></c>', styles=broken) == Share(Decimal("0.5"))


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1" t="s"><v>7</v></c>', '<c r="A0"><v>1</v></c>', '<c r="A1"><v>x</v></c>', '<c r="?"/>'],
)
def test_nonsense_in_a_cell_is_a_damaged_file(tmp_path, cell):
    with pytest.raises(InputError, match="may be damaged"):
        read_raw_cell(tmp_path, cell)


def test_cells_too_far_apart_are_refused(tmp_path):
    sheet = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 4000))
    with pytest.raises(InputError):
        read_workbook(write_raw(tmp_path, sheet))


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"/><row r="2"/>x',
        '<row r="1"><!-- <c r="A1"><v>1</v></c> --><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&lt;a&amp;lt;&#10;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v><![CDATA[<b>]]></v></c></row>',
        '<row r="2"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c s="0" r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a&amp;b </t></is></c><c r="B1" t="str"/></row>',
        '<row r="1" hidden="1"><c r="A1"><f>1+1</f><v>2</v></c></row><row r="3" spans="1:2"><c r="AB3"><v>3</v></c></row>',
    ],
)
def test_scan_and_walk_agree_on_the_unusual(tmp_path, monkeypatch, sheet):
    answers = []
    for scanned_from in (-1, 10**12):
        monkeypatch.setattr("healthkpi.read.xlsx.SCANNED_FROM", scanned_from)
        try:
            answers.append(read_workbook(write_raw(tmp_path, sheet)).grids)
        except InputError as error:
            answers.append(error.message)
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        '<row r="2" hidden="1"><c r="A2"><v>7</v></c></row>',
        "<!DOCTYPE x>",
        "<mergeCells>",
        "<mergeCells><mergeCell/></mergeCells>",
    ],
)
def test_scan_and_walk_agree_on_what_stands_beside_the_rows(tmp_path, monkeypatch, after):
    answers = []
    for scanned_from in (-1, -1, 10**12):
        monkeypatch.setattr("healthkpi.read.xlsx.SCANNED_FROM", scanned_from)
        try:
            path = write_raw(tmp_path, '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>', after)
            answers.append(read_workbook(path).grids)
        except InputError as error:
            answers.append(error.message)
    assert answers[0] == answers[1] == answers[2]


def test_a_raised_footnote_does_not_become_a_digit(tmp_path):
    members = raw_members('<row><c t="s"><v>0</v></c></row>')
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="strings.xml"/></Relationships>',
    )
    members["xl/strings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><r><t>120</t></r><r><rPr><vertAlign val="superscript"/></rPr>'
        "<t>1</t></r></si></sst>"
    )
    path = tmp_path / "表.xlsx"
    path.write_bytes(zip_bytes(members))
    assert read_workbook(path).grids[0].rows == (("120^1",),)


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ('<vertAlign val="superscript"/>', "120^1"),
        ("<strike/>", "120~~1~~"),
        ('<strike val="0"/>', "1201"),
        ("<b/>", "1201"),
    ],
)
def test_raised_and_struck_text_in_the_cell_itself_does_not_become_a_digit(tmp_path, look, shown):
    runs = f"<is><r><t>120</t></r><r><rPr>{look}</rPr><t>1</t></r></is>"
    path = tmp_path / "表.xlsx"
    path.write_bytes(zip_bytes(raw_members(f'<row><c t="inlineStr">{runs}</c><c><v>7</v></c></row>')))
    assert [str(cell) for cell in read_workbook(path).grids[0].rows[0]] == [shown, "7"]
