"""待确认.xlsx: what is asked, and what an answer does."""

import openpyxl
import pytest

from healthkpi.choosing import UnrecognisedError
from healthkpi.confirm import write_form
from healthkpi.errors import HealthKpiError
from healthkpi.model.question import About
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator
from returns import HEADINGS, USUAL, Bureau, codes, figures, write_return


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def misspelt(name="乙镇"):
    return [USUAL[0], [name, 2000, 900], USUAL[2]]


def test_an_unknown_unit_is_asked_about_with_the_likely_one_as_proposal(bureau):
    form = bureau.ask(write_return(bureau.folder, misspelt()))

    (asked,) = form.open
    assert (asked.question.about, asked.question.written, asked.question.proposal) == (
        About.UNIT,
        "乙镇",
        "乙乡",
    )
    assert asked.question.choices == ("甲乡", "乙乡", "丙镇", "新单位", "不是单位")
    assert asked.where == "签约9月.xlsx[签约]!A4"


def test_until_it_is_answered_the_row_is_in_no_sum(bureau):
    # 500 + 600 of 1000 + 1000; 乙乡 has not reported.
    assert figures(bureau.check(write_return(bureau.folder, misspelt()))) == (1100, 2000, ("乙乡",))


def test_a_ticked_proposal_is_taken(bureau):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file)
    bureau.answer(乙镇="√")

    checked = bureau.check(file)

    # 500 + 900 + 600 of 1000 + 2000 + 1000
    assert figures(checked) == (2000, 4000, ())
    assert "HK216" not in codes(checked)
    assert "乙镇 → 乙乡" in next(
        finding.message.zh for finding in checked.scorecard.findings if finding.code.id == "HK250"
    )


def test_what_is_written_beside_the_proposal_is_taken_instead_of_it(bureau):
    file = write_return(bureau.folder, [USUAL[0], USUAL[1], ["甲镇", 1000, 600]])
    bureau.ask(file)
    bureau.answer(甲镇="丙镇")

    assert figures(bureau.check(file)) == (2000, 4000, ())


def test_a_new_unit_has_to_report_from_then_on(bureau):
    file = write_return(bureau.folder, [*USUAL, ["丁乡", 1000, 100]])
    bureau.ask(file)
    bureau.answer(丁乡="新单位")

    # 500 + 900 + 600 + 100 of 5000
    assert figures(bureau.check(file)) == (2100, 5000, ())
    october = write_return(bureau.folder, USUAL, name="签约10月.xlsx", title="某区签约情况表（2018年10月）")
    assert figures(bureau.check(october)) == (2000, 4000, ("丁乡",))


@pytest.mark.parametrize("answer", ["不是单位", "not a unit", "×"])
def test_what_is_no_unit_is_left_out_without_a_word_of_blame(bureau, answer):
    file = write_return(bureau.folder, [*USUAL, ["区直单位", 10, 10]])
    bureau.ask(file)
    bureau.answer(区直单位=answer)

    checked = bureau.check(file)

    assert figures(checked) == (2000, 4000, ())
    assert "HK216" not in codes(checked)


def test_an_answer_holds_for_next_months_file(bureau):
    bureau.ask(write_return(bureau.folder, misspelt()))
    bureau.answer(乙镇="√")

    october = write_return(
        bureau.folder, [["甲乡", 1000, 510], ["乙 镇", 2000, 1000], ["丙镇", 1000, 600]], name="签约10月.xlsx"
    )

    assert figures(bureau.check(october)) == (2110, 4000, ())


def test_the_only_unit_without_a_row_is_a_hint_and_no_proposal(bureau):
    # A tick would give 乙乡 the figures of whatever 城关 is.
    form = bureau.ask(write_return(bureau.folder, misspelt("城关")))

    assert (form.open[0].question.proposal, form.open[0].question.why.zh) == ("", "名单里只有“乙乡”没有报")


def test_a_column_under_another_name_is_asked_about_and_read_once_confirmed(bureau):
    file = write_return(bureau.folder, USUAL, ["乡镇", "常住人口", "签约人口"])
    form = bureau.ask(file)
    assert [(each.question.of, each.question.proposal) for each in form.open] == [
        ("signing/签约人数", "签约人口")
    ]

    bureau.answer(签约人数="√")

    assert figures(bureau.check(file)) == (2000, 4000, ())


