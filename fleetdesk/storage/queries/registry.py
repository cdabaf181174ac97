"""Single looks into the registry: a device by id or serial, a store, a module, templates, the last import."""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.domain.inspection_template import purpose
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries.standing import gateway_join, standing


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """One row of the registry. `state*` are the report that holds (queries/standing.py); `wired_at` when it last
    answered on a cable."""

    id: str
    model: str
    category: str
    serial: str | None
    asset_tag: str | None
    store: str | None
    status: str
    gateway: str | None
    module: str | None
    state: str
    state_source: str | None
    state_as_of: str | None
    firmware: str | None
    wired_at: str | None
    set_by: dict[str, str]
    supplier: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class KnownStore:
    """`opening_hours` {weekday: "HH:MM-HH:MM"}; `set_by` {field: event that set it}, the `base` of the next edit."""

    code: str
    name: str
    time_zone: str
    address: str
    synthetic: bool
    status: str
    opening_hours: dict[str, str]
    set_by: dict[str, str]


@dataclass(frozen=True, slots=True)
class KnownModule:
    """`device` is where it is fitted now, None when it lies about. `set_by`: the event that set its serial."""

    id: str
    model: str
    serial: str
    device: str | None
    set_by: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A device that goes on as `into`; `event` is the merge that an undo names."""

    device: str
    into: str
    event: str
    model: str
    serial: str | None


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    template: str
    version: int
    title: str
    category: str
    body: dict[str, Any]


_STATE, _SOURCE, _AS_OF = standing("d", "s")
_DEVICE = (
    "SELECT d.id, d.model, d.category, d.serial, d.asset_tag, d.store, d.status, d.gateway, d.module,"
    f" {_STATE}, {_SOURCE}, {_AS_OF}, d.firmware, d.wired_at, d.set_by, d.supplier, d.notes"
    f" FROM p_device d{gateway_join('d', 's')}"
)


def device(connection: Connection, device_id: str) -> KnownDevice | None:
    """The device of that id, or the one that it goes on as."""
    where = "WHERE d.id = coalesce((SELECT into_device FROM p_merged WHERE device = ?), ?)"
    return _device(connection.execute(f"{_DEVICE} {where}", (device_id, device_id)).fetchone())


def device_by_serial(connection: Connection, model: str, serial: str) -> KnownDevice | None:
    """The device of that model key and serial, however it is written; also by the serial of one merged into it."""
    where = f"{_DEVICE} WHERE d.serial_key = ? AND d.model = ? ORDER BY d.id"
    found = _device(connection.execute(where, (normalise_serial(serial), model)).fetchone())
    former = [merged for merged in merged_by_serial(connection, serial) if merged.model == model]
    return found or (device(connection, former[0].into) if former else None)


def any_by_serial(connection: Connection, serial: str) -> KnownDevice | None:
    """A device with that serial, of whatever model: what a gateway's child table can be compared with."""
    found = all_by_serial(connection, serial)
    return found[0] if found else None


def all_by_serial(connection: Connection, serial: str) -> list[KnownDevice]:
    """Every device with that serial, of whatever model; those that merged ones go on as stand last."""
    rows = connection.execute(f"{_DEVICE} WHERE d.serial_key = ? ORDER BY d.id", (normalise_serial(serial),)).fetchall()
    found = [known for row in rows if (known := _device(row)) is not None]
    former = [device(connection, merged.into) for merged in merged_by_serial(connection, serial)]
    return [*found, *(known for known in former if known is not None and known not in found)]


def by_asset_tag(connection: Connection, tag: str) -> list[KnownDevice]:
    rows = connection.execute(f"{_DEVICE} WHERE d.asset_tag = ? ORDER BY d.id", (tag,)).fetchall()
    return [known for row in rows if (known := _device(row)) is not None]


def children_of(connection: Connection, gateway: str) -> list[KnownDevice]:
    """The devices that are assigned to exactly this gateway id."""
    rows = connection.execute(f"{_DEVICE} WHERE d.gateway = ? ORDER BY d.id", (gateway,)).fetchall()
    return [known for row in rows if (known := _device(row)) is not None]


_MERGED = "SELECT device, into_device, event, model, serial FROM p_merged"


