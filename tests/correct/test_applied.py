"""A correction that holds: the cell is what the file says, and the trail says who, why and with what effect."""

import datetime as dt

import openpyxl
import pytest

from correct.correcting import ACCEPTING, BY_CELL, BY_FIELD, SIGNED, said, write_corrections
from healthkpi.model.judgement import Verdict
from making import SIGNING_WITH_ROSTER
from returns import HEADINGS, USUAL, Bureau, codes, figures, write_book, write_return


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def effects(checked, number=0):
    applied = checked.scorecard.corrections.applied[number]
    return {each.unit: (each.before.value.numerator, each.after.value.numerator) for each in applied.effects}


@pytest.mark.parametrize("name", ["更正.xlsx", "更正.csv", "corrections.xlsx", "corrections.csv"])
def test_a_file_beside_the_data_is_read_without_being_asked_for(bureau, name):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C4", "900", "1000", *SIGNED]], name=name)

    checked = bureau.check(file)

    # 500 + 1000 + 600, where 乙乡 had 900
    assert figures(checked) == (2100, 4000, ())
    assert [source.name for source in checked.scorecard.sources] == ["签约9月.xlsx"]


def test_it_is_never_read_as_statistics_even_within_a_folder(bureau):
    inbox = bureau.folder / "收件箱"
    inbox.mkdir()
    write_return(inbox, USUAL)
    write_corrections(inbox, [["C4", 900, 1000, *SIGNED]])

    checked = bureau.check(inbox)

    assert figures(checked) == (2100, 4000, ())
    assert [source.name for source in checked.scorecard.sources] == ["签约9月.xlsx"]


def test_a_file_that_is_named_is_read_instead_of_the_one_beside(bureau):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C4", 900, 1000, *SIGNED]])
    other = write_corrections(bureau.folder, [["C4", 900, 950, *SIGNED]], name="十月更正.xlsx")

    assert figures(bureau.check(file, corrections=other)) == (2050, 4000, ())


@pytest.mark.parametrize("unit", ["乙乡", "乙", " 乙 乡"])
@pytest.mark.parametrize("field", ["签约人数", "signed"])
def test_a_unit_and_a_field_name_one_cell(bureau, unit, field):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [[unit, field, 900, 1000, *SIGNED]], BY_FIELD)

    checked = bureau.check(file)

    assert figures(checked) == (2100, 4000, ())
    edit = checked.scorecard.corrections.applied[0].edit
    assert (str(edit.place), edit.unit, edit.field) == ("签约9月.xlsx[签约]!C4", "乙乡", "签约人数")


@pytest.mark.parametrize(
    "cell", ["签约9月.xlsx[签约]!C4", "[签约]!C4", "签约!C4", "签约9月.xlsx!C4", "$C$4", "ｃ４"]
)
def test_a_cell_may_be_written_as_a_finding_or_a_spreadsheet_writes_it(bureau, cell):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [[cell, 900, 1000, *SIGNED]])

    assert figures(bureau.check(file)) == (2100, 4000, ())


@pytest.mark.parametrize("old", ["1.79万", "17900", 17900, "17,900", "１.７９万"])
def test_the_old_value_is_known_as_written_and_as_read(bureau, old):
    file = write_return(bureau.folder, [USUAL[0], ["乙乡", 30000, "1.79万"], USUAL[2]])
    write_corrections(bureau.folder, [["C4", old, 17930, *SIGNED]])

    # 500 + 17930 + 600 of 1000 + 30000 + 1000
    assert figures(bureau.check(file)) == (19030, 32000, ())


def test_the_trail_says_who_why_when_and_what_it_changed(bureau):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C4", 900, 880, "函〔2018〕3号", "王XX", dt.date(2018, 10, 8)]])

    (applied,) = bureau.check(file).scorecard.corrections.applied

    correction = applied.edit.correction
    assert (applied.edit.old, applied.edit.new) == ("900", "880")
    assert (correction.reason, correction.who, str(correction.when)) == (
        "函〔2018〕3号",
        "王XX",
        "2018-10-08",
    )
    area = next(each for each in applied.effects if each.unit == "某区")
    # 2000/4000 = 50 % reaches the target, 1980/4000 = 49.5 % does not.
    assert (area.before.value.amount, area.after.value.amount) == (50, 49.5)
    assert (area.before.judgement.verdict, area.after.judgement.verdict) == (Verdict.REACHED, Verdict.NOT_YET)
    assert {each.unit for each in applied.effects} == {"某区", "乙乡"}


def test_each_of_two_corrections_has_its_own_effect_beside_the_other_and_both_have_one(bureau):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C3", 500, 510, *SIGNED], ["C4", 900, 1000, *SIGNED]])

    checked = bureau.check(file)

    # Without the first 500+1000+600, without the second 510+900+600, with both 2110, with neither 2000.
    assert effects(checked, 0)["某区"] == (2100, 2110)
    assert effects(checked, 1)["某区"] == (2010, 2110)
    together = {each.unit: each.before.value.numerator for each in checked.scorecard.corrections.together}
    assert together["某区"] == 2000


