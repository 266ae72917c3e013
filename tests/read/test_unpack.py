"""Parts of an archive are unpacked at a stroke only where zipfile would say the same of them."""

import io
import zipfile

import pytest

from healthkpi.errors import InputError
from healthkpi.read import read_workbook
from healthkpi.read._unpack import LARGEST, Parts

from .making import raw_members, zip_bytes

NAME = "xl/worksheets/sheet1.xml"
PART = raw_members('<row r="1"><c r="A1"><v>960</v></c></row>')[NAME].encode()
BEYOND = 0xFFFF


def packed(way: int = zipfile.ZIP_DEFLATED, part: bytes = PART, name: str = NAME) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, part)
        archive.writestr("xl/styles.xml", "<styleSheet/>")
    return written.getvalue()


def unpacked(data: bytes, name: str = NAME) -> bytes | None:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return Parts(data, archive).whole(archive.getinfo(name))


def beginning(data: bytes, most: int) -> bytes | None:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return Parts(data, archive).beginning(archive.getinfo(NAME), most)


def changed(where: str, at: int, value: int, size: int = 2) -> bytes:
    """The archive with a field changed in the header of the part (`local`) or in the list of all parts."""
    data = bytearray(packed())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        local = archive.getinfo(NAME).header_offset
    start = local if where == "local" else data.rindex(NAME.encode()) - 46
    data[start + at : start + at + size] = value.to_bytes(size, "little")
    return bytes(data)


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_plain_part_is_unpacked_whole_or_its_beginning(way):
    assert unpacked(packed(way)) == PART
    assert beginning(packed(way), 10) == PART[:10]
    assert beginning(packed(way, PART + b" " * LARGEST), 10) == PART[:10]


def test_a_part_written_as_a_stream_has_its_sizes_behind_it_and_is_plain():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(NAME, "w") as stream:
        stream.write(PART)
    assert unpacked(written.getvalue()) == PART


OTHERWISE = {
    "packed in another way": packed(zipfile.ZIP_BZIP2),
    "larger than is kept": packed(part=PART + b" " * LARGEST),
    "empty": packed(part=b""),
    "encrypted": changed("list", 8, 1),
    "patched": changed("list", 8, 1 << 5),
    "strongly encrypted": changed("list", 8, 1 << 6),
    "without a header": changed("local", 0, 0),
    "called otherwise in its header": changed("local", 30, ord("y"), 1),
    "said to begin where the list does": changed("list", 42, len(packed()) - 22, 4),
    "said to begin in another part": changed("list", 42, 0, 4),
    "said to reach into the next part": changed("list", 20, BEYOND, 4),
    "longer than it says": changed("list", 24, len(PART) - 1, 4),
    "shorter than it says": changed("list", 24, len(PART) + 1, 4),
    "of another checksum": changed("list", 16, 12345, 4),
    "damaged": changed("local", 30 + len(NAME), BEYOND),
}


@pytest.mark.parametrize("data", OTHERWISE.values(), ids=OTHERWISE)
def test_a_part_that_is_not_plain_is_left_to_zipfile(data):
    assert unpacked(data) is None


def test_a_name_that_is_not_of_plain_letters_is_left_to_zipfile():
    assert unpacked(packed(name="xl/表.xml"), name="xl/表.xml") is None


def test_of_two_parts_that_begin_in_one_place_neither_is_plain():
    data = bytearray(packed(name="xl/a.xml"))
    listed = data.rindex(b"xl/styles.xml") - 46
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        begin = archive.getinfo("xl/a.xml").header_offset
    data[listed + 42 : listed + 46] = begin.to_bytes(4, "little")
    assert unpacked(bytes(data), name="xl/a.xml") is None


def test_a_part_whose_checksum_is_wrong_is_refused_though_another_file_has_the_same_part(tmp_path):
    whole = zip_bytes(raw_members('<row r="1"><c r="A1"><v>960</v></c></row>'))
    path = tmp_path / "表.xlsx"
    path.write_bytes(whole)
    assert str(read_workbook(path).grids[0].cell(0, 0)) == "960"
    at = whole.rindex(NAME.encode()) - 46 + 16
    path.write_bytes(whole[:at] + b"\1\2\3\4" + whole[at + 4 :])
    with pytest.raises(InputError, match="may be damaged"):
        read_workbook(path)
