"""What a page of the documentation shows: files to write, commands to run, and what they print."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
    # Those of the thirty questions have a test of their own, which runs their commands word for word.
    *sorted(
        set((ROOT / "docs" / "how-to").glob("*.md")) - set((ROOT / "docs" / "how-to").glob("thirty-*.md"))
    ),
    ROOT / "docs" / "reference" / "json-output.md",
]

# `path/of/a/file.yaml`: stands alone above the block that is its content.
BLOCK = re.compile(
    r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
STATED = re.compile(r"#.*?(?:exit|退出码) (\d+)")


@dataclass
class ShownFile:
    """A file the reader is told to write."""

    path: str
    content: str


@dataclass
class ShownAnswers:
    """What the reader is told to write into 待确认.xlsx: by what was asked about, √ or × or words of her own."""

    path: str
    answers: dict[str, str]


@dataclass
class ShownCommand:
    """A command the reader is told to run, the exit code stated, and the lines said to come out."""

    line: str
    stated: int | None
    output: list[str]


def steps(page: Path) -> Iterator[ShownFile | ShownAnswers | ShownCommand]:
    """The blocks of a page in the order a reader follows them."""
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["kind"] == "answers":
            pairs = (line.rsplit(maxsplit=1) for line in block["body"].splitlines())
            yield ShownAnswers(block["path"], dict(pairs))
        elif block["path"]:
            yield ShownFile(block["path"], block["body"])
        elif block["kind"] in {"console", "sh"}:
            yield from commands(block["body"], has_prompt=block["kind"] == "console")


def commands(body: str, *, has_prompt: bool) -> Iterator[ShownCommand]:
    shown: ShownCommand | None = None
    for line in body.splitlines():
        if line.startswith("$ ") or (not has_prompt and line.startswith("healthkpi ")):
            if shown:
                yield shown
            shown = command(line.removeprefix("$ "))
        elif shown and has_prompt:
            shown.output.append(line)
    if shown:
        yield shown


def command(line: str) -> ShownCommand:
    words, _, comment = line.partition(" #")
    found = STATED.search("#" + comment)
    bare = re.split(r" \d?> | \| ", words.strip())[0]
    return ShownCommand(bare.strip(), int(found[1]) if found else None, [])
