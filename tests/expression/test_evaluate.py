import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.expression import parse
from healthkpi.expression.evaluate import evaluate, evaluate_groups
from healthkpi.expression.tree import Call

from .slow import aggregate, value_of
from .trees import FLAG_TREES, NUMBER_TREES, ROWS, TEXT_LEAVES

DTYPES = {
    "甲": "Int64",
    "乙": "Int64",
    "比": object,
    "旗": "boolean",
    "标": "boolean",
    "县": "string",
    "组": "string",
}


def frame_of(rows):
    return pd.DataFrame({name: column([row[name] for row in rows], dtype) for name, dtype in DTYPES.items()})


def column(values, dtype):
    return pd.Series([pd.NA if value is None else value for value in values], dtype=dtype)


def listed(result):
    return [None if pd.isna(value) else value for value in result.tolist()]


def values_of(text, dtype="Int64", **columns):
    frame = pd.DataFrame({name: column(values, dtype) for name, values in columns.items()})
    return listed(evaluate(parse(text), frame))


def dates_of(text, *rows):
    frame = pd.DataFrame(rows, columns=["始", "止"]).apply(pd.to_datetime)
    return listed(evaluate(parse(text), frame))


def grouped(text, groups, **columns):
    frame = pd.DataFrame({name: pd.array([pd.NA if value is None else value for value in values], dtype="Int64") for name, values in columns.items()}, index=range(len(groups)))  # fmt: skip
    result = evaluate_groups(parse(text), frame, pd.Series(groups, dtype="string"))
    return dict(zip(result.index, listed(result), strict=True))


@given(NUMBER_TREES | FLAG_TREES | TEXT_LEAVES, ROWS)
@settings(deadline=None)
def test_the_slow_reading_of_each_row_agrees(tree, rows):
    result = evaluate(tree, frame_of(rows))
    assert listed(result) == [value_of(tree, row) for row in rows]


@given(NUMBER_TREES | FLAG_TREES, ROWS, st.randoms())
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing(tree, rows, random):
    frame = frame_of(rows)
    order = random.sample(range(len(rows)), len(rows))
    shuffled = evaluate(tree, frame.iloc[order])
    assert listed(shuffled.sort_index()) == listed(evaluate(tree, frame))


AGGREGATED = st.one_of(
    st.builds(Call, st.sampled_from(["sum", "least", "most", "distinct"]), st.tuples(NUMBER_TREES)),
    st.builds(Call, st.sampled_from(["count", "every", "any", "distinct"]), st.tuples(FLAG_TREES)),
    st.builds(Call, st.just("distinct"), st.tuples(TEXT_LEAVES)),
)


@given(AGGREGATED, ROWS)
@settings(deadline=None)
def test_the_slow_reading_of_each_group_agrees(call, rows):
    frame = frame_of(rows)
    result = evaluate_groups(call, frame, frame["组"])
    expected = {}
    for row in rows:
        expected.setdefault(row["组"], []).append(value_of(call.arguments[0], row))
    assert dict(zip(result.index, listed(result), strict=True)) == {
        group: aggregate(call.function, values) for group, values in expected.items()
    }


def test_29_per_cent_of_100_is_29():
    assert values_of("甲 / 100 * 100", 甲=[29]) == [29]


def test_whole_results_are_int64_and_shares_are_fractions():
    frame = pd.DataFrame({"甲": column([6, 7], "Int64")})
    assert evaluate(parse("甲 / 甲"), frame).dtype == "Int64"
    assert evaluate(parse("甲 / 4"), frame).tolist() == [Fraction(6, 4), Fraction(7, 4)]


def test_nothing_is_divided_by_zero_or_by_a_blank():
    assert values_of("甲 / 乙", 甲=[1, 1, None, 3], 乙=[0, None, 2, 2]) == [None, None, None, Fraction(3, 2)]


