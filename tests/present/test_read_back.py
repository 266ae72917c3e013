"""A document read back is spoken of in the words of the scorecard it was made of: for every sample."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from healthkpi.model.correction import NO_CORRECTIONS
from healthkpi.pipeline import check
from healthkpi.present._layout import answer_line, heading, indicator_rows, level_rows, totals_line
from healthkpi.present._read_back import scorecard_of
from healthkpi.present.json import as_data, dumped
from healthkpi.request import Request
from present.samples_checked import september

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_data").glob("*.xlsx"))


def read_back(scorecard):
    return scorecard_of(json.loads(dumped(as_data(scorecard))))


def spoken(scorecard):
    rows = {language: indicator_rows(scorecard, language) for language in ("zh", "en")}
    return [answer_line(scorecard), totals_line(scorecard), heading(scorecard), rows]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_line_of_a_sample_is_the_same_after_reading_back(sample):
    scorecard = check(Request([sample], ROOT / "indicators")).scorecard
    assert spoken(read_back(scorecard)) == spoken(scorecard)


def test_lower_levels_are_the_same_after_reading_back():
    scorecard = september().scorecard
    assert level_rows(read_back(scorecard), "zh", "township") == level_rows(scorecard, "zh", "township")


def test_what_is_hidden_stays_hidden():
    request = Request(
        [ROOT / "sample_data" / "云冈区2018年9月.xlsx"], ROOT / "indicators", suppress_below=20000
    )
    scorecard = check(request).scorecard
    again = replace(scorecard, corrections=NO_CORRECTIONS)
    assert "小于 20000 的人数已隐去" in heading(read_back(scorecard)).zh
    assert spoken(read_back(scorecard)) == spoken(again)
