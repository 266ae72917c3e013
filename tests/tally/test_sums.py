"""Sum first, divide last; missing is not zero; a total names who is not in it (DESIGN §4, rules 1, 4, 5, 8, 10, 14)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from healthkpi.model.value import ValueStatus
from making import (
    COVERAGE,
    SIGNING,
    SIGNING_WITH_ROSTER,
    amounts,
    area_value,
    by_unit,
    grid,
    indicator,
    make_policy,
    sheet,
    tallied,
)


def coverage(text, **more):
    return area_value(make_policy(indicator(COVERAGE)), sheet(text), **more)


def test_two_townships_are_summed_before_dividing():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 100      90
        乙乡 300      10
    """)
    assert value.amount == Fraction(90 + 10, 100 + 300) * 100 == 25


def test_the_mean_of_the_rates_is_never_taken():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 100      90
        乙乡 300      10
    """)
    assert value.amount != (Fraction(90) + Fraction(1000, 300)) / 2


def test_29_of_100_is_29_percent_exactly():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 100      29
    """)
    assert value.amount == 29


def test_numerator_and_denominator_are_kept_beside_the_value():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 28640    14812
        乙乡 35210    17930
    """)
    assert (value.numerator, value.denominator, value.factor) == (32742, 63850, 100)
    assert value.rows == (0, 1)


@pytest.mark.parametrize("blank", ["·", "—", "/", "未报", "960人左右"])
def test_a_blank_numerator_keeps_its_denominator_out_of_the_rate(blank):
    value = coverage(f"""
        乡镇 常住人口 签约人数
        甲乡 100      50
        乙乡 300      {blank}
    """)
    assert (value.amount, value.status) == (50, ValueStatus.PARTIAL)
    assert (value.denominator, value.whole_denominator) == (100, 400)
    assert (value.coverage.counted, value.coverage.expected, value.coverage.missing) == (1, 2, ("乙乡",))


def test_a_zero_is_counted():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 100      50
        乙乡 300      0
    """)
    assert (value.amount, value.status) == (Fraction(50, 400) * 100, ValueStatus.OK)


def test_a_blank_denominator_keeps_its_numerator_out():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 100      50
        乙乡 ·        80
    """)
    assert (value.amount, value.coverage.missing) == (50, ("乙乡",))


def test_nothing_reported_is_missing_and_not_zero():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 100      ·
        乙乡 300      —
    """)
    assert (value.amount, value.status) == (None, ValueStatus.MISSING)
    assert value.reason.en == "figures are missing"


