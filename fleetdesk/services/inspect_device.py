"""The technician inspects a device: starts from the template, answers, judges, signs. Signing is one append.

A draft is kept on disk as one answers and returns after a crash, at the item where it was. Signed, the inspection is
sealed by the workstation's key; the readings, the contact and the services that it proves go into the journal in the
same transaction.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError, PortError
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.runtime.ids import new_id
from fleetdesk.services.bench_slot import Slot
from fleetdesk.services.bench_unit import live_channel
from fleetdesk.services.bench_views import DraftChange, InspectionDraft, ItemAnswer, OpenDraft, SignedInspection
from fleetdesk.services.device_story import verdict_text
from fleetdesk.services.due_list import tasks_of
from fleetdesk.services.inspection_case import DEFAULT_LANGUAGE, Case, load_case, load_stored
from fleetdesk.services.inspection_form import (
    DraftBody,
    decode_draft,
    encode_draft,
    from_view,
    merged,
    sections,
    to_view,
    verdicts,
    words,
)
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.open_drafts import open_drafts
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.record import Record
from fleetdesk.services.sign_inspection import Cable, seal
from fleetdesk.services.views import DueLevel, Moment, Person
from fleetdesk.sqlite import Connection
from fleetdesk.storage import drafts
from fleetdesk.storage.drafts import StoredDraft
from fleetdesk.storage.queries import registry


class InspectDevice:
    """Blocking, but for `read_items`; every method is safe from several threads."""

    def __init__(self, record: Record, bench: Bench, names: ModelNames) -> None:
        self._record = record
        self._bench = bench
        self._names = names

    def start(
        self, device: str, port: str | None, *, template: str | None = None, language: str = DEFAULT_LANGUAGE
    ) -> InspectionDraft:
        """A new draft, or the unsigned one that is there, with the wired readings filled in.

        `template` names another one than that of the device's category. Raises KnownError when there is none.
        """
        draft = self._record.change(lambda connection: self._found_or_new(connection, device, template))
        case = self._case(draft.id)
        body = msgspec.structs.replace(case.body, port=port or case.body.port, language=language)
        slot = self._slot(replace(case, body=body))
        facts = {
            "category": case.device.category, "model": case.device.model, "state": case.device.state,
            "cable": "yes" if slot else "no",
        }  # fmt: skip
        self._change(draft.id, lambda _: msgspec.structs.replace(body, facts=facts))
        self._fill(self._case(draft.id), slot.snapshot if slot else None)
        return self._view(self._case(draft.id))

    def unfinished(self, language: str = DEFAULT_LANGUAGE) -> tuple[OpenDraft, ...]:
        """All unsigned inspections of this laptop, the one that was worked on last first."""
        return self._record.read(lambda connection: open_drafts(connection, self._names, language))

    def save(self, draft: str, change: DraftChange) -> str:
        """Keeps the draft on disk; returns the instant at which it was durable."""
        return self._change(draft, lambda body: _changed(body, change))

    def discard(self, draft: str) -> None:
        self._record.change(lambda connection: drafts.remove(connection, draft))

    def add_photo(self, item: str, path: str) -> insp.Photo:
        """Cleans the picture and keeps it as an encrypted blob; the draft names it with its next save.

        Raises PhotoRefused for what is no picture, StorageError when the disk refuses; then nothing has changed.
        """
        from fleetdesk.services.photos import read_picture

        return self.add_picture(item, read_picture(Path(path)))

    def add_picture(self, item: str, content: bytes, original: str = "") -> insp.Photo:
        """The same with a picture's bytes; `original` names the photo that was drawn on."""
        from fleetdesk.services.photos import cleaned

        kept = cleaned(content)
        return insp.Photo(item, self._record.workstation.blobs.put(kept), len(kept), original)

    def picture(self, photo: str, edge: int | None = None) -> bytes:
        """A kept photo as JPEG, small when an `edge` is named. Raises StorageError when it is gone or damaged."""
        from fleetdesk.services.photos import thumbnail

        content = self._record.workstation.blobs.get(photo)
        return content if edge is None else thumbnail(content, edge)

    async def read_items(self, draft: str) -> tuple[ItemAnswer, ...]:
        """Reads the wired items again, now. Raises PortError when the device is not on a cable."""
        case = await asyncio.to_thread(self._case, draft)
        slot = self._slot(case)
        if slot is None:
            raise PortError(
                "The device is not plugged in.", "Its readings cannot be taken.", "Plug it in, or type them."
            )
        snapshot = await self._bench.read_again(slot.port.device)
        body = await asyncio.to_thread(self._fill, case, snapshot)
        return tuple(to_view(answer) for answer in body.answers if answer.source == "wired")

    def sign(self, draft: str, change: DraftChange, signer: Person, signature: bytes | None = None) -> SignedInspection:
        """Seals and appends in one transaction; after it returns the inspection is durable. `signature`: as a PNG, when
        it was drawn.

        Raises KnownError when something required is missing or the judgement does not stand; the draft is kept.
        """
        self.save(draft, change)
        case = self._case(draft)
        slot, cable = self._slot(case), self._cable(case)
        event = seal(self._record, case, signer, cable, signature)
        if slot is not None and cable is not None:
            slot.watched.forget_logs(cable.logs)
        due = self._record.read(lambda connection: tasks_of(connection, case.device.id))
        said = verdict_text(case.body.verdict or "", case.body.cause)
        return SignedInspection(event, Moment(self._record.saved_at or self._record.now(), case.zone), said, due, True)

    # -- the steps -----------------------------------------------------------------------------------------------------

    def _found_or_new(self, connection: Connection, device: str, template: str | None) -> StoredDraft:
        known = registry.device(connection, device)
        offered = registry.templates_of(connection, known.category) if known else []
        standard = registry.template_for(connection, known.category) if known else None
        chosen = next((each for each in offered if each.template == template), None) if template else standard
        found = drafts.of_device(connection, device, template or (chosen.template if chosen else None))
        if found is not None:
            return found
        if chosen is None:
            raise KnownError(
                "There is no inspection for this kind of device yet.",
                f"No template is published for the category {known.category if known else 'unknown'}.",
                "Sync with the hub, or ask your manager to publish one.",
            )
        now = self._record.now()
        made = StoredDraft(new_id(), device, chosen.template, chosen.version, now, now, encode_draft(DraftBody()))
        drafts.save(connection, made)
        return made

    def _case(self, draft: str) -> Case:
        return self._record.read(lambda connection: load_case(connection, self._bench.packs, draft))

    def _change(self, draft: str, change: Callable[[DraftBody], DraftBody]) -> str:
        """What is on disk becomes what `change` makes of it, in one transaction: two savers never undo each other."""
        now = self._record.now()

        def work(connection: Connection) -> None:
            stored = load_stored(connection, draft)
            body = change(decode_draft(stored.body))
            drafts.save(connection, replace(stored, updated_at=now, body=encode_draft(body)))

        self._record.workstation.database.write(work).result()
        return now

    def _fill(self, case: Case, snapshot: Snapshot | None) -> DraftBody:
        """What the cable says replaces what it said before, never what a person answered."""
        filled = self._answers(case, snapshot) if snapshot is not None else []
        kept: list[DraftBody] = []

        def with_readings(body: DraftBody) -> DraftBody:
            kept.append(msgspec.structs.replace(body, answers=merged(body.answers, filled, keep_typed=True)))
            return kept[0]

        self._change(case.stored.id, with_readings)
        return kept[0]

    def _answers(self, case: Case, snapshot: Snapshot) -> list[insp.Answer]:
        load = self._load_ma(case)
        filled: list[insp.Answer] = []
        for item in case.shape.items():
            answer = insp.fill(item, snapshot, case.expected)
            if answer is not None and item.source == "gauge.motor_ma":
                answer = None if load is None else replace(answer, value=load, outcome=insp.judge(item, load, {}))
            if answer is not None:
                filled.append(answer)
        return filled

    def _load_ma(self, case: Case) -> int | None:
        """The load of the last run that was watched: an instant's current says nothing about a motor at rest."""
        slot = self._slot(case)
        load = slot.motor.load if slot else None
        return None if load is None else round(load)

    def _slot(self, case: Case) -> Slot | None:
        """Where this very device is plugged in now, also when that is another port than the one it began on."""
        return self._bench.slot_of(case.device.id, case.body.port)

    def _cable(self, case: Case) -> Cable | None:
        """The newest look at this very device and its session, if it is still plugged in."""
        slot = self._slot(case)
        if slot is None or slot.snapshot is None or slot.session is None:
            return None
        return Cable(slot.snapshot, slot.session, slot.watched.trace, tuple(slot.watched.logs))

    def _view(self, case: Case) -> InspectionDraft:
        slot, cable = self._slot(case), self._cable(case)
        body = case.body
        return InspectionDraft(
            id=case.stored.id,
            device=case.device.id,
            port=slot.port.device if slot else None,
            model=self._names.model(case.device.model),
            serial=case.device.serial or "",
            store_name=case.store_name,
            zone=case.zone,
            title=words(case.title),
            template=case.template.template,
            template_version=case.template.version,
            started_at=case.stored.started_at,
            sections=sections(case.shape, case.last, case.expected),
            verdicts=verdicts(case.shape),
            answers=tuple(to_view(answer) for answer in body.answers),
            verdict=body.verdict,
            cause=body.cause,
            note=body.note,
            due=tuple(task for task in case.due if task.level in (DueLevel.DUE, DueLevel.SOON)),
            performed=body.performed,
            saved_at=case.stored.updated_at,
            live=live_channel(cable.session.pack) if cable else None,
            photos=body.photos,
            position=body.position,
            facts=body.facts,
        )


def _changed(body: DraftBody, change: DraftChange) -> DraftBody:
    """The draft as the page has it now. What the page took back is gone; what the cable said is never taken back."""
    answers = [from_view(answer) for answer in change.answers]
    wired = [answer for answer in body.answers if answer.source == "wired"]
    return msgspec.structs.replace(
        body, answers=merged(wired, answers), verdict=change.verdict, cause=change.cause, note=change.note,
        performed=change.performed, photos=change.photos, position=change.position,
    )  # fmt: skip
