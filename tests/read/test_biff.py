"""The records of an .xls that the writer of these tests does not write."""

import struct
from decimal import Decimal

import pytest

from healthkpi.errors import InputError
from healthkpi.read import read_workbook
from healthkpi.read._biff import _read_strings, unpack_number

from .making import _record, biff8, ole2_file


@pytest.mark.parametrize(
    ("packed", "number"),
    [
        (0x3FF00000, 1.0),
        (0x3FF00001, 0.01),
        (0x004B5646, 1234321),
        (0x004B5647, 12343.21),
        (0xFFFFFFFE, -1),
    ],  # the examples of OpenOffice's description of the format, and minus one
)
def test_packed_numbers_are_unpacked(packed, number):
    assert unpack_number(packed) == number


def strings(count, *pieces):
    return list(_read_strings([struct.pack("<II", count, count) + pieces[0], *pieces[1:]]))


def test_shared_strings_may_be_narrow_or_wide():
    assert strings(2, b"\2\0\0ab" + b"\1\0\1" + "甲".encode("utf-16-le")) == ["ab", "甲"]


def test_a_string_that_goes_on_in_the_next_record_says_again_how_wide_it_is():
    assert strings(1, b"\3\0\0ab", b"\1" + "甲".encode("utf-16-le")) == ["ab甲"]


def test_formats_and_readings_of_a_string_are_passed_over():
    rich = b"\1\0\x0c" + struct.pack("<HI", 1, 2) + b"a" + b"FFFF" + b"PP"
    assert strings(2, rich + b"\1\0\0b") == ["a", "b"]


def test_a_character_of_two_units_stays_one():
    assert strings(1, b"\2\0\1" + "𠮷".encode("utf-16-le")) == ["𠮷"]


def write(folder, stream):
    path = folder / "表.xls"
    path.write_bytes(ole2_file("Workbook", stream))
    return path


def with_record(kind, body):
    """A sheet of one number with one more record in it."""
    stream = biff8([[1]], "一")
    end = _record(0x000A, b"")
    return stream[: -len(end)] + _record(kind, body) + end


def test_a_row_of_packed_numbers_fills_its_columns(tmp_path):
    body = struct.pack("<HHHIHIH", 1, 0, 0, 0x3FF00000, 0, 0x004B5647, 1)
    rows = read_workbook(write(tmp_path, with_record(0x00BD, body))).grids[0].rows
    assert rows[1] == (Decimal(1), Decimal("12343.21"))


def test_the_text_of_a_formula_stands_in_the_record_after_it(tmp_path):
    formula = struct.pack("<HHHBxBxxxHHI", 1, 0, 0, 0, 0, 0xFFFF, 0, 0)
    records = formula + struct.pack("<HH", 0x0207, 5) + b"\2\0\0ok"
    stream = with_record(0x0006, formula)[:-4] + records[len(formula) :] + _record(0x000A, b"")
    assert read_workbook(write(tmp_path, stream)).grids[0].rows[1] == ("ok",)


def test_a_locked_workbook_is_said_to_be_locked(tmp_path):
    stream = biff8([[1]], "一")
    locked = stream[:20] + _record(0x002F, b"\1\0\1\0\1\0" + bytes(48)) + stream[20:]
    with pytest.raises(InputError, match=r"password-protected|cannot be opened here|does not open"):
        read_workbook(write(tmp_path, locked))


def test_a_cell_outside_every_sheet_is_refused(tmp_path):
    far = struct.pack("<HHHd", 65_535, 65_535, 0, 1.0)
    with pytest.raises(InputError, match="may be damaged"):
        read_workbook(write(tmp_path, with_record(0x0203, far)))


def test_records_that_break_off_are_refused_and_not_read_as_far_as_they_go(tmp_path):
    stream = biff8([["甲", 1], ["乙", 2]], "一")
    path = tmp_path / "断.xls"
    # Without the end of the sheet (4 bytes) and its last cells.
    path.write_bytes(ole2_file("Workbook", stream[:-40])[: 512 * 3 + len(stream) - 40])
    with pytest.raises(InputError, match="may be damaged"):
        read_workbook(path)
