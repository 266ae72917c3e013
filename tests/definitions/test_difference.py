"""What differs between two policies is found, and nothing else."""

import pytest

from healthkpi.definitions.difference import MatchedBy, Part, compare_policies
from making import COVERAGE, POLICY, indicator, make_policy

NAMED_ELSE = indicator(COVERAGE, "coverage").replace("签约率", "覆盖率", 1)


def compared(before, after, policy=POLICY):
    return compare_policies(make_policy(before), make_policy(after, policy=policy))


def parts_changed(difference):
    (pair,) = difference.pairs
    return [changed.part for changed in pair.changes]


def test_the_same_definitions_do_not_differ():
    difference = compared(indicator(COVERAGE), indicator(COVERAGE))

    assert not difference.changed
    assert not difference.added
    assert not difference.gone
    assert not difference.parameters


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("at_least: 50%", "at_least: 55%", Part.LIMIT),
        ("at_least: 50%", "more_than: 50%", Part.LIMIT),
        ("by: 2018-12-31", "by: 2019-12-31", Part.DATE),
        ("at_least: 50%", "at_least: 50%, binding: strive", Part.BINDING),
        ("at_least: 50%", "at_least: 50%, path: even", Part.PATH),
        ("numerator: 签约人数", "numerator: 签约人数 + 1", Part.FORMULA),
        ("numerator: 签约人数", "where: 签约人数 > 0\n  numerator: 签约人数", Part.FORMULA),
        ("达50%", "达百分之五十", Part.CLAUSE),
        ("签约率,", "签约覆盖率,", Part.NAME),
    ],
)
def test_each_part_that_differs_is_named_and_no_other(old, new, part):
    changed = indicator(COVERAGE).replace(old, new)
    assert changed != indicator(COVERAGE)

    assert parts_changed(compared(indicator(COVERAGE), changed)) == [part]


def test_a_direction_that_turns_round_is_named():
    lower = COVERAGE.replace("higher", "lower").replace("at_least", "at_most")

    assert parts_changed(compared(indicator(COVERAGE), indicator(lower))) == [
        Part.LIMIT,
        Part.DIRECTION,
    ]


def test_spaces_in_an_expression_do_not_make_another_formula():
    spaced = COVERAGE.replace("numerator: 签约人数", "numerator: ( 签约人数 )")

    assert parts_changed(compared(indicator(COVERAGE), indicator(spaced))) == []


def test_a_target_that_is_added_is_told_apart_from_one_that_moved():
    two = COVERAGE.rstrip() + "\n  - {by: 2020-12-31, at_least: 90%}\n"

    assert parts_changed(compared(indicator(COVERAGE), indicator(two))) == [Part.TARGET_ADDED]
    assert parts_changed(compared(indicator(two), indicator(COVERAGE))) == [Part.TARGET_GONE]


def test_an_indicator_with_another_id_is_found_by_its_name():
    (pair,) = compared(indicator(COVERAGE, "a"), indicator(COVERAGE, "b")).pairs

    assert (pair.before, pair.after, pair.matched_by) == ("a", "b", MatchedBy.NAME)


def test_an_indicator_with_another_id_and_name_is_found_by_its_formula():
    (pair,) = compared(indicator(COVERAGE), NAMED_ELSE).pairs

    assert (pair.before, pair.after, pair.matched_by) == ("signing-coverage", "coverage", MatchedBy.FORMULA)


def test_two_with_the_same_formula_are_not_guessed_between():
    twice = NAMED_ELSE + NAMED_ELSE.replace("coverage:", "other:", 1).replace("覆盖率", "达成率")
    difference = compared(indicator(COVERAGE), twice)

    assert not difference.pairs
    assert difference.added == ("coverage", "other")
    assert difference.gone == ("signing-coverage",)


def test_what_only_one_of_them_has_is_new_or_gone():
    count = indicator("kind: count\ntable: signing\nunit: 个", "townships").replace("签约率", "乡镇数")
    added = compared(indicator(COVERAGE), indicator(COVERAGE) + count)
    gone = compared(indicator(COVERAGE) + count, indicator(COVERAGE))

    assert (added.added, added.gone) == (("townships",), ())
    assert (gone.added, gone.gone) == ((), ("townships",))


def test_a_parameter_with_another_value_is_named():
    difference = compared(
        indicator(COVERAGE), indicator(COVERAGE), policy=POLICY.replace("value: 2%", "value: 3%")
    )

    assert difference.parameters == ("tolerance",)
