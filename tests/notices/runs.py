"""Small runs of real checks: a return is a table of townships, the target is 50 % by the end of 2018."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from healthkpi.model.run import Failed, ReturnKey, Run, Scored
from healthkpi.pipeline import check
from healthkpi.present.json import as_data, dumped
from healthkpi.request import Request
from healthkpi.text import Text
from making import COVERAGE, SIGNING_WITH_ROSTER, indicator, write_policy

ROOT = Path(__file__).parents[2]
DECEMBER = ReturnKey("plan", "某区", "2018-12")
FINISHED = datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)


def document_of(folder: Path, rows: str, indicators: str = COVERAGE, name: str = "签约.csv", **asked) -> dict:
    """What `check --format json` prints for rows of 乡镇 常住人口 签约人数."""
    definitions = folder / "definitions"
    definitions.mkdir(exist_ok=True)
    write_policy(definitions, indicator(indicators), SIGNING_WITH_ROSTER)
    table = ["乡镇,常住人口,签约人数", *(",".join(row.split()) for row in rows.strip().splitlines())]
    (folder / name).write_text("\n".join(table), "utf-8")
    asked = {"as_of": date(2018, 12, 31), **asked}
    scorecard = check(Request([folder / name], definitions, **asked)).scorecard
    return json.loads(dumped(as_data(scorecard)))


def document_of_sample(name: str) -> dict:
    scorecard = check(Request([ROOT / "sample_data" / name], ROOT / "indicators")).scorecard
    return json.loads(dumped(as_data(scorecard)))


def scored(document: dict, key: ReturnKey = DECEMBER) -> Scored:
    return Scored(key, None, "0" * 64, (), None, document, document, (), 0.1)


def run_of(*returns: Scored, failed: tuple[Failed, ...] = ()) -> Run:
    return Run("20190102T030405Z", FINISHED, FINISHED, "0.1.0", {}, returns, failed, 1)


def failed(name: str = "口泉乡.xlsx") -> Failed:
    return Failed(name, Text("打不开：文件已损坏", "cannot be opened: the file is damaged"))


# 40 + 49 of 200 are 44.5 %; half of 200 is 100, so 11 people are short.
SHORT = "甲乡 100 40\n乙乡 100 49"
MET = "甲乡 100 60\n乙乡 100 49"  # 109 of 200
