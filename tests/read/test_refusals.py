"""What cannot or must not be read is one sentence: file, fault, remedy."""

import os
import zipfile

import pytest
from openpyxl import Workbook

from healthkpi.errors import InputError
from healthkpi.read import read_workbook

from .making import ole2_bytes, raw_members, save, write_ods, write_raw, zip_bytes

DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
CELL = "<row><c><v>1</v></c></row>"


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("空.xlsx", b"", "empty"),
        ("锁.xlsx", ole2_bytes("EncryptionInfo", "EncryptedPackage"), "password-protected"),
        ("文.doc", ole2_bytes("WordDocument"), "a Word document"),
        ("文.docx", zip_bytes({"[Content_Types].xml": "", "word/document.xml": "<a/>"}), "a Word document"),
        ("包.zip", zip_bytes({"a.csv": "1"}), "an archive"),
        ("通报.pdf", b"%PDF-1.4 ...", "PDF"),
        ("图.xls", b"\x89PNG\r\n", "a picture"),
        ("断.xlsx", zip_bytes(raw_members(CELL))[:-40], "incomplete"),
        ("坏.xlsx", zip_bytes({"[Content_Types].xml": "x", "xl/workbook.xml": "<"}), "may be damaged"),
        ("无.xlsx", zip_bytes({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "no worksheet"),
    ],
)
def test_a_file_that_is_no_readable_table_is_refused(tmp_path, name, data, fault):
    with pytest.raises(InputError) as caught:
        read_workbook(write(tmp_path, name, data))
    message = caught.value.message
    assert fault in message.en
    assert message.zh.startswith(f"{name}: ")
    assert "\n" not in message.en + message.zh


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_workbook(tmp_path / "没有.xlsx")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is not a file"):
        read_workbook(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = write(tmp_path, "密.csv", b"a,b\n")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be opened"):
        read_workbook(path)


def test_a_path_that_no_system_can_open_is_refused(tmp_path):
    with pytest.raises(InputError):
        read_workbook(tmp_path / "a\0b.csv")


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path):
    members = raw_members(CELL) | {"xl/worksheets/sheet1.xml": "0" * (17 * 1024**2)}
    with pytest.raises(InputError, match="zip bomb"):
        read_workbook(write(tmp_path, "弹.xlsx", zip_bytes(members)))


def test_a_size_that_the_archive_lies_about_is_no_way_round(tmp_path):
    path = write(tmp_path, "谎.xlsx", zip_bytes(raw_members(CELL)))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (3).to_bytes(4, "little"))
    with pytest.raises(InputError):
        read_workbook(write(tmp_path, "谎.xlsx", data))


@pytest.mark.parametrize("comment", ["", "<!--" + "x" * 9000 + "-->"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_document_types_are_refused_wherever_they_hide(tmp_path, part, comment):
    members = raw_members(CELL)
    members[part] = comment + DTD + members[part]
    with pytest.raises(InputError, match="document type"):
        read_workbook(write(tmp_path, "实.xlsx", zip_bytes(members)))


def test_a_document_type_in_utf16_is_refused(tmp_path):
    members = raw_members(CELL) | {"docProps/core.xml": (DTD + "<x>&a;</x>").encode("utf-16")}
    with pytest.raises(InputError, match="document type"):
        read_workbook(write(tmp_path, "实.xlsx", zip_bytes(members)))


def test_every_cut_of_a_workbook_is_refused_or_read(tmp_path):
    whole = save(Workbook(), tmp_path).read_bytes()
    for end in range(0, len(whole), 97):
        with pytest.raises(InputError):
            read_workbook(write(tmp_path, "断.xlsx", whole[:end]))


def test_interruption_is_not_swallowed(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    path = write_raw(tmp_path, CELL)
    monkeypatch.setattr("healthkpi.read._xml.walk_xml", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(path)


def test_a_damaged_member_that_says_whether_it_is_locked_is_refused(tmp_path):
    path = write_ods(tmp_path, "")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("META-INF/manifest.xml").header_offset
    data = bytearray(path.read_bytes())
    data[start : start + 2] = b"XX"
    with pytest.raises(InputError, match="incomplete"):
        read_workbook(write(tmp_path, "坏.ods", bytes(data)))
