"""Updating and restarting the module on a port of the Bench, and fetching its motor log: as the window asks for it,
with progress and cancel.

What speaks SMP is imported when it is first asked for: the window opens before.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from fleetdesk.devices.firmware.progress import Cancel, Progress, Stage
from fleetdesk.devices.session import Session
from fleetdesk.domain.errors import KnownError
from fleetdesk.services.bench_views import FetchedLog, WorkView
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
FETCHING = Text("Fetching the motor log")
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
        cancel = self._cancels[port] = Cancel()
        who = await asyncio.to_thread(actor, self.desk.record)

        async def work(session: Session) -> UpdateReport:
            show = self._shower(port)
            updating = UpdateFirmware(self.desk.record, lister=self.bench.lister)
            return await updating.run(session, image, show, cancel, offer.rules, who)

        try:
            report = await self.bench.work_on(port, work)
        finally:
            self._cancels.pop(port, None)
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

    async def fetch_log(self, port: str) -> FetchedLog:
        """The module's motor log; what arrived before a cancel or an unplugging is kept for the next time."""
        from fleetdesk.services.fetch_log import FOLDER, fetch_log

        watched = self.bench.slot(port).watched
        folder = self.desk.workstation.home.folder / FOLDER
        cancel = self._cancels[port] = Cancel()

        async def work(session: Session) -> FetchedLog:
            self.bench.show_work(port, WorkView(FETCHING, can_cancel=True))
            return await fetch_log(session, watched, folder, self._shower(port, FETCHING), cancel)

        try:
            return await self.bench.work_on(port, work)
        finally:
            self._cancels.pop(port, None)

    def cancel_work(self, port: str) -> None:
        """Asks the update or download on a port to end at its next safe point. From any thread."""
        cancel = self._cancels.get(port)
        if cancel is not None:
            cancel.ask()

    def _shower(self, port: str, title: Text | None = None) -> Callable[[Progress], None]:
        loop = asyncio.get_running_loop()
        last: list[tuple[float, Stage]] = []

        def show(progress: Progress) -> None:
            now = loop.time()
            if last and last[0][1] is progress.stage and now - last[0][0] < SHOW_EVERY_S:
                return
            last[:] = [(now, progress.stage)]
            self.bench.show_work(port, _view(progress, title or TITLES[progress.stage]))

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
