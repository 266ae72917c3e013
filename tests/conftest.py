"""What every test of the stages starts from."""

import pytest

from making import COVERAGE, SIGNING_WITH_ROSTER, indicator, make_policy


@pytest.fixture(scope="session")
def signing_policy():
    """Signing coverage of at least 50 % by the end of 2018, over three townships that must report."""
    return make_policy(indicator(COVERAGE), SIGNING_WITH_ROSTER)
