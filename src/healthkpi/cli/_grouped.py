"""Commands that share options take them as one value."""

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints


def grouped(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """A parameter whose type is a dataclass stands for its fields: each becomes an option of the command.

    What two commands share is declared once, and typer sees plain functions.
    """
    own = inspect.signature(command, eval_str=True).parameters
    types = {name: each.annotation for name, each in own.items() if isinstance(each.annotation, type)}
    groups = {name: each for name, each in types.items() if is_dataclass(each)}
    flat = [
        option
        for name, each in own.items()
        for option in (_options_of(groups[name]) if name in groups else (_by_name(each),))
    ]

    @functools.wraps(command)
    def called(**given: Any) -> int | None:
        single = {name: value for name, value in given.items() if name in own}
        made = {name: group(**_of_group(group, given)) for name, group in groups.items()}
        return command(**single, **made)

    called.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined] # a function has it; typeshed does not say so
    called.__annotations__ = {each.name: each.annotation for each in flat}
    return called


def _options_of(group: type) -> Iterator[inspect.Parameter]:
    annotations = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=annotations[field.name],
        )


def _by_name(parameter: inspect.Parameter) -> inspect.Parameter:
    # By name there is no order of those with and without a default to keep.
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def _of_group(group: type, given: dict[str, Any]) -> dict[str, Any]:
    return {field.name: given[field.name] for field in fields(group)}
