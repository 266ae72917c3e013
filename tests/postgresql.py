"""A PostgreSQL server of the tests' own, from the binaries that Debian's package `postgresql` installs."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

MISSING = "no PostgreSQL server on this computer (Debian: apt-get install postgresql)"
# The server refuses to run as root.
AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def find_binaries():
    """The folder with initdb and pg_ctl of the newest version; None where there is none."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = known[-1] if known else Path(on_path) if on_path else None
    return found.parent if found is not None else None


class Server:
    """One server, on a socket in a folder of its own; user `officer` needs the password `s3cret`."""

    PASSWORD = "s3cret"

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        self._databases = 0
        words = self.folder / "password"
        words.write_text(self.PASSWORD)
        if self._is_root:
            for each in (self.folder, words):
                shutil.chown(each, "nobody", "nogroup")
        self._run(
            "initdb", "-D", self._data, "-U", "officer", "-A", "scram-sha-256", f"--pwfile={words}", "-N"
        )
        self.start()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Begin to serve."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self) -> None:
        """As if it were pulled out."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        """Stop it for good."""
        self.stop()
        shutil.rmtree(self.folder)

    def new_database(self, password: str = PASSWORD) -> str:
        """The URL of a database that is empty."""
        self._databases += 1
        name = f"history{self._databases}"
        environment = {**os.environ, "PGPASSWORD": self.PASSWORD}
        self._run("createdb", "-h", self.folder, "-U", "officer", name, env=environment)
        return self.url(name, password)

    def url(self, database: str, password: str = PASSWORD) -> str:
        """The URL of a database."""
        return f"postgresql://officer:{password}@/{database}?host={self.folder}"

    def _run(self, program: str, *arguments: object, env=None) -> None:
        words = [str(self._binaries / program), *map(str, arguments)]
        as_user = AS_NOBODY if self._is_root else []
        ended = subprocess.run(
            [*as_user, *words],
            env=env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        if ended.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {ended.stdout or ''}{log.read_text() if log.exists() else ''}")
