"""What every test of the stages starts from."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from making import COVERAGE, SIGNING_WITH_ROSTER, indicator, make_policy

INDICATORS = Path(__file__).parents[1] / "indicators"

# A busy machine is no defect.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def signing_policy():
    """Signing coverage of at least 50 % by the end of 2018, over three townships that must report."""
    return make_policy(indicator(COVERAGE), SIGNING_WITH_ROSTER)


def pytest_terminal_summary(terminalreporter):
    """How the sentences of each shipped document are treated."""
    terminalreporter.section("clauses.csv: sentences by treatment")
    for path in sorted(INDICATORS.glob("*/clauses.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            counts = Counter(row["disposition"] for row in csv.DictReader(file))
        treated = ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))
        terminalreporter.write_line(f"{path.parent.name}: {counts.total()} ({treated})")
