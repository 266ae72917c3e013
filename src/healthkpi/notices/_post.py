"""JSON to an address over HTTP: checked certificates, no redirects, an answer of bounded length."""

import errno
import http.client
import ipaddress
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from healthkpi.notices._channel import Undelivered
from healthkpi.notices._secret import Secret
from healthkpi.notices._table import Table
from healthkpi.text import Text

LONGEST_ANSWER = 64 * 1024
MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
_AFTERWARDS = Text(
    "；不知道送到没有，不再重试", "; whether it has arrived is not known, so it is not sent again"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where JSON is posted to, and how long an answer is waited for."""

    url: Secret
    timeout: int
    authority: Path | None  # certificates of the bureau's own authority


def read_target(table: Table) -> Target:
    """The keys that every channel over HTTP has."""
    return Target(table.secret("url"), table.seconds(), table.path("ca_file"))


def post(
    target: Target, body: bytes, *, signed: str | None = None, headers: Mapping[str, str] | None = None
) -> Any:
    """What the server answered: its JSON, None where it is no JSON; Undelivered for anything but success.

    `signed` is the address with a signature, where a service asks for one.
    """
    url = signed or target.url.reveal()
    host = _host_of(url, target.url.key)
    usual = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "healthkpi"}
    request = urllib.request.Request(url, body, {**usual, **(headers or {})}, method="POST")  # noqa: S310 - _host_of lets http and https through only
    try:
        with _opener(target.authority).open(request, timeout=target.timeout) as answer:
            said = answer.read(LONGEST_ANSWER)
    except urllib.error.HTTPError as problem:
        problem.close()
        raise _refused(problem.code, host) from None
    except urllib.error.URLError as problem:
        raise _not_reached(problem.reason, host) from None
    except (OSError, http.client.HTTPException) as problem:
        raise _no_answer(problem, host) from None
    return _as_json(said)


def _opener(authority: Path | None) -> urllib.request.OpenerDirector:
    """Without the handler of redirects: one would carry figures to an address that nobody has set."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=trusting(authority)),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def trusting(authority: Path | None) -> ssl.SSLContext:
    """Certificates are always checked; those of the bureau's own authority are known as well, if there is one."""
    context = ssl.create_default_context()
    if authority is not None:
        try:
            context.load_verify_locations(authority)
        except (ssl.SSLError, OSError):
            raise Undelivered(
                Text("ca_file 不是 PEM 格式的证书", "ca_file holds no certificate in PEM form")
            ) from None
    return context


def _host_of(url: str, key: str) -> str:
    """The host, which may be shown; the rest of an address may be a key."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not is_plain or parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise Undelivered(
            Text(
                f"{key} 里不是 https:// 开头的地址",
                f"{key} does not hold an address that begins with https://",
            )
        )
    if parts.scheme == "http" and not _is_near(host):
        raise Undelivered(
            Text(
                f"{key} 里的地址不加密（http://），只许用于内网 IP；改用 https://",
                f"the address in {key} is not encrypted (http://), which is for private IP addresses only; use https://",
            )
        )
    return host


def _is_near(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _refused(code: int, host: str) -> Undelivered:
    if 300 <= code < 400:
        return Undelivered(
            Text(
                f"{host} 要转到别的地址（HTTP {code}），不跟过去；请写最终的地址",
                f"{host} redirects to another address (HTTP {code}), which is not followed; give the final one",
            )
        )
    return Undelivered(
        Text(f"{host} 没有收下（HTTP {code}）", f"{host} did not take it (HTTP {code})"),
        may_pass=code in MAY_PASS,
    )


def _not_reached(reason: object, host: str) -> Undelivered:
    """Before anything was sent."""
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Undelivered(
            Text(
                f"{host} 的证书没有通过验证；单位自己签发的证书，把根证书写在 ca_file",
                f"the certificate of {host} could not be verified; give the bureau's own authority as ca_file",
            )
        )
    return Undelivered(
        Text(f"连不上 {host}（{_kind(reason)}）", f"{host} cannot be reached ({_kind(reason)})"),
        may_pass=True,
    )


def _no_answer(problem: Exception, host: str) -> Undelivered:
    """It may have arrived: a second try could send it twice."""
    return Undelivered(
        Text(
            f"{host} 没有回答（{_kind(problem)}）{_AFTERWARDS.zh}",
            f"{host} did not answer ({_kind(problem)}){_AFTERWARDS.en}",
        )
    )


def _kind(problem: object) -> str:
    """The system's name of it, never its words."""
    if isinstance(problem, OSError) and problem.errno is not None:
        return errno.errorcode.get(problem.errno, type(problem).__name__)
    return type(problem).__name__


def _as_json(said: bytes) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return None
