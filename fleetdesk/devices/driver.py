"""What a session needs of a protocol: the same few verbs for SMP and Modbus."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Channel, Pack
from fleetdesk.domain.settings import Value
from fleetdesk.domain.snapshot import Identity, Snapshot


@dataclass(frozen=True, slots=True)
class Timing:
    """How long to wait; tests inject shorter figures. All in seconds but `retries`.

    `request_s` for one answer; `retries` further tries, for reads only; `probe_s` for the first answer of an unknown
    device; `pause_s` between probes in two protocols: a slave takes a pause for the end of what it did not understand,
    and behind TCP or USB that pause may be long; `quiet_s` the worst latency of a Modbus slave, waited out after a
    time-out; `open_s` for opening a port.
    """

    request_s: float = 2.5
    retries: int = 3
    probe_s: float = 0.3
    pause_s: float = 0.25
    quiet_s: float = 0.2
    open_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Claims:
    """What a device says about itself, before a pack is chosen. Fields: model, serial, firmware, hardware, contract,
    and for Modbus vendor, product, name, mac, digest. Claims of a cable are claims: nothing here is authenticated.
    """

    protocol: str
    fields: Mapping[str, str]
    life: str = ""
    """Differs after a restart or a wipe of the counters, where the device tells it together with its identity."""

    def identity(self, pack: Pack) -> Identity:
        """The identity that these claims make under a pack."""
        main = ("model", "serial", "firmware")
        model, serial, firmware = (self.fields.get(name, "") for name in main)
        details = {name: value for name, value in self.fields.items() if name not in main}
        return Identity(pack.key, self.protocol, model, serial, firmware, details)


class NoAnswer(DeviceError):
    """Nothing that answers the request came in time, the retries of a read included."""

    def __init__(self, port: str, what: str) -> None:
        super().__init__(
            f"The device on {port} does not answer.",
            f"It was asked to {what}.",
            "Check that it is switched on and not asleep, then try again.",
        )


class Driver(Protocol):
    """One device on one open line. Raises PortError and DeviceError only; one call at a time (the session's task)."""

    async def claims(self, first_answer_s: float | None = None) -> Claims:
        """Reads who the device says it is. `first_answer_s` bounds the first request and forbids its retries."""
        ...

    async def snapshot(self, pack: Pack, identity: Identity) -> Snapshot:
        """Reads all that the pack names. A value that the device does not have is left out, never made up."""
        ...

    async def sample(self, pack: Pack, channels: Sequence[Channel]) -> Mapping[str, int]:
        """Reads channels now: {channel name: raw value after `negate`}."""
        ...

    async def settings(self, pack: Pack, names: Collection[str] | None = None) -> Mapping[str, Value]:
        """Reads the named settings now, by default all. Secret ones and those the device lacks are left out."""
        ...

    async def generation(self, pack: Pack) -> int | None:
        """The number that the device raises with each change of its configuration; None when it has none."""
        ...

    async def stage(self, pack: Pack, values: Mapping[str, Value], generation: int | None) -> None:
        """Puts several settings into the device so that they can be read back.

        Raises StaleSettings when the configuration is not at `generation` any more.
        """
        ...

    async def keep(self, pack: Pack) -> None:
        """Makes what was staged hold and last. Raises StaleSettings as `stage` does."""
        ...

    async def drop(self, pack: Pack, before: Mapping[str, Value]) -> bool:
        """Takes back what was staged and not kept; `before` is what was read then.

        True when all of it is back; False when only `before` is, and a secret that cannot be read may be the new one.
        """
        ...

    async def close(self) -> None:
        """Gives the line back; it is closed."""
        ...
