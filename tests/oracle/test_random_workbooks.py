"""The same numbers from workbooks that nobody thought of: typed in many ways, with units missing and months absent."""

import tempfile
from fractions import Fraction
from pathlib import Path

import openpyxl
from comparing import asked, differences, flat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import TOWNSHIPS, read_screening, read_signing
from reckoning import (
    added,
    at_least,
    at_most,
    change,
    contributions,
    pace_of_share,
    pace_of_task,
    ranks,
    reported,
    with_unreported,
)

HALF = Fraction(50)
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
WRITINGS = (int, str, lambda number: f"{number:,}", lambda number: str(number).translate(WIDE))
NOTHING = (None, "—", "/", "未报")

# Near to half, so that met and missed, gaps of a few people and equal places all occur.
people = st.integers(40, 3000)


@st.composite
def months_of_signing(draw):
    """One to four months, the newest first; residents stay, and in each month some may not report."""
    residents = [draw(people) for _ in TOWNSHIPS]
    months = []
    for _ in range(draw(st.integers(1, 4))):
        # In each month at least one has reported.
        silent = draw(st.sets(st.sampled_from(TOWNSHIPS), max_size=3))
        shares = [draw(st.integers(30, 70)) for _ in TOWNSHIPS]
        months.append(
            [
                (name, whole, None if name in silent else whole * share // 100)
                for name, whole, share in zip(TOWNSHIPS, residents, shares, strict=True)
            ]
        )
    return months


def write_signing(folder, month, rows, pick):
    """A return as a township office types it; `pick` chooses among ways of writing."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"云冈区家庭医生签约服务进展情况统计表（2018年{month}月）"])
    sheet.append(["序号", "乡（镇）", "常住人口", "签约人数"])
    for number, (name, whole, part) in enumerate(rows, start=1):
        written = pick(NOTHING) if part is None else pick(WRITINGS)(part)
        sheet.append([number, name, pick(WRITINGS)(whole), written])
    sheet.append([None, "合计", sum(row[1] for row in rows), sum(row[2] or 0 for row in rows)])
    path = folder / f"签约{month}月.xlsx"
    book.save(path)
    return path


@few
@given(months_of_signing(), st.data())
def test_a_share_its_gap_places_parts_changes_and_pace(months, data):
    def pick(ways):
        return data.draw(st.sampled_from(ways))

    with tempfile.TemporaryDirectory() as folder:
        paths = [write_signing(Path(folder), 9 - back, rows, pick) for back, rows in enumerate(months)]
        returns = [read_signing(path) for path in paths]
        result = asked("signing-coverage", paths[:1], baselines=paths[1:], levels=("township",))
    (district,) = result["judged"]
    reckoned = {**at_least(*added(returns[0]), HALF, is_due=False)}
    if reckoned["gap"] is not None:
        reckoned["with_unreported"] = with_unreported(returns[0], HALF)

    assert not differences(flat(district), reckoned)
    compare_change(district, returns)
    compare_units(result["listed"], returns)
    if len(returns) > 1 and all(reported(month).keys() == set(TOWNSHIPS) for month in returns):
        assert not differences(district["pace"], pace_of_share(returns, None, HALF, 3))


def compare_change(district, returns):
    found = [each for each in district["changes"] if each["since"] == "previous period"]
    both = returns[1:] and reported(returns[0]).keys() & reported(returns[1]).keys()
    if not both:
        return
    (since,) = found
    flat_change = {**since, "now": since["now"]["value"], "before": since["before"]["value"]}
    flat_change["left_out"] = sorted(since["left_out"])
    assert not differences(flat_change, change(returns[0], returns[1]))


def compare_units(listed, returns):
    places, parts = ranks(returns), contributions(returns[0], HALF)
    for unit in listed:
        name = unit["unit"]
        assert not differences(unit["contribution"], parts[name])
        if name not in places:
            assert (unit["value"], unit["rank"]["place"]) == (None, None)
            continue
        assert not differences(flat(unit), at_least(*returns[0][name], HALF, is_due=False))
        # A single unit has no others to be placed among.
        if len(places) > 1:
            assert not differences(unit["rank"], places[name])


@few
@given(st.lists(st.lists(st.integers(0, 90), min_size=6, max_size=6), min_size=1, max_size=11))
def test_a_task_of_the_year_and_where_its_pace_leads(months):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"云冈区免费产前筛查与诊断进度月报（2018年{len(months)}月）"])
    sheet.append(["序号", "乡（镇）", "年度任务数", *[f"{month}月" for month in range(1, 13)], "累计"])
    for number, name in enumerate(TOWNSHIPS, start=1):
        done = [month[number - 1] for month in months]
        sheet.append([number, name, 300, *done, *[None] * (12 - len(done)), sum(done)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "产前筛查.xlsx"
        book.save(path)
        by_month = read_screening(path)
        (district,) = asked("prenatal-screening", [path])["judged"]
    reckoned = pace_of_task(by_month, 1875)

    assert by_month == [sum(month) for month in months]
    assert not differences(flat(district), {"value": sum(by_month), "expected": reckoned["expected"]})
    assert district["judgement"] == ("ahead" if sum(by_month) >= reckoned["expected"] else "behind")
    assert not differences(district["pace"], reckoned)


streets = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9000)), min_size=2, max_size=6)


@few
@given(streets)
def test_deaths_within_a_limit_say_how_many_more_are_allowed_or_too_many(rows):
    names = ("丁公路街道", "西湖街道", "系马桩街道", "朝阳洲街道", "桃花镇", "朝农管理处")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["妇幼健康报表（2017年）"])
    sheet.append(["街道", "活产数", "孕产妇死亡人数"])
    for name, (deaths, births) in zip(names, rows, strict=False):
        sheet.append([name, births, deaths])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "妇幼2017年.xlsx"
        book.save(path)
        (district,) = asked("maternal-mortality", [path], policy="xihu-2017")["judged"]
    deaths, births = (sum(column) for column in zip(*rows, strict=True))

    assert not differences(flat(district), at_most(deaths, births, Fraction(16), 100_000, is_due=True))
