"""For which computer wheels are gathered: what pip has to ask for, and which dependencies count there."""

import platform
import re
import sysconfig
from dataclasses import dataclass

from packaging.markers import default_environment
from packaging.tags import platform_tags

from healthkpi.errors import UsageError
from healthkpi.text import Text

_WINDOWS = {"win_amd64": "AMD64", "win32": "x86", "win_arm64": "ARM64"}
_MANYLINUX = re.compile(r"manylinux(?:_2_(?P<minor>\d+)|(?P<year>2014))_(?P<machine>x86_64|aarch64)")
_VERSION = re.compile(r"3\.(\d+)")
# The names that glibc 2.17, 2.12 and 2.5 had before the names told the version.
_OLDER_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
_OLDEST = {"x86_64": 5, "aarch64": 17}

_NO_PLATFORM = Text(
    "PLATFORM={name}: 不认识；Windows 写 win_amd64，Linux 写 manylinux2014_x86_64、manylinux_2_28_x86_64（鲲鹏、飞腾是 _aarch64）",
    "PLATFORM={name} is not known; write win_amd64 for Windows, manylinux2014_x86_64 or manylinux_2_28_x86_64 for Linux "
    "(_aarch64 for ARM)",
)
_NO_VERSION = Text(
    "PYTHON_VERSION={version}: 要写成 3.12 这样，3.11 以上",
    "PYTHON_VERSION={version}: write it like 3.12, from 3.11 on",
)


@dataclass(frozen=True)
class Target:
    """A kind of computer with a version of Python."""

    platform: str
    version: str
    platforms: tuple[str, ...]  # every name under which a wheel for it may be found
    environment: dict[str, str]  # what the markers of dependencies ask about

    @property
    def name(self) -> str:
        """The folder's: win_amd64-py312."""
        return f"{self.platform}-py{self.version.replace('.', '')}"

    @property
    def is_windows(self) -> bool:
        return self.environment["sys_platform"] == "win32"

    @property
    def pip_options(self) -> list[str]:
        """Wheels for this computer only, never a source that would have to be compiled there."""
        short = self.version.replace(".", "")
        named = [word for each in self.platforms for word in ("--platform", each)]
        which = ["--python-version", self.version, "--implementation", "cp", "--abi", f"cp{short}"]
        return ["--only-binary=:all:", "--no-deps", *which, *named]


def find_target(platform_name: str, version: str) -> Target:
    """The target by its words; empty words mean this computer and the Python that runs here."""
    version = version or ".".join(platform.python_version_tuple()[:2])
    found = _VERSION.fullmatch(version)
    if found is None or int(found[1]) < 11:
        raise UsageError(_NO_VERSION.format(version=version))
    if not platform_name:
        here = re.sub(r"\W", "_", sysconfig.get_platform())
        return Target(here, version, tuple(platform_tags()), _environment(version))
    if platform_name in _WINDOWS:
        system = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
        machine = {"platform_machine": _WINDOWS[platform_name]}
        return Target(platform_name, version, (platform_name,), _environment(version, **system, **machine))
    linux = _MANYLINUX.fullmatch(platform_name)
    if linux is None:
        raise UsageError(_NO_PLATFORM.format(name=platform_name))
    system = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
    names = _names_of_linux(int(linux["minor"] or 17), linux["machine"])
    environment = _environment(version, **system, platform_machine=linux["machine"])
    return Target(platform_name, version, names, environment)


def _names_of_linux(newest: int, machine: str) -> tuple[str, ...]:
    """A wheel for an older glibc runs with a newer one."""
    names: list[str] = []
    for minor in range(newest, _OLDEST[machine] - 1, -1):
        names.append(f"manylinux_2_{minor}_{machine}")
        if minor in _OLDER_NAMES:
            names.append(f"{_OLDER_NAMES[minor]}_{machine}")
    return tuple(names)


def _environment(version: str, **system: str) -> dict[str, str]:
    here = {name: str(value) for name, value in default_environment().items()}
    python = {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_version": f"{version}.0",
    }
    kernel = {"platform_release": "", "platform_version": ""} if system else {}
    return {**here, **python, **kernel, **system, "extra": ""}
