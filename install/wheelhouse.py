"""Gather healthkpi and the wheels of every dependency for a computer without a network: `make wheelhouse`.

pip alone would gather the wrong set: asked for the wheels of another computer, it still decides by the one that it runs on
whether a dependency counts (`colorama; platform_system == "Windows"`). So the dependencies are followed here, with the words of the
target, and pip only fetches, by the versions of constraints.txt.
"""

import argparse
import email.parser
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from _folder import copy_in, sha256, whole_folder
from _target import Target, find_target
from healthkpi.cli._say import say_aside, tell
from healthkpi.errors import ExitCode, HealthKpiError, Several, UsageError
from healthkpi.text import Text

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
REQUIREMENTS = "requirements.txt"

_NO_WHEEL = Text(
    "{package}: 没有适用于 {platform}、Python {version} 的安装包（wheel）；换一个 PYTHON_VERSION 或 PLATFORM，或在 constraints.txt 里换一个版本",
    "{package} has no wheel for {platform} with Python {version}; choose another PYTHON_VERSION or PLATFORM, or another version in "
    "constraints.txt",
)
_NO_PIN = Text(
    "{package}: constraints.txt 里没有它的版本；加上一行再收集",
    "{package} has no version in constraints.txt; add a line and gather again",
)
_NO_EXTRA = Text(
    "EXTRAS={extra}: 没有这个可选功能；有 {known}",
    "EXTRAS={extra}: there is no such extra; there are {known}",
)
_NO_NETWORK = Text(
    "连不上 pip 的软件源，安装包没有收集；请在能上网的电脑上做，或设好 pip 的镜像（pip config set global.index-url …）。pip 说：{said}",
    "the package index of pip cannot be reached, nothing was gathered; do this where there is a network, or set pip's index-url. "
    "pip says: {said}",
)
_NO_BUILD = Text(
    "healthkpi 自己的安装包没有做成：{said}", "the wheel of healthkpi itself could not be built: {said}"
)
_GATHERED = Text(
    "{folder}：{count} 个安装包，{size} MB；整个文件夹拷过去，运行其中的 {script}",
    "{folder}: {count} wheels, {size} MB; copy the whole folder and run {script} in it",
)
# Whatever pip says afterwards of versions: it could not ask.
_UNREACHABLE = re.compile(
    r"NewConnectionError|Max retries|ProxyError|SSLError|name resolution|getaddrinfo|timed out", re.IGNORECASE
)


class UnreachableError(UsageError):
    """There is no index to ask, so nothing is known of what it has."""


def main() -> None:
    """Words of the command line; `make wheelhouse` gives them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--platform", default="")
    asked.add_argument("--python-version", default="")
    asked.add_argument("--extras", default="")
    asked.add_argument("--into", type=Path, default=ROOT / "wheelhouse")
    words = asked.parse_args()
    try:
        target = find_target(words.platform, words.python_version)
        folder = gather(target, [each for each in re.split(r"[,\s]+", words.extras) if each], words.into)
    except HealthKpiError as error:
        tell(error)
        sys.exit(ExitCode.UNUSABLE)
    wheels = list(folder.glob("*.whl"))
    size = round(sum(wheel.stat().st_size for wheel in wheels) / 1e6)
    script = "安装.bat" if target.is_windows else "install.sh"
    say_aside(_GATHERED.format(folder=folder, count=len(wheels), size=size, script=script))


def gather(target: Target, extras: Sequence[str], into: Path) -> Path:
    """The folder of one target: all wheels, how to install them, and the sums."""
    place = into / target.name
    with whole_folder(place) as folder:
        own = build_wheel(folder)
        _refuse_unknown_extras(own, extras)
        fetch_dependencies(own, extras, target, folder)
        write_requirements(own, extras, folder)
        major_minor = {"PYTHON": target.version, "PYTHON_TUPLE": target.version.replace(".", ", ")}
        scripts = ["windows/安装.bat", "windows/检查.bat"] if target.is_windows else ["install.sh"]
        for script in scripts:
            copy_in(HERE / script, folder, **major_minor)
    return place


def build_wheel(folder: Path) -> Path:
    """Our own wheel, with the definitions inside."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if ended.returncode != 0:
        raise UsageError(_NO_BUILD.format(said=_last_line(ended.stderr or ended.stdout)))
    return next(folder.glob("healthkpi-*.whl"))


