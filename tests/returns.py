"""A bureau's folder: definitions, and returns in the words of those who send them."""

from pathlib import Path

import openpyxl

from healthkpi.pipeline import check
from healthkpi.request import Request
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator, write_policy

HEADINGS = ["乡镇", "常住人口", "签约人数"]
USUAL = [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]


def write_book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def write_return(
    folder: Path, rows, headings=HEADINGS, name="签约9月.xlsx", title="某区签约情况表（2018年9月）"
):
    return write_book(folder / name, {"签约": [[title], headings, *rows]})


class Bureau:
    """A folder with one policy in it."""

    def __init__(self, folder: Path, indicators: str = "", **more: str) -> None:
        self.folder = folder
        self.definitions = folder / "indicators"
        self.definitions.mkdir()
        write_policy(
            self.definitions,
            indicators or indicator(COVERAGE),
            more.pop("tables", SIGNING_WITH_ROSTER),
            **more,
        )

    @property
    def form(self) -> Path:
        return self.folder / "待确认.xlsx"

    def check(self, *files: Path, **more: object):
        return check(Request([*files], self.definitions, **more))

    def ask(self, *files: Path, language="zh", **more: object):
        """Check and write the form, as the command does."""
        from healthkpi.confirm import write_form

        form = self.check(*files, **more).form({}, language)
        form.path.write_bytes(write_form(form.rows, language))
        return form

    def answer(self, **answers: str) -> None:
        """Write answers as an officer would: √ or × is a tick, anything else goes into the column beside it."""
        workbook = openpyxl.load_workbook(self.form)
        sheet = workbook.worksheets[0]
        for row in sheet.iter_rows(min_row=3):
            said = answers.get(row[11].value)
            if said is not None:
                row[4 if said in "√×" else 5].value = said
        workbook.save(self.form)


def figures(checked):
    """Numerator and denominator of the area, and who is missing."""
    value = checked.scorecard.results[0].judged[0].value.value
    return value.numerator, value.denominator, value.coverage.missing


def codes(checked):
    return [finding.code.id for finding in checked.scorecard.findings]
