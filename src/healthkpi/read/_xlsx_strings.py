"""The shared strings of an .xlsx: what its cells of text refer to, by number."""

import re

from healthkpi.read import _limits, _xml
from healthkpi.read._kept import keep_small
from healthkpi.read._raised import write_raised, write_struck
from healthkpi.read._xlsx_sheet import decode_escapes

# Signs that XML cannot hold are for the parser to refuse.
_PLAIN = re.compile(rb"<si><t(?: xml:space=\"preserve\")?>([^<&\x00-\x08\x0b-\x1f]*)</t></si>")
_ALL_PLAIN = re.compile(rb"(?:%s[ \t\r\n]*)*+" % _PLAIN.pattern)
# A comment, a CDATA section, or what may end one.
_ODD_MARKUP = re.compile(rb"<!|\]\]>|<\?(?!xml )")


def read_strings(part: bytes) -> list[str]:
    """The shared strings, in order."""
    found = _scan_plain(part)
    return _walk(part) if found is None else found


def _scan_plain(part: bytes) -> list[str] | None:
    """The strings where each is nothing but its text, as nearly all are: in a fraction of the time of a walk."""
    start, end = part.find(b"<si>"), part.rfind(b"</sst>")
    if not 0 <= start < end or b"]]>" in part:
        return None
    _limits.STRINGS.hold(part.count(b"<si>"))
    if not _ALL_PLAIN.fullmatch(part, start, end) or not _is_plain_around(part[:start] + part[end:]):
        return None
    return [decode_escapes(text.decode()) for text in _PLAIN.findall(part, start, end)]


@keep_small
def _is_plain_around(rest: bytes) -> bool:
    """Whether what stands around the strings is sound, and neither holds another nor hides any."""
    return not (_xml.is_other_encoding(rest) or _ODD_MARKUP.search(rest) or _walk(rest))


def _walk(part: bytes) -> list[str]:
    walk = _StringsWalk()
    _xml.walk_xml(part, walk.start, walk.end, walk.text)
    return walk.strings


class _StringsWalk:
    """The shared strings: the runs of each joined, without the phonetic guides (rPh) of Japanese files."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.runs: list[str] = []
        self.listens = False
        self.is_phonetic = self.is_raised = self.is_struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _xml.local_name(tag)
        if name == "si":
            self.runs = []
            self.is_raised = self.is_struck = False
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "r":
            self.is_raised = self.is_struck = False
        elif name == "vertAlign":
            self.is_raised = attributes.get("val") == "superscript"
        elif name == "strike":
            self.is_struck = attributes.get("val", "1") not in {"0", "false"}
        self.listens = name == "t" and not self.is_phonetic

    def end(self, tag: str) -> None:
        name = _xml.local_name(tag)
        self.listens = False
        if name == "si":
            self.strings.append(decode_escapes("".join(self.runs)))
            _limits.STRINGS.hold(len(self.strings))
        elif name == "rPh":
            self.is_phonetic = False

    def text(self, text: str) -> None:
        if not self.listens:
            return
        if self.is_raised:
            write_raised(self.runs, text)
        elif self.is_struck:
            write_struck(self.runs, text)
        else:
            self.runs.append(text)
