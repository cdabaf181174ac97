"""Takes an import back as a whole: what it brought and nobody changed since goes, the rest stays and is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.events import Draft, Envelope
from fleetdesk.domain.fleet import subject_parts
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.queries import imports, registry
from fleetdesk.storage.queries.imports import AppliedImport


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays of a device (named by its serial, else its tag or id) or of a store: `what` is the device itself, a
    field, its gateway or its module; `because` the kind of the last event that built on it, by whom and when."""

    name: str
    what: tuple[str, ...]
    because: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """`gone` devices are no longer in the registry; `events` were taken back, less what `kept` names."""

    import_id: str
    source_id: str
    gone: int
    events: int
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class UndoImport:
    record: Record

    def known(self) -> list[AppliedImport]:
        """The imports that could be undone or were, oldest first."""
        return self.record.read(imports.applied_imports)

    def undo(self, import_id: str, actor: str, reason: str = "undone by a person") -> UndoOutcome:
        """One transaction. Raises ImportRefused for an unknown import, one that is undone, or one of which not all
        events are here."""

        def work(connection: Connection) -> UndoOutcome:
            applied = _find(connection, import_id)
            brought = imports.events_of_import(connection, applied)
            if brought is None:
                raise ImportRefused(
                    "The import was not undone.",
                    "It was made on another laptop and not all of it has arrived here.",
                    "Sync, or undo it where it was made.",
                )
            before = registry.count_devices(connection)
            groups = _by_subject(connection, brought)
            devices = [subject for subject in groups if not subject.startswith("store:")]
            self._take_back(connection, applied, {s: groups[s] for s in devices}, actor, reason)
            stores = [s for s in groups if s.startswith("store:")]
            empty = [s for s in stores if not imports.devices_in(connection, subject_parts(s)[1])]
            self._take_back(connection, applied, {s: groups[s] for s in empty}, actor, reason)
            end = self._undone(applied, reason, f"import:{applied.payload.source_id}", (applied.id,))
            self.record.append_within(connection, [end], actor)
            kept = [found for subject in (*devices, *empty) if (found := _kept(connection, subject)) is not None]
            kept += [_in_use(connection, subject, groups[subject]) for subject in stores if subject not in empty]
            gone = before - registry.count_devices(connection)
            return UndoOutcome(applied.id, applied.payload.source_id, gone, len(brought), tuple(kept))

        return self.record.change(work)

    def _take_back(
        self,
        connection: Connection,
        applied: AppliedImport,
        groups: dict[str, list[Envelope]],
        actor: str,
        reason: str,
    ) -> None:
        drafts = [
            self._undone(applied, reason, subject, tuple(event.id for event in events), *_modules(events))
            for subject, events in groups.items()
        ]
        self.record.append_within(connection, drafts, actor)

    def _undone(
        self, applied: AppliedImport, reason: str, subject: str, events: tuple[str, ...], *modules: str
    ) -> Draft:
        undone = ev.ImportUndone(
            source_id=applied.payload.source_id, import_id=applied.id, reason=reason, events=events
        )  # fmt: skip
        return self.record.draft(undone, subject, *modules)


def _find(connection: Connection, import_id: str) -> AppliedImport:
    known = imports.applied_imports(connection)
    found = [applied for applied in known if applied.id == import_id]
    if not found:
        raise ImportRefused(f"There is no import {import_id}.", "", "fleetdesk import --list names those there are.")
    if found[0].undone:
        raise ImportRefused("The import is undone already.", f"It was {import_id}.", "")
    return found[0]


def _by_subject(connection: Connection, events: Sequence[Envelope]) -> dict[str, list[Envelope]]:
    """Events by the device or store that they are about; a module's go with the device that it is fitted in."""
    holder = {e.payload.module: e.payload.device for e in events if isinstance(e.payload, ev.ModuleFitted)}
    groups: dict[str, list[Envelope]] = {}
    for event in events:
        subject = event.subjects[0]
        if isinstance(event.payload, ev.ReadingTaken) and event.payload.module not in holder:
            source, row = event.payload.source_id, event.payload.row_key
            device = registry.import_device(connection, source, row) if source and row else None
            subject = f"device:{device}" if device else subject
        elif subject.startswith("module:") and subject_parts(subject)[1] in holder:
            subject = f"device:{holder[subject_parts(subject)[1]]}"
        groups.setdefault(subject, []).append(event)
    return groups


def _modules(events: Sequence[Envelope]) -> list[str]:
    return list(dict.fromkeys(s for event in events for s in event.subjects if s.startswith("module:")))


def _kept(connection: Connection, subject: str) -> Kept | None:
    found = projector.standing_of(connection, subject)
    if not found.kept or found.because is None:
        return None
    because = found.because
    return Kept(_name(connection, subject), found.kept, because.kind, because.actor, because.at)


def _in_use(connection: Connection, subject: str, events: Sequence[Envelope]) -> Kept:
    last = events[-1]
    return Kept(subject_parts(subject)[1], ("store",), "a device is in it", last.actor, last.at)


def _name(connection: Connection, subject: str) -> str:
    family, name = subject_parts(subject)
    known = registry.device(connection, name) if family == "device" else None
    return (known.serial or known.asset_tag or name) if known else name
