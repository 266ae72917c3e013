"""What somebody attests: done with its evidence, not done, or to be checked."""

from datetime import date

import pytest

from healthkpi.model.value import ValueStatus
from making import amounts, area_value, by_unit, grid, indicator, make_policy, tallied

HEADER = ["事项", "单位", "状态", "完成日期", "佐证"]
TASK = "kind: attested\nitem: 建立台账\ntargets:\n  - {by: 2018-12-31}"


def ledger(*rows, body=TASK, header=HEADER):
    return tallied(make_policy(indicator(body)), grid([header, *rows], sheet="台账"))


def state(*rows, **more):
    return ledger(*rows, **more).judged[0].value


def test_an_item_that_is_done_with_evidence_is_done():
    value = state(["建立台账", "区卫计局", "是", "2018-10-18", "云政〔2018〕52号"])
    assert (value.amount, value.status, value.done_on) == (1, ValueStatus.OK, date(2018, 10, 18))


def test_an_item_that_is_not_done_is_zero():
    assert state(["建立台账", "区卫计局", "否", None, None]).amount == 0


def test_an_item_in_work_is_not_done():
    assert state(["建立台账", "区卫计局", "推进中", None, None]).amount == 0


def test_done_without_evidence_is_to_be_checked():
    value = state(["建立台账", "区卫计局", "是", "2018-10-18", None])
    assert (value.amount, value.status) == (None, ValueStatus.MISSING)
    assert value.reason.en == "entered as done, without evidence: to be checked"


def test_a_ledger_without_a_column_for_evidence_is_believed():
    assert state(["建立台账", "区卫计局", "是"], header=HEADER[:3]).amount == 1


def test_a_blank_state_is_missing():
    value = state(["建立台账", "区卫计局", None, None, "有"])
    assert (value.status, value.reason.zh) == (ValueStatus.MISSING, "台账没有写是否完成")


def test_an_item_that_is_not_in_the_ledger_is_missing():
    value = state(["另一事项", "区卫计局", "是", None, "有"])
    assert (value.status, value.reason.en) == (ValueStatus.MISSING, "the ledger has no such item")


def test_an_item_is_done_when_every_one_of_its_units_has_done_it():
    rows = [["建立台账", "甲乡", "是", "2018-10-18", "有文"], ["建立台账", "乙乡", "否", None, None]]
    assert state(*rows).amount == 0


def test_the_last_unit_decides_the_day():
    rows = [["建立台账", "甲乡", "是", "2018-10-18", "文"], ["建立台账", "乙乡", "是", "2018-11-02", "文"]]
    assert state(*rows).done_on == date(2018, 11, 2)


def test_two_rows_of_one_unit_contradict_each_other_and_say_so():
    rows = [["建立台账", "甲乡", "是", "2018-10-18", "文"], ["建立台账", "甲乡", "否", None, None]]
    value = state(*rows)
    assert value.status is ValueStatus.INVALID
    assert value.reason.en != "the ledger has no such item"


def of_months(as_of, **ledgers):
    """Ledgers of several months, each as the rows below its title."""
    grids = [
        grid([[f"事项台账（2018年{month[1:]}月）"], HEADER, *rows], sheet="台账", file=f"{month}.xlsx")
        for month, rows in ledgers.items()
    ]
    return tallied(make_policy(indicator(TASK)), *grids, as_of=as_of).judged[0].value


OPEN, DONE = ["建立台账", "区卫计局", "否", None, None], ["建立台账", "区卫计局", "是", "2018-12-20", "文"]


def test_what_is_done_in_december_is_done_though_september_said_that_it_was_not():
    assert of_months(date(2018, 12, 31), m9=[OPEN], m12=[DONE]).amount == 1


def test_what_is_taken_back_later_is_not_done():
    assert of_months(date(2018, 12, 31), m9=[DONE], m12=[OPEN]).amount == 0


def test_on_a_day_before_the_later_ledger_only_the_earlier_one_counts():
    assert of_months(date(2018, 9, 30), m9=[OPEN], m12=[DONE]).amount == 0


def test_an_entry_that_the_later_ledger_leaves_out_stands_as_it_was_told():
    other = ["另一事项", "区卫计局", "否", None, None]
    assert of_months(date(2018, 12, 31), m9=[DONE], m12=[other]).amount == 1


def test_each_unit_has_its_own_last_word():
    done, open_ = ([DONE[0], unit, *DONE[2:]] for unit in ("甲乡", "乙乡"))
    later = ["建立台账", "乙乡", "是", "2018-12-20", "文"]
    assert of_months(date(2018, 12, 31), m9=[done, ["建立台账", "乙乡", "否", None, None]]).amount == 0
    assert of_months(date(2018, 12, 31), m9=[done, open_], m12=[later]).amount == 1


