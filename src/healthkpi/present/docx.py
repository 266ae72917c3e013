"""The bulletin, the brief or the feedback sheets as a Word document: editable tables, editable charts, an official page.

The page is our own or, with `--template`, the bureau's with placeholders in it; of a template for one sheet
there is a copy for each unit.
"""

from healthkpi.present._report import Report
from healthkpi.present._writer import Writer
from healthkpi.text import Language


def _render(report: Report, language: Language) -> bytes:
    # python-docx and lxml take a quarter of a second that a run without a Word document has no use for.
    from healthkpi.present._docx._render import render

    return render(report, language)


WRITER = Writer("docx", (".docx",), _render, knows_kinds=True)