def _refuse_unknown_extras(own: Path, extras: Sequence[str]) -> None:
    known = [each for each in metadata_of(own).get_all("Provides-Extra", []) if each != "dev"]
    unknown = [extra for extra in extras if extra not in known]
    if unknown:
        raise Several([UsageError(_NO_EXTRA.format(extra=each, known=", ".join(known))) for each in unknown])


def fetch_dependencies(own: Path, extras: Sequence[str], target: Target, folder: Path) -> None:
    """Round after round, until every wheel in the folder has what it requires on the target."""
    pins = read_pins(ROOT / "constraints.txt")
    wanted = dict.fromkeys(requirements_of(own, extras, target))
    had: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        fetch([_pinned(name, pins) for name, _ in wanted if not _wheels_of(name, folder)], target, folder)
        had |= set(wanted)
        found = (
            each
            for name, more in wanted
            for wheel in _wheels_of(name, folder)
            for each in requirements_of(wheel, more, target)
        )
        wanted = dict.fromkeys(each for each in found if each not in had)


def requirements_of(
    wheel: Path, extras: Sequence[str] | frozenset[str], target: Target
) -> Iterator[tuple[str, frozenset[str]]]:
    """What a wheel requires on the target, with the extras that it asks of it."""
    for line in metadata_of(wheel).get_all("Requires-Dist", []):
        required = Requirement(line)
        marker = required.marker
        if marker is None or any(
            marker.evaluate({**target.environment, "extra": extra}) for extra in ("", *extras)
        ):
            yield canonicalize_name(required.name), frozenset(required.extras)


def metadata_of(wheel: Path) -> "email.message.Message":
    """The METADATA inside."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each)]
        return email.parser.BytesParser().parsebytes(archive.read(name))


def read_pins(constraints: Path) -> dict[str, str]:
    """name==version by name."""
    lines = [line.strip() for line in constraints.read_text("utf-8").splitlines()]
    pins = [line for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(line.split("==")[0]): line for line in pins}


def _pinned(name: str, pins: dict[str, str]) -> str:
    if name not in pins:
        raise UsageError(_NO_PIN.format(package=name))
    return pins[name]


def _wheels_of(name: str, folder: Path) -> list[Path]:
    return [wheel for wheel in folder.glob("*.whl") if parse_wheel_filename(wheel.name)[0] == name]


def fetch(packages: Sequence[str], target: Target, folder: Path) -> None:
    """All at once; where that fails one by one, so that every one that is missing is told."""
    packages = list(dict.fromkeys(packages))
    failure = _failure(packages, target, folder) if packages else None
    if failure is None:
        return
    unreachable = [line for line in failure.splitlines() if _UNREACHABLE.search(line)]
    if unreachable:
        raise UnreachableError(_NO_NETWORK.format(said=unreachable[-1].strip()))
    missing = [each for each in packages if _failure([each], target, folder) is not None]
    named = {"platform": target.platform, "version": target.version}
    raise Several([UsageError(_NO_WHEEL.format(package=each, **named)) for each in missing or packages])


def _failure(packages: Sequence[str], target: Target, folder: Path) -> str | None:
    """None, or what pip said."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
    ]
    command = [*pip, *target.pip_options, "--dest", str(folder), *packages]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return None if ended.returncode == 0 else ended.stderr + ended.stdout


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "…"


def write_requirements(own: Path, extras: Sequence[str], folder: Path) -> None:
    """Every wheel with its sum: pip holds each file against it before it installs."""
    lines = []
    for wheel in sorted(folder.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(wheel.name)
        chosen = f"[{','.join(extras)}]" if wheel == own and extras else ""
        lines.append(f"{name}{chosen}=={version} --hash=sha256:{sha256(wheel)}\n")
    (folder / REQUIREMENTS).write_text("".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
