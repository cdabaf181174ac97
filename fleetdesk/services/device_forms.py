"""The acts on a device as the window asks for them: a form with what holds now, then one call that does it.

A form remembers who set the fields when it was opened: what somebody changes meanwhile becomes a conflict that shows
both sides, never a value that vanished.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import Status
from fleetdesk.domain.whole_number import whole_number
from fleetdesk.services.correct_serial import correct_serial
from fleetdesk.services.device_acts import known_device, label_of, named_device
from fleetdesk.services.edit_device import edit_device
from fleetdesk.services.fit_module import Swap, fit_module
from fleetdesk.services.merge_devices import merge_devices, undo_merge
from fleetdesk.services.model_names import STATUSES
from fleetdesk.services.postpone_service import Until, day_end, most_uses, postpone_service
from fleetdesk.services.record import Record
from fleetdesk.services.replace_device import LEAVES_AS, replace_device
from fleetdesk.services.set_status import set_status
from fleetdesk.services.views import NOTHING, Text, Value
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, registry
from fleetdesk.storage.queries.registry import KnownDevice

ACTS = (
    ("edit", Text("Edit its fields")),
    ("status", Text("Set its status")),
    ("postpone", Text("Postpone a service")),
    ("fit_module", Text("Fit another module")),
    ("replace", Text("Replace the device")),
    ("correct_serial", Text("Correct its serial")),
    ("merge", Text("Same unit as another")),
    ("unmerge", Text("Not the same unit after all")),
)


@dataclass(frozen=True, slots=True)
class FormField:
    """`choices` (key, words) when only these can be; else free text. `value` is what holds now."""

    name: str
    label: Text
    value: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    hint: Text = NOTHING


@dataclass(frozen=True, slots=True)
class ActForm:
    """`submit` names the act and its object; `base` {field: event that set it when the form was opened}."""

    device: str
    act: str
    title: Text
    words: Text
    submit: Text
    fields: tuple[FormField, ...]
    base: Mapping[str, str] = field(default_factory=dict[str, str])


def act_form(record: Record, device: str, act: str) -> ActForm:
    """Raises KnownError when the device is gone; KeyError for an act that there is not."""

    def work(connection: Connection) -> ActForm:
        known = known_device(connection, device)
        return _FORMS[act](connection, known)

    return record.read(work)


def do_act(record: Record, form: ActForm, values: Mapping[str, str], reason: str, actor: str) -> None:
    """What the person entered in `form`. Raises KnownError for what cannot be; then nothing is recorded."""
    match form.act:
        case "edit":
            edit_device(record, form.device, values, reason, actor, form.base)
        case "status":
            set_status(record, form.device, values["status"], reason, actor)
        case "postpone":
            postpone_service(record, form.device, values["task"], _until(record, form, values), reason, actor)
        case "fit_module":
            swap = Swap(values["serial"], None, _count(values["old_value"]), _count(values["new_value"]))
            fit_module(record, form.device, swap, reason, actor)
        case "replace":
            replace_device(record, form.device, values["serial"], values["becomes"], reason, actor)
        case "merge":
            other = record.read(lambda connection: named_device(connection, values["other"]).id)
            merge_devices(record, other, form.device, reason, actor)
        case "unmerge":
            undo_merge(record, values["other"], reason, actor)
        case _:
            correct_serial(record, form.device, values["serial"], reason, actor)


def _until(record: Record, form: ActForm, values: Mapping[str, str]) -> Until:
    """A number of uses, or a day where the calendar decides."""
    until = values["until"].strip()
    if "-" not in until:
        return Until(uses=_count(until))
    return Until(at=record.read(lambda c: day_end(c, known_device(c, form.device), until)))


def _count(text: str) -> int | None:
    """Nothing entered: nobody looked."""
    if not text.strip():
        return None
    said = whole_number(text)
    if said is None:
        raise KnownError(f"{text!r} is no count.", "", "Enter what the counter shows, or nothing.")
    return said


def _edit(connection: Connection, device: KnownDevice) -> ActForm:
    stores = tuple((store.code, Text("{name}", {"name": store.name})) for store in registry.stores(connection))
    return ActForm(
        device.id, "edit", Text("Edit {serial}", {"serial": label_of(device)}),
        Text("What people keep about it. An empty field is cleared."), Text("Save"),
        (
            FormField("store", Text("Store"), device.store or "", (("", Text("None")), *stores)),
            FormField("asset_tag", Text("Asset tag"), device.asset_tag or ""),
            FormField("supplier", Text("Supplier"), device.supplier or ""),
            FormField("notes", Text("Notes"), device.notes or ""),
        ),
        device.set_by,
    )  # fmt: skip


def _status(_connection: Connection, device: KnownDevice) -> ActForm:
    choices = tuple((status.value, Text(STATUSES[status.value])) for status in Status)
    return ActForm(
        device.id, "status", Text("Status of {serial}", {"serial": label_of(device)}),
        Text("Only what is in service counts in uptime. Spares, retired and test units are never due."),
        Text("Set the status"), (FormField("status", Text("Status"), device.status, choices),),
    )  # fmt: skip


def _postpone(connection: Connection, device: KnownDevice) -> ActForm:
    rows = [row for row in due.of_device(connection, device.id) if row.uses is not None]
    if not rows:
        raise KnownError(f"{label_of(device)} has no service to put off.", "", "Its plans and readings name none.")
    choices = tuple((row.task, Text("{title}", {"title": row.title})) for row in rows)
    first = rows[0]
    values: dict[str, Value] = {"most": most_uses(first), "unit": first.unit, "uses": first.uses or 0}
    words = Text("It stays on the list until then. The first one stands at {uses} {unit}, {most} at most.", values)
    hint = Text("{unit} since its last service, or a day: 2026-12-31", values)
    return ActForm(
        device.id, "postpone", Text("Postpone a service of {serial}", {"serial": label_of(device)}), words,
        Text("Postpone"),
        (FormField("task", Text("Service"), first.task, choices), FormField("until", Text("Until"), hint=hint)),
    )  # fmt: skip


def _fit(connection: Connection, device: KnownDevice) -> ActForm:
    old = registry.module(connection, device.module) if device.module else None
    optional = Text("empty: nobody looked")
    words = "Without a cable: type what the labels and counters say." + (" {old} is taken out." if old else "")
    return ActForm(
        device.id, "fit_module", Text("Fit another module in {serial}", {"serial": label_of(device)}),
        Text(words, {"old": old.serial} if old else {}), Text("Fit the module"),
        (
            FormField("serial", Text("Serial of the new module")),
            FormField("old_value", Text("The old module showed"), hint=optional),
            FormField("new_value", Text("The new module shows"), hint=optional),
        ),
    )  # fmt: skip


def _replace(_connection: Connection, device: KnownDevice) -> ActForm:
    becomes = tuple((status.value, Text(STATUSES[status.value])) for status in LEAVES_AS)
    return ActForm(
        device.id, "replace", Text("Replace {serial}", {"serial": label_of(device)}),
        Text("The new one takes over its place and its gateway. Each keeps its own uses."),
        Text("Replace {serial}", {"serial": label_of(device)}),
        (
            FormField("serial", Text("Serial of the new device"), hint=Text("of the same model")),
            FormField("becomes", Text("The old one becomes"), LEAVES_AS[0].value, becomes),
        ),
    )  # fmt: skip


def _correct(_connection: Connection, device: KnownDevice) -> ActForm:
    return ActForm(
        device.id, "correct_serial", Text("Correct the serial {serial}", {"serial": label_of(device)}),
        Text("For a serial that was written down wrongly. History and uses stay with the device."),
        Text("Correct the serial"), (FormField("serial", Text("The serial as it really is"), device.serial or ""),),
    )  # fmt: skip


def _merge(_connection: Connection, device: KnownDevice) -> ActForm:
    return ActForm(
        device.id, "merge", Text("Same unit as {serial}", {"serial": label_of(device)}),
        Text("The other entry goes on as this one. Uses and time line of both are kept; the fields are this one's."),
        Text("Make them one unit"),
        (FormField("other", Text("Serial, asset tag or id of the other entry"), hint=Text("of the same model")),),
    )  # fmt: skip


def _unmerge(connection: Connection, device: KnownDevice) -> ActForm:
    merged = registry.merged_into(connection, device.id)
    if not merged:
        raise KnownError(f"Nothing was merged into {label_of(device)}.", "", "Nothing was changed.")
    choices = tuple((each.device, Text("{name}", {"name": each.serial or each.device})) for each in merged)
    return ActForm(
        device.id, "unmerge", Text("Not the same unit as {serial}", {"serial": label_of(device)}),
        Text("The other entry is a device of its own again, with its own uses."), Text("Make them two units"),
        (FormField("other", Text("The other entry"), merged[0].device, choices),),
    )  # fmt: skip


_FORMS: Mapping[str, Callable[[Connection, KnownDevice], ActForm]] = {
    "edit": _edit,
    "status": _status,
    "postpone": _postpone,
    "fit_module": _fit,
    "replace": _replace,
    "correct_serial": _correct,
    "merge": _merge,
    "unmerge": _unmerge,
}
