"""What 检查.bat starts: the files dropped onto it are checked, and the reports lie beside the first of them.

Windows puts quotes round a dropped name only where it holds a space, and cmd.exe gives & ( ) ^ % ! a meaning of their own:
`D:\\表&数.xlsx` reaches a batch file as `D:\\表`, and `数.xlsx` is run. So the batch file touches no name. It hands over the line
that it was started with, and the names are taken from it here.
"""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from healthkpi.cli._exit import run
from healthkpi.cli._say import say_aside, tell
from healthkpi.errors import ExitCode, HealthKpiError, Several, UsageError
from healthkpi.text import Text

REPORTS = ("达标情况.xlsx", "通报.docx", "index.html")
# The line that started the batch file, and where the batch file lies.
LINE, SCRIPT = "HEALTHKPI_LINE", "HEALTHKPI_SCRIPT"

# cmd.exe /c ""D:\工具\检查.bat" "D:\表 格.xlsx" D:\a&b.xlsx": the outer quotes are those of cmd.exe.
_STARTED = re.compile(r'/c\s+""([^"]+)"(.*)"\s*$', re.IGNORECASE | re.DOTALL)
# Only a plain space parts names; \s would also cut at the wide space of a Chinese name.
_NAME = re.compile(r'"([^"]+)"|([^ "]+)')
_WRITTEN_TOGETHER = 10  # seconds: what is this much newer than its neighbours was edited by somebody
_LONGEST = 259
_LONGEST_OF_OURS = 40  # room for a report's name and for the hidden name it has while it is written

_HOW = Text(
    "请把要检查的表格（或装着表格的文件夹）拖到“检查.bat”的图标上，松开鼠标；结果写在表格旁边，网页会自己打开。",
    "Drag the workbooks, or a folder with them, onto the icon of 检查.bat and let go; the reports are written beside them.",
)
_NOT_THERE = Text(
    "没有找到“{name}”：文件可能已被移走或改名，请重新拖一次",
    '"{name}" is not there: it may have been moved or renamed; drag it again',
)
_TOO_LONG = Text(
    "“{name}”的路径有 {length} 个字，Windows 打不开超过 259 个字的路径；请把文件移到浅一些的文件夹（如桌面）再拖",
    '"{name}" has a path of {length} characters and Windows opens none over 259; move it to the desktop and drag it again',
)
_REPORTS_INSIDE = Text(
    "文件夹“{name}”里有以前写的结果（{found}），会被当成数据；请移走它们再拖，或只拖要检查的表格",
    'the folder "{name}" holds earlier reports ({found}), which would be taken for data; move them away, or drag the workbooks only',
)
_REPORT_LEFT_OUT = Text(
    "没有检查“{name}”：这是以前写的结果，不是数据", '"{name}" is an earlier report and was not checked'
)
_ELSEWHERE = Text(
    "“{folder}”里不能写文件（只读、光盘或路径太长），结果写到 {place}",
    '"{folder}" cannot be written to (read-only, or a path too long); the reports are in {place}',
)
_NOWHERE = Text(
    "“{folder}”和桌面都不能写文件；请把表格复制到自己的文件夹里再拖",
    'neither "{folder}" nor the desktop can be written to; copy the workbooks into a folder of your own and drag them again',
)
_WRITTEN = Text("结果在 {folder}：{names}", "the reports are in {folder}: {names}")


def main() -> None:
    """`python -m healthkpi.dropped`."""
    try:
        sys.exit(check_dropped(os.environ, sys.argv[1:]))
    except HealthKpiError as error:
        tell(error)
        sys.exit(ExitCode.UNUSABLE)


def check_dropped(environment: Mapping[str, str], typed: Sequence[str]) -> int:
    """Check what was dropped and open the page; a missed target is an answer and no failure, so it ends in 0."""
    names = dropped_names(environment.get(LINE, ""), environment.get(SCRIPT, ""))
    given = [Path(name).absolute() for name in (typed if names is None else names)]
    if not given:
        raise UsageError(_HOW)
    files = without_reports(given)
    reports = reports_of_this_run(writable_folder(_folder_of(files[0]), _desktops(environment)))
    if SCRIPT in environment:
        # Definitions of the bureau's own (indicators) lie beside the batch file, wherever Windows started it.
        os.chdir(Path(environment[SCRIPT]).parent)
    before = _written_at(reports[-1])
    outputs = [word for report in reports for word in ("-o", str(report))]
    code = run(["check", *map(str, files), *outputs])
    if _written_at(reports[-1]) != before:
        names_written = "、".join(report.name for report in reports)
        say_aside(_WRITTEN.format(folder=reports[0].parent, names=names_written))
        _open(reports[-1])
    return 0 if code in {ExitCode.ALL_MET, ExitCode.MISSED, ExitCode.NOT_JUDGED} else code


