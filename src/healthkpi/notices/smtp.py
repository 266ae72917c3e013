"""E-mail through a server of the bureau or its provider: SSL, STARTTLS or neither, with a password or without."""

import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from healthkpi.notices._channel import Channel, Compose, Deliver, Undelivered
from healthkpi.notices._mail import mail_of
from healthkpi.notices._notice import Notice
from healthkpi.notices._post import trusting
from healthkpi.notices._secret import Secret
from healthkpi.notices._table import Table
from healthkpi.text import Language, Text

SSL, STARTTLS, NONE = "ssl", "starttls", "none"
PORTS = {SSL: 465, STARTTLS: 587, NONE: 25}
_AUTHENTICATION = frozenset({530, 534, 535, 538})
_NOBODY = Address("", "", "")


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and how."""

    host: str
    port: int
    security: str
    user: str
    password: Secret | None
    timeout: int
    authority: Path | None


def _read(table: Table) -> Compose:
    security = table.choice("security", PORTS, SSL)
    server = Server(
        table.word("host", "smtp.example.cn"),
        table.number("port", PORTS[security], most=65535),
        security,
        table.word("user", "kpi@example.cn", ""),
        table.maybe_secret("password"),
        table.seconds(),
        table.path("ca_file"),
    )
    if bool(server.user) != (server.password is not None) and not table.faults:
        table.fault(
            "user 和 password_env（或 password_file）要么都写，要么都不写",
            "user and password_env (or password_file) go together",
        )
    sender = _address(table, "from", table.word("from", "kpi@example.cn", server.user or None))
    to = [_address(table, "to", each) for each in table.words("to", "name@example.cn")]

    def compose(notice: Notice, language: Language) -> Deliver:
        mail = mail_of(notice, language, sender, to)
        return lambda: _hand_over(mail, server)

    return compose


def _address(table: Table, key: str, words: str) -> Address:
    """`王科长 <wang@example.cn>` or the address alone; what is before the @ must be ASCII, as servers want it."""
    name, plain = parseaddr(words)
    user, _, domain = plain.rpartition("@")
    try:
        address = Address(name, user, domain.encode("idna").decode())
    except (ValueError, MessageError):
        address = _NOBODY
    if words and not (user and domain and user.isascii() and address.username):
        table.fault(f"{key} 里有不是邮箱地址的", f"{key} holds what is no e-mail address")
    return address


def _hand_over(mail: EmailMessage, server: Server) -> None:
    password = server.password.reveal() if server.password is not None else None
    with _connected(server) as connection:
        if password is not None:
            _sign_in(connection, server, password)
        refused = connection.send_message(mail)
    if refused:
        raise Undelivered(_not_to(refused))


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """Whatever ends the conversation is told without the server's words, which may repeat the password."""
    try:
        with _open(server) as connection:
            yield connection
    except smtplib.SMTPRecipientsRefused as problem:
        may_pass = all(400 <= code < 500 for code, _ in problem.recipients.values())
        raise Undelivered(_not_to(problem.recipients), may_pass=may_pass) from None
    except smtplib.SMTPResponseException as problem:
        raise _refused(problem.smtp_code, server) from None
    except smtplib.SMTPNotSupportedError:
        raise Undelivered(
            Text(
                f"{server.host} 不支持所要的 {server.security} 或登录方式；核对 security 和 port",
                f"{server.host} does not offer {server.security} or a way to sign in; check security and port",
            )
        ) from None
    except ssl.SSLCertVerificationError:
        raise Undelivered(
            Text(
                f"{server.host} 的证书没有通过验证；单位自己签发的证书，把根证书写在 ca_file",
                f"the certificate of {server.host} could not be verified; give the bureau's own authority as ca_file",
            )
        ) from None
    except (OSError, smtplib.SMTPException) as problem:
        raise _broken(problem, server) from None


def _open(server: Server) -> smtplib.SMTP:
    name = _own_name()
    if server.security == SSL:
        context = trusting(server.authority)
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=server.timeout, context=context
        )
    connection = smtplib.SMTP(server.host, server.port, name, server.timeout)
    if server.security == STARTTLS:
        try:
            connection.starttls(context=trusting(server.authority))
        except BaseException:
            connection.close()
            raise
    return connection


def _own_name() -> str | None:
    """None lets smtplib find it; a Chinese name of the computer, which it would fail on, becomes a number."""
    return None if socket.getfqdn().isascii() else "[127.0.0.1]"


def _sign_in(connection: smtplib.SMTP, server: Server, password: str) -> None:
    if not (server.user + password).isascii():
        raise Undelivered(
            Text("user 和密码只能用英文字母、数字和符号", "user and password can hold ASCII signs only")
        )
    connection.login(server.user, password)


def _refused(code: int, server: Server) -> Undelivered:
    if code in _AUTHENTICATION:
        return Undelivered(
            Text(
                f"{server.host} 不认用户名或密码（{code}）；很多邮箱要用“授权码”，不是登录密码",
                f"{server.host} does not accept user or password ({code}); many providers want an authorisation code instead",
            )
        )
    return Undelivered(
        Text(f"{server.host} 没有收下（SMTP {code}）", f"{server.host} did not take it (SMTP {code})"),
        may_pass=400 <= code < 500,
    )


def _not_to(refused: Mapping[str, tuple[int, bytes]]) -> Text:
    """The addresses are the bureau's own; of the server only its number."""
    zh = "、".join(f"{address}（{code}）" for address, (code, _) in refused.items())
    en = ", ".join(f"{address} ({code})" for address, (code, _) in refused.items())
    return Text(f"这些收件人没有收到：{zh}", f"not delivered to {en}")


def _broken(problem: Exception, server: Server) -> Undelivered:
    kind = type(problem).__name__
    where = f"{server.host}:{server.port}"
    return Undelivered(
        Text(
            f"和 {where} 的连接没有成（{kind}）；核对 host、port、security",
            f"no conversation with {where} ({kind}); check host, port and security",
        ),
        may_pass=True,
    )


CHANNEL = Channel("smtp", Text("电子邮件", "e-mail"), _read)
