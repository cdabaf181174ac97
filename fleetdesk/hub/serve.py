"""Runs the hub in this process: listens, says so once it really does, ends cleanly when it is told to."""

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
from typing import Any, cast

import uvicorn

from fleetdesk.domain.errors import HubError
from fleetdesk.hub import addresses, api
from fleetdesk.hub.operator import public_key_of

END_WITHIN_S = 5


@dataclass(frozen=True, slots=True)
class Listening:
    """The hub listens at `url`."""

    hub: str
    url: str
    port: int
    public_key: str


@dataclass(frozen=True, slots=True)
class Encryption:
    """How the hub is reached from outside this machine: by its own certificate, or through a server that has one."""

    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False


def serve(
    database: str,
    *,
    blobs: str | None,
    host: str,
    port: int,
    open_to_all: bool,
    until_stdin_closes: bool,
    ready: Callable[[Listening], None],
    encryption: Encryption = Encryption(),
) -> None:
    """Returns after SIGTERM, Ctrl-C or, if asked, the end of stdin. `port` 0 takes a free one. Raises KnownError.

    `database` and `blobs` are addresses as in addresses.py.
    """
    if open_to_all and not _is_loopback(host):
        raise HubError(
            "An open hub is for this machine only.",
            f"--open takes in every workstation that asks, and {host} is reached by others.",
            "Leave --host out, or leave --open out and enrol each workstation.",
        )
    _check_encryption(encryption, host)
    files = addresses.open_blobs(blobs, database)
    listener = _listen(host, port)
    with contextlib.closing(listener), contextlib.closing(addresses.open_store(database)) as store:
        app = api.build(store, files, open_to_all=open_to_all)
        myself = store.whoami()
        found_port = int(listener.getsockname()[1])
        listening = Listening(myself.hub, _url(host, found_port, encryption), found_port, public_key_of(myself))
        server = _Server(_config(app, encryption), lambda: ready(listening))
        if until_stdin_closes:
            threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
        server.run(sockets=[listener])


def _check_encryption(encryption: Encryption, host: str) -> None:
    """Raises HubError. Requests are signed but not secret by themselves: that is TLS's part."""
    if (encryption.certificate is None) != (encryption.key is None):
        raise HubError("A certificate and its key go together.", "", "Give both --tls-cert and --tls-key.")
    if encryption.certificate is not None and encryption.key is not None:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(encryption.certificate, encryption.key)
        except OSError as error:
            raise HubError(
                "The hub's certificate cannot be used.",
                f"{encryption.certificate}, {encryption.key}: {error}.",
                "Give --tls-cert the certificate with its chain and --tls-key its key, both PEM and readable.",
            ) from error
    elif not encryption.behind_proxy and not _is_loopback(host):
        raise HubError(
            "Outside this machine the hub is reached by TLS only.",
            f"{host} is reached by others, and what they send could be read on its way.",
            "Give --tls-cert and --tls-key, or --behind-tls-proxy when a server before the hub has the certificate.",
        )


def _config(app: object, encryption: Encryption) -> uvicorn.Config:
    return uvicorn.Config(
        cast(Any, app),
        ssl_certfile=encryption.certificate,
        ssl_keyfile=encryption.key,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=END_WITHIN_S,
    )


class _Server(uvicorn.Server):
    """Says when it listens; a signal ends it with exit code 0 (uvicorn would raise the signal again)."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

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


def _end_with_stdin(server: _Server) -> None:
    """The parent holds the other end: when it dies, however it dies, stdin ends."""
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    """Answers leave at once: asyncio sets TCP_NODELAY only for sockets made with IPPROTO_TCP, which this one is not."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=128)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except (OSError, OverflowError) as error:
        raise HubError(
            f"The hub cannot listen on {host}, port {port}.", f"{error}.", "Choose another --port; 0 takes a free one."
        ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _url(host: str, port: int, encryption: Encryption) -> str:
    scheme = "http" if encryption.certificate is None else "https"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
