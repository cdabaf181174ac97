"""The unit behind an SMP server: statistics that move as the motor runs, settings, motor log, clock, firmware slots.

Named after the first device type; everything in it comes from the pack, so any SMP pack is served by it.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any

from fleetdesk.domain.pack import Pack
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.mcuboot import Bootloader, build_image
from fleetdesk.simulator.motor import Motor
from fleetdesk.simulator.motor_log import INDEX_NAME, LOG_NAME, log_of_a_run
from fleetdesk.simulator.settings_store import SettingsStore

U32 = 0xFFFFFFFF
POWER_ON, BY_COMMAND = 1, 2
"""Values of the statistic `last_reset`."""

COUNTED = ("cycles_total", "cycles_ok", "motor_on_s")
"""The statistics that a run adds to; they are kept in flash."""

DEFAULT_SLOT_BYTES = 458_752
WATCHDOG_S = 1.5
KELVIN_ZERO_C = 2732
"""0 C in tenths of a kelvin."""


class Blender:
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
        self.motor = _motor(table)
        self._flash = flash
        self._monotonic = monotonic
        self._wall = wall
        self._clock_offset_s = 0.0
        self._silent_until = 0.0
        self._booted = monotonic()
        slot_bytes = pack.firmware.slot_bytes if pack.firmware else DEFAULT_SLOT_BYTES
        factory = factory_image(pack.key, table["firmware"])
        self.bootloader = Bootloader(flash, slot_bytes, factory, table.get("firmware_key", ""))
        # What flash holds stays; a statistic that a newer pack adds is new to it.
        flash.numbers = {**_statistics(table), **flash.numbers}
        self.settings = SettingsStore(pack, table, flash)
        if flash.restored:
            self.bootloader.boot()
            self._count_boot(POWER_ON)
        self._at_boot = dict(flash.numbers)
        self._log = b""
        self.close_log()
        flash.save()

    # -- power

    @property
    def silent(self) -> bool:
        """Still booting, or hanging in a new firmware until its watchdog bites: what arrives now is lost."""
        if self._new_firmware("hangs") and self.uptime_s() > WATCHDOG_S:
            self.reset()
        return self._monotonic() < self._silent_until or self._new_firmware("hangs")

    def _new_firmware(self, does: str) -> bool:
        """The running image is under test, and a fault of the [simulate] table says what is wrong with it."""
        return not self.bootloader.confirmed and self.table.get("faults", {}).get("new_firmware") == does

    def reset(self) -> None:
        """Unsaved settings go, counters stay, MCUboot has its turn, the unit is silent for a while."""
        self.keep()
        self.bootloader.boot()
        self._count_boot(BY_COMMAND)
        self._booted = self._monotonic()
        self._silent_until = self._booted + self.table.get("boot_ms", 0) / 1000
        self._at_boot = dict(self._flash.numbers)
        self.settings.load()
        if self._new_firmware("loses_settings"):
            self.settings.running["cfg/log_hz"] = b"\0\0"
        self.save()

    def keep(self) -> None:
        """Puts the counters into flash, as the firmware does after each run."""
        if self._new_firmware("loses_counters"):
            return  # It does not find them, and does not overwrite them either.
        for name in self._flash.numbers:
            if name.rpartition(".")[2] in COUNTED:
                self._flash.numbers[name] = self._statistic(name)
        self.save()

    def save(self) -> None:
        self._flash.save()

    def _count_boot(self, reason: int) -> None:
        for name in self._flash.numbers:
            if name.endswith(".boot_count"):
                self._flash.numbers[name] = (self._flash.numbers[name] + 1) & U32
            elif name.endswith(".last_reset"):
                self._flash.numbers[name] = reason

    # -- statistics

    def uptime_s(self) -> float:
        return self._monotonic() - self._booted

    def statistics(self, group: str) -> dict[str, int] | None:
        names: Mapping[str, int] | None = self.table["stats"].get(group)
        return None if names is None else {name: self._statistic(f"{group}.{name}") for name in names}

    def statistic(self, name: str) -> int:
        """A statistic by its bare name, 0 when no group has it."""
        full = next((key for key in self._at_boot if key.endswith(f".{name}")), None)
        return 0 if full is None else self._statistic(full)

    def _statistic(self, name: str) -> int:
        start, seconds = self._at_boot[name], self.uptime_s()
        if self._new_firmware("loses_counters") and name.rpartition(".")[2] == "cycles_total":
            return 0
        match name.rpartition(".")[2]:
            case "cycles_total" | "cycles_ok":
                value = start + self.motor.at(seconds).runs
            case "motor_on_s":
                value = start + int(self.motor.at(seconds).on_s)
            case "motor_ma":
                value = start + self.motor.current_ma(seconds)
            case "motor_temp_dK":
                value = start + self.motor.warming_dk(seconds)
            case "vbat_mv":
                value = max(0, start - self.motor.sag_mv(seconds))
            case "rssi_neg_dbm":
                value = max(0, start + self.motor.fading_db(seconds))
            case "uptime_s":
                value = int(seconds)
            case _:
                value = start
        return value & U32

    # -- clock and log

    def clock_s(self) -> float:
        return self._wall() + self._clock_offset_s

    def set_clock(self, unix_s: float) -> None:
        self._clock_offset_s = unix_s - self._wall()

    def close_log(self) -> tuple[str, bytes]:
        """Closes a new snapshot of the motor log, of the last run; it stays as it is until the next one."""
        hz = max(1, self.settings.number("cfg/log_hz"))
        tenth_c = self.statistic("motor_temp_dK") - KELVIN_ZERO_C
        self._log = log_of_a_run(self.motor, hz, int(self.clock_s()), tenth_c)
        return LOG_NAME, self._log

    def files(self) -> dict[str, bytes]:
        index = f"{LOG_NAME} {len(self._log)} {hashlib.sha256(self._log).hexdigest()}\n"
        return {LOG_NAME: self._log, INDEX_NAME: index.encode("ascii")}


def _motor(table: Mapping[str, Any]) -> Motor:
    return Motor(
        idle=table.get("motor", "idle") == "idle",
        run_s=float(table.get("run_s", 8.0)),
        pause_s=float(table.get("pause_s", 6.0)),
        run_ma=int(table.get("run_ma", 4000)),
        seed=int(table.get("seed", 1)),
    )


def factory_image(key: str, version: str) -> bytes:
    """The firmware that a new unit of a type comes with: the same for every unit."""
    return build_image(version, hashlib.shake_256(f"{key} {version}".encode()).digest(8192))


def _statistics(table: Mapping[str, Any]) -> dict[str, int]:
    return {f"{group}.{name}": value for group, names in table["stats"].items() for name, value in names.items()}
