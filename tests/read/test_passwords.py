"""Files that a password protects."""

import hashlib
import io
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from healthkpi.cli._option_values import read_password
from healthkpi.errors import InputError, UsageError
from healthkpi.read import _locked, read_workbook, read_workbooks
from healthkpi.request import Request

from .making import ole2_bytes, save, write_ods

needs_library = pytest.mark.skipif(
    _locked.load_extra("msoffcrypto") is None, reason="msoffcrypto-tool is not installed"
)


def write_locked(folder, password="一二三", name="锁.xlsx"):
    from msoffcrypto.format.ooxml import OOXMLFile

    workbook = Workbook()
    workbook.active["A1"] = "机构"
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(save(workbook, folder, "开.xlsx").read_bytes())).encrypt(password, locked)
    path = folder / name
    path.write_bytes(locked.getvalue())
    return path


def refusal(path, password=None):
    with pytest.raises(InputError) as caught:
        read_workbook(path, password)
    message = caught.value.message
    assert path.name in message.zh
    assert "\n" not in message.zh + message.en
    return message.en


def test_without_the_library_the_refusal_says_how_to_get_it(tmp_path, monkeypatch):
    path = tmp_path / "锁.xlsx"
    path.write_bytes(ole2_bytes("EncryptionInfo", "EncryptedPackage"))
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    said = refusal(path, "secret")
    assert "--password-file" in said
    assert "pip install healthkpi[password]" in said
    assert "secret" not in said


def test_an_ods_is_not_promised_to_open(tmp_path):
    entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert "--password-file" not in refusal(write_ods(tmp_path, "", manifest=entry), "secret")


@needs_library
def test_the_password_opens_it(tmp_path):
    assert read_workbook(write_locked(tmp_path), "一二三").grids[0].rows == (("机构",),)


@needs_library
def test_without_a_password_the_refusal_names_the_option(tmp_path):
    said = refusal(write_locked(tmp_path))
    assert "--password-file" in said
    assert "pip install" not in said


@needs_library
def test_a_wrong_password_is_said_and_not_repeated(tmp_path):
    said = refusal(write_locked(tmp_path), "not-it")
    assert "does not open it" in said
    assert "not-it" not in said


@needs_library
def test_the_password_excel_itself_uses_needs_no_asking(tmp_path):
    assert read_workbook(write_locked(tmp_path, "VelvetSweatshop")).grids[0].rows == (("机构",),)


@needs_library
def test_the_source_is_the_file_on_the_disk(tmp_path):
    path = write_locked(tmp_path)
    assert read_workbook(path, "一二三").source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@needs_library
def test_a_password_does_no_harm_to_files_without_one(tmp_path):
    write_locked(tmp_path)
    assert len(read_workbooks([tmp_path], "一二三")) == 2


@needs_library
def test_a_damaged_locked_file_is_refused(tmp_path):
    path = tmp_path / "锁.xlsx"
    path.write_bytes(ole2_bytes("EncryptionInfo", "EncryptedPackage"))
    assert "cannot be opened here" in refusal(path, "x")


def test_the_password_is_never_shown():
    assert "secret" not in repr(Request([], Path(), password="secret"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_the_first_line_of_the_file_is_the_password(tmp_path, encoding):
    path = tmp_path / "密码.txt"
    path.write_bytes("一二三 四\r\n另一行".encode(encoding))
    assert read_password(path) == "一二三 四"


def test_no_file_is_no_password():
    assert read_password(None) is None


@pytest.mark.parametrize("content", [None, b"", b"\nx"])
def test_a_file_without_a_password_is_an_error(tmp_path, content):
    path = tmp_path / "密码.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="--password-file"):
        read_password(path)
