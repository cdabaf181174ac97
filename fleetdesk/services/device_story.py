"""A device's time line: each of its events as a sentence that a person can read, newest first."""

from collections.abc import Callable, Sequence
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.domain.work import Progress
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import WORKSTATION
from fleetdesk.services.views import NOTHING, Moment, Text, TimelineEntry, Tone, Value
from fleetdesk.services.work_views import title_of
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, projector, sync_state
from fleetdesk.storage.queries import registry, work_orders

FIELD_WORDS = {
    "store": "store", "asset_tag": "asset tag", "status": "status", "gateway": "gateway", "notes": "notes",
    "supplier": "supplier", "serial": "serial",
}  # fmt: skip
STATE_TONES = {"online": Tone.OK, "offline": Tone.BAD, "unknown": Tone.IDLE}
VERDICT_TONES = {"healthy": Tone.OK, "serviced": Tone.OK, "connectivity": Tone.WARN, "mechanical": Tone.BAD}
VERDICTS = {
    "healthy": "Inspected: healthy.",
    "connectivity": "Inspected: connectivity failure, cause {cause}.",
    "mechanical": "Inspected: mechanical failure.",
    "serviced": "Serviced in a round.",
}
CAUSES = {
    "radio_range": "out of radio range",
    "battery_power": "battery or power",
    "firmware": "firmware",
    "module_damage": "module damaged",
    "gateway_cascade": "gateway down",
}

UPDATES = {
    "confirmed": "Firmware updated from {before} to {after}.",
    "already_installed": "Firmware {after} was installed already.",
    "reverted": "Firmware update tested and sent back: it runs {before}.",
    "rejected": "Firmware update refused by the module: it runs {before}.",
    "cancelled": "Firmware update cancelled: it runs {before}.",
    "interrupted": "Firmware update interrupted: it runs {before}.",
    "unknown": "Firmware update without a known end.",
}

Told = tuple[Text, Text, Tone]


def verdict_text(verdict: str, cause: str | None) -> Text:
    """What an inspection found."""
    named = Text(CAUSES.get(cause or "", cause or "not named"))
    return Text(VERDICTS.get(verdict, "Inspected."), {"cause": named})


def story_of(
    connection: Connection, names: ModelNames, device: str, zone: str, limit: int
) -> tuple[tuple[TimelineEntry, ...], int]:
    """The newest `limit` entries and how many there are. Readings count as part of the device's life."""
    merged = [device_subject(each.device) for each in registry.merged_into(connection, device)]
    modules = map(module_subject, registry.modules_of(connection, device))
    subjects = [device_subject(device), *merged, *modules]
    events = sorted(projector.events_of(connection, subjects), key=lambda event: (_when(event), event.order))
    own = journal.own_head(connection)
    unsent = own.seq - sync_state.waiting(connection).events
    teller = _Teller(connection, names, zone)
    entries = [
        teller.entry(event, waits=event.journal == own.journal and event.seq > unsent)
        for event in reversed(events[-limit:])
    ]
    return tuple(entries), len(events)


