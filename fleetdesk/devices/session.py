"""A link session: one owner for one port, locked to the unit that it was opened with.

Requests queue up and one task works them off, so nothing is ever mixed on the line; a caller that gives up leaves no
half exchange behind. Before and after a reading, and before every write, the device is asked who it is: another unit on
the port makes the reading void and the write refused. Every byte goes to the transcript.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fleetdesk import __version__ as VERSION
from fleetdesk.devices import port_trouble
from fleetdesk.devices.change_settings import SettingsAct, check_values
from fleetdesk.devices.connect import driver_of
from fleetdesk.devices.driver import Claims, Driver, Timing
from fleetdesk.devices.identify import find, fits
from fleetdesk.devices.line import Line, open_line
from fleetdesk.devices.ports import Port
from fleetdesk.domain.errors import DeviceError, KnownError, PortError, WrongDeviceError
from fleetdesk.domain.pack import Channel, Pack
from fleetdesk.domain.settings import Changed, Value
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.transcript import Header, Recorder

T = TypeVar("T")
_SNAPSHOT_TRIES = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """Live values: {channel name: raw value after `negate`}, read at `taken_at` (ISO 8601 UTC)."""

    taken_at: str
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """Readable settings by name, and the generation of the configuration; None when the device has none."""

    values: Mapping[str, Value]
    generation: int | None


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Awaitable[Any]]
    result: "asyncio.Future[Any]"


async def open_session(
    port: str, pack: Pack, identity: Identity | None = None, timing: Timing | None = None, clock: Clock = now_ms
) -> "Session":
    """Opens a port whose pack is known. With `identity` only that unit is accepted.

    Raises PortError, DeviceError, or WrongDeviceError when another unit answers.
    """
    timing = timing or Timing()
    recorder = Recorder(Header(port, iso(clock()), VERSION, pack.key, pack.version, pack.protocol))
    line = await open_line(port, pack.link, recorder, timing.open_s)
    try:
        driver = await driver_of(pack, line, timing, clock)
        who = _accepted(port, pack, await driver.claims(), identity)
    except BaseException:
        await line.close()
        raise
    return Session(pack, who, line, driver, timing, clock)


async def open_unknown(
    port: Port, packs: Sequence[Pack], explicit: bool = False, timing: Timing | None = None, clock: Clock = now_ms
) -> "Session":
    """Identifies the device on a port and keeps the line: nothing is opened twice. Raises what `identify.find` does."""
    found = await find(port, packs, explicit, timing, clock)
    return Session(found.pack, found.identity, found.line, found.driver, timing or Timing(), clock)


class Session:
    """Made by `open_session` or `open_unknown`, on the running loop; all calls from that loop."""

    def __init__(
        self, pack: Pack, identity: Identity, line: Line, driver: Driver, timing: Timing, clock: Clock
    ) -> None:
        self.pack = pack
        self.identity = identity
        self.port = line.port
        self.recorder = line.recorder
        self.recorder.header = replace(self.recorder.header, identity=identity)
        self._timing = timing
        self._clock = clock
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._ended: asyncio.Future[PortError | WrongDeviceError] = asyncio.get_running_loop().create_future()
        self._use(line, driver)
        self._owner = asyncio.create_task(self._work_off(), name=f"session {self.port}")

    def _use(self, line: Line, driver: Driver) -> None:
        self._line = line
        self._driver = driver
        line.on_lost.append(self._lost)
        if line.lost is not None:
            self._lost(line.lost)

    # -- what it offers ------------------------------------------------------------------------------------------------

    async def identify(self) -> Identity:
        """Asks again who is there. Raises WrongDeviceError when it is another unit."""
        return await self._queued(self._verify)

    async def snapshot(self) -> Snapshot:
        """All that the pack names, certainly from this session's unit."""

        return await self._queued(self._snapshot)

    async def sample(self, channels: Sequence[Channel] | None = None) -> Sample:
        """The named channels now, by default the pack's live one."""
        wanted = self._channels(channels)

        async def work() -> Sample:
            values = await self._driver.sample(self.pack, wanted)
            return Sample(iso(self._clock()), values)

        return await self._queued(work)

    async def live(
        self, channels: Sequence[Channel] | None = None, every_s: float = 0.04, verify_every_s: float = 2.0
    ) -> AsyncGenerator[Sample]:
        """Samples, at most one per `every_s`, until the port is lost; the unit is verified every `verify_every_s`."""
        loop = asyncio.get_running_loop()
        verified = due = loop.time()
        while True:
            if loop.time() - verified >= verify_every_s:
                await self.identify()
                verified = loop.time()
            yield await self.sample(channels)
            due = max(due + every_s, loop.time())
            await asyncio.sleep(due - loop.time())

    async def settings(self) -> Settings:
        """All settings of the pack that can be read, with the generation they are at."""

        async def work() -> Settings:
            await self._verify()
            generation = await self._driver.generation(self.pack)
            return Settings(await self._driver.settings(self.pack), generation)

        return await self._queued(work)

    async def write(self, setting_name: str, value: Value) -> None:
        """Sets one setting; as `change`."""
        await self.change({setting_name: value})

    async def change(self, values: Mapping[str, Value], seen_generation: int | None = None) -> Changed:
        """Sets settings of the pack as one act, after the device has proved to be this session's unit.

        Raises WrongDeviceError or StaleSettings (nothing was written), SettingsNotTaken, DeviceError, PortError, or
        KnownError for an unknown setting.
        """
        check_values(self.pack, values)

        async def work() -> Changed:
            act = SettingsAct(self._driver, self.pack, self.port, self._verify)
            return await act.change(values, seen_generation)

        return await self._queued(work)

    async def use(self, work: Callable[[Driver], Awaitable[T]], *, verify: bool = False) -> T:
        """Runs `work` as one turn on the line. With `verify` (for writes) the unit proves itself first.

        Raises WrongDeviceError (nothing was done) beside what `work` raises.
        """

        async def turn() -> T:
            if verify:
                await self._verify()
            return await work(self._driver)

        return await self._queued(turn)

    @property
    def others_wait(self) -> bool:
        """Somebody waits for a turn on the line: long work ends its own soon then."""
        return not self._jobs.empty()

    async def reopen(self, port: str | None = None, first_answer_s: float | None = None) -> Identity:
        """Opens the line again after a restart or unplug, perhaps under a new name. Only the same unit is accepted.

        `first_answer_s` bounds the wait for its first answer and forbids retries: for who asks again and again.
        """
        return await self._queued(lambda: self._reopen(port or self.port, first_answer_s), even_if_lost=True)

    async def wait_ended(self) -> PortError | WrongDeviceError:
        """Returns when the port is lost, another unit was met on it or the session is closed, with the reason."""
        return await asyncio.shield(self._ended)

    @property
    def ended(self) -> PortError | WrongDeviceError | None:
        """Why nothing can be asked any more; None while the line is open and this session's unit on it."""
        return self._ended.result() if self._ended.done() else None

    async def close(self) -> None:
        """Closes the port; what still waits fails with PortError. Idempotent."""
        self._lost(port_trouble.closed(self.port))
        await self._driver.close()
        while not self._jobs.empty():
            job = self._jobs.get_nowait()
            if not job.result.done():
                job.result.set_exception(port_trouble.closed(self.port))
        self._owner.cancel()
        await asyncio.wait({self._owner})

    # -- the owner -----------------------------------------------------------------------------------------------------

    async def _queued(self, work: Callable[[], Awaitable[T]], even_if_lost: bool = False) -> T:
        if self._owner.done() or (self.ended is not None and not even_if_lost):
            raise self.ended or port_trouble.closed(self.port)
        job = _Job(work, asyncio.get_running_loop().create_future())
        self._jobs.put_nowait(job)
        return await job.result

    async def _work_off(self) -> None:
        owner = asyncio.current_task()
        assert owner is not None
        while True:
            job = await self._jobs.get()
            if job.result.done():
                continue  # Its caller gave up before it began.
            try:
                value = await job.work()
            except asyncio.CancelledError:
                if self.ended is not None and not job.result.done():
                    job.result.set_exception(self.ended)  # Closed under it: whoever asked is told so.
                job.result.cancel()
                if owner.cancelling():
                    raise
            except Exception as error:  # noqa: BLE001 - handed to whoever asked
                if not job.result.done():
                    job.result.set_exception(error)
            else:
                if not job.result.done():
                    job.result.set_result(value)

    def _lost(self, reason: PortError | WrongDeviceError) -> None:
        if not self._ended.done():
            self._ended.set_result(reason)

    async def _verify(self) -> Identity:
        return (await self._who_and_life())[0]

    async def _who_and_life(self) -> tuple[Identity, str]:
        claims = await self._driver.claims()
        try:
            return _accepted(self.port, self.pack, claims, self.identity), claims.life
        except WrongDeviceError as error:
            self._lost(error)  # Whatever is asked from now on is refused with these words, until `reopen`.
            raise

    async def _snapshot(self) -> Snapshot:
        """Counters, boot count and epoch are read one after the other: a restart in between voids them all."""
        for _ in range(_SNAPSHOT_TRIES):
            who, life = await self._who_and_life()
            taken = await self._driver.snapshot(self.pack, who)
            if await self._who_and_life() == (who, life):
                return taken
        raise DeviceError(
            f"The device on {self.port} restarts again and again.",
            f"It restarted during each of {_SNAPSHOT_TRIES} readings.",
            "Check its battery or power supply, then read it again.",
        )

    async def _reopen(self, port: str, first_answer_s: float | None) -> Identity:
        self._lost(port_trouble.closed(self.port))
        await self._driver.close()
        line = await open_line(port, self.pack.link, self.recorder, self._timing.open_s)
        try:
            driver = await driver_of(self.pack, line, self._timing, self._clock)
            identity = _accepted(port, self.pack, await driver.claims(first_answer_s), self.identity)
        except BaseException:
            await line.close()
            raise
        self.port, self.identity = port, identity
        self._ended = asyncio.get_running_loop().create_future()
        self._use(line, driver)
        return identity

    def _channels(self, channels: Sequence[Channel] | None) -> Sequence[Channel]:
        if channels is not None:
            return channels
        live = self.pack.live_channel()
        if live is None:
            raise KnownError(f"{self.pack.name} has no live value.", "Its driver pack marks no channel as live.", "")
        return (live,)


def _accepted(port: str, pack: Pack, claims: Claims, expected: Identity | None) -> Identity:
    """The identity in the claims. Raises WrongDeviceError when it is not the expected unit or not the pack's type."""
    who = claims.identity(pack)
    if expected is None:
        if not fits(pack, claims):
            raise _wrong(port, f"a {pack.name}", who)
        return who
    if not (who.same_unit(expected) and fits(pack, claims)):
        raise _wrong(port, f"{expected.model} {expected.serial}", who)
    return who


def _wrong(port: str, expected: str, found: Identity) -> WrongDeviceError:
    return WrongDeviceError(
        f"Another device is on {port}.",
        f"Expected {expected}, found {found.model or 'a device'} {found.serial}.",
        "Nothing was written. Plug the expected device in again, or open the port anew to work on this one.",
    )
