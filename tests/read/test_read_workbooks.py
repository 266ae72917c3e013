"""Many files and folders at once."""

import hashlib
import subprocess
import sys

import pytest

from healthkpi.errors import InputError, Several
from healthkpi.model.finding import declared_codes
from healthkpi.read import read_workbook, read_workbooks


def names(workbooks):
    return [workbook.source.name for workbook in workbooks]


def write(path, data=b"a,b\n1,2\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_folder_is_read_with_its_folders_in_order(tmp_path):
    for name in ("乙.csv", "甲/二.csv", "甲/一.csv"):
        write(tmp_path / name)
    expected = sorted(path for path in tmp_path.rglob("*.csv"))
    assert [workbook.source.path for workbook in read_workbooks([tmp_path])] == expected


@pytest.mark.parametrize(
    "name", ["~$签约.xlsx", ".签约.csv", ".git/x.csv", "~WRL0001.tmp", "x.tmp", "Thumbs.db", "desktop.ini"]
)
def test_leftovers_in_a_folder_are_ignored(tmp_path, name):
    write(tmp_path / name, b"\0\0")
    write(tmp_path / "签约.csv")
    assert names(read_workbooks([tmp_path])) == ["签约.csv"]


def test_a_file_given_twice_is_read_once(tmp_path):
    path = write(tmp_path / "a.csv")
    assert names(read_workbooks([path, tmp_path, path])) == ["a.csv"]


def test_all_errors_come_together(tmp_path):
    paths = [write(tmp_path / "a.csv", b""), write(tmp_path / "b.csv"), tmp_path / "没有.csv"]
    with pytest.raises(Several) as caught:
        read_workbooks(paths)
    assert len(caught.value.errors) == 2


def test_a_single_error_comes_as_itself(tmp_path):
    with pytest.raises(InputError, match="empty"):
        read_workbooks([write(tmp_path / "a.csv", b"")])


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(InputError, match="without any file"):
        read_workbooks([tmp_path])


def test_a_document_in_a_folder_is_left_out_and_said(tmp_path):
    write(tmp_path / "通知.pdf", b"%PDF-1.4")
    write(tmp_path / "表.csv")
    (workbook,) = read_workbooks([tmp_path])
    assert [(f.code.id, str(f.place)) for f in workbook.findings] == [("HK208", "通知.pdf")]


def test_a_folder_of_documents_only_is_an_error(tmp_path):
    write(tmp_path / "通知.pdf", b"%PDF-1.4")
    with pytest.raises(InputError, match="not a table"):
        read_workbooks([tmp_path])


def test_a_source_is_proved_by_its_bytes(tmp_path):
    path = write(tmp_path / "a.csv")
    source = read_workbook(path).source
    data = path.read_bytes()
    assert (source.name, source.size, source.sha256) == ("a.csv", len(data), hashlib.sha256(data).hexdigest())


def test_the_codes_of_reading_say_what_to_do():
    codes = [code for code in declared_codes().values() if "HK201" <= code.id <= "HK219"]
    assert {code.id for code in codes} >= {"HK201", "HK202", "HK205", "HK206", "HK208"}
    assert all(code.explanation.zh.count("。") >= 2 and code.explanation.en.count(".") >= 2 for code in codes)


def test_importing_read_is_light():
    loaded = "import sys, healthkpi.read; print(sorted({'openpyxl', 'python_calamine', 'pandas'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
