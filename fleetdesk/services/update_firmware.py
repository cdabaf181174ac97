"""A module gets new firmware: checked, sent, tested, confirmed or reverted, and recorded with its transcript.

Before the first step that changes the module, its state is noted on this laptop. A run that was killed leaves the note
behind: the next one compares with it, and its event says that there was an earlier one and where that ended.
"""

import asyncio
import json
import time
from dataclasses import asdict, dataclass
from typing import Any

from fleetdesk.devices.comeback import Comeback, Patience, adapter_of
from fleetdesk.devices.firmware.image import CheckedImage
from fleetdesk.devices.firmware.progress import Cancel, Listener, Stage
from fleetdesk.devices.firmware.update import Result, Update
from fleetdesk.devices.ports import Lister, list_system_ports
from fleetdesk.devices.session import Session
from fleetdesk.domain import events as ev
from fleetdesk.domain.firmware import Outcome, Rules
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.services import firmware_library
from fleetdesk.services.cable_work import Unit, append_work, keep_transcript, unit_of
from fleetdesk.services.record import WORKSTATION, Record
from fleetdesk.storage import settings


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """How an update ended, and where it is recorded. `event` is empty when nothing was done to the module."""

    outcome: Outcome
    serial: str
    before: str
    after: str
    target: str
    image_sha256: str
    detail: str
    resumed_at: int | None
    unplugs: int
    seconds: float
    event: str
    transcript_sha256: str


@dataclass(frozen=True, slots=True)
class _Note:
    """What an earlier run that did not end by itself left behind."""

    image: str
    stage: str
    started_at: str
    before: Snapshot


class UpdateFirmware:
    """Updates modules, each on its own session; several may run at once. On the io loop."""

    def __init__(self, record: Record, patience: Patience | None = None, lister: Lister = list_system_ports) -> None:
        self._record = record
        self._patience = patience
        self._lister = lister

    async def run(
        self,
        session: Session,
        image: CheckedImage,
        listener: Listener,
        cancel: Cancel | None = None,
        rules: Rules | None = None,
        actor: str = WORKSTATION,
    ) -> UpdateReport:
        """Raises KnownError (FirmwareRefused for the image) when the module was not changed and nothing is recorded.

        The transcript holds the session from its beginning.
        """
        started = time.monotonic()
        cancel = cancel or Cancel()
        unit = await asyncio.to_thread(unit_of, self._record, session.pack, session.identity)
        earlier = await asyncio.to_thread(self._earlier, unit)
        ours = earlier if earlier is not None and earlier.image == image.facts.file_sha256 else None
        adapter = await adapter_of(session, self._lister)
        comeback = Comeback(session, adapter, self._patience, self._lister, lambda: cancel.asked)

        async def mark(stage: Stage, before: Snapshot) -> None:
            note = _Note(image.facts.file_sha256, stage.value, ours.started_at if ours else self._record.now(), before)
            await asyncio.to_thread(self._remember, unit, note)

        board = session.pack.firmware.board if session.pack.firmware else ""
        running = session.identity.firmware
        known = await asyncio.to_thread(firmware_library.security_counter, self._record, board, running)
        update = Update(
            session, image, comeback, listener, mark, cancel, ours.before if ours else None, rules, known
        )  # fmt: skip
        result = _with_earlier(await update.run(), earlier, ours)
        return await asyncio.to_thread(self._finish, session, unit, image, result, earlier, actor, started)

    # -- on the disk ---------------------------------------------------------------------------------------------------

    def _finish(
        self,
        session: Session,
        unit: Unit,
        image: CheckedImage,
        result: Result,
        earlier: _Note | None,
        actor: str,
        started: float,
    ) -> UpdateReport:
        """One event for what was done; the note goes when the module is settled."""
        event, transcript = "", ("", 0)
        if result.outcome is not Outcome.ALREADY or earlier is not None:
            transcript = keep_transcript(self._record, session)
            seen = (session.pack, result.snapshot) if result.snapshot else None
            payload = _event(unit, image, result, transcript[0])
            event = append_work(self._record, unit, payload, transcript, actor, seen)
        if result.outcome not in (Outcome.INTERRUPTED, Outcome.UNKNOWN, Outcome.CANCELLED):
            self._record.change(lambda connection: settings.put(connection, _name(unit), None))
        return UpdateReport(
            result.outcome, session.identity.serial, result.before, result.after, str(image.facts.version),
            image.facts.file_sha256, result.detail, result.resumed_at, result.unplugs,
            round(time.monotonic() - started, 2), event, transcript[0],
        )  # fmt: skip

    def _remember(self, unit: Unit, note: _Note) -> None:
        text = json.dumps(asdict(note), default=dict)
        self._record.change(lambda connection: settings.put(connection, _name(unit), text))

    def _earlier(self, unit: Unit) -> _Note | None:
        text = self._record.read(lambda connection: settings.get(connection, _name(unit)))
        return None if text is None else _note_of(json.loads(text))


def _name(unit: Unit) -> str:
    return f"firmware_run:{unit.module}"


def _note_of(fields: dict[str, Any]) -> _Note:
    """What `_remember` wrote. Gauges, children and faults are not compared, so they are not taken back."""
    before = fields["before"]
    snapshot = Snapshot(
        identity=Identity(**before["identity"]),
        taken_at=before["taken_at"],
        counters=before["counters"],
        settings=before["settings"],
        boot_count=before["boot_count"],
        counter_epoch=before["counter_epoch"],
    )
    return _Note(fields["image"], fields["stage"], fields["started_at"], snapshot)


def _with_earlier(result: Result, earlier: _Note | None, ours: _Note | None) -> Result:
    """The result, with a sentence about a run before it that did not end by itself."""
    if earlier is None:
        return result
    what = "An earlier run" if ours is not None else "An earlier run with another image"
    said = f"{what}, begun {earlier.started_at}, ended without a result at the step '{earlier.stage}'."
    return Result(
        Outcome.CONFIRMED if ours is not None and result.outcome is Outcome.ALREADY else result.outcome,
        result.before, result.after, f"{result.detail} {said}", result.resumed_at, result.unplugs, result.snapshot,
    )  # fmt: skip


def _event(unit: Unit, image: CheckedImage, result: Result, transcript: str) -> ev.FirmwareUpdated:
    return ev.FirmwareUpdated(
        device=unit.device,
        module=unit.module,
        before=result.before,
        after=result.after,
        image_sha256=image.facts.file_sha256,
        outcome=result.outcome.value,
        transcript_sha256=transcript,
        target=str(image.facts.version),
        detail=result.detail,
    )
