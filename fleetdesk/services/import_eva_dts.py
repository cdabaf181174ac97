"""Takes an EVA-DTS audit file of a coffee machine: what it counted becomes a counter reading of that machine.

The machine is found by its serial, the reading is of the module that was fitted when the file was made, and the same
file again adds nothing. What is not sound in the file is told with line numbers; a total that cannot be believed is
not recorded. The file's clock has no zone: it is taken as local time of the machine's store.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import FormatError, ImportRefused
from fleetdesk.domain.eva_dts import MOST_BYTES, Audit, LineProblem, Product, Vends, parse
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import Category, device_subject, module_id, module_subject
from fleetdesk.domain.pack import Pack
from fleetdesk.runtime.clock import iso, ms_of
from fleetdesk.services.due_list import zone_of
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_models
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal
from fleetdesk.storage.queries import registry

SOURCE = "eva-dts"
BEGINNING_BYTES = 256
BEGINNINGS = ("DXS*", "ST*", "ID1*", "ID4*", "CB1*", "VA1*", "PA1*")
"""One of the first lines of an audit: its envelope, or the machine where a tool took the envelope away."""
PRODUCTIONS = "productions_total"
CLOCK_TOLERANCE_MS = 10 * 60 * 1000
"""A machine's clock may be ahead by so much before its file counts as made in the future."""


@dataclass(frozen=True, slots=True)
class EvaOutcome:
    """What a file says and what became of it: `new` is False when the reading was known; `events` were appended."""

    path: str
    serial: str
    device: str
    model: str
    taken_at: str
    taken_at_from: str
    """ "file" or "asked"."""
    zone: str
    """The IANA zone of the machine's store."""
    counter: str
    value: int
    new: bool
    events: int
    products: int
    paid: int
    test: int
    free: int
    cash_vends: int | None
    machine_events: int
    checksum: str
    problems: tuple[LineProblem, ...]
    model_name: str
    """What people call the model."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says beside the file: whose it is and when it was made, where the file does not tell."""

    serial: str = ""
    taken_at: str = ""


NOTHING_ASKED = Asked()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    audit: Audit
    sha256: str


class ImportEvaDts:
    """`preview` tells what `apply` would do and writes nothing. Both raise ImportRefused."""

    def __init__(self, record: Record, packs: Sequence[Pack] = ()) -> None:
        self._record = record
        self._packs = {pack.key: pack for pack in packs}

    def preview(self, path: Path, asked: Asked = NOTHING_ASKED) -> EvaOutcome:
        file = _read(path)
        return self._record.read(lambda connection: self._plan(connection, file, asked))[0]

    def apply(self, path: Path, asked: Asked = NOTHING_ASKED, actor: str = "workstation") -> EvaOutcome:
        """One transaction: the reading, and the module when the registry did not know it."""
        file = _read(path)

        def work(connection: Connection) -> EvaOutcome:
            outcome, drafts = self._plan(connection, file, asked)
            if drafts:
                self._record.append_within(connection, drafts, actor)
            return outcome

        return self._record.change(work)

    def _plan(self, connection: Connection, file: _File, asked: Asked) -> tuple[EvaOutcome, list[Draft]]:
        device = _machine(connection, file, asked.serial)
        counter = self._counter(device.model)
        value = _productions(file)
        taken_at = self._taken_at(file, asked.taken_at, zone_of(connection, device))
        module = registry.module_fitted_at(connection, device.id, taken_at)
        drafts: list[Draft] = []
        if module is None:
            module, drafts = self._first_module(connection, file, device, taken_at)
        new = not _known(connection, module, counter, value, taken_at)
        if new:
            drafts.append(self._reading(device, module, counter, value, taken_at, file))
        audit = file.audit
        made = audit.machine if audit.machine.total is not None else _sum_of(audit.products)
        outcome = EvaOutcome(
            str(file.path), device.serial or "", device.id, device.model, taken_at,
            "asked" if asked.taken_at else "file", zone_of(connection, device), counter, value, new, len(drafts),
            len(audit.products),
            made.paid or 0, made.test or 0, made.free or 0,
            audit.cash_vends, len(audit.events), audit.checksum, audit.problems,
            ModelNames().model(device.model),
        )  # fmt: skip
        return outcome, drafts

    def _counter(self, model: str) -> str:
        """The counter that maintenance counts by; a model of the user's own has it in its pack."""
        known, pack = load_models().get(model), self._packs.get(model)
        usage = pack.usage_counter() if pack else None
        return (known.counter if known else None) or (usage.name if usage else PRODUCTIONS)

    def _taken_at(self, file: _File, asked: str, zone: str) -> str:
        said = asked or file.audit.read_at
        if not said:
            raise _refused(
                file.path,
                "It does not say when it was made.",
                "Say it: --taken-at 2026-02-14T15:04 (local time of the store, or with a zone).",
            )
        taken_ms = _instant(file.path, said, zone)
        if taken_ms > ms_of(self._record.now()) + CLOCK_TOLERANCE_MS:
            raise _refused(
                file.path, f"It was made in the future: {iso(taken_ms)}.", "Say when it was made: --taken-at TIME."
            )
        return iso(taken_ms)

    def _first_module(
        self, connection: Connection, file: _File, device: registry.KnownDevice, taken_at: str
    ) -> tuple[str, list[Draft]]:
        """The machine's own counter, when the registry never knew of one. It has no baseline: what it counted before
        is named as not counted."""
        if registry.modules_of(connection, device.id):
            raise _refused(
                file.path,
                f"At {taken_at} no counter is known to have been in {device.serial}.",
                "Correct --taken-at, or record first which module was fitted then.",
            )
        serial = device.serial or ""
        module = module_id(device.model, serial)
        registered = ev.ModuleRegistered(module=module, model=device.model, serial=serial, source_id=SOURCE)
        fitted = ev.ModuleFitted(
            module=module, device=device.id, fitted_at=taken_at, reason="first seen in an audit file", source_id=SOURCE
        )
        subjects = (module_subject(module), device_subject(device.id))
        draft = self._record.draft
        return module, [
            draft(registered, subjects[0], store=device.store),
            draft(fitted, *subjects, store=device.store),
        ]

    def _reading(
        self, device: registry.KnownDevice, module: str, counter: str, value: int, taken_at: str, file: _File
    ) -> Draft:
        pack = self._packs.get(device.model)
        bounds = next((known for known in pack.counters if known.name == counter), None) if pack else None
        taken = ev.ReadingTaken(
            module=module, counter=counter, value=value, taken_at=taken_at, source="upstream",
            max_per_hour=bounds.max_per_hour if bounds else None, width=bounds.width if bounds else 32,
            source_id=f"{SOURCE}:{file.sha256[:16]}",
        )  # fmt: skip
        return self._record.draft(taken, module_subject(module), store=device.store)


