"""A copy of a policy's definitions for the next document: formulas stay, what the new document says is marked 待填.

The text is copied, not written anew, so that comments, order and spacing stay as their author left them.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from healthkpi.definitions.load import POLICY_FILE, SHARED_FIELDS_FILE, TABLES_FILE
from healthkpi.text import Text

TO_FILL = "待填"
NAME_OF_A_FOLDER = re.compile(r"\w[\w.-]*")

# Which keys another document always says anew; the sentence stands above the key as a comment.
_OF_POLICY = {
    "title": "新文件的标题",
    "issuer": "发文机关，核对",
    "number": "新文件的文号",
    "plan": "规划期的起止",
    "parameters": "参数的值和依据，逐个核对",
    "scorecards": "考核办法的权重，逐个核对",
}
_OF_INDICATOR = {"clause": "新文件的条款和原文", "targets": "新的限值和期限"}


def copied_files(folder: Path) -> Mapping[str, str]:
    """The files of the copy by name. clauses.csv stays behind: it lists the sentences of the old document."""
    texts = {path.name: path.read_bytes().decode("utf-8-sig") for path in sorted(folder.glob("*.yaml"))}
    return {name: _marked(name, text) for name, text in texts.items()}


def shared_fields(folder: Path) -> str | None:
    """The fields that the policies of the folder above share; a copy elsewhere needs them too."""
    path = folder.parent / SHARED_FIELDS_FILE
    return path.read_bytes().decode("utf-8-sig") if path.is_file() else None


def places_to_fill(files: Mapping[str, str]) -> Mapping[str, int]:
    """How many marks each file has."""
    counts = {name: sum(TO_FILL in line for line in text.splitlines()) for name, text in files.items()}
    return {name: count for name, count in counts.items() if count}


def _marked(name: str, text: str) -> str:
    if name == TABLES_FILE:
        return text
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return text
    if name == POLICY_FILE:
        return _with_changes(text, [*_marks(node, _OF_POLICY), *_policy_words(node)])
    return _with_changes(
        text,
        [
            mark
            for _, indicator in node.value
            if isinstance(indicator, yaml.MappingNode) and not indicator.flow_style
            for mark in _marks(indicator, _OF_INDICATOR)
        ],
    )


Change = tuple[int, int, str]  # from, to, and what stands there afterwards


def _marks(node: yaml.MappingNode, keys: Mapping[str, str]) -> Iterator[Change]:
    """A comment in the line above each of the keys, as deep as the key."""
    for key, _ in node.value:
        if key.value in keys:
            at = key.start_mark
            yield at.index, at.index, f"# {TO_FILL}：{keys[key.value]}\n{' ' * at.column}"


def _policy_words(node: yaml.MappingNode) -> Iterator[Change]:
    """Title and number cannot be taken for those of the new document; the day it was issued is struck out."""
    for key, value in node.value:
        if key.value == "title":
            title = _old_title(value)
            words = f'{{zh: "{TO_FILL}（沿用自：{title.zh}）", en: "to be filled in (from: {title.en})"}}'
            yield value.start_mark.index, value.end_mark.index, _with_line_end(value, words)
        elif key.value == "number":
            yield value.start_mark.index, value.end_mark.index, TO_FILL
        elif key.value == "issued":
            yield key.start_mark.index, key.start_mark.index, f"# {TO_FILL}：新文件的发文日期；原 "


def _old_title(value: yaml.Node) -> Text:
    if isinstance(value, yaml.MappingNode):
        words = {key.value: _plain(each.value) for key, each in value.value}
        return Text(words.get("zh", "?"), words.get("en", "?"))
    return Text(_plain(str(value.value)), _plain(str(value.value)))


def _plain(words: str) -> str:
    """Without what would end the quoted text it is put into."""
    return words.replace("\\", " ").replace('"', " ").strip()


def _with_line_end(value: yaml.Node, words: str) -> str:
    """A block mapping ends where the next key begins, and takes the line break with it."""
    return f"{words}\n" if value.end_mark.column == 0 else words


def _with_changes(text: str, changes: list[Change]) -> str:
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return text
