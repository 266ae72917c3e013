"""Which files are inputs, and what they are called."""

import os
from pathlib import Path

import pytest

from healthkpi.batch import _find
from healthkpi.batch._find import find_inputs, shown
from healthkpi.errors import HealthKpiError

LONG_AGO = 1_000_000_000


def put(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def names(*roots, out="results"):
    return [each.name for each in find_inputs([str(root) for root in roots], Path(out)).inputs]


def test_files_are_called_after_the_folder_that_was_named_and_come_in_order(tmp_path):
    for name in ("b/2.csv", "a/1.csv", "3.csv"):
        put(tmp_path / "收件箱" / name)

    assert names(tmp_path / "收件箱") == ["收件箱/3.csv", "收件箱/a/1.csv", "收件箱/b/2.csv"]


def test_a_pattern_finds_what_it_stands_for_and_may_find_nothing(tmp_path):
    put(tmp_path / "in" / "a" / "1.xlsx")
    put(tmp_path / "in" / "a" / "1.csv")

    assert names(tmp_path / "in" / "**" / "*.xlsx") == ["in/a/1.xlsx"]
    assert names(tmp_path / "in" / "*.ods") == []


def test_a_file_that_is_reached_by_two_ways_is_one_input(tmp_path):
    file = put(tmp_path / "in" / "1.csv")
    (tmp_path / "in" / "link.csv").symlink_to(file)

    assert len(names(tmp_path / "in", file, tmp_path / "in" / "*.csv")) == 1


def test_names_that_stand_for_nothing_are_told_together(tmp_path):
    with pytest.raises(HealthKpiError) as told:
        names(tmp_path / "甲", tmp_path / "乙.xlsx")

    assert "甲" in told.value.message.zh
    assert "乙.xlsx" in told.value.message.zh


def test_what_lies_in_the_folder_of_the_results_is_no_input(tmp_path):
    put(tmp_path / "1.csv")
    put(tmp_path / "out" / "2.csv")

    assert names(tmp_path, out=tmp_path / "out") == [f"{tmp_path.name}/1.csv"]


def test_hidden_files_and_folders_are_none_of_hers(tmp_path):
    for name in (".git/1.csv", "~$1.xlsx", "a/.1.csv.swp", "1.xlsx.part", "desktop.ini"):
        put(tmp_path / name)

    assert names(tmp_path) == []


def test_a_file_that_grows_while_we_look_is_left_alone(tmp_path, monkeypatch):
    still = put(tmp_path / "1.csv")
    os.utime(still)
    settled = put(tmp_path / "2.csv")
    os.utime(settled)
    monkeypatch.setattr(_find.time, "sleep", lambda _seconds: still.write_bytes(b"more"))

    found = find_inputs([str(tmp_path)], tmp_path / "out")

    assert [each.path for each in found.inputs] == [settled]
    assert [each.name for each in found.being_written] == [f"{tmp_path.name}/1.csv"]


def test_nobody_waits_where_no_file_is_young(tmp_path, monkeypatch):
    put(tmp_path / "1.csv")
    monkeypatch.setattr(_find.time, "sleep", lambda _seconds: pytest.fail("waited"))

    assert len(names(tmp_path)) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_may_not_be_opened_is_told(tmp_path):
    put(tmp_path / "甲" / "1.csv")
    (tmp_path / "甲").chmod(0)

    found = find_inputs([str(tmp_path)], tmp_path / "out")

    (tmp_path / "甲").chmod(0o700)
    assert [each.message.zh for each in found.closed]


@pytest.mark.parametrize("name", ["عربي.csv", "emoji😀.csv", "e\u0301.csv", "a\nb.csv", "x\x1b[31m.csv"])
def test_a_name_in_any_script_is_found_and_can_be_printed(tmp_path, name):
    put(tmp_path / name)

    (found,) = names(tmp_path)

    assert found == f"{tmp_path.name}/{shown(name)}"
    assert found.isprintable()


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_a_name_that_is_no_text_is_found(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xb1\xed.csv"  # 表 in GBK
    try:
        Path(os.fsdecode(path)).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk wants names in UTF-8")

    (found,) = names(tmp_path)

    assert found == f"{tmp_path.name}/表.csv"
