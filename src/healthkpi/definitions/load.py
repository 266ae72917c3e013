"""Folders of YAML into policies. Every mistake in every file is told in one pass."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.link import link_problems
from healthkpi.definitions.policy import Origin, Policy, PolicyWords
from healthkpi.definitions.problems import did_you_mean, told_problems
from healthkpi.definitions.table import Field, Table
from healthkpi.definitions.task_ledger import TASK_LEDGER, task_ledger
from healthkpi.definitions.yaml_nodes import Document, Plain, Route, read_document
from healthkpi.errors import DefinitionError, HealthKpiError, Several
from healthkpi.text import Text

Model = TypeVar("Model", bound=BaseModel)
Fields = Mapping[str, Plain]

POLICY_FILE = "policy.yaml"
TABLES_FILE = "tables.yaml"
SHARED_FIELDS_FILE = "fields.yaml"
# A run over many returns asks for the same few policies again and again.
MOST_KEPT = 32


def policy_folders(root: Path) -> tuple[Path, ...]:
    """The policy folders of a definitions folder; the folder itself if it is one."""
    if (root / POLICY_FILE).is_file():
        return (root,)
    return tuple(sorted(file.parent for file in root.glob(f"*/{POLICY_FILE}")))


def load_policies(root: Path, readings: Mapping[str, str] | None = None) -> tuple[Policy, ...]:
    """All policies of a definitions folder; raises all that is wrong with any of them.

    `readings` chooses, by indicator id, one of its named other readings.
    """
    policies: list[Policy] = []
    errors: list[HealthKpiError] = []
    for folder in _folders(root):
        try:
            policies.append(load_policy(folder, readings))
        except Several as error:
            errors += error.errors
    errors += _idle_readings(policies, readings or {})
    if errors:
        raise Several(errors)
    return tuple(policies)


def load_outlines(root: Path) -> tuple[Policy, ...]:
    """All policies without their indicators: enough to tell which of them some files belong to, and quick."""
    outlines: list[Policy] = []
    errors: list[HealthKpiError] = []
    for folder in _folders(root):
        try:
            outlines.append(_outline(folder, _content_of(folder)))
        except Several as error:
            errors += error.errors
    if errors:
        raise Several(errors)
    return tuple(outlines)


def load_chosen(root: Path, chosen: Policy, readings: Mapping[str, str]) -> Policy:
    """One policy of a definitions folder in full; the others only where a reading may be for one of theirs."""
    policy = load_policy(chosen.folder, readings)
    if any(name not in policy.indicators for name in readings):
        load_policies(root, readings)
    return policy


def _folders(root: Path) -> tuple[Path, ...]:
    folders = policy_folders(root)
    if not folders:
        raise DefinitionError(
            Text(
                f"{root}：这里没有指标定义（每个文件夹要有 {POLICY_FILE}）；用 --indicators 指定文件夹",
                f"{root}: no definitions here (a policy folder holds {POLICY_FILE}); name the folder with --indicators",
            )
        )
    return folders


def _idle_readings(policies: Sequence[Policy], readings: Mapping[str, str]) -> Iterator[HealthKpiError]:
    """Readings that are chosen for an indicator that no policy has."""
    known = [name for policy in policies for name in policy.indicators]
    for name in readings:
        if policies and name not in known:
            hint = did_you_mean(name, known)
            yield DefinitionError(
                Text(
                    f"[readings] 没有指标“{name}”{hint.zh}",
                    f'[readings] there is no indicator "{name}"{hint.en}',
                )
            )


def load_policy(folder: Path, readings: Mapping[str, str] | None = None) -> Policy:
    """One policy folder; raises `Several` with everything that is wrong in it."""
    return _policy(folder, _content_of(folder), tuple((readings or {}).items()))


@lru_cache(maxsize=MOST_KEPT)
def _policy(folder: Path, _content: str, readings: tuple[tuple[str, str], ...]) -> Policy:
    loader = _Loader(folder, dict(readings))
    policy = loader.load()
    if not loader.errors:
        loader.errors += link_problems(policy)
    if loader.errors:
        raise Several(loader.errors)
    return policy


@lru_cache(maxsize=MOST_KEPT)
def _outline(folder: Path, _content: str) -> Policy:
    loader = _Loader(folder, {})
    policy = loader.load(with_indicators=False)
    if loader.errors:
        raise Several(loader.errors)
    return policy


def _content_of(folder: Path) -> str:
    """A SHA-256 over every file that a policy is read from: two edits within a second have the same time and often the same size."""
    found = hashlib.sha256()
    for path in (*sorted(folder.glob("*.yaml")), folder.parent / SHARED_FIELDS_FILE):
        if path.is_file():
            found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


class _Loader:
    """Reads the files of one folder, collecting mistakes as it goes."""

    def __init__(self, folder: Path, readings: Mapping[str, str]) -> None:
        self.folder = folder
        self.readings = readings
        self.errors: list[HealthKpiError] = []
        self.origins: dict[str, Origin] = {}
        self.hash = hashlib.sha256()

    def load(self, *, with_indicators: bool = True) -> Policy:
        document = self._document(self.folder / POLICY_FILE)
        words = self._model(document, (), PolicyWords)
        self.origins[POLICY_FILE] = Origin(document, ())
        tables = self._tables()
        indicators = self._indicators() if with_indicators else {}
        return Policy(
            id=self.folder.name,
            folder=self.folder,
            words=words or _no_words(),
            tables=tables,
            indicators=indicators,
            origins=self.origins,
            version=self.hash.hexdigest(),
            readings={name: chosen for name, chosen in self.readings.items() if name in indicators},
        )

    def _document(self, path: Path) -> Document:
        shown = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
        self.hash.update(path.name.encode() + b"\0" + path.read_bytes())
        try:
            return read_document(path, shown)
        except Several as error:
            self.errors += error.errors
        except HealthKpiError as error:
            self.errors.append(error)
        return Document(shown)

    def _tables(self) -> dict[str, Table]:
        tables = {TASK_LEDGER: task_ledger()}
        path = self.folder / TABLES_FILE
        if not path.is_file():
            return tables
        document = self._document(path)
        self._share_fields(document)
        tables |= dict(self._models(document, "table", Table))
        return tables

    def _share_fields(self, document: Document) -> None:
        """Fill in fields that are written as `shared` or `{like: 常住人口, …}` from fields.yaml."""
        path = self.folder.parent / SHARED_FIELDS_FILE
        shared = self._document(path) if path.is_file() else Document(SHARED_FIELDS_FILE)
        known = shared.data if isinstance(shared.data, dict) else {}
        for name in known:
            self._model(shared, (name,), Field)
        for route, fields in _fields_of_tables(document.data):
            for name, words in fields.items():
                self._share_field(document, (*route, name), fields, name, words, known)

    def _share_field(
        self,
        document: Document,
        route: Route,
        fields: dict[str, Plain],
        name: str,
        words: Plain,
        known: Fields,
    ) -> None:
        if words == "shared":
            words = {"like": name}
        if not isinstance(words, dict) or "like" not in words:
            return
        like = str(words["like"])
        base = known.get(like)
        if not isinstance(base, dict):
            hint = did_you_mean(like, known)
            self.errors.append(
                document.mark(route).error(
                    Text(
                        f"{SHARED_FIELDS_FILE} 里没有“{like}”{hint.zh}",
                        f'{SHARED_FIELDS_FILE} has no "{like}"{hint.en}',
                    )
                )
            )
            return
        own = {key: word for key, word in words.items() if key != "like"}
        fields[name] = {**base, **own, "aliases": _all_aliases(like if like != name else None, base, own)}

    def _indicators(self) -> dict[str, Indicator]:
        indicators: dict[str, Indicator] = {}
        for path in sorted(self.folder.glob("*.yaml")):
            if path.name in {POLICY_FILE, TABLES_FILE}:
                continue
            document = self._document(path)
            self._choose_readings(document)
            for name, indicator in self._models(document, "indicator", Indicator):
                if name in indicators:
                    first = self.origins[name]
                    self.errors.append(
                        document.mark((name,), of_key=True).error(
                            Text(
                                f"指标“{name}”在 {first.document.mark(first.route, of_key=True)} 已有；换一个名字",
                                f'indicator "{name}" stands at {first.document.mark(first.route, of_key=True)} already; choose another id',
                            )
                        )
                    )
                    continue
                indicators[name] = indicator
                self.origins[name] = Origin(document, (name,))
        return indicators

    def _choose_readings(self, document: Document) -> None:
        """Put the keys of a chosen reading in the place of the stated ones."""
        for name, words in document.data.items() if isinstance(document.data, dict) else ():
            chosen = self.readings.get(name)
            if chosen is None or not isinstance(words, dict):
                continue
            reading = words.get("reading")
            others = reading.get("other") if isinstance(reading, dict) else None
            known = others if isinstance(others, dict) else {}
            differing = known.get(chosen)
            if isinstance(differing, dict):
                words.update(differing)
                # `denominator: null` takes a key away: another kind may not have it.
                for key in [key for key, word in differing.items() if word is None]:
                    del words[key]
                continue
            hint = did_you_mean(chosen, known)
            self.errors.append(
                document.mark((name, "reading")).error(
                    Text(
                        f"没有名为“{chosen}”的读法{hint.zh}",
                        f'there is no reading called "{chosen}"{hint.en}',
                    )
                )
            )

    def _models(self, document: Document, what: str, model: type[Model]) -> Iterator[tuple[str, Model]]:
        if document.data is None:
            return
        if not isinstance(document.data, dict):
            self.errors.append(
                document.mark(()).error(
                    Text("这里要写成“键: 值”的几行", "lines of `key: value` are wanted here")
                )
            )
            return
        for name in document.data:
            made = self._model(document, (name,), model)
            if made is not None:
                self.origins.setdefault(f"{what}:{name}", Origin(document, (name,)))
                yield name, made

    def _model(self, document: Document, route: Route, model: type[Model]) -> Model | None:
        data = document.data
        for part in route:
            data = data.get(str(part)) if isinstance(data, dict) else None
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.errors += told_problems(error, document, route)
            return None


def _fields_of_tables(tables: Plain) -> Iterator[tuple[Route, dict[str, Plain]]]:
    for name, table in tables.items() if isinstance(tables, dict) else ():
        fields = table.get("fields") if isinstance(table, dict) else None
        if isinstance(fields, dict):
            yield (name, "fields"), fields


def _all_aliases(like: str | None, *words: Mapping[str, Plain]) -> list[Plain]:
    aliases: list[Plain] = [like] if like else []
    for part in words:
        own = part.get("aliases", [])
        aliases += own if isinstance(own, list) else [own]
    return list(dict.fromkeys(aliases))


def _no_words() -> PolicyWords:
    """Stands in where policy.yaml is broken, so that the other files are still read and told."""
    return PolicyWords.model_validate(
        {"title": "?", "issuer": "?", "area": {"name": "?", "level": "?"}, "levels": {"?": "?"}}
    )
