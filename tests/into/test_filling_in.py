"""A superior's blank table is filled in: the right cells, in its own units, and nothing of hers is touched."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from healthkpi.errors import HealthKpiError, UsageError
from healthkpi.pipeline import fill_blank
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator
from returns import Bureau, write_return

UNITS = ["甲乡", "乙乡", "丙镇"]
# 50 %, 45 % and 60 %; all together 2000 of 4000.
ROWS = [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]
HEAD = ["乡镇", "常住人口", "签约人数", "签约率（%）", "目标", "是否达标", "差额"]
THIN = Side(style="thin")


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def blank(folder, rows, name="上级表.xlsx", change=lambda book: None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell is not None:
                sheet.cell(number, column, cell)
    change(book)
    path = folder / name
    book.save(path)
    return path


def filled(bureau, path, rows=ROWS, language="zh", **more):
    report = bureau.check(write_return(bureau.folder, rows, **more)).report()
    made = fill_blank(path, report, language)
    return openpyxl.load_workbook(io.BytesIO(made.content)), [note.say(language) for note in made.notes]


def cells(book, sheet="表1"):
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def ordinary(folder, change=lambda book: None, head=HEAD):
    return blank(folder, [["某区签约情况表"], head, *([unit] for unit in UNITS), ["合计"]], change=change)


def test_each_unit_and_the_whole_have_their_figures(bureau):
    book, notes = filled(bureau, ordinary(bureau.folder))

    assert cells(book)[2:] == [
        ["甲乡", 1000, 500, 50, 0.5, "是", 0],
        ["乙乡", 2000, 900, 45, 0.5, "否", 100],
        ["丙镇", 1000, 600, 60, 0.5, "是", 0],
        ["合计", 4000, 2000, 50, 0.5, "是", 0],
    ]
    assert "填了 24 格" in notes[0]


def test_the_figures_are_those_of_the_report_unrounded(bureau):
    # 1/3 of 300.
    rows = [["甲乡", 300, 100], ["乙乡", 700, 600], ["丙镇", 1000, 600]]
    book, _ = filled(bureau, ordinary(bureau.folder), rows)

    assert cells(book)[2][3] == pytest.approx(100 / 3, rel=1e-15)
    assert book["表1"]["D3"].number_format == "0.00"


@pytest.mark.parametrize(
    ("heading", "number_format", "number", "shown_with"),
    [
        ("签约率（%）", "General", 45, "0.00"),
        ("签约率（%）", "0.0", 45, "0.0"),
        ("签约率（%）", "0.00%", 0.45, "0.00%"),
        ("签约率%", "General", 45, "0.00"),
        ("签约率（‰）", "General", 450, "0.00"),
        ("签约率", "0%", 0.45, "0%"),
        ("签约率", "General", 0.45, "0.00%"),
        ("签约率", "@", 0.45, "0.00%"),
        ("签约率", "0.00", 45, "0.00"),
        ("签约率", '0.00"%"', 45, '0.00"%"'),
    ],
)
def test_a_rate_stands_in_the_unit_that_the_cell_wants(bureau, heading, number_format, number, shown_with):
    def change(book):
        for row in range(3, 7):
            book.active.cell(row, 2).number_format = number_format

    book, _ = filled(bureau, ordinary(bureau.folder, change, ["乡镇", heading]))
    assert (book["表1"]["B4"].value, book["表1"]["B4"].number_format) == (number, shown_with)


@pytest.mark.parametrize(
    ("heading", "above", "number"),
    [("常住人口（万人）", None, 0.2), ("常住人口", "单位：万人", 0.2), ("常住人口（人）", None, 2000)],
)
def test_a_count_is_converted_to_the_unit_that_the_table_says(bureau, heading, above, number):
    path = blank(bureau.folder, [["某区", above], ["乡镇", heading], *([unit] for unit in UNITS)])

    assert cells(filled(bureau, path)[0])[3][1] == number


def test_a_unit_under_another_name_is_that_unit(bureau):
    path = blank(bureau.folder, [["单位", "签约人数"], ["甲"], ["某区乙乡"], ["丙镇（含园区）"]])

    assert [row[1] for row in cells(filled(bureau, path)[0])[1:]] == [500, 900, 600]


def test_a_name_that_is_not_on_the_list_is_left_and_told_never_guessed(bureau):
    path = blank(bureau.folder, [["单位", "签约人数"], ["甲乡"], ["乙乡"], ["丙乡"], ["丁乡"], ["合计"]])
    book, notes = filled(bureau, path)

    assert [row[1] for row in cells(book)[3:]] == [None, None, None]
    (told,) = [note for note in notes if note.startswith("没有认出的行")]
    assert "丙乡" in told
    assert "丁乡" in told
    assert any(note.startswith("名单上的单位，表里没有行：丙镇") for note in notes)
    # The sum of two units is not 2000, the sum of three; she is told why the cell is blank.
    assert any("“合计”不是全部" in note for note in notes)


def test_the_area_under_its_own_name_is_the_whole_whoever_has_a_row(bureau):
    path = blank(bureau.folder, [["单位", "签约人数"], ["甲乡"], ["乙乡"], ["全区"]])

    assert cells(filled(bureau, path)[0])[3] == ["全区", 2000]


def test_a_unit_with_two_rows_is_filled_in_neither(bureau):
    path = blank(bureau.folder, [["单位", "签约人数"], ["甲乡"], ["甲"], ["乙乡"], ["丙镇"]])
    book, notes = filled(bureau, path)

    assert [row[1] for row in cells(book)[1:]] == [None, None, 900, 600]
    assert any("这个单位有两行" in note for note in notes)


def test_two_columns_under_one_heading_are_filled_in_neither(bureau):
    path = blank(bureau.folder, [["单位", "签约率", "签约人数", "签约率"], *([unit] for unit in UNITS)])
    book, notes = filled(bureau, path)

    assert cells(book)[1] == ["甲乡", None, 500, None]
    assert any("这样的列不止一列" in note for note in notes)


@pytest.mark.parametrize("group", ["上年同期", "2017年", "65岁以上老年人", "上月"])
def test_a_group_of_other_people_or_another_time_is_not_filled_in(bureau, group):
    def change(book):
        book.active.merge_cells("C1:D1")

    rows = [
        ["单位", "签约人数", group, None],
        [None, None, "常住人口", "签约率"],
        *([unit] for unit in UNITS),
    ]
    book, notes = filled(bureau, blank(bureau.folder, rows, change=change))

    assert cells(book)[2] == ["甲乡", 500, None, None]
    assert any(f"“{group}”不是这项指标的名称" in note for note in notes)


@pytest.mark.parametrize("group", ["签约情况", "签约率", "2018年9月", "本期", "一、签约工作"])
def test_a_group_that_names_the_indicator_or_the_time_of_the_data_is_filled_in(bureau, group):
    def change(book):
        book.active.merge_cells("B1:D1")
        book.active.merge_cells("A1:A2")

    rows = [["单位", group], [None, "常住人口", "签约人数", "签约率(%)"], *([unit] for unit in UNITS)]
    book, _ = filled(bureau, blank(bureau.folder, rows, change=change))

    assert cells(book)[2] == ["甲乡", 1000, 500, 50]


TWO = indicator(COVERAGE) + indicator(
    COVERAGE.replace("denominator: 常住人口", "denominator: 户籍人口"), "registered"
).replace("签约率, en: Signing coverage", "户籍签约率, en: Of the registered")
TWO_TABLES = SIGNING_WITH_ROSTER.replace(
    "    签约率:", "    户籍人口: {type: number, en: registered, unit: 人, over_time: stock}\n    签约率:"
)
TWO_HEADINGS = ["乡镇", "常住人口", "签约人数", "户籍人口"]
TWO_ROWS = [["甲乡", 1000, 500, 800], ["乙乡", 2000, 900, 1500], ["丙镇", 1000, 600, 1000]]


def test_a_target_without_its_indicator_is_left_where_there_are_two(tmp_path):
    bureau = Bureau(tmp_path, TWO, tables=TWO_TABLES)
    rows = [["单位", "签约率", "目标", "户籍签约率", "是否达标"], *([unit] for unit in UNITS)]
    book, notes = filled(bureau, blank(tmp_path, rows), TWO_ROWS, headings=TWO_HEADINGS)

    # 500/800 = 62.5 %.
    assert cells(book)[1] == ["甲乡", 0.5, None, 0.625, None]
    assert any("没写是哪项指标的" in note for note in notes)


def test_a_target_under_the_heading_of_its_indicator_is_that_indicators(tmp_path):
    def change(book):
        book.active.merge_cells("B1:C1")
        book.active.merge_cells("D1:E1")

    bureau = Bureau(tmp_path, TWO, tables=TWO_TABLES)
    rows = [
        ["单位", "签约率", None, "户籍签约率", None, "户籍签约率是否达标"],
        [None, "率", "是否达标", "完成值", "排名"],
        *([unit] for unit in UNITS),
    ]
    book, _ = filled(bureau, blank(tmp_path, rows, change=change), TWO_ROWS, headings=TWO_HEADINGS)

    # 乙乡: 900/2000 = 45 %, 900/1500 = 60 %, the last of 62.5, 60 and 60 %.
    assert cells(book)[3] == ["乙乡", 0.45, "否", 0.6, 2, "是"]


def test_a_field_that_two_indicators_divide_by_is_filled_in_if_both_have_the_same_figure(tmp_path):
    bureau = Bureau(tmp_path, TWO, tables=TWO_TABLES)
    rows = [["单位", "签约人数", "户籍人口"], *([unit] for unit in UNITS)]

    book, _ = filled(bureau, blank(tmp_path, rows), TWO_ROWS, headings=TWO_HEADINGS)
    assert cells(book)[1] == ["甲乡", 500, 800]
    # 丙镇 has no 户籍人口: 2000 signed for one indicator, 1400 for the other.
    whole = blank(tmp_path, [*rows, ["合计"]])
    short = [*TWO_ROWS[:2], ["丙镇", 1000, 600, None]]
    book, notes = filled(bureau, whole, short, headings=TWO_HEADINGS)
    assert cells(book)[4] == ["合计", None, 2300]
    assert any("可指几项指标，数不相同" in note for note in notes)


def test_nothing_of_hers_is_overwritten(bureau):
    def change(book):
        sheet = book.active
        sheet["B3"], sheet["B4"], sheet["C6"] = 1000, 2001, "=SUM(C3:C5)"
        sheet["D3"], sheet["D4"] = "=C3/B3", "不填"
        sheet["D6"] = "=AVERAGE(D3:D5)"

    book, notes = filled(bureau, ordinary(bureau.folder, change))
    sheet = book["表1"]

    assert [sheet[each].value for each in ("B3", "B4", "C6", "D3", "D4", "D6")] == [
        1000,
        2001,
        "=SUM(C3:C5)",
        "=C3/B3",
        "不填",
        "=AVERAGE(D3:D5)",
    ]
    assert any("B4 原来是 2001，本次是 2000" in note for note in notes)
    assert any("3 格有公式" in note for note in notes)
    assert any("D6 的公式是平均" in note and "50.00%" in note for note in notes)


def test_formulas_are_calculated_when_the_file_is_opened(bureau):
    path = ordinary(bureau.folder, lambda book: book.active.__setitem__("C6", "=SUM(C3:C5)"))
    report = bureau.check(write_return(bureau.folder, ROWS)).report()
    content = fill_blank(path, report, "zh").content

    parts = zipfile.ZipFile(io.BytesIO(content))
    assert b'fullCalcOnLoad="1"' in parts.read("xl/workbook.xml")
    sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>SUM(C3:C5)</f></c>" in sheet or b"<f>SUM(C3:C5)</f><v/></c>" not in sheet


def test_the_layout_is_kept(bureau):
    def change(book):
        sheet = book.active
        sheet.merge_cells("A1:G1")
        sheet["A1"].font = Font("黑体", size=18)
        sheet["D3"].border, sheet["D3"].fill = Border(THIN, THIN, THIN, THIN), PatternFill("solid", "FFFF00")
        sheet.column_dimensions["A"].width, sheet.row_dimensions[2].height = 33, 44
        sheet.print_title_rows, sheet.print_area = "1:2", "A1:G6"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.freeze_panes = "B3"
        sheet.conditional_formatting.add(
            "F3:F6", CellIsRule("equal", ['"否"'], fill=PatternFill("solid", "FF0000"))
        )
        lists = DataValidation(type="list", formula1='"是,否"')
        lists.add("F3:F6")
        sheet.add_data_validation(lists)
        book.defined_names["全区"] = DefinedName("全区", attr_text="表1!$A$6:$G$6")

    path = ordinary(bureau.folder, change)
    before, (after, _) = openpyxl.load_workbook(path), filled(bureau, path)
    old, new = before["表1"], after["表1"]

    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert new["A1"].font.name == "黑体"
    assert (new["D3"].border.left.style, new["D3"].fill.fgColor.rgb) == ("thin", "00FFFF00")
    assert (new.column_dimensions["A"].width, new.row_dimensions[2].height) == (33, 44)
    assert (new.print_title_rows, new.print_area) == (old.print_title_rows, old.print_area)
    assert (new.page_setup.orientation, new.freeze_panes) == ("landscape", "B3")
    assert [str(each.sqref) for each in new.conditional_formatting] == ["F3:F6"]
    assert new.data_validations.dataValidation[0].formula1 == '"是,否"'
    assert after.defined_names["全区"].attr_text == "表1!$A$6:$G$6"


def test_every_part_that_is_not_a_sheet_is_copied_byte_for_byte(bureau):
    """Pictures, charts and what no library knows: here a chart, and a part of nobody's."""

    def change(book):
        from openpyxl.chart import BarChart, Reference

        chart = BarChart()
        chart.add_data(Reference(book.active, range_string="表1!$D$3:$D$5"))
        book.active.add_chart(chart, "I2")

    path = ordinary(bureau.folder, change)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/seal.png", b"\x89PNG of a seal")
    report = bureau.check(write_return(bureau.folder, ROWS)).report()
    before = zipfile.ZipFile(path)
    after = zipfile.ZipFile(io.BytesIO(fill_blank(path, report, "zh").content))

    assert after.namelist() == before.namelist()
    for name in (
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
        "xl/media/seal.png",
        "xl/theme/theme1.xml",
    ):
        assert after.read(name) == before.read(name)


