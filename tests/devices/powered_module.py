"""A simulated module on a TCP port of this process, whose cable and power a test can cut at any byte.

What it received is counted byte by byte; at the chosen count the test's own hook is called, before anything behind that
byte is heard. Power lost: what is in RAM is gone, flash stays, and it boots again as MCUboot would.
"""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fleetdesk.devices.ports import Port
from fleetdesk.packs import load_pack
from fleetdesk.simulator.blender import Blender
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.smp_server import SmpServer
from tests.devices.simulated import DRIVERS, FROST

SERIAL = "RF-20417"
COUNTED = "blend_use.cycles_total"


class PoweredModule:
    """One module. `async with` it; `url` is its port."""

    def __init__(self, folder: Path, changes: Mapping[str, Any] | None = None) -> None:
        self._folder = folder
        pack = load_pack(DRIVERS / FROST)
        self._pack = pack
        self._table = {**pack.simulate, "motor": "idle", "boot_ms": 20, "serial": SERIAL, **(changes or {})}
        self._clients: set[_Client] = set()
        self._listening: asyncio.Server | None = None
        self._number = 0
        self.received = 0
        self.request_starts: list[int] = []
        self.cut_at: int | None = None
        self.cut: Callable[[], None] = self.unplug
        self.plugged = True
        self._acts: list[tuple[int, Callable[[], None]]] = []
        self.power_on()

    async def __aenter__(self) -> "PoweredModule":
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def listen(self) -> None:
        """On a port of its own, a new one after each `stop`."""
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(lambda: _Client(self), "127.0.0.1", 0)
        self._number = self._listening.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.unplug()
        if self._listening is not None:
            self._listening.close()
            await self._listening.wait_closed()

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self._number}"

    @property
    def adapter(self) -> Port:
        """The port as a system would list a USB module."""
        return Port(self.url, "USB serial", 0x2FE3, 0x0100, f"USB-{SERIAL}")

    # -- cable and power

    def power_on(self) -> None:
        """Boots from what is in flash."""
        self.flash = Flash(self._folder, SERIAL)
        self.unit = Blender(self._pack, self._table, self.flash)
        self._server = SmpServer(self.unit)

    def power_cycle(self) -> None:
        """Power goes for a moment, and with it the USB connection."""
        self.unplug()
        self.power_on()

    def unplug(self) -> None:
        """Every connection ends at once; who connects again is served."""
        for client in list(self._clients):
            client.abort()
        self._clients.clear()

    # -- what it is

    def versions(self) -> tuple[str, bool]:
        """The running version and whether it is there for good."""
        running = self.unit.bootloader.image(0)
        assert running is not None
        assert running.sound, "the running image is damaged"
        return running.version, self.unit.bootloader.confirmed

    def cycles(self) -> int:
        return self.flash.numbers[COUNTED]

    # -- bytes

    def act_at(self, received: int, act: Callable[[], None]) -> None:
        """Calls `act` once so many bytes came; nothing is cut."""
        self._acts.append((received, act))

    def opened(self, client: "_Client") -> None:
        if self.plugged:
            self._clients.add(client)
        else:
            client.abort()

    def closed(self, client: "_Client") -> None:
        self._clients.discard(client)

    def heard(self, client: "_Client", data: bytes) -> None:
        self.request_starts += [self.received + at for at in _starts(data)]
        cut_at, end = self.cut_at, self.received + len(data)
        if cut_at is not None and cut_at <= end:
            before = data[: cut_at - self.received]
            self.received, self.cut_at = cut_at, None
            for _ in self._server.feed(before):
                pass  # Done, but the answer is lost with the line.
            self.cut()
            return
        self.received = end
        for when in [when for when in self._acts if when[0] <= end]:
            self._acts.remove(when)
            when[1]()
        for reply in self._server.feed(data):
            client.send(reply)


def _starts(data: bytes) -> list[int]:
    found: list[int] = []
    at = data.find(b"\x06\x09")
    while at >= 0:
        found.append(at)
        at = data.find(b"\x06\x09", at + 1)
    return found


class _Client(asyncio.Protocol):
    def __init__(self, module: PoweredModule) -> None:
        self._module = module
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._module.opened(self)

    def data_received(self, data: bytes) -> None:
        self._module.heard(self, data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._module.closed(self)

    def send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()
