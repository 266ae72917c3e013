"""A template as it is filled: our own, or the bureau's, whose styles are used where it has them."""

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from healthkpi.errors import UsageError
from healthkpi.present._docx._elements import Element, parsed
from healthkpi.present._docx._page import TEXT_WIDTH
from healthkpi.present._docx._styles import styles_xml
from healthkpi.present._report import Template
from healthkpi.text import Language, Text

NOT_WORD = Text(
    "--template {name}：不是 Word 文档（.docx）；请在 WPS 或 Word 里另存为 .docx",
    "--template {name}: not a Word document (.docx); save it as .docx in WPS or Word",
)


def open_template(template: Template) -> WordDocument:
    """The document of a .docx; anything else is refused."""
    try:
        return docx.Document(io.BytesIO(template.content))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise UsageError(NOT_WORD.format(name=template.name)) from None


def style_ids(document: WordDocument, language: Language) -> dict[str, str]:
    """How each of our styles is called in the template; those that it has not are brought along."""
    styles = document.styles.element
    known = {_name(style): style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    taken = set(known.values())
    found = {}
    for style in parsed(styles_xml(language).encode()).iter(qn("w:style")):
        ours = style.get(qn("w:styleId"))
        if _name(style) not in known:
            known[_name(style)] = _brought(styles, style, f"hk{ours}" if ours in taken else ours)
        found[ours] = known[_name(style)]
    return found


def text_width(document: WordDocument) -> int:
    """Between the margins, in twentieths of a point."""
    page = document.element.body.find(qn("w:sectPr"))
    size = page.find(qn("w:pgSz")) if page is not None else None
    margins = page.find(qn("w:pgMar")) if page is not None else None
    if size is None or margins is None:
        return TEXT_WIDTH
    sides = sum(int(margins.get(qn(f"w:{side}"), 0)) for side in ("left", "right", "gutter"))
    return int(size.get(qn("w:w"))) - sides


def stories(document: WordDocument) -> Iterator[Element]:
    """The headers and footers, where words may be put but no blocks."""
    for relation in document.part.rels.values():
        if relation.reltype in {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}:
            yield relation.target_part.element


def _brought(styles: Element, style: Element, id_: str) -> str:
    """Our style stands on its own: what it is based on here may look quite different there."""
    copied = deepcopy(style)
    copied.set(qn("w:styleId"), id_)
    copied.attrib.pop(qn("w:default"), None)
    for based in copied.findall(qn("w:basedOn")):
        copied.remove(based)
    styles.append(copied)
    return id_


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(qn("w:val"))).casefold() if name is not None else ""
