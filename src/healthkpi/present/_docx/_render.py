"""The bulletin, the brief or the feedback sheets as a Word document: editable tables, editable charts, an official page.

The page is our own or, with `--template`, the bureau's with placeholders in it; of a template for one sheet
there is a copy for each unit.
"""

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.model.own_report import CATEGORY
from healthkpi.present._bulletin import Document
from healthkpi.present._documents import documents_of
from healthkpi.present._docx._charts import HEIGHT, LOW, ChartParts
from healthkpi.present._docx._elements import Element, element
from healthkpi.present._docx._filling import ANNEXES, Asked, Filling, understand
from healthkpi.present._docx._packing import pack
from healthkpi.present._docx._page import make_template
from healthkpi.present._docx._placeholders import (
    Placeholder,
    find_placeholders,
    put_blocks,
    put_words,
    unfinished,
)
from healthkpi.present._docx._template import open_template, stories, style_ids, text_width
from healthkpi.present._docx._writing import Writing
from healthkpi.present._figures import clean
from healthkpi.present._moment import moment_of
from healthkpi.present._report import Kind, Report, Template
from healthkpi.text import Language, Text

NOTHING_TO_FILL = Text(
    "里面没有占位，如 {{标题}}、{{正文}}", "there is no placeholder in it, such as {{title}} or {{body}}"
)
UNFINISHED = Text("占位没有写完整：{words}", "a placeholder is not finished: {words}")
NOT_ALONE = Text(
    "{{{{{name}}}}} 会换成段落、表或图，要单独占一段",
    "{{{{{name}}}}} becomes paragraphs, tables or a chart and needs a paragraph of its own",
)
ONLY_WORDS = Text(
    "{{{{{name}}}}} 不能放在页眉页脚里，那里只能放文字", "{{{{{name}}}}} cannot stand in a header or footer"
)
NO_UNIT = Text("没有下一级单位，没有反馈单可写", "there are no units below the area to write feedback to")


def render(report: Report, language: Language) -> bytes:
    documents = documents_of(report)
    if not documents:
        raise UsageError(NO_UNIT)
    template = report.template or Template("", make_template(_layout(report), language))
    page = open_template(template)
    _refuse_faults(page, report, template.name)
    _fill(page, report, documents, language)
    _sign(page, report, documents[0], language)
    written = io.BytesIO()
    page.save(written)
    return pack(written.getvalue())


def _layout(report: Report) -> str:
    return "sections" if report.sections else str(report.kind)


def _refuse_faults(page: WordDocument, report: Report, name: str) -> None:
    """All that is wrong with a template, at once and before anything is put into it."""
    body, margins = page.element.body, list(stories(page))
    faults: list[Text] = []
    for placeholder in find_placeholders(body):
        faults += _faults(placeholder, report, NOT_ALONE, is_allowed=placeholder.is_alone)
    for placeholder in (each for story in margins for each in find_placeholders(story)):
        faults += _faults(placeholder, report, ONLY_WORDS, is_allowed=False)
    faults += [UNFINISHED.format(words=words) for root in (body, *margins) for words in unfinished(root)]
    if not faults and not find_placeholders(body):
        faults.append(NOTHING_TO_FILL)
    if faults:
        said = [Text(f"--template {name}：{each.zh}", f"--template {name}: {each.en}") for each in faults]
        raise Several([UsageError(each) for each in dict.fromkeys(said)])


def _faults(placeholder: Placeholder, report: Report, message: Text, *, is_allowed: bool) -> Iterator[Text]:
    try:
        asked = understand(placeholder.name, report)
    except HealthKpiError as error:
        yield error.message
        return
    if not asked.is_words and not is_allowed:
        yield message.format(name=placeholder.name)


def _fill(page: WordDocument, report: Report, documents: Sequence[Document], language: Language) -> None:
    body = page.element.body
    height = LOW if report.kind is Kind.BRIEF else HEIGHT
    charts = ChartParts(page.part, language, moment_of(report.scorecard).replace(tzinfo=None), height)
    writing = Writing(language, text_width(page), style_ids(page, language), charts)
    copies = _copies(body, len(documents))
    for document, roots in zip(documents, copies, strict=True):
        _fill_copy(roots, _about(report, document), document, writing)
    for story in stories(page):
        _fill_copy([story], _about(report, documents[0]), documents[0], writing)
    for number, drawing in enumerate(body.iter(qn("wp:docPr")), start=1):
        drawing.set("id", str(number))


def _about(report: Report, document: Document) -> Report:
    return report if document.unit is None else replace(report, unit=document.unit)


def _copies(body: Element, count: int) -> list[list[Element]]:
    """The content of the page so many times, each copy on a page of its own."""
    first = [each for each in body if each.tag != qn("w:sectPr")]
    copies = [first, *(deepcopy(first) for _ in range(count - 1))]
    end = body.find(qn("w:sectPr"))
    for copied in copies[1:]:
        _begin_page(copied)
        for each in copied:
            body.append(each) if end is None else end.addprevious(each)
    return copies


def _begin_page(copied: list[Element]) -> None:
    """Its first paragraph on a new page; a table takes one before it."""
    if copied[0].tag != qn("w:p"):
        copied.insert(0, element("w:p"))
    copied[0].get_or_add_pPr().get_or_add_pageBreakBefore()


def _fill_copy(roots: Sequence[Element], report: Report, document: Document, writing: Writing) -> None:
    found = [each for root in roots for each in find_placeholders(root)]
    asked = [understand(each.name, report) for each in found]
    filling = Filling(report, document, writing, any(each.kind == ANNEXES for each in asked))
    pairs: list[tuple[Placeholder, Asked]] = list(zip(found, asked, strict=True))
    in_words = [(placeholder, filling.words(each)) for placeholder, each in pairs if each.is_words]
    put_words([placeholder for placeholder, _ in in_words], [words for _, words in in_words])
    for placeholder, each in pairs:
        if not each.is_words:
            put_blocks(placeholder, list(filling.elements(each, placeholder)))


def _sign(page: WordDocument, report: Report, document: Document, language: Language) -> None:
    """What the file says of itself: nothing of who made it, and a time that is that of the data."""
    about = page.core_properties
    moment = moment_of(report.scorecard)
    about.title = clean(document.title.say(language))[:255]
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = moment
    about.revision = 1
    about.category = CATEGORY
    about.language = "zh-CN" if language == "zh" else "en-GB"