def test_a_sheet_that_is_not_recognised_asks_for_columns_and_units_in_one_go(bureau):
    file = write_return(bureau.folder, misspelt(), ["乡镇", "常驻人口", "签约人口数"])

    with pytest.raises(UnrecognisedError) as told:
        bureau.check(file)
    form = told.value.form("zh")

    assert [(each.question.written, each.question.proposal) for each in form.open] == [
        ("常住人口", "常驻人口"),
        ("签约人数", "签约人口数"),
        ("乙镇", "乙乡"),
    ]
    bureau.form.write_bytes(write_form(form.rows, "zh"))
    bureau.answer(常住人口="√", 签约人数="√", 乙镇="√")
    assert figures(bureau.check(file)) == (2000, 4000, ())


def test_a_refused_column_is_still_said_to_be_missing(bureau):
    file = write_return(bureau.folder, USUAL, ["乡镇", "常住人口", "签约人口"])
    bureau.ask(file)
    bureau.answer(签约人数="×")

    checked = bureau.check(file)

    assert "HK222" in codes(checked)
    assert checked.form({}, "zh").open == ()


MONEY = """\
funds:
  name: {zh: 经费表, en: Funds}
  row: {zh: 一个乡镇, en: one township}
  key: 乡镇
  roster: township
  fields:
    乡镇: {type: unit, en: township, level: township}
    应到位: {type: number, en: due, unit: 元, over_time: stock}
    实到位: {type: number, en: arrived, unit: 元, over_time: stock}
"""
FUNDS = indicator(
    COVERAGE.replace("signing", "funds").replace("签约人数", "实到位").replace("常住人口", "应到位"),
    "funds-in-place",
)


def test_a_unit_line_with_two_units_of_money_is_asked_about(tmp_path):
    bureau = Bureau(tmp_path, FUNDS, tables=MONEY)
    rows = [["甲乡", 10, 5], ["乙乡", 20, 15], ["丙镇", 10, 10]]
    headings = ["乡镇", "应到位（万元）", "实到位"]
    file = write_return(tmp_path, rows, headings, title="某区经费表（2018年9月） 单位：元、万元")

    form = bureau.ask(file)
    (asked,) = form.open
    assert (asked.question.of, asked.question.choices) == ("funds/实到位", ("元", "万元"))
    # Read as 元: 30 of 400 000.
    assert figures(bureau.check(file)) == (30, 400_000, ())

    bureau.answer(**{asked.question.written: "万元"})

    # 5 + 15 + 10 = 30 万元 of 40 万元
    assert figures(bureau.check(file)) == (300_000, 400_000, ())


READINGS = indicator(
    COVERAGE
    + """
reading:
  how: {zh: 以常住人口为分母, en: of residents}
  why: {zh: 原文没有写分母, en: the text names no denominator}
  sure: medium
  other:
    已报的两倍: {denominator: 常住人口 * 2}
"""
)


def test_a_reading_is_asked_about_but_alone_calls_for_no_form(tmp_path):
    bureau = Bureau(tmp_path, READINGS)
    form = bureau.check(write_return(tmp_path, USUAL)).form({}, "zh")

    (asked,) = form.open
    assert (asked.question.about, asked.question.proposal) == (About.READING, "按默认")
    assert not form.is_wanted


def test_a_chosen_reading_holds(tmp_path):
    bureau = Bureau(tmp_path, READINGS)
    file = write_return(tmp_path, USUAL)
    bureau.ask(file)
    bureau.answer(签约率="已报的两倍")

    checked = bureau.check(file)

    assert figures(checked) == (2000, 8000, ())
    assert checked.form({}, "zh").open == ()


def test_a_reading_that_healthkpi_toml_chooses_is_not_asked_about(tmp_path):
    checked = Bureau(tmp_path, READINGS).check(write_return(tmp_path, USUAL))

    assert checked.form({"signing-coverage": "已报的两倍"}, "zh").open == ()


def test_answers_stay_in_their_place_and_what_is_not_asked_any_more_goes(bureau):
    bureau.ask(write_return(bureau.folder, [*misspelt(), ["丁乡", 1, 1]]))
    bureau.answer(丁乡="不是单位")

    form = bureau.ask(write_return(bureau.folder, [*USUAL, ["丁乡", 1, 1], ["戊乡", 1, 1]]))

    assert [(each.question.written, each.instead) for each in form.rows] == [
        ("丁乡", "不是单位"),
        ("戊乡", ""),
    ]


def test_the_same_questions_make_the_same_file(bureau):
    form = bureau.ask(write_return(bureau.folder, misspelt()))

    assert write_form(form.rows, "zh") == bureau.form.read_bytes() == write_form(form.rows, "zh")
    assert not bureau.check(bureau.folder / "签约9月.xlsx").form({}, "zh").is_changed