def is_audit_file(path: Path) -> bool:
    """By its beginning, not its name. Raises ImportRefused for a file that cannot be read."""
    try:
        with path.open("rb") as stream:
            beginning = stream.read(BEGINNING_BYTES)
    except OSError as error:
        raise _refused(path, f"It cannot be read: {error.strerror}.", "Check the name and the folder.") from error
    lines = beginning.decode("ascii", "replace").split()
    return any(line.startswith(BEGINNINGS) for line in lines[:3])


def _read(path: Path) -> _File:
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
        audit = parse(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _refused(path, f"It cannot be read: {reason}.", "Check the name and the folder.") from error
    except FormatError as error:
        said = str(error)
        raise _refused(path, f"{said[0].upper()}{said[1:]}.", "Export the file from the machine again.") from error
    return _File(path, audit, hashlib.sha256(content).hexdigest())


def _machine(connection: Connection, file: _File, asked: str) -> registry.KnownDevice:
    said = file.audit.serial if file.audit.serial.strip("0") else ""
    serial = asked or said
    if not serial:
        raise _refused(file.path, "It does not name the machine's serial.", "Say whose it is: --serial SERIAL.")
    found = registry.by_serial_in(connection, serial, Category.COFFEE_MACHINE.value)
    if len(found) == 1:
        return found[0]
    if found:
        models = " and ".join(device.model for device in found)
        message = f"More than one coffee machine has the serial {serial}: {models}."
        raise _refused(file.path, message, "Correct one of them first.")
    raise _refused(
        file.path,
        f"No coffee machine with the serial {serial} is in the registry.",
        "Register it first, or name the machine that the file is of: --serial SERIAL.",
    )


def _productions(file: _File) -> int:
    value = file.audit.productions
    if value is None:
        listed = "".join(f"\n- {problem}" for problem in file.audit.problems)
        raise _refused(
            file.path,
            f"It holds no total that can be believed (VA1, or PA1 and PA2 of every product).{listed}",
            "Export the file from the machine again.",
        )
    return value


def _sum_of(products: Sequence[Product]) -> Vends:
    vends = [product.vends for product in products]
    return Vends(sum(v.paid or 0 for v in vends), sum(v.test or 0 for v in vends), sum(v.free or 0 for v in vends))


def _instant(path: Path, said: str, zone: str) -> int:
    """Unix milliseconds; a time without a zone is the store's own."""
    try:
        instant = datetime.fromisoformat(said)
        local = instant if instant.tzinfo is not None else instant.replace(tzinfo=ZoneInfo(zone))
        return round(local.astimezone(UTC).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise _refused(path, f"{said!r} is no time.", "Write it as 2026-02-14T15:04, or with a zone.") from error


def _known(connection: Connection, module: str, counter: str, value: int, taken_at: str) -> bool:
    return any(
        isinstance(event.payload, ev.ReadingTaken)
        and (event.payload.counter, event.payload.value, event.payload.taken_at) == (counter, value, taken_at)
        for event in journal.events_of(connection, module_subject(module))
    )


def _refused(path: Path, message: str, next_step: str) -> ImportRefused:
    return ImportRefused(f"{path.name} was not imported.", message, f"Nothing was changed. {next_step}")
