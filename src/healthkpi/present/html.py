"""The report as one HTML file that needs no network: tables to sort and filter, charts, a page for each unit."""

from healthkpi.present._report import Report
from healthkpi.present._writer import Writer
from healthkpi.text import Language


def _render(report: Report, language: Language) -> bytes:
    # jinja2 is loaded when a page is written, not whenever the formats are listed.
    from healthkpi.present._html.page import render_page

    return render_page(report, language).encode()


WRITER = Writer("html", (".html", ".htm"), _render)
