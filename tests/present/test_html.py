"""The HTML report holds the figures of the JSON, nothing from outside and no markup of the data."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

import pytest

from big_case import write_big_case
from browser import needs_chromium, opened_page
from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.present.sections import sections
from healthkpi.request import Request
from returns import Bureau, write_return

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data" / "officers-questions"
EVIL = "<script>alert(1)</script>\"'javascript:alert(2)</td><img src=x onerror=alert(3)>{{7*7}}"


class Read(HTMLParser):
    """The cells of every table, by table and row; a cell may be left open, as HTML allows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.tables: list[list[list[str]]] = []
        self.rows: dict[str, list[str]] = {}
        self._row: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        if tag == "table":
            self.tables.append([])
            self._row = None
        elif tag == "tr":
            self._row = []
            self.tables[-1].append(self._row)
            if "data-indicator" in found:
                self.rows[found["data-indicator"]] = self._row
        elif tag in {"td", "th"}:
            self._row.append("")
        elif tag == "small" and self._row:
            self._row[-1] += "\n"

    def handle_endtag(self, tag):
        if tag == "table":
            self._row = None

    def handle_data(self, words):
        if self._row:
            self._row[-1] += words.strip()


def written(report, language="zh") -> str:
    return writers()["html"].render(report, language).decode()


def figures(page: str) -> dict:
    """The data of the script, with the rows of each unit."""
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    rows = zip(*data["rows"], strict=True)
    return data | {"units": [unit | {"rows": list(islice(rows, unit["count"]))} for unit in data["units"]]}


@pytest.fixture(scope="module")
def checked():
    files = [SAMPLES / f"2018年{month}月" for month in (6, 7, 8, 9)]
    return check(Request(files, ROOT / "indicators", policy="yungang-2018"))


@pytest.fixture(scope="module")
def page(checked):
    return written(checked.report())


@pytest.fixture(scope="module")
def signing():
    """Three months of one indicator, which is quickly shown."""
    files = [SAMPLES / f"2018年{month}月" / "家医签约.xlsx" for month in (7, 8, 9)]
    return check(Request(files, ROOT / "indicators", policy="yungang-2018", indicators=["signing-coverage"]))


def shown(decimal: str, unit: str) -> str:
    """Two decimals, half-up, by a way of its own; counts as they are."""
    number = Decimal(decimal)
    if unit in {"%", "/10万"}:
        return f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP):,}{unit}"
    return ""


def test_every_indicator_shows_the_value_and_the_counts_of_the_json(checked, page):
    rows = Read(page).rows
    document = json.loads(writers()["json"].render(checked.report(), "zh"))
    compared = 0
    for indicator in document["indicators"]:
        if not indicator["supplied"] or len(indicator["judged"]) != 1:
            continue
        (unit,) = indicator["judged"]
        if unit["value"] is None or not shown(unit["value"], indicator["unit"]):
            continue
        value, _, counts = rows[indicator["id"]][2].partition("\n")
        assert value.replace(",", "") == shown(unit["value"], indicator["unit"]).replace(",", "")
        if unit["numerator"] and unit["denominator"]:
            assert counts.replace(",", "") == f"{unit['numerator']}/{unit['denominator']}"
        compared += 1
    assert compared >= 8
    assert len(rows) == sum(each["supplied"] for each in document["indicators"])


def test_the_page_of_a_unit_holds_its_figures_of_the_json(checked, page):
    data = figures(page)
    words = data["words"]

    def at(word):
        return words[word] if isinstance(word, int) else word

    (unit,) = [each for each in data["units"] if at(each["name"]) == "口泉乡"]
    names = [at(each) for each in data["indicators"]]
    (row,) = [each for each in unit["rows"] if names[each[0]] == "常住人口家庭医生签约覆盖率"]
    # 19 620 of 41 875 are 46.853…%, half of them would be 20 938: 1318 short.
    assert [at(each).lstrip("\tw") for each in row[5:10]] == [
        "46.85%",
        "19,620/41,875",
        "≥50%（2018-12-31）",
        "△未达到",
        "1318人",
    ]
    sources = [at(each).split("|") for each in row[4]]
    cells = [place + cell for place, cell in zip(*sources, strict=True)]
    assert "签约人数 2018年9月/家医签约.xlsx[家庭医生签约]!D9" in cells


