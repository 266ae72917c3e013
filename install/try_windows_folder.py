"""Drop files onto 检查.bat of an unpacked Windows folder, on a real Windows, as Explorer does: python install/try_windows_folder.py FOLDER

Run by .github/workflows/release.yml before anything is published; it needs no more than Python.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPORTS = ("达标情况.xlsx", "通报.docx", "index.html")
SAMPLE = Path("python/Lib/site-packages/healthkpi/_shipped/sample_data/云冈区2018年9月.xlsx")
NAMES = (
    "云冈区2018年9月.xlsx",
    "九月 报表.xlsx",
    "甲&乙.xlsx",
    "甲&乙 (1).xlsx",
    "急!^100%.xlsx",
    "%PATH%.xlsx",
    "宽　空格.xlsx",
)
PATIENCE = 300


def main() -> None:
    """Every name in a folder of its own; each that fails is printed."""
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as around:
        failed = [
            name for number, name in enumerate(NAMES) if not works(folder, Path(around, str(number)), name)
        ]
    print("failed:", *failed) if failed else print("all names work")
    sys.exit(1 if failed else 0)


def works(folder: Path, place: Path, name: str) -> bool:
    """Whether the reports lie beside the file and the batch file ends well."""
    place.mkdir()
    data = place / name
    shutil.copy(folder / SAMPLE, data)
    ended = drop(folder / "检查.bat", data)
    missing = [report for report in REPORTS if not (place / report).is_file()]
    if ended.returncode or missing:
        print(name, ended.returncode, missing, ended.stdout.decode("utf-8", "replace"), sep="\n")
    return not ended.returncode and not missing


def drop(batch: Path, data: Path) -> subprocess.CompletedProcess[bytes]:
    """The very line of Explorer: quotes only round a name with a space. `pause` reads the empty input and goes on."""
    word = f'"{data}"' if " " in str(data) else str(data)
    line = f'cmd.exe /c ""{batch}" {word}"'
    return subprocess.run(
        line,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
    )


if __name__ == "__main__":
    main()
