"""Runs that are killed at a chosen operation on the disk or after a chosen time, and what must be true afterwards.

Each run is a process of its own that leads its process group; it is forked from one that has the imports, for starting is
most of what a small run takes.
"""

import atexit
import json
import multiprocessing
import os
import random
import runpy
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from healthkpi.history import open_history
from returns import Bureau, write_return

TIME_LIMIT = 120
BATCH = ("batch", "uploads", "-o", "out", "--each", "folder", "--report", "达标.csv")
UNITS = ("甲乡", "乙乡", "丙镇")
# What a run says of itself, and differs from any other.
OF_ITS_OWN = frozenset({"run", "started", "finished", "seconds", "reused"})
_CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "sqlite3.connect"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def write_uploads(folder: Path, signed: int) -> None:
    """Two months of three townships, each in a folder of its own; `signed` is what differs between two nights."""
    for unit in UNITS:
        for month in (8, 9):
            place = folder / "uploads" / unit
            place.mkdir(parents=True, exist_ok=True)
            title = f"某区签约情况表（2018年{month}月）"
            path = write_return(
                place, [[unit, 1000, signed + month]], name=f"签约{month}月.xlsx", title=title
            )
            # Long written: nobody has to wait and see whether it still grows.
            os.utime(path, (time.time() - 3600,) * 2)


def prepare(folder: Path) -> None:
    """The definitions, and the uploads of the first night."""
    Bureau(folder)
    write_uploads(folder, 400)


@dataclass(frozen=True)
class Ended:
    """How a run ended; its code is negative where a signal ended it."""

    code: int
    said: str


class Runs:
    """Runs in one folder after another, from a process that has the imports."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["healthkpi.batch", "healthkpi.present.csv", "sqlalchemy.orm"])

    def run(self, folder: Path, *more: str, kill_at: int = 0, **environment: str) -> Ended:
        """To its end, or to the so-many-th operation on the disk."""
        process = self.start(folder, *more, kill_at=kill_at, **environment)
        process.join(TIME_LIMIT)
        if process.is_alive():
            os.killpg(process.pid, signal.SIGKILL)
            raise TimeoutError(f"no end after {TIME_LIMIT} s")
        ended = Ended(process.exitcode, (folder / "said.txt").read_text("utf-8"))
        assert "Traceback" not in ended.said, ended.said
        return ended

    def start(self, folder: Path, *more: str, kill_at: int = 0, **environment: str):
        """Without waiting for its end."""
        arguments = ([*BATCH, *more], str(folder), kill_at, {"HEALTHKPI_LANG": "zh", **environment})
        process = self._context.Process(target=_become, args=arguments)
        process.start()
        return process

    def operations(self, folder: Path) -> int:
        """How many operations on the disk a run takes that is not disturbed."""
        ended = self.run(folder, "--processes", "1", kill_at=10**9)
        assert ended.code in {0, 1}, ended.said
        return int((folder / "operations.txt").read_text())


def _become(arguments: list[str], folder: str, kill_at: int, environment: dict[str, str]) -> None:
    """`healthkpi …`, which never returns."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)
    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.argv = ["healthkpi", *arguments]
    count = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal count
        if event in _CHANGES or (event == "open" and int(given[2] or 0) & _WRITING):
            count += 1
            if count == kill_at:
                os.killpg(0, signal.SIGKILL)

    if kill_at:
        sys.addaudithook(hook)
        atexit.register(lambda: Path("operations.txt").write_text(str(count)))
    runpy.run_module("healthkpi", run_name="__main__", alter_sys=True)


def outputs(out: Path) -> dict[str, object]:
    """What a person or a script finds there, without what each run says of itself."""
    return {
        str(path.relative_to(out)): _content(path)
        for path in sorted(out.rglob("*"))
        if path.is_file() and not _is_own(path.relative_to(out))
    }


def _is_own(name: Path) -> bool:
    return any(part.startswith(".") for part in name.parts) or name.name.startswith("history.sqlite")


def _content(path: Path) -> object:
    content = path.read_bytes()
    return _without_own(json.loads(content)) if path.name == "run.json" else content


def _without_own(words: object) -> object:
    if isinstance(words, dict):
        return {key: _without_own(each) for key, each in words.items() if key not in OF_ITS_OWN}
    return [_without_own(each) for each in words] if isinstance(words, list) else words


def names(out: Path) -> set[str]:
    """Every file and folder, the hidden ones too; of a journal nothing stays once its database is closed."""
    return {str(path.relative_to(out)) for path in out.rglob("*")}