def merged_into(connection: Connection, device_id: str) -> list[Merged]:
    """What goes on as this device."""
    rows = connection.execute(f"{_MERGED} WHERE into_device = ? ORDER BY device", (device_id,)).fetchall()
    return [Merged(*row) for row in rows]


def merged(connection: Connection, device_id: str) -> Merged | None:
    row = connection.execute(f"{_MERGED} WHERE device = ?", (device_id,)).fetchone()
    return None if row is None else Merged(*row)


def merged_by_serial(connection: Connection, serial: str) -> list[Merged]:
    key = normalise_serial(serial)
    rows = connection.execute(f"{_MERGED} WHERE serial_key = ? ORDER BY device", (key,)).fetchall()
    return [Merged(*row) for row in rows]


def by_serial_in(connection: Connection, serial: str, category: str) -> list[KnownDevice]:
    """The devices of a category with that serial, however it is written: one, unless two models share it."""
    where = f"{_DEVICE} WHERE d.serial_key = ? AND d.category = ? ORDER BY d.id"
    rows = connection.execute(where, (normalise_serial(serial), category)).fetchall()
    return [found for row in rows if (found := _device(row)) is not None]


def module_fitted_at(connection: Connection, device_id: str, instant: str) -> str | None:
    """The module that was in a device at an instant (ISO 8601 UTC), as far as its fittings tell."""
    row = connection.execute(
        "SELECT module FROM p_fitting WHERE device = ? AND fitted_at <= ? AND (removed_at IS NULL OR removed_at > ?)"
        " ORDER BY fitted_at DESC, module LIMIT 1",
        (device_id, instant, instant),
    ).fetchone()
    return None if row is None else str(row[0])


def fitted_since(connection: Connection, device_id: str) -> str | None:
    """Since when the present module is in it."""
    row = connection.execute(
        "SELECT max(fitted_at) FROM p_fitting WHERE device = ? AND removed_at IS NULL", (device_id,)
    ).fetchone()
    return None if row[0] is None else str(row[0])


_MODULE = (  # where it is follows from the device's fittings: they know that another module took its place
    "SELECT m.id, m.model, m.serial, (SELECT f.device FROM p_fitting f WHERE f.module = m.id AND f.removed_at IS NULL"
    " ORDER BY f.fitted_at DESC, f.device LIMIT 1) AS place, m.set_by FROM p_module m"
)


def module(connection: Connection, module_id: str) -> KnownModule | None:
    row = connection.execute(f"{_MODULE} WHERE m.id = ?", (module_id,)).fetchone()
    return None if row is None else KnownModule(*row)


def module_by_serial(connection: Connection, model: str, serial: str) -> KnownModule | None:
    """The module that carries this serial now, corrected or not; of two that claim it the one that is fitted."""
    row = connection.execute(
        f"SELECT * FROM ({_MODULE} WHERE m.serial_key = ? AND m.model = ?) ORDER BY place IS NULL, id",
        (normalise_serial(serial), model),
    ).fetchone()
    return None if row is None else KnownModule(*row)


def modules_of(connection: Connection, device_id: str) -> list[str]:
    """The modules that a device holds or ever held, in order of fitting."""
    rows = connection.execute(
        "SELECT module FROM p_fitting WHERE device = ? GROUP BY module ORDER BY min(fitted_at), module", (device_id,)
    ).fetchall()
    return [row[0] for row in rows]


_STORE = "SELECT code, name, time_zone, address, synthetic, status, opening_hours, set_by FROM p_store"


def store(connection: Connection, code: str) -> KnownStore | None:
    row = connection.execute(f"{_STORE} WHERE code = ?", (code,)).fetchone()
    return None if row is None else _store(row)


def store_like(connection: Connection, code: str) -> KnownStore | None:
    """The store of that code, written in whatever case."""
    row = connection.execute(f"{_STORE} WHERE code = ? COLLATE NOCASE", (code,)).fetchone()
    return None if row is None else _store(row)


def stores(connection: Connection) -> list[KnownStore]:
    return [_store(row) for row in connection.execute(f"{_STORE} ORDER BY code").fetchall()]


