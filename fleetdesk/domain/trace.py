"""What a device showed while it was watched: raw integers by time, bounded, and the file that an inspection keeps.

A trace file is JSON lines in UTF-8. The first line is the header {fleetdesk_trace, pack, pack_version, serial,
started_at, channels: [{name, label, unit, scale}], samples, dropped}; each further line is one sample, [milliseconds
since `started_at`, a raw value per channel]; null stands for a value that did not come. value * 10**scale is in `unit`.
"""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from fleetdesk.domain.errors import FormatError

FORMAT = 1
MEDIA_TYPE = "application/vnd.fleetdesk.trace+jsonl"
MOST_SAMPLES = 20_000
"""Some ten minutes at the rate of a serial line, 0.5 MB as a file; the oldest give way and are counted."""

Sample = tuple[int, tuple[int | None, ...]]
"""(milliseconds since the start, raw value of each channel)"""


@dataclass(frozen=True, slots=True)
class TraceChannel:
    name: str
    label: str
    unit: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class TraceHeader:
    """Whose trace it is. `started_at` is ISO 8601 UTC."""

    pack: str
    pack_version: str
    serial: str
    started_at: str
    channels: tuple[TraceChannel, ...]


@dataclass(slots=True)
class Trace:
    """Grows while a device is watched. Belongs to the io loop; `to_bytes` may be called from another thread."""

    header: TraceHeader
    most_samples: int = MOST_SAMPLES
    _samples: deque[Sample] = field(default_factory=deque[Sample])
    _dropped: int = 0

    def __len__(self) -> int:
        return len(self._samples)

    def add(self, at_ms: int, values: Mapping[str, int]) -> None:
        """One sample, {channel name: raw value}."""
        self._samples.append((at_ms, tuple(values.get(channel.name) for channel in self.header.channels)))
        if len(self._samples) > self.most_samples:
            self._samples.popleft()
            self._dropped += 1

    def to_bytes(self) -> bytes:
        # copy() is one step under the interpreter's lock; iterating beside add() would not be.
        samples, dropped = self._samples.copy(), self._dropped
        lines = [_dump(_header(self.header, len(samples), dropped))]
        lines += [_dump([at_ms, *values]) for at_ms, values in samples]
        return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True, slots=True)
class ReadTrace:
    """A trace file, parsed."""

    header: TraceHeader
    samples: tuple[Sample, ...]
    dropped: int


def parse(data: bytes) -> ReadTrace:
    """Raises FormatError that names the line when the bytes are no whole trace file."""
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise FormatError("a trace is UTF-8 text") from error
    head = _loaded(lines[0] if lines else "", 1)
    if not isinstance(head, dict):
        raise FormatError("line 1: expected the header of a trace")
    fields = cast("dict[str, Any]", head)
    if fields.get("fleetdesk_trace") != FORMAT:
        raise FormatError(f"line 1: trace format {fields.get('fleetdesk_trace')!r}; this version reads {FORMAT}")
    header = _read_header(fields)
    samples = tuple(_sample(line, number, len(header.channels)) for number, line in enumerate(lines[1:], start=2))
    if fields.get("samples") != len(samples):
        raise FormatError(f"the header counts {fields.get('samples')} samples, the file holds {len(samples)}")
    dropped = fields.get("dropped")
    return ReadTrace(header, samples, dropped if type(dropped) is int else 0)


def _header(header: TraceHeader, samples: int, dropped: int) -> dict[str, Any]:
    return {
        "fleetdesk_trace": FORMAT,
        "pack": header.pack,
        "pack_version": header.pack_version,
        "serial": header.serial,
        "started_at": header.started_at,
        "channels": [
            {"name": channel.name, "label": channel.label, "unit": channel.unit, "scale": channel.scale}
            for channel in header.channels
        ],
        "samples": samples,
        "dropped": dropped,
    }


def _read_header(fields: Mapping[str, Any]) -> TraceHeader:
    try:
        channels = tuple(
            TraceChannel(str(c["name"]), str(c["label"]), str(c["unit"]), int(c["scale"])) for c in fields["channels"]
        )
        pack, version, serial, started_at = (
            str(fields[name]) for name in ("pack", "pack_version", "serial", "started_at")
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"line 1: the header lacks {error}") from error
    return TraceHeader(pack, version, serial, started_at, channels)


def _sample(line: str, number: int, channels: int) -> Sample:
    row = _loaded(line, number)
    if not isinstance(row, list):
        raise FormatError(f"line {number}: expected a list")
    cells = cast("list[Any]", row) or [None]
    at_ms, values = cells[0], cells[1:]
    if type(at_ms) is not int or len(values) != channels or not all(v is None or type(v) is int for v in values):
        raise FormatError(f"line {number}: expected a time and {channels} whole numbers")
    return at_ms, tuple(values)


def _loaded(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"line {number}: not JSON") from error


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
