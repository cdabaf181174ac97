"""A module as a whole over SMP: its restart, its echo, how often it booted. Group 0 of the device contract."""

from fleetdesk.devices.driver import Driver
from fleetdesk.devices.smp import SmpDriver
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.pack import Pack

_OS, _STATISTICS = 0, 2


def smp_driver(driver: Driver) -> SmpDriver:
    """The driver, when it speaks SMP. Raises KnownError when what is asked exists over SMP only."""
    if not isinstance(driver, SmpDriver):
        raise KnownError(
            "This device cannot do that over its cable.",
            "Restart, log and firmware are reached over SMP, which it does not speak.",
        )
    return driver


async def restart(driver: Driver) -> None:
    """Asks for a restart, once: a second request could meet the module after the first one. Raises NoAnswer."""
    await smp_driver(driver).write_map("restart", _OS, 5, {})


async def echo(driver: Driver, text: str) -> None:
    """Raises DeviceError when something else comes back."""
    smp = smp_driver(driver)
    answer = await smp.read_map("echo", _OS, 0, {"d": text})
    if answer.get("r") != text:
        raise DeviceError(
            f"The device on {smp.port} damages what it is sent.", "An echo came back changed.", "Check the cable."
        )


async def boot_count(driver: Driver, pack: Pack) -> int | None:
    """How often it booted; None when its pack or the module does not say."""
    group, _, name = pack.vitals.boot_count.partition(".")
    if not name:
        return None
    told = await smp_driver(driver).read_map("tell how often it booted", _STATISTICS, 0, {"name": group})
    fields = told.get("fields")
    value: object = fields.get(name) if isinstance(fields, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return value if isinstance(value, int) and not isinstance(value, bool) else None