def test_each_unit_of_the_roster_must_attest():
    rows = [["建立台账", "甲乡卫生院", "是", "2018-10-18", "文"], ["建立台账", "乙", "否", None, None]]
    judged = ledger(*rows, body=TASK + "\neach: township").judged
    assert amounts(judged) == {"甲乡": 1, "乙乡": 0, "丙镇": None}
    assert by_unit(judged)["丙镇"].status is ValueStatus.MISSING


@pytest.mark.parametrize("written", ["建立台账", "建立 台账", "建立台账 "])
def test_spaces_in_an_item_do_not_matter(written):
    assert state([written, "区卫计局", "是", "2018-10-18", "文"]).amount == 1


LIST = "kind: checklist\nitems: [甲事, 乙事, 丙事]\nbetter: higher\ntargets: [{at_least: 3项}]"


def test_a_checklist_counts_what_is_done():
    rows = [
        ["甲事", "局", "是", None, "文"],
        ["乙事", "局", "否", None, None],
        ["丙事", "局", "是", None, "文"],
    ]
    value = area_value(make_policy(indicator(LIST)), grid([HEADER, *rows]))
    assert (value.amount, value.denominator, value.status) == (2, 3, ValueStatus.OK)
    assert [each.label for each in value.failing] == ["乙事"]


def test_a_checklist_names_what_is_not_in_the_ledger():
    rows = [["甲事", "局", "是", None, "文"], ["乙事", "局", "是", None, None]]
    value = area_value(make_policy(indicator(LIST)), grid([HEADER, *rows]))
    assert (value.amount, value.status) == (1, ValueStatus.PARTIAL)
    assert value.coverage.missing == ("乙事", "丙事")


def test_a_checklist_of_which_nothing_is_known_has_no_value():
    value = area_value(make_policy(indicator(LIST)), grid([HEADER, ["丁事", "局", "是", None, "文"]]))
    assert (value.amount, value.status) == (None, ValueStatus.MISSING)


def test_a_checklist_is_counted_in_each_unit():
    rows = [
        ["甲事", "甲乡", "是", None, "文"],
        ["乙事", "甲乡", "是", None, "文"],
        ["丙事", "甲乡", "是", None, "文"],
        ["甲事", "乙", "是", None, "文"],
        ["乙事", "乙", "否", None, None],
        ["丙事", "乙", "否", None, None],
    ]
    judged = ledger(*rows, body=LIST + "\neach: township").judged
    assert amounts(judged) == {"甲乡": 3, "乙乡": 1, "丙镇": None}


def test_without_a_roster_the_units_of_a_checklist_are_those_of_its_entries():
    rows = [["甲事", "一所", "是", None, "文"], ["甲事", "二所", "否", None, None]]
    assert amounts(ledger(*rows, body=LIST + "\neach: clinic").judged) == {"一所": 1, "二所": 0}


def test_entries_that_name_no_unit_are_those_of_the_area():
    judged = ledger(["建立台账", None, "是", None, "文"], body=TASK + "\neach: township").judged
    assert amounts(judged) == {"某区": 1}


def test_a_whole_checklist_was_done_on_its_last_day():
    days = ["2018-10-18", "2018-12-30", "2018-03-02"]
    rows = [[name, "局", "是", day, "文"] for name, day in zip(["甲事", "乙事", "丙事"], days, strict=True)]
    assert state(*rows, body=LIST).done_on == date(2018, 12, 30)


def test_a_checklist_with_something_lacking_has_no_day():
    rows = [["甲事", "局", "是", "2018-10-18", "文"], ["乙事", "局", "否", None, None]]
    assert state(*rows, body=LIST).done_on is None


@pytest.mark.parametrize("owner", ["某区", "A district"])
def test_an_item_of_the_whole_area_is_an_item_and_no_total_row(owner):
    assert state(["建立台账", owner, "是", "2018-10-18", "有文"]).amount == 1


@pytest.mark.parametrize("written", ["“建立”台账", "建立 台账", "「建立台账」", "'建立台账'"])
def test_an_item_is_the_same_with_quotation_marks_and_spaces(written):
    assert state([written, "区卫计局", "是", "2018-10-18", "有文"]).amount == 1


def test_an_item_is_the_same_in_full_width_and_capitals():
    body = TASK.replace("建立台账", "app上线(一期)")
    assert state(["ＡＰＰ上线（一期）", "区卫计局", "是", "2018-10-18", "有文"], body=body).amount == 1


def test_an_item_with_another_word_is_another_item():
    assert state(["建立总台账", "区卫计局", "是", "2018-10-18", "有文"]).status is ValueStatus.MISSING


def test_the_name_of_the_indicator_is_its_item_too():
    assert state(["签约率", "区卫计局", "是", "2018-10-18", "有文"]).amount == 1
