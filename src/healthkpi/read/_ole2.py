"""One stream out of an OLE2 container, the file system inside an old Office file (MS-CFB)."""

import struct

_SECTORS_IN_HEADER = 109
_FREE = 0xFFFFFFFA  # this and what is above it is no sector but the end of a chain


def read_stream(data: bytes, *names: str) -> bytes:
    """The first stream of one of these names; a ValueError where the container is damaged or has none."""
    container = _Container(data)
    for name, start, size in container.entries():
        if name in names:
            return container.stream(start, size)
    raise ValueError("no such stream")


class _Container:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not (7 <= shift <= 16 and 2 <= mini_shift <= shift):
            raise ValueError("no sectors of that size")
        self.sector, self.mini_sector = 1 << shift, 1 << mini_shift
        self.directory_start, _, self.cutoff, mini_start = struct.unpack_from("<4I", data, 48)
        self.table = self._numbers(self._table_sectors())
        self.mini_table = self._numbers(self._chain(mini_start, self.table))
        self.mini_stream = b""

    def entries(self) -> list[tuple[str, int, int]]:
        """Name, first sector and size of each stream."""
        directory = self._join(self._chain(self.directory_start, self.table))
        entries = [directory[i : i + 128] for i in range(0, len(directory), 128)]
        found = []
        for entry in entries:
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == 5 and not self.mini_stream:
                self.mini_stream = self._join(self._chain(start, self.table))[:size]
            elif kind == 2:
                found.append((entry[: max(0, length - 2)].decode("utf-16-le"), start, size))
        return found

    def stream(self, start: int, size: int) -> bytes:
        if size >= self.cutoff:
            return self._join(self._chain(start, self.table))[:size]
        width = self.mini_sector
        chain = self._chain(start, self.mini_table)
        return b"".join(self.mini_stream[i * width : (i + 1) * width] for i in chain)[:size]

    def _table_sectors(self) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", self.data, 76))
        following, count = struct.unpack_from("<II", self.data, 68)
        for _ in range(min(count, len(self.data) // self.sector)):
            if following >= _FREE:
                break
            *more, following = self._numbers([following])
            sectors += more
            # A list that repeats itself would fill the memory.
            if len(sectors) > _SECTORS_IN_HEADER + len(self.data) // self.sector:
                raise ValueError("more sectors than there are")
        return [sector for sector in sectors if sector < _FREE]

    def _chain(self, start: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while start < _FREE:
            # A loop would go on for ever.
            if len(chain) > len(table) or start >= len(table):
                raise ValueError("a chain of sectors without an end")
            chain.append(start)
            start = table[start]
        return chain

    def _join(self, sectors: list[int]) -> bytes:
        return b"".join(self.data[(i + 1) * self.sector : (i + 2) * self.sector] for i in sectors)

    def _numbers(self, sectors: list[int]) -> list[int]:
        joined = self._join(sectors)
        return [number for (number,) in struct.iter_unpack("<I", joined[: len(joined) // 4 * 4])]
