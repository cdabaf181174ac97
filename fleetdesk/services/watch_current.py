"""Watches a device's live value: samples go to whoever draws them and to the motor's run, never to the GUI thread."""

import asyncio
from collections.abc import Callable

from fleetdesk.services.bench_unit import scaled
from fleetdesk.services.plug_in import Bench

PushSample = Callable[[float, float], None]
SAMPLE_EVERY_S = 0.03
"""At 115200 baud a stats reading takes 25 to 40 ms; faster links are held to what a screen can show."""


async def watch_current(bench: Bench, port: str, push: PushSample) -> None:
    """Calls `push(seconds since the start, value in the channel's unit)` until cancelled or the port is lost.

    Raises PortError or DeviceError when the device stops answering, WrongDeviceError when another took its place.
    """
    slot, session = bench.slot(port), bench.session(port)
    channel = session.pack.live_channel()
    loop = asyncio.get_running_loop()
    start = loop.time()
    stream = session.live(every_s=SAMPLE_EVERY_S)
    try:
        async for sample in stream:
            raw = sample.values.get(channel.name) if channel else None
            if raw is not None and channel is not None:
                at = loop.time() - start
                slot.motor.feed(at, raw)
                push(at, scaled(raw, channel.scale))
    finally:
        await stream.aclose()
