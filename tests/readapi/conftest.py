"""The read API on a real socket, over a home with the sample fleet and a signed inspection that proves a service."""

import json
import socket
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, cast

import pytest
import uvicorn

from fleetdesk.readapi import readers
from fleetdesk.readapi.app import build
from fleetdesk.readapi.readers import Reads
from fleetdesk.services.desk import Desk


@dataclass(frozen=True)
class Said:
    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class RunningApi:
    desk: Desk
    port: int
    key: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, target: str, key: str | None = None, headers: Mapping[str, str] | None = None) -> Said:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            bearer = {"authorization": f"Bearer {self.key if key is None else key}"}
            connection.request("GET", target, headers=bearer if headers is None else dict(headers))
            answer = connection.getresponse()
            return Said(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def rows(self, target: str) -> list[Any]:
        """Of all pages, by following `next` while there is more."""
        found: list[Any] = []
        join = "&" if "?" in target else "?"
        page = self.get(target).json()
        found += page["rows"]
        while page["more"]:
            page = self.get(f"{target}{join}after={page['next']}").json()
            found += page["rows"]
        return found


@pytest.fixture
def api(fleet_desk: Desk) -> Generator[RunningApi]:
    key = readers.add(fleet_desk.record, "opqualitycontrol", list(Reads))
    listener = socket.create_server(("127.0.0.1", 0))
    app = build(fleet_desk, sync=False)
    server = uvicorn.Server(uvicorn.Config(cast(Any, app), log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield RunningApi(fleet_desk, int(listener.getsockname()[1]), key)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
