"""Figures of several periods are summed over the year, and none of them twice."""

import pytest

from making import SIGNING, indicator, make_policy, sheet, tallied

VISITS = SIGNING.replace(
    "签约人数: {type: number, en: signed, unit: 人, over_time: stock}",
    "签约人数: {type: number, en: signed, unit: 人, over_time: flow}",
)
YEAR_TO_DATE = """
kind: count
table: signing
numerator: 签约人数
over: year to date
better: higher
targets:
  - {by: 2018-12-31, at_least: 100}
"""


def month(title, number):
    return sheet(
        f"""
        乡镇 签约人数
        甲乡 {number}
        """,
        title=f"签约情况表（2018年{title}）",
        file=f"{title}.xlsx",
    )


@pytest.mark.parametrize(
    ("months", "total"),
    [
        ({"7月": 1, "8月": 2, "9月": 4}, 1 + 2 + 4),
        ({"1-8月": 20, "9月": 4}, 20 + 4),
        ({"1-8月": 20, "1-9月": 24}, 24),
        ({"7月": 1, "8月": 2, "9月": 4, "1-9月": 24}, 24),
        ({"7月": 1, "8月": 2, "1-8月": 20, "9月": 4}, 20 + 4),
    ],
)
def test_a_month_that_a_longer_period_holds_is_not_summed_again(months, total):
    policy = make_policy(indicator(YEAR_TO_DATE), VISITS)

    tally = tallied(policy, *(month(title, number) for title, number in months.items()))

    assert tally.judged[0].value.amount == total
