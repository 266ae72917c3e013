"""The bulletin, or what else was asked for, as a Word document: editable tables, editable charts, an official page."""

import io

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from healthkpi.present._bulletin import Document, document_of
from healthkpi.present._docx._charts import ChartParts
from healthkpi.present._docx._filling import ANNEXES, Filling, understand
from healthkpi.present._docx._packing import pack
from healthkpi.present._docx._page import make_template
from healthkpi.present._docx._placeholders import (
    find_placeholders,
    put_blocks,
    put_words,
)
from healthkpi.present._docx._template import open_template, style_ids, text_width
from healthkpi.present._docx._writing import Writing
from healthkpi.present._figures import clean
from healthkpi.present._moment import moment_of
from healthkpi.present._report import Report
from healthkpi.present._writer import Writer
from healthkpi.text import Language


def _render(report: Report, language: Language) -> bytes:
    kind = "sections" if report.sections else "bulletin"
    page = open_template(make_template(kind, language), "")
    document = document_of(report)
    _fill(page, report, document, language)
    _sign(page, report, document, language)
    written = io.BytesIO()
    page.save(written)
    return pack(written.getvalue())


def _fill(page: WordDocument, report: Report, document: Document, language: Language) -> None:
    found = find_placeholders(page.element.body)
    asked = [understand(each.name, report) for each in found]
    moment = moment_of(report.scorecard).replace(tzinfo=None)
    charts = ChartParts(page.part, language, moment)
    writing = Writing(language, text_width(page), style_ids(page, language), charts)
    filling = Filling(report, document, writing, any(each.kind == ANNEXES for each in asked))
    pairs = list(zip(found, asked, strict=True))
    in_words = [(placeholder, clean(filling.words(each))) for placeholder, each in pairs if each.is_words]
    put_words([placeholder for placeholder, _ in in_words], [words for _, words in in_words])
    for placeholder, each in pairs:
        if not each.is_words:
            put_blocks(placeholder, list(filling.elements(each, placeholder)))
    for number, drawing in enumerate(page.element.body.iter(qn("wp:docPr")), start=1):
        drawing.set("id", str(number))


def _sign(page: WordDocument, report: Report, document: Document, language: Language) -> None:
    """What the file says of itself: nothing of who made it, and a time that is that of the data."""
    about = page.core_properties
    moment = moment_of(report.scorecard)
    about.title = clean(document.title.say(language))[:255]
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = moment
    about.revision = 1
    about.language = "zh-CN" if language == "zh" else "en-GB"


WRITER = Writer("docx", (".docx",), _render)
