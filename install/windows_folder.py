"""The folder for an officer's Windows computer: Python, healthkpi and 检查.bat, to unpack and use, nothing to install.

Put together on any computer: pip unpacks the wheels of Windows without running them. The Python is the "embeddable package"
of python.org, which is meant to travel inside another program and leaves an installed Python alone.
"""

import argparse
import compileall
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode

from _folder import copy_in, sha256, whole_folder
from healthkpi.cli._say import say_aside, tell
from healthkpi.errors import ExitCode, HealthKpiError, UsageError
from healthkpi.text import Text

HERE = Path(__file__).resolve().parent
PACKAGES = Path("python", "Lib", "site-packages")

_NO_WHEELS = Text(
    "{folder}: 这里没有收集好的安装包；先运行 make wheelhouse PLATFORM=win_amd64 PYTHON_VERSION=3.12",
    "{folder}: no wheels are gathered here; run make wheelhouse PLATFORM=win_amd64 PYTHON_VERSION=3.12 first",
)
_NO_PYTHON = Text(
    "{path}: 不是 python.org 的 Windows embeddable package（zip）；下载 python-3.12.10-embed-amd64.zip，用 PYTHON_ZIP= 给出",
    "{path}: not the Windows embeddable package of python.org; fetch python-3.12.10-embed-amd64.zip and give it with PYTHON_ZIP=",
)
_OTHER_VERSION = Text(
    "{path} 是 Python {found}，安装包是给 {wanted} 的；换成同一个版本",
    "{path} is Python {found} and the wheels are for {wanted}; take the same version",
)
_NOT_UNPACKED = Text("安装包没有解开：{said}", "the wheels could not be unpacked: {said}")
_MADE = Text("{path}：{size} MB", "{path}: {size} MB")


def main() -> None:
    """Words of the command line; `make windows` gives them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--wheelhouse", type=Path, required=True)
    asked.add_argument("--python", type=Path, required=True)
    asked.add_argument("--into", type=Path, required=True)
    words = asked.parse_args()
    try:
        packed = pack(assemble(words.wheelhouse, words.python, words.into))
    except HealthKpiError as error:
        tell(error)
        sys.exit(ExitCode.UNUSABLE)
    say_aside(_MADE.format(path=packed, size=round(packed.stat().st_size / 1e6)))


def assemble(wheelhouse: Path, python: Path, into: Path) -> Path:
    """The folder, whole, with the sum of every file."""
    own = next(wheelhouse.glob("healthkpi-*.whl"), None)
    if own is None or not (wheelhouse / "requirements.txt").is_file():
        raise UsageError(_NO_WHEELS.format(folder=wheelhouse))
    version, platform = own.name.split("-")[1], wheelhouse.name.split("-")[0]
    place = into / f"healthkpi-{version}-{platform}"
    with whole_folder(place) as folder:
        short = unpack_python(python, folder / "python")
        _refuse_other_version(python, short, wheelhouse)
        unpack_wheels(wheelhouse, platform, short, folder / PACKAGES)
        compile_packages(short, folder / PACKAGES)
        for name in ("检查.bat", "使用说明.txt"):
            copy_in(HERE / "windows" / name, folder)
    return place


def unpack_python(archive: Path, folder: Path) -> str:
    """Python with a place for packages on its path; says its version as 312."""
    if not zipfile.is_zipfile(archive):
        raise UsageError(_NO_PYTHON.format(path=archive))
    with zipfile.ZipFile(archive) as inside:
        inside.extractall(folder)
    path_file = next(folder.glob("python3*._pth"), None)
    if path_file is None or not (folder / "python.exe").is_file():
        raise UsageError(_NO_PYTHON.format(path=archive))
    # With this file Python looks nowhere else: no PYTHONPATH, no registry, no package of another Python on the computer.
    short = path_file.stem.removeprefix("python")
    path_file.write_text(f"python{short}.zip\n.\nLib\\site-packages\n", "ascii", newline="\r\n")
    return short


def _refuse_other_version(python: Path, short: str, wheelhouse: Path) -> None:
    wanted = wheelhouse.name.rpartition("-py")[2]
    if short != wanted:
        raise UsageError(_OTHER_VERSION.format(path=python, found=_dotted(short), wanted=_dotted(wanted)))


def _dotted(short: str) -> str:
    return f"{short[0]}.{short[1:]}"


def unpack_wheels(wheelhouse: Path, platform: str, short: str, packages: Path) -> None:
    """As pip on Windows would, held against the sums of requirements.txt; without the starters of commands, which are of this computer."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",
    ]
    where = ["--no-index", "--find-links", str(wheelhouse), "--target", str(packages)]
    which = ["--no-deps", "--only-binary=:all:", "--platform", platform, "--python-version", _dotted(short)]
    command = [*pip, *where, *which, "-r", str(wheelhouse / "requirements.txt")]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ended.returncode != 0:
        said = ended.stderr.strip().splitlines()
        raise UsageError(_NOT_UNPACKED.format(said=said[-1] if said else ended.returncode))
    for starters in ("bin", "Scripts"):
        shutil.rmtree(packages / starters, ignore_errors=True)


def compile_packages(short: str, packages: Path) -> None:
    """So that the first check is not a minute of compiling; only this very version of Python can do it."""
    if short != f"{sys.version_info[0]}{sys.version_info[1]}":
        return
    # Unchecked: unpacking a zip changes the times of files, by which Python would else find all of it out of date.
    mode, tests = PycInvalidationMode.UNCHECKED_HASH, re.compile(r"[/\\]tests[/\\]")
    compileall.compile_dir(packages, quiet=2, rx=tests, invalidation_mode=mode, stripdir=str(packages))


def pack(folder: Path) -> Path:
    """One zip with the folder inside, and its sum beside it."""
    packed = Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))
    sum_file = packed.with_name(packed.name + ".sha256")
    sum_file.write_text(f"{sha256(packed)}  {packed.name}\n", "utf-8", newline="\n")
    return packed


if __name__ == "__main__":
    main()
