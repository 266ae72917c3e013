"""Checks on the figures, one file each: what looks wrong although every cell could be read.

A check offers `CHECK`; adding one is adding one file here. None of them changes a figure: they say what
somebody should look at, with its cell, and are quiet where nothing is odd.
"""

import functools
import sys
from collections.abc import Mapping

from healthkpi.definitions.policy import Policy
from healthkpi.discover import offered
from healthkpi.model.finding import Finding
from healthkpi.model.table import StatTable
from healthkpi.tidy.checks._check import Check, Figures

__all__ = ["Check", "Figures", "checks", "run_checks"]


@functools.cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of their files."""
    return tuple(offered(sys.modules[__name__], "CHECK", Check))


def run_checks(tables: Mapping[str, StatTable], policy: Policy) -> tuple[Finding, ...]:
    """What all checks find in the tidy tables."""
    figures = Figures(tables, policy)
    return tuple(finding for check in checks() for finding in check.run(figures))
