"""The ports of this machine and the addresses that a person added, and what appeared or went since the last look.

Ports are told apart by (device, vid, pid, serial number): another adapter under the same name is another port. Listing
can block for tens of milliseconds, so it runs off the loop.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from fleetdesk.devices import port_trouble

ADDRESS_SCHEMES = ("socket", "rfc2217")


@dataclass(frozen=True, slots=True)
class Port:
    """A port: `device` is what to open. `added` is an address that a person entered by hand."""

    device: str
    description: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    manufacturer: str = ""
    added: bool = False

    @property
    def key(self) -> tuple[str, int | None, int | None, str | None]:
        """What makes it the same port at the next look."""
        return (self.device, self.vid, self.pid, self.serial_number)

    def is_usb(self, vendor: int, product: int | None) -> bool:
        """True when the adapter carries this USB id; `product` None matches every product of the vendor."""
        return self.vid == vendor and (product is None or self.pid == product)


@dataclass(frozen=True, slots=True)
class Change:
    """What a look found: all ports now, and the difference to the look before."""

    ports: tuple[Port, ...]
    appeared: tuple[Port, ...]
    gone: tuple[Port, ...]


Lister = Callable[[], Sequence[Port]]


def list_system_ports() -> tuple[Port, ...]:
    """The serial ports that the system knows, in order of name. Blocks; see `list_ports`."""
    from serial.tools import list_ports as foreign

    found = cast("Any", foreign).comports()
    return tuple(sorted((_port_of(info) for info in found), key=lambda port: port.device))


def _port_of(info: Any) -> Port:
    described = info.description if info.description not in (None, "n/a") else ""
    return Port(
        device=str(info.device),
        description=str(described),
        vid=info.vid,
        pid=info.pid,
        serial_number=info.serial_number,
        manufacturer=str(info.manufacturer or ""),
    )


def added_port(address: str) -> Port:
    """The port of an address entered by hand. Raises PortError when it is no address that can be opened."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ADDRESS_SCHEMES:
            raise ValueError(f"expected {' or '.join(f'{scheme}://HOST:PORT' for scheme in ADDRESS_SCHEMES)}")
        if not parts.hostname or parts.port is None:
            raise ValueError(f"expected {parts.scheme}://HOST:PORT")
    except ValueError as error:
        raise port_trouble.explain_value(address, error) from error
    return Port(device=address, description=f"{parts.hostname}, port {parts.port}", added=True)


def named_port(name: str, known: Sequence[Port] = ()) -> Port:
    """What a person means by a name on the command line: a listed port, an address, or a device file as it is."""
    if "://" in name:
        return added_port(name)
    return next((port for port in known if port.device == name), Port(device=name))


async def list_ports(lister: Lister = list_system_ports) -> tuple[Port, ...]:
    """The serial ports, looked up in a thread."""
    return tuple(await asyncio.to_thread(lister))


def difference(before: Sequence[Port], now: Sequence[Port]) -> Change:
    """What appeared and what went between two looks. An adapter swapped under one name is both."""
    old, new = {port.key for port in before}, {port.key for port in now}
    return Change(
        tuple(now),
        appeared=tuple(port for port in now if port.key not in old),
        gone=tuple(port for port in before if port.key not in new),
    )


async def changes(
    every_s: float = 1.0, added: Callable[[], Sequence[Port]] = tuple, lister: Lister = list_system_ports
) -> AsyncGenerator[Change]:
    """Looks every `every_s` and yields when something changed; the first look always. `added` gives the addresses."""
    before: tuple[Port, ...] | None = None
    while True:
        now = (*await list_ports(lister), *added())
        change = difference(before or (), now)
        if before is None or change.appeared or change.gone:
            yield change
        before = now
        await asyncio.sleep(every_s)
