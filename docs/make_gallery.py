"""Write docs/gallery.md, its Chinese page and their pictures: every report of the sample data, as it looks.

    python docs/make_gallery.py            # runs every command, takes every picture, writes both pages
    python docs/make_gallery.py pages      # the pages only, without LibreOffice, poppler and Chromium
    python docs/make_gallery.py pdf brief  # only these pictures anew

Word and Excel go through LibreOffice and poppler, web pages and the terminal through Chromium, so the pictures show the fonts
of the computer that takes them.
"""

import base64
import importlib.util
import io
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text as Styled

from healthkpi.text import Language, Text

if TYPE_CHECKING:
    from browser import Page

HERE = Path(__file__).parent
ROOT = HERE.parent
PICTURES = HERE / "gallery"
PAGES: dict[Language, str] = {"zh": "gallery.zh-CN.md", "en": "gallery.md"}
NOTICE = "<!-- Written by docs/make_gallery.py; change it there, then run make gallery. -->"
TOP = Text(
    "# 报告样张\n\n各种报告长什么样，用哪条命令做的。数字是编造的（`sample_data/officers-questions/`）；`make gallery` 重拍。"
    "怎么写、怎么改，见[写报告](how-to/write-a-report.md)。",
    "# Gallery\n\nWhat each report looks like and the command that made it. The figures are invented "
    "(`sample_data/officers-questions/`); `make gallery` takes the pictures again. How to write and change them: "
    "[write a report](how-to/write-a-report.md). The reports are in Chinese as they are sent; `--lang en` writes them in English.",
)
EXIT = Text("退出码", "exit")
SIZE = Text("放大", "larger")
MOST_BYTES = 100_000
MADE_IN, TERMINAL_COLUMNS = "zh", 132
# Two signs of the narrow font are as wide as a Chinese one. rich fills in {code}; the other braces are the style's.
TERMINAL_PAGE = (
    "<!DOCTYPE html><meta charset=utf-8><style>body{{margin:18px;background:#fff;color:#1a2330}}"
    "@font-face{{font-family:narrow;src:local('DejaVu Sans Mono');size-adjust:83.05%}}"
    "pre{{font:14px/1.45 narrow,'Noto Sans Mono CJK SC',monospace;margin:0;width:max-content}}</style><pre>{code}</pre>"
)
RETURNS = "sample_data/officers-questions"
SEPTEMBER = f"{RETURNS}/2018年9月 --baseline {RETURNS}/2018年8月 --baseline {RETURNS}/2018年7月 --no-ask -q"
# Any installed computer has one of them; what is missing is said by its name.
PROGRAMS = {
    "soffice": Text("LibreOffice（soffice）", "LibreOffice (soffice)"),
    "pdftoppm": Text("poppler（pdftoppm、pdftotext）", "poppler (pdftoppm, pdftotext)"),
    "chromium": Text("Chromium", "Chromium"),
}


@dataclass(frozen=True)
class Sheets:
    """Pages of a file as it is printed: by number, and the first ones on which these words stand."""

    file: str
    pages: Sequence[int] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Screen:
    """The web page in a window, after a step of script; on paper where `pages` are named."""

    file: str
    step: str = ""
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    pages: Sequence[int] = ()


@dataclass(frozen=True)
class Terminal:
    """The first lines that the command prints."""

    lines: int


@dataclass(frozen=True)
class Picture:
    """One picture: its file, what it shows, and of what it is taken."""

    name: str
    shows: Text
    of: Sheets | Screen | Terminal


@dataclass(frozen=True)
class Exhibit:
    """A report: the command that makes it and its pictures. `needs` is the extra without which it cannot be made."""

    title: Text
    command: str
    pictures: tuple[Picture, ...]
    code: int = 1
    needs: str | None = None


def go_to(selector: str) -> str:
    """A step that brings a part of the page to the top of the window."""
    return f"document.querySelector({selector!r}).scrollIntoView({{behavior: 'instant'}})"


