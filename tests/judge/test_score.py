"""Points by every scoring rule: values at, just below and just above each edge, with the sum that is expected."""

import csv
import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.judge import judge_value, score_value
from healthkpi.limits import Better
from healthkpi.model.value import Coverage, Value, ValueStatus
from healthkpi.scores import Band, Earlier, Measured, Terms, score_rules

from .test_judge import COVERAGE, count, coverage_with, defined, plain, share

F = Fraction
SHARED = os.environ.get("HEALTHKPI_SHARED")
END_OF_2018 = date(2018, 12, 31)


def points(rule, value, better=Better.HIGHER, *, passes=False, earlier=None, full=10, **terms):
    value = F(value)
    numbers = {
        key: F(word) if key not in {"when_over", "part_step", "bands"} else word
        for key, word in terms.items()
    }
    measured = Measured(value, lambda bound: (value > bound) - (value < bound), passes, earlier)
    return score_rules()[rule].points(Terms(F(full), better, **numbers), measured)


def bands(*words):
    """(40, 6) is from 40 on; the first is open below, the last above."""
    starts = [start if start is None else F(start) for start, _ in words]
    return tuple(
        Band(start, below, F(number))
        for (start, below), (_, number) in zip(
            zip(starts, [*starts[1:], None], strict=True), words, strict=True
        )
    )


def vectors():
    if not SHARED:
        return []
    with (Path(SHARED) / "vectors" / "computed_scoring_shapes.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not SHARED, reason="HEALTHKPI_SHARED is not set")
@pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['shape']} {row['value']}")
def test_the_published_shapes_come_out(row):
    given = dict(part.split("=") for part in row["params"].split(";"))
    found = by_shape(row["shape"], row["value"], given)
    # Two of the file's figures are rounded to thirteen decimals.
    decimals = len(row["expected_score"].partition(".")[2])
    assert F(row["expected_score"]) == (found if decimals < 10 else round(found, decimals))


def by_shape(shape, value, given):
    full = given.get("max", 10)
    if shape == "linear_between_thresholds":
        return points("linear", value, start=given["lower"], goal=given["upper"], full=full)
    if shape == "proportional_to_target_higher":
        return points("proportional", value, goal=given["target"], full=full)
    if shape == "proportional_to_target_lower":
        return points("proportional", value, Better.LOWER, goal=given["target"], full=full, when_over="ratio")
    if shape == "deduct_per_step_higher":
        steps = {"step": given["step"], "deduct": given["deduct"], "part_step": "exact"}
        return points("deduct", value, goal=given["target"], full=full, **steps)
    if shape == "yes_no":
        return points("pass", value, passes=F(value) >= 1, full=full)
    deciles = [
        (None, 0),
        (given["decile6_floor"], 6),
        (given["decile7_floor"], 7),
        (given["decile10_floor"], 10),
    ]
    return points("between bands", value, bands=bands(*deciles), full=full)


HAND_WORKED = {
    "45 of 50 is nine tenths": ("proportional", 45, 9, {"goal": 50}),
    "more than all is all": ("proportional", 60, 10, {"goal": 50}),
    "below nothing is nothing": ("proportional", -5, 0, {"goal": 50}),
    "half the way from 40 to 90": ("linear", 65, 5, {"start": 40, "goal": 90}),
    "at the beginning of the way": ("linear", 40, 0, {"start": 40, "goal": 90}),
    "3 - 5 x 0.3": ("deduct", "89.5", F("1.5"), {"goal": 90, "step": "0.1", "deduct": "0.3", "part_step": "exact", "full": 3}),
    "two and a half steps in proportion: 10 - 2.5 x 2": ("deduct", "87.5", 5, {"goal": 90, "step": 1, "deduct": 2, "part_step": "exact"}),
    "two and a half steps, two of them whole: 10 - 4": ("deduct", "87.5", 6, {"goal": 90, "step": 1, "deduct": 2, "part_step": "whole"}),
    "two and a half steps, three of them started: 10 - 6": ("deduct", "87.5", 4, {"goal": 90, "step": 1, "deduct": 2, "part_step": "started"}),
    "never less than the floor": ("deduct", 10, 2, {"goal": 90, "step": 1, "deduct": 2, "part_step": "exact", "floor": 2}),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "value", "expected", "terms"), HAND_WORKED.values(), ids=HAND_WORKED)
def test_a_case_worked_by_hand(rule, value, expected, terms):
    assert points(rule, value, **terms) == expected


LOWER_IS_BETTER = {
    "twice the target by ratio is half": ("proportional", 32, 5, {"goal": 16, "when_over": "ratio"}),
    "twice the target by excess is nothing": ("proportional", 32, 0, {"goal": 16, "when_over": "excess"}),
    "20 of 16 by excess: 10 x (1 - 4/16)": (
        "proportional",
        20,
        F("7.5"),
        {"goal": 16, "when_over": "excess"},
    ),
    "nothing at all is full marks": ("proportional", 0, 10, {"goal": 16, "when_over": "ratio"}),
    "half the way down": ("linear", 15, 5, {"start": 20, "goal": 10}),
    "two above at a point each": (
        "deduct",
        18,
        8,
        {"goal": 16, "step": 1, "deduct": 1, "part_step": "exact"},
    ),
}


@pytest.mark.parametrize(
    ("rule", "value", "expected", "terms"), LOWER_IS_BETTER.values(), ids=LOWER_IS_BETTER
)
def test_a_case_where_lower_is_better(rule, value, expected, terms):
    assert points(rule, value, Better.LOWER, **terms) == expected


