"""Which libraries a module of Windows loads: the import table of the PE format, so that nothing of Windows has to run.

https://learn.microsoft.com/windows/win32/debug/pe-format
"""

import struct
from collections.abc import Iterator
from pathlib import Path

_HEADER, _OPTIONAL, _DIRECTORIES = 0x3C, 24, {0x10B: 96, 0x20B: 112}
_SECTION, _IMPORT = 40, 20


def libraries_needed(path: Path) -> Iterator[str]:
    """Names in small letters, such as kernel32.dll."""
    data = path.read_bytes()
    (start,) = struct.unpack_from("<I", data, _HEADER)
    assert data[start : start + 4] == b"PE\0\0", path
    (count,) = struct.unpack_from("<H", data, start + 6)
    (size,) = struct.unpack_from("<H", data, start + 20)
    (kind,) = struct.unpack_from("<H", data, start + _OPTIONAL)
    (table,) = struct.unpack_from("<I", data, start + _OPTIONAL + _DIRECTORIES[kind] + 8)
    first = start + _OPTIONAL + size
    sections = [struct.unpack_from("<IIII", data, first + _SECTION * number + 8) for number in range(count)]

    def place_of(address: int) -> int:
        return next(
            address - begins + lies
            for length, begins, stored, lies in sections
            if begins <= address < begins + max(length, stored)
        )

    entry = place_of(table)
    while name := struct.unpack_from("<I", data, entry + 12)[0]:
        at = place_of(name)
        yield data[at : data.index(b"\0", at)].decode("ascii").lower()
        entry += _IMPORT
