"""Watches a device's live values: samples go to whoever draws them and to the unit's motor and trace.

All channels of one sample come from one request. The GUI thread is never called per sample.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from fleetdesk.devices.session import Sample
from fleetdesk.domain.pack import Channel, Pack
from fleetdesk.domain.trace import Trace, TraceChannel, TraceHeader
from fleetdesk.services.bench_slot import Slot
from fleetdesk.services.bench_unit import drawn, watched_channels
from fleetdesk.services.plug_in import Bench

PushSample = Callable[[float, Sequence[float]], None]
"""(seconds on the loop's clock, a value per channel in the unit it is drawn in; nan where none came)"""
SAMPLE_EVERY_S = 0.02
"""At 115200 baud a stats reading takes 25 to 40 ms; faster links are held to what a screen can show."""


async def watch_current(bench: Bench, port: str, push: PushSample) -> None:
    """Pushes samples until cancelled or the port is lost.

    Raises PortError or DeviceError when the device stops answering, WrongDeviceError when another took its place.
    """
    async with aclosing(watched_samples(bench, port, push)) as samples:
        async for _at_s, _sample in samples:
            pass


async def watched_samples(bench: Bench, port: str, push: PushSample) -> AsyncGenerator[tuple[float, Sample]]:
    """As `watch_current`, and yields each sample with its time on the loop's clock, after it was pushed and kept."""
    slot, session = bench.slot(port), bench.session(port)
    channels = watched_channels(session.pack)
    if not channels:
        return
    loop = asyncio.get_running_loop()
    push(loop.time(), [math.nan] * len(channels))  # The line of an earlier watch does not run on into this one.
    async with aclosing(session.live(channels, SAMPLE_EVERY_S)) as stream:
        async for sample in stream:
            at_s = loop.time()
            _keep(slot, session.pack, channels, at_s, sample)
            push(at_s, [_drawn(channel, sample) for channel in channels])
            yield at_s, sample


def _keep(slot: Slot, pack: Pack, channels: Sequence[Channel], at_s: float, sample: Sample) -> None:
    watched = slot.watched
    if watched.trace is None:
        assert slot.expected is not None
        described = tuple(TraceChannel(c.name, c.label, c.unit, c.scale) for c in channels)
        header = TraceHeader(pack.key, pack.version, slot.expected.serial, sample.taken_at, described)
        watched.trace, watched.trace_origin_s = Trace(header), at_s
    watched.trace.add(round((at_s - watched.trace_origin_s) * 1000), sample.values)
    raw = sample.values.get(channels[0].name)
    if raw is not None:
        watched.motor.feed(at_s, raw)


def _drawn(channel: Channel, sample: Sample) -> float:
    raw = sample.values.get(channel.name)
    return math.nan if raw is None else drawn(channel, raw)