def test_a_change_of_rank_is_an_effect_on_the_other_unit_too(bureau):
    # 甲乡 50 %, 乙乡 45 %, 丙镇 60 %: with 1100 of 2000 乙乡 passes 甲乡.
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C4", 900, 1100, *SIGNED]])

    (applied,) = bureau.check(file).scorecard.corrections.applied

    ranks = {each.unit: (each.before.place, each.after.place) for each in applied.effects}
    assert (ranks["甲乡"], ranks["乙乡"]) == ((2, 3), (3, 2))


def test_of_more_than_twenty_only_the_joint_effect_is_reckoned(bureau, monkeypatch):
    monkeypatch.setattr("healthkpi.pipeline._trail.MOST_TOLD_SINGLY", 1)
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C3", 500, 510, *SIGNED], ["C4", 900, 1000, *SIGNED]])

    trail = bureau.check(file).scorecard.corrections

    assert [each.effects for each in trail.applied] == [None, None]
    assert trail.together


@pytest.mark.parametrize("new", ["未报", "空白", "待核", "退回单位", "blank", "to be checked"])
def test_a_figure_can_be_taken_out(bureau, new):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [["C4", 900, new, *SIGNED]])

    checked = bureau.check(file)

    # 500 + 600 of 1000 + 1000; 乙乡 has not reported.
    assert figures(checked) == (1100, 2000, ("乙乡",))
    assert "HK203" not in codes(checked)
    assert checked.scorecard.corrections.applied[0].edit.new == new


def test_a_blank_can_be_filled(bureau):
    file = write_return(bureau.folder, [USUAL[0], ["乙乡", 2000, None], USUAL[2]])
    write_corrections(bureau.folder, [["C4", "空白", 900, *SIGNED]])

    assert figures(bureau.check(file)) == (2000, 4000, ())


def test_a_unit_name_can_be_corrected_before_the_rows_are_matched(bureau):
    file = write_return(bureau.folder, [USUAL[0], ["乙镇", 2000, 900], USUAL[2]])
    write_corrections(bureau.folder, [["A4", "乙镇", "乙乡", *SIGNED]])

    checked = bureau.check(file)

    assert figures(checked) == (2000, 4000, ())
    assert "HK216" not in codes(checked)


def test_a_heading_can_be_corrected_where_without_it_nothing_is_recognised(bureau):
    file = write_return(bureau.folder, USUAL, ["乡镇", "常驻人囗", "签约"])
    write_corrections(
        bureau.folder, [["B2", "常驻人囗", "常住人口", *SIGNED], ["C2", "签约", "签约人数", *SIGNED]]
    )

    assert figures(bureau.check(file)) == (2000, 4000, ())


def test_of_two_rows_for_one_unit_the_void_one_counts_for_nothing(bureau):
    rows = [*USUAL, ["乙乡", 2000, 950]]
    file = write_return(bureau.folder, rows)
    assert figures(bureau.check(file)) == (1100, 2000, ("乙乡",))
    write_corrections(bureau.folder, [["A4", "乙乡", "作废", *SIGNED]])

    checked = bureau.check(file)

    # 500 + 950 + 600
    assert figures(checked) == (2050, 4000, ())
    assert "HK301" not in codes(checked)
    assert checked.scorecard.corrections.applied[0].edit.correction.strikes


def test_a_correction_of_the_total_row_changes_no_sum_but_settles_the_check_of_the_total(bureau):
    file = write_return(bureau.folder, [*USUAL, ["合计", 4000, 2100]])
    before = set(codes(bureau.check(file)))
    write_corrections(bureau.folder, [["合计", "签约人数", 2100, 2000, *SIGNED]], BY_FIELD)

    checked = bureau.check(file)

    assert figures(checked) == (2000, 4000, ())
    assert before - set(codes(checked)) == {"HK302"}
    assert checked.scorecard.corrections.applied[0].effects == ()


def test_a_hidden_row_is_corrected_like_any_other(bureau):
    file = write_return(bureau.folder, USUAL)
    workbook = openpyxl.load_workbook(file)
    workbook.worksheets[0].row_dimensions[4].hidden = True
    workbook.save(file)
    write_corrections(bureau.folder, [["乙乡", "签约人数", 900, 1000, *SIGNED]], BY_FIELD)

    assert figures(bureau.check(file)) == (2100, 4000, ())


def test_a_baseline_is_corrected_by_its_period(bureau):
    august = write_return(bureau.folder, USUAL, name="签约8月.xlsx", title="某区签约情况表（2018年8月）")
    file = write_return(bureau.folder, USUAL)
    headings = [*BY_FIELD, "期间"]
    write_corrections(bureau.folder, [["乙乡", "签约人数", 900, 800, *SIGNED, "2018-08"]], headings)

    checked = bureau.check(file, baselines=(august,))

    assert figures(checked) == (2000, 4000, ())
    assert str(checked.scorecard.corrections.applied[0].edit.place) == "签约8月.xlsx[签约]!C4"


