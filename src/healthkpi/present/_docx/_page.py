"""Our own template: an A4 page after GB/T 9704-2012 with placeholders, made anew by this module and never copied."""

import io
import zipfile
from collections.abc import Sequence

from healthkpi.present._docx._packing import pack
from healthkpi.present._docx._styles import BRIEF, FEEDBACK, LATIN, NO_CHANGES, SONG, fonts_xml, styles_xml
from healthkpi.text import Language, Text

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# 37 mm above, 28 mm at the left, 26 mm at the right, 35 mm below, in twentieths of a point.
TOP, LEFT, RIGHT, BOTTOM, FOOTER = 2098, 1588, 1474, 1984, 1400
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
# The feedback sheet and the brief have one page and use more of it.
_NARROW = (1020, 1304, 1304, 1020, 500)

_CLOSER = {"brief": BRIEF, "feedback": FEEDBACK}
# The names of these placeholders in both languages are those of `_filling.py`.
_NUMBER, _TITLE = Text("{{文号}}", "{{number}}"), Text("{{标题}}", "{{title}}")
_BODY, _ANNEXES = Text("{{正文}}", "{{body}}"), Text("{{附件}}", "{{annexes}}")
_CLOSING, _NOTHING = Text("{{落款}}", "{{signature}}"), Text("", "")
_LAYOUTS: dict[str, tuple[tuple[str, Text], ...]] = {
    "bulletin": (
        ("Subtitle", _NUMBER),
        ("Title", _TITLE),
        ("BodyText", _BODY),
        ("Signature", _NOTHING),
        ("Signature", _CLOSING),
        ("BodyText", _ANNEXES),
    ),
    "sections": (("Title", _TITLE), ("BodyText", _BODY)),
    "brief": (("Title", _TITLE), ("BriefText", _BODY), ("Signature", _CLOSING)),
    "feedback": (("Title", _TITLE), ("BriefText", _BODY), ("Signature", _CLOSING)),
}


def make_template(kind: str, language: Language) -> bytes:
    """The bytes of a .docx; the same ones every time."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": _document(_LAYOUTS[kind], language, is_narrow=kind in _CLOSER),
        "word/styles.xml": styles_xml(language, _CLOSER.get(kind, NO_CHANGES)),
        "word/fontTable.xml": fonts_xml(),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/_rels/document.xml.rels": _relations(
            [
                ("styles", "styles.xml"),
                ("fontTable", "fontTable.xml"),
                ("settings", "settings.xml"),
                ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            ]
        ),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return pack(written.getvalue())


def _document(layout: Sequence[tuple[str, Text]], language: Language, *, is_narrow: bool) -> str:
    made = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words.say(language)}</w:t></w:r></w:p>'
        for style, words in layout
    )
    top, left, right, bottom, footer = _NARROW if is_narrow else (TOP, LEFT, RIGHT, BOTTOM, FOOTER)
    page = (
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="851" w:footer="{footer}" w:gutter="0"/>'
        '<w:docGrid w:type="lines" w:linePitch="580"/>'
    )
    return f"{_HEAD}<w:document {_W} {_R}><w:body>{made}<w:sectPr>{page}</w:sectPr></w:body></w:document>"


def _footer(side: str) -> str:
    """The page number between dashes: at the right on odd pages, at the left on even ones, one character in."""
    fonts = (
        f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{SONG}" w:cs="{LATIN}"/>'
        '<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    )

    def run(content: str) -> str:
        return f"<w:r>{fonts}{content}</w:r>"

    dash = '<w:t xml:space="preserve">{}</w:t>'
    number = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>1</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
    )
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    return (
        f'{_HEAD}<w:ftr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>'
        f"{run(dash.format('— '))}{number}{run(dash.format(' —'))}</w:p></w:ftr>"
    )


_SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def _content_types() -> str:
    overrides = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("fontTable", "fontTable"),
        ("settings", "settings"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ]
    made = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in overrides
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{made}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'
