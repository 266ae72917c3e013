"""Everything that a release hands out, in one folder with its sums: the wheel, the wheels for each computer, the Windows folder."""

import argparse
import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from _folder import whole_folder
from _target import find_target
from healthkpi.cli._say import say_aside, tell
from healthkpi.errors import ExitCode, HealthKpiError, UsageError
from healthkpi.text import Text
from wheelhouse import ROOT, gather
from windows_folder import assemble, pack

# One version of Python for all. 3.12.10 is the last 3.12 that python.org offers for Windows.
PYTHON_VERSION = "3.12"
WINDOWS = "win_amd64"
# Servers: glibc 2.28 is that of 麒麟 V10, openEuler, RHEL 8 and Debian 10; aarch64 are 鲲鹏 and 飞腾.
LINUX = ("manylinux_2_28_x86_64", "manylinux_2_28_aarch64")
EXTRAS = ("password", "pdf")

_OTHER_TAG = Text(
    "标签 {tag} 与 pyproject.toml 的版本 {version} 不一致；标签应为 v{version}",
    "the tag {tag} is not the version {version} of pyproject.toml; it should be v{version}",
)
_MADE = Text("{folder}：{names}", "{folder}: {names}")


def main() -> None:
    """Words of the command line; .github/workflows/release.yml gives them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tag", default="")
    asked.add_argument("--python", type=Path, required=True)
    asked.add_argument("--into", type=Path, default=ROOT / "dist" / "release")
    words = asked.parse_args()
    try:
        check_tag(words.tag)
        made = make_release(words.python, words.into, (WINDOWS, *LINUX))
    except HealthKpiError as error:
        tell(error)
        sys.exit(ExitCode.UNUSABLE)
    names = ", ".join(sorted(path.name for path in made.iterdir()))
    say_aside(_MADE.format(folder=made, names=names))


def version() -> str:
    """That of pyproject.toml."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def check_tag(tag: str) -> None:
    """A release has the version that its tag says; without a tag there is nothing to compare."""
    if tag and tag != f"v{version()}":
        raise UsageError(_OTHER_TAG.format(tag=tag, version=version()))


def make_release(python: Path, into: Path, platforms: Sequence[str], extras: Sequence[str] = EXTRAS) -> Path:
    """The files of a release and SHA256SUMS, all or none."""
    with whole_folder(into) as folder:
        beside = folder / "making"
        for platform in platforms:
            wheels = gather(find_target(platform, PYTHON_VERSION), extras, beside)
            if platform == WINDOWS:
                shutil.move(pack(assemble(wheels, python, beside)), folder)
            _pack_wheels(wheels, folder)
        shutil.copy(next(wheels.glob("healthkpi-*.whl")), folder)
        shutil.rmtree(beside)
    return into


def _pack_wheels(wheels: Path, folder: Path) -> None:
    """A zip for Windows, which opens no other; a tar for Linux, which keeps that install.sh may be run."""
    kind = "zip" if wheels.name.startswith("win") else "gztar"
    shutil.make_archive(
        str(folder / f"healthkpi-{version()}-wheels-{wheels.name}"), kind, wheels.parent, wheels.name
    )


if __name__ == "__main__":
    main()
