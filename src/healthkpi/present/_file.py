"""Files are written whole or not at all."""

import os
import tempfile
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.text import Text


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file and move it into place, so that an old report is never left half overwritten."""
    try:
        _replace(path, content)
    except PermissionError:
        raise UsageError(
            Text(
                f"{path}: 写不进去；它可能正在 WPS 或 Excel 里打开，请关闭或换一个名字",
                f"{path}: cannot be written; it may be open in WPS or Excel: close it or choose another name",
            )
        ) from None
    except OSError as error:
        raise UsageError(
            Text(f"{path}: 写不进去（{error.strerror}）", f"{path}: cannot be written ({error.strerror})")
        ) from None


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for the owner alone; a report is to be read by others.
        written.chmod(0o666 & ~_umask())
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
