"""The tables [notices.NAME] of healthkpi.toml: which channel each chooses, and when it is used."""

import functools
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from healthkpi.discover import offered
from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.expression.errors import did_you_mean
from healthkpi.notices._channel import Channel, Compose
from healthkpi.notices._notice import Notice, Occasion
from healthkpi.notices._secret import Secret
from healthkpi.notices._table import Table
from healthkpi.text import Text, joined

# What is missed every night is no news.
USUALLY = (Occasion.NEWLY_MISSED, Occasion.FAILED)
WHEN: Mapping[str, Occasion] = {
    **{str(each): each for each in Occasion},
    **{each.label.zh: each for each in Occasion},
}


@dataclass(frozen=True, slots=True)
class Wished:
    """One [notices.NAME]: a channel with its settings, and the occasions it is for."""

    name: str
    channel: Channel
    when: frozenset[Occasion]
    secrets: tuple[Secret, ...]
    compose: Compose = field(repr=False)

    def is_due(self, notice: Notice) -> bool:
        """A test always is."""
        return notice.is_test or bool(self.when & notice.occasions)


def read_notices(
    settings: Mapping[str, object], folder: Path, environ: Mapping[str, str]
) -> tuple[Wished, ...]:
    """Every table of `notices`; what is wrong in any of them is told at once.

    Secrets are looked up when a notice goes out: a password that is gone must not keep a night's figures from being made.
    """
    faults: list[HealthKpiError] = []
    wished = []
    for name, words in settings.items():
        table = Table(name, words if isinstance(words, dict) else {}, folder, environ)
        found = _wished(table)
        faults += table.faults
        wished += [found] if found is not None else []
    if faults:
        raise Several(faults) if len(faults) > 1 else faults[0]
    return tuple(wished)


def _wished(table: Table) -> Wished | None:
    key = table.word("channel", "smtp")
    channel = channels().get(key)
    if channel is None:
        if key:
            _unknown(table, "channel", key, channels())
        return None
    when = frozenset(
        filter(None, (_occasion(table, word) for word in table.words("when", "failed", USUALLY)))
    )
    compose = channel.read(table)
    table.refuse_the_rest()
    return Wished(table.name, channel, when, tuple(table.secrets), compose)


def _occasion(table: Table, word: str) -> Occasion | None:
    if word not in WHEN:
        _unknown(table, "when", word, WHEN)
    return WHEN.get(word)


def _unknown(table: Table, key: str, word: str, known: Mapping[str, object]) -> None:
    near = did_you_mean(word, known)
    there_are = Text(f"可写：{'、'.join(known)}", f"there are: {', '.join(known)}")
    said = joined([Text(f"{key} 里没有“{word}”", f'{key}: no "{word}"'), near or there_are])
    table.fault(said.zh, said.en)


def notices_named(wished: Sequence[Wished], names: Sequence[str]) -> tuple[Wished, ...]:
    """Those with these names; an unknown one is refused with those there are."""
    known = {each.name: each for each in wished}
    for name in names:
        if name not in known:
            raise UsageError(_no_such(name, list(known)))
    return tuple(known[name] for name in names)


def _no_such(name: str, known: Sequence[str]) -> Text:
    if not known:
        return Text(
            f"healthkpi.toml 里没有 [notices.{name}]，也没有别的通知",
            f"there is no [notices.{name}] in healthkpi.toml, and no other notice",
        )
    return Text(
        f"healthkpi.toml 里没有 [notices.{name}]；有：{'、'.join(known)}",
        f"there is no [notices.{name}] in healthkpi.toml; there are: {', '.join(known)}",
    )


@functools.cache
def channels() -> Mapping[str, Channel]:
    """Every channel by the word that chooses it."""
    found = offered(importlib.import_module("healthkpi.notices"), "CHANNEL", Channel)
    return {channel.key: channel for channel in found}
