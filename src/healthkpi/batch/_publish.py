"""What was scored, moved into place: all files of a return or none of them."""

from healthkpi.batch._state import State
from healthkpi.errors import UsageError
from healthkpi.model.run import ReturnKey
from healthkpi.text import Text
from healthkpi.writing import Elsewhere, fault_of, write_files

_NOT_ITS_NAME = Text("{message}；下次运行时再放到原名", "{message}; the next run puts it under its name")


def publish(state: State, key: ReturnKey) -> tuple[Elsewhere, ...]:
    """The files that were open and got a second name; the return then stays staged, and the next run tries again."""
    staged = state.staged(key)
    header = staged.header()
    contents = {
        state.out / name: (staged.files / name).read_bytes() for name in (header.outputs if header else ())
    }
    for folder in {path.parent for path in contents}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise fault_of(error, state.out, folder.name) from error
    elsewhere = write_files(contents)
    if not elsewhere:
        state.keep(key)
    return elsewhere


def said_elsewhere(elsewhere: Elsewhere) -> UsageError:
    """A file that somebody has open."""
    return UsageError(_NOT_ITS_NAME.format(message=elsewhere.message))
