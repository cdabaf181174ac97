"""What an import file says, row by row, checked before anything of it is taken.

Promises: every problem of a file is found in one pass, each with its row as a person counts it and its field; content
is returned beside the problems and must not be used when there is one. Instants leave here as UTC text with
milliseconds, as events carry them. Pure: `services/read_import_file.py` brings the parsed file.
"""

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.fleet import Category, Model, Status, check_store_code, normalise_serial
from fleetdesk.domain.import_cells import Cells, Problem, RawRow, shown

SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z")
HEAD_KEYS = ("source_id", "as_of", "notes")
STORE_COLUMNS = ("code", "name", "time_zone", "address", "synthetic")
DEVICE_COLUMNS = (
    "row_key", "model", "serial", "asset_tag", "store", "status", "gateway", "state", "state_as_of", "firmware",
    "uses", "uses_at", "baseline_uses", "fitted_at", "module_serial", "supplier", "notes", "synthetic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownModel(Model):
    """A model as the seeds know it: `counter` names the usage counter that maintenance counts by, counted in `unit`."""

    counter: str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A parsed file before the check. `head` holds source_id, as_of and notes."""

    head: Mapping[str, object]
    stores: tuple[RawRow, ...]
    devices: tuple[RawRow, ...]


@dataclass(frozen=True, slots=True)
class StoreRow:
    row: int
    code: str
    name: str
    time_zone: str
    address: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device. `gateway` is a serial of this file or of the registry and `gateway_model` its model; `state` online |
    offline or None: not reported. `module_serial` None: the module is the factory's and carries the device's serial.
    `uses` is what the module's counter showed upstream at `uses_at`, `baseline_uses` what it showed when it was fitted.
    """

    row: int
    row_key: str
    model: str
    category: Category
    serial: str | None
    asset_tag: str | None
    store: str | None
    status: Status
    gateway: str | None
    gateway_model: str | None
    state: str | None
    state_as_of: str | None
    firmware: str | None
    uses: int | None
    uses_at: str | None
    baseline_uses: int | None
    fitted_at: str | None
    module_serial: str | None
    synthetic: bool
    supplier: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class ImportContent:
    """`as_of` None: the file (a plain table) does not say."""

    source_id: str
    as_of: str | None
    notes: tuple[str, ...]
    stores: tuple[StoreRow, ...]
    devices: tuple[DeviceRow, ...]


def check_import(
    raw: RawFile,
    models: Mapping[str, KnownModel],
    known_stores: Collection[str] = (),
    known_gateways: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[ImportContent, tuple[Problem, ...]]:
    """The content and all problems; a device's store may be one of the file's or of `known_stores`, its gateway one of
    the file's or of `known_gateways` {normalised serial: (serial, model)}."""
    problems: list[Problem] = []
    head = Cells(RawRow("file", 0, raw.head), problems)
    source_id = head.text("source_id", required=True, limit=64) or ""
    if source_id and not SOURCE_ID.match(source_id):
        head.problem("source_id", f"{source_id!r}: expected up to 64 ASCII letters, digits, '.', '_', ':' or '-'")
    as_of = head.instant("as_of")
    notes = head.texts("notes")
    head.known_only(HEAD_KEYS)
    stores = tuple(_store_row(row, problems) for row in raw.stores)
    codes = {store.code for store in stores} | set(known_stores)
    devices = tuple(_device_row(row, models, codes, problems) for row in raw.devices)
    _check_once(raw.stores, [store.code for store in stores], "code", problems)
    devices = _check_together(raw.devices, devices, known_gateways or {}, problems)
    return ImportContent(source_id, as_of, notes, stores, devices), tuple(problems)


def sound_rows(content: ImportContent, problems: Sequence[Problem]) -> ImportContent:
    """The content without the devices that have a problem of their own."""
    bad = {problem.row for problem in problems}
    return replace(content, devices=tuple(device for device in content.devices if device.row not in bad))


# -- one row ---------------------------------------------------------------------------------------------------------


def _store_row(row: RawRow, problems: list[Problem]) -> StoreRow:
    cells = Cells(row, problems)
    cells.known_only(STORE_COLUMNS)
    code = cells.text("code", required=True, limit=64) or ""
    if code:
        try:
            check_store_code(code)
        except FormatError as error:
            cells.problem("code", str(error))
    return StoreRow(
        row=row.number,
        code=code,
        name=cells.text("name", required=True, limit=80) or "",
        time_zone=cells.zone("time_zone"),
        address=cells.text("address", limit=200) or "",
        synthetic=cells.boolean("synthetic"),
    )


def _device_row(
    row: RawRow, models: Mapping[str, KnownModel], codes: Collection[str], problems: list[Problem]
) -> DeviceRow:
    cells = Cells(row, problems, device=True)
    cells.known_only(DEVICE_COLUMNS)
    model = cells.text("model", required=True, limit=64) or ""
    known = models.get(model)
    if model and known is None:
        cells.problem("model", f"{model!r} is not a known model")
    store = cells.text("store", limit=64)
    if store is not None and store not in codes:
        cells.problem("store", f"{store!r} is not a store of this file and not registered")
    device = DeviceRow(
        row=row.number,
        row_key=cells.text("row_key", required=True, limit=64) or "",
        model=model,
        category=known.category if known else Category.OTHER,
        serial=cells.serial("serial"),
        asset_tag=cells.text("asset_tag", limit=40),
        store=store,
        status=Status(cells.choice("status", [status.value for status in Status]) or Status.IN_SERVICE),
        gateway=cells.serial("gateway"),
        gateway_model=None,
        state=cells.choice("state", ["online", "offline"]),
        state_as_of=cells.instant("state_as_of"),
        firmware=cells.text("firmware", limit=32),
        uses=cells.count("uses"),
        uses_at=cells.instant("uses_at"),
        baseline_uses=cells.count("baseline_uses"),
        fitted_at=cells.instant("fitted_at"),
        module_serial=cells.serial("module_serial"),
        synthetic=cells.boolean("synthetic"),
        supplier=cells.text("supplier", limit=80),
        notes=cells.text("notes", limit=2000, lines=True),
    )
    _check_pairs(cells)
    if known is not None and known.counter is None and (device.uses, device.baseline_uses) != (None, None):
        cells.problem("uses", f"{known.name} has no usage counter")
    if device.uses is not None and device.serial is None and device.module_serial is None:
        cells.problem("serial", "a counter reading needs the serial of the device or of its module")
    if _normalised(device.module_serial) == _normalised(device.serial):
        device = replace(device, module_serial=None)
    return device


def _check_pairs(cells: Cells) -> None:
    """A figure without its instant is not a fact, and an instant alone says nothing."""
    for one, needs in (
        ("state", "state_as_of"), ("state_as_of", "state"), ("uses", "uses_at"), ("uses_at", "uses"),
        ("baseline_uses", "fitted_at"), ("module_serial", "fitted_at"),
    ):  # fmt: skip
        if cells.given(one) and not cells.given(needs):
            cells.problem(needs, f"is missing although {one} is given")


def _normalised(serial: str | None) -> str | None:
    return None if serial is None else normalise_serial(serial)


# -- rows together ---------------------------------------------------------------------------------------------------


def _check_together(
    rows: Sequence[RawRow],
    devices: tuple[DeviceRow, ...],
    known_gateways: Mapping[str, tuple[str, str]],
    problems: list[Problem],
) -> tuple[DeviceRow, ...]:
    for name in ("row_key", "asset_tag"):
        keys = [device.row_key if row.key_from == name else None for row, device in zip(rows, devices, strict=True)]
        _check_once(rows, keys, name, problems, device=True)
    _check_once(rows, [_unit(device, device.serial) for device in devices], "serial", problems, device=True)
    _check_modules(rows, devices, problems)
    return _with_gateways(rows, devices, known_gateways, problems)


def _unit(device: DeviceRow, serial: str | None) -> tuple[str, str] | None:
    """What makes a unit one of a kind: model and normalised serial."""
    return None if serial is None else (device.model, normalise_serial(serial))


def _check_once(
    rows: Sequence[RawRow], keys: Sequence[Hashable], name: str, problems: list[Problem], *, device: bool = False
) -> None:
    """Each row that shares its key is told of the others: which of them is right is for a person to say."""
    for row, others in _sharing(rows, keys):
        text = shown(row.cells.get(name))
        Cells(row, problems, device=device).problem(name, f"{text} stands in {_places(others)} too")


def _sharing(rows: Sequence[RawRow], keys: Sequence[Hashable]) -> list[tuple[RawRow, list[RawRow]]]:
    """Each row that has its key together with others, and those."""
    groups: dict[Hashable, list[RawRow]] = {}
    for row, key in zip(rows, keys, strict=True):
        if key:
            groups.setdefault(key, []).append(row)
    return [
        (row, [other for other in groups[key] if other is not row])
        for row, key in zip(rows, keys, strict=True)
        if key and len(groups[key]) > 1
    ]


def _places(rows: Sequence[RawRow]) -> str:
    shown_rows = ", ".join(row.place for row in rows[:5])
    return shown_rows if len(rows) <= 5 else f"{shown_rows} and {len(rows) - 5} more"


def _check_modules(rows: Sequence[RawRow], devices: Sequence[DeviceRow], problems: list[Problem]) -> None:
    """A module is in one device; a plain duplicate serial has been told already."""
    keys = [_unit(device, device.module_serial or device.serial) for device in devices]
    swapped = {key for key, device in zip(keys, devices, strict=True) if device.module_serial}
    serials = {row.number: key[1] for row, key in zip(rows, keys, strict=True) if key is not None}
    for row, others in _sharing(rows, [key if key in swapped else None for key in keys]):
        message = f"module {serials[row.number]} is fitted in {_places(others)} too"
        Cells(row, problems, device=True).problem("module_serial", message)


def _with_gateways(
    rows: Sequence[RawRow],
    devices: tuple[DeviceRow, ...],
    known: Mapping[str, tuple[str, str]],
    problems: list[Problem],
) -> tuple[DeviceRow, ...]:
    """Each `gateway` is the serial of one gateway of the file, or of the registry; its model is filled in."""
    gateways: dict[str, list[DeviceRow]] = {}
    for device in devices:
        if device.category is Category.GATEWAY and device.serial is not None:
            gateways.setdefault(normalise_serial(device.serial), []).append(device)
    filled: list[DeviceRow] = []
    for row, device in zip(rows, devices, strict=True):
        found = gateways.get(normalise_serial(device.gateway), []) if device.gateway else []
        models = {gateway.model for gateway in found}
        registered = known.get(normalise_serial(device.gateway)) if device.gateway and not found else None
        cells = Cells(row, problems, device=True)
        if device.gateway and not found and registered is None:
            cells.problem("gateway", f"{device.gateway} is not the serial of a gateway in this file or the registry")
        elif len(models) > 1:
            cells.problem("gateway", f"{device.gateway} is the serial of gateways of two models")
        elif found and found[0] is device:
            cells.problem("gateway", "a gateway cannot report through itself")
        if found:
            filled.append(replace(device, gateway=found[0].serial, gateway_model=found[0].model))
        elif registered is not None:
            filled.append(replace(device, gateway=registered[0], gateway_model=registered[1]))
        else:
            filled.append(device)
    return tuple(filled)
