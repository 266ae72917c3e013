"""Which wheels another computer takes, and which dependencies count there."""

import pytest
from gathering import ROOT, find_target, wheelhouse
from packaging.markers import Marker

from healthkpi.errors import HealthKpiError


def test_a_wheel_for_an_older_glibc_is_taken_and_one_for_a_newer_is_not():
    names = find_target("manylinux_2_28_x86_64", "3.12").platforms

    assert {
        "manylinux_2_28_x86_64",
        "manylinux_2_17_x86_64",
        "manylinux2014_x86_64",
        "manylinux1_x86_64",
    } <= set(names)
    assert "manylinux_2_31_x86_64" not in names
    assert names.index("manylinux_2_28_x86_64") < names.index("manylinux2014_x86_64")


def test_manylinux2014_is_glibc_2_17():
    names = find_target("manylinux2014_x86_64", "3.12").platforms

    assert {"manylinux2014_x86_64", "manylinux_2_17_x86_64"} <= set(names)
    assert "manylinux_2_28_x86_64" not in names


@pytest.mark.parametrize(
    ("platform", "marker"),
    [
        ("win_amd64", 'platform_system == "Windows" and sys_platform == "win32" and os_name == "nt"'),
        (
            "win_amd64",
            'platform_machine == "AMD64" and python_version < "3.13" and python_full_version >= "3.12"',
        ),
        ("manylinux2014_aarch64", 'sys_platform == "linux" and platform_machine == "aarch64"'),
    ],
)
def test_the_markers_of_a_dependency_are_those_of_the_target(platform, marker):
    assert Marker(marker).evaluate(find_target(platform, "3.12").environment)


@pytest.mark.parametrize(
    ("platform", "version", "said"),
    [
        ("windows", "3.12", "write win_amd64 for Windows"),
        ("manylinux_x86_64", "3.12", "manylinux_2_28_x86_64"),
        ("win_amd64", "312", "write it like 3.12"),
        ("win_amd64", "3.10", "from 3.11 on"),
    ],
)
def test_what_is_not_known_is_refused_with_what_to_write(platform, version, said):
    with pytest.raises(HealthKpiError, match=said):
        find_target(platform, version)


def test_without_words_it_is_this_computer_and_this_python():
    target = find_target("", "")
    assert target.platforms
    assert target.name.endswith(f"-py{target.version.replace('.', '')}")


def test_every_version_is_pinned():
    pins = wheelhouse.read_pins(ROOT / "constraints.txt")
    assert [pin for pin in pins.values() if "==" not in pin] == []
    assert {"pandas", "pyyaml", "colorama", "tzdata"} <= set(pins)