def test_every_section_stands_on_the_page(page):
    for section in sections().values():
        assert f"<h2>{section.title.zh}</h2>" in page


def test_only_the_sections_asked_for_are_written(checked):
    asked = written(checked.report(sections=["排名"]))
    assert re.findall(r"<h2>(.+?)</h2>", asked) == ["排名"]


def test_the_feedback_of_one_unit_names_no_other(signing):
    data = figures(written(signing.report(unit="口泉乡")))
    assert [each["name"] for each in data["units"]] == ["口泉乡"]


def test_it_speaks_english_as_well(signing):
    english = written(signing.report(), "en")
    assert '<html lang="en">' in english
    assert "△ not yet" in english
    assert "At a glance" in english


def test_nothing_outside_the_file_is_named(page):
    addresses = [
        value
        for _, attributes in Read(page).tags
        for name, value in attributes.items()
        if name in {"src", "href", "srcset", "action", "data", "poster"}
    ]
    assert [each for each in addresses if not each.startswith("#")] == ["data:,"]
    assert "http://" not in page
    assert "https://" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_the_same_report_gives_the_same_bytes(signing):
    assert written(signing.report()) == written(signing.report())


def test_markup_in_the_data_stays_text(tmp_path):
    bureau = Bureau(tmp_path)
    rows = [[EVIL, 1000, 500], ["乙乡", EVIL, 900], ["丙镇", 1000, f"600{EVIL}"]]
    file = write_return(tmp_path, rows, name="签约9月.xlsx")
    evil = written(bureau.check(file).report())
    # The page's own two scripts and no third; no element that the page does not write itself.
    assert len(re.findall(r"<script", evil)) == 2
    assert "<img" not in evil
    assert not [name for _, attributes in Read(evil).tags for name in attributes if name.startswith("on")]
    assert "{{7*7}}" in evil


def test_only_its_own_script_may_run(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/=]{44}';", policy)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with opened_page(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def opened(browser, page, tmp_path):
    path = tmp_path / "index.html"
    path.write_text(page, encoding="utf-8")
    browser.events.clear()
    browser.open(path)
    browser.address = path.as_uri()
    return browser


@needs_chromium
def test_it_asks_for_nothing_and_complains_of_nothing(opened):
    assert opened.run("document.documentElement.dataset.ready") == "yes"
    assert {each.partition("#")[0] for each in opened.requests} == {opened.address}
    assert opened.complaints == []


FIRST_VALUES = """[...document.querySelectorAll('#indicators tbody tr')].filter(row => !row.hidden)
    .map(row => row.cells[2].querySelector('b').textContent)"""


@needs_chromium
def test_a_heading_sorts_by_number_and_again_the_other_way(opened):
    click = "document.querySelector('#indicators thead th:nth-child(3) button').click()"
    opened.run(click)
    up = [float(re.search(r"[\d.]+", each)[0]) for each in opened.run(FIRST_VALUES) if re.search(r"\d", each)]
    assert up == sorted(up)
    assert opened.run("document.querySelector('#indicators thead th:nth-child(3)').ariaSort") == "ascending"
    opened.run(click)
    down = opened.run(FIRST_VALUES)
    numbers = [float(re.search(r"[\d.]+", each)[0]) for each in down if re.search(r"\d", each)]
    assert numbers == sorted(numbers, reverse=True)
    # What has no figure stands last either way.
    assert not re.search(r"\d", down[-1])


