"""A bureau with a return of three townships, and a file of corrections beside it."""

import csv
from pathlib import Path

import openpyxl
import pytest

from healthkpi.errors import HealthKpiError, Several
from returns import Bureau

SIGNED = ["乡镇更正函", "王XX", "2018-10-08"]
BY_CELL = ["单元格", "原值", "新值", "理由", "更正人", "日期"]
BY_FIELD = ["单位", "栏目", *BY_CELL[1:]]
ACCEPTING = ["代码", "单元格", "单位", "栏目", "文件", "原值", "理由", "更正人", "日期"]


def write_corrections(folder: Path, rows, headings=BY_CELL, name="更正.xlsx") -> Path:
    path = folder / name
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([headings, *rows])
        return path
    workbook = openpyxl.Workbook()
    for row in (headings, *rows):
        workbook.active.append(row)
    for row in workbook.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    workbook.save(path)
    return path


def refused(bureau: Bureau, *files: Path, **more) -> list[str]:
    """The sentences of all faults that one run tells."""
    with pytest.raises(HealthKpiError) as told:
        bureau.check(*files, **more)
    errors = told.value.errors if isinstance(told.value, Several) else (told.value,)
    return [error.message.zh for error in errors]


def said(checked, code: str) -> list[str]:
    return [each.message.zh for each in checked.scorecard.findings if each.code.id == code]
