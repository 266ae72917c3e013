"""Files of one name in several folders are told apart in every message."""

import os
import sys

import pytest

from healthkpi.read import read_workbooks
from returns import write_return


def called(*paths):
    return [workbook.source.name for workbook in read_workbooks(paths)]


def test_files_of_one_name_are_called_with_their_folder(tmp_path):
    for month in ("8月", "9月"):
        (tmp_path / month).mkdir()
        write_return(tmp_path / month, [["甲乡", 1000, 500]], name="签约.xlsx")
    write_return(tmp_path / "9月", [["甲乡", 1000, 500]], name="人口.xlsx")

    assert called(tmp_path / "8月", tmp_path / "9月") == ["8月/签约.xlsx", "人口.xlsx", "9月/签约.xlsx"]


def test_so_many_folders_are_said_as_tell_them_apart(tmp_path):
    paths = []
    for year in ("2017", "2018"):
        folder = tmp_path / year / "9月"
        folder.mkdir(parents=True)
        paths.append(write_return(folder, [["甲乡", 1000, 500]], name="签约.xlsx"))

    assert called(*paths) == ["2017/9月/签约.xlsx", "2018/9月/签约.xlsx"]


def test_a_file_given_twice_is_one_file_with_its_plain_name(tmp_path):
    path = write_return(tmp_path, [["甲乡", 1000, 500]])
    assert called(path, tmp_path) == ["签约9月.xlsx"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these systems take no such names")
@pytest.mark.parametrize(
    ("raw", "name"),
    [("签约9月.csv".encode("gbk"), "签约9月.csv"), (b"\xff\xff9.csv", "��9.csv")],
    ids=["an archive from Windows", "no text at all"],
)
def test_a_name_that_is_no_utf_8_is_read_as_gbk_or_replaced(tmp_path, raw, name):
    path = tmp_path / os.fsdecode(raw)
    path.write_text("乡镇,常住人口,签约人数\n甲乡,1000,500\n", "utf-8")
    assert called(path) == [name]
