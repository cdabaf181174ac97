"""The technician tests the motor: lets it run once, and the run is watched and judged against the pack's limit."""

import asyncio
from contextlib import aclosing

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.motor_run import RUNNING_MA
from fleetdesk.domain.motor_test import MotorTest, MotorTestResult, Outcome
from fleetdesk.domain.pack import Channel
from fleetdesk.services.bench_unit import decimal_text, drawn
from fleetdesk.services.bench_views import MotorTestView
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.views import Text, Tone
from fleetdesk.services.watch_current import PushSample, watched_samples

WAIT_S = 60.0
"""So long a person may take to start the motor and let it run."""


async def motor_test(bench: Bench, port: str, push: PushSample, wait_s: float = WAIT_S) -> MotorTestView:
    """Watches as `watch_current` does until one run is over, and judges it. No run within `wait_s`: "not seen".

    Raises KnownError for a device without a live current, else what `watch_current` raises.
    """
    channel = bench.session(port).pack.live_channel()
    if channel is None or channel.unit != "A":
        raise KnownError("This device has no motor current to test.", "Its driver pack names no such channel.", "")
    test = MotorTest(RUNNING_MA * 10.0 ** (-3 - channel.scale), channel.high)
    try:
        async with asyncio.timeout(wait_s), aclosing(watched_samples(bench, port, push)) as samples:
            async for at_s, sample in samples:
                raw = sample.values.get(channel.name)
                if raw is not None:
                    test.feed(at_s, raw)
                if test.result is not None:
                    break
    except TimeoutError:
        pass  # `give_up` says what was seen until then.
    return _view(channel, test.give_up())


def _view(channel: Channel, result: MotorTestResult) -> MotorTestView:
    if result.outcome is Outcome.NOT_SEEN or result.load is None or result.peak is None:
        return MotorTestView(
            result.outcome.value, Text("No run was seen. Start the motor for two seconds or more."), Tone.IDLE
        )
    values = {"load": decimal_text(result.load, channel.scale), "peak": decimal_text(result.peak, channel.scale)}
    values["unit"] = channel.unit
    words = "Load {load} {unit}, peak {peak} {unit}."
    if channel.high is not None:
        values["limit"] = decimal_text(channel.high, channel.scale)
        words = (
            "Load {load} {unit} is within the limit of {limit} {unit}, peak {peak} {unit}."
            if result.outcome is Outcome.OK
            else "Over the limit of {limit} {unit}: load {load} {unit}, peak {peak} {unit}."
        )
    tone = Tone.OK if result.outcome is Outcome.OK else Tone.BAD
    load, peak = drawn(channel, result.load), drawn(channel, result.peak)
    return MotorTestView(result.outcome.value, Text(words, values), tone, load, peak, result.began_s, result.ended_s)
