"""The definitions against the catalogue of the documents' targets, row by row, and against the documents' own words.

A definition may differ from its row on purpose: then `differences/<policy>.csv` lists the row and in what it differs
(`row_id,differs`, several words apart by a space), and the row of clauses.csv says why.
"""

import csv
import functools
import os
from pathlib import Path

import pytest

from healthkpi.definitions.clauses import Disposition, load_clauses
from healthkpi.definitions.load import load_policy

from .catalogue import ASPECTS, differences, read_catalogue
from .test_clauses import POLICIES

SHARED = Path(os.environ.get("HEALTHKPI_SHARED", "."))
pytestmark = pytest.mark.skipif("HEALTHKPI_SHARED" not in os.environ, reason="HEALTHKPI_SHARED is not set")

INDICATORS = Path(__file__).parents[2] / "indicators"
DIFFERENCES = Path(__file__).parent / "differences"
# `criterion`: the row is one of several conditions that an indicator holds together, not a target of its own.
MAY_DIFFER = {*ASPECTS, "limit", "date", "disposition", "criterion"}


@functools.cache
def catalogue():
    return read_catalogue(SHARED / "catalogue" / "catalogue.csv")


@functools.cache
def seeds():
    return [path.read_text("utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]


@pytest.fixture(scope="module", params=POLICIES)
def policy(request):
    return load_policy(INDICATORS / request.param)


@pytest.fixture(scope="module")
def clauses(policy):
    return load_clauses(policy)


@pytest.fixture(scope="module")
def listed(policy):
    path = DIFFERENCES / f"{policy.id}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["row_id"]: set(row["differs"].split()) for row in csv.DictReader(file)}


def test_every_row_stands_there_once_and_in_order(policy, clauses):
    assert [row.row_id for row in clauses] == [row["row_id"] for row in catalogue()[policy.id]]


def test_clause_and_quote_are_those_of_the_catalogue(policy, clauses):
    theirs = {row["row_id"]: (row["clause"], row["quote"]) for row in catalogue()[policy.id]}

    assert {row.row_id: (row.clause, row.quote) for row in clauses} == theirs


def test_every_quote_is_in_the_document_word_for_word(policy, clauses):
    document = next(text for text in seeds() if all(row.quote in text for row in clauses))
    quoted = [clause.quote for indicator in policy.indicators.values() for clause in indicator.clause]

    assert [quote for quote in quoted if quote not in document] == []


def test_targets_dates_and_directions_are_those_of_the_catalogue(policy, clauses, listed):
    found = {}
    for theirs, ours in zip(catalogue()[policy.id], clauses, strict=True):
        differs = set()
        if theirs["disposition"] != ours.disposition:
            differs.add("disposition")
        if ours.indicator is not None and ours.disposition is not Disposition.NOT_JUDGED:
            differs |= differences(theirs, policy.indicators[ours.indicator])
        if "criterion" in listed.get(ours.row_id, ()):
            differs = {"criterion"}
        if differs:
            found[ours.row_id] = differs

    assert {row_id: sorted(differs) for row_id, differs in found.items()} == {
        row_id: sorted(differs) for row_id, differs in listed.items()
    }


def test_a_listed_difference_is_of_a_known_kind_and_says_why(clauses, listed):
    reasons = {row.row_id: row.reason for row in clauses}

    for row_id, differs in listed.items():
        assert differs <= MAY_DIFFER, row_id
        assert reasons[row_id], f"{row_id} differs in {differs}: say why in its reason"


def test_every_target_of_a_definition_comes_from_a_row(policy, clauses):
    """Each date of an indicator is that of one of its rows, and it has no more targets than they give."""
    given = {}
    for theirs, ours in zip(catalogue()[policy.id], clauses, strict=True):
        given.setdefault(ours.indicator, []).extend(theirs.targets)

    for name, indicator in policy.indicators.items():
        assert bool(indicator.targets) <= bool(given[name]), name
        assert len(indicator.targets) <= max(1, len(given[name])), name