EXHIBITS = (
    Exhibit(
        Text("终端", "Terminal"),
        "healthkpi check sample_data/云冈区2018年9月.xlsx -q",
        (
            Picture(
                "terminal",
                Text("先答谁没达到，再列各项指标", "The answer first, then every indicator"),
                Terminal(24),
            ),
        ),
    ),
    Exhibit(
        Text("一个数怎么来的", "How a figure came about"),
        "healthkpi explain signing-coverage sample_data/云冈区2018年9月.xlsx --unit 口泉乡",
        (Picture("explain", Text("条款、单元格、算式", "Clause, cells and sum"), Terminal(40)),),
        code=0,
    ),
    Exhibit(
        Text("通报（Word）", "The bulletin (Word)"),
        f"healthkpi report 通报 {SEPTEMBER} -o 通报.docx",
        (
            Picture(
                "bulletin",
                Text(
                    "总体情况、滞后任务、排名；图可在 Word 里改",
                    "How it stands, what is behind, ranking; charts can be edited",
                ),
                Sheets("通报.docx", (1, 2), ("三、乡镇排名",)),
            ),
        ),
    ),
    Exhibit(
        Text("领导一页（Word）", "One page for the leader (Word)"),
        f"healthkpi report 领导 {SEPTEMBER} -o 领导.docx",
        (
            Picture(
                "brief",
                Text("怎么样、盯哪几项、谁前谁后", "How it stands, what to look at, who is first and last"),
                Sheets("领导.docx", (1,)),
            ),
        ),
    ),
    Exhibit(
        Text("反馈单（Word）", "A feedback sheet (Word)"),
        f"healthkpi report 反馈单 {SEPTEMBER} --unit 口泉乡 -o 口泉乡.docx",
        (
            Picture(
                "feedback",
                Text("一个乡镇自己的数和回执", "One township's own figures and its receipt"),
                Sheets("口泉乡.docx", (1,)),
            ),
        ),
    ),
    Exhibit(
        Text("工作簿（Excel）", "The workbook (Excel)"),
        f"healthkpi check {SEPTEMBER} -o 达标情况.xlsx",
        (
            Picture(
                "workbook",
                Text("汇总", "Summary"),
                Sheets("达标情况.xlsx", words=("各项指标完成情况汇总表",)),
            ),
            Picture(
                "workbook-units",
                Text("各单位", "Units"),
                Sheets("达标情况.xlsx", words=("各单位完成情况表",)),
            ),
            Picture(
                "workbook-sources",
                Text("明细、问题数据", "Sources, findings"),
                Sheets("达标情况.xlsx", words=("来源明细表", "问题数据清单")),
            ),
        ),
    ),
    Exhibit(
        Text("网页（HTML）", "The web page (HTML)"),
        f"healthkpi check {SEPTEMBER} -o index.html",
        (
            Picture(
                "page", Text("总览，可排序、筛选", "At a glance; it sorts and filters"), Screen("index.html")
            ),
            Picture(
                "page-map",
                Text("单位与指标对照图", "Units by indicators"),
                Screen("index.html", go_to("#map-1"), height=620),
            ),
            Picture(
                "page-charts",
                Text("指标图：与目标相比、趋势、排名", "Each indicator: against its target, trend, ranking"),
                Screen("index.html", go_to("#charts")),
            ),
            Picture(
                "page-unit",
                Text("一个单位的页", "The page of a unit"),
                Screen("index.html", "document.querySelector('.heat a').click()", height=700),
            ),
            Picture(
                "page-dark",
                Text("深色", "Dark"),
                Screen("index.html", go_to("#charts"), scheme="dark", height=620),
            ),
            Picture(
                "page-narrow",
                Text("手机上", "On a telephone"),
                Screen("index.html", go_to("#indicators"), width=390, height=780),
            ),
            Picture("page-print", Text("打印", "On paper"), Screen("index.html", pages=(1, 3, 4))),
        ),
    ),
    Exhibit(
        Text("通报（PDF）", "The bulletin (PDF)"),
        f"healthkpi report 通报 {SEPTEMBER} -o 通报.pdf",
        (
            Picture(
                "pdf",
                Text("PDF/A，字体在文件里", "PDF/A with its fonts inside"),
                Sheets("通报.pdf", (1, 2, 3)),
            ),
        ),
        needs="typst",
    ),
)


