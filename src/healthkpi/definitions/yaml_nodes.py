"""YAML as text with positions: nothing is guessed, every word knows its line.

PyYAML's own constructor turns `NO` into False, `012` into 10 and `1:30` into 90, and keeps the last of two
equal keys in silence. Here scalars stay the text that was written, and the models read it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from healthkpi.errors import DefinitionError, HealthKpiError, Several
from healthkpi.text import Text

MOST_NODES = 200_000

# The C loader is ten times as fast; a Python built without libyaml has only the other.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Plain = None | str | list["Plain"] | dict[str, "Plain"]
Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in a definition file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def error(self, message: Text) -> DefinitionError:
        """What is wrong here, as `file.yaml:12:5: …`."""
        return DefinitionError(Text(f"{self}: {message.zh}", f"{self}: {message.en}"))


@dataclass(slots=True)
class Document:
    """One definition file: its plain data, and where each key and each value stands."""

    file: str
    data: Plain = None
    keys: dict[Route, Mark] = field(default_factory=dict)
    values: dict[Route, Mark] = field(default_factory=dict)

    def mark(self, path: Route, *, of_key: bool = False) -> Mark:
        """The nearest known position at or above a path."""
        while path:
            found = self.keys.get(path) if of_key else self.values.get(path)
            found = found or self.keys.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return Mark(self.file, 1, 1)


def read_document(path: Path, shown: str) -> Document:
    """Read one YAML file; `shown` is its name in messages. All mistakes of form are raised together."""
    text = _decode(path, shown)
    errors = list(_typing_slips(text, shown))
    if errors:
        raise Several(errors)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, shown) from None
    document = Document(shown)
    reader = _NodeReader(document)
    document.data = reader.read(node, ()) if node is not None else None
    if reader.errors:
        raise Several(reader.errors)
    return document


def _decode(path: Path, shown: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DefinitionError(
            Text(f"{shown}: 不是 UTF-8 编码；请另存为 UTF-8", f"{shown}: not UTF-8; save it as UTF-8")
        ) from None


# An English key with a Chinese colon is a slip wherever it stands; a Chinese word may be the text of a note.
_CHINESE_COLON = re.compile(r"\s*(?:- )?(?:[A-Za-z_-]+|[\w-]+(?=：[^:]*$))：")
_WIDE_INDENT = re.compile(r"[ ]*([\t　]+)\S")


def _typing_slips(text: str, shown: str) -> Iterator[HealthKpiError]:
    """The slips of a Chinese keyboard, which YAML would read as something else or refuse in riddles."""
    for number, line in enumerate(text.splitlines(), start=1):
        wide = _WIDE_INDENT.match(line)
        if wide is not None:
            yield Mark(shown, number, wide.start(1) + 1).error(
                Text(
                    "行首有制表符或全角空格；请改用普通空格",
                    "a tab or a full-width space at the start of the line; use ordinary spaces",
                )
            )
        colon = _CHINESE_COLON.match(line)
        if colon is not None:
            yield Mark(shown, number, colon.end()).error(
                Text(
                    "这里用了中文冒号“：”；请改成英文冒号加空格“: ”",
                    "a Chinese colon “：”; write “: ” with a space",
                )
            )


def _syntax_error(error: yaml.MarkedYAMLError, shown: str) -> DefinitionError:
    # What was never closed is mended where it was opened, not at the end of the file.
    is_open = error.context_mark is not None and "end of" in (error.problem or "")
    mark = error.context_mark if is_open else error.problem_mark or error.context_mark
    where = Mark(shown, mark.line + 1, mark.column + 1) if mark is not None else Mark(shown, 1, 1)
    problem = error.problem or "?"
    return where.error(
        Text(
            f"这一行不合 YAML 写法（{problem}）；检查缩进、冒号后的空格、成对的引号和括号",
            f"this is not YAML ({problem}); check the indentation, the space after a colon, and that quotes and brackets are closed",
        )
    )


class _NodeReader:
    """Turns a node tree into plain data, noting positions and collecting mistakes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.errors: list[HealthKpiError] = []
        self.count = 0

    def read(self, node: yaml.Node, path: Route) -> Plain:
        self.count += 1
        if self.count > MOST_NODES:
            # References to references grow without end; a definition file is nowhere near this.
            raise self._mark(node).error(
                Text(
                    "文件太大，或引用（*）层层展开",
                    "the file is too large, or its references (*) unfold without end",
                )
            )
        self.document.values[path] = self._mark(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Route) -> Plain:
        data: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in data:
                first = self.document.keys[*path, key]
                self._complain(
                    key_node,
                    Text(
                        f"“{key}”在第 {first.line} 行已经写过；删去一个",
                        f'"{key}" stands in line {first.line} already; remove one',
                    ),
                )
                continue
            self.document.keys[*path, key] = self._mark(key_node)
            data[key] = self.read(value_node, (*path, key))
        return data

    def _key(self, node: yaml.Node) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._complain(node, Text("键必须是一个词", "a key must be a single word"))
            return None
        if node.value == "<<":
            self._complain(node, Text("不支持“<<”合并；请写全", '"<<" is not supported; write it out'))
            return None
        return str(node.value)

    def _scalar(self, node: yaml.Node) -> Plain:
        tag = node.tag
        if not tag.startswith("tag:yaml.org,2002:"):
            self._complain(
                node,
                Text(
                    f"“{tag}”不是这里能用的写法；请加引号",
                    f'"{tag}" cannot be used here; put the text in quotes',
                ),
            )
        is_quoted = bool(getattr(node, "style", None))
        empty = tag == "tag:yaml.org,2002:null" and not is_quoted
        return None if empty else str(node.value)

    def _mark(self, node: yaml.Node) -> Mark:
        return Mark(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _complain(self, node: yaml.Node, message: Text) -> None:
        self.errors.append(self._mark(node).error(message))
