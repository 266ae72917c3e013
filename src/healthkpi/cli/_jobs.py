"""The [jobs.NAME] tables of healthkpi.toml: runs that are written down once and asked for by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from healthkpi.cli._settings import FILE, Settings
from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.text import Text

_LISTS = ("inputs", "reports", "fail_on", "notices")
_WORDS = ("out", "policy", "period", "each", "history", "report_by", "template")


@dataclass(frozen=True, slots=True)
class WrittenJob:
    """A job as it stands in the file; what a command names itself wins over it."""

    name: str
    words: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


def find_job(settings: Settings, name: str) -> WrittenJob:
    """The job of a name; everything that is wrong with it in one go."""
    from healthkpi.request import unknown_name

    if name not in settings.jobs:
        if not settings.jobs:
            raise UsageError(
                Text(
                    f"--job {name}: {FILE} 里没有写任务；写成 [jobs.{name}]，下面写 inputs 和 out",
                    f"--job {name}: {FILE} has no jobs; write [jobs.{name}] with inputs and out below",
                )
            )
        raise UsageError(unknown_name(Text("任务", "job"), name, settings.jobs))
    table = settings.jobs[name]
    words, lists, errors = {}, {}, []
    for key, value in table.items() if isinstance(table, dict) else ():
        if key in _WORDS and isinstance(value, str):
            words[key] = value
        elif key in _LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
            lists[key] = tuple(value)
        else:
            errors.append(_fault(name, key))
    errors += [
        _lacking(name, key) for key in ("inputs", "out") if key not in {**words, **lists} and not errors
    ]
    if errors:
        raise errors[0] if len(errors) == 1 else Several(errors)
    return WrittenJob(name, words, lists)


def _fault(job: str, key: str) -> HealthKpiError:
    if key in _WORDS:
        return UsageError(
            Text(f'{FILE} [jobs.{job}]: {key} 写成 {key} = "…"', f'{FILE} [jobs.{job}]: write {key} = "…"')
        )
    if key in _LISTS:
        return UsageError(
            Text(
                f'{FILE} [jobs.{job}]: {key} 写成 {key} = ["…", "…"]',
                f'{FILE} [jobs.{job}]: write {key} = ["…", "…"]',
            )
        )
    near = find_similar(key, (*_LISTS, *_WORDS))
    zh, en = (f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else ("", "")
    return UsageError(
        Text(f"{FILE} [jobs.{job}]: 不认识“{key}”{zh}", f'{FILE} [jobs.{job}]: unknown key "{key}"{en}')
    )


def _lacking(job: str, key: str) -> HealthKpiError:
    example = 'inputs = ["收件箱"]' if key == "inputs" else 'out = "结果"'
    return UsageError(
        Text(f"{FILE} [jobs.{job}]: 要写 {example}", f"{FILE} [jobs.{job}]: {example} is needed")
    )
