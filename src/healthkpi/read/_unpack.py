"""Unpack the small parts of an archive at a stroke.

zipfile makes a stream of each part, with a lock and a buffer, which takes several times as long as unpacking it. What is not
written the way Office, WPS and openpyxl write it is left to zipfile, which understands it or says what is wrong with it.
"""

import struct
import zlib
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from healthkpi.read._kept import keep_small

LARGEST = 64 * 1024
# What packing adds to bytes that cannot be packed is less.
_MOST_ADDED = 1024

# The header before each part: signature, length of the name, length of what else is said.
_HEADER = struct.Struct("<4s22xHH")
_SIGNATURE = b"PK\x03\x04"
# How well it was packed, that its sizes stand behind it, a name in UTF-8: none of them changes what the part says.
_PLAIN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800


class Parts:
    """Where the parts of an archive lie in its bytes."""

    def __init__(self, data: bytes, archive: ZipFile) -> None:
        self._data = data
        starts = sorted(member.header_offset for member in archive.infolist())
        # Of two that begin in one place the first would end there too: neither is plain.
        self._ends = dict(reversed([*pairwise([*starts, archive.start_dir])]))

    def whole(self, member: ZipInfo) -> bytes | None:
        """All of a part that is not large; None where zipfile has to look at it."""
        return self._unpack(member, member.file_size) if member.file_size <= LARGEST else None

    def beginning(self, member: ZipInfo, most: int) -> bytes | None:
        """Its first bytes; the same."""
        return self._unpack(member, min(member.file_size, most))

    def _unpack(self, member: ZipInfo, wanted: int) -> bytes | None:
        start = self._start(member)
        # zlib takes a limit of none for no limit.
        if start is None or wanted <= 0:
            return None
        packed = self._data[start : start + min(member.compress_size, wanted + _MOST_ADDED)]
        part = packed[:wanted] if member.compress_type == ZIP_STORED else _inflate(packed, wanted)
        is_sound = wanted < member.file_size or zlib.crc32(part) == member.CRC
        return part if len(part) == wanted and is_sound else None

    def _start(self, member: ZipInfo) -> int | None:
        """Where a part begins that is packed plainly, is called alike in both places, and lies on no other's ground."""
        begin, end, name = member.header_offset, self._ends[member.header_offset], member.orig_filename
        if member.flag_bits & ~_PLAIN_FLAGS or member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            return None
        if not 0 <= begin <= end - _HEADER.size or not name.isascii():
            return None
        signature, length, more = _HEADER.unpack_from(self._data, begin)
        start: int = begin + _HEADER.size + length + more
        if signature != _SIGNATURE or self._data[start - more - length : start - more] != name.encode():
            return None
        return start if start + member.compress_size <= end else None


@keep_small
def _inflate(packed: bytes, most: int) -> bytes:
    """The first bytes; none where they are damaged."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error:
        return b""