def history(out: Path) -> dict[str, object]:
    """The document of every return that counts; raises where the database is not sound."""
    path = out / "history.sqlite"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as database:
        sound = database.execute("pragma integrity_check").fetchall()
        assert sound == [("ok",)], sound
        assert database.execute("pragma foreign_key_check").fetchall() == []
        if not database.execute("select 1 from sqlite_master where name = 'alembic_version'").fetchall():
            return {}  # killed before it had made its tables
    with open_history(path, create=True) as opened:
        return {str(key): opened.current(key).document for key in opened.fingerprints()}


@dataclass(frozen=True)
class Night:
    """What stands in the folder of results after a run."""

    outputs: dict[str, object]
    history: dict[str, object]
    names: set[str]

    @classmethod
    def of(cls, out: Path) -> "Night":
        return cls(outputs(out), history(out), names(out))


class Scene:
    """A folder after the first night, with the uploads of the second one: where every killed run begins."""

    def __init__(self, folder: Path, runs: Runs) -> None:
        self.runs, self.start, self.rounds = runs, folder / "start", folder / "rounds"
        self.start.mkdir(parents=True)
        self.rounds.mkdir()
        prepare(self.start)
        ended = runs.run(self.start, "--processes", "1")
        assert ended.code in {0, 1}, ended.said
        self.first = Night.of(self.start / "out")
        write_uploads(self.start, 600)
        undisturbed = self.round("undisturbed")
        began = time.monotonic()
        self.operations = runs.operations(undisturbed)
        self.seconds = time.monotonic() - began
        self.second = Night.of(undisturbed / "out")
        assert self.first.outputs != self.second.outputs

    def round(self, name: str) -> Path:
        """A copy of the folder to kill a run in."""
        shutil.rmtree(self.rounds / name, ignore_errors=True)
        return Path(shutil.copytree(self.start, self.rounds / name))

    def faults_when_killed(self, folder: Path) -> list[str]:
        """What is neither the first night's nor the second's."""
        out = folder / "out"
        now = outputs(out)
        found = [f"{name} is gone" for name in self.first.outputs if name not in now]
        for name, content in now.items():
            if content not in (self.first.outputs.get(name), self.second.outputs.get(name)):
                found.append(f"{name} is neither old nor new")
        for key, document in history(out).items():
            if document not in (self.first.history.get(key), self.second.history.get(key)):
                found.append(f"history: {key} is neither old nor new")
        return found

    def faults_after_next_run(self, folder: Path) -> list[str]:
        """Where the run after a killed one does not end as if nothing had happened."""
        ended = self.runs.run(folder, "--processes", "1")
        if ended.code not in {0, 1}:
            return [f"the next run ended with {ended.code}: {ended.said}"]
        now = Night.of(folder / "out")
        found = [
            f"{name} is not that of an undisturbed run"
            for name in sorted(self.second.outputs.keys() | now.outputs.keys())
            if self.second.outputs.get(name) != now.outputs.get(name)
        ]
        if now.history != self.second.history:
            found.append("the history is not that of undisturbed runs")
        found += [f"{name} stays behind" for name in sorted(now.names - self.second.names)]
        found += [f"{name} is missing" for name in sorted(self.second.names - now.names)]
        return found

    def kill_at(self, number: int) -> list[str]:
        """Killed at its so-many-th operation on the disk."""
        folder = self.round("killed")
        self.runs.run(folder, "--processes", "1", kill_at=number)
        return [*self.faults_when_killed(folder), *self.faults_after_next_run(folder)]

    def kill_after(self, seconds: float, *, group: bool, processes: int) -> list[str]:
        """Killed by somebody else: the whole group, or the run alone, whose workers must then end by themselves."""
        folder = self.round("killed")
        process = self.runs.start(folder, "--processes", str(processes))
        process.join(seconds)
        pid = process.pid
        kill_all(pid) if group else process.kill()
        process.join()
        alone = wait_for_group(pid)
        found = [] if alone else ["workers outlive their run"]
        kill_all(pid)
        return [*found, *self.faults_when_killed(folder), *self.faults_after_next_run(folder)]


def kill_all(group: int) -> None:
    """Whoever of the group is still there."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for_group(group: int, seconds: float = 60) -> bool:
    """Whether all of it have ended; a worker that is still importing hears of it only then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def try_once(scene: Scene, seed: int) -> tuple[str, list[str]]:
    """One killed run, chosen by its number: what was done, and what was wrong afterwards."""
    chance = random.Random(seed)
    if chance.random() < 0.7:
        number = chance.randint(1, scene.operations)
        return f"at operation {number} of {scene.operations}", scene.kill_at(number)
    group, processes = chance.random() < 0.5, chance.choice((1, 2))
    # Workers take longer to start than the run itself to work.
    seconds = chance.uniform(0, scene.seconds if processes == 1 else scene.seconds + 4)
    who = "the whole group" if group else "the run alone"
    said = f"{who} after {seconds:.2f} s, {processes} processes"
    return said, scene.kill_after(seconds, group=group, processes=processes)
