"""The table that every bad file is made from, and how it is written.

Six facilities of three districts report patients and how many of them are managed: 5640 of 7400, which is 76.2 %.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

POLICY = """\
title: {zh: 慢病管理方案, en: Plan for chronic diseases}
issuer: {zh: 湖城市, en: Hucheng}
area: {name: {zh: 湖城市, en: Hucheng}, level: city}
levels:
  city: {zh: 全市, en: City}
  district: {zh: 区, en: District}
  facility: {zh: 机构, en: Facility}
"""
TABLES = """\
managed:
  name: {zh: 慢病管理季报, en: Managed patients}
  row: {zh: 一个机构, en: one facility}
  sheets: [季报]
  key: [统计期, 机构名称]
  fields:
    统计期: {type: period}
    区划代码: {type: code, optional: true}
    地区: {type: unit, level: district}
    机构名称: {type: unit, level: facility}
    患者数: {type: number, unit: 人, over_time: stock, aliases: [管理情况/患者数]}
    管理人数: {type: number, unit: 人, over_time: stock, aliases: [管理情况/管理人数]}
    管理率: {type: percent, optional: true, aliases: [管理情况/管理率]}
  checks:
    - 管理人数 <= 患者数
"""
INDICATOR = """\
managed-share:
  name: {zh: 规范管理率, en: Share managed}
  clause: {at: 一, quote: 达60%}
  kind: proportion
  table: managed
  numerator: 管理人数
  denominator: 患者数
  better: higher
  targets:
    - {by: 2024-03-31, at_least: 60%}
"""

HEADER = ["统计期", "区划代码", "地区", "机构名称", "患者数", "管理人数", "管理率"]
ROWS: list[list[object]] = [
    ["2024Q1", "011001", "东湖区", "东湖一院", 1200, 960, 0.8],
    ["2024Q1", "011001", "东湖区", "东湖二院", 800, 560, 0.7],
    ["2024Q1", "011002", "西湖区", "西湖一院", 1500, 1230, 0.82],
    ["2024Q1", "011002", "西湖区", "西湖二院", 900, 540, 0.6],
    ["2024Q1", "011003", "南湖区", "南湖一院", 2000, 1700, 0.85],
    ["2024Q1", "011003", "南湖区", "南湖二院", 1000, 650, 0.65],
]
MANAGED, PATIENTS = 5640, 7400
MANAGED_COLUMN = 5

Writer = Callable[[Path], None]


GOOD_SUMS = (MANAGED, PATIENTS)


@dataclass(frozen=True)
class Trap:
    """A file, what is wrong with it, and what must become of it.

    `sums` are numerator and denominator, None where the file must be refused; `says` are words that must come.
    """

    name: str
    zh: str
    en: str
    write: Writer
    sums: tuple[int, int] | None = GOOD_SUMS
    exit_code: int = 0
    codes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def refused(name: str, zh: str, en: str, write: Writer, *says: str) -> Trap:
    """A file that must be refused with these words."""
    return Trap(name, zh, en, write, None, 2, says=says)


def write_definitions(root: Path) -> Path:
    """The folder of definitions, with one policy."""
    folder = root / "plan"
    folder.mkdir(parents=True)
    for name, text in (("policy", POLICY), ("tables", TABLES), ("managed", INDICATOR)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return root


def rows_of(**changes: object) -> list[list[object]]:
    """The header and the rows, with cells changed by their address: F2=…"""
    rows = [list(HEADER), *([*row] for row in ROWS)]
    for address, value in changes.items():
        rows[int(address[1:]) - 1]["ABCDEFG".index(address[0])] = value
    return rows


def csv_bytes(rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The rows as Excel would save them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def write_csv(rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> Writer:
    return lambda path: store(path, csv_bytes(rows, encoding, delimiter))


def store(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def write_xlsx(
    rows: Iterable[Sequence[object]], change: Callable[[Workbook], object] | None = None
) -> Writer:
    def write(path: Path) -> None:
        book = Workbook()
        book.active.title = "季报"
        for row in rows:
            book.active.append(row)
        if change is not None:
            change(book)
        book.save(path)

    return write


def on_sheet(action: Callable) -> Callable[[Workbook], object]:
    return lambda book: action(book["季报"])
