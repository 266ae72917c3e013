"""What every test of the stages starts from."""

import pytest
from hypothesis import settings

from making import COVERAGE, SIGNING_WITH_ROSTER, indicator, make_policy

# A busy machine is no defect.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def signing_policy():
    """Signing coverage of at least 50 % by the end of 2018, over three townships that must report."""
    return make_policy(indicator(COVERAGE), SIGNING_WITH_ROSTER)