def test_units_across_the_top_are_filled_in_downwards(bureau):
    rows = [
        ["某区签约情况表"],
        ["指标", *UNITS, "合计"],
        ["常住人口"],
        ["签约人数"],
        ["签约率（%）"],
        ["是否达标"],
    ]
    book, _ = filled(bureau, blank(bureau.folder, rows))

    assert cells(book)[2:] == [
        ["常住人口", 1000, 2000, 1000, 4000],
        ["签约人数", 500, 900, 600, 2000],
        ["签约率（%）", 50, 45, 60, 50],
        ["是否达标", "是", "否", "是", "是"],
    ]


def test_two_sheets_are_both_filled_in_and_a_hidden_one_is_not(bureau):
    def change(book):
        for name, state in (("表2", "visible"), ("隐藏", "hidden")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            for row in (["单位", "签约人数"], ["甲乡"], ["乙乡"], ["丙镇"]):
                sheet.append(row)

    book, notes = filled(bureau, ordinary(bureau.folder, change))
    assert cells(book, "表2")[1] == ["甲乡", 500]
    assert cells(book, "隐藏")[1] == ["甲乡", None]
    assert [note[:15] for note in notes[:2]] == ["上级表.xlsx[表1]：填了", "上级表.xlsx[表2]：填了"]


def test_of_a_protected_sheet_only_unlocked_cells_are_filled_in(bureau):
    def change(book):
        sheet = book.active
        sheet.protection.enable()
        for row in range(3, 7):
            sheet.cell(row, 3).protection = Protection(locked=False)

    book, notes = filled(bureau, ordinary(bureau.folder, change))
    assert cells(book)[2] == ["甲乡", None, 500, None, None, None, None]
    assert book["表1"].protection.sheet
    assert any("工作表受保护" in note for note in notes)


def test_what_was_not_reported_stays_blank_and_is_told(bureau):
    book, notes = filled(bureau, ordinary(bureau.folder), ROWS[:2])

    assert cells(book)[4] == ["丙镇", None, None, None, 0.5, None, None]
    # 1400 of 3000.
    assert cells(book)[5][1:3] == [3000, 1400]
    assert any(note.startswith("没有填：丙镇") for note in notes)
    assert any("只含已报的单位，缺 丙镇" in note for note in notes)


def test_a_placeholder_says_what_a_column_holds_and_what_a_sentence_says(bureau):
    rows = [
        ["截至{{年}}年{{月}}月，{{地区}}签约率为{{签约率}}，乙乡{{分子:签约率:乙乡}}"],
        ["单位", "覆盖面", "覆盖数"],
        ["甲乡", "{{签约率}}", "{{分子：签约率}}"],
        ["乙乡"],
        ["丙镇"],
        ["合计"],
        ["目标", "{{目标:signing-coverage}}"],
    ]
    book, _ = filled(bureau, blank(bureau.folder, rows))

    assert cells(book) == [
        ["截至2018年9月，某区签约率为50.00%，乙乡900人", None, None],
        ["单位", "覆盖面", "覆盖数"],
        ["甲乡", 0.5, 500],
        ["乙乡", 0.45, 900],
        ["丙镇", 0.6, 600],
        ["合计", 0.5, 2000],
        ["目标", 0.5, None],
    ]


def test_a_placeholder_alone_outside_the_rows_of_units_is_of_the_whole(bureau):
    book, _ = filled(bureau, blank(bureau.folder, [["签约率", "{{签约率}}"], ["应签", "{{分母:签约率}}"]]))

    assert cells(book) == [["签约率", 0.5], ["应签", 4000]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{{签约绿}}", "是不是“签约率”"),
        ("{{分毋:签约率}}", "冒号前可写 完成值、分子、分母"),
        ("{{签约率", "双花括号没有写完整"),
        ("{{分子:签约率:丁乡}}", "没有单位“丁乡”"),
    ],
)
def test_a_placeholder_that_means_nothing_is_refused_with_its_cell(bureau, words, said):
    path = blank(bureau.folder, [["单位", "签约人数"], ["甲乡"], ["乙乡", words], ["丙镇"]])

    with pytest.raises(HealthKpiError) as refused:
        filled(bureau, path)
    assert "B3" in refused.value.message.zh
    assert said in refused.value.message.zh


