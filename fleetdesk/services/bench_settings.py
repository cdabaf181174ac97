"""The settings of the unit on a port of the Bench, as the window shows and changes them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from fleetdesk.devices.session import Session
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.settings import (
    ASSIGNMENT_GENERATION,
    SettingLine,
    Value,
    choices,
    setting_named,
    shown_value,
    typed_value,
)
from fleetdesk.services.bench_views import SettingRow, SettingsView, WorkView
from fleetdesk.services.configure_device import DeviceSettings, change_settings, read_settings
from fleetdesk.services.desk import Desk
from fleetdesk.services.person import actor
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.views import Text

WRITING = Text("Writing settings")


@dataclass(frozen=True, slots=True)
class BenchSettings:
    """On the io loop."""

    desk: Desk
    bench: Bench

    async def read(self, port: str) -> SettingsView:
        """Raises PortError, DeviceError, or WrongDeviceError while the port is locked."""
        session = self.bench.session(port)
        return _view(session.pack, await read_settings(self.desk.record, session))

    async def change(self, port: str, typed: Mapping[str, str], generation: int | None, reason: str) -> SettingsView:
        """Writes what a person typed, {setting name: words}, as one act, and returns what is read afterwards.

        Raises KnownError: nothing was written for words that mean no value, an unregistered unit or settings that
        somebody else has changed since `generation`; SettingsNotTaken when the device did not take them.
        """
        values = _values(self.bench.session(port).pack, typed)
        record = self.desk.record
        who = await asyncio.to_thread(actor, record)

        async def work(session: Session) -> SettingsView:
            self.bench.show_work(port, WorkView(WRITING))
            await change_settings(record, session, values, who, seen_generation=generation, reason=reason)
            return _view(session.pack, await read_settings(record, session))

        return await self.bench.work_on(port, work)


def _values(pack: Pack, typed: Mapping[str, str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, words in typed.items():
        setting = setting_named(pack, name)
        if setting is None:
            raise KnownError(f"This unit has no setting '{name}'.", "", "Read its settings again.")
        try:
            values[name] = typed_value(pack, setting, words if setting.type == "string" else words.strip())
        except FormatError as error:
            title = f"'{setting.label}' cannot be set to that."
            raise KnownError(title, f"{error}.", "Nothing was written.") from error
    return values


def _view(pack: Pack, found: DeviceSettings) -> SettingsView:
    return SettingsView(
        found.serial,
        found.model,
        found.generation,
        found.device is not None,
        tuple(_row(pack, line) for line in found.lines),
    )


def _row(pack: Pack, line: SettingLine) -> SettingRow:
    setting = setting_named(pack, line.name)
    assert setting is not None
    expected = "" if line.expected is None or line.secret else shown_value(pack, setting, line.expected)
    known = line.value is not None and not line.secret
    return SettingRow(
        line.name,
        line.label,
        line.shown if known else "",
        known,
        expected,
        not line.agrees,
        line.unit,
        line.writable and setting.source != ASSIGNMENT_GENERATION,
        line.secret,
        choices(pack, setting),
    )