def page_lines(language: Language) -> Iterator[str]:
    """One page: each report with its command and its pictures."""
    yield from (NOTICE, "", TOP.say(language))
    for exhibit in EXHIBITS:
        stated = f"   # {EXIT.say(language)} {exhibit.code}" if exhibit.code else ""
        yield from ("", f"## {exhibit.title.say(language)}", "", "```sh", f"{exhibit.command}{stated}", "```")
        for picture in exhibit.pictures:
            yield from ("", f"![{picture.shows.say(language)}](gallery/{picture.name}.webp)")


def write_pages() -> None:
    for language, name in PAGES.items():
        (HERE / name).write_text("\n".join(page_lines(language)) + "\n", "utf-8")


# Pictures


def missing() -> list[str]:
    """What is not installed, in words."""
    from browser import CHROMIUM

    found = {**{name: shutil.which(name) for name in PROGRAMS}, "chromium": CHROMIUM}
    needs = {exhibit.needs for exhibit in EXHIBITS if exhibit.needs is not None}
    extras = [f"pip install {name}" for name in sorted(needs) if importlib.util.find_spec(name) is None]
    return [PROGRAMS[name].en for name, path in found.items() if path is None] + extras


def take(folder: Path, names: Collection[str]) -> None:
    """Every command in a copy of the samples, and a picture of what it made; of all where none is named."""
    from browser import opened_page

    PICTURES.mkdir(exist_ok=True)
    for name in ("sample_data", "indicators"):
        shutil.copytree(ROOT / name, folder / name)
    with opened_page(folder / "profile") as page:
        for exhibit in EXHIBITS:
            wanted = [each for each in exhibit.pictures if not names or each.name in names]
            printed = run(exhibit, folder) if wanted else ""
            for picture in wanted:
                shown = list(images(picture.of, folder, page, printed))
                save(page, shown, PICTURES / f"{picture.name}.webp")
    shown_today = {f"{picture.name}.webp" for exhibit in EXHIBITS for picture in exhibit.pictures}
    for path in PICTURES.iterdir():
        if path.name not in shown_today:
            path.unlink()


def run(exhibit: Exhibit, folder: Path) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *filter(None, sys.path)]),
        "HEALTHKPI_LANG": MADE_IN,
        "COLUMNS": str(TERMINAL_COLUMNS),
        "FORCE_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", *shlex.split(exhibit.command)]
    ran = called(*command, cwd=folder, env=environment)
    if ran.returncode != exhibit.code:
        sys.exit(f"{exhibit.command}\n{ran.stderr.decode()}")
    return ran.stdout.decode()


