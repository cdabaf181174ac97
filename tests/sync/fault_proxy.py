"""An HTTP proxy that spoils exchanges on purpose: each request meets the fault that `choose` names for it."""

import http.client
import threading
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOGIN_PAGE = b"<html><title>Guest WiFi</title><form action=/login>Please log in</form></html>"


class Fault(StrEnum):
    """What happens to an exchange. The hub has seen the request in those marked *."""

    NONE = "none"  # *
    DROP_REQUEST = "drop request"
    DROP_ANSWER = "drop answer"  # *
    CUT_ANSWER = "cut answer"  # *
    CUT_REQUEST = "cut request"
    TWICE = "twice"  # *
    HALF_OPEN = "half open"
    LATE = "late"  # * answered only when the client has given up
    CHANGE_REQUEST = "change request"  # *
    CHANGE_ANSWER = "change answer"  # *
    OLD_ANSWER = "old answer"
    LOGIN_PAGE = "login page"
    REDIRECT = "redirect"
    BAD_GATEWAY = "502"
    BUSY = "503"
    TOO_MANY = "429"
    TOO_LARGE = "413"


Choose = Callable[[str, str], Fault]
"""choose(method, path) -> Fault"""


Forwarded = tuple[int, list[tuple[str, str]], bytes]


class FaultProxy:
    """`exchanges` counts the requests that came, `met` the faults. `port` of the hub may change."""

    def __init__(self, hub_port: int, choose: Choose) -> None:
        self.hub_port = hub_port
        self.choose = choose
        self.met: Counter[Fault] = Counter()
        self.exchanges = 0
        self.old: dict[str, Forwarded] = {}
        self.guard = threading.Lock()
        self.url = ""


@contextmanager
def fault_proxy(hub_port: int, choose: Choose = lambda method, path: Fault.NONE) -> Generator[FaultProxy]:
    proxy = FaultProxy(hub_port, choose)

    class Handler(_Handler):
        the_proxy = proxy

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    the_proxy: FaultProxy

    def do_GET(self) -> None:
        proxy = self.the_proxy
        with proxy.guard:
            fault = proxy.choose(self.command, self.path)
            proxy.met[fault] += 1
            proxy.exchanges += 1
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.close_connection = True
        with suppress(ConnectionError):
            getattr(self, f"_{fault.name.lower()}")(content)

    do_POST = do_PUT = do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the screen."""

    def _forward(self, content: bytes) -> Forwarded | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.the_proxy.hub_port, timeout=20)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection.request(self.command, self.path, content or None, headers)
            answer = connection.getresponse()
            forwarded = answer.status, answer.getheaders(), answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        self.the_proxy.old[self.path] = forwarded
        return forwarded

    def _answer(self, forwarded: Forwarded | None, most: int | None = None) -> None:
        if forwarded is None:
            return
        status, headers, content = forwarded
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[:most])

    def _page(self, status: int, content: bytes, **headers: str) -> None:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        self._answer((status, [*named, ("content-type", "text/html"), ("content-length", str(len(content)))], content))

    def _none(self, content: bytes) -> None:
        self._answer(self._forward(content))

    def _drop_request(self, content: bytes) -> None:
        """Closed without a word."""

    def _drop_answer(self, content: bytes) -> None:
        self._forward(content)

    def _cut_answer(self, content: bytes) -> None:
        forwarded = self._forward(content)
        self._answer(forwarded, most=len(forwarded[2]) // 2 if forwarded else 0)

    def _cut_request(self, content: bytes) -> None:
        """The hub gets half of what was announced, then the connection ends."""
        connection = http.client.HTTPConnection("127.0.0.1", self.the_proxy.hub_port, timeout=20)
        with suppress(OSError, http.client.HTTPException):
            connection.putrequest(self.command, self.path)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(content[: len(content) // 2])
        connection.close()

    def _twice(self, content: bytes) -> None:
        self._forward(content)
        self._answer(self._forward(content))

    def _half_open(self, content: bytes) -> None:
        """Nothing comes, for as long as the client waits."""
        self.connection.recv(1)

    def _late(self, content: bytes) -> None:
        forwarded = self._forward(content)
        self.connection.recv(1)
        self._answer(forwarded)

    def _change_request(self, content: bytes) -> None:
        self._answer(self._forward(_changed(content)))

    def _change_answer(self, content: bytes) -> None:
        forwarded = self._forward(content)
        if forwarded is not None:
            status, headers, answer = forwarded
            changed = _changed(answer)
            headers = [pair for pair in headers if pair[0].lower() != "content-length"]
            self._answer((status, [*headers, ("content-length", str(len(changed)))], changed))

    def _old_answer(self, content: bytes) -> None:
        self._answer(self.the_proxy.old.get(self.path))

    def _login_page(self, content: bytes) -> None:
        self._page(200, LOGIN_PAGE)

    def _redirect(self, content: bytes) -> None:
        self._page(302, b"", location="http://login.example.com/")

    def _bad_gateway(self, content: bytes) -> None:
        self._page(502, b"<html>bad gateway</html>")

    def _busy(self, content: bytes) -> None:
        self._page(503, b"<html>maintenance</html>")

    def _too_many(self, content: bytes) -> None:
        self._page(429, b"", retry_after="7")

    def _too_large(self, content: bytes) -> None:
        self._page(413, b"<html>request entity too large</html>")


def _changed(content: bytes) -> bytes:
    """One bit of the middle byte."""
    if not content:
        return content
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
