"""The unit behind a Modbus server, a gateway or any other machine: blocks from the pack, staged config, commands.

Block and field names are those of the device contract; what a pack has no block or no command code for, its unit does
not do.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from fleetdesk.domain.pack import Block, Pack
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.modbus_refusal import ILLEGAL_ADDRESS, ILLEGAL_VALUE, ModbusRefusal
from fleetdesk.simulator.moving import Moving
from fleetdesk.simulator.registers import Words, place, take
from fleetdesk.simulator.staged_config import StagedConfig

U16, U32 = 0xFFFF, 0xFFFFFFFF
POWER_ON, BY_COMMAND = 1, 2
KEPT = ("boot_count", "config_generation", "last_reset")
"""Fields of the header that survive without power."""

COMMIT, DISCARD, REBOOT, RUN_UPLINK_TEST, RESCAN, WIPE_WIFI = 1, 2, 3, 4, 5, 6
STATIC = 2
UP = 1
BOUND = 2

IDENTITY_OBJECTS = {0x00: "vendor", 0x01: "product", 0x02: "firmware", 0x04: "name", 0x05: "model"}
PRIVATE_OBJECTS = {0x80: "serial", 0x81: "mac", 0x82: "hardware", 0x83: "contract", 0x84: "digest"}


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
        self._values = {block.name: dict(table["registers"].get(block.name, {})) for block in pack.blocks}
        self._moving = Moving(table, flash, monotonic)
        self._command = pack.block("command")
        self._done: dict[str, int | str] = {}
        self._table_generation = int(self._values.get("children", {}).get("table_generation", 0))
        header = self._values.get("header", {})
        flash.numbers = {**{name: header.get(name, 0) for name in KEPT}, **flash.numbers}
        config = pack.block("config")
        self._config = None if config is None else StagedConfig(config, self._values["config"], flash)
        if flash.restored:
            self._count_boot(POWER_ON)
            self._apply_network()
        flash.save()

    # -- power

    @property
    def silent(self) -> bool:
        """Still booting: what arrives now is lost."""
        return self._monotonic() < self._silent_until

    def reboot(self) -> None:
        """Staged changes go, the config stays."""
        self._count_boot(BY_COMMAND)
        self._booted = self._monotonic()
        self._silent_until = self._booted + self.table.get("boot_ms", 0) / 1000
        self._done = {}
        if self._config is not None:
            self._config.discard()
        self.keep()

    def keep(self) -> None:
        self._moving.keep()
        self._flash.save()

    def _count_boot(self, reason: int) -> None:
        self._flash.numbers["boot_count"] = (self._flash.numbers["boot_count"] + 1) & U16
        self._flash.numbers["last_reset"] = reason

    # -- reads

    def identity_objects(self) -> dict[int, bytes]:
        texts = {**self.table["identity"], "serial": self.table["serial"], "firmware": self.table["firmware"]}
        objects = {**IDENTITY_OBJECTS, **PRIVATE_OBJECTS}
        return {number: texts[name].encode("ascii") for number, name in sorted(objects.items()) if name in texts}

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
        if self._config is not None and block is self._config.block:
            return self._config.readable()
        if block.rows == 1:
            moving = self._moving.values(block.name)
            return place(block, {**self._values[block.name], **moving, **self._live(block)})
        children, words = self._children(), Words()
        for row in range(block.rows):
            words.update(place(block, children[row] if row < len(children) else {}, row))
        return words

    def _live(self, block: Block) -> Mapping[str, Any]:
        """The fields that are not constant, by the contract's block names."""
        seconds = int(self._monotonic() - self._booted)
        match block.name:
            case "header":
                ends = [b.address + b.length * b.rows for b in self.pack.blocks if b.space == "input"]
                moving = {"map_size": max(ends), "uptime_s": seconds & U32, "epoch_s": int(self._wall()) & U32}
                return {**{name: self._flash.numbers[name] for name in KEPT}, **moving}
            case "network":
                return {"lease_s": max(0, self._values["network"].get("lease_s", 0) - seconds)}
            case "children":
                return {"count": len(self._children()), "table_generation": self._table_generation}
            case "command" | "command_done":
                return self._done
            case _:
                return {}

    def _children(self) -> list[dict[str, Any]]:
        """The child table. A row that is not online gets older; an online one is heard again and again."""
        seconds = int(self._monotonic() - self._booted)
        rows: list[dict[str, Any]] = [dict(row) for row in self.table.get("children", [])]
        for row in rows:
            seen = row.get("last_seen_s")
            if isinstance(seen, int) and seen != U32 and row.get("state") != "online":
                row["last_seen_s"] = seen + seconds
        return rows

    # -- writes

    def write(self, address: int, words: list[int]) -> bool:
        """Stages config words, or takes a command. True when the unit must reboot once the answer is out."""
        if self._command is not None and (address, len(words)) == (self._command.address, self._command.length):
            return self._execute(self._command, words)
        if self._config is None:
            raise ModbusRefusal(ILLEGAL_ADDRESS)
        self._config.stage(address, words)
        return False

    def _execute(self, block: Block, words: list[int]) -> bool:
        order = take(block, {block.address + at: word for at, word in enumerate(words)})
        if order["block_id"] != block.id:
            raise ModbusRefusal(ILLEGAL_VALUE)
        if self._done == order:
            return False  # repeated after a lost answer: done already
        command = order["command"]
        known = block.field_named("command")
        if known is None or command not in known.codes:
            raise ModbusRefusal(ILLEGAL_VALUE)
        if command in (COMMIT, DISCARD, WIPE_WIFI) and self._config is not None:
            self._change_config(self._config, command)
        elif command == RUN_UPLINK_TEST:
            self._test_uplink()
        elif command == RESCAN:
            self._table_generation = (self._table_generation + 1) & U16
        elif command != REBOOT:
            raise ModbusRefusal(ILLEGAL_VALUE)
        self._done = order
        return command == REBOOT

    def _change_config(self, config: StagedConfig, command: int | str) -> None:
        if command == COMMIT:
            config.commit()
        elif command == DISCARD:
            config.discard()
        else:
            config.wipe("wifi_ssid", "wifi_password")
        self._apply_network()

    def _apply_network(self) -> None:
        """The network block shows what the config that applies has made of it."""
        if self._config is None or self._config.block.field_named("wifi_ssid") is None or "network" not in self._values:
            return
        config, network = self._config.applied(), self._values["network"]
        network["ssid"] = config.get("wifi_ssid", "")
        if config.get("ip_mode") == STATIC:
            addresses = {name: config.get(name, 0) for name in ("ip", "mask", "gateway", "dns1", "dns2")}
            network.update(addresses, dhcp_state=0, lease_s=0)
        elif network.get("dhcp_state") == 0:
            network["dhcp_state"] = BOUND

    def _test_uplink(self) -> None:
        """The simulated uplink answers when it is up; then the time of the last success moves."""
        uplink = self._values.get("uplink", {})
        if uplink.get("state") == UP:
            uplink["last_success_epoch_s"] = int(self._wall()) & U32