def test_an_answer_survives_another_language_and_the_loss_of_the_columns_that_explain(bureau):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file, language="en")
    workbook = openpyxl.load_workbook(bureau.form)
    sheet = workbook.worksheets[0]
    sheet["E3"] = "yes"
    sheet.delete_cols(7, 3)
    workbook.save(bureau.form)

    assert figures(bureau.check(file)) == (2000, 4000, ())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"乙镇": "丁乡"}, "名单里没有"),
        ({"乙镇": "?"}, "名单里没有"),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_and_the_row_stays_out(bureau, answer, why):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file)
    bureau.answer(**answer)

    checked = bureau.check(file)

    assert figures(checked) == (1100, 2000, ("乙乡",))
    assert why in next(each.message.zh for each in checked.scorecard.findings if each.code.id == "HK251")


def test_a_tick_without_a_proposal_is_told(bureau):
    file = write_return(bureau.folder, [USUAL[0], USUAL[1], ["XYZ", 1, 1], ["ZZZ", 1, 1]])
    bureau.ask(file)
    bureau.answer(XYZ="√")

    assert "没有建议" in next(
        each.message.zh for each in bureau.check(file).scorecard.findings if each.code.id == "HK251"
    )


def test_a_form_in_a_folder_of_returns_is_no_return(bureau):
    inbox = bureau.folder / "收件箱"
    inbox.mkdir()
    write_return(inbox, misspelt())
    form = bureau.ask(inbox)
    assert form.path == inbox / "待确认.xlsx"

    workbook = openpyxl.load_workbook(form.path)
    workbook.worksheets[0]["E3"] = "√"
    workbook.save(form.path)
    checked = bureau.check(inbox)

    assert figures(checked) == (2000, 4000, ())
    assert [source.name for source in checked.scorecard.sources] == ["签约9月.xlsx"]


def test_a_file_of_that_name_that_is_no_form_is_never_overwritten(bureau):
    file = write_return(bureau.folder, misspelt())
    write_return(bureau.folder, USUAL, name="待确认.xlsx")

    with pytest.raises(HealthKpiError) as told:
        bureau.check(file)

    assert "不是 healthkpi 写的确认表" in told.value.message.zh


def test_two_forms_that_disagree_are_refused(bureau):
    folders = [bureau.folder / name for name in ("一", "二")]
    files = []
    for folder, answer in zip(folders, ("乙乡", "丙镇"), strict=True):
        folder.mkdir()
        files.append(write_return(folder, misspelt(), name=f"{folder.name}.xlsx"))
        form = bureau.ask(files[-1])
        workbook = openpyxl.load_workbook(form.path)
        workbook.worksheets[0]["F3"] = answer
        workbook.save(form.path)

    with pytest.raises(HealthKpiError) as told:
        bureau.check(*files)

    assert "答得不一样" in told.value.message.zh


def test_a_form_whose_machine_columns_were_changed_says_which_row(bureau):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file)
    workbook = openpyxl.load_workbook(bureau.form)
    workbook.worksheets[0]["E3"] = "√"
    workbook.worksheets[0]["K3"] = None
    workbook.save(bureau.form)

    with pytest.raises(HealthKpiError) as told:
        bureau.check(file)

    assert "待确认.xlsx[待确认]!3" in told.value.message.zh


def test_answers_for_another_policy_are_kept_and_do_nothing(bureau):
    file = write_return(bureau.folder, misspelt())
    form = bureau.ask(file)
    workbook = openpyxl.load_workbook(bureau.form)
    workbook.worksheets[0]["E3"] = "√"
    workbook.worksheets[0]["J3"] = "another-policy"
    workbook.save(bureau.form)

    checked = bureau.check(file)

    assert figures(checked) == (1100, 2000, ("乙乡",))
    assert [each.policy for each in checked.form({}, "zh").rows] == ["another-policy", form.rows[0].policy]


def test_a_name_that_begins_like_a_formula_stays_text(bureau):
    rows = [*USUAL[:2], ["=cmd|' /C calc'!A0", 1000, 600]]
    path = write_return(bureau.folder, rows)
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0]["A5"].data_type = "s"
    workbook.save(path)
    bureau.ask(path)

    cell = openpyxl.load_workbook(bureau.form).worksheets[0]["L3"]

    assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")


