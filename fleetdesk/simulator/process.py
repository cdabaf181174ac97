"""One simulated device as a process: reads its order from stdin, says when it is ready, serves until told to stop.

It stops on SIGTERM and when its stdin closes, and that happens too when the process that started it is killed: no
simulated device outlives its owner.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from fleetdesk.domain.pack import Link, Pack
from fleetdesk.packs import load_pack
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.lines import Line, Pace, PacedLine, open_line
from fleetdesk.simulator.order import Order

KEEP_EVERY_S = 1.0
"""A killed device loses at most this much of its counters, as one that writes them after each run."""


class Server(Protocol):
    """SMP or Modbus: bytes in, replies out."""

    @property
    def wait_ms(self) -> int: ...

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def keep(self) -> None:
        """Puts what must survive a power cut into flash."""
        ...


def run_one() -> int:
    """The main of a device process; its order is the first line on stdin."""
    # An interactive Ctrl-C reaches the whole group; the owner decides and closes our stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = _first_line()
    if line:
        asyncio.run(_serve(Order(**json.loads(line))))
    return 0


def _first_line() -> bytes:
    """Read by hand: a buffered reader would hold a lock when the process ends while its thread waits for more."""
    line = bytearray()
    while not line.endswith(b"\n"):
        part = os.read(0, 4096)
        if not part:
            return b""
        line += part
    return bytes(line)


async def _serve(order: Order) -> None:
    pack = load_pack(Path(order.pack)) if order.pack else None
    server = _server_for(order, pack)
    stop = asyncio.Event()
    _stop_with_owner(stop)
    line = PacedLine(await open_line(tcp=order.tcp), _pace(pack, order.baud))
    ready = {
        "pack": order.table.get("pack", pack.key if pack else ""),
        "serial": order.table["serial"],
        "port": line.port,
        "pid": os.getpid(),
    }
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    tasks = [asyncio.ensure_future(work) for work in (stop.wait(), _answer(server, line, order.baud), _keep(server))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()  # a bug in the server ends the process, with its traceback
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.keep()
        line.close()


def _pace(pack: Pack | None, baud: int | None) -> Pace:
    return Pace.of(Link(), baud) if pack is None else Pace.of(pack.link, baud, pack.protocol)


def _server_for(order: Order, pack: Pack | None) -> Server:
    if order.transcript is not None:
        from fleetdesk.simulator.replay import Replay
        from fleetdesk.simulator.replay_plan import read_transcript

        return Replay(read_transcript(Path(order.transcript)), pack)
    assert pack is not None, "only a replay has no pack"
    return make_server(pack, order.table, Flash(Path(order.state) if order.state else None, order.table["serial"]))


def make_server(pack: Pack, table: dict[str, Any], flash: Flash) -> Server:
    """The server for a pack's protocol. Imported here: a gateway need not wait for the SMP library, nor a blender."""
    if pack.protocol == "smp":
        from fleetdesk.simulator.blender import Blender
        from fleetdesk.simulator.smp_server import SmpServer

        return SmpServer(Blender(pack, table, flash))
    from fleetdesk.simulator.gateway import Gateway
    from fleetdesk.simulator.modbus_server import ModbusServer

    return ModbusServer(Gateway(pack, table, flash))


def _stop_with_owner(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def end() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(stop.set)

    def on_signal(number: int, frame: FrameType | None) -> None:
        end()

    signal.signal(signal.SIGTERM, on_signal)
    threading.Thread(target=_wait_for_end_of_stdin, args=(end,), daemon=True, name="owner").start()


def _wait_for_end_of_stdin(then: Callable[[], None]) -> None:
    while os.read(0, 4096):
        pass
    then()


async def _answer(server: Server, line: Line, baud: int | None) -> None:
    noise = random.Random(0)
    while True:
        data = await line.receive()
        wrong_speed = baud is not None and line.speed() not in (None, baud)
        for reply in server.feed(data):
            if server.wait_ms:
                await asyncio.sleep(server.wait_ms / 1000)
            await line.send(noise.randbytes(len(reply)) if wrong_speed else reply)


async def _keep(server: Server) -> None:
    while True:
        await asyncio.sleep(KEEP_EVERY_S)
        server.keep()
