"""What a report comes to, before any format that is read from the top: one document, or one for each unit."""

from healthkpi.present import _bulletin
from healthkpi.present._brief import brief
from healthkpi.present._bulletin import Document, Part
from healthkpi.present._feedback import feedback
from healthkpi.present._report import Kind, Report
from healthkpi.text import Text


def documents_of(report: Report) -> tuple[Document, ...]:
    """The sections that were asked for, else the kind of report."""
    if report.sections or report.kind is Kind.BULLETIN:
        return (_bulletin.document_of(report),)
    if report.kind is Kind.BRIEF:
        return (brief(report),)
    return feedback(report)


def document_of(report: Report) -> Document:
    """All of it as one, for formats that have no pages."""
    documents = documents_of(report)
    if len(documents) == 1:
        return documents[0]
    parts = [
        part
        for document in documents
        for part in (Part(document.title, document.opening, is_annex=True), *document.parts)
    ]
    return Document(Text("任务进展情况反馈单", "Feedback to the units"), (), tuple(parts))