def called(*command: str | Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """What a program has printed."""
    return subprocess.run(command, capture_output=True, check=False, **more)  # noqa: S603 - our own commands, our own files


def images(of: Sheets | Screen | Terminal, folder: Path, page: "Page", printed: str) -> Iterator[bytes]:
    """PNG, one for each page or window."""
    if isinstance(of, Terminal):
        yield terminal_image(printed, of, folder, page)
    elif isinstance(of, Sheets):
        yield from paper_images(as_pdf(folder / of.file), of)
    elif of.pages:
        open_anew(page, folder / of.file)
        paper = folder / "printed.pdf"
        page.printed(paper)
        yield from paper_images(paper, Sheets("", of.pages))
    else:
        yield screen_image(of, folder, page)


def open_anew(page: "Page", path: Path) -> None:
    """Without the events of the page before, for the last of them is waited for."""
    page.send("Page.navigate", url="about:blank")
    page.run("new Promise(done => setTimeout(done, 100))")
    page.events.clear()
    page.open(path)
    page.run("new Promise(done => setTimeout(done, 500))")


def as_pdf(path: Path) -> Path:
    if path.suffix == ".pdf":
        return path
    office = ["soffice", f"-env:UserInstallation={(path.parent / 'office').as_uri()}", "--headless"]
    called(*office, "--convert-to", "pdf", "--outdir", path.parent, path)
    return path.with_suffix(".pdf")


def paper_images(pdf: Path, of: Sheets) -> Iterator[bytes]:
    for number in (*of.pages, *(page_with(words, pdf) for words in of.words)):
        at = ["-f", str(number), "-l", str(number)]
        yield called("pdftoppm", "-r", "110", "-png", *at, pdf).stdout


def page_with(words: str, pdf: Path) -> int:
    """The first page on which the words stand."""
    told = called("pdftotext", pdf, "-").stdout.decode()
    return next(at for at, page in enumerate(told.split("\f"), start=1) if words in page)


def screen_image(of: Screen, folder: Path, page: "Page") -> bytes:
    page.show(width=of.width, height=of.height, scheme=of.scheme)
    open_anew(page, folder / of.file)
    if of.step:
        page.run(of.step)
    page.run("new Promise(done => setTimeout(done, 500))")
    taken = page.send("Page.captureScreenshot", format="png")
    page.show()
    return base64.b64decode(taken["data"])


def terminal_image(printed: str, of: Terminal, folder: Path, page: "Page") -> bytes:
    lines = printed.splitlines()[: of.lines]
    console = Console(record=True, width=TERMINAL_COLUMNS, file=io.StringIO(), legacy_windows=False)
    console.print(Styled.from_ansi("\n".join(lines)))
    path = folder / "terminal.html"
    made = console.export_html(theme=DEFAULT_TERMINAL_THEME, inline_styles=True, code_format=TERMINAL_PAGE)
    path.write_text(made, "utf-8")
    page.show(width=1180, height=200)
    open_anew(page, path)
    page.picture(folder / "terminal.png")
    return (folder / "terminal.png").read_bytes()


def save(page: "Page", shown: Sequence[bytes], path: Path) -> None:
    """Side by side on one picture, in WebP: a page of text is a third of its PNG."""
    wide = 1200 if len(shown) > 1 else 0
    tags = "".join(f'<img src="data:image/png;base64,{base64.b64encode(each).decode()}">' for each in shown)
    style = (
        "*{margin:0}body{background:#dfe4ea;padding:14px;display:flex;gap:14px;width:max-content;align-items:start}"
        f"img{{display:block;{f'width:{(wide - 14 * (len(shown) + 1)) // len(shown)}px' if wide else 'max-width:1172px'}}}"
    )
    html = path.with_suffix(".html")
    html.write_text(f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>{tags}", "utf-8")
    page.show(width=1280, height=600)
    open_anew(page, html)
    html.unlink()
    size = page.run(
        "(box => [Math.ceil(box.width), Math.ceil(box.height)])(document.body.getBoundingClientRect())"
    )
    clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
    for quality in range(85, 20, -10):
        taken = page.send(
            "Page.captureScreenshot", format="webp", quality=quality, clip=clip, captureBeyondViewport=True
        )
        content = base64.b64decode(taken["data"])
        if len(content) <= MOST_BYTES:
            break
    path.write_bytes(content)
    print(f"{path.name}: {size[0]} × {size[1]}, {len(content) // 1000} KB")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    if sys.argv[1:] != ["pages"]:
        if absent := missing():
            sys.exit(
                f"not installed, so no pictures: {', '.join(absent)}; `pages` writes the pages without them"
            )
        with tempfile.TemporaryDirectory() as made:
            take(Path(made), sys.argv[1:])
    write_pages()
