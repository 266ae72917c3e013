"""Ask the product, and hold its JSON against what was reckoned by hand."""

import json
from fractions import Fraction
from pathlib import Path

from healthkpi.pipeline import check
from healthkpi.present.json import as_data, dumped
from healthkpi.request import Request

ROOT = Path(__file__).parents[2]
# A value that never ends is written with twelve decimals.
LAST_DECIMAL = Fraction(1, 10**12)


def asked(indicator: str, files: list[Path], policy: str = "yungang-2018", **more) -> dict:
    """The indicator as `check --format json` gives it."""
    request = Request(files, ROOT / "indicators", policy=policy, indicators=(indicator,), **more)
    data = json.loads(dumped(as_data(check(request).scorecard)))
    return next(each for each in data["indicators"] if each["id"] == indicator)


def same(found: object, reckoned: object) -> bool:
    """Numbers come as decimal strings; everything else as it is."""
    if isinstance(reckoned, bool) or reckoned is None or isinstance(reckoned, str | list):
        return found == reckoned
    if found is None or isinstance(found, bool):
        return False
    return abs(Fraction(str(found)) - Fraction(reckoned)) < LAST_DECIMAL


def differences(found: dict, reckoned: dict[str, object]) -> dict[str, tuple[object, object]]:
    """By key, what the product says and what was reckoned, where these are not the same."""
    return {
        key: (found.get(key), value) for key, value in reckoned.items() if not same(found.get(key), value)
    }


def flat(unit: dict) -> dict:
    """One unit of the JSON with its gap spread out."""
    gap = unit["gap"] or {"amount": None, "allowed": False, "over": False, "with_unreported": None}
    return {**unit, **gap, "gap": gap["amount"]}
