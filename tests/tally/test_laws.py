"""What holds of tallying whatever the figures are."""

import functools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.model.value import ValueStatus
from making import COVERAGE, SIGNING, amounts, by_unit, grid, indicator, make_policy, tallied

HEADER = ["乡镇", "村", "常住人口", "签约人数"]
VILLAGES = SIGNING.replace("key: 乡镇", "key: [乡镇, 村]").replace(
    "  fields:\n", "  fields:\n    村: {type: text}\n"
)
# Each example goes from a sheet to a value.
SOME = settings(max_examples=30)
BLANK_OR = st.one_of(st.none(), st.integers(0, 10**6))


@functools.cache
def policy():
    return make_policy(indicator(COVERAGE), VILLAGES)


@st.composite
def villages(draw, complete=False):
    """Villages of three townships, each with people and those who signed; some left blank."""
    rows = []
    for number in range(draw(st.integers(1, 8))):
        people = draw(st.integers(1, 10**6) if complete else BLANK_OR)
        signed = draw(st.integers(0, people or 0) if complete or people is not None else BLANK_OR)
        if not complete and draw(st.booleans()):
            signed = None
        rows.append([draw(st.sampled_from(["甲乡", "乙乡", "丙镇"])), f"第{number}村", people, signed])
    return rows


def tally(*tables, levels=()):
    return tallied(policy(), *(grid([HEADER, *rows], sheet="签约") for rows in tables), levels=levels)


def value(*tables):
    return tally(*tables).judged[0].value


def slow(rows):
    """The same by hand: rows that hold both figures, summed, then divided."""
    both = [(people, signed) for _, _, people, signed in rows if people is not None and signed is not None]
    whole, part = sum(people for people, _ in both), sum(signed for _, signed in both)
    return Fraction(part * 100, whole) if whole else None


@given(villages())
@SOME
def test_a_slow_sum_in_plain_python_agrees(rows):
    assert value(rows).amount == slow(rows)


@given(villages(), st.randoms())
@SOME
def test_the_order_of_rows_does_not_matter(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = value(rows), value(shuffled)
    assert (one.amount, one.numerator, one.denominator, one.status) == (
        other.amount,
        other.numerator,
        other.denominator,
        other.status,
    )
    assert sorted(one.coverage.missing) == sorted(other.coverage.missing)


@given(villages(), st.data())
@SOME
def test_a_file_may_be_split_in_two(rows, data):
    cut = data.draw(st.integers(1, len(rows)))
    parts = [part for part in (rows[:cut], rows[cut:]) if part]
    assert value(*parts).amount == value(rows).amount


@given(villages())
@SOME
def test_townships_sum_to_the_area(rows):
    whole = tally(rows, levels=["township"])
    parts = [each.value for each in whole.listed if each.value.numerator is not None]
    area = whole.judged[0].value
    assert sum(part.numerator for part in parts) == (area.numerator or 0)
    assert sum(part.denominator for part in parts) == (area.denominator or 0)


@given(villages(complete=True))
@SOME
def test_the_area_lies_between_its_worst_and_its_best_township(rows):
    whole = tally(rows, levels=["township"])
    below = [amount for amount in amounts(whole.listed).values() if amount is not None]
    assert min(below) <= whole.judged[0].value.amount <= max(below)


@given(villages(complete=True), st.integers(1, 1000))
@SOME
def test_scaling_both_sides_changes_nothing(rows, times):
    scaled = [[town, village, people * times, signed * times] for town, village, people, signed in rows]
    assert value(scaled).amount == value(rows).amount


@given(villages())
@SOME
def test_every_row_is_counted_or_named(rows):
    found = value(rows)
    incomplete = [
        f"{town} {village}" for town, village, people, signed in rows if people is None or signed is None
    ]
    assert sorted(found.coverage.missing) == sorted(incomplete)
    assert found.coverage.expected == len(rows)


@given(villages())
@SOME
def test_a_value_is_partial_exactly_where_somebody_is_missing(rows):
    found = value(rows)
    if found.status.has_value:
        assert (found.status is ValueStatus.PARTIAL) is bool(found.coverage.missing)


@given(villages(complete=True))
@SOME
def test_a_total_row_changes_nothing(rows):
    people, signed = sum(row[2] for row in rows), sum(row[3] for row in rows)
    assert value([*rows, ["合计", None, people, signed]]).amount == value(rows).amount


@given(villages(complete=True))
@SOME
def test_a_blank_row_changes_no_rate_but_is_named(rows):
    with_blank = value([*rows, ["丙镇", "新村", None, None]])
    assert with_blank.amount == value(rows).amount
    assert "丙镇 新村" in with_blank.coverage.missing


@given(villages())
@SOME
def test_a_township_below_is_what_it_would_be_alone(rows):
    below = by_unit(tally(rows, levels=["township"]).listed)
    for town, found in below.items():
        assert found.amount == value([row for row in rows if row[0] == town]).amount