def test_large_numbers_do_not_wrap_around():
    assert values_of("甲 * 甲 + 1", 甲=[2**62, 3]) == [2**124 + 1, 10]
    assert grouped("合计(甲)", ["a", "a", "a"], 甲=[2**62, 2**62, 2**62]) == {"a": 3 * 2**62}


def test_a_blank_in_a_comparison_leaves_it_open():
    assert values_of("甲 >= 5", 甲=[5, 4, None]) == [True, False, None]


def test_a_no_decides_where_a_blank_is_beside_it():
    assert values_of("甲 > 1 且 乙 > 1", 甲=[None, None], 乙=[0, 2]) == [False, None]
    assert values_of("甲 > 1 或 乙 > 1", 甲=[None, None], 乙=[0, 2]) == [None, True]


def test_a_blank_never_falls_to_otherwise():
    assert values_of("当 甲 < 500 则 1 否则 2 完", 甲=[300, 600, None]) == [1, 2, None]


def test_a_blank_in_a_later_branch_is_not_asked_when_the_first_holds():
    assert values_of("当 甲 > 1 则 10 当 乙 > 1 则 20 否则 30 完", 甲=[2, 0], 乙=[None, None]) == [10, None]


def test_without_otherwise_there_is_no_value():
    assert values_of("当 甲 > 1 则 甲 完", 甲=[2, 0]) == [2, None]


def test_a_blank_condition_leaves_the_count_of_conditions_open():
    assert values_of("满足数(甲 > 1, 乙 > 1)", 甲=[2, 2, 2], 乙=[2, 0, None]) == [2, 1, None]


def test_a_text_is_one_of_a_list():
    assert values_of("县 属于 ('东','西')", "string", 县=["东", "北", None]) == [True, False, None]
    assert values_of("县 不属于 ('东','西')", "string", 县=["东", "北", None]) == [False, True, None]


def test_a_constant_has_a_value_in_every_row():
    assert values_of("1 / 2", 甲=[1, 2]) == [Fraction(1, 2)] * 2
    assert values_of("是", 甲=[]) == []


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2018-01-15", "2018-03-14", 1),
        ("2018-01-15", "2018-03-15", 2),
        ("2018-01-31", "2018-02-28", 1),
        ("2018-02-28", "2018-03-30", 1),
        ("2017-12-31", "2018-12-30", 11),
        ("2018-03-15", "2018-01-15", -2),
        (None, "2018-01-15", None),
    ],
)
def test_only_whole_months_count(start, end, months):
    assert dates_of("月数(始, 止)", (start, end), ("2018-01-01", "2018-02-01")) == [months, 1]


def test_days_are_calendar_days_and_hours_are_exact():
    row = ("2018-01-01 23:00", "2018-01-02 01:20")
    assert dates_of("天数(始, 止)", row, (None, "2018-01-01 00:00")) == [1, None]
    assert dates_of("小时数(始, 止)", row, (None, "2018-01-01 00:00")) == [Fraction(7, 3), None]


def test_a_date_has_its_quarter_and_its_month():
    rows = [("2017-03-31", None), ("2017-04-01", None), ("2017-12-31", None), (None, None)]
    assert dates_of("季度(始)", *rows) == [1, 2, 4, None]
    assert dates_of("月份(始)", *rows) == [3, 4, 12, None]


def test_dates_are_compared_with_iso_texts():
    rows = [("2018-12-30", None), ("2018-12-31", None), (None, None)]
    assert dates_of("始 < '2018-12-31'", *rows) == [True, False, None]
    assert dates_of("始 属于 ('2018-12-31')", *rows) == [False, True, None]
    assert dates_of("天数(始, '2019-01-01')", *rows) == [2, 1, None]
    assert dates_of("年份(首个非空(始, '2019-01-01'))", *rows) == [2018, 2018, 2019]
    assert dates_of("当 始 < '2018-12-31' 则 始 完", rows[0], rows[1]) == [pd.Timestamp("2018-12-30"), None]


