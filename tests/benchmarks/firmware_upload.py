"""How fast an image goes into a module: ours against the ceiling of the line and against two reference clients.

`python tests/benchmarks/firmware_upload.py` prints one JSON object. At 115200 baud and a buffer of 1024 bytes the
ceiling is what stop-and-wait can reach: the bytes of one full request and its reply at ten bits each, nothing between.
`bare loop` sends the same requests, all made before, and reads up to the end of a reply: what stop-and-wait reaches on
this machine, whoever speaks. On the unthrottled line (a pseudo-terminal) `ratio_unthrottled` is ours over the stock
smpclient. Every client sends images of the same size to the same simulated module in turn; figures are medians, in KiB
of image a second.
"""

import asyncio
import contextlib
import hashlib
import io
import json
import logging
import platform
import random
import statistics
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[2]))

import cbor2

from fleetdesk.devices import smp_frames
from fleetdesk.devices.firmware.progress import Cancel, Meter
from fleetdesk.devices.firmware.upload import Upload
from fleetdesk.devices.ports import named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.packs import load_packs
from fleetdesk.simulator.mcuboot import build_image
from tests.devices.simulated import DRIVERS, FROST, simulator

BAUD, BUFFER, RUNS = 115_200, 1024, 5
SLOW_BYTES, FAST_BYTES = 64 * 1024, 400 * 1024
SMP_HEADER, LENGTH_AND_CRC = 8, 4
OURS, SMPCLIENT, TOOLKIT, BARE = "fleetdesk", "smpclient", "mcumgr-toolkit", "bare loop"
BEST_CHUNK = 995


def ceiling_kib_s() -> float:
    """The best of all chunk sizes that fit the buffer."""
    return max(_rate(size) for size in range(64, BUFFER))


def _rate(size: int) -> float:
    body: bytes = cbor2.dumps({"off": 30_000, "data": bytes(size)})
    reply: bytes = cbor2.dumps({"off": 30_000})
    if SMP_HEADER + len(body) + LENGTH_AND_CRC > BUFFER:
        return 0.0
    wire = len(smp_frames.encode(bytes(SMP_HEADER) + body)) + len(smp_frames.encode(bytes(SMP_HEADER) + reply))
    return size / 1024 / (wire * 10 / BAUD)


def fleetdesk_seconds(port: str, image: bytes) -> float:
    async def run() -> float:
        session = await open_unknown(named_port(port), load_packs(), explicit=True)
        try:
            upload = Upload(session, image, Meter(len(image), lambda progress: None), Cancel())
            await upload.begin()  # The others learn the buffer's size when they connect.
            started = time.perf_counter()
            await upload.send()
            return time.perf_counter() - started
        finally:
            await session.close()

    return asyncio.run(run())


def smpclient_seconds(port: str, image: bytes) -> float:
    from smpclient import SMPClient
    from smpclient.transport.serial import SMPSerialTransport

    async def run() -> float:
        client = SMPClient(SMPSerialTransport(), port)
        await client.connect()
        try:
            started = time.perf_counter()
            async for _ in client.upload(image):
                pass
            return time.perf_counter() - started
        finally:
            await client.disconnect()

    return asyncio.run(run())


def toolkit_seconds(port: str, image: bytes) -> float:
    import mcumgr_toolkit

    with cast("Any", mcumgr_toolkit).MCUmgrClient.serial(port, BAUD, 5000) as client:
        client.use_auto_frame_size()
        started = time.perf_counter()
        client.image_upload(image)
        return time.perf_counter() - started


def bare_seconds(port: str, image: bytes) -> float:
    import serial

    requests: list[bytes] = []
    at = 0
    while at < len(image):
        # The first one also says what comes.
        first = {"len": len(image), "sha": hashlib.sha256(image).digest()} if at == 0 else {}
        part = image[at : at + BEST_CHUNK - (50 if first else 0)]
        body: bytes = cbor2.dumps({"off": at, "data": part, **first})
        header = struct.pack("!BBHHBB", 0x0A, 0, len(body), 1, len(requests) & 0xFF, 1)
        requests.append(smp_frames.encode(header + body))
        at += len(part)
    with serial.Serial(port, BAUD, timeout=5) as line:
        started = time.perf_counter()
        for request in requests:
            line.write(request)
            assert line.read_until(b"\n"), "no reply"
        return time.perf_counter() - started


CLIENTS: dict[str, Callable[[str, bytes], float]] = {
    OURS: fleetdesk_seconds,
    SMPCLIENT: smpclient_seconds,
    TOOLKIT: toolkit_seconds,
    BARE: bare_seconds,
}


def medians(size: int, *, baud: int | None) -> dict[str, float]:
    """{client: KiB/s} on one simulated module; the clients take turns, so that a busy moment meets them all."""
    rates: dict[str, list[float]] = {name: [] for name in CLIENTS}
    options = [DRIVERS / FROST, *(["--baud", str(baud)] if baud else [])]
    chance = random.Random(1)
    with simulator(*options) as running:
        for number in range(RUNS):
            for name, client in CLIENTS.items():
                image = build_image(f"2.0.{number}", chance.randbytes(size))
                rates[name].append(len(image) / 1024 / client(running.device.port, image))
    return {name: statistics.median(found) for name, found in rates.items()}


def main() -> None:
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(io.StringIO()):
        slow = medians(SLOW_BYTES, baud=BAUD)
        fast = medians(FAST_BYTES, baud=None)
    limit = ceiling_kib_s()
    result = {
        "name": "firmware_upload",
        "ours": round(slow[OURS], 3),
        "limit": round(limit, 3),
        "peers": {name: round(slow[name], 3) for name in (SMPCLIENT, TOOLKIT, BARE)},
        "ratio": round(slow[OURS] / limit, 4),
        "ratios": {name: round(rate / limit, 4) for name, rate in slow.items()},
        "goal": 0.98,
        "unit": f"KiB/s at {BAUD} baud, buffer {BUFFER}",
        "unthrottled": {name: round(rate, 1) for name, rate in fast.items()},
        "ratio_unthrottled": round(fast[OURS] / fast[SMPCLIENT], 2),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
