"""What is gathered for a computer without a network is enough there: installed here, followed through for Windows."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from gathering import (
    ROOT,
    SUMS,
    find_target,
    sha256,
    wheelhouse,
    whole_folder,
    windows_folder,
    without_an_index,
)
from windows_libraries import libraries_needed

from healthkpi.errors import HealthKpiError

SAMPLE = "云冈区2018年9月.xlsx"


def gathered(folder: Path, platform: str = "", version: str = "") -> Path:
    try:
        return wheelhouse.gather(find_target(platform, version), (), folder)
    except wheelhouse.UnreachableError as error:
        pytest.skip(str(error))


@pytest.mark.skipif(os.name == "nt", reason="install.sh is for Linux; 安装.bat installs on Windows")
def test_what_is_gathered_for_this_computer_is_installed_without_an_index_and_checks_a_file(tmp_path):
    wheels = gathered(tmp_path / "wheelhouse")
    empty = tmp_path / "空 文件夹"
    empty.mkdir()
    shutil.copy(ROOT / "sample_data" / SAMPLE, empty)
    environment = without_an_index(
        PYTHON=sys.executable, HEALTHKPI_LANG="zh", PYTHONUTF8="1", PIP_NO_COMPILE="1"
    )

    installed = run(["sh", wheels / "install.sh", "工具"], empty, environment)
    checked = run(
        [empty / "工具" / "bin" / "healthkpi", "check", SAMPLE, "-o", "index.html"], empty, environment
    )

    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert checked.returncode == 1, checked.stderr
    assert "49.64%" in checked.stdout  # 69,974 / 140,955
    assert (empty / "index.html").is_file()

    with next(wheels.glob("et_xmlfile-*.whl")).open("ab") as file:
        file.write(b"changed on the way")
    again = run(["sh", wheels / "install.sh", "again"], empty, environment)
    assert again.returncode == 2
    assert "请重新复制整个文件夹" in again.stderr
    assert not (empty / "again").exists()


def run(command, folder, environment):
    return subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def for_windows(tmp_path_factory) -> Path:
    return gathered(tmp_path_factory.mktemp("windows"), "win_amd64", "3.12")


@pytest.fixture(scope="module")
def windows_computer(for_windows, tmp_path_factory) -> Path:
    """The folder for Windows; in place of the Python of python.org a zip with the same names."""
    folder = tmp_path_factory.mktemp("dist")
    return windows_folder.assemble(for_windows, python_of_windows(folder / "python.zip"), folder)


def python_of_windows(path: Path, version: str = "312") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "python.exe",
            f"python{version}.dll",
            f"python{version}.zip",
            "python3.dll",
            "LICENSE.txt",
        ):
            archive.writestr(name, name)
        for name in ("vcruntime140.dll", "vcruntime140_1.dll"):
            archive.writestr(name, name)
        archive.writestr(f"python{version}._pth", f"python{version}.zip\r\n.\r\n\r\n#import site\r\n")
    return path


def test_windows_gets_what_only_windows_needs_and_every_dependency_of_every_wheel(for_windows):
    names = {wheelhouse.parse_wheel_filename(wheel.name)[0] for wheel in for_windows.glob("*.whl")}
    target = find_target("win_amd64", "3.12")
    required = {
        name
        for wheel in for_windows.glob("*.whl")
        for name, _ in wheelhouse.requirements_of(wheel, (), target)
    }

    assert {
        "healthkpi",
        "tzdata",
        "colorama",
    } <= names  # typer asks for colorama on Windows only, pandas for tzdata
    assert required - names == set()


def test_the_folder_of_wheels_has_both_batch_files_and_the_sum_of_every_file(for_windows):
    listed = dict(line.split("  ")[::-1] for line in (for_windows / SUMS).read_text("utf-8").splitlines())
    files = {path.name for path in for_windows.iterdir()} - {SUMS}

    assert set(listed) == files
    assert {name: sha256(for_windows / name) for name in files} == listed
    assert {"安装.bat", "检查.bat", "requirements.txt"} <= files
    assert b"py -3.12 -m venv" in (for_windows / "安装.bat").read_bytes()
    assert b"@" not in (for_windows / "安装.bat").read_bytes().removeprefix(b"@echo off")


def test_the_windows_folder_holds_python_healthkpi_and_the_batch_file(windows_computer):
    packages = windows_computer / "python" / "Lib" / "site-packages"

    assert windows_computer.name.endswith("-win_amd64")
    assert {path.name for path in windows_computer.iterdir()} == {"python", "检查.bat", "使用说明.txt", SUMS}
    assert (windows_computer / "python" / "python312._pth").read_text("ascii").split() == [
        "python312.zip",
        ".",
        "Lib\\site-packages",
    ]
    assert (packages / "healthkpi" / "dropped.py").is_file()
    assert (packages / "healthkpi" / "_shipped" / "indicators" / "yungang-2018" / "policy.yaml").is_file()
    assert list(packages.glob("healthkpi-*.dist-info/METADATA"))
    assert not (packages / "bin").exists()


def test_every_library_that_a_module_of_the_windows_folder_loads_is_there_or_part_of_windows(
    windows_computer,
):
    needed = {name: path.name for path in windows_computer.rglob("*.pyd") for name in libraries_needed(path)}
    assert "python312.dll" in needed
    there = {path.name.lower() for path in windows_computer.rglob("*.dll")}

    assert {name: of for name, of in needed.items() if name not in there and not is_of_windows(name)} == {}


def is_of_windows(name: str) -> bool:
    """What every Windows 10 has; the C runtime of Visual C++ (vcruntime140, msvcp140) is not among it."""
    known = "advapi32 bcrypt bcryptprimitives combase crypt32 kernel32 ntdll ole32 oleaut32 secur32 shell32 user32 ws2_32"
    return name.startswith("api-ms-win-") or name.removesuffix(".dll") in known.split()


def test_the_folder_is_packed_as_one_zip_with_chinese_names_and_its_sum(windows_computer):
    packed = windows_folder.pack(windows_computer)

    with zipfile.ZipFile(packed) as archive:
        name = next(each for each in archive.infolist() if each.filename.endswith("/检查.bat"))
    assert name.flag_bits & 0x800  # the name is UTF-8, which Explorer reads whatever its code page
    assert (
        packed.with_name(packed.name + ".sha256").read_text("utf-8") == f"{sha256(packed)}  {packed.name}\n"
    )


def test_a_python_of_another_version_than_the_wheels_is_refused_and_nothing_is_left(for_windows, tmp_path):
    with pytest.raises(HealthKpiError, match=r"is Python 3\.13 and the wheels are for 3\.12"):
        windows_folder.assemble(
            for_windows, python_of_windows(tmp_path / "python.zip", "313"), tmp_path / "dist"
        )

    assert list((tmp_path / "dist").iterdir()) == []


def test_a_zip_that_is_no_python_is_refused(for_windows, tmp_path):
    (tmp_path / "python.zip").write_bytes(b"not a zip")

    with pytest.raises(HealthKpiError, match="embeddable package"):
        windows_folder.assemble(for_windows, tmp_path / "python.zip", tmp_path / "dist")


def test_every_package_without_a_wheel_for_the_computer_is_named(tmp_path):
    packages = ["numpy==2.4.6", "PyYAML==6.0.3"]  # neither has a wheel for Python 3.99
    try:
        with pytest.raises(HealthKpiError) as refused:
            wheelhouse.fetch(packages, find_target("win_amd64", "3.99"), tmp_path)
    except wheelhouse.UnreachableError as error:
        pytest.skip(str(error))

    assert "numpy==2.4.6: 没有适用于 win_amd64、Python 3.99 的安装包" in refused.value.message.zh
    assert "PyYAML==6.0.3: 没有适用于 win_amd64、Python 3.99 的安装包" in refused.value.message.zh


def test_where_no_index_answers_it_says_so_and_the_earlier_folder_stands(tmp_path, monkeypatch):
    target = find_target("win_amd64", "3.12")
    earlier = tmp_path / target.name
    earlier.mkdir()
    (earlier / "SHA256SUMS").write_text("earlier")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, word in without_an_index().items():
        monkeypatch.setenv(name, word)

    with pytest.raises(wheelhouse.UnreachableError) as refused:
        wheelhouse.gather(target, (), tmp_path)

    assert "连不上 pip 的软件源" in refused.value.message.zh
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert (earlier / "SHA256SUMS").read_text() == "earlier"


def test_a_new_folder_takes_the_place_of_the_old_one_whole(tmp_path):
    place = tmp_path / "made"
    place.mkdir()
    (place / "old").touch()

    with whole_folder(place) as folder:
        (folder / "new").touch()
        assert (place / "old").exists()

    assert {path.name for path in place.iterdir()} == {"new", SUMS}
    assert list(tmp_path.iterdir()) == [place]
