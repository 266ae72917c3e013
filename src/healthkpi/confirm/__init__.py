"""Confirm: what needs a person's word goes into 待确认.xlsx with a proposal, and what she answered is applied.

An answer is kept under what was asked and not under where, so it holds for next month's file too.
"""

from healthkpi.confirm._apply import (
    ANSWER_UNCLEAR,
    apply_answers,
    chosen_readings,
    finding_on_answers,
    settle_tables,
)
from healthkpi.confirm._collect import open_questions, questions_of_readings, rows_of_form
from healthkpi.confirm._form import FILE_NAME, is_form, read_form
from healthkpi.confirm._write import write_form

__all__ = [
    "ANSWER_UNCLEAR",
    "FILE_NAME",
    "apply_answers",
    "chosen_readings",
    "finding_on_answers",
    "is_form",
    "open_questions",
    "questions_of_readings",
    "read_form",
    "rows_of_form",
    "settle_tables",
    "write_form",
]
