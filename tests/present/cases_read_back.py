"""Checks whose reports are read back in every format: what each is for stands beside it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from big_case import write_big_case
from healthkpi.pipeline import Checked, check
from healthkpi.present import writers
from healthkpi.request import Request
from present.agreeing import Figures
from present.reading_back import Told

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
RETURNS = SAMPLES / "officers-questions"


@dataclass
class Case:
    """One check with its reports, each made once and only if it is asked for."""

    checked: Checked
    language: str
    reports: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def document(self) -> dict:
        return json.loads(self.written("json"))

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.document, self.language)

    def written(self, name: str) -> bytes:
        if name not in self.reports:
            self.reports[name] = writers()[name].render(self.checked.report(), self.language)
        return self.reports[name]

    @property
    def every_level(self) -> bytes:
        """The page of the terminal with every unit of every level."""
        levels = list(self.checked.scorecard.levels)
        return writers()["table"].render(self.checked.report(levels=levels), self.language)

    def keys(self, told: list[Told]) -> set[tuple[str, str | None]]:
        """Of what was told: indicators by themselves by their id, units by the names of both."""
        area = self.document["policy"]["area"]
        return {
            (self.figures.indicator(each)["id"], None)
            if each.unit is None
            else (
                self.figures.indicator(each)["name"][self.language],
                area["zh"] if each.unit in area.values() else each.unit,
            )
            for each in told
        }

    def units(self, wanted: Callable[[dict], bool] = lambda unit: True) -> set[tuple[str, str]]:
        """Indicators and units that have what is asked for."""
        return {
            (result["name"][self.language], unit["unit"])
            for result in self.figures.supplied
            for unit in (*result["judged"], *result["listed"])
            if wanted(unit)
        }


PLAN = ROOT / "indicators"


def checked_sample(name: str, **more: object) -> Checked:
    return check(Request([SAMPLES / f"{name}.xlsx"], PLAN, **more))


def september(_folder: Path) -> Checked:
    """Five of six townships, a month before, 186 clinics that are judged one by one."""
    return check(Request([RETURNS / "2018年9月"], PLAN, baselines=(RETURNS / "2018年8月",)))


def small_counts_hidden(_folder: Path) -> Checked:
    return check(Request([RETURNS / "2018年9月"], PLAN, suppress_below=5))


def scored(_folder: Path) -> Checked:
    return check(Request([RETURNS / "2018年9月" / "家医签约.xlsx"], RETURNS / "signing-scores"))


def city(folder: Path) -> Checked:
    """12 townships × 10 indicators, two months."""
    definitions, (august, now) = write_big_case(folder, (8, 9), townships=12, indicators=10)
    return check(Request([now], definitions, baselines=(august,)))


CASES: dict[str, Callable[[Path], Checked]] = {
    "yungang-2018": lambda _: checked_sample("云冈区2018年"),
    "yungang-2018-09": lambda _: checked_sample("云冈区2018年9月"),
    "september": september,
    # Between, at most, less than; units to which a target does not apply; 55 indicators judged one by one.
    "dingxi-2022": lambda _: checked_sample("定西市2022年"),
    # Lower is better and few events: how many more are allowed, how many too many; with intervals.
    "xihu-2017": lambda _: checked_sample("西湖区2017年", confidence=Fraction(95)),
    "small-counts-hidden": small_counts_hidden,
    "scored": scored,
    "city": city,
}


IN_ENGLISH = ("september", "dingxi-2022", "xihu-2017", "scored", "city")
READ_BACK = [*((name, "zh") for name in CASES), *((name, "en") for name in IN_ENGLISH)]


READ_BACK = [
    *((name, "zh") for name in CASES),
    *((name, "en") for name in ("september", "dingxi-2022", "xihu-2017", "scored", "city")),
]


@cache
def checked(name: str) -> Checked:
    with TemporaryDirectory() as folder:
        return CASES[name](Path(folder))


BEHIND = {"missed", "behind", "not yet"}


def indicators(case: Case) -> set[tuple[str, str | None]]:
    return {(result["id"], None) for result in case.figures.supplied}


def units_below(case: Case) -> set[tuple[str, str | None]]:
    area = case.document["policy"]["area"]["zh"]
    return {each for each in case.units() if each[1] != area}


def units_of_levels(case: Case) -> set[tuple[str, str | None]]:
    levels = case.checked.scorecard.levels
    return case.units(lambda unit: unit["level"] in levels)


def tasks_behind(case: Case) -> set[tuple[str, str | None]]:
    return {(each["id"], None) for each in case.figures.supplied if each["verdict"] in BEHIND}


def places(case: Case) -> set[tuple[str, str]]:
    """Every unit that has a place, of the highest level below the area where an indicator has several."""
    found = set()
    for result in case.figures.supplied:
        units = [*result["judged"], *result["listed"]]
        levels = [each for each in case.checked.policy.levels if each != case.checked.policy.area_level]
        counts = {level: sum(unit["level"] == level for unit in units) for level in levels}
        below = next((level for level in levels if counts[level] > 1), None)
        found |= {
            (result["name"][case.language], unit["unit"])
            for unit in units
            if unit["level"] == below and (unit["rank"] or {}).get("place") is not None
        }
    return found
