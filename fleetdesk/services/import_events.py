"""Turns rows of an import, and what their source said last time, into the events that are missing.

An unchanged row makes no event even if a person edited the device since; a changed row makes events for its changed
fields, each with the event that it replaces.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain import fleet
from fleetdesk.domain.events import Draft, Payload
from fleetdesk.domain.import_rows import DeviceRow, ImportContent, KnownModel, StoreRow
from fleetdesk.domain.sheet_rows import tidy
from fleetdesk.services.new_ids import new_device_id
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import export, registry

SOURCE = "import"


class RowWriter:
    """Turns one row and what its source said before into the events that are missing."""

    def __init__(
        self, record: Record, connection: Connection, content: ImportContent, models: Mapping[str, KnownModel]
    ) -> None:
        self._record = record
        self._connection = connection
        self._source = content.source_id
        self._as_of = content.as_of or record.now()
        self._models = models
        self._asked: tuple[DeviceRow, str] | None = None

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

    def says_nothing_new(self, row: DeviceRow) -> bool:
        """A row of a source that is new to us, of a device that is registered exactly so: an export that comes back."""
        facts = export.facts_of(self._connection, self._device_id(row, None), self._models[row.model].counter)
        return facts is not None and not self.device(row, _as_said(facts, self._models[row.model].counter))

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
        """A row that is known keeps its device, also when its serial was corrected; a row of an export names it."""
        known = registry.import_device(self._connection, self._source, row.row_key) if said is not None else None
        if known is not None:
            return known
        if self._asked is None or self._asked[0] is not row:
            self._asked = (row, self._new_device_id(row))
        return self._asked[1]

    def _new_device_id(self, row: DeviceRow) -> str:
        if export.model_of(self._connection, row.row_key) == row.model:
            return row.row_key
        corrected = registry.device_by_serial(self._connection, row.model, row.serial) if row.serial else None
        if corrected is not None:
            return corrected.id
        if row.serial is None:
            return fleet.unnumbered_device_id(self._source, row.row_key)
        return new_device_id(self._connection, row.model, row.serial)

    def _registered(self, device: str, row: DeviceRow) -> ev.DeviceRegistered:
        return ev.DeviceRegistered(
            device=device, model=row.model, category=row.category.value, serial=row.serial, fields=_fields(row, {}),
            source_id=self._source, row_key=row.row_key,
        )  # fmt: skip

    def _described(self, device: str, row: DeviceRow, said: Mapping[str, Any]) -> ev.DeviceDescribed | None:
        values = _changed({**_fields(row, said), "serial": row.serial}, said)
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
        before = said.get("serial")
        if row.serial is None or not before or row.serial == before:
            return
        known = registry.device(self._connection, device)
        module = registry.module(self._connection, known.module) if known and known.module else None
        if module is not None and fleet.normalise_serial(module.serial) == fleet.normalise_serial(before):
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
        if _changed({"state": state, "state_as_of": as_of, **details} if row.state else details, said):
            yield ev.StateReported(
                device=device, state=state, source=SOURCE, as_of=as_of, details=details, source_id=self._source,
                row_key=row.row_key,
            )  # fmt: skip


def _fields(row: DeviceRow, said: Mapping[str, Any]) -> dict[str, Any]:
    """The editable fields; those that came later only where the source says, or once said, something of them."""
    later = {"supplier": row.supplier, "notes": row.notes}
    return {
        "asset_tag": row.asset_tag, "store": row.store, "status": row.status.value, "synthetic": row.synthetic,
        **{name: value for name, value in later.items() if value is not None or name in said},
    }  # fmt: skip


def _as_said(facts: export.DeviceFacts, counter: str | None) -> dict[str, Any]:
    """The registry's facts as though the source had said them, in a table's cells."""
    texts = {"asset_tag": facts.asset_tag, "supplier": facts.supplier, "notes": facts.notes}
    reading = {f"reading.{counter}": [facts.uses, facts.uses_at]} if counter and facts.uses_at else {}
    baseline = {name: value for name, value in facts.baseline.items() if name == counter}
    return {
        **{name: text if text is None else tidy(name, text) or None for name, text in texts.items()},
        "store": facts.store, "status": facts.status, "synthetic": facts.synthetic, "serial": facts.serial,
        "gateway": facts.gateway,
        "state": facts.state, "state_as_of": facts.state_as_of, "firmware": facts.firmware, "module": facts.module,
        "fitted_at": facts.fitted_at, "baseline": baseline, **reading,
    }  # fmt: skip


def _changed(says: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that differ from what the source said last time."""
    return {name: value for name, value in says.items() if said.get(name, _NEVER) != value}


_NEVER = object()
