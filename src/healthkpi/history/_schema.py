"""A history is made with the tables of this version, or brought up to it by Alembic's revisions; one of a later version is refused."""

import logging
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)

from healthkpi.errors import UsageError
from healthkpi.history._tables import HEAD, metadata
from healthkpi.history._where import Where
from healthkpi.text import Text

VERSION_TABLE = "healthkpi_history"
# As Alembic makes it.
_version_table = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)

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
        found = _version(connection, where)
        if found is None:
            _create(connection)
        elif found != HEAD:
            upgrade(connection, where)


def _create(connection: Connection) -> None:
    """What all revisions come to, without the time that Alembic takes to be imported."""
    metadata.create_all(connection, checkfirst=False)
    _version_table.create(connection, checkfirst=False)
    connection.execute(insert(_version_table), {"version_num": HEAD})


def _refuse_missing(where: Where, file: Path, *, create: bool) -> None:
    if not create:
        raise UsageError(_NOT_THERE.format(where=where.name))
    if not file.absolute().parent.is_dir():
        raise UsageError(_NO_FOLDER.format(where=where.name))


def _version(connection: Connection, where: Where) -> str | None:
    """The revision of the tables; None where nothing is there yet."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        return connection.execute(select(_version_table.c.version_num)).scalar_one_or_none()
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
