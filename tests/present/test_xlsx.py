"""The workbook: its numbers are those of the JSON and are shown as on every page; text of a file stays text."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from correct.correcting import write_corrections
from healthkpi.present import writers
from healthkpi.present._section import Cell
from healthkpi.present._spreadsheet_numbers import Shown, shown_number
from healthkpi.text import Text
from making import COVERAGE, POLICY, indicator
from present.samples_checked import figures_in_json, september
from present.test_markdown import OPEN_SIGNING, TRAPS, markdown
from returns import USUAL, Bureau, write_return


def written(checked, language="zh", **more):
    return writers()["xlsx"].render(checked.report(**more), language)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet):
    """The cells of the one grid of a sheet, by heading."""
    first = re.match(r"\$?A\$?(\d+)", sheet.auto_filter.ref)
    head = int(first[1])
    names = [cell.value for cell in sheet[head]]
    return [
        dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=head + 1, max_row=sheet.max_row)
    ]


@pytest.fixture(scope="module")
def book():
    return opened(written(september()))


def test_the_sheets_are_those_of_a_report(book):
    assert book.sheetnames == ["汇总", "图表", "各单位", "明细", "口径说明", "问题数据", "未报"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_is_that_of_the_json(language):
    sheet = opened(written(september(), language))["各单位" if language == "zh" else "Units"]
    name, unit, value, numerator, gap = (
        ("指标", "单位", "完成值", "分子", "差额")
        if language == "zh"
        else ("Indicator", "Unit", "Value", "Numerator", "Short by")
    )
    rows = rows_of(sheet)
    figures = figures_in_json(language)
    for row in rows:
        result = figures[row[name].value, row[unit].value]
        is_task = result["value"] is not None and not isinstance(row[value].value, int | float)
        if result["value"] is not None and not is_task:
            factor = 100 if "%" in row[value].number_format else 1
            assert row[value].value * factor == pytest.approx(float(result["value"]), rel=1e-12, abs=1e-12)
        if result["numerator"] is not None and not is_task:
            assert row[numerator].value == pytest.approx(float(result["numerator"]))
        if result["gap"] is not None and result["value"] is not None and not is_task:
            assert row[gap].value == pytest.approx(float(result["gap"]["amount"]))
    below = [key for key in figures if key[1] != september().scorecard.area.zh]
    assert len(rows) == len(below)


def test_the_summary_has_every_indicator_with_data(book):
    names = [row["指标"].value for row in rows_of(book["汇总"])]

    assert names == [result.name.zh for result in september().scorecard.supplied]


def test_a_rate_is_the_unrounded_number_shown_with_two_decimals(book):
    # 69974 / 140955 = 0.496427938…, shown as 49.64%.
    row = next(row for row in rows_of(book["汇总"]) if row["指标"].value == "常住人口家庭医生签约覆盖率")

    assert row["完成值"].value == pytest.approx(69974 / 140955, rel=1e-15)
    assert row["完成值"].number_format == "0.00%"
    assert (row["分子"].value, row["分母"].value) == (69974, 140955)
    assert (row["差额"].value, row["含未报单位差额"].value) == (504, 5229)
    assert row["判定"].value == "未达到"


def test_each_figure_has_its_cells(book):
    found = {
        (row["部分"].value, row["来源单元格"].value)
        for row in rows_of(book["明细"])
        if (row["指标"].value, row["单位"].value) == ("常住人口家庭医生签约覆盖率", "口泉乡")
    }

    assert found == {("分子", "家医签约.xlsx[家庭医生签约]!D9"), ("分母", "家医签约.xlsx[家庭医生签约]!C9")}


def test_who_is_missing_is_listed(book):
    rows = [[cell.value for cell in row.values()] for row in rows_of(book["未报"])]

    assert ["常住人口家庭医生签约覆盖率", "家庭医生签约服务进展情况统计表", "鸦儿崖乡", "未报或缺数"] in rows
    card = september().scorecard
    assert sum(row[3] == "本次没有数据" for row in rows) == len(card.results) - len(card.supplied)


def test_each_sheet_says_the_day_and_how_missing_was_treated(book):
    for sheet in book:
        assert "截至 2018-09-30" in sheet["A2"].value
        assert "缺报剔除" in sheet["A2"].value


def test_the_parameters_stand_with_the_method(book):
    words = [cell.value for cell in book["口径说明"]["A"] if cell.value]

    assert any(each.startswith("参数：") and "容差＝2" in each for each in words)


def test_corrections_and_their_effect_stand_with_the_method(tmp_path):
    # 2000/4000 = 50 % before, 1980/4000 = 49.5 % after.
    bureau = Bureau(tmp_path)
    file = write_return(tmp_path, USUAL)
    write_corrections(tmp_path, [["C4", 900, 880, "函〔2018〕3号", "王XX", "2018-10-08"]])

    checked = bureau.check(file)
    book = opened(written(checked))
    words = [cell.value for cell in book["口径说明"]["A"] if cell.value]
    assert any(each.startswith("更正：") and "900→880（函〔2018〕3号）" in each for each in words)
    assert any("50.00%→49.50%" in each for each in words)
    assert "已采用更正 1 条" in book["汇总"]["A2"].value
    assert "900→880" in markdown(checked)


def test_each_sheet_is_set_for_print_and_reading(book):
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert "&P" in sheet.oddFooter.center.text
        assert sheet["A1"].font.name == "宋体"
        if sheet.title == "图表":
            continue
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows is not None


def test_a_verdict_has_a_colour_beside_its_word(book):
    rules = [rule for area in book["汇总"].conditional_formatting for rule in area.rules]

    assert {rule.formula[0] for rule in rules} >= {'"未达标"', '"滞后"', '"已达到"'}


def test_columns_are_as_wide_as_chinese_words(book):
    # 常住人口家庭医生签约覆盖率: thirteen signs, twenty-six cells.
    assert book["各单位"].column_dimensions["A"].width >= 26


def test_a_section_asked_for_is_a_sheet():
    book = opened(written(september(), sections=("总体", "滞后")))

    assert book.sheetnames == ["总体", "滞后"]
    words = [cell.value for row in book["滞后"].iter_rows() for cell in row]
    assert 573 in words


def test_the_same_input_gives_the_same_bytes():
    assert written(september()) == written(september())


def test_the_time_is_that_of_the_data(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert opened(written(september())).properties.created == datetime(2018, 9, 30)  # noqa: DTZ001
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1538352000")
    assert opened(written(september())).properties.created == datetime(2018, 10, 1)  # noqa: DTZ001


@pytest.mark.parametrize("name", [*TRAPS, "@SUM(A1)", "+1", "-1", "http://evil.example", "甲" * 32_700])
def test_what_a_file_says_is_neither_formula_nor_link(tmp_path, name):
    content = written(checked_with(tmp_path, name))

    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts_of(content))
    shown = {cell.value for sheet in opened(content) for row in sheet.iter_rows() for cell in row}
    assert any(isinstance(each, str) and each.startswith(name.split("\n")[0][:32_000]) for each in shown)


def test_a_formula_in_a_csv_stays_text(tmp_path):
    bureau = Bureau(tmp_path, indicator(COVERAGE + "each: row"), tables=OPEN_SIGNING)
    path = tmp_path / "签约2018年9月.csv"
    path.write_text('乡镇,常住人口,签约人数\n"=HYPERLINK(""http://a"")",1000,400\n乙乡,1000,600\n', "utf-8")

    found = [
        cell for sheet in opened(written(bureau.check(path))) for row in sheet.iter_rows() for cell in row
    ]
    assert any(cell.value == '=HYPERLINK("http://a")' for cell in found)
    assert not any(b"<f>" in part for part in parts_of(written(bureau.check(path))))


def parts_of(content):
    parts = zipfile.ZipFile(io.BytesIO(content))
    return [parts.read(each) for each in parts.namelist() if "worksheets/sheet" in each]


def checked_with(folder, name):
    bureau = Bureau(folder, indicator(COVERAGE + "each: row"), tables=OPEN_SIGNING)
    path = folder / "签约2018年9月.csv"
    quoted = name.replace('"', '""')
    path.write_text(f'乡镇,常住人口,签约人数\n"{quoted}",1000,400\n乙乡,1000,600\n', "utf-8")
    return bureau.check(path)


def test_two_hundred_units_and_sixty_indicators_stay_below_two_megabytes(tmp_path):
    names = [f"第{number}乡" for number in range(200)]
    units = ", ".join(f"{name}: []" for name in names)
    bureau = Bureau(tmp_path, policy=re.sub(r"township: \{甲乡.*\}", f"township: {{{units}}}", POLICY))
    rows = [[name, 1000 + at, 300 + 37 * at % 700] for at, name in enumerate(names)]
    report = bureau.check(write_return(tmp_path, rows)).report()
    one, definition = report.scorecard.results[0], report.policy.indicators["signing-coverage"]
    many = [f"coverage-{number}" for number in range(60)]
    results = tuple(replace(one, id=each, name=Text(each, each)) for each in many)
    big = replace(
        report,
        scorecard=replace(report.scorecard, results=results),
        policy=replace(report.policy, indicators=dict.fromkeys(many, definition)),
    )

    content = writers()["xlsx"].render(big, "zh")
    assert len(content) < 2_000_000
    assert len(rows_of(opened(content)["各单位"])) == 200 * 60


def shown(words, number, unit=""):
    return shown_number(Cell(Text(words, words), Fraction(number), unit), "zh")


def test_a_number_is_shown_as_its_words_are():
    assert shown("49.64%", Fraction(69974 * 100, 140955), "%") == Shown(69974 / 140955, "0.00%")
    assert shown("14,812", 14812) == Shown(14812.0, "#,##0")
    assert shown("1318人", 1318, "人") == Shown(1318.0, '0"人"')
    assert shown("2.80/10万", Fraction("2.8"), "/10万") == Shown(2.8, '0.00"/10万"')
    assert shown("+1.33个百分点", Fraction("1.33"), "个百分点") == Shown(
        1.33, '+0.00"个百分点";-0.00"个百分点";0.00"个百分点"'
    )
    assert shown("还可 3例", 3, "例") == Shown(3.0, '"还可 "0"例"')


def test_words_that_say_another_number_stay_words():
    assert shown("5 个中 3 个", 3) is None
    assert shown("12", 13) is None
    assert shown("—", 1) is None
    assert shown(str(10**16), 10**16) is None


def test_a_figure_with_more_decimals_keeps_them():
    # 49.996 % of a target of 50 % is shown with three decimals, for two would read as reached.
    assert shown("49.996%", Fraction("49.996"), "%") == Shown(pytest.approx(0.49996), "0.000%")
    assert Decimal("49.996") < 50


@pytest.mark.parametrize("sheet", ["汇总", "各单位"])
def test_a_column_in_which_nothing_stands_takes_no_room(tmp_path, sheet):
    bureau = Bureau(tmp_path)
    rows = rows_of(opened(written(bureau.check(write_return(tmp_path, USUAL))))[sheet])

    for name in rows[0]:
        assert any(row[name].value is not None for row in rows), name
    # 2000 of 4000 is 50 %, which is asked for.
    assert {"序时应达", "含未报单位差额"}.isdisjoint(rows[0])
