"""The points of a unit over several indicators: weights, what is missing, cap, gate and veto, with the sums."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.judge import total_points
from healthkpi.limits import Acceptable, Better
from healthkpi.model.judgement import JudgedTarget, Judgement, Verdict
from healthkpi.model.score import IndicatorScore, TotalRule
from healthkpi.scores import Terms
from healthkpi.text import Text, same

F = Fraction
MET, MISSED, OPEN = Verdict.MET, Verdict.MISSED, Verdict.NOT_JUDGED


def rule(weights, missing="block", not_applicable="leave out", **more):
    weights = {name: F(weight) for name, weight in weights.items()}
    names = {name: same(name) for name in (*weights, *more.get("veto", ()), *more.get("gate", ()))}
    return TotalRule("score", Text("考核", "Score"), names, weights, missing, not_applicable, **more)


def result(points, verdict=MET, full=10, *, applies=True):
    points = None if points is None else F(points)
    reason = None if points is not None else same("blank")
    score = IndicatorScore("pass", Terms(F(full), Better.HIGHER), points, reason, applies)
    reached = {MET: True, MISSED: False}.get(verdict)
    return score, Judgement(verdict, reached=reached)


def total(rule, **results):
    return total_points(rule, "township", "甲乡", results)


def test_each_brings_its_weight_by_the_share_of_its_full_marks():
    # 60 × 9/10 + 40 × 3/4
    found = total(rule({"a": 60, "b": 40}), a=result(9), b=result(3, full=4))
    assert (found.points, found.rule.full, found.covered) == (84, 100, 100)


def test_weights_need_not_make_a_hundred():
    assert total(rule({"a": 3, "b": 1}), a=result(5), b=result(10)).points == F("2.5")


MISSING = {"block": None, "zero": F(54), "leave out": F(90)}  # 60 × 9/10; and 54 × 100/60


@pytest.mark.parametrize(("missing", "expected"), MISSING.items(), ids=MISSING)
def test_a_missing_indicator_is_what_the_scorecard_declares(missing, expected):
    found = total(rule({"a": 60, "b": 40}, missing), a=result(9), b=result(None))
    assert (found.points, found.covered) == (expected, 60)
    assert "b: blank" in found.said[0].en


def test_a_unit_that_an_indicator_does_not_know_is_missing_there():
    assert total(rule({"a": 60, "b": 40}, "zero"), a=result(9)).points == 54


def test_what_is_not_applicable_has_a_rule_of_its_own():
    declared = rule({"a": 60, "b": 40}, "block", "leave out")
    assert total(declared, a=result(9), b=result(None, applies=False)).points == 90


@pytest.mark.parametrize("missing", ["zero", "leave out", "block"])
def test_nothing_reported_is_no_total_and_not_0(missing):
    found = total(rule({"a": 60, "b": 40}, missing), a=result(None), b=result(None))
    assert found.points is None
    assert found.reason is not None


def test_too_little_weight_with_points_is_no_total():
    declared = rule({"a": 60, "b": 40}, "leave out", least_weight=F(70))
    assert total(declared, a=result(9), b=result(None)).points is None
    assert total(declared, a=result(9), b=result(9)).points == 90


def test_the_total_is_capped():
    assert total(rule({"a": 60, "b": 60}, cap=F(100)), a=result(10), b=result(10)).points == 100


def test_below_the_gate_the_total_is_at_most_so_much():
    declared = rule({"a": 60, "b": 40}, gate={"b": F(6)}, below_gate=F(50))
    assert total(declared, a=result(10), b=result("5.99")).points == 50
    assert total(declared, a=result(10), b=result(6)).points == 84
    # 60 × 1/10 + 40 × 1/10 is below 50 anyway.
    assert total(declared, a=result(1), b=result(1)).points == 10


def test_a_gate_without_points_leaves_no_total():
    declared = rule({"a": 60}, gate={"b": F(6)}, below_gate=F(50))
    assert total(declared, a=result(10), b=result(None)).points is None


def test_a_veto_sets_the_total_and_is_said_first():
    found = total(rule({"a": 60, "b": 40}, veto=("b",)), a=result(10), b=result(9, MISSED))
    assert (found.points, found.said[0].en) == (0, "veto: b missed")


def test_a_veto_stands_even_where_something_else_is_missing():
    found = total(rule({"a": 60, "b": 40}, veto=("b",)), a=result(None), b=result(9, MISSED))
    assert (found.points, found.said[0].en) == (0, "veto: b missed")


def test_a_veto_never_raises_a_total():
    declared = rule({"a": 60, "b": 40}, veto=("b",), veto_total=F(59))
    assert total(declared, a=result(10), b=result(10, MISSED)).points == 59
    assert total(declared, a=result(1), b=result(1, MISSED)).points == 10


def test_what_has_no_result_neither_triggers_nor_clears_a_veto():
    found = total(rule({"a": 60}, veto=("b",)), a=result(10), b=result(None, OPEN))
    assert (found.points, found.reason.en) == (None, "the veto cannot be settled: b has no result")


@pytest.mark.parametrize(("is_due", "expected"), [(True, 0), (False, 100)])
def test_before_its_date_a_veto_cannot_be_missed(is_due, expected):
    target = JudgedTarget("at_least", (F(50),), Acceptable(low=F(50)), None, is_due)
    score, _ = result(10)
    below = Judgement(Verdict.NOT_YET, target, reached=False)
    assert total(rule({"a": 100}, veto=("a",)), a=(score, below)).points == expected


PARTS = st.lists(
    st.tuples(st.fractions("0.1", 100), st.none() | st.fractions(0, 10), st.booleans()),
    min_size=1,
    max_size=6,
)
DECLARED = st.sampled_from(["block", "zero", "leave out"])


@given(PARTS, DECLARED, DECLARED, st.randoms(use_true_random=False))
def test_the_order_of_indicators_does_not_matter_and_the_total_keeps_its_bounds(
    parts, missing, absent, random
):
    named = {f"i{number}": part for number, part in enumerate(parts)}
    results = {name: result(points, applies=applies) for name, (_, points, applies) in named.items()}
    order = list(named)
    random.shuffle(order)
    found, shuffled = (
        total(rule({name: named[name][0] for name in names}, missing, absent), **results)
        for names in (list(named), order)
    )
    assert found.points == shuffled.points
    assert found.points is None or 0 <= found.points <= found.rule.full
