"""The pages of docs/reference/indicators/: every indicator as `healthkpi show` says it, a page a policy and language."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from healthkpi.definitions.clauses import CLAUSES_FILE, Disposition, load_clauses
from healthkpi.definitions.load import load_policy, policy_folders
from healthkpi.definitions.policy import Policy
from healthkpi.present._catalogue import indicator_lines
from healthkpi.present._clauses import summary_line
from healthkpi.text import Language, Text

INDICATORS = Path(__file__).parents[1] / "indicators"
FOLDER = "indicators"
SUFFIXES: dict[Language, str] = {"en": ".md", "zh": ".zh-CN.md"}


def pages() -> dict[str, Callable[[], str]]:
    """What each page is called, and what writes it."""
    found: dict[str, Callable[[], str]] = {f"{FOLDER}/README.md": index_page}
    for folder in policy_folders(INDICATORS):
        for language, suffix in SUFFIXES.items():
            found[f"{FOLDER}/{folder.name}{suffix}"] = functools.partial(policy_page, folder, language)
    return found


def index_page() -> str:
    """The policies, and what is done with their sentences."""
    labels = [each.label for each in Disposition]
    heads = " | ".join(f"{label.zh} {label.en}" for label in labels)
    lines = [
        "# Indicators 指标",
        "",
        "Every indicator of the documents that ship with healthkpi: its clause, its formula in words, its targets, how the text is read, "
        "and worked examples. 随附各文件的全部指标：条款、算法、目标、读法和算例。",
        "",
        f"| document 文件 | indicators 指标 | sentences 句 | {heads} |",
        f"|---|{'---:|' * (len(labels) + 2)}",
        *(_index_row(_loaded(folder)) for folder in policy_folders(INDICATORS)),
    ]
    return "\n".join(lines) + "\n"


def _index_row(policy: Policy) -> str:
    rows = load_clauses(policy) if (policy.folder / CLAUSES_FILE).is_file() else ()
    counts = Counter(row.disposition for row in rows)
    pages = (
        f"[{policy.title.zh}]({policy.id}{SUFFIXES['zh']}) [{policy.title.en}]({policy.id}{SUFFIXES['en']})"
    )
    cells = [pages, len(policy.indicators), len(rows), *(counts[each] for each in Disposition)]
    return f"| {' | '.join(map(str, cells))} |"


def policy_page(folder: Path, language: Language) -> str:
    """All indicators of a policy in one language."""
    return "\n".join(_policy_lines(_loaded(folder), language)) + "\n"


@functools.cache
def _loaded(folder: Path) -> Policy:
    return load_policy(folder)


def _policy_lines(policy: Policy, language: Language) -> Iterator[str]:
    number = f" {policy.words.number}" if policy.words.number else ""
    yield f"# {policy.title.say(language)}"
    yield ""
    yield f"{policy.words.issuer.say(language)}{number} · `{policy.id}` · {_other_page(policy, language)}"
    yield ""
    count = Text(f"{len(policy.indicators)} 项指标。", f"{len(policy.indicators)} indicators.").say(language)
    if (policy.folder / CLAUSES_FILE).is_file():
        count += " " + summary_line(load_clauses(policy)).say(language)
        count += Text(
            f"。逐句见 `healthkpi clauses {policy.id}`。",
            f". Sentence by sentence: `healthkpi clauses {policy.id}`.",
        ).say(language)
    yield count
    for name in policy.indicators:
        title, *lines = (line.plain for line in indicator_lines(policy, name, language))
        yield ""
        yield f"## {title.partition('  (')[0]}"
        yield ""
        yield f"`{name}`"
        yield ""
        yield "```text"
        yield from (line.removeprefix("  ").rstrip() for line in lines)
        yield "```"


def _other_page(policy: Policy, language: Language) -> str:
    if language == "zh":
        return f"[English]({policy.id}{SUFFIXES['en']})"
    return f"[中文]({policy.id}{SUFFIXES['zh']})"