def test_nobody_in_the_denominator_is_no_rate():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 0        0
    """)
    assert (value.amount, value.status) == (None, ValueStatus.ZERO_DENOMINATOR)
    assert value.reason.zh == "分母为 0，没有率"


def test_a_unit_with_nobody_does_not_spoil_the_others():
    value = coverage("""
        乡镇 常住人口 签约人数
        甲乡 0        0
        乙乡 300      150
    """)
    assert (value.amount, value.status) == (50, ValueStatus.OK)


def test_a_table_that_was_not_among_the_inputs_is_not_supplied():
    policy = make_policy(indicator(COVERAGE) + indicator("kind: attested\nitem: 某事", "task"))
    text = "乡镇 常住人口 签约人数\n甲乡 100 50"
    assert area_value(policy, sheet(text), name="task").status is ValueStatus.NOT_SUPPLIED


def test_a_column_that_the_sheet_does_not_have_is_named():
    policy = make_policy(indicator(COVERAGE))
    value = area_value(policy, grid([["乡镇", "常住人口", "签约率"], ["甲乡", 100, "50%"]]))
    assert (value.status, value.reason.en) == (ValueStatus.MISSING, "the table has no column 签约人数")


FIVE_OF_SIX = """
乡镇 常住人口 签约人数
甲乡 28640    14812
乙乡 35210    17930
"""


def test_a_township_that_sent_no_row_is_named(signing_policy):
    value = area_value(signing_policy, sheet(FIVE_OF_SIX))
    assert (value.status, value.coverage.missing) == (ValueStatus.PARTIAL, ("丙镇",))
    assert (value.coverage.counted, value.coverage.expected) == (2, 3)


def test_a_township_that_sent_a_blank_row_is_named(signing_policy):
    value = area_value(signing_policy, sheet(FIVE_OF_SIX + "丙镇 9450 未报"))
    assert (value.status, value.coverage.missing) == (ValueStatus.PARTIAL, ("丙镇",))
    assert value.whole_denominator - value.denominator == 9450


def test_every_township_there_is_whole(signing_policy):
    value = area_value(signing_policy, sheet(FIVE_OF_SIX + "丙镇 9450 4725"))
    assert (value.status, value.coverage.missing) == (ValueStatus.OK, ())


def test_the_total_row_is_in_no_sum(signing_policy):
    value = area_value(signing_policy, sheet(FIVE_OF_SIX + "合计 63850 32742"))
    assert (value.numerator, value.denominator) == (32742, 63850)


TWICE = FIVE_OF_SIX + "丙镇 100 50\n丙镇 100 60"


def test_a_unit_that_stands_there_twice_is_in_no_sum(signing_policy):
    value = area_value(signing_policy, sheet(TWICE))
    assert (value.numerator, value.denominator, value.status) == (32742, 63850, ValueStatus.PARTIAL)


def test_a_unit_that_stands_there_twice_is_invalid_itself(signing_policy):
    tally = tallied(signing_policy, sheet(TWICE), levels=["township"])
    assert by_unit(tally.listed)["丙镇"].status is ValueStatus.INVALID


def test_a_unit_that_stands_there_twice_is_one_unit_that_is_missing(signing_policy):
    coverage = area_value(signing_policy, sheet(TWICE)).coverage
    assert (coverage.expected, coverage.missing) == (3, ("丙镇",))


def test_a_unit_that_stands_there_twice_is_not_twice_in_the_whole_denominator(signing_policy):
    assert area_value(signing_policy, sheet(TWICE)).whole_denominator in {63850, 63950}


def test_a_part_above_its_whole_is_in_no_sum_and_a_finding():
    tally = tallied(
        make_policy(indicator(COVERAGE)),
        sheet("""
            乡镇 常住人口 签约人数
            甲乡 100      50
            乙乡 300      301
        """),
    )
    assert (tally.judged[0].value.amount, tally.judged[0].value.coverage.missing) == (50, ("乙乡",))
    (told,) = tally.findings
    assert (told.code.id, str(told.place)) == ("HK303", "表.xlsx[签约]!C3")
    assert told.message.en == "乙乡: the numerator 301 exceeds the denominator 300; in no sum"


def test_a_rate_may_exceed_its_base():
    body = "kind: rate\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nper: 1000\nbetter: higher"
    value = area_value(make_policy(indicator(body)), sheet("乡镇 常住人口 签约人数\n甲乡 100 150"))
    assert (value.amount, value.status) == (1500, ValueStatus.OK)


def test_16_in_100_000_is_16():
    body = (
        "kind: rate\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nper: 100000\nbetter: lower"
    )
    value = area_value(make_policy(indicator(body)), sheet("乡镇 常住人口 签约人数\n甲乡 6250 1"))
    assert value.amount == 16


def test_a_mean_is_over_the_rows_that_are_there():
    body = "kind: mean\ntable: signing\nnumerator: 签约人数\nunit: 人\nbetter: higher"
    value = area_value(
        make_policy(indicator(body)), sheet("乡镇 常住人口 签约人数\n甲乡 1 10\n乙乡 1 20\n丙镇 1 ·")
    )
    assert (value.amount, value.status) == (15, ValueStatus.PARTIAL)


def test_a_count_of_rows_without_any_row_that_fits_is_zero():
    body = "kind: count\ntable: signing\nwhere: 签约人数 > 60\nunit: 个\nbetter: higher"
    value = area_value(make_policy(indicator(body)), sheet("乡镇 常住人口 签约人数\n甲乡 100 50"))
    assert (value.amount, value.status) == (0, ValueStatus.OK)


def reported(cell, numerator="50", denominator="100"):
    policy = make_policy(indicator(COVERAGE + "reported: {value: 签约率}\n"))
    return tallied(policy, sheet(f"乡镇 常住人口 签约人数 签约率\n甲乡 {denominator} {numerator} {cell}"))


@pytest.mark.parametrize("cell", ["50%", "50", "0.5", "50.1", "49.9%"])
def test_a_reported_rate_that_agrees_is_not_told(cell):
    assert reported(cell).findings == ()


@pytest.mark.parametrize("cell", ["51.2%", "51.2", "0.512"])
def test_a_reported_rate_that_differs_is_told_and_not_used(cell):
    tally = reported(cell)
    assert [str(each.place) for each in tally.findings if each.code.id == "HK304"] == ["表.xlsx[签约]!D2"]
    assert tally.judged[0].value.amount == 50


def test_a_ready_made_rate_is_used_where_its_parts_are_blank():
    value = reported("51.2%", "·", "·").judged[0].value
    assert (value.amount, value.ready_made, value.status) == (Fraction(512, 10), True, ValueStatus.OK)


@pytest.mark.parametrize("cell", ["1", "0.512"])
def test_a_ready_made_rate_that_may_be_a_share_is_not_guessed(cell):
    assert reported(cell, "·", "·").judged[0].value.status is ValueStatus.MISSING


def test_ready_made_rates_of_two_townships_are_never_averaged():
    policy = make_policy(indicator(COVERAGE + "reported: {value: 签约率}\n"))
    text = "乡镇 常住人口 签约人数 签约率\n甲乡 · · 40%\n乙乡 · · 60%"
    assert area_value(policy, sheet(text)).status is ValueStatus.MISSING


def test_the_verdict_falls_on_the_area_and_lower_levels_are_listed(signing_policy):
    tally = tallied(signing_policy, sheet(FIVE_OF_SIX), levels=["township"])
    assert amounts(tally.judged) == {"某区": Fraction(32742, 63850) * 100}
    assert amounts(tally.listed) == {
        "甲乡": Fraction(14812, 28640) * 100,
        "乙乡": Fraction(17930, 35210) * 100,
        "丙镇": None,
    }


def test_a_township_without_a_row_is_listed_as_missing(signing_policy):
    tally = tallied(signing_policy, sheet(FIVE_OF_SIX), levels=["township"])
    assert by_unit(tally.listed)["丙镇"].status is ValueStatus.MISSING


def test_the_level_of_the_verdict_may_be_lower():
    policy = make_policy(indicator(COVERAGE + "level: township\n"), SIGNING_WITH_ROSTER)
    tally = tallied(policy, sheet(FIVE_OF_SIX))
    assert [(each.level, each.unit) for each in tally.judged] == [
        ("township", "甲乡"),
        ("township", "乙乡"),
        ("township", "丙镇"),
    ]


def test_each_township_is_judged_singly_and_the_area_listed():
    policy = make_policy(indicator(COVERAGE + "each: township\n"), SIGNING_WITH_ROSTER)
    tally = tallied(policy, sheet(FIVE_OF_SIX))
    assert set(amounts(tally.judged)) == {"甲乡", "乙乡", "丙镇"}
    assert amounts(tally.listed) == {"某区": Fraction(32742, 63850) * 100}


def test_each_unit_of_a_sheet_that_names_none_is_judged_by_its_row():
    policy = make_policy(indicator(COVERAGE + "each: township\n"))
    tally = tallied(policy, sheet("常住人口 签约人数\n10 10\n10 9"))
    assert amounts(tally.judged) == {"#1": 100, "#2": 90}


CLINICS = """\
clinics:
  name: {zh: 卫生室表, en: Clinics}
  row: {zh: 一所卫生室, en: one clinic}
  key: 卫生室
  fields:
    乡镇: {type: unit, level: township}
    卫生室: {type: unit, level: clinic}
    人口: {type: number, unit: 人}
    面积: {type: number, unit: 平方米}
    独立: {type: flag}
    类别: {type: text}
