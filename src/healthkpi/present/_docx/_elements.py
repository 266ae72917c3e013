"""Elements of WordprocessingML; words become text nodes and nothing else, so no field or markup can come from data."""

import re
from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml

from healthkpi.present._figures import clean

_IN_A_DAY = re.compile(r"(?<=\b\d{4})-(?=\d\d-\d\d\b)|(?<=\b\d{4}-\d\d)-(?=\d\d\b)")
# lxml is without types; an element of it is Any and nothing else.
Element = Any


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """`element("w:jc", val="center")`: attributes are of the namespace w."""
    made: Element = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def parsed(xml: str | bytes) -> Element:
    """Markup of our own, in which no word of a user stands."""
    return parse_xml(xml)


def namespaces(*prefixes: str) -> str:
    """The declarations for markup of our own."""
    return str(nsdecls(*prefixes))


def text_run(words: str, properties: Element | None = None) -> Element:
    """A run of words as they are; a day such as 2018-09-30 is not broken over two lines."""
    made = element("w:r", *([properties] if properties is not None else []))
    for at, part in enumerate(_IN_A_DAY.split(clean(words))):
        if at:
            made.append(element("w:noBreakHyphen"))
        text = element("w:t")
        text.text = part
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(text)
    return made


def paragraph(words: str, style: str) -> Element:
    """One paragraph in one style."""
    return element("w:p", element("w:pPr", element("w:pStyle", val=style)), text_run(words))
