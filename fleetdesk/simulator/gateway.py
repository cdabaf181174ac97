"""The unit behind a Modbus server: register blocks from the pack, staged config, commands, the child table.

Nothing that is written applies before COMMIT, and COMMIT fails when the config has changed since the generation that
the change was based on. Block and field names are those of the device contract.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from fleetdesk.domain.pack import Block, Pack
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.registers import Words, encode, place, take

ILLEGAL_ADDRESS, ILLEGAL_VALUE, FAILED = 2, 3, 4
U16, U32 = 0xFFFF, 0xFFFFFFFF
POWER_ON, BY_COMMAND = 1, 2

COMMIT, DISCARD, REBOOT, RUN_UPLINK_TEST, RESCAN, WIPE_WIFI = 1, 2, 3, 4, 5, 6
DHCP, STATIC = 1, 2
UP, DOWN = 1, 2

IDENTITY_OBJECTS = {0x00: "vendor", 0x01: "product", 0x02: "firmware", 0x04: "name", 0x05: "model"}
PRIVATE_OBJECTS = {0x80: "serial", 0x81: "mac", 0x82: "hardware", 0x83: "contract", 0x84: "digest"}


class ModbusRefusal(Exception):
    """An exception answer with its code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Gateway:
    """`monotonic` gives seconds and `wall` Unix seconds; both are injected where a test wants another time."""

    def __init__(
        self,
        pack: Pack,
        table: Mapping[str, Any],
        flash: Flash,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.pack = pack
        self.table = table
        self._flash = flash
        self._monotonic = monotonic
        self._wall = wall
        self._silent_until = 0.0
        self._booted = monotonic()
        self._values: dict[str, dict[str, Any]] = {
            block.name: dict(table["registers"].get(block.name, {})) for block in pack.blocks
        }
        self._config = pack.block("config")
        self._command = pack.block("command")
        self._done: dict[str, int | str] = {}
        self._table_generation = int(self._values.get("children", {}).get("table_generation", 0))
        self._remember(table)
        self._staged = self._fresh_staging()

    def _remember(self, table: Mapping[str, Any]) -> None:
        """What survives without power: boot count, config generation, config."""
        numbers, header = self._flash.numbers, table["registers"].get("header", {})
        for name in ("boot_count", "config_generation", "last_reset"):
            numbers.setdefault(name, header.get(name, 0))
        factory = self._factory_config()
        if len(self._flash.texts.get("config", b"")) != len(factory):
            self._flash.texts["config"] = factory
        if self._flash.restored:
            numbers["boot_count"] = (numbers["boot_count"] + 1) & U16
            numbers["last_reset"] = POWER_ON
        self._flash.save()

    def _factory_config(self) -> bytes:
        if self._config is None:
            return b""
        words = place(self._config, self._values["config"])
        return b"".join(words[at].to_bytes(2, "big") for at in sorted(words))

    # -- power

    @property
    def silent(self) -> bool:
        """Still booting: what arrives now is lost."""
        return self._monotonic() < self._silent_until

    def reboot(self) -> None:
        """Staged changes go, the config stays."""
        numbers = self._flash.numbers
        numbers["boot_count"] = (numbers["boot_count"] + 1) & U16
        numbers["last_reset"] = BY_COMMAND
        self._booted = self._monotonic()
        self._silent_until = self._booted + self.table.get("boot_ms", 0) / 1000
        self._staged = self._fresh_staging()
        self._done = {}
        self._flash.save()

    def keep(self) -> None:
        self._flash.save()

    # -- identity

    def identity_objects(self) -> dict[int, bytes]:
        texts = {**self.table["identity"], "serial": self.table["serial"], "firmware": self.table["firmware"]}
        objects = {**IDENTITY_OBJECTS, **PRIVATE_OBJECTS}
        return {number: texts[name].encode("ascii") for number, name in sorted(objects.items()) if name in texts}

    # -- reads

    def read(self, space: str, address: int, count: int) -> list[int]:
        """`count` words. Raises ModbusRefusal(ILLEGAL_ADDRESS) when one of them belongs to no block."""
        words: Words = {}
        for block in self.pack.blocks:
            end = block.address + block.length * block.rows
            if block.space == space and block.address < address + count and address < end:
                words.update(self._words(block))
        wanted = range(address, address + count)
        if any(at not in words for at in wanted):
            raise ModbusRefusal(ILLEGAL_ADDRESS)
        return [words[at] for at in wanted]

    def _words(self, block: Block) -> Words:
        if block is self._config:
            return self._without_secrets(block)
        if block.rows > 1:
            children = self._children()
            words: Words = {}
            for row in range(block.rows):
                words.update(place(block, children[row] if row < len(children) else {}, row))
            return words
        return place(block, {**self._values[block.name], **self._live(block)})

    def _live(self, block: Block) -> Mapping[str, Any]:
        """The fields that are not constant, by the contract's block names."""
        numbers, seconds = self._flash.numbers, self._monotonic() - self._booted
        match block.name:
            case "header":
                last = max((b.address + b.length * b.rows for b in self.pack.blocks if b.space == "input"), default=0)
                return {
                    **{name: numbers[name] for name in ("boot_count", "config_generation", "last_reset")},
                    "map_size": last,
                    "uptime_s": int(seconds) & U32,
                    "epoch_s": int(self._wall()) & U32,
                }
            case "network":
                lease = self._values["network"].get("lease_s", 0)
                return {"lease_s": max(0, lease - int(seconds))}
            case "children":
                return {"count": len(self._children()), "table_generation": self._table_generation}
            case "command" | "command_done":
                return self._done
            case _:
                return {}

    def _children(self) -> list[dict[str, Any]]:
        """The child table, each row as old as its pack says plus the time since boot; online ones are seen again."""
        seconds = int(self._monotonic() - self._booted)
        rows: list[dict[str, Any]] = [dict(row) for row in self.table.get("children", [])]
        for row in rows:
            seen = row.get("last_seen_s")
            if isinstance(seen, int) and seen != U32 and row.get("state") != "online":
                row["last_seen_s"] = seen + seconds
        return rows

    def _without_secrets(self, block: Block) -> Words:
        words = dict(self._staged)
        for item in block.fields:
            if item.access == "w":
                words.update({block.address + item.offset + n: 0 for n in range(item.length)})
        return words

    # -- writes

    def write(self, address: int, words: list[int]) -> bool:
        """Stages config words, or takes a command. True when the unit must reboot once the answer is out."""
        last = address + len(words)
        if self._command is not None and address == self._command.address and len(words) == self._command.length:
            return self._execute(self._command, words)
        writable: set[int] = set()
        if self._config is not None:
            for item in self._config.fields:
                if "w" in item.access:
                    first = self._config.address + item.offset
                    writable.update(range(first, first + item.length))
        fixed = {} if self._config is None else {self._config.address: self._config.id}
        for at, word in zip(range(address, last), words, strict=True):
            # The block id may be part of a write over the whole block, when it is the right one.
            if at not in writable and fixed.get(at) != word:
                raise ModbusRefusal(ILLEGAL_ADDRESS)
        self._staged.update(zip(range(address, last), words, strict=True))
        return False

    def _execute(self, block: Block, words: list[int]) -> bool:
        order = take(block, dict(zip(range(block.address, block.address + block.length), words, strict=True)))
        if order["block_id"] != block.id:
            raise ModbusRefusal(ILLEGAL_VALUE)
        if self._done and all(self._done[name] == order[name] for name in ("command", "argument", "nonce")):
            return False  # repeated after a lost answer: done already
        command = order["command"]
        if command == COMMIT:
            self._commit()
        elif command == DISCARD:
            self._staged = self._fresh_staging()
        elif command == RUN_UPLINK_TEST:
            self._test_uplink()
        elif command == RESCAN:
            self._table_generation = (self._table_generation + 1) & U16
        elif command == WIPE_WIFI:
            self._wipe_wifi()
        elif command != REBOOT:
            raise ModbusRefusal(ILLEGAL_VALUE)
        self._done = order
        return command == REBOOT

    def _fresh_staging(self) -> Words:
        """The config as it applies, based on its own generation."""
        if self._config is None:
            return {}
        raw, first = self._flash.texts["config"], self._config.address
        words = {first + at // 2: int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)}
        base = self._config.field_named("base_generation")
        if base is not None:
            words[first + base.offset] = self._flash.numbers["config_generation"]
        return words

    def _commit(self) -> None:
        if self._config is None:
            raise ModbusRefusal(ILLEGAL_VALUE)
        staged = take(self._config, self._staged)
        generation = self._flash.numbers["config_generation"]
        if staged.get("base_generation", generation) != generation:
            raise ModbusRefusal(FAILED)
        for item in self._config.fields:
            if item.codes and staged[item.name] not in (0, *item.codes):
                raise ModbusRefusal(ILLEGAL_VALUE)
        self._flash.texts["config"] = b"".join(self._staged[at].to_bytes(2, "big") for at in sorted(self._staged))
        self._flash.numbers["config_generation"] = (generation + 1) & U16
        self._flash.save()
        self._staged = self._fresh_staging()
        self._apply_network(staged)

    def _apply_network(self, config: Mapping[str, int | str]) -> None:
        network = self._values.setdefault("network", {})
        network["ssid"] = config.get("wifi_ssid", "")
        static = config.get("ip_mode") == STATIC
        network["dhcp_state"] = 0 if static else 2
        if static:
            network.update({name: config.get(name, 0) for name in ("ip", "mask", "gateway", "dns1", "dns2")})

    def _test_uplink(self) -> None:
        """The simulated uplink answers when it is up; the time of the success moves."""
        uplink = self._values.setdefault("uplink", {})
        if uplink.get("state", UP) == UP:
            uplink["last_success_epoch_s"] = int(self._wall()) & U32

    def _wipe_wifi(self) -> None:
        """Forgets network and password at once: this is what the command is for when the unit changes hands."""
        if self._config is None:
            raise ModbusRefusal(ILLEGAL_VALUE)
        words = self._fresh_staging()
        for name in ("wifi_ssid", "wifi_password"):
            item = self._config.field_named(name)
            if item is not None:
                at = self._config.address + item.offset
                words.update({at + n: word for n, word in enumerate(encode(item, ""))})
        self._flash.texts["config"] = b"".join(words[at].to_bytes(2, "big") for at in sorted(words))
        self._flash.numbers["config_generation"] = (self._flash.numbers["config_generation"] + 1) & U16
        self._flash.save()
        self._staged = self._fresh_staging()
        self._values.setdefault("network", {})["ssid"] = ""
