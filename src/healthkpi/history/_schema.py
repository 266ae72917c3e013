"""A history is made, or brought up to this version, by Alembic's revisions; one of a later version is refused."""

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy import column as named_column

from healthkpi.errors import UsageError
from healthkpi.history._tables import HEAD, metadata
from healthkpi.history._where import Where
from healthkpi.text import Text

VERSION_TABLE = "healthkpi_history"

_NO_HISTORY = Text(
    "历史库 {where} 不是 healthkpi 的历史库；请换一个文件名或数据库",
    "{where} is no history of healthkpi; give another file or database",
)
_NEWER = Text(
    "历史库 {where} 是更新版本的 healthkpi 写的；请先升级 healthkpi",
    "the history {where} was written by a later version of healthkpi; upgrade healthkpi first",
)
_NOT_THERE = Text(
    "没有历史库 {where}；先用 healthkpi batch … 或 healthkpi check … --history {where} --keep 建立",
    "there is no history {where}; healthkpi batch … or healthkpi check … --history {where} --keep makes one",
)
_NO_FOLDER = Text(
    "历史库 {where}: 没有这个文件夹；请先建好，或换一个地方",
    "the history {where}: there is no such folder; make it first or choose another place",
)


def make_current(where: Where, *, create: bool) -> None:
    """The tables as this version has them; made where there are none, unless only an existing history will do."""
    if where.file is not None and not where.file.exists():
        _refuse_missing(where, where.file, create=create)
    with where.reading() as connection:
        found = _version(connection, where)
    if found == HEAD:
        return
    if found is None and not create:
        raise UsageError(_NOT_THERE.format(where=where.name))
    with where.writing() as connection:
        # Another process may have done it while this one waited.
        if _version(connection, where) != HEAD:
            upgrade(connection, where)


def _refuse_missing(where: Where, file: Path, *, create: bool) -> None:
    if not create:
        raise UsageError(_NOT_THERE.format(where=where.name))
    if not file.absolute().parent.is_dir():
        raise UsageError(_NO_FOLDER.format(where=where.name))


def _version(connection: Connection, where: Where) -> str | None:
    """The revision of the tables; None where nothing is there yet."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        versions = table(VERSION_TABLE, named_column("version_num"))
        return connection.execute(select(versions.c.version_num)).scalar_one_or_none()
    # A file is ours alone; in a database of others there may be more, but not under our names.
    if names if where.file is not None else names & set(metadata.tables):
        raise UsageError(_NO_HISTORY.format(where=where.name))
    return None


def upgrade(connection: Connection, where: Where, revision: str = "head") -> None:
    """Run the revisions that are lacking, within the transaction of the caller."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise UsageError(_NEWER.format(where=where.name)) from None
