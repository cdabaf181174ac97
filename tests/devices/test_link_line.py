"""The same bytes over every kind of port: sockets, descriptors, and what only pyserial opens."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import pytest
import serial
from serial import rfc2217

from fleetdesk.devices.driver import Timing
from fleetdesk.devices.line import Line, open_line
from fleetdesk.devices.session import open_session
from fleetdesk.domain.errors import PortError
from fleetdesk.domain.pack import Link
from fleetdesk.transcript import Header, Recorder
from tests.devices.link_peers import BLENDER, Server, SmpServer, SmpUnit, nothing, on_pty, on_socket
from tests.devices.simulated import needs_ptys

Serve = Callable[[Server], AbstractAsyncContextManager[str]]


@asynccontextmanager
async def on_descriptor(server: Server) -> AsyncGenerator[str]:
    async with on_pty(server) as pty:
        yield pty.device


@asynccontextmanager
async def on_pty_by_url(server: Server) -> AsyncGenerator[str]:
    """A pty through pyserial's own reading: the way that Windows ports take."""
    async with on_pty(server) as pty:
        yield f"alt://{pty.device}?class=Serial"


class OverTheNetwork(asyncio.Protocol):
    """Remote serial (RFC 2217) with pyserial's own server side in front of `server`."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.port: Any = cast("Any", serial).serial_for_url("loop://", timeout=0)
        manager: Any = cast("Any", rfc2217).PortManager(self.port, self, logging.getLogger("test"))
        self.manager = manager
        self.server.send = lambda data: self.transport.write(b"".join(manager.escape(data)))

    def write(self, data: bytes) -> None:
        self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        chunks = [data[at : at + 1] for at in range(len(data))]
        self.server.received(b"".join(self.manager.filter(b"".join(chunks))))

    def connection_lost(self, exc: Exception | None) -> None:
        self.port.close()


@asynccontextmanager
async def on_rfc2217(server: Server) -> AsyncGenerator[str]:
    open_ends: list[OverTheNetwork] = []

    def accept() -> OverTheNetwork:
        open_ends.append(OverTheNetwork(server))
        return open_ends[-1]

    listener = await asyncio.get_running_loop().create_server(accept, "127.0.0.1", 0)
    try:
        yield f"rfc2217://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()
        for end in open_ends:
            end.transport.abort()
        await asyncio.sleep(0)
        await listener.wait_closed()


WAYS = [
    pytest.param(on_socket, id="socket"),
    pytest.param(on_descriptor, id="descriptor", marks=needs_ptys),
    pytest.param(on_pty_by_url, id="thread", marks=needs_ptys),
    # pyserial 3.5 starts its network thread in a way that Python 3.10 deprecated.
    pytest.param(
        on_rfc2217, id="rfc2217", marks=pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")
    ),
]


@pytest.mark.parametrize("serve", WAYS)
def test_a_session_works_the_same_over_each_kind_of_port(serve: Serve) -> None:
    async def run() -> None:
        unit = SmpUnit()
        async with serve(SmpServer(unit)) as port:
            session = await open_session(port, BLENDER, timing=Timing(request_s=1.0))
            assert (await session.snapshot()).counters == {"cycles_total": 1002}
            await session.write("store", "STORE-77")
            for _ in range(20):
                assert (await session.sample()).values == {"motor_ma": 3900}
            await session.close()
        assert unit.settings["asg/store"] == b"STORE-77"

    asyncio.run(asyncio.wait_for(run(), 30))


@pytest.mark.parametrize("serve", WAYS)
def test_a_port_that_is_lost_is_told_and_closes_well(serve: Serve) -> None:
    async def run() -> None:
        lost: list[PortError] = []
        async with serve(SmpServer(SmpUnit(), nothing)) as port:
            line = await open_line(port, Link(), Recorder(Header(port, "", "")))
            line.on_lost.append(lost.append)
            await line.write(b"\n")
        while not lost:
            await asyncio.sleep(0.001)
        with pytest.raises(PortError, match="was lost"):
            await line.write(b"\n")
        await line.close()
        await line.close()
        assert len(lost) == 1

    asyncio.run(asyncio.wait_for(run(), 30))


@pytest.mark.parametrize("serve", WAYS)
def test_a_closed_line_calls_no_listener_and_refuses_to_write(serve: Serve) -> None:
    async def run() -> None:
        lost: list[PortError] = []
        async with serve(SmpServer(SmpUnit())) as port:
            line = await open_line(port, Link(), Recorder(Header(port, "", "")))
            line.on_lost.append(lost.append)
            await line.close()
            with pytest.raises(PortError, match="is closed"):
                await line.write(b"\n")
        assert lost == []

    asyncio.run(asyncio.wait_for(run(), 30))


class Deaf:
    """Reads nothing, so that the client's write runs full."""

    def __init__(self) -> None:
        self.send: Callable[[bytes], None] = lambda _: None

    def received(self, data: bytes) -> None:
        return None


@needs_ptys
def test_a_write_that_does_not_fit_waits_and_ends_when_the_port_is_closed() -> None:
    async def run() -> None:
        async with on_pty(Deaf()) as pty:
            pty.pause()
            line = await open_line(pty.device, Link(), Recorder(Header("", "", "")))
            writing = asyncio.ensure_future(line.write(b"x" * 1_000_000))
            done, _ = await asyncio.wait({writing}, timeout=0.05)
            assert not done
            await line.close()
            with pytest.raises(PortError):
                await writing

    asyncio.run(asyncio.wait_for(run(), 10))


@needs_ptys
def test_a_drained_line_is_not_taken_for_an_unplugged_one() -> None:
    async def run() -> None:
        server = Deaf()
        async with on_pty(server) as pty:
            line = await open_line(pty.device, Link(), Recorder(Header("", "", "")))
            for _ in range(200):
                pty.write(b"late")
                line.drain()
                await asyncio.sleep(0)
            assert line.lost is None
            assert await _hears(line, pty.write)
            await line.close()

    asyncio.run(asyncio.wait_for(run(), 10))


async def _hears(line: Line, send: Callable[[bytes], None]) -> bool:
    heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    line.receiver = lambda data: None if heard.done() else heard.set_result(data)
    send(b"hello")
    return (await heard).endswith(b"hello")
