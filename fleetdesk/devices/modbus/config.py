"""A gateway's configuration over Modbus: staged in holding registers, applied by COMMIT, taken back by DISCARD.

A change names the generation that it is based on; a COMMIT after somebody else's is refused as stale. Commands carry a
nonce, so that one whose answer was lost may be repeated: the gateway acknowledges it and does not do it twice. What
somebody else left staged is discarded first: it would be applied with ours.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from fleetdesk.devices.modbus import registers
from fleetdesk.devices.modbus.bus import Bus, Nonsense, Refused
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.pack import Block, Field, Pack
from fleetdesk.domain.settings import StaleSettings, Value

COMMIT, DISCARD = "COMMIT", "DISCARD"
_FAILED = 4
"""Exception of a COMMIT whose base generation has moved."""
_BASE, _GENERATION = "base_generation", "config_generation"


@dataclass(frozen=True, slots=True)
class ConfigBlocks:
    """Where a pack stages, commands and finds the answer to a command."""

    config: Block
    command: Block
    done: Block


def config_blocks(pack: Pack, port: str) -> ConfigBlocks:
    """Raises KnownError for a pack that describes no staged configuration."""
    config = next((block for block in pack.blocks if block.space == "holding" and block.field_named(_BASE)), None)
    command = next((b for b in pack.blocks if b.space == "holding" and b.field_named("nonce")), None)
    done = next((b for b in pack.blocks if b.space == "input" and b.field_named("nonce")), None)
    if config is None or command is None or done is None:
        raise KnownError(
            f"The settings of the device on {port} cannot be changed from here.",
            f"The driver pack '{pack.key}' describes no staged configuration.",
            "Nothing was written. Use the device's own configuration page.",
        )
    return ConfigBlocks(config, command, done)


def generation_block(pack: Pack) -> Block | None:
    """The block that tells the generation of the configuration."""
    return next((b for b in pack.blocks if b.space == "input" and b.field_named(_GENERATION)), None)


def generation_in(block: Block, values: Mapping[str, Value]) -> int | None:
    found = values.get(f"{block.name}.{_GENERATION}")
    return found if isinstance(found, int) else None


@dataclass(frozen=True, slots=True)
class StagedConfig:
    """The configuration of one gateway for the length of one step."""

    bus: Bus
    pack: Pack

    @property
    def _blocks(self) -> ConfigBlocks:
        return config_blocks(self.pack, self.bus.line.port)

    async def stage(self, values: Mapping[str, Value], generation: int | None) -> None:
        """Writes the fields, and the generation that they are based on. A secret leaves only lengths."""
        blocks = self._blocks
        fields = [(item, values[name]) for name, item in self._fields(blocks.config, values)]
        await self.command(DISCARD)
        base = blocks.config.field_named(_BASE)
        if base is not None and generation is not None:
            await self._write(blocks.config, base, generation)
        for item, value in fields:
            with self.bus.line.recorder.secret() if item.access == "w" else nullcontext():
                await self._write(blocks.config, item, value)

    async def commit(self) -> None:
        """Applies what is staged. Raises StaleSettings when somebody else's change came first; ours is discarded."""
        try:
            await self.command(COMMIT)
        except Refused as refusal:
            if refusal.code != _FAILED:
                raise
            await self.command(DISCARD)
            raise StaleSettings(self.bus.line.port, "Somebody else changed its configuration meanwhile.") from refusal

    async def command(self, name: str) -> None:
        """One command under a nonce of its own, and the look that it was done."""
        blocks = self._blocks
        number = next((n for n, code in _field(blocks.command, "command").codes.items() if code == name), None)
        if number is None:
            raise KnownError(f"The device on {self.bus.line.port} knows no {name}.", "", "Check its driver pack.")
        nonce = await self._done(blocks.done, "nonce") % 0xFFFF + 1
        words = {"block_id": blocks.command.id or 0, "command": number, "argument": 0, "nonce": nonce}
        frame = [word for item in blocks.command.fields for word in registers.field_words(item, words[item.name])]
        await self.bus.write_words(f"do {name}", blocks.command.address, frame)
        if await self._done(blocks.done, "nonce") != nonce:
            raise Nonsense(self.bus.line.port, f"it acknowledged {name} and did something else")

    async def _done(self, block: Block, name: str) -> int:
        def believe(words: Sequence[int]) -> int:
            if words[0] != 0:  # before the first command the mirror is empty
                registers.check_block(block, words)
            value = registers.field_value(_field(block, name), words)
            return value if isinstance(value, int) else 0

        return await self.bus.words("tell its last command", block.space, block.address, block.length, believe)

    async def _write(self, block: Block, item: Field, value: Value) -> None:
        await self.bus.write_words(
            f"stage '{item.label or item.name}'", block.address + item.offset, registers.field_words(item, value)
        )

    def _fields(self, config: Block, values: Mapping[str, Value]) -> list[tuple[str, Field]]:
        found: list[tuple[str, Field]] = []
        for setting in self.pack.settings:
            block, _, name = setting.source.partition(".")
            item = config.field_named(name) if block == config.name else None
            if setting.name in values and item is not None:
                found.append((setting.name, item))
        if len(found) != len(values):
            raise KnownError("Not all of these are in the staged configuration.", "", "Nothing was written.")
        return found


def _field(block: Block, name: str) -> Field:
    item = block.field_named(name)
    if item is None:
        raise KnownError(f"The driver pack's block '{block.name}' has no field '{name}'.", "", "Check the driver pack.")
    return item