"""
CLINIC_HEADER = ["乡镇", "卫生室", "人口", "面积", "独立", "类别"]
CLINIC_ROWS = [
    ["甲乡", "一室", 400, 40, "√", "公立"],
    ["甲乡", "二室", 600, 60, "√", "民营"],
    ["乙乡", "三室", 600, 50, "√", "公立"],
]


def clinics(body, *rows, **more):
    return tallied(make_policy(indicator(body), CLINICS), grid([CLINIC_HEADER, *rows]), **more)


STANDARD = """
kind: proportion
table: clinics
meets:
  独立: 独立
  面积: {when: 人口 <= 500, need: 面积 >= 40, otherwise: 面积 >= 60}
better: higher
"""


def test_a_row_counts_when_it_meets_every_criterion():
    value = clinics(STANDARD, *CLINIC_ROWS).judged[0].value
    assert (value.numerator, value.denominator) == (2, 3)


def test_a_failing_row_says_which_criterion():
    (failing,) = clinics(STANDARD, *CLINIC_ROWS).judged[0].value.failing
    assert (failing.label, failing.row, failing.failed, failing.open) == ("三室", 2, ("面积",), ())


def test_an_open_criterion_stays_in_the_denominator_and_is_listed_with_its_cell():
    tally = clinics(STANDARD, *CLINIC_ROWS[:2], ["乙乡", "三室", 600, None, "√", "公立"])
    value = tally.judged[0].value
    assert (value.numerator, value.denominator) == (2, 3)
    assert [(each.label, each.failed, each.open) for each in value.failing] == [("三室", (), ("面积",))]
    (told,) = tally.findings
    assert (told.code.id, str(told.place)) == ("HK305", "表.xlsx[签约]!D4")
    assert told.message.en == "to be checked: 面积 of 三室 is blank; counted as not met"


def test_otherwise_is_never_taken_for_a_blank_class():
    tally = clinics(STANDARD, ["乙乡", "三室", None, 60, "√", "公立"])
    assert tally.judged[0].value.numerator == 0
    assert [str(each.place) for each in tally.findings] == ["表.xlsx[签约]!C2"]


def test_a_row_that_fails_one_criterion_is_not_open_for_another():
    tally = clinics(STANDARD, ["乙乡", "三室", 600, None, "×", "公立"])
    assert [each.code.id for each in tally.findings] == []
    (failing,) = tally.judged[0].value.failing
    assert (failing.failed, failing.open) == (("独立",), ("面积",))


CLASSES = """
kind: proportion
table: clinics
meets:
  面积:
    - {when: 人口 <= 500, need: 面积 >= 40}
    - {when: 人口 >= 500, need: 面积 >= 60}