@needs_chromium
def test_words_and_verdicts_filter_the_indicators(opened):
    opened.run("document.querySelector('.tile[data-verdict=missed]').click()")
    missed = "[...document.querySelectorAll('#indicators tbody tr')].filter(row => !row.hidden).map(row => row.dataset.verdict)"
    assert opened.run(missed) == ["missed"] * 7
    opened.run("document.querySelector('.tile[data-verdict=missed]').click()")
    opened.run(
        "(input => { input.value = '签约 常住'; input.dispatchEvent(new Event('input')); })"
        "(document.querySelector('#indicators caption input'))"
    )
    assert opened.run(FIRST_VALUES) == ["49.64%"]
    all_rows = opened.run("document.querySelectorAll('#indicators tbody tr').length")
    told = opened.run("document.querySelector('#indicators caption .tools span').textContent")
    assert told == f"显示 1 / {all_rows}"


@needs_chromium
def test_a_unit_has_a_page_of_its_own(opened):
    opened.run("[...document.querySelectorAll('.heat a')].find(a => a.textContent === '口泉乡').click()")
    opened.run("new Promise(done => setTimeout(done, 100))")
    assert opened.run("document.getElementById('all').hidden") is True
    words = opened.run("document.getElementById('unit').innerText")
    for said in (
        "口泉乡（乡镇）",
        "46.85%",
        "19,620/41,875",
        "1318人",
        "5/5",
        "-0.12个百分点",
        "每月需 440人",
    ):
        assert said in words
    assert "村卫生室台账.xlsx[村卫生室台账]!M86" in words  # the finding at its row
    opened.run("history.back()")
    opened.run("new Promise(done => setTimeout(done, 200))")
    assert opened.run("document.getElementById('unit').hidden") is True
    assert opened.complaints == []


@needs_chromium
def test_the_page_is_no_wider_than_a_telephone(opened):
    opened.show(width=390, height=800)
    assert opened.run("document.documentElement.scrollWidth") <= 390
    opened.show()


@needs_chromium
def test_markup_runs_nowhere_in_the_browser(browser, tmp_path):
    bureau = Bureau(tmp_path)
    file = write_return(tmp_path, [[EVIL, 1000, 500], ["乙乡", EVIL, 900], ["丙镇", 1000, f"600{EVIL}"]])
    path = tmp_path / "evil.html"
    path.write_bytes(writers()["html"].render(bureau.check(file).report(), "zh"))
    browser.events.clear()
    browser.open(path, "#u1")
    assert browser.run("document.querySelectorAll('img').length") == 0
    assert browser.complaints == []
    assert len(browser.requests) == 1


def test_small_counts_that_are_hidden_stand_nowhere_on_the_page():
    request = Request(
        [SAMPLES / "2018年9月" / "家医签约.xlsx"],
        ROOT / "indicators",
        policy="yungang-2018",
        indicators=["special-family-signing"],
        suppress_below=5,
    )
    hidden = written(check(request).report())
    # 20 of 21 families of 西韩岭乡: the one that is missing must not follow, nor 78 of 79 of the whole.
    assert "12/12" in hidden
    assert "20/21" not in hidden
    assert "95.24" not in hidden
    assert "78/79" not in hidden


@needs_chromium
def test_rows_and_figures_that_are_packed_are_all_shown(browser, signing, tmp_path, monkeypatch):
    monkeypatch.setattr("healthkpi.present._html.packed.LARGE", 10)
    monkeypatch.setattr("healthkpi.present._html.tables.LONG", 4)
    monkeypatch.setattr("healthkpi.present._html.tables.FIRST", 2)
    monkeypatch.setattr("healthkpi.present._html.cards.MANY_BARS", 3)
    monkeypatch.setattr("healthkpi.present._html.cards.FEW_BARS", 2)
    path = tmp_path / "packed.html"
    path.write_bytes(writers()["html"].render(signing.report(), "zh"))
    browser.events.clear()
    browser.open(path)
    browser.run("new Promise(done => setTimeout(done, 300))")
    assert browser.run("document.documentElement.dataset.ready") == "yes"
    ranked = (
        "[...document.querySelector('#s-ranking table').tBodies[0].rows].map(row => row.cells[1].textContent)"
    )
    assert len(browser.run(ranked)) == 2
    browser.run("document.querySelector('#s-ranking [data-rest]').click()")
    assert browser.run(ranked) == ["平旺乡", "西韩岭乡", "云冈镇", "高山镇", "口泉乡", "鸦儿崖乡"]
    bars = "[...document.querySelectorAll('.bars tbody tr')].map(row => row.cells[3].textContent)"
    assert browser.run(bars) == ["49.98%", "46.85%"]  # the last of those that have a place
    browser.run("document.querySelector('[data-all-bars]').click()")
    assert browser.run(bars) == ["51.72%", "50.92%", "50.00%", "49.98%", "46.85%", "—"]
    assert browser.complaints == []


