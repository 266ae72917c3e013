"""Servers on this computer that take notices, well or badly."""

import base64
import contextlib
import datetime as dt
import http.server
import ipaddress
import json
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    """An authority of a bureau's own, and what a server at 127.0.0.1 shows of it."""

    authority: Path
    context: ssl.SSLContext


def certificate_in(folder: Path) -> Certificate:
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test server")])

    def of(name, public_key, extension):
        built = x509.CertificateBuilder(
            issuer, name, public_key, x509.random_serial_number(), now - day, now + day
        )
        return built.add_extension(extension, critical=True).sign(authority_key, hashes.SHA256())

    root = of(issuer, authority_key.public_key(), x509.BasicConstraints(ca=True, path_length=None))
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    served = of(subject, key.public_key(), here)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(private + served.public_bytes(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return Certificate(folder / "ca.pem", context)


@dataclass
class MailServer:
    """Keeps what it is given. `refuses` are recipients it does not know; `echoes` the password when it is wrong."""

    user: str = ""
    password: str = ""
    refuses: dict[str, str] = field(default_factory=dict)
    busy: int = 0  # how many messages it puts off before it takes one
    received: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    tries: int = 0
    port: int = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the name aiosmtpd calls
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.tries += 1
        if self.tries <= self.busy:
            return f"451 try later {self.password}"
        self.received.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        if (data.login.decode(), data.password.decode()) == (self.user, self.password):
            return AuthResult(success=True)
        said = f"535 5.7.8 wrong: {data.login.decode()} {data.password.decode()}"
        return AuthResult(success=False, handled=False, message=said)

    def mail(self):
        """The one message, read as a mail program would; no property, for aiosmtpd looks at every one."""
        (content,) = self.received
        return message_from_bytes(content, policy=default)


class _Implicit(Controller):
    """SSL from the first byte; the controller's own greeting of itself would not know the authority."""

    def _trigger_server(self):
        with socket.create_connection((self.hostname, self.port), 5):
            pass


class mail_server:  # noqa: N801 - used as `with mail_server(...)`
    """A mail server for a while."""

    def __init__(self, kept: MailServer, security: str, certificate: Certificate):
        more = (
            {"authenticator": kept.authenticate, "auth_require_tls": security == "starttls"}
            if kept.user
            else {}
        )
        if kept.user and security == "ssl":
            more["auth_require_tls"] = False
        if security == "starttls":
            more |= {"tls_context": certificate.context, "require_starttls": True}
        kind = _Implicit if security == "ssl" else Controller
        context = certificate.context if security == "ssl" else None
        kept.port = free_port()
        self.kept = kept
        self.controller = kind(kept, hostname="127.0.0.1", port=kept.port, ssl_context=context, **more)

    def __enter__(self):
        self.controller.start()
        return self.kept

    def __exit__(self, *_):
        self.controller.stop()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@dataclass
class WebServer:
    """Answers in turn as it is told, the last answer for ever; keeps what it is sent."""

    answers: list[tuple[int, object]]
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    bodies: list[bytes] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def data(self):
        """The one body."""
        (body,) = self.bodies
        return json.loads(body)


class web_server:  # noqa: N801 - used as `with web_server(...)`
    """A web server for a while."""

    def __init__(self, kept: WebServer, certificate: Certificate | None = None):
        self.kept = kept
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(kept))
        self.server.daemon_threads = True
        kept.port = self.server.server_port
        if certificate is not None:
            self.server.socket = certificate.context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self):
        self.thread.start()
        return self.kept

    def __exit__(self, *_):
        self.kept.is_over.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def _handler(kept: WebServer):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self._note(self.rfile.read(int(self.headers["Content-Length"])))
            kept.is_over.wait(kept.slow)
            status, answer = kept.answers[min(len(kept.bodies), len(kept.answers)) - 1]
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self):
            self._note(b"")
            self.send_error(400)

        def _note(self, body):
            kept.bodies.append(body)
            kept.requests.append((self.command, self.path, dict(self.headers)))

        def log_message(self, *_):
            pass

        def handle(self):
            with contextlib.suppress(OSError):  # the other side has gone
                super().handle()

    return Handler


def basic(words: str) -> str:
    """As mail programs send a password."""
    return base64.b64encode(words.encode()).decode()
