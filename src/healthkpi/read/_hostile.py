"""Refuse files made to harm, before anything parses them."""

import io
import zipfile

from healthkpi.errors import InputError
from healthkpi.read._reader import Content
from healthkpi.text import Text

# A real sheet of 35 MB packs 6.6 to 1, a bomb 1000 to 1 (research/cli-and-reports.md §5).
MOST_UNPACKED = 256 * 1024**2
MOST_RATIO = 200
RATIO_COUNTS_FROM = 16 * 1024**2
_HEAD = 4096

_BOMB = Text(
    "{name}: 解压后过大（疑似压缩炸弹），已拒绝读取；请在 Excel 或 WPS 里只保留需要的数据，另存后再试",
    "{name} unpacks to far more than a workbook holds (a zip bomb?) and was refused; "
    "keep only the data you need, save it again in Excel or WPS and try again",
)
_ENTITIES = Text(
    "{name}: {part} 里声明了 DOCTYPE（实体），正常的工作簿没有，已拒绝读取；请向报送单位索取原文件",
    "{name} declares a document type (entities) in {part}, which no real workbook does, and was refused; "
    "ask the sender for the original file",
)


def refuse_hostile(content: Content) -> None:
    """Raise an InputError for a zip bomb or an XML document type."""
    if not content.members:
        return
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        _refuse_bomb(content, archive)
        _refuse_document_types(content, archive)


def refuse_document_type(content: Content, part: str) -> InputError:
    """The refusal, for a reader that meets a document type further down."""
    return InputError(_ENTITIES.format(name=content.name, part=part))


def _refuse_bomb(content: Content, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    too_dense = unpacked > RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO
    if unpacked > MOST_UNPACKED or too_dense:
        raise InputError(_BOMB.format(name=content.name))


def _refuse_document_types(content: Content, archive: zipfile.ZipFile) -> None:
    for part in archive.namelist():
        if part.lower().endswith((".xml", ".rels", ".vml")) and _declares_document_type(archive, part):
            raise refuse_document_type(content, part)


def _declares_document_type(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as stream:
        # UTF-16 puts a zero byte between the letters.
        head = stream.read(_HEAD).replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
