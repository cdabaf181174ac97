"""Serves an application over HTTP in this process: listens, says so once it really does, ends cleanly when it is told.

Outside loopback it listens with TLS only: what passes there is read by others.
"""

import contextlib
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from fleetdesk.domain.errors import HubError

if TYPE_CHECKING:
    import uvicorn

END_WITHIN_S = 5


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files: the certificate with its chain, and its private key."""

    chain: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Address:
    """`port` 0 takes a free one. `proxied`: a proxy before it ends TLS, so plain HTTP is right on any address."""

    host: str
    port: int
    certificate: Certificate | None = None
    proxied: bool = False


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@contextlib.contextmanager
def listener(address: Address) -> Generator[tuple[socket.socket, str]]:
    """The bound socket and its URL. Raises HubError when nothing can or may listen there; also for the certificate."""
    if not is_loopback(address.host) and address.certificate is None and not address.proxied:
        raise HubError(
            f"Plain HTTP on {address.host} would be read and changed by others.",
            "Outside this machine TLS is needed.",
            "Give --tls-cert and --tls-key, or --behind-tls-proxy when a proxy before it speaks TLS.",
        )
    _tls(address.certificate)
    bound = _listen(address.host, address.port)
    with contextlib.closing(bound):
        yield bound, _url(address, int(bound.getsockname()[1]))


def run(
    app: object,
    bound: socket.socket,
    address: Address,
    *,
    lifespan: bool,
    until_stdin_closes: bool,
    ready: Callable[[], None],
) -> None:
    """Returns after SIGTERM, Ctrl-C or, if asked, the end of stdin."""
    import uvicorn

    config = uvicorn.Config(
        cast(Any, app), log_level="warning", access_log=False, server_header=False,
        lifespan="on" if lifespan else "off", timeout_graceful_shutdown=END_WITHIN_S, **_tls(address.certificate),
    )  # fmt: skip
    server = _server(config, ready)
    if until_stdin_closes:
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    server.run(sockets=[bound])


def _server(config: "uvicorn.Config", ready: Callable[[], None]) -> "uvicorn.Server":
    import uvicorn

    class Server(uvicorn.Server):
        """Says when it listens; a signal ends it with exit code 0 (uvicorn would raise the signal again)."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

        @contextlib.contextmanager
        def capture_signals(self) -> Generator[None]:
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            before = {name: signal.signal(name, self._end) for name in (signal.SIGTERM, signal.SIGINT)}
            try:
                yield
            finally:
                for name, handler in before.items():
                    signal.signal(name, handler)

        def _end(self, number: int, frame: FrameType | None) -> None:
            self.should_exit = True

    return Server(config)


def _tls(certificate: Certificate | None) -> dict[str, Any]:
    """uvicorn's settings, once the two files are found to fit together."""
    if certificate is None:
        return {}
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate.chain, certificate.key)
    except (OSError, ssl.SSLError) as error:
        raise HubError(
            "The certificate cannot be used.",
            f"{certificate.chain} with {certificate.key}: {error}.",
            "Both are PEM files, and the key is the certificate's own, without a password.",
        ) from error
    return {"ssl_certfile": str(certificate.chain), "ssl_keyfile": str(certificate.key)}


def _end_with_stdin(server: "uvicorn.Server") -> None:
    """The parent holds the other end: when it dies, however it dies, stdin ends."""
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    """Answers leave at once: asyncio sets TCP_NODELAY only for sockets made with IPPROTO_TCP, which this one is not."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.create_server((host, port), family=family, backlog=128)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return bound
    except (OSError, OverflowError) as error:
        raise HubError(
            f"Nothing can listen on {host}, port {port}.", f"{error}.", "Choose another --port; 0 takes a free one."
        ) from error


def _url(address: Address, port: int) -> str:
    scheme = "http" if address.certificate is None else "https"
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{scheme}://{host}:{port}"
