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
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.read import _sniff
from healthkpi.read._extras import load_extra
from healthkpi.read._numbers import plain_date, tell_duration, to_decimal
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import MOST_PLACES, trim_rows
from healthkpi.text import Text

_NO_LIBRARY = Text(
    "{name}: 读取 Parquet 要先安装 pip install healthkpi[parquet]；或在原系统里另存为 csv 或 xlsx",
    "{name}: to read Parquet, first pip install healthkpi[parquet]; or save it as csv or xlsx where it comes from",
)
_TOO_LARGE = Text(
    "{name}: 有 {rows} 行 {columns} 列，超出上限；请只导出需要的列和行",
    "{name} has {rows} rows and {columns} columns, which is beyond the limit; export only what is needed",
)
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
    rows, columns = file.metadata.num_rows, file.metadata.num_columns
    if rows * max(1, columns) > MOST_PLACES:
        raise InputError(_TOO_LARGE.format(name=content.name, rows=f"{rows:,}", columns=columns))
    named = list(_read_columns(arrow, file.read()))
    header = tuple(name or None for name, _ in named)
    cells = zip(*(values for _, values in named), strict=True)
    return Workbook(source, (Grid(source, None, trim_rows([header, *cells])),))


def _read_columns(arrow: ModuleType, table: Any) -> Iterator[tuple[str, list[CellValue]]]:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if not _UNNAMED_INDEX.fullmatch(name):
            to_cell = _to_cell_of_single if arrow.types.is_float32(column.type) else _to_cell
            yield name, _to_cells(_without_nanoseconds(arrow, column), to_cell)


def _without_nanoseconds(arrow: ModuleType, column: Any) -> Any:
    for kind, is_kind in (
        (arrow.timestamp, arrow.types.is_timestamp),
        (arrow.duration, arrow.types.is_duration),
        (arrow.time64, arrow.types.is_time64),
    ):
        if is_kind(column.type):
            return column.cast(kind("us"), safe=False)
    return column


def _to_cells(column: Any, to_cell: Callable[[Any], CellValue]) -> list[CellValue]:
    return [None if value is None else to_cell(value) for value in column.to_pylist()]


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