# Each gives what breaks the rule, by how it begins.
ACCESSIBLE = {
    "every table has headings, every heading a scope": "[...document.querySelectorAll('th:not([scope])'), "
    "...[...document.querySelectorAll('table')].filter(table => !table.tHead)]",
    "every drawing has words": "[...document.querySelectorAll('[role=img], svg:not([hidden])')]"
    ".filter(drawn => !drawn.getAttribute('aria-label') && drawn.getAttribute('aria-hidden') !== 'true')",
    "every field and button has a name": "[...document.querySelectorAll('input, button')].filter(field => "
    "!field.getAttribute('aria-label') && !field.closest('label') && !field.textContent.trim())",
    "no heading is more than one step below the last": "[...document.querySelectorAll('h1, h2, h3, h4')]"
    ".filter((head, at, all) => at && head.tagName[1] - all[at - 1].tagName[1] > 1)",
    "no colour stands alone": "[...document.querySelectorAll('.heat td[class]:not(.n), .word, .light')]"
    ".filter(said => !said.textContent.trim())",
    "what has the focus is seen": "[...document.querySelectorAll('main button, main a, main input')].slice(0, 40)"
    ".filter(each => { each.focus({focusVisible: true}); "
    "return document.activeElement === each && getComputedStyle(each).outlineStyle === 'none'; })",
}


@needs_chromium
@pytest.mark.parametrize("rule", ACCESSIBLE)
@pytest.mark.parametrize("shown", ["all", "unit"])
def test_the_page_can_be_read_without_seeing_its_colours(opened, rule, shown):
    if shown == "unit":
        opened.run("document.querySelector('.heat a').click()")
        opened.run("new Promise(done => setTimeout(done, 100))")
    broken = f"({ACCESSIBLE[rule]}).map(each => each.outerHTML.slice(0, 200))"
    assert opened.run(broken) == []


@needs_chromium
def test_paper_says_what_is_only_on_the_screen(opened):
    seen = "getComputedStyle(document.querySelector('.on-paper')).display"
    assert opened.run(seen) == "none"
    opened.send("Emulation.setEmulatedMedia", media="print")
    assert opened.run(seen) == "block"
    opened.send("Emulation.setEmulatedMedia", media="")


def test_of_many_units_that_fell_those_that_fell_most_are_named(tmp_path):
    definitions, files = write_big_case(tmp_path, (8, 9), townships=60, indicators=2)
    checked = check(Request(files[1:], definitions, baselines=files[:1]))
    (line, *_) = re.findall(
        r"下降 (\d+) 家，最多的 20 家：(.*?)</p>", written(checked.report(sections=["环比"]))
    )
    assert int(line[0]) > 20
    falls = [float(each) for each in re.findall(r"-([\d.]+)个百分点", line[1])]
    assert len(falls) == 20
    assert falls == sorted(falls, reverse=True)


@needs_chromium
def test_on_a_telephone_only_a_figure_has_its_heading_beside_it(opened):
    opened.show(width=390, height=800)
    labelled = (
        "[...document.querySelectorAll('#indicators td[data-label]')].map(cell => cell.textContent.trim())"
    )
    told = opened.run(labelled)
    opened.show()
    assert "504人" in told
    assert "" not in told
