"""From a value back to its cells: where they stand, what stood there, what it was read as."""

from healthkpi.model.scorecard import Side
from healthkpi.tally import tally_indicators
from healthkpi.tally.trace import Trace
from making import COVERAGE, SIGNING, grid, indicator, make_policy, tidied

SIDES = (Side.NUMERATOR, Side.DENOMINATOR)
HEADER = ["乡镇", "常住人口", "签约人数"]


def traced(*rows, body=COVERAGE, tables=SIGNING, header=HEADER, show=Trace.cells):
    policy = make_policy(indicator(body), tables)
    stats = tidied(policy, grid([header, *rows], sheet="签约", file="九月.xlsx"))
    value = tally_indicators(policy, stats, None)[0].judged[0].value
    return show(Trace(policy.indicators["signing-coverage"], policy, stats), value)


def test_every_cell_is_shown_as_it_stood_and_as_it_was_read():
    found = traced(["甲乡", "28,640", "1.4万"])
    assert [(str(cell.place), cell.side, cell.raw, cell.read.en, cell.unit) for cell in found] == [
        ("九月.xlsx[签约]!C2", Side.NUMERATOR, "1.4万", "14000", "甲乡"),
        ("九月.xlsx[签约]!B2", Side.DENOMINATOR, "28,640", "28640", "甲乡"),
    ]


def test_a_row_that_entered_no_sum_is_shown_as_left_out():
    found = traced(["甲乡", 100, 50], ["乙乡", 100, "未报"])
    counted = {str(cell.place) for cell in found if cell.side in SIDES}
    assert counted == {"九月.xlsx[签约]!B2", "九月.xlsx[签约]!C2"}
    assert {str(cell.place) for cell in found} - counted == {"九月.xlsx[签约]!B3", "九月.xlsx[签约]!C3"}


def test_runs_of_rows_are_named_as_short_as_they_can_be():
    rows = [[f"第{number}乡", 100, None if number == 3 else 50] for number in range(1, 6)]
    # A level without a roster, for five units of it.
    found = traced(*rows, show=Trace.ranges, tables=SIGNING.replace("level: township", "level: clinic"))
    assert [each.cells for each in found if each.side in SIDES] == [
        "九月.xlsx[签约]!C2:C3, C5:C6",
        "九月.xlsx[签约]!B2:B3, B5:B6",
    ]


PATIENTS = """\
patients:
  name: {zh: 患者台账, en: Patients}
  row: {zh: 一名患者, en: one patient}
  key: 身份证号
  fields:
    身份证号: {type: code, sensitive: true}
    已救治: {type: flag}
"""
SECRET = "140203195001011234"


def test_no_cell_names_a_patient():
    for body in (
        "kind: count\ntable: patients\ndistinct: 身份证号\nunit: 人\nbetter: higher",
        "kind: proportion\ntable: patients\nmeets: {已救治: 已救治}\nbetter: higher",
    ):
        found = traced([SECRET, "是"], body=body, tables=PATIENTS, header=["身份证号", "已救治"])
        assert [SECRET in f"{cell.raw} {cell.read} {cell.unit}" for cell in found] == [False] * len(found)


def test_each_row_of_a_sensitive_table_is_not_named_after_its_patient():
    policy = make_policy(
        indicator("kind: proportion\ntable: patients\nmeets: {已救治: 已救治}\nbetter: higher\neach: row"),
        PATIENTS,
    )
    stats = tidied(policy, grid([["身份证号", "已救治"], [SECRET, "是"]]))
    assert [SECRET in each.unit for each in tally_indicators(policy, stats, None)[0].judged] == [False]
