"""The form as a workbook: one row a question, lists to choose from, the columns for answers marked."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from healthkpi.confirm._form import BETWEEN_CHOICES, COLUMNS, KIND, SHEET, Column
from healthkpi.model.question import Asked
from healthkpi.text import Language, Text

if TYPE_CHECKING:
    # Every command reads answers; few write a form.
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_HOW = Text(
    "建议对的，在“确认”列打 √；不对的打 ×，或在“或改为”列写上正确的。存盘后再运行一次 healthkpi check。答过的以后每月照用。",
    "Tick √ where the proposal is right; × where it is not, or write what is right under “Or rather”. Save, and run "
    "healthkpi check again. What is answered here holds for the months to come.",
)
_LISTS = Text("选项", "Lists")
_FONT = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#A6A6A6"}
_HEADER_ROW = 1
_A4 = 9
_LINE_HEIGHT = 15
# The same answers make the same bytes.
_STAMP = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's time has no zone


def write_form(asked: Sequence[Asked], language: Language) -> bytes:
    """The form with these questions, answers that were given included."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    # A name from a sheet may begin with = and is text here all the same.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties({"created": _STAMP})
        sheet = workbook.add_worksheet(SHEET.say(language))
        _write_head(workbook, sheet, len(asked), language)
        formats = {column.id: workbook.add_format(_look(column)) for column in COLUMNS}
        for number, each in enumerate(asked, start=1):
            _write_row(sheet, number, each, formats, language)
        _offer_ticks(sheet, len(asked))
        _offer_choices(workbook, sheet, asked, language)
    return content.getvalue()


def _write_head(workbook: "Workbook", sheet: "Worksheet", count: int, language: Language) -> None:
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 4, _HOW.say(language), workbook.add_format(_FONT))
    head = workbook.add_format({**_BOX, "bold": True, "align": "center", "bg_color": "#D9E1F2"})
    for number, column in enumerate(COLUMNS):
        sheet.write_string(_HEADER_ROW, number, column.heading.say(language), head)
        sheet.set_column(number, number, column.width)
    sheet.set_row(0, 36)
    sheet.set_row(_HEADER_ROW, 34)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.print_area(0, 0, _HEADER_ROW + max(1, count), len(COLUMNS) - 4)


def _look(column: Column) -> dict[str, object]:
    if column.is_answer:
        return {**_BOX, "bg_color": "#FFF2CC"}
    return {**_BOX, "font_color": "#808080"} if column.is_name else _BOX


def _write_row(
    sheet: "Worksheet", number: int, asked: Asked, formats: "dict[str, Format]", language: Language
) -> None:
    question = asked.question
    words = {
        "number": str(number),
        "kind": KIND[question.about].say(language),
        "asks": question.asks.say(language),
        "proposal": question.proposal,
        "tick": asked.tick,
        "instead": asked.instead,
        "choices": BETWEEN_CHOICES.join(question.choices),
        "why": question.why.say(language) if question.why else "",
        "where": asked.where,
        "policy": asked.policy,
        "of": f"{question.about}:{question.of}",
        "written": question.written,
    }
    # Excel fits the height of a row to its text when it opens a file; others do not.
    lines = max(_lines(words[column.id], column.width) for column in COLUMNS)
    sheet.set_row(_HEADER_ROW + number, 4 + _LINE_HEIGHT * lines)
    for at, column in enumerate(COLUMNS):
        sheet.write_string(_HEADER_ROW + number, at, words[column.id], formats[column.id])


def _lines(words: str, width: int) -> int:
    """How many lines a cell needs; a Chinese sign is as wide as two letters."""
    cells = [sum(1 + (ord(sign) > 0xFF) for sign in line) for line in words.split("\n")]
    return sum(max(1, -(-each // max(1, width - 2))) for each in cells)


def _offer_ticks(sheet: "Worksheet", count: int) -> None:
    at = _at("tick")
    options = {"validate": "list", "source": ["√", "×"], "error_type": "information"}
    sheet.data_validation(_HEADER_ROW + 1, at, _HEADER_ROW + max(1, count), at, options)


def _offer_choices(
    workbook: "Workbook", sheet: "Worksheet", asked: Sequence[Asked], language: Language
) -> None:
    """A list below each answer; the lists stand on a hidden sheet, since one in the cell may have 255 characters."""
    from xlsxwriter.utility import xl_range_abs

    lists = tuple(dict.fromkeys(each.question.choices for each in asked if each.question.choices))
    if not lists:
        return
    title = _LISTS.say(language)
    hidden = workbook.add_worksheet(title)
    hidden.hide()
    for column, choices in enumerate(lists):
        for row, choice in enumerate(choices):
            hidden.write_string(row, column, choice)
    at = _at("instead")
    for number, each in enumerate(asked, start=1):
        choices = each.question.choices
        if choices:
            column = lists.index(choices)
            cells = xl_range_abs(0, column, len(choices) - 1, column)
            options = {"validate": "list", "source": f"='{title}'!{cells}", "error_type": "information"}
            sheet.data_validation(_HEADER_ROW + number, at, _HEADER_ROW + number, at, options)


def _at(name: str) -> int:
    return [column.id for column in COLUMNS].index(name)
