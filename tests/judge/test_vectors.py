"""Reference figures from elsewhere: Fingertips' target comparer, and values computed from published formulas."""

import csv
import os
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.judge import judge_value
from healthkpi.model.judgement import Verdict
from making import area_value, grid, indicator, make_policy

from .test_judge import END_OF_2018, count, defined

SHARED = os.environ.get("HEALTHKPI_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="HEALTHKPI_SHARED is not set")


def vectors(name):
    if not SHARED:
        return []
    with (Path(SHARED) / "vectors" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SINGLE = [row for row in vectors("target_single_value_judgement.csv") if row["mode"] == "value"]


@pytest.mark.parametrize("row", SINGLE, ids=lambda row: f"{row['polarity']} {row['value']} {row['target']}")
def test_a_single_value_is_judged_as_fingertips_does(row):
    limit = "at_most" if row["polarity"] == "low_is_good" else "at_least"
    body = f"kind: count\ntable: signing\nnumerator: 签约人数\nunit: 人\ntargets: [{{{limit}: {row['target']}人}}]"
    found = judge_value(count(row["value"]), defined(body), END_OF_2018, {}).verdict
    assert found is (Verdict.MET if row["expected"] == "better" else Verdict.MISSED)


EDGES = {(row["x"], row["n"], row["multiplier"]): row["value"] for row in vectors("computed_edge_cases.csv")}


@pytest.mark.parametrize(("edge", "expected"), EDGES.items(), ids=[" ".join(edge) for edge in EDGES])
def test_a_value_is_what_the_published_formula_gives(edge, expected):
    x, n, multiplier = edge
    body = f"kind: rate\ntable: signing\nnumerator: 签约人数\ndenominator: 常住人口\nper: {multiplier}\nbetter: lower"
    rows = [["乡镇", "常住人口", "签约人数"], ["甲乡", int(n), int(x)]]
    assert area_value(make_policy(indicator(body)), grid(rows)).amount == Fraction(expected)
