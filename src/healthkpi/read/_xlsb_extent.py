"""How far apart the cells of an .xlsb lie: calamine lays out the whole rectangle before anyone can look."""

import io
import struct
import zipfile

from healthkpi.read._rows import MOST_PLACES, TooWideError

_ROW, _LAST_CELL_KIND = 0, 11


def refuse_spread(data: bytes) -> None:
    """Raise TooWideError for a sheet whose rectangle of cells would fill the memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".bin"):
                _refuse_spread(archive.read(name))


def _refuse_spread(part: bytes) -> None:
    position = row = last_row = last_column = 0
    while position < len(part):
        kind, position = _number(part, position, 2)
        length, position = _number(part, position, 4)
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", part, position)
        elif kind <= _LAST_CELL_KIND:
            (column,) = struct.unpack_from("<I", part, position)
            last_row, last_column = max(last_row, row), max(last_column, column)
        position += length
    if (last_row + 1) * (last_column + 1) > MOST_PLACES:
        raise TooWideError


def _number(part: bytes, position: int, most: int) -> tuple[int, int]:
    """Seven bits of each byte, the lowest first; the eighth says that one more follows."""
    number = 0
    for index in range(most):
        byte = part[position]
        position += 1
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return number, position
