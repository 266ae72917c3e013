"""What pydantic finds wrong, as one sentence an officer understands, at its line and column."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from healthkpi.definitions.words import Definition
from healthkpi.definitions.yaml_nodes import Document, Plain, Route
from healthkpi.errors import DefinitionError
from healthkpi.expression.errors import ExpressionError, find_similar
from healthkpi.limits import limits
from healthkpi.text import Text


def told_problems(error: ValidationError, document: Document, route: Route) -> Iterator[DefinitionError]:
    """Every problem of one part of a document, once."""
    told: set[str] = set()
    for problem in error.errors(include_url=False):
        where = _route_in_file(document.data, (*route, *problem["loc"]))
        found = _told(problem, document, where)
        if str(found) not in told:
            told.add(str(found))
            yield found


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """A hint to append, or nothing."""
    close = find_similar(word, known)
    return Text(f"；是不是“{close}”？", f'; did you mean "{close}"?') if close else Text("", "")


def expression_problem(error: ExpressionError, document: Document, route: Route) -> DefinitionError:
    """A mistake inside an expression, with the caret below the place."""
    hint = error.hint or Text("", "")
    parts = [part for part in (error.message, hint) if part.zh]
    told = Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
    pointer = "\n".join("    " + line for line in error.pointer().splitlines())
    return document.mark(route).error(Text(f"{told.zh}\n{pointer}", f"{told.en}\n{pointer}"))


def _route_in_file(data: Plain, loc: Route) -> Route:
    """Drop what pydantic adds to a location (tags of unions) and the file does not hold."""
    route: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            continue
        route.append(part)
    return tuple(route)


def _told(problem: Any, document: Document, where: Route) -> DefinitionError:
    context = problem.get("ctx", {})
    if "error" in context and isinstance(context["error"], ExpressionError):
        return expression_problem(context["error"], document, where)
    name = str(problem["loc"][-1]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        return document.mark(where, of_key=True).error(_unknown_key(name))
    if problem["type"] == "missing":
        return document.mark(where).error(Text(f"缺少“{name}”", f'"{name}" is missing'))
    return document.mark(where).error(_sentence(problem, context))


def _unknown_key(name: str) -> Text:
    hint = did_you_mean(name, _known_keys())
    return Text(f"不认识的键“{name}”{hint.zh}", f'unknown key "{name}"{hint.en}')


def _known_keys() -> set[str]:
    models: list[type[Definition]] = list(Definition.__subclasses__())
    named = {field.alias or name for model in models for name, field in model.model_fields.items()}
    return (named - {"limit", "key", "amounts"}) | set(limits())


def _sentence(problem: Any, context: dict[str, Any]) -> Text:
    if problem["type"] == "healthkpi":
        return Text(context["zh"], context["en"])
    shown = str(problem.get("input", ""))[:40]
    if problem["type"] in {"literal_error", "enum"}:
        words = context["expected"].replace(" or ", ", ").replace("'", "").split(", ")
        expected, hint = ", ".join(words), did_you_mean(shown, words)
        return Text(
            f"“{shown}”不能用在这里；可写：{expected}{hint.zh}",
            f'"{shown}" cannot stand here; write one of {expected}{hint.en}',
        )
    wanted = _WANTED.get(problem["type"])
    if wanted is not None:
        return wanted
    return Text(
        f"“{shown}”不能用在这里（{problem['msg']}）", f'"{shown}" cannot stand here ({problem["msg"]})'
    )


_MAPPING = Text("这里要写成“键: 值”的几行", "lines of `key: value` are wanted here")
_WORD = Text("这里应是一个词", "a single word is wanted here")
_LIST = Text("这里应是列表：[甲, 乙]", "a list is wanted here: [a, b]")
_WANTED = {
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "string_type": _WORD,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "bool_parsing": Text("这里只写 true 或 false", "write true or false here"),
    "bool_type": Text("这里只写 true 或 false", "write true or false here"),
}
