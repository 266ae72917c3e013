"""What -o names: refused early where it cannot be, written all together, and told if it stands elsewhere."""

from collections.abc import Callable, Mapping
from pathlib import Path

from healthkpi.cli._say import say_aside
from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.text import Text, joined, same
from healthkpi.writing import Elsewhere, fault_of, write_files

_TEMPORARY = Text("临时文件夹 {folder}", "the folder for temporary files, {folder}")
_NO_TEMPORARY = Text("临时文件夹", "the folder for temporary files")


def write_outputs(renders: Mapping[Path, Callable[[], bytes]]) -> tuple[Elsewhere, ...]:
    """Everything is rendered before anything is written: a report that fails leaves the old ones."""
    return write_files({path: _rendered(path, render) for path, render in renders.items()})


def _rendered(path: Path, render: Callable[[], bytes]) -> bytes:
    try:
        return render()
    except OSError as error:
        # Nothing is written yet; but some libraries keep parts of a file in a temporary one.
        raise fault_of(error, _temporary_folder(), path.name) from error


def _temporary_folder() -> Text:
    import tempfile

    try:
        return _TEMPORARY.format(folder=tempfile.gettempdir())
    except OSError:
        return _NO_TEMPORARY


def error_of(elsewhere: tuple[Elsewhere, ...]) -> HealthKpiError:
    """A file that holds an old report is an error to whoever sends it on, though no figure is lost."""
    errors = [UsageError(each.message) for each in elsewhere]
    return errors[0] if len(errors) == 1 else Several(errors)


def say_written(outputs: list[Path], elsewhere: tuple[Elsewhere, ...]) -> None:
    """Under the names they have, and what could not have the name it was to have."""
    names = {each.asked: each.written for each in elsewhere}
    written = joined([same(str(names.get(path, path))) for path in outputs], "、", ", ")
    say_aside(Text("已写：{names}", "written: {names}").format(names=written))
