"""Refuse files made to harm, before anything parses them."""

from collections import Counter

from healthkpi.errors import InputError
from healthkpi.read import _limits
from healthkpi.read._package import Package
from healthkpi.read._reader import Content
from healthkpi.text import Text

# A small workbook of many equal rows packs better than any bomb need fear.
RATIO_COUNTS_FROM = 16 * _limits.MEGABYTE

_TWICE = Text(
    "{name}: 压缩包里有两个 {part}，正常的工作簿不会这样，已拒绝读取；请向报送单位索取原文件",
    "{name} holds the part {part} twice, which no real workbook does, and was refused; "
    "ask the sender for the original file",
)
_ENTITIES = Text(
    "{name}: {part} 里声明了 DOCTYPE（实体），正常的工作簿不会这样，已拒绝读取；请向报送单位索取原文件",
    "{name} declares a document type (entities) in {part}, which no real workbook does, and was refused; "
    "ask the sender for the original file",
)


def refuse_hostile(content: Content) -> None:
    """Raise an InputError for a zip bomb or an XML document type."""
    if content.package is not None:
        _refuse_bomb(content.package)
        _refuse_twins(content.name, content.package)
        _refuse_document_types(content, content.package)


def refuse_document_type(content: Content, part: str) -> InputError:
    """The refusal, for a reader that meets a document type further down."""
    return InputError(_ENTITIES.format(name=content.name, part=part))


def _refuse_bomb(package: Package) -> None:
    members = package.archive.infolist()
    unpacked = sum(member.file_size for member in members)
    _limits.UNPACKED_MEGABYTES.hold(unpacked / _limits.MEGABYTE)
    if unpacked > RATIO_COUNTS_FROM:
        _limits.RATIO.hold(unpacked / max(1, sum(member.compress_size for member in members)))


def _refuse_twins(called: str, package: Package) -> None:
    # Which of the two is read depends on the program: the officer would see one sheet and we another.
    if len(set(package.plain_names)) == len(package.plain_names):
        return
    counted = Counter(name for name in package.plain_names if not name.endswith("/"))
    part, times = max(counted.items(), key=lambda item: item[1], default=("", 0))
    if times > 1:
        raise InputError(_TWICE.format(name=called, part=part))


def _refuse_document_types(content: Content, package: Package) -> None:
    for part in package.names:
        if part.lower().endswith((".xml", ".rels", ".vml")) and _declares_document_type(package.head(part)):
            raise refuse_document_type(content, part)


def _declares_document_type(head: bytes) -> bool:
    if b"!" not in head:
        return False
    # UTF-16 puts a zero byte between the letters.
    head = head.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
