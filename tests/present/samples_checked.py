"""The sample returns of September, checked once, and their figures as the JSON has them."""

import json
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from healthkpi.pipeline import Checked, check
from healthkpi.present import writers
from healthkpi.request import Request

ROOT = Path(__file__).parents[2]
RETURNS = ROOT / "sample_data" / "officers-questions"


@cache
def september() -> Checked:
    return check(Request([RETURNS / "2018年9月"], ROOT / "indicators", baselines=(RETURNS / "2018年8月",)))


@cache
def figures_in_json(language: str = "zh") -> dict[tuple[str, str], dict]:
    """Every result by the name of its indicator and its unit."""
    checked = september()
    data = json.loads(writers()["json"].render(checked.report(), language))
    return {
        (result["name"][language], unit["unit"]): {**unit, "measure": result["unit"]}
        for result in data["indicators"]
        if result["supplied"]
        for unit in (*result["judged"], *result["listed"])
    }


def two_decimals(number: str) -> str:
    """As a page shows a rate: half-up, two decimals."""
    return str(Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP))
