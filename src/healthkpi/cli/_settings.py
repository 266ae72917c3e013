"""healthkpi.toml: what a bureau decides once, so that no command has to repeat it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.text import Text

FILE = "healthkpi.toml"
KEYS = ("policy", "indicators", "parameters", "readings", "missing", "basis", "history", "jobs", "notices")


@dataclass(frozen=True, slots=True)
class Settings:
    """The policy and definitions to use, and what the bureau has decided: parameters, readings, what stands for missing figures.

    `notices` are the tables [notices.NAME] as written; `notices.read_notices` knows their keys.
    """

    policy: str | None = None
    indicators: Path | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    missing: str | None = None
    basis: str | None = None
    history: str | None = None
    jobs: Mapping[str, object] = field(default_factory=dict)  # each is read when it is run
    notices: Mapping[str, object] = field(default_factory=dict)


def read_settings(folder: Path) -> Settings:
    """The settings of a folder; none where it has no healthkpi.toml."""
    path = folder / FILE
    if not path.is_file():
        return Settings()
    try:
        words = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            Text(
                f'{FILE}: 写法不对（{error}）；中文名称要加英文引号："改厕任务数" = "1200户"',
                f"{FILE}: not valid TOML ({error}); a Chinese name stands in quotation marks",
            )
        ) from None
    for key in words:
        if key not in KEYS:
            near = find_similar(key, KEYS)
            zh, en = (f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else ("", "")
            raise UsageError(Text(f"{FILE}: 不认识“{key}”{zh}", f'{FILE}: unknown key "{key}"{en}'))
    indicators = words.get("indicators")
    return Settings(
        policy=words.get("policy"),
        indicators=folder / str(indicators) if indicators else None,
        parameters=_texts(words, "parameters"),
        readings=_texts(words, "readings"),
        missing=_word(words, "missing"),
        basis=_word(words, "basis"),
        history=_word(words, "history"),
        jobs=_tables(words, "jobs"),
        notices=_tables(words, "notices"),
    )


def _word(words: Mapping[str, object], key: str) -> str | None:
    word = words.get(key)
    if word is None or isinstance(word, str):
        return word
    raise UsageError(Text(f'{FILE}: {key} 写成 {key} = "…"', f'{FILE}: write {key} = "…"'))


def _tables(words: Mapping[str, object], key: str) -> dict[str, object]:
    tables = words.get(key, {})
    if not isinstance(tables, dict) or not all(isinstance(each, dict) for each in tables.values()):
        raise UsageError(
            Text(
                f"{FILE}: {key} 写成 [{key}.名称]，下面写各项",
                f"{FILE}: write [{key}.NAME] and its keys below",
            )
        )
    return tables


def _texts(words: Mapping[str, object], key: str) -> dict[str, str]:
    table = words.get(key, {})
    if not isinstance(table, dict):
        raise UsageError(Text(f"{FILE}: [{key}] 下写 名称 = 值", f"{FILE}: write name = value below [{key}]"))
    return {name: str(value) for name, value in table.items()}
