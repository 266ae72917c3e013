"""Any address that takes JSON: the notice as data, or what a template of the bureau makes of it.

A template is Jinja2 in a sandbox; `{{ title | tojson }}` writes words with their quotes, so none are set by hand. What it
makes has to be JSON.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from healthkpi.json_line import json_line
from healthkpi.model.run import ReturnKey
from healthkpi.notices._channel import Channel, Compose, Deliver, Undelivered
from healthkpi.notices._lines import plain_text
from healthkpi.notices._notice import Counts, Notice, ReturnNoticed, Shortfall, test_notice
from healthkpi.notices._post import post, read_target
from healthkpi.notices._secret import Secret
from healthkpi.notices._table import Table
from healthkpi.text import Language, Text, same

if TYPE_CHECKING:
    from jinja2 import Template


def _read(table: Table) -> Compose:
    target, token = read_target(table), table.maybe_secret("token")
    template, expected = _template(table), table.flags("expect")

    def compose(notice: Notice, language: Language) -> Deliver:
        data = data_of(notice, language)
        body = json_line(data) if template is None else _filled(template, data)
        return lambda: _refuse_other_than(expected, post(target, body, headers=_authorization(token)))

    return compose


def _authorization(token: Secret | None) -> Mapping[str, str]:
    if token is None:
        return {}
    words = token.reveal()
    if not words.isascii() or not words.isprintable():
        raise Undelivered(
            Text(f"{token.key} 里有不能用的字符", f"{token.key} holds signs that cannot be sent")
        )
    return {"Authorization": f"Bearer {words}"}


def _refuse_other_than(expected: Mapping[str, object], answer: Any) -> None:
    """Many services answer 200 for a failure too and say the rest in their JSON."""
    for key, value in expected.items():
        if not isinstance(answer, dict) or answer.get(key) != value:
            raise Undelivered(
                Text(
                    f"对方回答的 {key} 不是 expect 要求的值，当作没有收下",
                    f"the {key} of the answer is not what expect asks for, so it counts as not taken",
                )
            )


def data_of(notice: Notice, language: Language) -> dict[str, Any]:
    """The notice as plain data in one language; a template sees the same names."""
    return {
        "title": notice.title.say(language),
        "first_line": notice.first_line.say(language),
        "text": plain_text(notice, language),
        "counts": {
            "scored": notice.scored,
            "missed": notice.counts.missed,
            "newly_missed": notice.counts.newly_missed,
            "overdue": notice.counts.overdue,
            "not_judged": notice.counts.not_judged,
            "failed": len(notice.failed),
        },
        "returns": [_return(each, language) for each in notice.returns],
        "failed": [{"name": each.name, "message": each.message.say(language)} for each in notice.failed],
        "run": notice.run,
        "finished": notice.finished.isoformat(timespec="seconds"),
        "link": notice.link,
        "test": notice.is_test,
    }


def _return(told: ReturnNoticed, language: Language) -> dict[str, Any]:
    return {
        "policy": told.key.policy,
        "unit": told.key.unit,
        "period": told.key.period,
        "heading": told.heading.say(language),
        "answer": told.answer.say(language),
        "missed": [_shortfall(each, language) for each in told.shortfalls],
    }


def _shortfall(told: Shortfall, language: Language) -> dict[str, Any]:
    said = {"name": told.name, "value": told.value, "target": told.target, "gap": told.gap}
    return {
        "indicator": told.indicator,
        **{key: words.say(language) for key, words in said.items()},
        "by": told.by,
        "remarks": told.remarks.say(language),
        "overdue_days": told.overdue,
        "new": told.is_new,
    }


def _template(table: Table) -> "Template | None":
    path = table.path("template")
    if path is None:
        return None
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
    environment.filters["tojson"] = _quoted
    try:
        template = environment.from_string(path.read_text("utf-8-sig"))
        for notice in _EXAMPLES:
            _filled(template, data_of(notice, "zh"))
    except (TemplateError, UnicodeDecodeError, Undelivered) as problem:
        _refuse(table, path, problem)
        return None
    return template


def _quoted(value: object) -> str:
    """Jinja2's own filter writes for a script in a page, and hides which name is unknown."""
    from jinja2 import Undefined

    return json.dumps(str(value) if isinstance(value, Undefined) else value, ensure_ascii=False)


def _refuse(table: Table, path: Path, problem: Exception) -> None:
    line = getattr(problem, "lineno", None)
    place = f"{path.name}:{line}" if line else path.name
    if isinstance(problem, Undelivered):
        said = problem.message
    elif isinstance(problem, UnicodeDecodeError):
        said = Text("存成 UTF-8 编码", "save it as UTF-8")
    else:
        said = same(str(problem))
    table.fault(f"template {place}: {said.zh}", f"template {place}: {said.en}")


def _filled(template: "Template", data: Mapping[str, Any]) -> bytes:
    from jinja2 import TemplateError

    try:
        words = template.render(data)
        json.loads(words)
    except TemplateError as problem:
        raise _unfit(same(str(problem))) from None
    except ValueError:
        raise _unfit(
            Text(
                "填好以后不是 JSON；词语写成 {{ title | tojson }}，两边不加引号",
                "what it makes is not JSON; write words as {{ title | tojson }}, without quotes around them",
            )
        ) from None
    except Exception as problem:  # noqa: BLE001 - whatever the expressions of a template run into
        raise _unfit(same(type(problem).__name__)) from None
    return words.encode("utf-8", "replace")


def _unfit(why: Text) -> Undelivered:
    return Undelivered(Text(f"模板不能用：{why.zh}", f"the template cannot be used: {why.en}"))


def _example() -> Notice:
    """One of everything, with a quotation mark: a template is tried before the night."""
    name, words = Text('例"一"', 'example "one"'), Text("例", "example")
    shortfall = Shortfall("example", name, words, words, "2018-12-31", words, words, 1, is_new=True)
    told = ReturnNoticed(ReturnKey("policy", "unit", "2018-09"), words, words, (shortfall,))
    return Notice("example", datetime.now(UTC), 1, Counts(1, 1, 1), (told,), link="https://example.cn")


_EXAMPLES = (_example(), test_notice("example", datetime.now(UTC)))

CHANNEL = Channel("webhook", Text("网络接口（JSON）", "webhook (JSON)"), _read)
