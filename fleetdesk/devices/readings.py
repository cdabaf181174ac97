"""From raw device values to what a person reads: counters, gauges judged against their limits, faults seen.

Values are keyed as a pack names them in `source`: "group.name" for SMP, "block.field" for Modbus. A source that the
device did not report is left out everywhere: "not reported" must never look like 0.
"""

from collections.abc import Iterable, Mapping

from fleetdesk.domain.pack import Channel, Fault, Pack
from fleetdesk.domain.snapshot import FaultSeen, Gauge


def counters(pack: Pack, values: Mapping[str, int]) -> dict[str, int]:
    """{counter name: raw value} of the counters that the device reported."""
    return {counter.name: values[counter.source] for counter in pack.counters if counter.source in values}


def channel_values(channels: Iterable[Channel], values: Mapping[str, int]) -> dict[str, int]:
    """{channel name: raw value after `negate`} of the channels that the device reported."""
    return {
        channel.name: -values[channel.source] if channel.negate else values[channel.source]
        for channel in channels
        if channel.source in values
    }


def gauges(pack: Pack, values: Mapping[str, int]) -> tuple[Gauge, ...]:
    """The reported channels with label, unit and judgement."""
    found = channel_values(pack.channels, values)
    return tuple(
        Gauge(
            channel.name,
            channel.label,
            found[channel.name],
            channel.unit,
            channel.scale,
            judged(channel, found[channel.name]),
        )
        for channel in pack.channels
        if channel.name in found
    )


def judged(channel: Channel, value: int) -> str:
    """ "low", "high" or "ok", against the channel's limits."""
    if channel.low is not None and value < channel.low:
        return "low"
    if channel.high is not None and value > channel.high:
        return "high"
    return "ok"


def faults(pack: Pack, values: Mapping[str, int]) -> tuple[FaultSeen, ...]:
    """The faults that are present."""
    return tuple(
        FaultSeen(fault.name, fault.label, values[fault.source])
        for fault in pack.faults
        if fault.source in values and _present(fault, values[fault.source])
    )


def _present(fault: Fault, value: int) -> bool:
    if fault.bit is not None:
        return bool(value >> fault.bit & 1)
    return fault.at_least is not None and value >= fault.at_least


def sources(pack: Pack) -> list[str]:
    """Every source that counters, channels and faults name, once each, in the pack's order."""
    named = [counter.source for counter in pack.counters]
    named += [channel.source for channel in pack.channels]
    named += [fault.source for fault in pack.faults]
    return list(dict.fromkeys(named))
