"""Long work on the module at a port of the Bench, as the window asks for it: update, restart, fetch its motor log.

What speaks SMP is imported when it is first asked for: the window opens before.
"""

import asyncio
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from fleetdesk.devices.firmware.progress import Cancel, Progress, Stage
from fleetdesk.devices.session import Session
from fleetdesk.domain.errors import KnownError
from fleetdesk.services.bench_views import LogView, WorkView
from fleetdesk.services.desk import Desk
from fleetdesk.services.firmware_library import FirmwareLibrary
from fleetdesk.services.person import actor
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.views import Text

SHOW_EVERY_S = 0.25
"""A fast line would otherwise publish a view for every few chunks."""
TITLES = {
    Stage.PREPARE: Text("Reading the module"),
    Stage.UPLOAD: Text("Sending the firmware"),
    Stage.PLUG_IN: Text("Waiting for the module: plug it in again"),
    Stage.RESTART: Text("Restarting the module"),
    Stage.SELF_TEST: Text("Testing the new firmware"),
    Stage.CONFIRM: Text("Keeping the new firmware"),
    Stage.REVERT: Text("Going back to the old firmware"),
}
LOG_TITLES = {
    Stage.UPLOAD: Text("Fetching the motor log"),
    Stage.PLUG_IN: Text("Waiting for the module: plug it in again"),
}
SAFE_TO_CANCEL = (Stage.PREPARE, Stage.UPLOAD, Stage.PLUG_IN)


@dataclass
class ModuleWork:
    """Work on the Bench's units. On the io loop."""

    desk: Desk
    bench: Bench
    _cancels: dict[str, Cancel] = field(default_factory=dict[str, Cancel])

    async def update_firmware(self, port: str) -> Text:
        """Installs the newest image that the library offers; how it ended, in words. Raises KnownError otherwise."""
        from fleetdesk.services.update_firmware import UpdateFirmware, UpdateReport

        session = self.bench.session(port)
        library = FirmwareLibrary(self.desk.record)
        offer = await asyncio.to_thread(library.newest_for, session.pack, session.identity.firmware)
        if offer is None:
            raise KnownError(
                "The library has no newer firmware for this module.", "", "Add one: fleetdesk firmware add"
            )
        image = await asyncio.to_thread(library.load, offer)
        who = await asyncio.to_thread(actor, self.desk.record)

        async def work(session: Session) -> UpdateReport:
            show = self._shower(port, TITLES)
            updating = UpdateFirmware(self.desk.record, lister=self.bench.lister)
            with self._cancel_of(port) as cancel:
                return await updating.run(session, image, show, cancel, offer.rules, who)

        report = await self.bench.work_on(port, work)
        if not report.outcome.good:
            raise KnownError(f"{report.serial} was not updated to {report.target}.", report.detail, "")
        return Text("{serial} runs {version} now.", {"serial": report.serial, "version": report.after})

    async def restart_module(self, port: str) -> Text:
        """Restarts the module; its state before and after is recorded. Raises KnownError."""
        from fleetdesk.services.reset_module import ResetModule

        who = await asyncio.to_thread(actor, self.desk.record)

        async def work(session: Session) -> Text:
            self.bench.show_work(port, WorkView(TITLES[Stage.RESTART]))
            report = await ResetModule(self.desk.record, lister=self.bench.lister).run(session, who)
            if report.lost:
                raise KnownError(f"{report.serial} restarted and is not as before.", "; ".join(report.lost) + ".", "")
            return Text("{serial} restarted; counters and settings are kept.", {"serial": report.serial})

        return await self.bench.work_on(port, work)

    async def fetch_log(self, port: str, *, of_now: bool = False) -> LogView:
        """The module's motor log, kept for the inspection of its unit. Raises KnownError; what came is resumed.

        `of_now`: the log that the module closes now, not one whose download was begun.
        """
        from fleetdesk.services.fetch_log import FetchLog

        slot = self.bench.slot(port)

        async def work(session: Session) -> LogView:
            self.bench.show_work(port, WorkView(LOG_TITLES[Stage.UPLOAD], can_cancel=True))
            zone = slot.unit.zone if slot.unit else "UTC"
            with self._cancel_of(port) as cancel:
                fetch = FetchLog(self.desk.record, self._shower(port, LOG_TITLES), cancel)
                return await fetch.run(session, slot.watched, zone, of_now=of_now)

        return await self.bench.work_on(port, work)

    def cancel_work(self, port: str) -> None:
        """Asks the update or download on a port to end at its next safe point. From any thread."""
        cancel = self._cancels.get(port)
        if cancel is not None:
            cancel.ask()

    @contextmanager
    def _cancel_of(self, port: str) -> Generator[Cancel]:
        """What `cancel_work` asks while this work goes on."""
        cancel = self._cancels[port] = Cancel()
        try:
            yield cancel
        finally:
            self._cancels.pop(port, None)

    def _shower(self, port: str, titles: Mapping[Stage, Text]) -> Callable[[Progress], None]:
        loop = asyncio.get_running_loop()
        last: list[tuple[float, Stage]] = []

        def show(progress: Progress) -> None:
            now = loop.time()
            if last and last[0][1] is progress.stage and now - last[0][0] < SHOW_EVERY_S:
                return
            last[:] = [(now, progress.stage)]
            self.bench.show_work(port, _view(progress, titles[progress.stage]))

        return show


def _view(progress: Progress, title: Text) -> WorkView:
    can_cancel = progress.stage in SAFE_TO_CANCEL or progress.stage is Stage.SELF_TEST
    if not progress.total:
        return WorkView(title, can_cancel=can_cancel)
    values: dict[str, str | int] = {"done": progress.done // 1024, "total": progress.total // 1024}
    said = Text("{done} of {total} KiB", values)
    if progress.rate and progress.left_s is not None:
        more = {"rate": f"{progress.rate / 1024:.1f}", "left": round(progress.left_s)}
        said = Text("{done} of {total} KiB, {rate} KiB/s, {left} s left", {**values, **more})
    return WorkView(title, said, 100 * progress.done // progress.total, can_cancel)
