"""What a workbook was seen to be is not looked for again, unless something that decides it has changed."""

import os
import pickle
import subprocess
import sys

import pytest

from healthkpi import match
from healthkpi.definitions.load import load_outlines, load_policy
from healthkpi.match import match_workbooks
from healthkpi.model.period import parse_period
from making import COVERAGE, SIGNING, book, grid, indicator, make_policy, write_policy

ROWS = [["乡镇", "常住人口", "签约人数"], ["甲乡", 100, 50], ["乙乡", 200, 80]]
ANOTHER_NAME = SIGNING.replace("签约人数: {type: number", "签约人数: {aliases: [已签人数], type: number")


@pytest.fixture
def looks(monkeypatch):
    """The sheets that were looked through for tables."""
    looked, find = [], match.find_blocks
    monkeypatch.setattr(match, "find_blocks", lambda sheet, *more: looked.append(sheet) or find(sheet, *more))
    return looked


def test_a_workbook_is_looked_through_once_for_one_set_of_tables(looks):
    workbook, policy = book(grid(ROWS)), make_policy()

    first, again = match_workbooks([workbook], policy), match_workbooks([workbook], policy)

    assert first == again
    assert len(looks) == 1


def test_what_was_seen_goes_with_the_workbook_to_another_process(looks):
    workbook, policy = book(grid(ROWS)), make_policy()
    seen = match_workbooks([workbook], policy)

    arrived = [pickle.loads(pickle.dumps(workbook)) for _ in range(2)]

    (one,), (other,) = (match_workbooks([each], policy) for each in arrived)
    assert (one,) == (other,) == seen
    assert one.columns is other.columns  # a thousand files of one template share their header
    assert len(looks) == 1


def test_a_period_that_is_asked_for_holds_though_the_workbook_was_seen_without_one(looks):
    workbook, policy, september = book(grid(ROWS)), make_policy(), parse_period("2018-09")
    (without,), (within,) = (
        match_workbooks([workbook], policy),
        match_workbooks([workbook], policy, september),
    )

    assert (without.period, within.period) == (None, september)
    assert len(looks) == 1


def test_another_name_for_a_column_or_another_header_row_makes_it_look_again(looks):
    workbook = book(grid([["甲", "乙", "丙"], ["乡镇", "常住人口", "已签人数"], ["甲乡", 100, 50]]))

    (without,) = match_workbooks([workbook], make_policy())
    (with_it,) = match_workbooks([workbook], make_policy(tables=ANOTHER_NAME))
    nothing = match_workbooks([workbook], make_policy(), None, (0,))

    assert sorted(without.columns) == ["乡镇", "常住人口"]
    assert sorted(with_it.columns) == ["乡镇", "常住人口", "签约人数"]
    assert nothing == ()
    assert len(looks) == 3


def test_the_outline_of_a_policy_sees_what_the_whole_of_it_sees(tmp_path, looks):
    workbook, folder = book(grid(ROWS)), write_policy(tmp_path, indicator(COVERAGE))
    (outline,) = load_outlines(tmp_path)

    assert match_workbooks([workbook], outline) == match_workbooks([workbook], load_policy(folder))
    assert len(looks) == 1


def test_what_a_definition_says_has_the_same_digest_in_every_process(tmp_path):
    folder = write_policy(tmp_path, indicator(COVERAGE))
    policy = load_policy(folder)
    ask = (
        "import sys, pathlib; from healthkpi.definitions.load import load_policy\n"
        "policy = load_policy(pathlib.Path(sys.argv[1]))\n"
        "print(policy.words.digest, policy.tables['signing'].digest)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", ask, folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]

    assert told == [[policy.words.digest, policy.tables["signing"].digest]] * 2
