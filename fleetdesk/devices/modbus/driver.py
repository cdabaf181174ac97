"""The Modbus driver: who a gateway is, its register blocks, its child table (device contract v1, part B).

Every block must begin with its id and every row with its number; a counter counts only when a second read is not lower
and plausible; a child table is read again when it changed meanwhile.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from fleetdesk.devices import readings
from fleetdesk.devices.driver import Claims, Timing
from fleetdesk.devices.line import Line
from fleetdesk.devices.modbus import config, registers
from fleetdesk.devices.modbus.bus import Bus, Nonsense, Refused
from fleetdesk.devices.modbus.config import StagedConfig
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Block, Channel, Counter, Pack
from fleetdesk.domain.settings import Value
from fleetdesk.domain.snapshot import Child, Identity, Snapshot
from fleetdesk.runtime.clock import Clock, iso, now_ms

_OBJECTS = {
    0x00: "vendor",
    0x01: "product",
    0x02: "firmware",
    0x04: "name",
    0x05: "model",
    0x80: "serial",
    0x81: "mac",
    0x82: "hardware",
    0x83: "contract",
    0x84: "digest",
}
_EXTENDED, _REGULAR, _BASIC = 3, 2, 1
_FIRST_PRIVATE = 0x80
_MOST_PARTS = 16
_LONGEST_CLAIM = 64
_TABLE_TRIES = 3
_UNEVEN_COUNTS = 2
"""Counters move in steps: so many at once say nothing about the rate."""


class ModbusDriver:
    """One slave on one line. Made by `ModbusDriver.on`. `check_blocks` is False only in a test's control."""

    def __init__(self, bus: Bus, timing: Timing, clock: Clock) -> None:
        self._bus = bus
        self._port = bus.line.port
        self._timing = timing
        self._clock = clock
        self._counted: dict[str, _Timed] = {}
        self.check_blocks = True
        self.taken_for: Pack | None = None
        """The pack that a person named for a device that cannot say who it is."""

    @classmethod
    async def on(
        cls, line: Line, unit: int, timing: Timing | None = None, clock: Clock = now_ms, silence_s: float = 0.0
    ) -> "ModbusDriver":
        """A driver for the slave `unit` on an open line. `silence_s` is kept before each request."""
        timing = timing or Timing()
        return cls(await Bus.opened(line, unit, timing, silence_s), timing, clock)

    # -- who it is -----------------------------------------------------------------------------------------------------

    async def claims(self, first_answer_s: float | None = None) -> Claims:
        """Read Device Identification: the standard objects and the private ones from 0x80. A device that cannot do that
        has no serial number; that its first block begins with its id is all that speaks for the pack.
        """
        if self.taken_for is not None:
            await self._block(next(block for block in self.taken_for.blocks if block.rows == 1))
            return Claims("modbus", {"model": self.taken_for.name, "serial": ""})
        objects = await self._objects(_EXTENDED, 0, first_answer_s)
        if 0 not in objects:
            objects |= await self._objects(_REGULAR, 0) or await self._objects(_BASIC, 0)
        if _FIRST_PRIVATE not in objects:
            objects |= await self._objects(_EXTENDED, _FIRST_PRIVATE)
        fields = {name: self._claim(name, objects[number]) for number, name in _OBJECTS.items() if number in objects}
        if not fields.get("serial"):
            raise Nonsense(self._port, "the device gave no serial number")
        fields.setdefault("model", fields.get("product", ""))
        return Claims("modbus", fields)

    async def _objects(self, code: int, first: int, first_answer_s: float | None = None) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        for _ in range(_MOST_PARTS):
            try:
                part = await self._bus.objects(code, first, first_answer_s)
            except Refused as refusal:
                if refusal.absent:
                    return found
                raise
            found |= part.values
            if part.following is None or part.following <= first:
                return found
            first, first_answer_s = part.following, None
        raise Nonsense(self._port, "its identity never ends")

    def _claim(self, name: str, raw: bytes) -> str:
        text = raw.rstrip(b"\0").decode("utf-8", errors="replace")
        if name in ("mac", "digest") and not (text.isascii() and text.isprintable()):
            return raw.hex()
        if len(text) > _LONGEST_CLAIM or not (text.isascii() and text.isprintable()):
            raise Nonsense(self._port, f"its {name} is not a short printable text")
        return text.strip()

    # -- what it reads -------------------------------------------------------------------------------------------------

    async def snapshot(self, pack: Pack, identity: Identity) -> Snapshot:
        """The blocks that the pack's counters, channels, faults, vitals and settings name, and the children."""
        vitals = pack.vitals
        readable = [setting for setting in pack.settings if not setting.secret]
        named = [*readings.sources(pack), vitals.boot_count, vitals.counter_epoch]
        values = await self._blocks(pack, [*named, *(setting.source for setting in readable)])
        numbers = {source: value for source, value in values.items() if isinstance(value, int)}
        children = await self._children(pack)
        return Snapshot(
            identity=identity,
            taken_at=iso(self._clock()),
            counters=readings.counters(pack, numbers),
            gauges=readings.gauges(pack, numbers),
            settings={setting.name: values[setting.source] for setting in readable if setting.source in values},
            children=children,
            faults=readings.faults(pack, numbers),
            boot_count=numbers.get(vitals.boot_count),
            counter_epoch=numbers.get(vitals.counter_epoch),
            fields=values,
        )

    async def sample(self, pack: Pack, channels: Sequence[Channel]) -> Mapping[str, int]:
        """One read per block that the channels need."""
        values = await self._blocks(pack, [channel.source for channel in channels], counters=())
        numbers = {source: value for source, value in values.items() if isinstance(value, int)}
        return readings.channel_values(channels, numbers)

    async def _blocks(
        self, pack: Pack, sources: Sequence[str], counters: Sequence[Counter] | None = None
    ) -> dict[str, registers.Value]:
        values: dict[str, registers.Value] = {}
        for name in dict.fromkeys(source.partition(".")[0] for source in sources if source):
            block = pack.block(name)
            if block is None or block.rows > 1:
                continue
            counting = [
                counter
                for counter in (pack.counters if counters is None else counters)
                if counter.source.startswith(f"{name}.")
            ]
            try:
                values |= await self._counted_block(block, counting) if counting else await self._block(block)
            except Refused as refusal:
                if not refusal.absent:
                    raise
        return values

    async def _block(self, block: Block) -> dict[str, registers.Value]:
        def believe(words: Sequence[int]) -> dict[str, registers.Value]:
            if self.check_blocks:
                registers.check_block(block, words)
            return registers.block_values(block, words)

        # A write-only register reads as zeros; should a device send the secret after all, it is not kept.
        secret = any(item.access == "w" for item in block.fields)
        with self._bus.line.recorder.secret() if secret else nullcontext():
            return await self._bus.words(_what(block), block.space, block.address, block.length, believe)

    async def _counted_block(self, block: Block, counters: Sequence[Counter]) -> dict[str, registers.Value]:
        """Two reads in a row that agree and follow what was believed last.

        A pair that agrees and still does not follow after all tries is believed: the counters were reset.
        """
        now, agreed = await self._timed_block(block), False
        for _ in range(1 + self._timing.retries):
            before, now = now, await self._timed_block(block)
            agreed = _follow(counters, before, now)
            if agreed and _follow(counters, self._counted.get(block.name, now), now):
                break
        if not agreed:
            raise Nonsense(self._port, f"the counters in block '{block.name}' jump from one read to the next")
        self._counted[block.name] = now
        return now.values

    async def _timed_block(self, block: Block) -> "_Timed":
        return _Timed(await self._block(block), asyncio.get_running_loop().time())

    async def _children(self, pack: Pack) -> tuple[Child, ...]:
        table = next((block for block in pack.blocks if block.rows > 1), None)
        head = next((block for block in pack.blocks if block.field_named("table_generation")), None)
        if table is None or head is None:
            return ()
        for _ in range(_TABLE_TRIES):
            before = await self._block(head)
            children = await self._rows(table, int(before.get(f"{head.name}.count", 0)))
            if await self._block(head) == before:
                return children
        raise DeviceError(
            f"The child table of the gateway on {self._port} changes all the time.",
            "It changed during each of three readings.",
            "Wait until its devices are connected, then read it again.",
        )

    async def _rows(self, table: Block, count: int) -> tuple[Child, ...]:
        """Rows until `count` children were found; rows between them may be empty."""
        children: list[Child] = []
        for first in range(0, table.rows, table.read_at_most):
            if len(children) >= count:
                break
            size = min(table.read_at_most, table.rows - first)

            def believe(words: Sequence[int], first: int = first) -> list[Sequence[int]]:
                return registers.check_rows(table, first, words)

            address, count = table.address + first * table.length, size * table.length
            rows = await self._bus.words(_what(table), table.space, address, count, believe)
            children += [found for row in rows if (found := registers.child(table, row)) is not None]
        return tuple(children)

    # -- settings ------------------------------------------------------------------------------------------------------

    async def settings(self, pack: Pack, names: Collection[str] | None = None) -> Mapping[str, Value]:
        """One read of each block with such a setting: while something is staged, what is staged."""
        wanted = [s for s in pack.settings if not s.secret and (names is None or s.name in names)]
        values = await self._blocks(pack, [setting.source for setting in wanted], counters=())
        return {setting.name: values[setting.source] for setting in wanted if setting.source in values}

    async def generation(self, pack: Pack) -> int | None:
        """The generation of the configuration that applies."""
        block = config.generation_block(pack)
        return None if block is None else config.generation_in(block, await self._block(block))

    async def stage(self, pack: Pack, values: Mapping[str, Value], generation: int | None) -> None:
        """Into the holding registers; nothing applies yet."""
        await StagedConfig(self._bus, pack).stage(values, generation)

    async def keep(self, pack: Pack) -> None:
        """COMMIT: what is staged applies."""
        await StagedConfig(self._bus, pack).commit()

    async def drop(self, pack: Pack, before: Mapping[str, Value]) -> bool:
        """DISCARD: what is staged is gone."""
        await StagedConfig(self._bus, pack).command(config.DISCARD)
        return True

    # -- the rest of a driver ------------------------------------------------------------------------------------------

    async def close(self) -> None:
        """Closes the line."""
        await self._bus.close()


def _what(block: Block) -> str:
    return f"read the block '{block.name}'"


@dataclass(frozen=True, slots=True)
class _Timed:
    """A block's values and the loop's time when they came."""

    values: dict[str, registers.Value]
    at_s: float


def _follow(counters: Sequence[Counter], before: _Timed, now: _Timed) -> bool:
    """True when no counter is lower than before or higher than the time between can explain."""
    return all(_follows(counter, before, now) for counter in counters)


def _follows(counter: Counter, before: _Timed, now: _Timed) -> bool:
    first, second = before.values.get(counter.source), now.values.get(counter.source)
    if not isinstance(first, int) or not isinstance(second, int):
        return first is second is None
    return 0 <= second - first <= _UNEVEN_COUNTS + counter.max_per_hour * (now.at_s - before.at_s) / 3600
