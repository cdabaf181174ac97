"""The settings of a simulated module: those that run now, and those that are saved and come back after a reset."""

from collections.abc import Mapping
from typing import Any

from fleetdesk.domain.pack import Pack, Setting
from fleetdesk.simulator.flash import Flash

SERIAL_KEY = "id/serial"
"""Its value is the unit's serial, which a scene may change; the pack's [simulate.settings] does not give it."""


class SettingsStore:
    """`declared` {key: what the pack says of it}; `running` {key: raw bytes}."""

    def __init__(self, pack: Pack, table: Mapping[str, Any], flash: Flash) -> None:
        self.declared = {setting.source: setting for setting in pack.settings}
        self._flash = flash
        # What flash holds stays; a setting that a newer pack adds is new to it.
        flash.texts = {**_factory_values(pack, table), **flash.texts}
        self.running = dict(flash.texts)

    def save(self) -> None:
        self._flash.texts = dict(self.running)
        self._flash.save()

    def load(self) -> None:
        """Back to what is saved."""
        self.running = dict(self._flash.texts)

    def set_and_save(self, values: Mapping[str, bytes]) -> None:
        """These settings at once, running and saved, and no others."""
        self.running.update(values)
        self._flash.texts.update(values)
        self._flash.save()

    def number(self, key: str) -> int:
        return int.from_bytes(self.running.get(key, b""), "little")

    def text(self, key: str) -> str:
        return self.running.get(key, b"").decode("ascii", "replace")


def _factory_values(pack: Pack, table: Mapping[str, Any]) -> dict[str, bytes]:
    values: dict[str, Any] = dict(table.get("settings", {}))
    return {
        setting.source: _raw(setting, table["serial"] if setting.source == SERIAL_KEY else values[setting.name])
        for setting in pack.settings
    }


def _raw(setting: Setting, value: str | int) -> bytes:
    """As the firmware stores it: text without NUL, integers little-endian."""
    if isinstance(value, str):
        return value.encode("ascii")
    return value.to_bytes(int(setting.type[1:]) // 8, "little")
