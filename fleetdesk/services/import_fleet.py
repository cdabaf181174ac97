"""Takes a fleet file into the registry: compares with what its source said last time and records what changed.

An unchanged row makes no event even if a person edited the device since; a changed row makes events for its changed
fields. Devices, modules and stores get derived ids, so two laptops that import one file agree without talking.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain import fleet
from fleetdesk.domain.events import Draft, Payload
from fleetdesk.domain.import_rows import DeviceRow, ImportContent, KnownModel, StoreRow
from fleetdesk.services.read_import_file import ImportFile, read_import_file
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_models
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry

SOURCE = "import"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`rows` devices in the file: `new`, `changed` and `unchanged` ones sum to it; `events` were appended."""

    path: str
    source_id: str
    rows: int
    new: int
    changed: int
    unchanged: int
    events: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    outcome: ImportOutcome
    drafts: tuple[Draft, ...]


class ImportFleet:
    """`preview` tells what `apply` would do and writes nothing."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._models = load_models()

    def preview(self, path: Path) -> ImportOutcome:
        """Raises ImportRefused naming every bad row and field."""
        content = self._read(path)
        return self._record.read(lambda connection: self._plan(connection, path, content)).outcome

    def apply(self, path: Path, actor: str = "workstation") -> ImportOutcome:
        """One transaction: all of the file or nothing. Raises ImportRefused as `preview` does."""
        content = self._read(path)

        def work(connection: Connection) -> ImportOutcome:
            plan = self._plan(connection, path, content)
            self._record.append_within(connection, plan.drafts, actor)
            return plan.outcome

        return self._record.change(work)

    def _read(self, path: Path) -> ImportFile:
        stores = self._record.read(lambda connection: [store.code for store in registry.stores(connection)])
        return read_import_file(path, self._models, stores)

    def _plan(self, connection: Connection, path: Path, content: ImportFile) -> _Plan:
        before = registry.import_rows(connection, content.source_id)
        writer = _Writer(self._record, connection, content, self._models)
        drafts: list[Draft] = []
        for store in content.stores:
            drafts += writer.store(store, before.get(f"store:{store.code}"))
        new = changed = 0
        for row in content.devices:
            said = before.get(row.row_key)
            made = writer.device(row, said)
            new += said is None
            changed += said is not None and bool(made)
            drafts += made
        if drafts:
            applied = ev.ImportApplied(
                source_id=content.source_id, file_sha256=content.sha256, rows=len(content.devices),
                changed=new + changed, notes=content.notes,
            )  # fmt: skip
            drafts.append(self._record.draft(applied, f"import:{content.source_id}"))
        rows = len(content.devices)
        outcome = ImportOutcome(
            str(path), content.source_id, rows, new, changed, rows - new - changed, len(drafts), content.notes
        )
        return _Plan(outcome, tuple(drafts))


class _Writer:
    """Turns one row and what its source said before into the events that are missing."""

    def __init__(
        self, record: Record, connection: Connection, content: ImportContent, models: Mapping[str, KnownModel]
    ) -> None:
        self._record = record
        self._connection = connection
        self._source = content.source_id
        self._as_of = content.as_of or record.now()
        self._models = models

    def store(self, row: StoreRow, said: Mapping[str, Any] | None) -> list[Draft]:
        says: dict[str, Any] = {
            "name": row.name,
            "time_zone": row.time_zone,
            "address": row.address,
            "synthetic": row.synthetic,
        }
        subject = fleet.store_subject(row.code)
        if said is None:
            registered = ev.StoreRegistered(
                code=row.code, name=row.name, time_zone=row.time_zone, address=row.address, synthetic=row.synthetic,
                source_id=self._source,
            )  # fmt: skip
            return [self._record.draft(registered, subject, store=row.code)]
        values = _changed(says, said)
        if not values:
            return []
        described = ev.StoreDescribed(values=values, base={}, reason=SOURCE, source_id=self._source)
        return [self._record.draft(described, subject, store=row.code)]

    def device(self, row: DeviceRow, said: Mapping[str, Any] | None) -> list[Draft]:
        device = self._device_id(row, said)
        payloads: list[tuple[Payload, tuple[str, ...]]] = []
        subject = fleet.device_subject(device)
        registry_payload = self._registered(device, row) if said is None else self._described(device, row, said)
        if registry_payload is not None:
            payloads.append((registry_payload, (subject,)))
        before = said or {}
        payloads += self._module(device, row, before)
        payloads += self._factory_serial(device, row, before)
        payloads += ((payload, (subject,)) for payload in self._reports(device, row, before))
        return [self._record.draft(payload, *subjects, store=row.store) for payload, subjects in payloads]

    def _device_id(self, row: DeviceRow, said: Mapping[str, Any] | None) -> str:
        """A row that is known keeps its device, also when its serial was corrected."""
        known = registry.import_device(self._connection, self._source, row.row_key) if said is not None else None
        if known is not None:
            return known
        if row.serial is None:
            return fleet.unnumbered_device_id(self._source, row.row_key)
        return fleet.device_id(row.model, row.serial)

    def _registered(self, device: str, row: DeviceRow) -> ev.DeviceRegistered:
        return ev.DeviceRegistered(
            device=device, model=row.model, category=row.category.value, serial=row.serial, fields=_fields(row),
            source_id=self._source, row_key=row.row_key,
        )  # fmt: skip

    def _described(self, device: str, row: DeviceRow, said: Mapping[str, Any]) -> ev.DeviceDescribed | None:
        values = _changed({**_fields(row), "serial": row.serial}, said)
        if not values:
            return None
        base = {name: self._base(device, name, said) for name in values}
        return ev.DeviceDescribed(
            device=device, values=values, base=base, reason=SOURCE,
            source_id=self._source, row_key=row.row_key,
        )  # fmt: skip

    def _base(self, device: str, name: str, said: Mapping[str, Any]) -> str | None:
        """The event that the new value replaces. None when a person changed the field since the last import: then
        both values are shown as a conflict instead of the file winning in silence."""
        known = registry.device(self._connection, device)
        if known is None or (
            name in ("asset_tag", "store", "status", "gateway") and getattr(known, name) != said.get(name)
        ):
            return None
        return known.set_by.get(name)

    def _module(
        self, device: str, row: DeviceRow, said: Mapping[str, Any]
    ) -> Iterable[tuple[Payload, tuple[str, ...]]]:
        """The counting electronics of the device: fitted with its baseline, and what upstream read from it."""
        counter = self._models[row.model].counter
        serial = row.module_serial or row.serial
        if counter is None or serial is None or row.fitted_at is None:
            return
        module = fleet.module_id(row.model, serial)
        if row.module_serial is None:
            module = said.get("module", module)  # a corrected serial is no swap
        subject = fleet.module_subject(module)
        baseline = {} if row.baseline_uses is None else {counter: row.baseline_uses}
        if _changed({"module": module, "fitted_at": row.fitted_at, "baseline": baseline}, said):
            registered = ev.ModuleRegistered(module=module, model=row.model, serial=serial, source_id=self._source)
            yield registered, (subject,)
            fitted = ev.ModuleFitted(
                module=module, device=device, fitted_at=row.fitted_at, baseline=baseline, reason=SOURCE,
                source_id=self._source, row_key=row.row_key,
            )  # fmt: skip
            yield fitted, (subject, fleet.device_subject(device))
        if row.uses is not None and row.uses_at is not None:
            reading = f"reading.{counter}"
            if _changed({reading: [row.uses, row.uses_at]}, said):
                taken = ev.ReadingTaken(
                    module=module, counter=counter, value=row.uses, taken_at=row.uses_at, source="upstream",
                    source_id=self._source, row_key=row.row_key,
                )  # fmt: skip
                yield taken, (subject,)

    def _factory_serial(
        self, device: str, row: DeviceRow, said: Mapping[str, Any]
    ) -> Iterable[tuple[Payload, tuple[str, ...]]]:
        """A corrected serial is also its factory module's, so that the cable finds the unit by it."""
        if row.serial is None or row.serial == said.get("serial"):
            return
        known = registry.device(self._connection, device)
        module = registry.module(self._connection, known.module) if known and known.module else None
        if module is not None and fleet.normalise_serial(module.serial) == fleet.normalise_serial(
            said.get("serial") or ""
        ):
            corrected = ev.ModuleDescribed(
                module=module.id, serial=fleet.normalise_serial(row.serial), base=module.set_by, reason=SOURCE
            )
            yield corrected, (fleet.module_subject(module.id),)

    def _reports(self, device: str, row: DeviceRow, said: Mapping[str, Any]) -> Iterable[Payload]:
        """Which gateway it reports through, and what the source says of its state."""
        gateway = None
        if row.gateway is not None and row.gateway_model is not None:
            gateway = fleet.device_id(row.gateway_model, row.gateway)
        if gateway != said.get("gateway"):
            yield ev.GatewayAssigned(
                device=device, gateway=gateway, assigned_at=self._as_of, reason=SOURCE,
                base=self._base(device, "gateway", said) if said else None,
                source_id=self._source, row_key=row.row_key,
            )  # fmt: skip
        details = {} if row.firmware is None else {"firmware": row.firmware}
        if row.state is None and not details:
            return
        state, as_of = row.state or "unknown", row.state_as_of or self._as_of
        if _changed({"state": state, "state_as_of": as_of, **details}, said):
            yield ev.StateReported(
                device=device, state=state, source=SOURCE, as_of=as_of, details=details, source_id=self._source,
                row_key=row.row_key,
            )  # fmt: skip


def _fields(row: DeviceRow) -> dict[str, Any]:
    return {
        "asset_tag": row.asset_tag, "store": row.store, "status": row.status.value, "synthetic": row.synthetic,
    }  # fmt: skip


def _changed(says: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that differ from what the source said last time."""
    return {name: value for name, value in says.items() if said.get(name, _NEVER) != value}


_NEVER = object()