def test_a_sensitive_name_is_never_asked_about(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace(
        "    常住人口:",
        "    就诊乡镇: {type: unit, en: where, level: township, sensitive: true}\n    常住人口:",
    )
    bureau = Bureau(tmp_path, tables=tables)
    rows = [[*row, place] for row, place in zip(USUAL, ["甲乡", "张三家", "丙镇"], strict=True)]

    form = bureau.ask(write_return(tmp_path, rows, [*HEADINGS, "就诊乡镇"]))

    assert form.open == ()


SWAPPED = [["城关", 1000, 500], ["河东", 2000, 900], USUAL[2]]


def test_a_form_of_which_only_the_visible_columns_were_sorted_is_refused(bureau):
    file = write_return(bureau.folder, SWAPPED)
    bureau.ask(file)
    bureau.answer(城关="甲乡", 河东="乙乡")
    workbook = openpyxl.load_workbook(bureau.form)
    one, other = ([cell.value for cell in workbook.worksheets[0][row][:9]] for row in (3, 4))
    for row, values in ((3, other), (4, one)):
        for column, value in enumerate(values, start=1):
            workbook.worksheets[0].cell(row, column).value = value
    workbook.save(bureau.form)

    # Taken as it stands, 城关 would be 乙乡 and 河东 甲乡.
    with pytest.raises(
        HealthKpiError, match="the question is about 河东, the three cells on the right about 城关"
    ):
        bureau.check(file)


def test_a_form_with_sorted_rows_is_read_as_before(bureau):
    file = write_return(bureau.folder, SWAPPED)
    bureau.ask(file)
    bureau.answer(城关="甲乡", 河东="乙乡")
    workbook = openpyxl.load_workbook(bureau.form)
    sheet = workbook.worksheets[0]
    one, other = ([cell.value for cell in sheet[row]] for row in (3, 4))
    for column, (here, there) in enumerate(zip(one, other, strict=True), start=1):
        sheet.cell(3, column).value, sheet.cell(4, column).value = there, here
    workbook.save(bureau.form)

    assert figures(bureau.check(file)) == (2000, 4000, ())


@pytest.mark.parametrize("heading", ["常住人口", "乡镇"])
def test_a_heading_that_is_another_fields_is_not_taken_for_a_second_one(bureau, heading):
    file = write_return(bureau.folder, USUAL, ["乡镇", "常住人口", "签约人口"])
    bureau.ask(file)
    bureau.answer(签约人数=heading)

    checked = bureau.check(file)

    # Taken, 4000 of 4000 would be signed: 100 %.
    assert figures(checked)[0] is None
    assert [each.message.zh for each in checked.scorecard.findings if each.code.id == "HK251"] == [
        f"“签约人数”的答案“{heading}”没有用：这一列已经是“{heading}”；一列只能是一个字段"
    ]


def test_one_heading_given_to_two_fields_is_given_to_neither(bureau):
    file = write_return(bureau.folder, USUAL, ["乡镇", "辖区人口数", "签约人口数"])
    with pytest.raises(UnrecognisedError) as told:
        bureau.check(file)
    bureau.form.write_bytes(write_form(told.value.form("zh").rows, "zh"))
    bureau.answer(常住人口="签约人口数", 签约人数="签约人口数")

    with pytest.raises(UnrecognisedError, match=r"this column is .* already"):
        bureau.check(file)


@pytest.mark.parametrize("mark", ["✔️", "Ｖ", "OK", "√√", "是的", "确定"])
def test_a_tick_may_look_otherwise(bureau, mark):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file)
    workbook = openpyxl.load_workbook(bureau.form)
    workbook.worksheets[0]["E3"] = mark
    workbook.save(bureau.form)

    assert figures(bureau.check(file)) == (2000, 4000, ())


def test_a_row_that_was_doubled_and_answered_otherwise_is_refused(bureau):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file)
    bureau.answer(乙镇="√")
    workbook = openpyxl.load_workbook(bureau.form)
    sheet = workbook.worksheets[0]
    sheet.append([cell.value for cell in sheet[3]])
    sheet["F4"] = "丙镇"
    workbook.save(bureau.form)

    with pytest.raises(HealthKpiError, match=r"has two rows in .* with different answers"):
        bureau.check(file)


def test_an_answer_that_is_a_formula_is_told_as_it_stands(bureau):
    file = write_return(bureau.folder, misspelt())
    bureau.ask(file)
    workbook = openpyxl.load_workbook(bureau.form)
    workbook.worksheets[0]["E3"] = '=IF(1,"√","")'
    workbook.save(bureau.form)

    (told,) = [each.message.zh for each in bureau.check(file).scorecard.findings if each.code.id == "HK251"]
    assert told.startswith('“乙镇”的答案“=IF(1,"√","")”没有用')


def test_the_only_column_that_is_left_is_offered_and_not_proposed(bureau):
    # A tick would make people with controlled blood pressure of those under contract.
    form = bureau.ask(write_return(bureau.folder, USUAL, ["乡镇", "常住人口", "血压达标人次"]))

    (asked,) = form.open
    assert (asked.question.proposal, asked.question.choices) == ("", ("血压达标人次", "没有这一列"))
