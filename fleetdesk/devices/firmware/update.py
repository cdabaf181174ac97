"""The update of one module, from its slots' state to a confirmed image or back to the one it had.

What to do next is decided from what the module's bootloader says, never from what was done before: so an update goes on
wherever an earlier one was cut (by the cable, a crash here, an empty battery there). The new image is started for a
test; only a self test that finds nothing lost confirms it, and anything else ends with a restart, which reverts.
"""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fleetdesk.devices import smp_image, smp_module
from fleetdesk.devices.comeback import Comeback, NotBack
from fleetdesk.devices.driver import NoAnswer
from fleetdesk.devices.firmware.image import CheckedImage
from fleetdesk.devices.firmware.progress import Cancel, Listener, Meter, Progress, Stage
from fleetdesk.devices.firmware.ready import check_fits, wait_until_idle, wait_until_ready
from fleetdesk.devices.firmware.upload import Upload, UploadCancelled
from fleetdesk.devices.session import Session
from fleetdesk.devices.smp import Refused
from fleetdesk.devices.smp_image import Slot
from fleetdesk.domain.errors import DeviceError, KnownError, PortError, WrongDeviceError
from fleetdesk.domain.firmware import Outcome, Rules, harm
from fleetdesk.domain.snapshot import Snapshot

STARTS_AT_MOST = 2
"""A module whose power fails during the test boots the old image again: it gets one more test."""
UNPLUGS_AT_MOST = 20
ECHOES = 24
_ECHO_TEXT = "0123456789abcdef" * 16