def test_a_correction_for_another_month_or_file_waits_and_says_so(bureau):
    file = write_return(bureau.folder, USUAL)
    headings = [*BY_FIELD, "期间", "文件"]
    write_corrections(
        bureau.folder,
        [
            ["乙乡", "签约人数", 900, 800, *SIGNED, "2018-08", None],
            ["乙乡", "签约人数", 900, 800, *SIGNED, None, "签约8月.xlsx"],
        ],
        headings,
    )

    checked = bureau.check(file)

    assert figures(checked) == (2000, 4000, ())
    assert said(checked, "HK264") == ["2 条不是给这次的文件、表或期间的，没有用（第 2, 3 行）"]


def test_what_stood_under_a_sensitive_heading_is_in_no_output(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace(
        "    常住人口:", "    病人:\n      {type: text, en: patient, sensitive: true}\n    常住人口:"
    )
    bureau = Bureau(tmp_path, tables=tables)
    rows = [[*row, name] for row, name in zip(USUAL, ["张三", "李四", "赵六"], strict=True)]
    file = write_return(tmp_path, rows, [*HEADINGS, "病人"])
    write_corrections(tmp_path, [["D4", "李四", "李肆", *SIGNED], ["D5", "错名", "李肆", *SIGNED]])

    checked = bureau.check(file)

    assert [(each.edit.old, each.edit.new) for each in checked.scorecard.corrections.applied] == [("…", "…")]
    assert said(checked, "HK262") == ["更正没有采用（更正.xlsx[Sheet]!3）：这一格现在是“…”，不是“…”"]


def test_what_stands_in_a_column_nobody_knows_is_in_no_output(bureau):
    rows = [[*row, name] for row, name in zip(USUAL, ["张三", "李四", "赵六"], strict=True)]
    file = write_return(bureau.folder, rows, [*HEADINGS, "经办"])
    write_corrections(bureau.folder, [["D4", "李四", "李肆", *SIGNED]])

    (applied,) = bureau.check(file).scorecard.corrections.applied

    assert (applied.edit.old, applied.edit.new) == ("…", "…")


ABOVE = [USUAL[0], ["乙乡", 800, 900], USUAL[2]]


def acceptance(code, **place):
    row = {"代码": code, "理由": "已核实", "更正人": "王XX", "日期": "2018-10-08", **place}
    return [row.get(heading) for heading in ACCEPTING]


@pytest.mark.parametrize(
    "place",
    [
        {"单元格": "签约9月.xlsx[签约]!C4"},
        {"单位": "乙乡"},
        {"单位": "乙", "栏目": "签约人数"},
        {"文件": "签约9月"},
    ],
)
def test_a_finding_is_accepted_by_its_cell_its_unit_or_its_file(bureau, place):
    file = write_return(bureau.folder, ABOVE)
    write_corrections(bureau.folder, [acceptance("HK303", **place)], ACCEPTING)

    checked = bureau.check(file)

    (found,) = [each for each in checked.scorecard.findings if each.code.id == "HK303"]
    assert (found.accepted.reason, found.accepted.who) == ("已核实", "王XX")
    assert "HK303" not in [each.code.id for each in checked.scorecard.open_findings]


def test_an_accepted_error_makes_no_figure_appear(bureau):
    file = write_return(bureau.folder, ABOVE)
    before = figures(bureau.check(file))
    write_corrections(bureau.folder, [acceptance("HK303", 单位="乙乡")], ACCEPTING)

    # 900 of 800 stays in no sum: 500 + 600 of 1000 + 1000.
    assert figures(bureau.check(file)) == before == (1100, 2000, ("乙乡",))


def test_an_acceptance_of_what_is_not_found_is_told(bureau):
    file = write_return(bureau.folder, USUAL)
    write_corrections(bureau.folder, [acceptance("HK303", 单位="乙乡")], ACCEPTING)

    assert said(bureau.check(file), "HK265") == ["认可的 HK303 这次没有发现；没有什么可认可的"]


def test_an_acceptance_that_names_the_old_value_holds_for_that_figure_only(bureau):
    file = write_return(bureau.folder, [USUAL[0], ["乙乡", 800, 950], USUAL[2]])
    row = acceptance("HK303", 单元格="C4", 原值="900")
    write_corrections(bureau.folder, [row], ACCEPTING)

    checked = bureau.check(file)

    assert "HK303" in [each.code.id for each in checked.scorecard.open_findings]
    assert "HK265" in codes(checked)


def test_several_sheets_of_one_file_are_told_apart_by_their_name(bureau):
    rows = [["某区签约情况表（2018年9月）"], HEADINGS, *USUAL]
    file = write_book(bureau.folder / "九月.xlsx", {"签约": rows, "说明": [["无"], ["无"], ["无"], ["无"]]})
    write_corrections(bureau.folder, [["签约", "C4", 900, 1000, *SIGNED]], ["工作表", *BY_CELL])

    assert figures(bureau.check(file)) == (2100, 4000, ())