def test_a_date_column_of_any_unit_is_read():
    frame = pd.DataFrame({"始": pd.Series([dt.datetime(2018, 1, 1)], dtype="datetime64[ns]")})  # noqa: DTZ001 # dates have no zone
    assert evaluate(parse("天数(始, '2018-01-03')"), frame).tolist() == [2]


def test_the_index_of_the_frame_is_kept():
    frame = pd.DataFrame({"甲": column([1, 2], "Int64")}, index=[7, 7])
    assert evaluate(parse("甲 + 1"), frame).index.tolist() == [7, 7]


def test_a_float_column_is_our_own_bug():
    with pytest.raises(TypeError, match="float64"):
        evaluate(parse("甲"), pd.DataFrame({"甲": [0.1]}))
    with pytest.raises(TypeError, match="no exact number"):
        evaluate(parse("甲"), pd.DataFrame({"甲": pd.Series([0.1], dtype=object)}))


def test_two_townships_are_summed_before_dividing():
    # (90 + 10) / (100 + 300)
    assert grouped("合计(签) / 合计(住)", ["a", "a"], 签=[90, 10], 住=[100, 300]) == {"a": Fraction(1, 4)}


def test_one_missing_number_makes_the_sum_missing():
    assert grouped("合计(甲)", ["a", "a", "b"], 甲=[1, None, 5]) == {"a": None, "b": 5}
    assert grouped("最少(甲)", ["a", "a", "b"], 甲=[1, None, 5]) == {"a": None, "b": 5}


def test_only_rows_known_to_hold_are_counted():
    assert grouped("计数(甲 > 1)", ["a", "a", "a", "b"], 甲=[2, None, 0, 0]) == {"a": 1, "b": 0}
    assert grouped("计数()", ["a", "a", "b"], 甲=[None, 1, 1]) == {"a": 2, "b": 1}


def test_a_consortium_is_complete_only_if_every_member_is():
    assert grouped("全部(甲 > 1)", list("aabbcc"), 甲=[2, 2, 2, None, 0, None]) == {
        "a": True,
        "b": None,
        "c": False,
    }


def test_a_minimum_is_compared_with_its_limit_after_gathering():
    assert grouped("最少(甲) >= 40 且 计数() = 2", list("aab"), 甲=[40, 50, 60]) == {"a": True, "b": False}


def test_dates_have_a_first_and_a_last():
    frame = pd.DataFrame({"始": pd.to_datetime(["2018-02-01", "2018-01-01", None])})
    groups = pd.Series(["a", "a", "b"])
    assert listed(evaluate_groups(parse("最少(始)"), frame, groups)) == [pd.Timestamp("2018-01-01"), None]
    assert listed(evaluate_groups(parse("最多(始)"), frame, groups)) == [pd.Timestamp("2018-02-01"), None]


def test_an_absent_unit_of_a_roster_shows():
    frame = pd.DataFrame({"甲": column([3], "Int64")})
    groups = pd.Series(pd.Categorical(["b"], categories=["b", "a"]))
    made = {
        text: listed(evaluate_groups(parse(text), frame, groups))
        for text in ("计数()", "合计(甲)", "最少(甲)", "全部(甲 > 1)", "任一(甲 > 1)", "计数() > 0")
    }
    assert made == {
        "计数()": [1, 0],
        "合计(甲)": [3, 0],
        "最少(甲)": [3, None],
        "全部(甲 > 1)": [True, None],
        "任一(甲 > 1)": [True, False],
        "计数() > 0": [True, False],
    }


def test_rows_without_a_group_belong_to_none():
    assert grouped("合计(甲)", ["a", None], 甲=[1, 5]) == {"a": 1}
    assert grouped("最多(甲)", ["a", None], 甲=[1, 5]) == {"a": 1}
    assert grouped("计数()", [None, None], 甲=[1, 5]) == {}
