"""Which driver speaks on a line. The one place that knows the protocols by name; each is imported when first needed."""

from fleetdesk.devices.driver import Driver, Timing
from fleetdesk.devices.line import Line
from fleetdesk.domain.pack import Link, Pack, Protocol, rtu_silence_s
from fleetdesk.runtime.clock import Clock


async def driver_of(pack: Pack, line: Line, timing: Timing, clock: Clock) -> Driver:
    """A driver for the device that `pack` describes, on its open line."""
    driver = await driver_on(line, pack.protocol, pack.link, timing, clock)
    if pack.match.nameless:
        from fleetdesk.devices.modbus.driver import ModbusDriver

        assert isinstance(driver, ModbusDriver), "the pack's rules: only Modbus devices have no name"
        driver.taken_for = pack
    return driver


async def driver_on(line: Line, protocol: Protocol, link: Link, timing: Timing, clock: Clock) -> Driver:
    """A driver for `protocol` that owns `line` from now on."""
    line.receiver = None
    line.on_lost.clear()
    if protocol == "smp":
        from fleetdesk.devices.smp import SmpDriver

        return SmpDriver(line, timing, clock)
    from fleetdesk.devices.modbus.driver import ModbusDriver

    # Behind a network address somebody else sends the frames, and keeps the silence between them.
    silence_s = 0.0 if "://" in line.port else rtu_silence_s(link.baud)
    return await ModbusDriver.on(line, link.unit, timing, clock, silence_s)