Mark = Callable[[Stage, Snapshot], Awaitable[None]]
"""Told before each step that changes the module, with its state from before the update, so that a later run knows."""


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended. `detail` is for a person; `resumed_at` the byte where an earlier upload went on, else None."""

    outcome: Outcome
    before: str
    after: str
    detail: str
    resumed_at: int | None = None
    unplugs: int = 0
    snapshot: Snapshot | None = None


@dataclass(slots=True)
class Update:
    """One update of one session's module. Call `run` once.

    `before` is the module's state from before an earlier run that was cut short; None: this is the first.
    """

    session: Session
    image: CheckedImage
    comeback: Comeback
    listener: Listener
    mark: Mark
    cancel: Cancel = field(default_factory=Cancel)
    before: Snapshot | None = None
    rules: Rules | None = None
    security_counter: int | None = None
    _version_before: str = ""
    _upload: Upload | None = None
    _starts: int = 0
    _unplugs: int = 0
    _erased: bool = False
    _reverts: int = 0
    _was_tested: bool = False
    _boots_at_mark: int | None = None
    _going_back: tuple[Outcome, str] | None = None

    async def run(self) -> Result:
        """Raises FirmwareRefused and other KnownErrors only while nothing was changed; later they are a Result."""
        self.listener(Progress(Stage.PREPARE))
        snapshot, slots = await self._look()
        self._version_before = (self.before or snapshot).identity.firmware
        if self._confirmed(slots):
            return self._result(Outcome.ALREADY, "The module runs this image already; nothing was changed.", snapshot)
        if not self._testing(slots):
            await check_fits(self.session, self.image, snapshot, slots, self.rules, self.security_counter)
            snapshot = await wait_until_ready(self.session, snapshot, self.comeback.patience.look_s, self.cancel)
        self.before = self.before or snapshot
        try:
            return await self._to_the_end(slots)
        except UploadCancelled as cancelled:
            return self._cancelled_upload(cancelled.offset)
        except NotBack as error:
            return self._result(self._outcome_of_absence(), f"{error} {self._where()}")
        except KnownError as error:
            return self._result(Outcome.INTERRUPTED, f"{error} {self._where()}")

    async def _look(self) -> tuple[Snapshot, tuple[Slot, ...]]:
        snapshot = await self.session.snapshot()
        return snapshot, await self.session.use(smp_image.slots)

    # -- step by step, each decided from the slots ---------------------------------------------------------------------

    async def _to_the_end(self, slots: tuple[Slot, ...] | None) -> Result:
        while True:
            try:
                if slots is None:
                    slots = await self.session.use(smp_image.slots)
                result = await self._step(slots)
                if result is not None:
                    return result
            except WrongDeviceError:
                raise
            except (PortError, NoAnswer) as error:
                await self._plugged_in_again(error)
            slots = None

    async def _step(self, slots: tuple[Slot, ...]) -> Result | None:
        """One step on; None: look again."""
        if self._going_back is not None:
            return await self._revert(slots, *self._going_back)
        if self._confirmed(slots):
            return await self._finish()
        if self._testing(slots):
            return await self._judge()
        ours = next((slot for slot in slots if self._is_ours(slot)), None)
        pending = ours is not None and ours.pending
        if not pending and self._starts and (self._starts >= STARTS_AT_MOST or not await self._power_failed()):
            return self._result(Outcome.REJECTED, self._rejection())
        if ours is None:
            await self._send()
        elif not ours.pending:
            self._stop_if_asked()
            await self._mark(Stage.RESTART)
            pack = self.session.pack
            self._boots_at_mark = await self.session.use(lambda driver: smp_module.boot_count(driver, pack))
            await self.session.use(lambda driver: smp_image.mark_for_test(driver, ours.hash), verify=True)
        else:
            await self._start()
        return None

    async def _send(self) -> None:
        await self._mark(Stage.UPLOAD)
        if self._upload is None:
            meter = Meter(len(self.image.data), self.listener)
            self._upload = Upload(self.session, self.image.data, meter, self.cancel)
        await self._upload.run()
        held = await self.session.use(smp_image.slots)
        if any(self._is_ours(slot) for slot in held):
            return
        if self._erased:
            raise DeviceError("The module does not keep the image.", "Its slot holds another one after the upload.")
        # A slot that a power cut left half written: emptied once, then everything again.
        self._erased = True
        await self.session.use(smp_image.erase, verify=True)

    async def _start(self) -> None:
        """The restart into the test. It is asked for once; if the answer is lost the slots tell what happened."""
        await self._mark(Stage.RESTART)
        await self._restart()

    async def _restart(self) -> None:
        session = self.session
        self.listener(Progress(Stage.RESTART))
        await wait_until_idle(session, self.comeback.patience.look_s)
        boots = await session.use(lambda driver: smp_module.boot_count(driver, session.pack), verify=True)
        self._starts += 1
        # Gone before its answer was through: that is what was asked for, and what comes back is looked at.
        with contextlib.suppress(PortError, NoAnswer):
            await session.use(smp_module.restart)
        if self._boots_at_mark is None:
            self._boots_at_mark = boots
        await self.comeback.after_restart(boots)

    async def _power_failed(self) -> bool:
        """More than one boot since it was marked: the power failed, or a watchdog ended the test."""
        if self._unplugs or self._was_tested:
            return True
        pack, first = self.session.pack, self._boots_at_mark
        boots = await self.session.use(lambda driver: smp_module.boot_count(driver, pack))
        return first is not None and boots is not None and boots > first + 1

    async def _judge(self) -> Result | None:
        """The new image runs for a test: confirmed when nothing is lost, else sent back."""
        self.listener(Progress(Stage.SELF_TEST))
        await self._mark(Stage.SELF_TEST)
        self._was_tested = True
        try:
            lost = await self._self_test()
        except Refused as error:
            lost = (str(error),)
        if not self._testing(await self.session.use(smp_image.slots)):
            return None  # The power failed meanwhile, and the module went back: that was no fault of the image.
        if self.cancel.asked:
            self._going_back = Outcome.CANCELLED, "Cancelled during the self test"
        elif lost:
            self._going_back = Outcome.REVERTED, f"The self test failed: {'; '.join(lost)}"
        if self._going_back is not None:
            return None
        self.listener(Progress(Stage.CONFIRM))
        await self._mark(Stage.CONFIRM)
        # Confirms what runs: if the power fails just now, that is the old image, and ours is not kept untested.
        await self.session.use(smp_image.confirm, verify=True)
        return None

    async def _self_test(self) -> tuple[str, ...]:
        assert self.before is not None
        for _ in range(ECHOES):
            await self.session.use(lambda driver: smp_module.echo(driver, _ECHO_TEXT))
        after = await self.session.snapshot()
        lost = harm(self.before, after)
        version = after.identity.firmware
        if version != str(self.image.facts.version):
            lost += (f"it says that it runs version {version}",)
        return lost

    async def _revert(self, slots: tuple[Slot, ...], outcome: Outcome, why: str) -> Result | None:
        """A restart, after which the slots must show the old image again."""
        if self._testing(slots):
            if self._reverts >= STARTS_AT_MOST:
                return self._result(Outcome.UNKNOWN, f"{why}, and the module did not go back.")
            self._reverts += 1
            self.listener(Progress(Stage.REVERT))
            await self._restart()
            return None
        snapshot = await self.session.snapshot()
        return self._result(outcome, f"{why}. The module runs {snapshot.identity.firmware} again.", snapshot)

    async def _finish(self) -> Result:
        snapshot = await self.session.snapshot()
        return self._result(Outcome.CONFIRMED, self._story(), snapshot)

    async def _plugged_in_again(self, error: KnownError) -> None:
        self._unplugs += 1
        if self._unplugs > UNPLUGS_AT_MOST:
            raise error
        self.listener(Progress(Stage.PLUG_IN))
        await self.comeback.after_unplug()

    # -- small questions -----------------------------------------------------------------------------------------------

    def _is_ours(self, slot: Slot) -> bool:
        return slot.hash.hex() == self.image.facts.hash

    def _confirmed(self, slots: tuple[Slot, ...]) -> bool:
        return any(slot.active and slot.confirmed and self._is_ours(slot) for slot in slots)

    def _testing(self, slots: tuple[Slot, ...]) -> bool:
        return any(slot.active and not slot.confirmed and self._is_ours(slot) for slot in slots)

    async def _mark(self, stage: Stage) -> None:
        assert self.before is not None
        await self.mark(stage, self.before)

    def _stop_if_asked(self) -> None:
        if self.cancel.asked:
            raise UploadCancelled(len(self.image.data))

    # -- in words ------------------------------------------------------------------------------------------------------

    def _result(self, outcome: Outcome, detail: str, snapshot: Snapshot | None = None) -> Result:
        after = snapshot.identity.firmware if snapshot else "" if self._starts else self._version_before
        began = self._upload.began_at if self._upload else None
        return Result(outcome, self._version_before, after, detail, began or None, self._unplugs, snapshot)

    def _story(self) -> str:
        parts = ["The new image was tested and confirmed."]
        if self._upload is not None and self._upload.began_at:
            parts.append(f"The upload went on at byte {self._upload.began_at} of an earlier one.")
        if self._unplugs:
            parts.append(f"The connection was lost and found again {self._unplugs} time(s).")
        return " ".join(parts)

    def _where(self) -> str:
        if self._starts:
            return "The new image was not confirmed: the module goes back to the old one at its next restart."
        return f"The module still runs {self._version_before}; the next run goes on where this one ended."

    def _outcome_of_absence(self) -> Outcome:
        if self.cancel.asked:
            return Outcome.CANCELLED
        return Outcome.UNKNOWN if self._starts else Outcome.INTERRUPTED

    def _cancelled_upload(self, offset: int) -> Result:
        percent = 100 * offset // len(self.image.data)
        return self._result(
            Outcome.CANCELLED,
            f"Cancelled at {percent} % of the upload. The module still runs {self._version_before}; "
            "what it holds of the image is used if the update is started again.",
        )

    def _rejection(self) -> str:
        return (
            f"The module's bootloader did not start the new image, or went back by itself: it runs "
            f"{self._version_before}. Its own key may differ, or the image fails on this hardware."
        )
