"""The config block of a gateway: what applies, what is staged, and COMMIT between them.

A change names the config generation that it is based on; when the config has moved since, COMMIT is refused as stale.
"""

from fleetdesk.domain.pack import Block
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.modbus_refusal import FAILED, ILLEGAL_ADDRESS, ILLEGAL_VALUE, ModbusRefusal
from fleetdesk.simulator.registers import Words, encode, place, take

U16 = 0xFFFF
GENERATION = "config_generation"
KEPT = "config"


class StagedConfig:
    """The config that applies is in flash; what is staged is lost with the power."""

    def __init__(self, block: Block, factory: dict[str, int | str], flash: Flash) -> None:
        self.block = block
        self._flash = flash
        words = _raw(place(block, factory))
        if len(flash.texts.get(KEPT, b"")) != len(words):
            flash.texts[KEPT] = words
        self._staged = self._applied_words()

    @property
    def generation(self) -> int:
        return self._flash.numbers[GENERATION]

    def applied(self) -> dict[str, int | str]:
        return take(self.block, self._applied_words())

    def readable(self) -> Words:
        """What is staged, with zeros where the secrets are."""
        words = dict(self._staged)
        for item in self.block.fields:
            if item.access == "w":
                words.update({self.block.address + item.offset + n: 0 for n in range(item.length)})
        return words

    def stage(self, address: int, words: list[int]) -> None:
        """All of the words or, when one of them cannot be written, none."""
        writable = {
            self.block.address + item.offset + n
            for item in self.block.fields
            if "w" in item.access
            for n in range(item.length)
        }
        changes = dict(zip(range(address, address + len(words)), words, strict=True))
        for at, word in changes.items():
            # The block id may be part of a write over the whole block, when it is the right one.
            if at not in writable and (at, word) != (self.block.address, self.block.id):
                raise ModbusRefusal(ILLEGAL_ADDRESS)
        self._staged.update(changes)

    def discard(self) -> None:
        self._staged = self._applied_words()

    def commit(self) -> None:
        staged = take(self.block, self._staged)
        if staged.get("base_generation", self.generation) != self.generation:
            raise ModbusRefusal(FAILED)
        for item in self.block.fields:
            if item.codes and staged[item.name] not in (0, *item.codes):
                raise ModbusRefusal(ILLEGAL_VALUE)
        self._apply(self._staged)

    def wipe(self, *names: str) -> None:
        """Empties these texts of the applied config at once, and drops what was staged."""
        words = self._applied_words()
        for item in self.block.fields:
            if item.name in names:
                at = self.block.address + item.offset
                words.update({at + n: word for n, word in enumerate(encode(item, ""))})
        self._apply(words)

    def _apply(self, words: Words) -> None:
        self._flash.texts[KEPT] = _raw(words)
        self._flash.numbers[GENERATION] = (self.generation + 1) & U16
        self._flash.save()
        self.discard()

    def _applied_words(self) -> Words:
        """The config in flash, based on its own generation."""
        raw, first = self._flash.texts[KEPT], self.block.address
        words = {first + at // 2: int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)}
        base = self.block.field_named("base_generation")
        if base is not None:
            words[first + base.offset] = self.generation
        return words


def _raw(words: Words) -> bytes:
    return b"".join(words[at].to_bytes(2, "big") for at in sorted(words))
