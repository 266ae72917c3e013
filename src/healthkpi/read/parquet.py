"""Read .parquet, if pyarrow is installed: column names are the header row, whole numbers and decimals exact.

Not through pandas: it turns whole numbers with gaps into floats and takes one column for an index.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

from healthkpi.errors import InputError
from healthkpi.extras import load_extra
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.read import _limits, _sniff
from healthkpi.read._numbers import plain_date, tell_duration, to_decimal
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import trim_rows
from healthkpi.text import Text

_NO_LIBRARY = Text(
    "{name}: 读取 Parquet 要先安装 pip install healthkpi[parquet]；或在原系统里另存为 csv 或 xlsx",
    "{name}: to read Parquet, first pip install healthkpi[parquet]; or save it as csv or xlsx where it comes from",
)
_ROWS_AT_A_TIME = 1024
# How pandas writes row numbers that nobody named.
_UNNAMED_INDEX = re.compile(r"__index_level_\d+__")


def recognises_parquet(content: Content) -> bool:
    """The mark that Parquet files begin with."""
    return _sniff.is_parquet(content.data)


def read_parquet(content: Content) -> Workbook:
    """One grid without a sheet name."""
    arrow, parquet = load_extra("pyarrow"), load_extra("pyarrow.parquet")
    if arrow is None or parquet is None:
        raise InputError(_NO_LIBRARY.format(name=content.name))
    source = content.source("parquet")
    file = parquet.ParquetFile(io.BytesIO(content.data))
    _hold_size(file.metadata.num_rows, file.metadata.num_columns)
    header = tuple(name or None for name in _named(file.schema_arrow.names))
    rows = trim_rows([header, *_read_rows(arrow, file)])
    return Workbook(source, (Grid(source, None, rows),))


def _hold_size(rows: int, columns: int) -> None:
    _limits.ROWS.hold(rows + 1)
    _limits.COLUMNS.hold(columns)
    _limits.PLACES.hold(rows * columns)


def _read_rows(arrow: ModuleType, file: Any) -> Iterator[tuple[CellValue, ...]]:
    # By the piece: a text that is stored once and used a million times unpacks to a million texts.
    length = 0
    seen: dict[str, str] = {}
    for batch in file.iter_batches(batch_size=_ROWS_AT_A_TIME):
        columns = [_to_cells(arrow, batch[name]) for name in _named(batch.schema.names)]
        for cells in zip(*columns, strict=True):
            length += sum(len(cell) for cell in cells if isinstance(cell, str))
            _limits.TEXT.hold(length)
            yield tuple(seen.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in cells)


def _named(columns: list[str]) -> list[str]:
    return [name for name in columns if not _UNNAMED_INDEX.fullmatch(name)]


def _without_nanoseconds(arrow: ModuleType, column: Any) -> Any:
    for kind, is_kind in (
        (arrow.timestamp, arrow.types.is_timestamp),
        (arrow.duration, arrow.types.is_duration),
        (arrow.time64, arrow.types.is_time64),
    ):
        if is_kind(column.type):
            return column.cast(kind("us"), safe=False)
    return column


def _to_cells(arrow: ModuleType, column: Any) -> list[CellValue]:
    to_cell: Callable[[Any], CellValue] = (
        _to_cell_of_single if arrow.types.is_float32(column.type) else _to_cell
    )
    values = _without_nanoseconds(arrow, column).to_pylist()
    return [None if value is None else to_cell(value) for value in values]


def _to_cell_of_single(value: float) -> CellValue:
    import numpy as np

    # The shortest figure that is this number in single precision: 0.1 and not 0.100000001490116.
    return to_decimal(value if value.is_integer() else float(str(np.float32(value))))


def _to_cell(value: object) -> CellValue:
    # bool before numbers: True is an int.
    if isinstance(value, bool | Decimal):
        return value
    if isinstance(value, str | bytes):
        return (value if isinstance(value, str) else value.decode()) or None
    if isinstance(value, int | float):
        return to_decimal(value)
    return _to_moment(value)


def _to_moment(value: object) -> CellValue:
    if isinstance(value, timedelta):
        return tell_duration(value)
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    return plain_date(value) if isinstance(value, date | time) else str(value)


_SUFFIXES = {"parquet": (".parquet", ".parq", ".pq")}

READER = Reader("parquet", recognises_parquet, read_parquet, _SUFFIXES)
