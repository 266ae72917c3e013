"""The styles of our page after GB/T 9704-2012, the layout of official documents; every one names its East-Asian font.

A font that a computer lacks is replaced by the one that `OTHER_FONT` names, in Word and in WPS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from healthkpi.text import Language

SONG, TITLE_SONG, HEI, FANG, KAI = "宋体", "方正小标宋简体", "黑体", "仿宋", "楷体"
LATIN = "Times New Roman"
OTHER_FONT = {TITLE_SONG: SONG, FANG: "仿宋_GB2312", KAI: "楷体_GB2312", HEI: "SimHei", SONG: "SimSun"}

# 22 lines to a page of 225 mm, in twentieths of a point.
LINE = 580
BETWEEN = 60
BODY_SIZE, TITLE_SIZE = 16, 22


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: sizes in points, indents in characters, distances in twentieths of a point."""

    id: str
    name: str
    font: str = FANG
    size: float = BODY_SIZE
    line: int | None = LINE
    indent: int = 0
    align: str = "both"
    before: int = 0
    after: int = 0
    more: str = ""


_KEEP = "<w:keepNext/>"
_HEADING = Style(
    "Heading1", "heading 1", HEI, indent=2, align="left", more=f'{_KEEP}<w:outlineLvl w:val="0"/>'
)
STYLES = (
    Style("Normal", "Normal"),
    Style("Title", "Title", TITLE_SONG, TITLE_SIZE, 660, align="center", after=LINE),
    Style("Subtitle", "Subtitle", align="center", after=LINE),
    Style("Salutation", "Salutation", align="left"),
    Style("BodyText", "Body Text", indent=2),
    _HEADING,
    Style(
        "Heading2", "heading 2", KAI, indent=2, align="left", more='<w:keepNext/><w:outlineLvl w:val="1"/>'
    ),
    Style(
        "Annex",
        "Annex Heading",
        HEI,
        14,
        None,
        align="left",
        after=120,
        more='<w:keepNext/><w:outlineLvl w:val="0"/>',
    ),
    Style("AnnexTitle", "Annex Title", TITLE_SONG, 18, None, align="center", after=160, more=_KEEP),
    Style("AnnexList", "Annex List", indent=2, align="left", before=LINE, more=_KEEP),
    Style("Signature", "Signature", align="right", more=_KEEP),
    Style("Caption", "caption", HEI, 12, None, align="center", before=160, after=60, more="<w:keepNext/>"),
    Style("FigureCaption", "Figure Caption", HEI, 12, None, align="center", after=160),
    Style("Chart", "Chart", SONG, 10.5, None, align="center", before=120),
    Style("TableText", "Table Text", SONG, 10.5, None, align="left"),
    Style("TableHeading", "Table Heading", HEI, 10.5, None, align="center"),
    Style("Note", "Note", KAI, 10.5, None, align="left", before=60, after=60),
    Style("BriefText", "Brief Text", FANG, 12, 360, indent=2),
    Style("Footer", "footer", SONG, 14, None, align="left"),
)
# A page that must hold everything is set closer: the brief, and closer still the feedback sheet.
BRIEF = {
    "Title": Style("Title", "Title", TITLE_SONG, 20, 480, align="center", after=80),
    "Heading1": replace(_HEADING, size=14, line=400),
    "Caption": Style("Caption", "caption", HEI, 10.5, None, align="center", before=60, after=40, more=_KEEP),
    "FigureCaption": Style("FigureCaption", "Figure Caption", HEI, 10.5, None, align="center"),
    "Chart": Style("Chart", "Chart", SONG, 10.5, None, align="center"),
    "Signature": Style("Signature", "Signature", size=12, line=360, align="right", more=_KEEP),
}
FEEDBACK = {
    **BRIEF,
    "Salutation": Style("Salutation", "Salutation", size=12, line=360, align="left"),
    "Heading1": replace(_HEADING, size=12, line=400),
    "BriefText": Style("BriefText", "Brief Text", FANG, 10.5, 290, indent=2),
}
# Between a line of a table and the words above and below it, in twentieths of a point.
AIRY, CLOSE = 34, 10
NO_CHANGES: Mapping[str, Style] = MappingProxyType({})
TABLE_STYLE = "TableGrid"
_IN_ENGLISH = {BODY_SIZE: 12, TITLE_SIZE: 18}


def styles_xml(language: Language, changed: Mapping[str, Style] = NO_CHANGES) -> str:
    """`styles.xml`; English text is set smaller, without the indent of two characters."""
    made = "".join(_style_xml(changed.get(style.id, style), language) for style in STYLES)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults>'
        f"<w:rPrDefault><w:rPr>{_fonts(FANG)}{_size(BODY_SIZE)}"
        f'<w:lang w:val="{_tag(language)}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{made}{_table(CLOSE if changed else AIRY)}</w:styles>"
    )


def fonts_xml() -> str:
    """`fontTable.xml`: which font stands in for one that a computer lacks."""
    made = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in OTHER_FONT.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{made}</w:fonts>'
    )


def _style_xml(style: Style, language: Language) -> str:
    is_normal = style.id == "Normal"
    based = "" if is_normal else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if is_normal else ""
    size = style.size if language == "zh" else _IN_ENGLISH.get(int(style.size), style.size)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.id}"><w:name w:val="{style.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{_paragraph(style, language)}</w:pPr><w:rPr>{_fonts(style.font)}{_bold(style, language)}{_size(size)}</w:rPr></w:style>"
    )


def _paragraph(style: Style, language: Language) -> str:
    """In the order that the schema wants: keepNext, spacing, indent, alignment, outline level."""
    keep, _, level = style.more.partition("<w:outlineLvl")
    exact = style.line if language == "zh" else None
    line = f'w:line="{exact}" w:lineRule="exact"' if exact else 'w:line="240" w:lineRule="auto"'
    # What an indent tells in Chinese, a distance tells in English.
    after = BETWEEN if language == "en" and style.indent and not style.after else style.after
    spacing = f'<w:spacing w:before="{style.before}" w:after="{after}" {line}/>'
    first = style.indent * 100 if language == "zh" else 0
    indent = f'<w:ind w:firstLineChars="{first}" w:firstLine="{int(style.size * 20 * first / 100)}"/>'
    snap = "" if style.line == LINE and language == "zh" else '<w:snapToGrid w:val="0"/>'
    align = style.align if language == "zh" or style.align != "both" else "left"
    return f'{keep}{snap}{spacing}{indent}<w:jc w:val="{align}"/>' + (
        f"<w:outlineLvl{level}" if level else ""
    )


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" w:cs="{LATIN}"/>'


def _bold(style: Style, language: Language) -> str:
    """In 黑体 a heading stands out by its strokes; Latin letters have none of these."""
    return "<w:b/>" if language == "en" and style.font in {HEI, TITLE_SONG} else ""


def _size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _tag(language: Language) -> str:
    """Of the Latin letters and digits: taken for Chinese, 2018 would be broken between any two of its digits."""
    return "en-GB" if language == "en" else "en-US"


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _table(distance: int) -> str:
    """Single lines; `distance` between a line and the words above and below it."""
    sides = (("top", distance), ("left", 57), ("bottom", distance), ("right", 57))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return (
        f'<w:style w:type="table" w:styleId="{TABLE_STYLE}"><w:name w:val="Table Grid"/>'
        f"<w:rPr>{_fonts(SONG)}{_size(10.5)}</w:rPr><w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
