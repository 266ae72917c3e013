"""A chart that Word and WPS can edit: a part of its own, with the workbook in it that "edit data" opens."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from xlsxwriter import Workbook

from healthkpi.model.quantity import FACTOR_OF_UNIT
from healthkpi.present._charts import Chart, Look, Series, described
from healthkpi.present._docx._elements import Element, namespaces, parsed
from healthkpi.present._docx._styles import LATIN, SONG
from healthkpi.present._figures import clean, decimal_string
from healthkpi.text import Language

SHEET = "Sheet1"
# 150 mm by 60 mm, and a twentieth of a point, in English metric units.
WIDTH, HEIGHT, TWENTIETH = 5_400_000, 2_160_000, 635
# On a page that must hold everything: 40 mm.
LOW = 1_440_000
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BARS = {Look.GOOD, Look.SHORT, Look.PLAIN}
_SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
_HATCHED = (
    '<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="C0392B"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    '<a:ln w="9525"><a:solidFill><a:srgbClr val="C0392B"/></a:solidFill></a:ln>'
)
# A copy in black and white still tells them apart: solid, hatched, dashed.
_LOOKS = {
    Look.GOOD: _SOLID.format("2E6DA4"),
    Look.PLAIN: _SOLID.format("2E6DA4"),
    Look.SHORT: _HATCHED,
    Look.LINE: f'<a:ln w="28575">{_SOLID.format("2E6DA4")}</a:ln>',
    Look.LIMIT: f'<a:ln w="19050">{_SOLID.format("333333")}<a:prstDash val="dash"/></a:ln>',
    Look.MARK: '<a:ln w="19050"><a:noFill/></a:ln>',
}
_MARKERS = {Look.LINE: "circle", Look.LIMIT: "none", Look.MARK: "dash"}


@dataclass(slots=True)
class ChartParts:
    """Adds charts to one document; they are numbered through it."""

    document_part: Part
    language: Language
    created: datetime
    height: int = HEIGHT
    count: int = 0

    def add(self, chart: Chart, room: int) -> Element:
        """The drawing that shows a chart, with its parts in the package; `room` in twentieths of a point."""
        self.count += 1
        package = self.document_part.package
        book = Part(
            PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{self.count}.xlsx"),
            _BOOK_TYPE,
            self._workbook(chart),
            package,
        )
        part = Part(PackURI(f"/word/charts/chart{self.count}.xml"), _CHART_TYPE, b"", package)
        data = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        part._blob = _chart_xml(chart, data, self.language).encode()
        width = min(WIDTH, room * TWENTIETH)
        relation = self.document_part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        return _drawing(relation, described(chart, self.language), width, self.height)

    def _workbook(self, chart: Chart) -> bytes:
        """The numbers of the chart, as "edit data" shows them."""
        content = io.BytesIO()
        with Workbook(
            content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        ) as book:
            book.set_properties({"created": self.created})
            sheet = book.add_worksheet(SHEET)
            figures = book.add_format({"num_format": _number_format(chart)})
            sheet.set_column(0, 0, 24)
            for column, series in enumerate(chart.series, start=1):
                sheet.write_string(0, column, _said(series, self.language))
                for row, number in enumerate(series.numbers, start=1):
                    if number is not None:
                        sheet.write_number(row, column, _drawn(number), figures)
            for row, category in enumerate(chart.categories, start=1):
                sheet.write_string(row, 0, clean(category.say(self.language)))
        return content.getvalue()


def _drawn(number: Fraction) -> float:
    return float(decimal_string(number))


def _said(series: Series, language: Language) -> str:
    return clean(series.name.say(language))


def _number_format(chart: Chart) -> str:
    """Decimals for what is divided, with the sign of its unit; none for what is counted."""
    if chart.unit in FACTOR_OF_UNIT:
        return f'0.{"0" * chart.decimals}"{chart.unit}"'
    numbers = [number for series in chart.series for number in series.numbers if number is not None]
    return "#,##0" if all(number.denominator == 1 for number in numbers) else "#,##0.00"


def _drawing(relation: str, description: str, width: int, height: int) -> Element:
    drawing = parsed(
        f'<w:drawing {namespaces("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="1" name="chart"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    drawing[0].find("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr").set(
        "descr", description
    )
    return drawing


def _chart_xml(chart: Chart, data: str, language: Language) -> str:
    bars = [(at, series) for at, series in enumerate(chart.series) if series.look in _BARS]
    lines = [(at, series) for at, series in enumerate(chart.series) if series.look not in _BARS]
    plot = _bar_chart(chart, bars, language) if bars else ""
    plot += _line_chart(chart, lines, language) if lines else ""
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}{_axes(chart)}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{_type(900)}'
        f'<c:externalData r:id="{data}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _bar_chart(chart: Chart, bars: Sequence[tuple[int, Series]], language: Language) -> str:
    made = "".join(_series(chart, at, each, language) for at, each in bars)
    return (
        f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{made}'
        '<c:gapWidth val="60"/><c:overlap val="100"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
    )


def _line_chart(chart: Chart, lines: Sequence[tuple[int, Series]], language: Language) -> str:
    made = "".join(_series(chart, at, each, language) for at, each in lines)
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{made}<c:marker val="1"/>'
        '<c:axId val="1001"/><c:axId val="1002"/></c:lineChart>'
    )


def _series(chart: Chart, at: int, series: Series, language: Language) -> str:
    """In the order that the schema wants."""
    column, last = chr(ord("B") + at), len(chart.categories) + 1
    name = f"<c:f>{SHEET}!${column}$1</c:f>" + _strings([_said(series, language)])
    categories = f"<c:f>{SHEET}!$A$2:$A${last}</c:f>" + _strings(
        [each.say(language) for each in chart.categories]
    )
    values = f"<c:f>{SHEET}!${column}$2:${column}${last}</c:f>" + _numbers(chart, series)
    is_bar = series.look in _BARS
    marker = "" if is_bar else f'<c:marker><c:symbol val="{_MARKERS[series.look]}"/></c:marker>'
    inverted = '<c:invertIfNegative val="0"/>' if is_bar else ""
    labels = "" if series.look is Look.LIMIT else _labels(is_bar=is_bar, count=len(chart.categories))
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef>{name}</c:strRef></c:tx>'
        f"<c:spPr>{_LOOKS[series.look]}</c:spPr>{inverted}{marker}{labels}"
        f"<c:cat><c:strRef>{categories}</c:strRef></c:cat><c:val><c:numRef>{values}</c:numRef></c:val>"
        f"{'' if is_bar else '<c:smooth val=' + chr(34) + '0' + chr(34) + '/>'}</c:ser>"
    )


MOST_LABELS = 12


def _labels(*, is_bar: bool, count: int) -> str:
    """Figures on the bars, as long as they do not run into each other."""
    if count > MOST_LABELS:
        return ""
    place = "outEnd" if is_bar else "t"
    return (
        f'<c:dLbls><c:spPr>{_SOLID.format("FFFFFF")}</c:spPr>{_type(800)}<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _strings(words: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(clean(each))}</c:v></c:pt>' for at, each in enumerate(words)
    )
    return f'<c:strCache><c:ptCount val="{len(words)}"/>{points}</c:strCache>'


def _numbers(chart: Chart, series: Series) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{_drawn(number)!r}</c:v></c:pt>'
        for at, number in enumerate(series.numbers)
        if number is not None
    )
    form = escape(_number_format(chart))
    return f'<c:numCache><c:formatCode>{form}</c:formatCode><c:ptCount val="{len(series.numbers)}"/>{points}</c:numCache>'


def _axes(chart: Chart) -> str:
    line = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="888888"/></a:solidFill></a:ln></c:spPr>'
    # Names that stand aslant take half of the room: few are broken in lines instead, many written downwards.
    turned = ' rot="0" vert="horz"' if len(chart.categories) <= MOST_LABELS else ' rot="0" vert="eaVert"'
    grid = '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="DDDDDD"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
    form = escape(re.sub(r"\.0+", "", _number_format(chart)), {'"': "&quot;"})
    # Bars begin at nothing, or their lengths would mislead; a line is there for its slope.
    has_bars = any(series.look in _BARS for series in chart.series)
    is_positive = all(number is None or number >= 0 for series in chart.series for number in series.numbers)
    least = '<c:min val="0"/>' if has_bars and is_positive else ""
    return (
        '<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line}{_type(900, turned)}'
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>{least}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="l"/>{grid}<c:numFmt formatCode="{form}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{line}<c:crossAx val="1001"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _type(size: int, turned: str = "") -> str:
    """The letters of a chart, with their East-Asian font; `size` in hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:latin typeface="{LATIN}"/>'
        f'<a:ea typeface="{SONG}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
