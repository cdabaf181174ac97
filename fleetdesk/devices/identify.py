"""Which device is on a port: read-only probes with the packs that fit it, and the one pack that its answers make.

A port is probed only when its USB id fits a pack, or when a person named it (`explicit`). A probe waits `probe_s` for
its first answer and writes nothing. SMP is tried before Modbus, each with the line settings of the packs.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fleetdesk import __version__ as VERSION
from fleetdesk.devices.connect import driver_of, driver_on
from fleetdesk.devices.driver import Claims, Driver, NoAnswer, Timing
from fleetdesk.devices.line import Line, open_line
from fleetdesk.devices.ports import Port
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.pack import Link, Pack, Protocol
from fleetdesk.domain.snapshot import Identity
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.transcript import Header, Recorder

_PASSES_WHEN_NAMED = 2
"""A person who names a port gets a second try: the first probe may have met the end of a restart."""


@dataclass(frozen=True, slots=True)
class Found:
    """A device that answered, on its open line. Whoever gets it closes `driver`."""

    pack: Pack
    identity: Identity
    driver: Driver
    line: Line


async def find(
    port: Port,
    packs: Sequence[Pack],
    explicit: bool = False,
    timing: Timing | None = None,
    clock: Clock = now_ms,
) -> Found:
    """Probes the port. Raises PortError when it cannot be opened, KnownError when no pack or more than one fits,
    DeviceError when nothing or nothing sensible answers.
    """
    timing = timing or Timing()
    if explicit and len(packs) == 1 and packs[0].match.nameless:
        return await _taken_for(packs[0], port, timing, clock)
    packs = [pack for pack in packs if not pack.match.nameless]
    wanted = packs if explicit else candidates(port, packs)
    if not wanted:
        raise _unknown_adapter(port)
    heard = 0
    trouble: DeviceError | None = None
    for _ in range(_PASSES_WHEN_NAMED if explicit else 1):
        for link, fitting in _by_link(port, wanted):
            recorder = Recorder(Header(port.device, iso(clock()), VERSION))
            line = await open_line(port.device, link, recorder, timing.open_s)
            try:
                found, trouble = await _probe_line(line, link, fitting, packs, timing, clock)
                if found is not None:
                    return found
            except BaseException:
                await line.close()
                raise
            heard += line.bytes_in
            await line.close()
    raise trouble or _nobody(port, heard)


async def _taken_for(pack: Pack, port: Port, timing: Timing, clock: Clock) -> Found:
    """What is on the port, for the type that a person says it is: it cannot say so itself."""
    header = Header(port.device, iso(clock()), VERSION, pack.key, pack.version, pack.protocol)
    line = await open_line(port.device, pack.link, Recorder(header), timing.open_s)
    try:
        driver = await driver_of(pack, line, timing, clock)
        return Found(pack, (await driver.claims()).identity(pack), driver, line)
    except BaseException:
        await line.close()
        raise


def candidates(port: Port, packs: Sequence[Pack]) -> list[Pack]:
    """The packs whose USB ids fit the port, or all of them for an address that a person added."""
    able = [pack for pack in packs if not pack.match.nameless]
    if port.added:
        return able
    return [pack for pack in able if any(port.is_usb(usb.vendor, usb.product) for usb in pack.match.usb)]


def _by_link(port: Port, packs: Sequence[Pack]) -> list[tuple[Link, list[Pack]]]:
    """The packs by line settings, in the packs' order; a network address has none, so all share one connection."""
    groups: dict[Link, list[Pack]] = {}
    for pack in packs:
        # The unit address is no line setting; packs that differ in it alone share the line.
        link = Link() if "://" in port.device else replace(pack.link, unit=1)
        groups.setdefault(link, []).append(pack)
    return list(groups.items())


async def _probe_line(
    line: Line, link: Link, packs: Sequence[Pack], known: Sequence[Pack], timing: Timing, clock: Clock
) -> tuple[Found | None, DeviceError | None]:
    """One probe for each thing to try, however many `packs` hope for its answer. A device that answers may be of a pack
    with other line settings or adapters (it was set so, or the line does not care): all `known` ones are compared.
    """
    trouble: DeviceError | None = None
    for number, (protocol, unit) in enumerate(_speeches(packs)):
        if number:
            await asyncio.sleep(timing.pause_s)
        driver = await driver_on(line, protocol, replace(link, unit=unit), timing, clock)
        try:
            claims = await driver.claims(timing.probe_s)
        except NoAnswer:
            continue
        except DeviceError as error:
            trouble = error
            continue
        pack = _as_met(choose(line.port, known, claims), replace(link, unit=unit), line.port)
        identity = claims.identity(pack)
        header = line.recorder.header
        line.recorder.header = replace(
            header, pack=pack.key, pack_version=pack.version, protocol=protocol, identity=identity
        )
        return Found(pack, identity, driver, line), None
    return None, trouble


