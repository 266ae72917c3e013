"""Walk through XML with nothing but start, end and text, refusing document types.

Not through defusedxml: its iterparse falls back to the slow pure-Python parser and builds a tree. A document
type is the only door to entities, and the handler here shuts it wherever it stands, also behind a comment
longer than the first look of _hostile.
"""

import re
from collections.abc import Callable
from typing import IO, NamedTuple
from xml.parsers import expat

from healthkpi.read import _limits
from healthkpi.read._kept import keep_small

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]

_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding=.(?!utf-8)", re.IGNORECASE)


class DocumentTypeError(Exception):
    """The XML declares a document type, which no workbook needs."""


class Element(NamedTuple):
    """A start tag without its namespace, and the name of the element around it."""

    parent: str
    name: str
    attributes: dict[str, str]


def walk_xml(
    source: IO[bytes] | bytes, start: StartHandler, end: EndHandler, text: TextHandler | None = None
) -> None:
    """Call back for each tag and text, in order; names come as they are written, with their prefix."""
    depth, most = 0, _limits.DEPTH.most

    # The parser keeps every open element, so that a file of nothing but start tags would fill the memory.
    def go_in(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            _limits.DEPTH.hold(depth)
        start(tag, attributes)

    def come_out(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = go_in
    parser.EndElementHandler = come_out
    if text is not None:
        parser.CharacterDataHandler = text
    if isinstance(source, bytes):
        parser.Parse(source, True)
    else:
        parser.ParseFile(source)


@keep_small
def list_elements(part: bytes) -> tuple[Element, ...]:
    """All start tags of a small part, flat and in order."""
    found: list[Element] = []
    open_names = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        found.append(
            Element(open_names[-1], name, {local_name(key): value for key, value in attributes.items()})
        )
        open_names.append(name)

    def end(_tag: str) -> None:
        open_names.pop()

    walk_xml(part, start, end)
    return tuple(found)


def is_other_encoding(head: bytes) -> bool:
    """Whether XML says that it is not in UTF-8."""
    return _OTHER_ENCODING.search(head) is not None


def local_name(tag: str) -> str:
    """`x:row` → `row`: producers choose their own prefixes, and the strict form its own namespaces."""
    return tag.rpartition(":")[2]


def _refuse_document_type(*_: object) -> None:
    raise DocumentTypeError