def dropped_names(line: str, script: str) -> list[str] | None:
    """The names in the line that Windows started the batch file with; None where the batch file was not started by it."""
    found = _STARTED.search(line)
    if found is None or _name_of(found[1]) != _name_of(script):
        return None
    return [quoted or bare for quoted, bare in _NAME.findall(found[2])]


def _name_of(path: str) -> str:
    return PureWindowsPath(path).name.casefold()


def without_reports(given: Sequence[Path]) -> list[Path]:
    """What is data among what was dropped; whatever cannot be checked is said all at once."""
    errors = [UsageError(said) for path in given if (said := _fault(path)) is not None]
    if errors:
        raise Several(errors)
    files = [path for path in given if path.is_dir() or not _is_report(path.name)]
    for path in given:
        if path not in files:
            say_aside(_REPORT_LEFT_OUT.format(name=path.name))
    if not files:
        raise UsageError(_HOW)
    return files


def _fault(path: Path) -> Text | None:
    if sys.platform == "win32" and len(str(path)) > _LONGEST:
        return _TOO_LONG.format(name=path.name, length=len(str(path)))
    if not path.exists():
        return _NOT_THERE.format(name=path)
    inside = _reports_inside(path) if path.is_dir() else []
    return _REPORTS_INSIDE.format(name=path.name, found="、".join(inside)) if inside else None


def _reports_inside(folder: Path) -> list[str]:
    return sorted(name for _, _, names in os.walk(folder) for name in names if _is_report(name))


def _is_report(name: str) -> bool:
    """达标情况.xlsx, and 达标情况(2).xlsx of a second run."""
    path = Path(name)
    return re.sub(r"\(\d+\)$", "", path.stem) + path.suffix in REPORTS


def _folder_of(path: Path) -> Path:
    # Beside a folder too: inside it the reports would be data the next time.
    return path.parent


def writable_folder(folder: Path, others: Iterable[Path]) -> Path:
    """The folder itself, else the first of the others that takes a file."""
    if _takes_files(folder):
        return folder
    for other in others:
        if _takes_files(other):
            say_aside(_ELSEWHERE.format(folder=folder, place=other))
            return other
    raise UsageError(_NOWHERE.format(folder=folder))


def _takes_files(folder: Path) -> bool:
    """Tried with a file: Windows says of every folder that it may be written to."""
    trial = folder / f".healthkpi-{os.getpid()}".ljust(_LONGEST_OF_OURS, "-")
    try:
        with trial.open("xb"):
            pass
        trial.unlink()
    except OSError:
        return False
    return True


def _desktops(environment: Mapping[str, str]) -> list[Path]:
    """The desktop, which OneDrive moves into a folder of its own, and the home folder."""
    homes = [environment[name] for name in ("OneDrive", "USERPROFILE") if environment.get(name)] or [
        str(Path.home())
    ]
    return [*(Path(home, "Desktop") for home in homes), Path(homes[-1])]


def reports_of_this_run(folder: Path) -> list[Path]:
    """The reports by their plain names, or with the next free number where somebody has worked in those of an earlier run."""
    plain = [folder / name for name in REPORTS]
    number = 1
    reports = plain
    while any(report.exists() for report in reports) and not _are_untouched(reports):
        number += 1
        reports = [report.with_stem(f"{report.stem}({number})") for report in plain]
    return reports


def _are_untouched(reports: Sequence[Path]) -> bool:
    """Whether these are the reports of one run as it left them: all there, all written at one time."""
    times = [_written_at(report) for report in reports]
    known = [time for time in times if time is not None]
    return len(known) == len(times) and max(known) - min(known) <= _WRITTEN_TOGETHER


def _written_at(path: Path) -> float | None:
    return path.stat().st_mtime if path.exists() else None


def _open(page: Path) -> None:
    if sys.platform == "win32":
        os.startfile(page)  # noqa: S606 - as a double click would, with the program of the user's choice


if __name__ == "__main__":
    main()