def _as_met(pack: Pack, link: Link, port: str) -> Pack:
    """The pack with the line settings and unit at which the device answered: it is opened again with these."""
    met = replace(pack.link, unit=link.unit) if "://" in port else link
    return pack if pack.link == met else replace(pack, link=met)


def _speeches(packs: Sequence[Pack]) -> list[tuple[Protocol, int]]:
    """What to try on one line: SMP once, Modbus once per unit address."""
    smp: list[tuple[Protocol, int]] = [("smp", 1)] if any(pack.protocol == "smp" for pack in packs) else []
    units = dict.fromkeys(pack.link.unit for pack in packs if pack.protocol == "modbus")
    return smp + [("modbus", unit) for unit in units]


def choose(port: str, packs: Sequence[Pack], claims: Claims) -> Pack:
    """The pack that the claims make. Raises DeviceError when none fits and KnownError when two fit equally well."""
    fitting = [pack for pack in packs if fits(pack, claims)]
    if not fitting:
        raise _no_pack(port, packs, claims)
    most = max(len(pack.match.answers) for pack in fitting)
    best = [pack for pack in fitting if len(pack.match.answers) == most]
    if len(best) > 1:
        raise _two_packs(port, best)
    return best[0]


def fits(pack: Pack, claims: Claims) -> bool:
    """True when each answer that the pack demands matches whole."""
    if pack.protocol != claims.protocol:
        return False
    answers = pack.match.answers.items()
    return all(re.fullmatch(expected, claims.fields.get(name, "")) is not None for name, expected in answers)


# -- in words ----------------------------------------------------------------------------------------------------------


def _unknown_adapter(port: Port) -> KnownError:
    return KnownError(
        f"No driver pack knows the adapter on {port.device}.",
        f"It is: {port.description or 'an adapter without a description'}.",
        f"If it is the device you want, name it: fleetdesk identify {port.device}",
    )


def _no_pack(port: str, packs: Sequence[Pack], claims: Claims) -> DeviceError:
    said = ", ".join(f"{name} {value}" for name, value in claims.fields.items() if value)
    if len(packs) == 1:
        return _not_this_pack(port, packs[0], claims, said)
    return DeviceError(
        f"The device on {port} answers, but no driver pack fits it.",
        f"It says: {said}.",
        "Install the driver pack for this type; drivers/README.md tells how to make one without programming.",
    )


def _not_this_pack(port: str, pack: Pack, claims: Claims, said: str) -> DeviceError:
    """For the person who is just writing the pack: what it expects beside what the device says."""
    answers = pack.match.answers
    step = "If it is the right device, correct answers in [match] of the pack."
    if any(claims.fields.get(name) == wanted and not re.fullmatch(wanted, wanted) for name, wanted in answers.items()):
        step = "These are the same words, but ( ) [ ] . * + ? are signs there: put \\ before each, and all in '...'."
    wanted_words = ", ".join(f"{name} {wanted}" for name, wanted in answers.items())
    return DeviceError(
        f"The device on {port} answers, but the driver pack '{pack.key}' does not fit it.",
        f"It says: {said}. The pack expects: {wanted_words}.",
        step,
    )


def _two_packs(port: str, packs: Sequence[Pack]) -> KnownError:
    names = " and ".join(f"{pack.name} ({pack.key})" for pack in packs)
    return KnownError(
        f"More than one driver pack fits the device on {port}.",
        f"These fit equally well: {names}.",
        "Say which one it is, or remove the pack that you do not use.",
    )


def _nobody(port: Port, heard: int) -> DeviceError:
    if heard:
        return DeviceError(
            f"What answers on {port.device} is not understood.",
            f"{heard} bytes came back that are neither SMP nor Modbus at the line settings of any driver pack.",
            "Check that it is the right device, and that its baud rate and parity are those of its driver pack.",
        )
    return DeviceError(
        f"Nothing answers on {port.device}.",
        "It was asked in each way that the driver packs know.",
        "Check that the device is switched on and awake and that the cable carries data, then try again.",
    )
