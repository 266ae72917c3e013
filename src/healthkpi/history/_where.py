"""Where a history is: a SQLite file or a PostgreSQL database; and what a database says, as a sentence without its password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from healthkpi.errors import UsageError
from healthkpi.extras import load_extra
from healthkpi.text import Text

# A run of a thousand returns is recorded in seconds; who waits longer than this waits for a process that hangs.
SECONDS_TO_WAIT = 300
SECONDS_TO_CONNECT = 15
# Any number will do, as long as nothing else in the database uses it.
_LOCK_OF_WRITERS = 0x6865616C74686B70
_WRITES = "writes"
_POSTGRESQL = frozenset({"postgresql", "postgres", "postgresql+psycopg"})


@dataclass(frozen=True, slots=True)
class Where:
    """The database and what it is called in every message."""

    name: str
    engine: Engine
    file: Path | None = None
    password: str | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look at one state of the history."""
        with self._spoken(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of one writer at a time: all of it or nothing."""
        engine = self.engine.execution_options(**{_WRITES: True})
        with self._spoken(), engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._fault(error.orig or error) from None
        except SQLAlchemyError as error:
            raise self._fault(error) from None

    def _fault(self, error: BaseException) -> UsageError:
        kind = getattr(error, "sqlite_errorname", "") or getattr(error, "sqlstate", None) or ""
        words = re.sub(r"\s+", " ", str(error)).strip()
        if self.password:
            words = words.replace(self.password, "***")
        says = next((says for kinds, says in _FAULTS if re.match(kinds, kind)), None)
        says = says or next((says for hints, says in _BY_WORDS if re.search(hints, words)), _OTHER)
        return UsageError(says.format(where=self.name, why=words))


_BUSY = Text(
    "历史库 {where} 正被别的程序占用，等了很久；请等它结束再运行一次",
    "the history {where} is in use by another program and stayed so; run this again when that has ended",
)
_READ_ONLY = Text(
    "历史库 {where} 不能写（只读，或您没有权限）；请换一个地方，或请管理员开通",
    "the history {where} cannot be written (read-only, or you have no permission); choose another place or ask for permission",
)
_FULL = Text(
    "历史库 {where} 所在的盘已满；请腾出空间再运行一次；库里原有的都在",
    "the disk of the history {where} is full; make room and run this again; what was kept is still there",
)
_DAMAGED = Text(
    "历史库 {where} 不是 healthkpi 的历史库，或已损坏；请换一个文件名，或从备份恢复",
    "the history {where} is no history of healthkpi, or it is damaged; give another file, or restore it from a backup",
)
_NOT_OPENED = Text(
    "历史库 {where} 打不开；请看文件夹在不在、能不能写",
    "the history {where} cannot be opened; see whether its folder exists and can be written",
)
_PASSWORD = Text(
    "历史库 {where}: 用户名或密码不对",
    "the history {where}: user name or password are wrong",
)
_NO_DATABASE = Text(
    "历史库 {where}: 没有这个数据库；请管理员先建好",
    "the history {where}: there is no such database; have it made first",
)
_UNREACHED = Text(
    "历史库 {where} 连不上；请看数据库是否在运行、地址和端口对不对，再运行一次",
    "the history {where} cannot be reached; see whether the database is running and whether host and port are right, and run "
    "this again",
)
_OTHER = Text(
    "历史库 {where} 出错（{why}）；这次没有写进去",
    "the history {where} failed ({why}); nothing was written to it this time",
)

_FAULTS = (
    (r"SQLITE_(BUSY|LOCKED)|55P03|40P01", _BUSY),
    (r"SQLITE_READONLY|SQLITE_PERM|25006|42501", _READ_ONLY),
    (r"SQLITE_FULL|53100", _FULL),
    (r"SQLITE_(NOTADB|CORRUPT)", _DAMAGED),
    (r"SQLITE_CANTOPEN", _NOT_OPENED),
    (r"28", _PASSWORD),
    (r"3D000", _NO_DATABASE),
    (r"08|57P|SQLITE_IOERR", _UNREACHED),
)
# While a connection is made there is no code, only the words of the server, in whatever language it speaks.
_BY_WORDS = (
    (r"password|authentication|密码|口令|no pg_hba", _PASSWORD),
    (r"database .* does not exist|数据库.*不存在", _NO_DATABASE),
    (r"connection|connect|timeout|resolve|server closed|连接|套接字", _UNREACHED),
)

_NO_DRIVER = Text(
    "用 PostgreSQL 作历史库要先安装：pip install healthkpi[postgres]",
    "a history in PostgreSQL needs: pip install healthkpi[postgres]",
)
_UNKNOWN = Text(
    "历史库写成文件名，如 历史.db，或 postgresql://用户@主机/库名；“{scheme}://”不行",
    'a history is a file such as history.db, or postgresql://user@host/database; "{scheme}://" is neither',
)
_UNREADABLE = Text(
    "看不懂历史库的地址；写成 postgresql://用户@主机/库名",
    "the address of the history cannot be read; write postgresql://user@host/database",
)


def find_where(where: str | Path) -> Where:
    """What a path or URL means; nothing is opened yet."""
    words = str(where)
    if "://" not in words:
        return _file(Path(words))
    scheme = words.partition("://")[0]
    try:
        url = make_url(words)
    except (ArgumentError, ValueError):
        raise UsageError(_UNREADABLE) from None
    if scheme == "sqlite" and url.database:
        return _file(Path(url.database))
    if scheme not in _POSTGRESQL:
        raise UsageError(_UNKNOWN.format(scheme=scheme))
    return _server(url.set(drivername="postgresql+psycopg"))


def _file(path: Path) -> Where:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": SECONDS_TO_WAIT})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Where(str(path), engine, path)


def _server(url: URL) -> Where:
    if load_extra("psycopg") is None:
        raise UsageError(_NO_DRIVER)
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": SECONDS_TO_CONNECT})
    event.listen(engine, "begin", _begin_postgresql)
    hidden = url.query.get("password")
    password = url.password or (hidden if isinstance(hidden, str) else None)
    return Where(_without_password(url), engine, password=password)


def _without_password(url: URL) -> str:
    host = url.host or url.query.get("host") or ""
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{host}{port}/{url.database or ''}"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver begins transactions by itself, and not where a schema is changed; so we begin them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if _is_writing(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'")
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK_OF_WRITERS})


def _is_writing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITES))
