"""What a driver returns: one look at one device, taken over the cable. A service decides what of it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """Who answered. `serial` is the module's own; `details` are further claims (hardware, contract, vendor, mac)."""

    pack: str
    protocol: str
    model: str
    serial: str
    firmware: str
    details: Mapping[str, str] = field(default_factory=dict[str, str])

    def same_unit(self, other: "Identity") -> bool:
        """True when both speak of one piece of hardware; its firmware may have changed."""
        return (self.pack, self.serial) == (other.pack, other.serial)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One gauge: `value` is the raw integer after `negate`; value * 10**scale is in `unit`. `judged` ok|low|high."""

    name: str
    label: str
    value: int
    unit: str
    scale: int = 0
    judged: str = "ok"


@dataclass(frozen=True, slots=True)
class Child:
    """One row of a gateway's child table. `last_seen_s` seconds before the snapshot; None: never."""

    slot: int
    serial: str
    type: str
    state: str
    firmware: str
    rssi_dbm: int | None
    last_seen_s: int | None
    faults: int


@dataclass(frozen=True, slots=True)
class FaultSeen:
    name: str
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`counters` {name: raw value}; `taken_at` ISO 8601 UTC, set by the caller's clock when the last frame arrived."""

    identity: Identity
    taken_at: str
    counters: Mapping[str, int]
    gauges: tuple[Gauge, ...] = ()
    settings: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    children: tuple[Child, ...] = ()
    faults: tuple[FaultSeen, ...] = ()
    boot_count: int | None = None
    counter_epoch: int | None = None
    fields: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    """{"block.field": raw value} of every readable register field that was read; empty for SMP."""

    def gauge(self, name: str) -> Gauge | None:
        return next((gauge for gauge in self.gauges if gauge.name == name), None)