@pytest.mark.parametrize(("value", "expected"), [("79.99", 0), (80, 6), ("89.99", 6), (90, 10), (100, 10)])
def test_a_band_begins_with_its_first_value(value, expected):
    assert points("bands", value, bands=bands((None, 0), (80, 6), (90, 10))) == expected


def test_level_and_progress_from_30_to_40_of_50():
    earlier = Earlier(F(30), F(40))
    # 10 × (0.7 × 40/50 + 0.3 × 10/20)
    assert points("level and progress", 40, goal=50, progress_weight="0.3", earlier=earlier) == F("7.1")


@pytest.mark.parametrize(
    ("before", "now", "expected"), [(60, 55, 10), (60, 45, F("6.3")), (30, 25, F("3.5"))]
)
def test_progress_is_all_while_at_the_target_and_none_after_falling(before, now, expected):
    # 45: 10 × 0.7 × 45/50; 25: 10 × 0.7 × 25/50
    earlier = Earlier(F(before), F(now))
    assert points("level and progress", now, goal=50, progress_weight="0.3", earlier=earlier) == expected


def test_nothing_is_divided_by_a_target_of_nothing():
    assert points("proportional", 5, goal=0) is None
    assert points("proportional", 5, Better.LOWER, goal=0, when_over="excess") is None
    assert points("linear", 5, start=10, goal=10) is None


def scored(body, value, day=END_OF_2018, *, is_comparable=True, earlier=None, **parameters):
    indicator = defined(body)
    numbers = {name: F(number) for name, number in parameters.items()}
    judgement = judge_value(value, indicator, day, numbers)
    return score_value(value, judgement, indicator, numbers, is_comparable=is_comparable, earlier=earlier)


PROPORTIONAL = COVERAGE + "score: {full: 10, rule: proportional}\n"


def test_full_marks_are_at_the_target_and_9_are_at_nine_tenths_of_it():
    assert [scored(PROPORTIONAL, share(signed, 100)).points for signed in (45, 50, 60)] == [9, 10, 10]


def test_the_score_is_of_the_unrounded_value():
    # 8449 of 16904 is 49.98…%, which reads as 50.0%.
    assert scored(PROPORTIONAL, share(8449, 16904)).points == F(10) * F(8449 * 100, 16904) / 50


@pytest.mark.parametrize("status", [status for status in ValueStatus if not status.has_value])
def test_without_a_value_there_are_no_points_but_a_reason(status):
    found = scored(PROPORTIONAL, Value(status))
    assert found.points is None
    assert found.reason is not None


def test_what_is_not_applicable_is_told_from_what_is_missing():
    body = PROPORTIONAL + "if_none: not applicable\n"
    found = scored(body, Value(ValueStatus.ZERO_DENOMINATOR))
    assert (found.points, found.applies) == (None, False)
    assert scored(PROPORTIONAL, Value(ValueStatus.ZERO_DENOMINATOR)).applies


def test_passing_depends_on_the_limit_and_not_on_the_date():
    body = COVERAGE + "score: {full: 5, rule: pass}\n"
    june = date(2018, 6, 30)
    assert [scored(body, share(signed, 100), june).points for signed in (49, 50)] == [0, 5]


def test_a_count_with_a_ceiling_has_no_points_before_all_have_reported():
    body = "kind: count\ntable: signing\nnumerator: 签约人数\nunit: 人\nbetter: lower\ntargets: [{at_most: 3人}]\n"
    body += "score: {full: 10, rule: pass}\n"
    partial = Value(ValueStatus.PARTIAL, F(2), F(2), coverage=Coverage(6, ("甲乡",)))
    assert scored(body, partial).points is None
    assert scored(body, count(2)).points == 10


def test_a_target_for_the_whole_area_scores_no_part_of_it():
    assert scored(PROPORTIONAL, share(50, 100), is_comparable=False).points is None


def test_a_parameter_that_nobody_gave_leaves_no_points():
    body = COVERAGE + "score: {full: 10, rule: linear, from: 40%, to: province}\n"
    assert "province" in scored(body, share(45, 100)).reason.en
    assert scored(body, share(45, 100), province=50).points == 5


def test_parameters_the_wrong_way_round_leave_no_points():
    body = COVERAGE + "score: {full: 10, rule: linear, from: 40%, to: province}\n"
    assert scored(body, share(45, 100), province=30).points is None


def test_without_a_baseline_progress_has_no_points():
    body = COVERAGE + "score: {full: 10, rule: level and progress, progress_weight: 0.3, since: 2017}\n"
    assert scored(body, share(40, 100)).points is None
    assert scored(body, share(40, 100), earlier=Earlier(F(30), F(40))).points == F("7.1")


def test_where_lower_is_better_half_of_twice_the_target():
    body = (
        coverage_with("at_most: 16%", "lower") + "score: {full: 10, rule: proportional, when_over: ratio}\n"
    )
    assert scored(body, plain(32)).points == 5


@pytest.mark.parametrize("rule", ["bands", "between bands"])
def test_bands_that_a_parameter_turned_round_leave_no_points(rule):
    words = "bands: [{below: province, points: 0}, {from: province, below: 60%, points: 5}, {from: 60%, points: 10}]"
    body = COVERAGE + f"score: {{full: 10, rule: {rule}, {words}}}\n"
    assert scored(body, share(65, 100), province=40).points == 10
    assert scored(body, share(65, 100), province=70).points is None