@pytest.mark.parametrize(
    "rows", [[["别的表"], ["甲", "乙"]], [["单位", "备注"], ["甲乡"], ["乙乡"]], [["单位", "人均"], ["甲乡"]]]
)
def test_a_table_in_which_nothing_can_be_filled_in_is_refused_with_the_remedy(bureau, rows):
    with pytest.raises(UsageError) as refused:
        filled(bureau, blank(bureau.folder, rows))
    assert "一格也没有填上" in refused.value.message.zh
    assert "{{指标名}}" in refused.value.message.zh
    assert "{{INDICATOR}}" in refused.value.message.en


def test_text_that_begins_like_a_formula_stays_text(tmp_path):
    bureau = Bureau(
        tmp_path,
        policy="""\
title: {zh: =1+1, en: Plan}
issuer: {zh: 某区政府, en: Government}
area: {name: {zh: 某区, en: A district}, level: district}
levels: {district: {zh: 全区, en: District}, township: {zh: 乡镇, en: Township}}
units: {township: {甲乡: [], 乙乡: [], 丙镇: []}}
""",
    )
    book, _ = filled(
        bureau, blank(tmp_path, [["{{文件}}"], ["单位", "签约人数"], *([unit] for unit in UNITS)])
    )

    assert book["表1"]["A1"].value == "=1+1"
    assert book["表1"]["A1"].data_type == "s" or book["表1"]["A1"].data_type == "inlineStr"