better: higher
"""


@pytest.mark.parametrize(
    ("people", "area", "met", "left_open"),
    [(499, 40, 1, []), (501, 60, 1, []), (501, 59, 0, [()]), (500, 60, 0, [("面积",)])],
)
def test_a_row_in_two_size_classes_is_open(people, area, met, left_open):
    value = clinics(CLASSES, ["甲乡", "一室", people, area, "√", "公立"]).judged[0].value
    assert (value.numerator, [each.open for each in value.failing]) == (met, left_open)


PUBLIC = 'where: 类别 = "公立"\n'


def test_rows_that_a_condition_rules_out_are_not_there():
    value = clinics(STANDARD + PUBLIC, *CLINIC_ROWS).judged[0].value
    assert (value.numerator, value.denominator) == (1, 2)


def test_a_condition_that_a_blank_leaves_open_keeps_the_row_in_the_denominator():
    rows = [*CLINIC_ROWS[:1], ["乙乡", "三室", 400, 40, "√", None]]
    tally = clinics(STANDARD + PUBLIC, *rows)
    assert (tally.judged[0].value.numerator, tally.judged[0].value.denominator) == (1, 2)
    assert [(each.code.id, str(each.place)) for each in tally.findings] == [("HK305", "表.xlsx[签约]!F3")]


def test_a_count_leaves_out_rows_whose_condition_is_open():
    body = "kind: count\ntable: clinics\nunit: 所\nbetter: higher\n" + PUBLIC
    rows = [*CLINIC_ROWS, ["乙乡", "四室", 400, 40, "√", None]]
    assert clinics(body, *rows).judged[0].value.amount == 2


def test_each_row_is_judged_by_its_own_name():
    body = "kind: amount\ntable: clinics\nnumerator: 面积\nunit: 平方米\nbetter: higher\neach: row"
    assert amounts(clinics(body, *CLINIC_ROWS).judged) == {"一室": 40, "二室": 60, "三室": 50}


def test_each_value_of_a_column_is_judged():
    body = STANDARD + "each: 类别\n"
    assert amounts(clinics(body, *CLINIC_ROWS).judged) == {"公立": 50, "民营": 100}


def test_a_township_that_sent_no_row_is_named_where_two_things_are_judged_together():
    tables = SIGNING_WITH_ROSTER.replace(
        "    签约率:", "    疫苗: {type: text, en: vaccine, optional: true}\n    签约率:"
    ).replace("key: 乡镇", "key: [乡镇, 疫苗]")
    policy = make_policy(indicator(COVERAGE + "each: [township, 疫苗]\n"), tables)
    text = "乡镇 疫苗 常住人口 签约人数\n甲乡 乙脑 10 9\n乙乡 乙脑 10 10"
    judged = tallied(policy, sheet(text)).judged
    assert amounts(judged) == {"甲乡 乙脑": 90, "乙乡 乙脑": 100, "丙镇": None}
    assert by_unit(judged)["丙镇"].status is ValueStatus.MISSING


def test_each_of_two_things_together():
    body = "kind: count\ntable: clinics\nunit: 所\nbetter: higher\neach: [township, 类别]"
    assert amounts(clinics(body, *CLINIC_ROWS).judged) == {"甲乡 公立": 1, "甲乡 民营": 1, "乙乡 公立": 1}


def test_clinics_are_listed_by_their_township():
    tally = clinics(STANDARD, *CLINIC_ROWS, levels=["township"])
    assert amounts(tally.listed) == {"甲乡": 100, "乙乡": 0}


def test_different_values_are_counted_once():
    body = "kind: count\ntable: clinics\ndistinct: 类别\nunit: 类\nbetter: higher"
    assert clinics(body, *CLINIC_ROWS).judged[0].value.amount == 2


def test_no_row_that_fits_has_no_different_value_and_that_is_zero():
    body = 'kind: count\ntable: clinics\ndistinct: 类别\nwhere: 类别 = "军队"\nunit: 类\nbetter: higher'
    value = clinics(body, *CLINIC_ROWS).judged[0].value
    assert (value.amount, value.status) == (0, ValueStatus.OK)


def test_different_values_are_not_the_sum_of_those_below():
    body = "kind: count\ntable: clinics\ndistinct: 类别\nunit: 类\nbetter: higher"
    tally = clinics(body, *CLINIC_ROWS, levels=["township"])
    assert (tally.judged[0].value.amount, amounts(tally.listed)) == (2, {"甲乡": 2, "乙乡": 1})


def test_a_row_whose_condition_is_open_adds_no_different_value():
    body = "kind: count\ntable: clinics\ndistinct: 类别\nwhere: 独立\nunit: 类\nbetter: higher"
    rows = [*CLINIC_ROWS, ["乙乡", "四室", 400, 40, None, "企业办"]]
    assert clinics(body, *rows).judged[0].value.amount == 2


ITEMS = (
    "kind: checklist\ntable: clinics\nitems: {独立: 独立, 够大: 面积 >= 40, 很大: 面积 >= 60}\nbetter: higher"
)


def test_an_item_holds_if_it_holds_in_every_row():
    value = clinics(ITEMS, *CLINIC_ROWS).judged[0].value
    assert (value.amount, value.denominator) == (2, 3)
    assert [(each.label, each.failed) for each in value.failing] == [("一室", ("很大",)), ("三室", ("很大",))]


def test_an_item_that_a_blank_leaves_open_does_not_hold():
    value = clinics(ITEMS, ["甲乡", "一室", 400, 60, None, "公立"]).judged[0].value
    assert (value.amount, [each.open for each in value.failing]) == (2, [("独立",)])


def test_a_derived_value_is_made_of_the_exact_values():
    text = (
        indicator("kind: amount\ntable: clinics\nnumerator: 面积\nunit: 平方米", "area")
        + indicator("kind: amount\ntable: clinics\nnumerator: 人口\nunit: 人", "people")
        + indicator("kind: derived\nformula: 「area」 / 「people」\nunit: 平方米", "each-person")
    )
    policy = make_policy(text, CLINICS)
    value = area_value(policy, grid([CLINIC_HEADER, *CLINIC_ROWS]), name="each-person")
    assert value.amount == Fraction(150, 1600)


def test_a_derived_value_may_be_made_of_derived_values_in_any_order():
    text = (
        indicator("kind: derived\nformula: 「twice」 * 2\nunit: 人", "four-times")
        + indicator("kind: derived\nformula: 「people」 * 2\nunit: 人", "twice")
        + indicator("kind: amount\ntable: clinics\nnumerator: 人口\nunit: 人", "people")
    )
    value = area_value(make_policy(text, CLINICS), grid([CLINIC_HEADER, *CLINIC_ROWS]), name="four-times")
    assert value.amount == 1600 * 4


def test_a_derived_value_over_zero_is_no_value():
    text = indicator("kind: amount\ntable: clinics\nnumerator: 人口\nunit: 人", "people") + indicator(
        "kind: derived\nformula: 1 / (「people」 - 1600)\nunit: 人", "share"
    )
    value = area_value(make_policy(text, CLINICS), grid([CLINIC_HEADER, *CLINIC_ROWS]), name="share")
    assert value.status is ValueStatus.ZERO_DENOMINATOR


def test_a_derived_value_of_something_partial_is_partial():
    text = indicator(COVERAGE) + indicator(
        "kind: derived\nformula: 「signing-coverage」 * 2\nunit: 分", "score"
    )
    value = area_value(make_policy(text, SIGNING_WITH_ROSTER), sheet(FIVE_OF_SIX), name="score")
    assert value.status is ValueStatus.PARTIAL


WEIGHTED = SIGNING.replace("签约率: {type: percent, en: rate, optional: true}", "权重: {type: number}")


def test_survey_weights_enter_numerator_and_denominator():
    body = COVERAGE + "sample: {weight: 权重, design_effect: 1.8}\n"
    rows = [["乡镇", "常住人口", "签约人数", "权重"], ["甲乡", 10, 5, "1.5"], ["乙乡", 10, 2, 3]]
    value = area_value(make_policy(indicator(body), WEIGHTED), grid(rows))
    assert value.amount == (Fraction("1.5") * 5 + 3 * 2) / (Fraction("1.5") * 10 + 3 * 10) * 100


def test_a_respondent_without_a_weight_is_left_out():
    body = COVERAGE + "sample: {weight: 权重}\n"
    rows = [["乡镇", "常住人口", "签约人数", "权重"], ["甲乡", 10, 5, 1], ["乙乡", 10, 2, None]]
    value = area_value(make_policy(indicator(body), WEIGHTED), grid(rows))
    assert (value.amount, value.coverage.missing) == (50, ("乙乡",))


def test_an_open_day_is_the_end_of_the_latest_period():
    policy = make_policy(indicator(COVERAGE))
    months = [
        grid([["乡镇", "常住人口", "签约人数"], ["甲乡", 100, signed]], sheet=f"2018年{month}月")
        for month, signed in ((8, 40), (9, 45))
    ]
    assert tallied(policy, *months, as_of=date(2018, 9, 30)).judged[0].value.amount == 45


def test_a_row_that_stands_there_twice_adds_no_different_value():
    body = "kind: count\ntable: clinics\ndistinct: 类别\nunit: 类\nbetter: higher"
    rows = [*CLINIC_ROWS, ["乙乡", "四室", 400, 40, "√", "企业办"], ["乙乡", "四室", 400, 40, "√", "集体"]]
    assert clinics(body, *rows).judged[0].value.amount == 2


def test_a_row_that_stands_there_twice_decides_no_item():
    rows = [*CLINIC_ROWS, ["乙乡", "四室", 400, 30, "×", "公立"], ["乙乡", "四室", 400, 40, "√", "公立"]]
    found = clinics(ITEMS, *rows).judged[0].value
    assert (found.amount, found.status, set(found.coverage.missing)) == (2, ValueStatus.PARTIAL, {"四室"})


@pytest.mark.parametrize("signed", [-1, 101])
def test_a_figure_that_cannot_be_is_invalid(signed):
    found = coverage(f"乡镇 常住人口 签约人数\n甲乡 100 {signed}")
    assert (found.amount, found.status) == (None, ValueStatus.INVALID)


def test_a_township_that_is_not_listed_does_not_stand_in_for_one_that_is(signing_policy):
    found = area_value(signing_policy, sheet(FIVE_OF_SIX + "丁乡 100 50"))
    assert (found.coverage.expected, found.coverage.missing) == (3, ("丙镇",))


def test_nobody_waits_for_a_unit_that_the_condition_rules_out_by_name():
    body = COVERAGE.replace("better:", 'where: 乡镇 != "丙镇"\nbetter:')
    policy = make_policy(indicator(body), SIGNING_WITH_ROSTER)
    value = area_value(
        policy,
        sheet("""
        乡镇 常住人口 签约人数
        甲乡 100      90
    """),
    )
    assert (value.coverage.expected, value.coverage.missing) == (2, ("乙乡",))


BEDS_PER_1000 = """
kind: rate
table: signing
numerator: 签约人数
denominator: 常住人口
per: 1000
unit: 张/千人
reported: {value: 签约率}
"""


@pytest.mark.parametrize(
    ("body", "amount"), [(BEDS_PER_1000, Fraction("0.62")), (COVERAGE + "reported: {value: 签约率}\n", None)]
)
def test_only_a_percentage_of_at_most_one_may_be_a_share(body, amount):
    """0.62 beds per 1,000 are what they say; 0.62 as a signing rate may be 62 % or 0.62 %."""
    tables = SIGNING.replace("type: percent", "type: number")
    rows = [["乡镇", "常住人口", "签约人数", "签约率"], ["甲乡", None, None, Decimal("0.62")]]
    assert area_value(make_policy(indicator(body), tables=tables), grid(rows)).amount == amount
