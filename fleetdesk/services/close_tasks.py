"""A service round: several small tasks of one kind in one store, closed with one signature and no lost proof.

Each device gets an inspection of its own, sealed by the workstation's key over what was confirmed for it and over the
reading that its total rests on, and its service names it. All are one transaction. What nobody ever read is left out
and named: nobody knows whether it was due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.seal import sealed
from fleetdesk.services.device_acts import known_device, label_of
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import Confirm, load_rounds
from fleetdesk.services.spares import used_parts
from fleetdesk.services.views import Person
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, registry, visits
from fleetdesk.storage.queries.due import DueRow

ROUND = "service-round"
ROUND_VERSION = 1
VERDICT = "serviced"


@dataclass(frozen=True, slots=True)
class Round:
    """What a person is about to sign: `devices` (id, serial) with the task due or soon, what is confirmed for each, and
    `left_out` (serial, why) of the others in the store."""

    store: str
    store_name: str
    task: str
    title: str
    confirms: tuple[Confirm, ...]
    devices: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was signed: {device: the inspection that proves it}."""

    inspections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signing:
    """`devices` that were done, by whom; what is not among them stays due."""

    devices: tuple[str, ...]
    signer: Person
    note: str = ""


class CloseTasks:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._rounds = load_rounds()

    def rounds(self) -> tuple[str, ...]:
        """The tasks that may be closed together."""
        return tuple(self._rounds)

    def prepare(self, store: str, task: str) -> Round:
        """Raises KnownError for a task that is closed one by one, or of which nothing is due or soon there."""
        confirms = self._confirms(task)

        def work(connection: Connection) -> Round:
            rows = [row for row in due.of_store(connection, store) if row.task == task]
            ready = [row for row in rows if row.soon]
            if not ready:
                raise KnownError("Nothing of this kind is due or soon due there.", "", "Choose another store or task.")
            found = tuple((row.device, label_of(known_device(connection, row.device))) for row in ready)
            left = tuple(
                (label_of(known_device(connection, row.device)), _why_not(row)) for row in rows if not row.soon
            )
            known = registry.store(connection, store)
            name = known.name if known else store
            return Round(
                store, name, task, ready[0].title, confirms, tuple(sorted(found, key=lambda each: each[1])), left
            )

        return self._record.read(work)

    def sign(self, store: str, task: str, signing: Signing) -> Done:
        """Raises KnownError when it cannot be signed so; then nothing of it is recorded."""
        confirms = self._confirms(task)
        _check(signing)

        def work(connection: Connection) -> Done:
            rows = {row.device: row for row in due.of_store(connection, store) if row.task == task}
            proofs: dict[str, str] = {}
            facts: list[Draft] = []
            for device in dict.fromkeys(signing.devices):
                row = rows.get(device)
                why = _why_never(row)
                if row is None or why:
                    name = label_of(known_device(connection, device))
                    raise KnownError(f"{name} cannot be closed with the others: {why}.", "", "Take it out, then sign.")
                proofs[device] = new_id()
                facts += self._facts(connection, row, confirms, signing, proofs[device], store)
            self._record.append_within(connection, facts, signing.signer.staff_number)
            return Done(proofs)

        return self._record.change(work)

    def _confirms(self, task: str) -> tuple[Confirm, ...]:
        confirms = self._rounds.get(task)
        if confirms is None:
            listed = ", ".join(self._rounds)
            raise KnownError(f"{task!r} is not closed in rounds.", f"These are: {listed}.", "Inspect each device.")
        return confirms

    def _facts(
        self, connection: Connection, row: DueRow, confirms: Sequence[Confirm], signing: Signing, event: str, store: str
    ) -> list[Draft]:
        now = self._record.now()
        reading = visits.newest_reading(connection, row.device, row.counter) if row.counter else None
        if row.counter and reading is None:
            name = label_of(known_device(connection, row.device))
            raise KnownError(
                f"{name} cannot be closed with the others: the reading that its uses rest on is not here.", "",
                "Sync, or plug it in; or take it out, then sign.",
            )  # fmt: skip
        subjects = [device_subject(row.device)]
        readings: tuple[dict[str, object], ...] = ()
        if reading is not None:
            subjects.append(module_subject(reading.module))
            readings = (
                {
                    "event": reading.event, "module": reading.module, "counter": reading.counter,
                    "value": reading.value,
                },
            )  # fmt: skip
        keys, signer = self._record.workstation.keys, signing.signer
        unsigned = ev.InspectionSigned(
            device=row.device, module=reading.module if reading else None, template=ROUND,
            template_version=ROUND_VERSION, started_at=now, signed_at=now,
            signer={"name": signer.name, "staff_number": signer.staff_number, "role": signer.role},
            answers=tuple({"item": each.id, "outcome": "pass", "note": each.title} for each in confirms),
            verdict=VERDICT, cause=None, note=signing.note, readings=readings, services=(row.task,),
        )  # fmt: skip
        signed = sealed(keys, unsigned)
        done = ev.ServicePerformed(
            device=row.device, task=row.task, plan_version=row.plan_version, performed_at=now, inspection=event
        )
        return [
            self._record.draft(signed, *subjects, store=store, event=event),
            self._record.draft(done, device_subject(row.device), store=store),
            *used_parts(self._record, connection, row.device, [row.task], event, signer.staff_number),
        ]


def _check(signing: Signing) -> None:
    if not signing.devices:
        raise KnownError("No device is chosen.", "", "Choose at least one.")
    if not signing.signer.name.strip() or not signing.signer.staff_number.strip():
        raise KnownError("A signature needs a name and a staff number.", "", "Enter both, then sign.")


def _why_never(row: DueRow | None) -> str:
    """Why a device cannot be part of a round; empty when it can. Somebody else may have done it meanwhile."""
    if row is None:
        return "it has no such task in this store"
    if row.uses is None:
        return "nobody ever read its counter"
    return "" if row.soon else "it is not due any more"


def _why_not(row: DueRow) -> str:
    if row.uses is None:
        return "no reading yet"
    return f"{row.uses:,} of {row.every:,} {row.unit}"
