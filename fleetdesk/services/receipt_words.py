"""A record in a few words: what kind of thing it says, and about what."""

from collections.abc import Sequence

from fleetdesk.domain.fleet import subject_parts
from fleetdesk.services.views import Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry

_KINDS = {
    "inspection.signed": Text("Inspection of {about}"),
    "inspection.amended": Text("Amendment to an inspection of {about}"),
    "service.performed": Text("Service of {about}"),
    "service.postponed": Text("Postponed service of {about}"),
    "reading.taken": Text("Reading of {about}"),
    "reading.voided": Text("Judgement of a reading of {about}"),
    "state.reported": Text("State of {about}"),
    "device.registered": Text("Registration of {about}"),
    "device.described": Text("Edit of {about}"),
    "device.status_set": Text("Status of {about}"),
    "device.merged": Text("Merging of {about}"),
    "module.registered": Text("Registration of module {about}"),
    "module.described": Text("Edit of module {about}"),
    "module.fitted": Text("Fitting of module {about}"),
    "module.removed": Text("Removal of module {about}"),
    "gateway.assigned": Text("Gateway of {about}"),
    "store.registered": Text("Registration of {about}"),
    "store.described": Text("Edit of {about}"),
    "firmware.updated": Text("Firmware of {about}"),
    "firmware.added": Text("Firmware image"),
    "device.reset": Text("Restart of {about}"),
    "config.changed": Text("Settings of {about}"),
    "part.moved": Text("Movement of parts"),
    "part.described": Text("Edit of a part"),
    "plan.published": Text("Plan {about}"),
    "template.published": Text("Template {about}"),
    "import.applied": Text("Import"),
    "import.undone": Text("Undo of an import"),
    "person.named": Text("Who works here"),
    "conflict.resolved": Text("Choice about {about}"),
    "journal.opened": Text("Beginning of this laptop's journal"),
}


def record_words(connection: Connection, kind: str, subjects: Sequence[str]) -> Text:
    template = _KINDS.get(kind, Text("{kind} of {about}"))
    return Text(template.message, {"about": _named(connection, subjects[0]), "kind": kind})


def _named(connection: Connection, subject: str) -> str:
    family, name = subject_parts(subject)
    if family == "device":
        device = registry.device(connection, name)
        return (device.serial or device.asset_tag or name[:8]) if device else name[:8]
    if family == "module":
        module = registry.module(connection, name)
        return module.serial if module else name[:8]
    if family == "store":
        store = registry.store(connection, name)
        return store.name if store else name
    return name
