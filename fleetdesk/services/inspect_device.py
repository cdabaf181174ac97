"""The technician inspects a device: starts from the template, answers, judges, signs. Signing is one append.

A draft is kept on disk as one answers and returns after a crash. Signed, the inspection is sealed by the workstation's
key; the readings, the contact and the services that it proves go into the journal in the same transaction.
"""

import asyncio
from dataclasses import replace

import msgspec

from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError, PortError
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.runtime.ids import new_id
from fleetdesk.services.bench_slot import Slot
from fleetdesk.services.bench_unit import live_channel
from fleetdesk.services.bench_views import DraftChange, InspectionDraft, ItemAnswer, SignedInspection
from fleetdesk.services.device_story import verdict_text
from fleetdesk.services.due_list import tasks_of, zone_of
from fleetdesk.services.inspection_form import (
    DraftBody,
    decode_draft,
    encode_draft,
    from_view,
    merged,
    sections,
    to_view,
    verdicts,
)
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.record import Record
from fleetdesk.services.sign_inspection import Cable, Case, seal
from fleetdesk.services.views import DueLevel, Moment, Person, Text
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

    def start(self, device: str, port: str | None) -> InspectionDraft:
        """A new draft, or the unsigned one that is there, with the wired readings filled in.

        Raises KnownError when the registry has no template for the device's category.
        """
        found = self._record.read(lambda connection: drafts.of_device(connection, device))
        if found is None:
            found = self._new_draft(device)
        case = self._case(found.id)
        if port is not None:
            case = replace(case, body=msgspec.structs.replace(case.body, port=port))
            slot = self._slot(case)
            case = self._filled(case, slot.snapshot if slot else None)
        self._keep(case)
        return self._view(case)

    def save(self, draft: str, change: DraftChange) -> str:
        """Keeps the draft on disk; returns the instant at which it was durable."""
        case = self._changed(self._case(draft), change)
        return self._keep(case)

    def discard(self, draft: str) -> None:
        self._record.change(lambda connection: drafts.remove(connection, draft))

    async def read_items(self, draft: str) -> tuple[ItemAnswer, ...]:
        """Reads the wired items again, now. Raises PortError when the device is not on a cable."""
        case = await asyncio.to_thread(self._case, draft)
        slot = self._slot(case)
        if slot is None:
            raise PortError(
                "The device is not plugged in.", "Its readings cannot be taken.", "Plug it in, or type them."
            )
        snapshot = await self._bench.read_again(slot.port.device)
        case = self._filled(case, snapshot)
        await asyncio.to_thread(self._keep, case)
        return tuple(to_view(answer) for answer in case.body.answers if answer.source == "wired")

    def sign(self, draft: str, change: DraftChange, signer: Person) -> SignedInspection:
        """Seals and appends in one transaction; after it returns the inspection is durable.

        Raises KnownError when something required is missing or the judgement does not stand; the draft is kept.
        """
        case = self._changed(self._case(draft), change)
        self._keep(case)
        slot, cable = self._slot(case), self._cable(case)
        event = seal(self._record, case, signer, cable)
        if slot is not None and cable is not None:
            slot.watched.forget_logs(cable.logs)
        due = self._record.read(lambda connection: tasks_of(connection, case.device.id))
        said = verdict_text(case.body.verdict or "", case.body.cause)
        return SignedInspection(event, Moment(self._record.saved_at or self._record.now(), case.zone), said, due, True)

    # -- the steps -----------------------------------------------------------------------------------------------------

    def _new_draft(self, device: str) -> StoredDraft:
        def work(connection: Connection) -> StoredDraft:
            known = registry.device(connection, device)
            template = registry.template_for(connection, known.category) if known else None
            if template is None:
                raise KnownError(
                    "There is no inspection for this kind of device yet.",
                    f"No template is published for the category {known.category if known else 'unknown'}.",
                    "Sync with the hub, or ask your manager to publish one.",
                )
            now = self._record.now()
            made = StoredDraft(
                new_id(), device, template.template, template.version, now, now, encode_draft(DraftBody())
            )
            drafts.save(connection, made)
            return made

        return self._record.change(work)

    def _case(self, draft: str) -> Case:
        def work(connection: Connection) -> Case:
            stored = drafts.load(connection, draft)
            if stored is None:
                raise KnownError(
                    "This inspection is no longer open.", "It was signed or discarded.", "Start a new one."
                )
            device = registry.device(connection, stored.device)
            template = registry.template(connection, stored.template, stored.template_version)
            if device is None or template is None:
                raise KnownError("This inspection's device or template is gone.", "", "Run: fleetdesk rebuild")
            store = registry.store(connection, device.store) if device.store else None
            gateway = registry.device(connection, device.gateway) if device.gateway else None
            return Case(
                stored,
                decode_draft(stored.body),
                device,
                template,
                insp.parse_template(template.body),
                tasks_of(connection, device.id),
                zone_of(connection, device),
                store.name if store else "",
                (gateway.serial or "") if gateway else "",
            )

        return self._record.read(work)

    def _changed(self, case: Case, change: DraftChange) -> Case:
        """The draft as the page has it now; what the page never shows (text read from the device) stays."""
        answers = merged(case.body.answers, [from_view(answer) for answer in change.answers])
        body = msgspec.structs.replace(
            case.body, answers=answers, verdict=change.verdict, cause=change.cause, note=change.note,
            performed=change.performed,
        )  # fmt: skip
        return replace(case, body=body)

    def _filled(self, case: Case, snapshot: Snapshot | None) -> Case:
        """What the cable says replaces what it said before, never what a person typed."""
        if snapshot is None:
            return case
        expected = {"registry.gateway": case.gateway} if case.gateway else {}
        load = self._load_ma(case)
        filled: list[insp.Answer] = []
        for item in case.shape.items():
            answer = insp.fill(item, snapshot, expected)
            if answer is not None and item.source == "gauge.motor_ma":
                answer = None if load is None else replace(answer, value=load, outcome=insp.judge(item, load, {}))
            if answer is not None:
                filled.append(answer)
        return replace(
            case, body=msgspec.structs.replace(case.body, answers=merged(case.body.answers, filled, keep_typed=True))
        )

    def _load_ma(self, case: Case) -> int | None:
        """The load of the last run that was watched: an instant's current says nothing about a motor at rest."""
        slot = self._slot(case)
        load = slot.motor.load if slot else None
        return None if load is None else round(load)

    def _keep(self, case: Case) -> str:
        now = self._record.now()
        stored = replace(case.stored, updated_at=now, body=encode_draft(case.body))

        def work(connection: Connection) -> None:
            if drafts.load(connection, stored.id) is not None:
                drafts.save(connection, stored)

        self._record.workstation.database.write(work).result()
        return now

    def _slot(self, case: Case) -> Slot | None:
        """Where this very device is plugged in now, also when that is another port than the one it began on."""
        return None if case.body.port is None else self._bench.slot_of(case.device.id, case.body.port)

    def _cable(self, case: Case) -> Cable | None:
        """The newest look at this very device and its session, if it is still plugged in."""
        slot = self._slot(case)
        if slot is None or slot.snapshot is None or slot.session is None:
            return None
        return Cable(slot.snapshot, slot.session, slot.watched.trace, tuple(slot.watched.logs))

    def _view(self, case: Case) -> InspectionDraft:
        cable = self._cable(case)
        body = case.body
        return InspectionDraft(
            id=case.stored.id,
            device=case.device.id,
            port=body.port,
            model=self._names.model(case.device.model),
            serial=case.device.serial or "",
            store_name=case.store_name,
            zone=case.zone,
            title=Text(case.template.title),
            template=case.template.template,
            template_version=case.template.version,
            started_at=case.stored.started_at,
            sections=sections(case.shape),
            verdicts=verdicts(case.shape),
            answers=tuple(to_view(answer) for answer in body.answers),
            verdict=body.verdict,
            cause=body.cause,
            note=body.note,
            due=tuple(task for task in case.due if task.level in (DueLevel.DUE, DueLevel.SOON)),
            performed=body.performed,
            saved_at=case.stored.updated_at,
            live=live_channel(cable.session.pack) if cable else None,
        )
