"""Reference figures of other packages, from the cells of a sheet to the interval, within 1e-9.

PHEindicatormethods 2.1.0 and Fingertips; see the README beside the vectors.
"""

import csv
import itertools
import os
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.chance import find_interval
from healthkpi.chance.byar import byar_ends
from healthkpi.chance.wilson import wilson_ends
from healthkpi.limits import Better, Bounds, limits
from healthkpi.model.interval import Chance, Interval
from healthkpi.text import same
from making import SIGNING, area_value, grid, indicator, make_policy

SHARED = os.environ.get("HEALTHKPI_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="HEALTHKPI_SHARED is not set")
NEAR = {"rel": 1e-9, "abs": 1e-12}
LEVELS = {"95": Fraction(95), "998": Fraction("99.8")}


def vectors(name):
    if not SHARED:
        return []
    with (Path(SHARED) / "vectors" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(row):
    return " ".join(list(row.values())[:4])


SURVEYED = SIGNING.replace(
    "乡镇: {type: unit, en: township, level: township}", "乡镇: {type: text, en: name}"
)


def interval_of(kind, rows, per=None, confidence=LEVELS["95"]):
    """The interval of a sheet with these people and events, one row a unit."""
    body = f"kind: {kind}\ntable: signing\nnumerator: 签约人数\nbetter: lower\n"
    body += "" if kind == "mean" else "denominator: 常住人口\n"
    body += f"per: {per}\n" if per else ""
    policy = make_policy(indicator(body), SURVEYED)
    header = ["乡镇", "常住人口", "签约人数"]
    value = area_value(policy, grid([header, *rows]))
    return find_interval(value, policy.indicators["signing-coverage"], policy, confidence)


@pytest.mark.parametrize("row", vectors("wilson_interval.csv"), ids=named)
def test_wilson_of_a_share(row):
    ends = wilson_ends(float(row["x"]), float(row["n"]), float(row["confidence"]))
    assert ends == pytest.approx((float(row["lower"]), float(row["upper"])), **NEAR)


@pytest.mark.parametrize("row", vectors("byars_interval.csv"), ids=named)
def test_byars_of_a_count(row):
    low, high = byar_ends(float(row["x"]), float(row["confidence"]))
    assert high == pytest.approx(float(row["upper"]), **NEAR)
    assert low == pytest.approx(float(row["lower"]), **NEAR) if row["lower"] else low < 0


def number(word):
    return int(word) if word else None


def check_row(row, found, level, times=1.0):
    """A row without ends has no interval at all."""
    if not row[f"lower_{level}"]:
        assert found is None
        return
    ends = (float(row[f"lower_{level}"]) * times, float(row[f"upper_{level}"]) * times)
    assert (found.low, found.high) == pytest.approx(ends, **NEAR)
    assert found.method == {"Wilson": "wilson", "Byars": "byar", "Exact": "exact poisson"}[row["method"]]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("row", vectors("proportion_wilson.csv"), ids=named)
def test_a_proportion_is_that_of_phe(row, level):
    rows = [["甲乡", number(row["denominator"]), number(row["numerator"])]]
    found = interval_of("proportion", rows, confidence=LEVELS[level])
    check_row(row, found, level, 100 / int(row["multiplier"]))


@pytest.mark.parametrize("row", vectors("proportion_wilson_grouped_sum.csv"), ids=named)
def test_rows_are_summed_before_the_interval(row):
    halves = [[unit, *(each and each // 2 for each in counts_of(row))] for unit in ("甲乡", "乙乡")]
    check_row(row, interval_of("proportion", halves), "95", 100 / int(row["multiplier"]))


def counts_of(row):
    return number(row["denominator"]), number(row["numerator"])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("row", vectors("rate_byars_exact.csv"), ids=named)
def test_a_rate_is_that_of_phe(row, level):
    found = interval_of("rate", [["甲乡", *counts_of(row)]], row["multiplier"], LEVELS[level])
    check_row(row, found, level)


@pytest.mark.parametrize("row", vectors("computed_edge_cases.csv"), ids=named)
def test_edge_cases_are_those_of_the_published_formulas(row):
    kind = "proportion" if row["method"] == "wilson" else "rate"
    per = None if kind == "proportion" else row["multiplier"]
    found = interval_of(
        kind, [["甲乡", int(row["n"]), int(row["x"])]], per, Fraction(row["confidence"]) * 100
    )
    assert (found.low, found.high) == pytest.approx((float(row["lower"]), float(row["upper"])), **NEAR)
    assert found.method == row["method"].replace("_", " ").replace("byars", "byar")


MEANS = vectors("mean_student_t_expected.csv")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("row", MEANS, ids=named)
def test_a_mean_is_that_of_phe(row, level):
    inputs = vectors("mean_input.csv")
    is_one_group = row["group"] in {each["area"] for each in inputs}
    values = [each["value"] for each in inputs if not is_one_group or each["area"] == row["group"]]
    rows = [[f"问卷{number}", 1, value] for number, value in enumerate(values)]
    found = interval_of("mean", rows, confidence=LEVELS[level])
    ends = float(row[f"lower_{level}"]), float(row[f"upper_{level}"])
    assert (found.low, found.high) == pytest.approx(ends, **NEAR)


def against(low, high, target, polarity):
    limit = limits()["at_most" if polarity == "low_is_good" else "at_least"]
    better = Better.LOWER if polarity == "low_is_good" else Better.HIGHER
    acceptable = limit.acceptable(Bounds((Fraction(target),)), better)
    return Interval(float(low), float(high), Fraction(95), "wilson", same("Wilson")).against(acceptable)


GRADES = {
    (Chance.REACHED, Chance.REACHED): "best",
    (Chance.REACHED, Chance.OPEN): "better",
    (Chance.OPEN, Chance.OPEN): "same",
    (Chance.MISSED, Chance.OPEN): "worse",
    (Chance.MISSED, Chance.MISSED): "worst",
}


@pytest.mark.parametrize("row", vectors("benchmark_two_ci_levels_judgement.csv"), ids=named)
def test_two_levels_grade_as_fingertips_does(row):
    seen = [
        against(row[f"lower_{level}"], row[f"upper_{level}"], row["benchmark"], row["polarity"])
        for level in ("95", "998")
    ]
    assert GRADES[tuple(seen)] == row["expected"]


WITH_ENDS = [
    row for row in vectors("target_single_value_judgement.csv") if row["lower_95"] and not row["note"]
]


@pytest.mark.parametrize("row", WITH_ENDS, ids=named)
def test_an_interval_stands_to_a_target_as_in_fingertips(row):
    chance = against(row["lower_95"], row["upper_95"], row["target"], row["polarity"])
    assert chance is {"better": Chance.REACHED, "same": Chance.OPEN, "worse": Chance.MISSED}[row["expected"]]


SPC = list(
    itertools.product(vectors("benchmark_spc_proportion_judgement.csv"), (("95", 0.95), ("998", 0.998)))
)


@pytest.mark.parametrize(("row", "level"), SPC)
def test_the_control_limits_of_a_benchmark_are_wilsons(row, level):
    benchmark, value, people = (float(row[key]) for key in ("benchmark_pct", "value_pct", "denominator"))
    low, high = wilson_ends(benchmark / 100 * people, people, level[1])
    seen = "better" if value < low * 100 else "worse" if value > high * 100 else "same"
    assert seen == row[f"expected_{level[0]}"]
