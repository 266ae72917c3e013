"""One [notices.NAME] table, read key by key; all that is wrong with it is collected.

No sentence repeats a value that may be a password under the wrong key.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.expression.errors import did_you_mean
from healthkpi.notices._secret import Secret
from healthkpi.text import Text, joined

FILE = "healthkpi.toml"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
FROM_ENVIRONMENT, FROM_FILE = "_env", "_file"
SECONDS = 20


class Table:
    """The words under one name; what was asked for is known, the rest is not."""

    def __init__(
        self, name: str, words: Mapping[str, object], folder: Path, environ: Mapping[str, str]
    ) -> None:
        self.name = name
        self.faults: list[UsageError] = []
        self.secrets: list[Secret] = []
        self._words, self._folder, self._environ = words, folder, environ
        self._asked: list[str] = []

    def fault(self, zh: str, en: str) -> None:
        """Note what is wrong, with the place."""
        place = f"{FILE}: [notices.{self.name}]"
        self.faults.append(UsageError(Text(f"{place} {zh}", f"{place} {en}")))

    def word(self, key: str, example: str, default: str | None = None) -> str:
        """Words that stand on one line; without a default they must be there."""
        value = self._value(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value.strip()
        self._wrong(key, value, f'"{example}"')
        return ""

    def words(self, key: str, example: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """One or several words."""
        value = self._value(key)
        if value is None and default is not None:
            return tuple(default)
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and listed and all(map(_is_on_one_line, listed)):
            return tuple(each.strip() for each in listed)
        self._wrong(key, value, f'["{example}"]')
        return ()

    def number(self, key: str, default: int, most: int) -> int:
        """A whole number from 1."""
        value = self._value(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        self.fault(f"{key} 要写 1～{most} 的整数", f"{key} must be a whole number from 1 to {most}")
        return default

    def choice(self, key: str, among: Collection[str], default: str) -> str:
        """One of a few words."""
        value = self._value(key)
        if value is None:
            return default
        if isinstance(value, str) and value in among:
            return value
        known = "、".join(among)
        self.fault(f"{key} 只能写：{known}", f"{key} must be one of {', '.join(among)}")
        return default

    def flags(self, key: str) -> Mapping[str, object]:
        """An inline table, empty where there is none."""
        value = self._value(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self._wrong(key, value, "{ code = 0 }")
        return {}

    def path(self, key: str) -> Path | None:
        """A file that is there, from the folder of healthkpi.toml."""
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, str) and (self._folder / value).is_file():
            return self._folder / value
        self.fault(
            f"{key}: 没有这个文件（从 {FILE} 所在文件夹算起）", f"{key}: there is no such file beside {FILE}"
        )
        return None

    def seconds(self) -> int:
        """How long one try may wait for an answer."""
        return self.number("timeout", SECONDS, most=120)

    def secret(self, key: str) -> Secret:
        """One that has to be there."""
        found = self.maybe_secret(key)
        if found is None and not self._names_a_place(key):
            self.fault(
                f'缺少 {key}_env = "变量名"（或 {key}_file）',
                f'{key}_env = "VARIABLE" (or {key}_file) is missing',
            )
        return found or Secret(key)

    def maybe_secret(self, key: str) -> Secret | None:
        """What must not stand in the settings: under key_env a variable of the environment, under key_file a file."""
        variable, file = self._value(key + FROM_ENVIRONMENT), self._value(key + FROM_FILE)
        if key in self._words:
            self._asked.append(key)
            self.fault(
                f'{key} 不能写在 {FILE} 里：写进环境变量，这里写 {key}_env = "变量名"；'
                f'或写进一个文件的第一行，这里写 {key}_file = "文件名"',
                f'{key} must not stand in {FILE}: put it into the environment and write {key}_env = "VARIABLE", or into '
                f'the first line of a file and write {key}_file = "FILE"',
            )
        elif variable is not None and file is not None:
            self.fault(f"{key}_env 和 {key}_file 只写一个", f"write either {key}_env or {key}_file, not both")
        elif variable is not None:
            return self._from_environment(key + FROM_ENVIRONMENT, variable)
        elif file is not None:
            return self._from_file(key + FROM_FILE, file)
        return None

    def _names_a_place(self, key: str) -> bool:
        return any(each in self._words for each in (key, key + FROM_ENVIRONMENT, key + FROM_FILE))

    def _from_environment(self, key: str, variable: object) -> Secret | None:
        if isinstance(variable, str) and _VARIABLE.fullmatch(variable):
            return self._kept(Secret(key, variable, None, self._environ))
        self.fault(
            f"{key} 写环境变量的名字（字母、数字、下划线），不写它的内容",
            f"{key} is the name of a variable (letters, digits, underscores), not what is in it",
        )
        return None

    def _from_file(self, key: str, file: object) -> Secret | None:
        if isinstance(file, str) and file:
            return self._kept(Secret(key, None, self._folder / file))
        self._wrong(key, file, '"密码.txt"')
        return None

    def _kept(self, secret: Secret) -> Secret:
        self.secrets.append(secret)
        return secret

    def refuse_the_rest(self) -> None:
        """Keys that nothing asked for are slips of the pen."""
        for key in self._words:
            if key not in self._asked:
                near = did_you_mean(key, self._asked)
                said = [Text(f"不认识“{key}”", f'unknown key "{key}"'), *([near] if near else [])]
                whole = joined(said)
                self.fault(whole.zh, whole.en)

    def _value(self, key: str) -> object:
        self._asked.append(key)
        return self._words.get(key)

    def _wrong(self, key: str, value: object, example: str) -> None:
        if value is None:
            self.fault(f"缺少 {key}，如 {key} = {example}", f"{key} is missing; write {key} = {example}")
        else:
            self.fault(f"{key} 写成 {key} = {example}", f"write {key} = {example}")


def _is_on_one_line(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()
