"""Several settings changed as one act, on any protocol: read, stage, read back, keep, read again, or take it all back.

Before each step that writes, the device must prove to be the one that was meant. Whatever goes wrong after the first
write, the values from before are put back and read; only when they read as before is the act called rolled back.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fleetdesk.devices.driver import Driver
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.settings import (
    ASSIGNMENT_GENERATION,
    ROLLED_BACK,
    UNCERTAIN,
    Changed,
    SettingsNotTaken,
    StaleSettings,
    Value,
    check_fit,
    setting_named,
)


@dataclass(frozen=True, slots=True)
class SettingsAct:
    """One act on one device. `verify` raises WrongDeviceError when another unit answers."""

    driver: Driver
    pack: Pack
    port: str
    verify: Callable[[], Awaitable[object]]

    async def change(self, values: Mapping[str, Value], seen_generation: int | None = None) -> Changed:
        """Returns what was changed.

        Raises WrongDeviceError or StaleSettings (nothing was written), SettingsNotTaken, DeviceError or PortError.
        """
        await self.verify()
        generation = await self.driver.generation(self.pack)
        if seen_generation is not None and generation != seen_generation:
            raise StaleSettings(self.port, f"They were read at generation {seen_generation}; now it is {generation}.")
        wanted = {name: value for name, value in values.items() if not self._is_secret(name)}
        before = dict(await self.driver.settings(self.pack, wanted))
        kept = False
        try:
            await self.driver.stage(self.pack, values, generation)
            self._agree(wanted, await self.driver.settings(self.pack, wanted))
            await self.verify()
            kept = True
            await self.driver.keep(self.pack)
            after = dict(await self.driver.settings(self.pack, wanted))
            self._agree(wanted, after)
        except StaleSettings:
            raise
        except KnownError as error:
            after, whole = await self._taken_back(wanted, before)
            # A new secret that was kept cannot be taken back: nobody knows the old one.
            certain = len(wanted) == len(values) or (whole and not kept)
            raise self._not_taken(values, Changed(before, after or {}), error, certain and after == before) from error
        return Changed(before, after)

    def _is_secret(self, name: str) -> bool:
        setting = setting_named(self.pack, name)
        return setting is not None and setting.secret

    def _agree(self, wanted: Mapping[str, Value], found: Mapping[str, Value]) -> None:
        wrong = [name for name, value in wanted.items() if found.get(name) != value]
        if wrong:
            raise DeviceError(f"It reads back something else than was written: {self._labels(wrong)}.")

    def _not_taken(
        self, values: Mapping[str, Value], changed: Changed, cause: KnownError, back: bool
    ) -> SettingsNotTaken:
        title = f"The device on {self.port} did not take {self._labels(values)}."
        return SettingsNotTaken(title, str(cause), changed, ROLLED_BACK if back else UNCERTAIN)

    async def _taken_back(
        self, wanted: Mapping[str, Value], before: Mapping[str, Value]
    ) -> tuple[dict[str, Value] | None, bool]:
        """What the device reads after everything was put back (None: it could not be), and whether secrets are too."""
        try:
            await self.verify()
            whole = await self.driver.drop(self.pack, before)
            after = dict(await self.driver.settings(self.pack, wanted))
            if after != before:  # it was kept already
                await self.driver.stage(self.pack, before, await self.driver.generation(self.pack))
                await self.verify()
                await self.driver.keep(self.pack)
                after = dict(await self.driver.settings(self.pack, wanted))
        except KnownError:
            return None, False
        return after, whole

    def _labels(self, names: Mapping[str, Value] | list[str]) -> str:
        found = [setting_named(self.pack, name) for name in names]
        return ", ".join(f"'{setting.label}'" for setting in found if setting is not None)


def check_values(pack: Pack, values: Mapping[str, Value]) -> None:
    """Raises KnownError for a setting that cannot be changed or a value that does not fit, before anything is sent."""
    for name, value in values.items():
        setting = setting_named(pack, name)
        if setting is None or not setting.writable:
            names = ", ".join(setting.name for setting in pack.settings if setting.writable)
            raise KnownError(
                f"{pack.name} has no setting '{name}' that can be changed.",
                f"These can: {names or 'none'}.",
                "Nothing was written.",
            )
        if setting.source == ASSIGNMENT_GENERATION:
            raise KnownError(
                f"'{setting.label}' cannot be set by hand.", "", "Set the store or the gateway: it follows."
            )
        check_fit(setting, value)
