"""A process that has imported what most commands need and forks for each of them: starting is half of what a command takes.

The child runs `python -m healthkpi` as if it had been started anew: its own folder, environment, streams and exit code.
Used as a script it serves requests, one JSON line each; `WarmStart` is the other end.
"""

import contextlib
import io
import json
import os
import runpy
import select
import subprocess
import sys
import tempfile
from pathlib import Path

TIME_LIMIT = 120
INDICATORS = Path(__file__).parents[2] / "indicators"
CAN_FORK = hasattr(os, "fork")


class WarmStart:
    """The serving process, started when the first command is run."""

    def __init__(self):
        # One thread of numpy's is enough, and a process with several must not fork.
        environment = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUTF8": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )

    def run(self, arguments, folder, environment):
        """Exit code, stdout and stderr of one command."""
        with tempfile.TemporaryDirectory() as said:
            out, err = Path(said, "out"), Path(said, "err")
            asked = {
                "arguments": arguments,
                "folder": str(folder),
                "environment": environment,
                "out": str(out),
                "err": str(err),
            }
            self.process.stdin.write(json.dumps(asked).encode() + b"\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], TIME_LIMIT)[0]:
                self.close()
                raise TimeoutError(f"healthkpi {' '.join(arguments)}: no end after {TIME_LIMIT} s")
            return int(self.process.stdout.readline()), out.read_bytes(), err.read_bytes()

    def close(self):
        """No more commands."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def preload():
    """What commands import when they run, so that no child has to; nothing that chooses a language."""
    import openpyxl  # noqa: F401
    import rich.table  # noqa: F401
    import typer  # noqa: F401

    import healthkpi.batch
    import healthkpi.history._history
    import healthkpi.pipeline
    import healthkpi.present.table  # noqa: F401
    from healthkpi.definitions.load import load_outlines, load_policies
    from healthkpi.present import writers

    writers()
    # Kept by their content, so a command that reads them takes what is known, and one that has others reads those.
    load_outlines(INDICATORS)
    load_policies(INDICATORS)


def serve():
    """Fork for each request and answer with the exit code."""
    preload()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            become(asked)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def become(asked):
    """The command itself; never returns."""
    code = 70
    try:
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        redirect(asked)
        sys.argv = ["healthkpi", *asked["arguments"]]
        runpy.run_module("healthkpi", run_name="__main__", alter_sys=True)
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def redirect(asked):
    """Streams of its own, encoded as PYTHONIOENCODING=utf-8 would."""
    kinds = ((0, os.devnull, os.O_RDONLY), (1, asked["out"], os.O_WRONLY), (2, asked["err"], os.O_WRONLY))
    for number, path, mode in kinds:
        opened = os.open(path, mode | (os.O_CREAT if number else 0), 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "w", closefd=False), encoding="utf-8", errors="backslashreplace", write_through=True
    )


if __name__ == "__main__":
    serve()