def _store(row: Any) -> KnownStore:
    values: list[Any] = [*row[:4], bool(row[4]), row[5], json.loads(row[6]), json.loads(row[7])]
    return KnownStore(*values)


def task_title(connection: Connection, task: str) -> str | None:
    """What people call a task, by its widest plan."""
    row = connection.execute("SELECT title FROM p_plan WHERE task = ? ORDER BY rank LIMIT 1", (task,)).fetchone()
    return None if row is None else str(row[0])


def template_for(connection: Connection, category: str) -> KnownTemplate | None:
    """The newest template by which devices of a category are inspected."""
    return next((t for t in templates_of(connection, category) if purpose(t.body) == "inspection"), None)


def templates_of(connection: Connection, category: str | None = None) -> list[KnownTemplate]:
    """The newest version of each template (of a category), the highest version first."""
    rows = connection.execute(
        "SELECT template, version, title, category, body FROM p_template t WHERE category = coalesce(?, category)"
        " AND version = (SELECT max(version) FROM p_template WHERE template = t.template)"
        " ORDER BY version DESC, template",
        (category,),
    ).fetchall()
    return [known for row in rows if (known := _template(row)) is not None]


def template_versions(connection: Connection, name: str) -> list[KnownTemplate]:
    """All versions of a template, the newest first."""
    rows = connection.execute(
        "SELECT template, version, title, category, body FROM p_template WHERE template = ? ORDER BY version DESC",
        (name,),
    ).fetchall()
    return [known for row in rows if (known := _template(row)) is not None]


def template(connection: Connection, name: str, version: int) -> KnownTemplate | None:
    """The very version that an inspection started with."""
    return _template(
        connection.execute(
            "SELECT template, version, title, category, body FROM p_template WHERE template = ? AND version = ?",
            (name, version),
        ).fetchone()
    )


def person_name(connection: Connection, staff_number: str) -> str | None:
    row = connection.execute("SELECT name FROM p_person WHERE staff_number = ?", (staff_number,)).fetchone()
    return None if row is None else str(row[0])


def import_rows(connection: Connection, source_id: str) -> dict[str, dict[str, Any]]:
    """What the last import of a source said: {row key: fields}."""
    rows = connection.execute(
        "SELECT row_key, fields FROM p_import_row WHERE source_id = ? ORDER BY row_key, subject", (source_id,)
    )
    return {row[0]: json.loads(row[1]) for row in rows}


def import_device(connection: Connection, source_id: str, row_key: str) -> str | None:
    """The device that a source's row is about."""
    row = connection.execute(
        "SELECT subject FROM p_import_row WHERE source_id = ? AND row_key = ? AND subject LIKE 'device:%'"
        " ORDER BY subject LIMIT 1",
        (source_id, row_key),
    ).fetchone()
    return None if row is None else str(row[0]).partition(":")[2]


def import_notes(connection: Connection) -> list[str]:
    """Data-quality notes of all imports, as the sources' importers wrote them."""
    rows = connection.execute("SELECT notes FROM p_import ORDER BY source_id").fetchall()
    return [note for row in rows for note in json.loads(row[0])]


def import_sources(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT source_id FROM p_import ORDER BY source_id")]


def count_stores(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM p_store").fetchone()[0])


def count_devices(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM p_device").fetchone()[0])


def _device(row: Any) -> KnownDevice | None:
    if row is None:
        return None
    values: list[Any] = [*row[:14], json.loads(row[14]), *row[15:]]
    return KnownDevice(*values)


def _template(row: Any) -> KnownTemplate | None:
    return None if row is None else KnownTemplate(row[0], row[1], row[2], row[3], json.loads(row[4]))


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """`sides` are [event, value, actor, at] each."""

    id: str
    kind: str
    field: str | None
    sides: tuple[tuple[Any, ...], ...]


def conflicts(connection: Connection, device_id: str) -> list[OpenConflict]:
    """The open conflicts about a device, oldest first."""
    rows = connection.execute(
        "SELECT id, kind, field, sides FROM p_conflict WHERE subject = ? AND chosen IS NULL ORDER BY id",
        (f"device:{device_id}",),
    ).fetchall()
    return [OpenConflict(row[0], row[1], row[2], tuple(tuple(side) for side in json.loads(row[3]))) for row in rows]
