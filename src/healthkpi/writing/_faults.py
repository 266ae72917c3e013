"""What the system says when it cannot write, as one sentence with what to do about it."""

import errno
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.text import Text, same

MEGABYTE, KILOBYTE = 1_000_000, 1_000


@dataclass(frozen=True, slots=True)
class _Fault:
    """Errors that have one remedy. Windows numbers its own: they say more than the errno that Python makes of them."""

    errnos: frozenset[int]
    winerrors: frozenset[int]
    says: Text


def _numbers(names: Iterable[str]) -> frozenset[int]:
    # Not every system has every error.
    return frozenset(
        number for number in (getattr(errno, name, None) for name in names) if number is not None
    )


def _fault(names: str, winerrors: Iterable[int], zh: str, en: str) -> _Fault:
    return _Fault(_numbers(names.split()), frozenset(winerrors), Text(zh, en))


# Most particular first: on Windows several of these arrive as one errno.
_FAULTS = (
    _fault(
        "ENOSPC",
        (39, 112),
        "{folder}: 磁盘已满，写不下{name}{room}；请腾出空间，或换一个盘，再运行一次",
        "{folder}: the disk is full, no room for {name}{room}; make room or choose another disk, and run this again",
    ),
    _fault(
        "EDQUOT",
        (1295, 1816),
        "{folder}: 超出了这里的空间配额，写不下{name}{room}；请删去不用的文件，或换一个地方，再运行一次",
        "{folder}: your quota of space is used up, no room for {name}{room}; delete what you do not need or choose another place, "
        "and run this again",
    ),
    _fault(
        "EFBIG",
        (223,),
        "{folder}: 这里不允许这么大的文件，写不下{name}{size}；请换一个地方，或用 --section 少写几节",
        "{folder}: no file may be as large as {name}{size} there; choose another place, or fewer sections with --section",
    ),
    _fault(
        "EROFS",
        (19,),
        "{folder}: 这个盘是只读的（写保护），写不了{name}；请换一个地方，如桌面",
        "{folder}: this disk is read-only, {name} cannot be written; choose another place",
    ),
    _fault(
        "EIO ENXIO ENODEV ESTALE EREMOTEIO EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH ENETRESET ENOTCONN "
        "ECONNRESET ECONNABORTED ECONNREFUSED ETIMEDOUT ENOLINK ESHUTDOWN",
        (21, 31, 51, 53, 54, 55, 59, 64, 67, 121, 433, 483, 1117, 1167, 1231, 1232, 1236, 2250),
        "{folder}: 网络盘或U盘断开了，写不了{name}；请重新连上，或先写到本机，再运行一次",
        "{folder}: the network drive or stick was lost while {name} was written; connect it again or write to this computer, "
        "and run this again",
    ),
    _fault(
        "ENAMETOOLONG",
        (206, 111),
        "{folder}: 文件名或路径太长，写不了{name}；请换一个短的名字",
        "{folder}: the name or its path is too long, {name} cannot be written; choose a shorter one",
    ),
    _fault(
        "EINVAL EILSEQ",
        (123, 161),
        "{folder}: 文件名里有系统不认的字符，写不了{name}；请换一个名字",
        "{folder}: the system does not take such a name, {name} cannot be written; choose another",
    ),
    _fault(
        "ELOOP",
        (),
        "{folder}: 链接绕成了圈，写不了{name}；请换一个名字",
        "{folder}: the links go round in a circle, {name} cannot be written; choose another name",
    ),
    _fault(
        "EACCES EPERM",
        (5,),
        "{folder}: 您没有在这里写文件的权限，写不了{name}；请换一个地方，如桌面，或请管理员开通",
        "{folder}: you may not write there, so {name} was not written; choose another place or ask for permission",
    ),
    _fault(
        "ENOENT ENOTDIR",
        (2, 3, 15),
        "{folder}: 没有这个文件夹，写不了{name}；请先建好，或换一个地方",
        "{folder}: there is no such folder, so {name} was not written; make it first or choose another place",
    ),
)
_KNOWN = frozenset(number for fault in _FAULTS for number in fault.winerrors)
_OTHER = Text(
    "{folder}: 写不了{name}（{reason}）；请换一个地方再运行一次",
    "{folder}: {name} cannot be written ({reason}); choose another place and run this again",
)
_LEFT = Text("；原来的文件没有动", "; the files that were there are as they were")


def fault_of(error: OSError, folder: Path | Text, name: str = "", size: int | None = None) -> UsageError:
    """Which disk or folder, what is wrong with it, and the remedy; `size` is what was to be written, in bytes."""
    says = next((fault.says for fault in _FAULTS if _is(fault, error)), _OTHER)
    what = Text(f" {name}", name) if name else Text("", "the output")
    return UsageError(
        says.format(
            folder=folder,
            name=what,
            size=_in_brackets(same(_in_bytes(size))) if size is not None else "",
            room=_in_brackets(_room(folder, size)) if size is not None else "",
            reason=error.strerror or str(error),
        )
    )


def with_old_files(error: UsageError, places: Iterable[Path]) -> UsageError:
    """The same, and that what stood there is whole."""
    if not any(place.is_file() for place in places):
        return error
    return UsageError(Text(error.message.zh + _LEFT.zh, error.message.en + _LEFT.en))


def _is(fault: _Fault, error: OSError) -> bool:
    winerror = getattr(error, "winerror", None)
    return winerror in fault.winerrors if winerror in _KNOWN else error.errno in fault.errnos


def _room(folder: Path | Text, size: int) -> Text:
    """What is needed, and what is left where the system knows it: of a quota it tells nothing."""
    needed = _in_bytes(size)
    free = _free(folder) if isinstance(folder, Path) else None
    if free is None or free >= size:
        return Text(f"需要 {needed}", f"{needed} needed")
    return Text(f"需要 {needed}，只剩 {_in_bytes(free)}", f"{needed} needed, {_in_bytes(free)} left")


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _in_brackets(words: Text) -> Text:
    return Text(f"（{words.zh}）", f" ({words.en})")


def _in_bytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{-(-size // KILOBYTE)} KB"