class _Teller:
    """Knows the words for each kind of event."""

    def __init__(self, connection: Connection, names: ModelNames, zone: str) -> None:
        self._connection = connection
        self._names = names
        self._zone = zone
        self._names_of_people: dict[str, str] = {}

    def entry(self, event: Envelope, *, waits: bool) -> TimelineEntry:
        sentence, detail, tone = self._tell(event)
        return TimelineEntry(
            event.id, event.kind, Moment(_when(event), self._zone), sentence, detail,
            self._person(event.actor), tone,
            isinstance(event.payload, ev.InspectionSigned), waits, event.payload is None,
        )  # fmt: skip

    def _person(self, actor: str) -> str:
        """The name behind a staff number; nobody for what the workstation did by itself."""
        if actor == WORKSTATION:
            return ""
        return self._names_of_people.setdefault(actor, registry.person_name(self._connection, actor) or actor)

    def _tell(self, event: Envelope) -> Told:
        payload = event.payload
        if payload is None:
            return Text("{kind}: needs a newer Fleetdesk.", {"kind": event.kind}), NOTHING, Tone.IDLE
        tell: Callable[[Any], Told] | None = getattr(self, "_" + payload.kind.replace(".", "_"), None)
        if tell is None:
            return Text("{kind}", {"kind": payload.kind}), NOTHING, Tone.IDLE
        return tell(payload)

    def _device_registered(self, p: ev.DeviceRegistered) -> Told:
        place = p.fields.get("store")
        said = Text("Registered in store {store}.", {"store": str(place)}) if place else Text("Registered.")
        return said, _source(p.source_id), Tone.IDLE

    def _device_described(self, p: ev.DeviceDescribed) -> Told:
        said = NOTHING
        for number, (field, value) in enumerate(p.values.items()):
            word = FIELD_WORDS.get(field, field)
            named = Text(word if number else word.capitalize())
            part = Text("{field} is now {value}", {"field": named, "value": str(value)})
            part = Text("{field} cleared", {"field": named}) if value is None else part
            said = Text("{said}; {more}", {"said": said, "more": part}) if number else part
        return Text("{said}.", {"said": said}), _reason(p.reason), Tone.IDLE

    def _device_status_set(self, p: ev.DeviceStatusSet) -> Told:
        said = Text("Status: {status}.", {"status": self._names.status(p.status)})
        return said, _reason(p.reason), Tone.IDLE

    def _device_merged(self, p: ev.DeviceMerged) -> Told:
        values: dict[str, Value] = {"gone": self._device(p.device), "stays": self._device(p.into)}
        if p.undo_of is not None:
            return Text("{gone} and {stays} are two devices after all.", values), _reason(p.reason), Tone.IDLE
        return Text("{gone} is the same unit as {stays} and goes on as it.", values), _reason(p.reason), Tone.IDLE

    def _module_described(self, p: ev.ModuleDescribed) -> Told:
        return Text("Module's serial corrected to {serial}.", {"serial": p.serial}), _reason(p.reason), Tone.IDLE

    def _reading_voided(self, p: ev.ReadingVoided) -> Told:
        said = Text("A reading counts after all.") if p.accept else Text("A reading was wrong and does not count.")
        return said, _reason(p.reason), Tone.WARN

    def _import_undone(self, p: ev.ImportUndone) -> Told:
        said = Text("The import of {source} was undone; what somebody built on stayed.", {"source": p.source_id})
        return said, _reason(p.reason), Tone.IDLE

    def _module_registered(self, p: ev.ModuleRegistered) -> Told:
        return Text("Module {serial} known.", {"serial": p.serial}), NOTHING, Tone.IDLE

    def _module_fitted(self, p: ev.ModuleFitted) -> Told:
        said = Text("Module {serial} fitted.", {"serial": self._module(p.module)})
        return said, self._counts(p.baseline, p.reason), Tone.IDLE

    def _module_removed(self, p: ev.ModuleRemoved) -> Told:
        said = Text("Module {serial} removed.", {"serial": self._module(p.module)})
        return said, self._counts(p.last, p.reason), Tone.IDLE

    def _gateway_assigned(self, p: ev.GatewayAssigned) -> Told:
        gateway = registry.device(self._connection, p.gateway) if p.gateway else None
        if p.gateway is None:
            return Text("Assigned to no gateway."), _source(p.source_id), Tone.IDLE
        serial = (gateway.serial if gateway else None) or p.gateway[:8]
        why = _source(p.source_id) if p.source_id else _reason(p.reason)
        return Text("Assigned to gateway {serial}.", {"serial": serial}), why, Tone.IDLE

    def _state_reported(self, p: ev.StateReported) -> Told:
        if p.source == "wired":
            return Text("Answered on the cable."), _firmware(p.details), Tone.OK
        if p.source == "gateway":
            by = Text("By gateway {gateway}.", {"gateway": str(p.details.get("gateway", ""))})
            seen = {"online": Text("Seen online by its gateway."), "offline": Text("Seen offline by its gateway.")}
            unknown = Text("Its state is unknown at its gateway.")
            return seen.get(p.state, unknown), by, STATE_TONES.get(p.state, Tone.IDLE)
        said = {
            "online": Text("Reported online."),
            "offline": Text("Reported offline."),
        }.get(p.state, Text("No state reported."))
        return said, _firmware(p.details), STATE_TONES.get(p.state, Tone.IDLE)

    def _reading_taken(self, p: ev.ReadingTaken) -> Told:
        said = Text("Counter read: {value}.", {"value": p.value})
        how = {
            "wired": Text("On the cable."), "upstream": Text("Reported upstream."), "typed": Text("Typed by hand."),
        }  # fmt: skip
        return said, how.get(p.source, Text("{source}", {"source": p.source})), Tone.IDLE

    def _config_changed(self, p: ev.ConfigChanged) -> Told:
        names: dict[str, Value] = {"names": ", ".join(name.replace("_", " ") for name in p.after) or "settings"}
        said, tone = {
            "changed": (Text("Settings changed: {names}.", names), Tone.OK),
            "rolled_back": (Text("Settings not taken and set back: {names}.", names), Tone.WARN),
        }.get(p.outcome, (Text("Settings not taken, what it holds is not certain: {names}.", names), Tone.BAD))
        return said, _reason(p.reason), tone

    def _service_performed(self, p: ev.ServicePerformed) -> Told:
        said = Text("Service done: {title}.", {"title": self._task(p.task)})
        return said, Text("Proven by a signed inspection."), Tone.OK

    def _part_moved(self, p: ev.PartMoved) -> Told:
        said = Text("Part used: {count} {part}.", {"count": p.quantity, "part": p.part.replace("-", " ")})
        where = Text("From {place}.", {"place": p.source}) if p.source else Text("Taken from no known stock.")
        return said, where, Tone.IDLE

    def _service_postponed(self, p: ev.ServicePostponed) -> Told:
        title = self._task(p.task)
        if p.undo_of is not None:
            return Text("{title} is due as planned again.", {"title": title}), _reason(p.reason), Tone.IDLE
        if p.until_at is not None:
            values: dict[str, Value] = {"title": title, "at": Moment(p.until_at, self._zone)}
            return Text("{title} postponed until {at}.", values), _reason(p.reason), Tone.WARN
        until: dict[str, Value] = {"title": title, "uses": p.until_uses or 0}
        return Text("{title} postponed until {uses} uses.", until), _reason(p.reason), Tone.WARN

    def _task(self, task: str) -> str:
        return registry.task_title(self._connection, task) or task

    def _inspection_signed(self, p: ev.InspectionSigned) -> Told:
        said = verdict_text(p.verdict, p.cause)
        by = Text("Signed by {name}.", {"name": str(p.signer.get("name", ""))})
        return said, by, VERDICT_TONES.get(p.verdict, Tone.IDLE)

    def _inspection_amended(self, p: ev.InspectionAmended) -> Told:
        by = str(p.signer.get("name", ""))
        return Text("An inspection was amended by {name}.", {"name": by}), _reason(p.reason), Tone.WARN

    def _work_ordered(self, p: ev.WorkOrdered) -> Told:
        said = Text("Work ordered: {title}.", {"title": title_of(p.act, p.title)})
        owner = registry.person_name(self._connection, p.owner) or p.owner
        until = Text("until {day}", {"day": Moment(f"{p.due_on}T12:00:00.000Z")}) if p.due_on else NOTHING
        parts = [Text("for {owner}", {"owner": owner}) if owner else NOTHING, until]
        parts.append(Text("from {supplier}", {"supplier": p.supplier}) if p.supplier else NOTHING)
        return said, _joined([*parts, _reason(p.reason)]), Tone.WARN

    def _work_closed(self, p: ev.WorkClosed) -> Told:
        row = work_orders.one(self._connection, p.work)
        title = title_of(row.act, row.title) if row else Text("{work}", {"work": p.work[:8]})
        note = Text("{note}", {"note": p.note}) if p.note else NOTHING
        if p.outcome == Progress.DROPPED:
            return Text("Work dropped: {title}.", {"title": title}), note, Tone.IDLE
        return Text("Work done: {title}.", {"title": title}), note, Tone.OK

    def _firmware_updated(self, p: ev.FirmwareUpdated) -> Told:
        said = Text(UPDATES.get(p.outcome, "Firmware update."), {"before": p.before, "after": p.after or p.target})
        return said, Text("{detail}", {"detail": p.detail}), Tone.OK if p.outcome == "confirmed" else Tone.WARN

    def _device_reset(self, p: ev.DeviceReset) -> Told:
        return Text("Module restarted."), _firmware(p.after), Tone.IDLE

    def _module(self, module: str) -> str:
        known = registry.module(self._connection, module)
        return known.serial if known else module[:8]

    def _counts(self, counts: dict[str, int], reason: str) -> Text:
        why = _reason("" if reason == "import" else reason)
        said = Text("Its counter was not read.")
        if counts:
            said = Text("It showed {value} uses.", {"value": next(iter(counts.values()))})
        return Text("{counted} {reason}", {"counted": said, "reason": why}) if why.message else said

    def _device(self, device: str) -> str:
        """The serial under which it was known, also when it goes on as another."""
        merged = registry.merged(self._connection, device)
        known = merged or registry.device(self._connection, device)
        return (known.serial if known else None) or device[:8]


def _joined(parts: Sequence[Text]) -> Text:
    """What there is of it, with commas."""
    said = NOTHING
    for part in (each for each in parts if each.message):
        said = Text("{said}, {more}", {"said": said, "more": part}) if said.message else part
    return said


def _when(event: Envelope) -> str:
    """When it happened, which for a report or a reading is not when it was recorded."""
    payload = event.payload
    match payload:
        case ev.StateReported():
            return payload.as_of
        case ev.ReadingTaken():
            return payload.taken_at
        case ev.ModuleFitted():
            return payload.fitted_at
        case ev.ModuleRemoved():
            return payload.removed_at
        case _:
            return event.at


def _source(source_id: str | None) -> Text:
    return Text("From import {source}.", {"source": source_id}) if source_id else NOTHING


def _reason(reason: str) -> Text:
    return Text("Reason: {reason}.", {"reason": reason}) if reason else NOTHING


def _firmware(details: dict[str, Any]) -> Text:
    firmware = details.get("firmware")
    return Text("Firmware {firmware}.", {"firmware": str(firmware)}) if firmware else NOTHING
