"""A driver pack: what a device type speaks, counts and shows, as data.

`fleetdesk/packs.py` reads `drivers/<key>/pack.toml` into these values and names file, key and expectation when one is
wrong. Integers are raw device values; `scale` is the decimal exponent that turns them into `unit` (scale -1, unit K:
2931 means 293.1 K).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Protocol = Literal["smp", "modbus"]
RegisterType = Literal["u16", "i16", "u32", "i32", "string"]
SettingType = Literal["u16", "u32", "string"]
Access = Literal["r", "rw", "w"]
"""Of a register: "w" is write-only (a secret: it reads as zeros)."""
Form = Literal["number", "ipv4", "version", "bits"]
"""How a register's integer is written for a person: "version" is u32 major (8 bits), minor (8), revision (16)."""


@dataclass(frozen=True, slots=True)
class Link:
    """Line settings. `unit` is the Modbus unit address and ignored for SMP."""

    baud: int = 115200
    bits: int = 8
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: int = 1
    unit: int = 1


def rtu_silence_s(baud: int) -> float:
    """The silence that separates two Modbus RTU frames: 3.5 characters of 11 bits, above 19200 baud a fixed time
    (Modbus over Serial Line V1.02, 2.5.1.1)."""
    return 0.00175 if baud > 19200 else 3.5 * 11 / baud


@dataclass(frozen=True, slots=True)
class UsbId:
    """A USB vendor and product id that a port may carry; `product` None matches every product of the vendor."""

    vendor: int
    product: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """When a port is worth probing and which answers make a device this pack's.

    `answers` {identity field: regular expression that must match whole}. The pack with more fields wins a tie; two
    equal ones: ask the person. `nameless`: the device cannot say who it is (no function 43/14), so nothing chooses this
    pack but a person who names it, and what it reads belongs to no unit of the registry.
    """

    usb: tuple[UsbId, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """A monotonic usage counter. `source` is "group.name" for SMP stats, "block.field" for Modbus registers.

    `max_per_hour` bounds what is plausible between two readings; `usage` marks the counter that maintenance counts.
    """

    name: str
    source: str
    label: str
    unit: str = "uses"
    width: Literal[16, 32] = 32
    max_per_hour: int = 3600
    usage: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A gauge that can be watched live. `negate`: the device sends the absolute value of a negative figure (RSSI)."""

    name: str
    source: str
    label: str
    unit: str
    scale: int = 0
    negate: bool = False
    low: int | None = None
    """Below this raw value (after `negate`) the gauge is judged as a warning."""
    high: int | None = None
    live: bool = False
    passport: bool = False
    """Stands on the Bench's passport beside store, gateway and firmware: the two that tell most."""
    logged: bool = False
    """The module records it by itself, in the motor log that can be fetched from it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A named configuration value: `source` is the SMP settings key or the Modbus "block.field"."""

    name: str
    source: str
    label: str
    type: SettingType = "string"
    max_bytes: int = 32
    writable: bool = False
    secret: bool = False
    unit: str = ""
    expected: int | None = None
    """What every unit of this type should be set to, as a limit should; None: nobody expects anything."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is present when `source` is at or over `at_least`, or has bit `bit` set."""

    name: str
    source: str
    label: str
    at_least: int | None = None
    bit: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register block. `offset` and `length` in 16-bit registers from the block's first one."""

    name: str
    offset: int
    type: RegisterType
    length: int = 1
    label: str = ""
    unit: str = ""
    scale: int = 0
    access: Access = "r"
    form: Form = "number"
    codes: Mapping[int, str] = field(default_factory=dict[int, str])
    """Names of the values of an enumeration (form "number") or of the bits by number (form "bits")."""
    none: int | None = None
    """The raw value (after the sign) that means "no value": never seen, not measured."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of registers that is read in one request; its first register is the block id.

    A table of equal rows (a gateway's children) is a block with `rows` > 1: row n starts at `address + n * length`,
    its `id` is None and its first field echoes n. `read_at_most` rows per request.
    """

    name: str
    space: Literal["input", "holding"]
    address: int
    length: int
    id: int | None
    fields: tuple[Field, ...]
    rows: int = 1
    read_at_most: int = 1

    def field_named(self, name: str) -> Field | None:
        return next((item for item in self.fields if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Firmware:
    """What an image must be to be sent: MCUboot board id, slot size in bytes, battery floor."""

    board: str
    slot_bytes: int
    min_battery_mv: int = 0


@dataclass(frozen=True, slots=True)
class Vitals:
    """Where a device says how often it booted, how long it runs and which life of its counters this is.

    Sources as in Counter; `counter_epoch` may also be a settings key. Empty: the device does not say.
    """

    boot_count: str = ""
    uptime_s: str = ""
    counter_epoch: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """One device type. `key` is the folder's name and the model key of the registry."""

    key: str
    version: str
    name: str
    category: str
    supplier: str
    protocol: Protocol
    link: Link
    match: Match
    counters: tuple[Counter, ...] = ()
    channels: tuple[Channel, ...] = ()
    settings: tuple[Setting, ...] = ()
    faults: tuple[Fault, ...] = ()
    blocks: tuple[Block, ...] = ()
    firmware: Firmware | None = None
    vitals: Vitals = field(default_factory=Vitals)
    simulate: Mapping[str, Any] = field(default_factory=dict[str, Any])
    folder: str = ""

    def usage_counter(self) -> Counter | None:
        """The counter that maintenance counts, or None for a device without one."""
        return next((counter for counter in self.counters if counter.usage), None)

    def block(self, name: str) -> Block | None:
        """The register block of that name."""
        return next((block for block in self.blocks if block.name == name), None)

    def live_channel(self) -> Channel | None:
        """The channel that the Bench draws by default."""
        return next((channel for channel in self.channels if channel.live), None)