def macro(data):
    """The same workbook calling itself one with macros."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = (
                old.read(name).replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.x")
                if name == "[Content_Types].xml"
                else old.read(name)
            )
            new.writestr(
                name,
                part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.x",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ),
            )
    return content.getvalue()


def test_a_workbook_with_macros_is_refused_before_they_are_lost(bureau):
    path = ordinary(bureau.folder)
    path.write_bytes(macro(path.read_bytes()))

    with pytest.raises(UsageError, match="macros"):
        filled(bureau, path)


@pytest.mark.parametrize("content", ["乡镇,签约人数\n甲乡,\n乙乡,\n".encode(), b"", b"PK\x03\x04 cut off"])
def test_what_is_no_xlsx_is_refused(bureau, content):
    path = bureau.folder / "上级表.xlsx"
    path.write_bytes(content)

    with pytest.raises(HealthKpiError):
        filled(bureau, path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(bureau):
    path = ordinary(bureau.folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(200_000_000))

    with pytest.raises(HealthKpiError):
        filled(bureau, path)


def test_entities_are_refused(bureau):
    path = ordinary(bureau.folder)
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + part
            new.writestr(name, part)
    path.write_bytes(content.getvalue())

    with pytest.raises(HealthKpiError):
        filled(bureau, path)


def test_the_same_table_and_figures_give_the_same_bytes(bureau):
    path = ordinary(bureau.folder)
    report = bureau.check(write_return(bureau.folder, ROWS)).report()

    assert fill_blank(path, report, "zh").content == fill_blank(path, report, "zh").content


def test_hidden_counts_stay_hidden(bureau):
    path = ordinary(bureau.folder)
    report = bureau.check(
        write_return(bureau.folder, [["甲乡", 1000, 3], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]),
        suppress_below=5,
    ).report()
    book = openpyxl.load_workbook(io.BytesIO(fill_blank(path, report, "zh").content))

    assert cells(book)[2][2:4] == [None, None]
    assert 3 not in [cell for row in cells(book) for cell in row]


def headed(folder, title, sheet="表1"):
    def change(book):
        book.active.title = sheet

    return blank(folder, [[title], ["乡镇", "签约人数"], *([unit] for unit in UNITS)], change=change)


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("2018年6月签约情况表", "表1"),
        ("二〇一八年六月签约情况表", "表1"),
        ("6月份签约情况表", "表1"),
        ("____年6月签约情况表", "表1"),
        ("2018年上半年签约情况表", "表1"),
        ("2018年1-6月签约情况表", "表1"),
        ("2018年二季度签约情况表", "表1"),
        ("2017年签约情况表", "表1"),
        ("2018年10月签约情况表", "表1"),
        ("签约情况表（截至2018年6月30日）", "表1"),
        (date(2018, 6, 1), "表1"),
        ("签约情况表", "2018年6月"),
        ("2018年签约情况表", "6月"),
        ("签约情况表", "6月"),
    ],
)
def test_a_table_of_another_time_is_refused(bureau, title, sheet):
    with pytest.raises(UsageError) as refused:
        filled(bureau, headed(bureau.folder, title, sheet))

    assert "这些数是2018年9月的，没有填；请换成" in refused.value.message.zh
    assert "these figures are of 2018-09; nothing was filled in" in refused.value.message.en


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("2018年9月签约情况表", "表1"),
        ("2018年签约情况表", "表1"),
        ("2018年1-9月签约情况表", "9月"),
        ("2018年三季度签约情况表", "表1"),
        ("签约情况表（截至2018年9月30日）", "表1"),
        ("9月份签约情况表", "表1"),
        ("{{年}}年{{月}}月签约情况表", "表1"),
        ("签约情况表（请于2018年10月8日前报送）", "表1"),
        ("填报日期：2018年10月8日", "表1"),
        ("2018年10月8日", "表1"),
        ("12月龄儿童签约情况表", "表1"),
        ("2017年与2018年签约情况对比", "表1"),
    ],
)
def test_a_title_that_holds_the_time_of_the_figures_is_right(bureau, title, sheet):
    book, notes = filled(bureau, headed(bureau.folder, title, sheet))

    assert cells(book, sheet)[2] == ["甲乡", 500]
    assert not any("写的是" in note or "空着" in note for note in notes)


@pytest.mark.parametrize("title", ["____年____月签约情况表", "    年  月签约情况表", "2018年  月签约情况表"])
def test_an_open_year_and_month_stay_hers_and_are_told(bureau, title):
    book, notes = filled(bureau, headed(bureau.folder, title))

    assert cells(book)[0][0] == title
    assert f"A1 的年月空着，没有填：{title.strip()}；数是2018年9月的" in notes


def test_of_a_sheet_for_each_month_only_its_own_is_filled_in(bureau):
    def change(book):
        book.active.title = "8月"
        book.copy_worksheet(book.active).title = "9月"

    path = blank(
        bureau.folder, [["2018年"], ["乡镇", "签约人数"], *([unit] for unit in UNITS)], change=change
    )
    book, notes = filled(bureau, path)

    assert [row[1] for row in cells(book, "8月")[2:]] == [None, None, None]
    assert [row[1] for row in cells(book, "9月")[2:]] == [500, 900, 600]
    assert any("工作表名 写的是“8月”，这些数是2018年9月的" in note for note in notes)


def test_a_heading_of_an_earlier_month_of_the_data_is_not_filled_with_the_newest(bureau):
    def change(book):
        book.active.merge_cells("C1:D1")

    rows = [
        ["单位", "签约人数", "2018年8月", None],
        [None, None, "常住人口", "签约率"],
        *([unit] for unit in UNITS),
    ]
    path = blank(bureau.folder, rows, change=change)
    august = write_return(bureau.folder, ROWS, name="签约8月.xlsx", title="某区签约情况表（2018年8月）")
    report = bureau.check(august, write_return(bureau.folder, ROWS)).report()
    book = openpyxl.load_workbook(io.BytesIO(fill_blank(path, report, "zh").content))

    assert cells(book)[2] == ["甲乡", 500, None, None]


def test_figures_of_a_year_under_the_title_of_a_month_are_told(bureau):
    _, notes = filled(
        bureau,
        headed(bureau.folder, "2018年9月签约情况表"),
        name="签约.xlsx",
        title="某区签约情况表（2018年）",
    )

    assert "A1 写的是“2018年9月签约情况表”，填进去的有2018年的数；请核对是不是同一时期" in notes


def test_a_table_with_a_password_is_refused_with_what_to_do(bureau):
    encrypting = pytest.importorskip("msoffcrypto.format.ooxml")
    path = ordinary(bureau.folder)
    for password in ("一二三", "VelvetSweatshop"):
        locked = io.BytesIO()
        encrypting.OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, locked)
        (bureau.folder / "锁.xlsx").write_bytes(locked.getvalue())
        with pytest.raises(UsageError, match="save it without the password"):
            filled(bureau, bureau.folder / "锁.xlsx")


# 甲乡 4998 of 10000 and 丙镇 4999 of 10000 miss 50 %; 乙乡 reaches it exactly.
NEARLY = [["甲乡", 10000, 4998], ["乙乡", 10000, 5000], ["丙镇", 10000, 4999]]


@pytest.mark.parametrize(
    ("heading", "number_format", "shown"),
    [
        ("签约率", "0%", "50%"),
        ("签约率", '0"%";-0"%"', "50"),
        ("签约率", "[Red]0.0%", "50.0%"),
        ("签约率（%）", "0.0", "50.0"),
        ("签约率（%）", "#,##0_ ", "50"),
    ],
)
def test_a_format_with_too_few_decimals_stays_and_is_told_once_a_column(
    bureau, heading, number_format, shown
):
    def change(book):
        for row in range(3, 7):
            book.active.cell(row, 2).number_format = number_format

    path = ordinary(bureau.folder, change, ["乡镇", heading])
    book, notes = filled(bureau, path, NEARLY)
    (told,) = [note for note in notes if "小数位数不够" in note]

    assert book["表1"]["B3"].number_format == number_format
    # The whole, 14997 of 30000, is 49.99 %.
    assert f"B3 显示 {shown}，实际 49.98%（未达到），这样的共 3 格" in told
    english = filled(bureau, path, NEARLY, "en")[1]
    assert any(f"B3 shows {shown}, the figure is 49.98% (not yet), 3 such cells" in note for note in english)


@pytest.mark.parametrize("number_format", ["0.00%", "General", "0.00E+00", "# ?/?"])
def test_a_format_with_enough_decimals_is_not_told(bureau, number_format):
    def change(book):
        for row in range(3, 7):
            book.active.cell(row, 2).number_format = number_format

    _, notes = filled(bureau, ordinary(bureau.folder, change, ["乡镇", "签约率"]), NEARLY)
    assert not any("小数位数" in note for note in notes)
