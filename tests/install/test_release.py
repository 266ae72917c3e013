"""What a tag publishes, and the recipe of the container: what can be held of them without GitHub, Windows and podman."""

import re

import pytest
import yaml
from gathering import ROOT

from healthkpi.dropped import REPORTS
from healthkpi.errors import HealthKpiError

import release  # isort: skip - in install/, which gathering puts on the path
import try_windows_folder  # isort: skip

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_a_tag_that_is_not_the_version_is_refused():
    release.check_tag(f"v{release.version()}")
    with pytest.raises(HealthKpiError, match=f"it should be v{release.version()}"):
        release.check_tag("v99.0.0")


def test_every_action_is_pinned_to_a_commit():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) >= 5
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each)] == []


def test_nothing_is_published_before_it_worked_on_windows():
    jobs = WORKFLOW["jobs"]
    assert set(jobs["publish"]["needs"]) == {"make", "try-on-windows"}
    assert jobs["try-on-windows"]["runs-on"].startswith("windows-")
    assert [name for name, job in jobs.items() if job.get("permissions")] == ["publish"]
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_one_version_of_python_is_meant_everywhere():
    versions = {step["with"]["python-version"] for step in STEPS if "setup-python" in step.get("uses", "")}
    assert versions == {release.PYTHON_VERSION}
    archive = WORKFLOW["jobs"]["make"]["env"]["PYTHON_ZIP"]
    assert archive.startswith(f"python-{release.PYTHON_VERSION}.")
    assert archive in (ROOT / "install" / "windows_folder.py").read_text("utf-8")
    assert f"wheelhouse/win_amd64-py{release.PYTHON_VERSION.replace('.', '')}" in (
        ROOT / "Makefile"
    ).read_text("utf-8")
    assert f"python:{release.PYTHON_VERSION}-slim" in CONTAINERFILE


def test_on_windows_the_reports_are_looked_for_that_a_drop_writes():
    assert try_windows_folder.REPORTS == REPORTS
    assert (ROOT / "sample_data" / try_windows_folder.SAMPLE.name).is_file()


def test_what_the_workflow_runs_is_there():
    said = "\n".join(step["run"] for step in STEPS if "run" in step)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert {f"{goal}:" for goal in re.findall(r"make (\w+) ", said)} <= set(
        re.findall(r"^\w+:", makefile, re.MULTILINE)
    )
    scripts = re.findall(r"install/\w+\.py", said + makefile)
    assert scripts
    assert [each for each in scripts if not (ROOT / each).is_file()] == []


def test_the_container_runs_as_a_user_without_rights_and_is_the_command():
    last_stage = CONTAINERFILE.rsplit("\nFROM ", 1)[1]
    assert re.findall(r"^USER (\w+)$", last_stage, re.MULTILINE) == ["healthkpi"]
    assert 'ENTRYPOINT ["healthkpi"]' in last_stage
    assert 'VOLUME ["/data", "/out"]' in last_stage
    assert "pip" not in last_stage
    assert ":latest" not in CONTAINERFILE


def test_the_container_is_made_from_all_that_the_wheel_is_made_from():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    wanted = ["pyproject.toml", "constraints.txt", "README.md", "LICENSE", "src", "indicators", "sample_data"]
    assert [name for name in wanted if name in ignored or not (ROOT / name).exists()] == []
