"""What the Sync page asks, in the name of who works here."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from fleetdesk.domain.errors import HubError
from fleetdesk.services.conflict_words import ConflictStory
from fleetdesk.services.conflicts import ConflictPage, Conflicts
from fleetdesk.services.desk import Desk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import actor
from fleetdesk.services.receipt import Receipt, ReceiptLine, ReceiptSummary
from fleetdesk.services.stick_page import StickPage, StickRead, StickView
from fleetdesk.services.views import SyncState, Text
from fleetdesk.sync.engine import Step

LISTED, STORIES, DECIDED = 50, 20, 5


@dataclass(frozen=True, slots=True)
class SyncView:
    """`owed` and the stories are the first of what there is; their totals stand beside them. `zone` the laptop's."""

    state: SyncState
    summary: ReceiptSummary
    owed: tuple[ReceiptLine, ...]
    conflicts: ConflictPage
    decided: tuple[ConflictStory, ...]
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """`stage` push | blobs | pull, or of a stick write | check | take | stick_blobs; `rate` per second since the stage
    began, 0 before it can be told."""

    stage: str = ""
    done: int = 0
    total: int = 0
    rate: int = 0


class SyncPage:
    """Blocking, but for what is `async`; called off the GUI thread."""

    def __init__(self, desk: Desk, names: ModelNames, zone: str) -> None:
        self._desk = desk
        self._zone = zone
        self._receipt = Receipt(desk, zone)
        self._conflicts = Conflicts(desk.record, names, zone)
        self._stick = StickPage(desk)
        self._steps: list[Callable[[Step], None]] = []

    def view(self) -> SyncView:
        records = self._receipt.records(owed=True, limit=LISTED)
        files = self._receipt.files(owed=True, limit=LISTED)
        return SyncView(
            self._desk.sync.state(), self._receipt.summary(), (*records, *files)[:LISTED],
            self._conflicts.open(0, STORIES), self._conflicts.decided(0, DECIDED), self._zone,
        )  # fmt: skip

    async def sync(self) -> None:
        result = await self._desk.sync.run()
        if result.pulled:
            self._desk.record.changed()

    async def join(self, url: str) -> None:
        await self._desk.sync.join(url)
        self._desk.record.changed()

    async def prove(self) -> Text:
        proved = await self._receipt.prove()
        if not proved.ok:
            places = ". ".join(place[:1].upper() + place[1:] for place in proved.different)
            raise HubError("The hub does not hold the same as this laptop.", f"{places}.", "Sync, then ask again.")
        values = {"events": proved.events, "files": proved.blobs}
        return Text("Proved now: the hub holds all {events} records and {files} files, byte for byte.", values)

    def resolve(self, conflict: str, side: str, reason: str) -> None:
        """`side` the event that holds. Raises KnownError when nobody says why."""
        self._conflicts.resolve(conflict, side, reason, actor(self._desk.record))

    def stick(self) -> StickView:
        return self._stick.view()

    async def save_stick(self, path: str, to: str, everything: bool) -> Text:
        return await self._stick.save(path, to, everything, self._step)

    async def read_stick(self, path: str, accept: str | None) -> StickRead:
        return await self._stick.read(path, accept, self._step)

    def _step(self, stage: str, done: int, total: int) -> None:
        for watcher in tuple(self._steps):
            watcher(Step(stage, done, total))

    def subscribe(self, callback: Callable[[SyncState], None]) -> Callable[[], None]:
        return self._desk.sync.subscribe(callback)

    def subscribe_progress(self, callback: Callable[[SyncProgress], None]) -> Callable[[], None]:
        """Of every sync, whoever began it, and of the sticks of this page."""
        meter = _Meter()
        callback(SyncProgress())

        def tell(step: Step) -> None:
            callback(meter.tell(step))

        self._steps.append(tell)
        end = self._desk.sync.subscribe_steps(tell)

        def stop() -> None:
            self._steps.remove(tell)
            end()

        return stop

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._desk.record.version)
        return self._desk.record.subscribe(callback)


class _Meter:
    """How fast the present stage goes. One act at a time, so one thread at a time asks."""

    def __init__(self) -> None:
        self._stage = ""
        self._began = 0.0
        self._first = 0

    def tell(self, step: Step) -> SyncProgress:
        now = time.monotonic()
        if step.stage != self._stage or step.done < self._first:
            self._stage, self._began, self._first = step.stage, now, step.done
        passed = now - self._began
        rate = int((step.done - self._first) / passed) if passed > 0 else 0
        return SyncProgress(step.stage, min(step.done, step.total), step.total, rate)
