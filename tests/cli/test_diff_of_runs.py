"""`diff` of scorings: of the history and of files."""

import json
import shutil

import jsonschema
import pytest

from correct.correcting import BY_CELL, SIGNED, write_corrections
from healthkpi.present._told import scorings_schema
from returns import USUAL, Bureau, write_return

MORE_SIGNED = [["甲乡", 1000, 700], *USUAL[1:]]


@pytest.fixture(scope="module")
def kept_once(tmp_path_factory):
    """Where the first test keeps the same month twice, for the others to copy."""
    return tmp_path_factory.mktemp("kept") / "bureau"


@pytest.fixture
def bureau(kept_once, tmp_path, healthkpi):
    """September is locked and was corrected since; both are kept, and written as JSON."""
    if not kept_once.exists():
        kept_once.mkdir()
        Bureau(kept_once)
        (kept_once / "healthkpi.toml").write_text('history = "历史.db"\n', encoding="utf-8")
        write_return(kept_once, USUAL)
        healthkpi("check", "签约9月.xlsx", "--keep", "-o", "前.json", folder=kept_once)
        healthkpi("lock", "2018-09", "--by", "王XX", folder=kept_once)
        write_corrections(kept_once, [["C4", 900, 1100, *SIGNED]], BY_CELL)
        healthkpi("check", "签约9月.xlsx", "--keep", "-o", "后.json", folder=kept_once)
    shutil.copytree(kept_once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_the_difference_to_what_was_issued_says_what_moved_and_why(bureau, healthkpi):
    ended = healthkpi("diff", "2018-09@locked", "2018-09")

    assert ended.code == 0
    assert "plan 某区 2018-09：2 项结果有变" in ended.out
    assert "更正：2018-10-08 王XX  乙乡 签约人数 900→1100（乡镇更正函）" in ended.out
    (line,) = [line for line in ended.out.splitlines() if line.split()[:2] == ["签约率", "某区"]]
    # 500 + 900 + 600 of 4000, then 1100 in the place of 900.
    assert line.split()[2:] == ["50.00%", "55.00%", "2000/4000→2200/4000", "已达到", "更正"]
    ended.out.encode("gbk")


def test_english_is_spoken_as_well(bureau, healthkpi):
    ended = healthkpi("diff", "previous", "last", "--lang", "en")

    assert "2 results moved" in ended.out
    assert "corrected: 2018-10-08 王XX" in ended.out


@pytest.mark.parametrize(
    "words", [("2018-09@locked", "2018-09"), ("前.json", "后.json"), ("前.json", "last")]
)
def test_json_has_its_schema_wherever_it_comes_from(bureau, healthkpi, words):
    data = json.loads(healthkpi("diff", *words, "--format", "json").out)

    jsonschema.validate(data, scorings_schema())
    (compared,) = data["returns"]
    assert [(each["unit"], each["because"]) for each in compared["changes"]] == [
        ("某区", ["correction"]),
        ("乙乡", ["correction"]),
    ]
    assert compared["why"]["files"] == []


def test_nothing_that_differs_is_said(bureau, healthkpi):
    assert healthkpi("diff", "last", "2018-09").out.strip() == "没有不同"


def test_a_policy_is_not_compared_with_a_scoring(bureau, healthkpi):
    ended = healthkpi("diff", "yungang-2018", "2018-09")

    assert ended.code == 2
    assert "yungang-2018 是政策，2018-09 是一次核算" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2018-01", "2018-09"), "历史库里没有 2018-01 的报送"),
        (("无此文件.json", "last"), "无此文件.json: 打不开"),
        (("坏.json", "last"), "坏.json: 不是 check -o 名称.json 写的结果"),
        (("无此政策", "yungang-2018"), "无此政策：不是政策的编号"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(bureau, healthkpi, words, said):
    (bureau / "坏.json").write_text('{"indicators": 3}', encoding="utf-8")

    ended = healthkpi("diff", *words)

    assert ended.code == 2
    assert said in ended.err
