"""What is installed from the wheel works from any folder, with the definitions and samples inside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, built from this checkout and unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def run(installed, folder, *arguments):
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "PYTHONIOENCODING": "utf-8",
        "HEALTHKPI_LANG": "zh",
    }
    command = [sys.executable, "-m", "healthkpi", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)


def test_the_definitions_and_samples_are_inside(installed):
    shipped = installed / "healthkpi" / "_shipped"

    assert (shipped / "indicators" / "yungang-2018" / "policy.yaml").is_file()
    assert (shipped / "sample_data" / "云冈区2018年.xlsx").is_file()
    assert (installed / "healthkpi" / "py.typed").is_file()
    page = installed / "healthkpi" / "present" / "_html"
    assert {each.name for each in page.iterdir()} >= {"page.html", "parts.html", "report.css", "report.js"}


def test_check_works_from_any_folder_with_the_definitions_inside(installed, tmp_path):
    sample = installed / "healthkpi" / "_shipped" / "sample_data" / "云冈区2018年.xlsx"

    ended = run(installed, tmp_path, "check", sample)

    assert ended.returncode == 1, ended.stderr.decode()
    assert "75,173/150,405" in ended.stdout.decode()


def test_it_is_the_unpacked_wheel_that_ran(installed, tmp_path):
    words = "import healthkpi; print(healthkpi.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ended = subprocess.run(
        [sys.executable, "-c", words], cwd=tmp_path, env=environment, capture_output=True, check=True
    )

    assert str(installed) in ended.stdout.decode()
