"""Open files that a password protects, if msoffcrypto-tool is installed."""

import io
import warnings
from collections.abc import Iterable
from types import ModuleType

from healthkpi.errors import InputError
from healthkpi.extras import load_extra
from healthkpi.read import _sniff
from healthkpi.read._reader import Content, LockedError
from healthkpi.text import Text

# Excel locks "read-only recommended" workbooks with this one and opens them without asking (MS-XLS 2.2.10).
_EXCELS_OWN = "VelvetSweatshop"

_GIVE_IT = Text(
    "；或把密码写在一个文本文件的第一行，用 --password-file 给出",
    "; or write the password in the first line of a text file and give that with --password-file",
)
_INSTALL = Text("（先安装 pip install healthkpi[password]）", " (first pip install healthkpi[password])")
_WRONG = Text(
    "{name}: 密码不对；请检查 --password-file 文件的第一行",
    "{name}: the password does not open it; check the first line of the --password-file",
)
_CANNOT = Text(
    "{name}: 这种加密方式打不开；请在 WPS/Excel 里去掉密码后再试",
    "{name} is password-protected in a way that cannot be opened here; remove the password and try again",
)


def unlock(content: Content, password: str | None) -> bytes:
    """The bytes of the file without its password; an InputError where they cannot be had."""
    if not _sniff.is_ole2(content.data):
        # An OpenDocument file has a lock of its own, which no library at hand opens.
        raise LockedError(content)
    library = load_extra("msoffcrypto")
    if library is None:
        raise LockedError(content, Text(_GIVE_IT.zh + _INSTALL.zh, _GIVE_IT.en + _INSTALL.en))
    if b"<!ENTITY" in content.data:
        raise InputError(_CANNOT.format(name=content.name))
    opened = _try_all(library, content, [_EXCELS_OWN] if password is None else [password, _EXCELS_OWN])
    if opened is not None:
        return opened
    raise InputError(_WRONG.format(name=content.name)) if password else LockedError(content, _GIVE_IT)


def _try_all(library: ModuleType, content: Content, passwords: Iterable[str]) -> bytes | None:
    found = (_try(library, content, password) for password in passwords)
    return next((data for data in found if data is not None), None)


def _try(library: ModuleType, content: Content, password: str) -> bytes | None:
    opened = io.BytesIO()
    with warnings.catch_warnings():
        # RC4 is what old workbooks are locked with, whatever the cryptographers say of it.
        warnings.simplefilter("ignore")
        try:
            file = library.OfficeFile(io.BytesIO(content.data))
            verify = {"verify_password": True} if file.format == "ooxml" else {}
            file.load_key(password=password, **verify)
            file.decrypt(opened)
        except library.exceptions.InvalidKeyError:
            return None
        # It may trip over a damaged or hostile file in any way.
        except Exception as problem:
            raise InputError(_CANNOT.format(name=content.name)) from problem
    return opened.getvalue()
