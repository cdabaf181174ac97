"""The `p_*` tables. Each row belongs to one `subject`; folding that subject anew replaces exactly its rows.

No row holds a rowid, the present time or anything else that the journal does not determine.
"""

import re
from dataclasses import dataclass
from functools import cache

PROJECTION_TABLES = """
CREATE TABLE p_store (
    code TEXT PRIMARY KEY, subject TEXT NOT NULL, name TEXT NOT NULL, time_zone TEXT NOT NULL, address TEXT NOT NULL,
    synthetic INTEGER NOT NULL, status TEXT NOT NULL, opening_hours TEXT NOT NULL, set_by TEXT NOT NULL);
CREATE TABLE p_device (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL, model TEXT NOT NULL, category TEXT NOT NULL, serial TEXT,
    serial_key TEXT, asset_tag TEXT, store TEXT, status TEXT NOT NULL, supplier TEXT, notes TEXT,
    synthetic INTEGER NOT NULL, gateway TEXT, module TEXT, state TEXT NOT NULL, state_source TEXT, state_as_of TEXT,
    firmware TEXT, wired_at TEXT, known_at TEXT NOT NULL, set_by TEXT NOT NULL);
CREATE INDEX p_device_subject ON p_device (subject);
CREATE INDEX p_device_serial ON p_device (serial_key);
CREATE INDEX p_device_asset_tag ON p_device (asset_tag);
CREATE INDEX p_device_gateway ON p_device (gateway, state);
CREATE INDEX p_device_store ON p_device (store, category);
CREATE INDEX p_device_category ON p_device (category, state);
CREATE INDEX p_device_state_as_of ON p_device (state_as_of);
CREATE INDEX p_device_in_order ON p_device (coalesce(serial_key, '~'), id);
CREATE TABLE p_fleet_count (
    category TEXT NOT NULL, model TEXT NOT NULL, status TEXT NOT NULL, state TEXT NOT NULL,
    behind_dead INTEGER NOT NULL, devices INTEGER NOT NULL,
    PRIMARY KEY (category, model, status, state, behind_dead)) WITHOUT ROWID;
CREATE TABLE p_merged (
    device TEXT PRIMARY KEY, subject TEXT NOT NULL, into_device TEXT NOT NULL, event TEXT NOT NULL, model TEXT NOT NULL,
    serial TEXT, serial_key TEXT) WITHOUT ROWID;
CREATE INDEX p_merged_subject ON p_merged (subject);
CREATE INDEX p_merged_into ON p_merged (into_device);
CREATE INDEX p_merged_serial ON p_merged (serial_key);
CREATE VIRTUAL TABLE p_device_search USING fts5(serial, asset_tag, store, model, notes, tokenize = 'trigram');
CREATE TABLE p_state (
    device TEXT NOT NULL, subject TEXT NOT NULL, source TEXT NOT NULL, state TEXT NOT NULL, as_of TEXT NOT NULL,
    details TEXT NOT NULL, PRIMARY KEY (device, source)) WITHOUT ROWID;
CREATE INDEX p_state_subject ON p_state (subject);
CREATE INDEX p_state_of_gateway ON p_state (as_of) WHERE source = 'gateway';
CREATE TABLE p_module (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL, model TEXT NOT NULL, serial TEXT NOT NULL, serial_key TEXT NOT NULL,
    device TEXT, fitted_at TEXT, set_by TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX p_module_subject ON p_module (subject);
CREATE INDEX p_module_serial ON p_module (serial_key);
CREATE TABLE p_fitting (
    device TEXT NOT NULL, module TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, fitted_at TEXT NOT NULL,
    removed_at TEXT, PRIMARY KEY (device, module, event)) WITHOUT ROWID;
CREATE INDEX p_fitting_subject ON p_fitting (subject);
CREATE INDEX p_fitting_module ON p_fitting (module);
CREATE TABLE p_usage (
    device TEXT NOT NULL, counter TEXT NOT NULL, subject TEXT NOT NULL, total INTEGER NOT NULL, module TEXT,
    value INTEGER, taken_at TEXT, source TEXT, counter_epoch INTEGER, parts TEXT NOT NULL, not_counted TEXT NOT NULL,
    flagged TEXT NOT NULL, PRIMARY KEY (device, counter)) WITHOUT ROWID;
CREATE INDEX p_usage_subject ON p_usage (subject);
CREATE TABLE p_use_spans (
    device TEXT NOT NULL, counter TEXT NOT NULL, subject TEXT NOT NULL, spans TEXT NOT NULL,
    PRIMARY KEY (device, counter)) WITHOUT ROWID;
CREATE INDEX p_use_spans_subject ON p_use_spans (subject);
CREATE TABLE p_service (
    device TEXT NOT NULL, task TEXT NOT NULL, subject TEXT NOT NULL, event TEXT NOT NULL, inspection TEXT NOT NULL,
    performed_at TEXT NOT NULL, totals TEXT NOT NULL, PRIMARY KEY (device, task)) WITHOUT ROWID;
CREATE INDEX p_service_subject ON p_service (subject);
CREATE TABLE p_inspection (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL, device TEXT NOT NULL, store TEXT, template TEXT NOT NULL,
    template_version INTEGER NOT NULL, signed_at TEXT NOT NULL, signer TEXT NOT NULL, verdict TEXT NOT NULL,
    cause TEXT, category TEXT, staff_number TEXT NOT NULL, amended INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX p_inspection_subject ON p_inspection (subject);
CREATE INDEX p_inspection_device ON p_inspection (device, signed_at);
CREATE INDEX p_inspection_signed ON p_inspection (signed_at);
CREATE INDEX p_inspection_store ON p_inspection (store, signed_at);
CREATE INDEX p_inspection_category ON p_inspection (category, signed_at);
CREATE INDEX p_inspection_verdict ON p_inspection (verdict, signed_at);
CREATE INDEX p_inspection_cause ON p_inspection (cause, signed_at) WHERE cause IS NOT NULL;
CREATE INDEX p_inspection_person ON p_inspection (staff_number, signed_at);
CREATE INDEX p_inspection_amended ON p_inspection (signed_at) WHERE amended > 0;
CREATE TABLE p_inspection_count (
    store TEXT NOT NULL, category TEXT NOT NULL, verdict TEXT NOT NULL, cause TEXT NOT NULL, staff_number TEXT NOT NULL,
    inspections INTEGER NOT NULL, PRIMARY KEY (store, category, verdict, cause, staff_number)) WITHOUT ROWID;
CREATE TABLE p_service_done (
    event TEXT PRIMARY KEY, subject TEXT NOT NULL, device TEXT NOT NULL, store TEXT, category TEXT, task TEXT NOT NULL,
    plan_version INTEGER NOT NULL, performed_at TEXT NOT NULL, since_at TEXT, used TEXT NOT NULL,
    inspection TEXT NOT NULL, actor TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX p_service_done_subject ON p_service_done (subject);
CREATE INDEX p_service_done_at ON p_service_done (performed_at);
CREATE INDEX p_service_done_store ON p_service_done (store, performed_at);
CREATE INDEX p_service_done_task ON p_service_done (task, performed_at);
CREATE INDEX p_service_done_device ON p_service_done (device, performed_at);
CREATE INDEX p_service_done_category ON p_service_done (category, performed_at);
CREATE INDEX p_service_done_actor ON p_service_done (actor, performed_at);
CREATE TABLE p_work (
    id TEXT NOT NULL, subject TEXT NOT NULL, device TEXT NOT NULL, store TEXT, act TEXT NOT NULL,
    title TEXT NOT NULL, owner TEXT NOT NULL, due_on TEXT, inspection TEXT, supplier TEXT NOT NULL,
    reason TEXT NOT NULL, ordered_at TEXT NOT NULL, ordered_by TEXT NOT NULL, progress TEXT NOT NULL, ended_at TEXT,
    ended_by TEXT, ended_event TEXT, note TEXT NOT NULL,
    PRIMARY KEY (id, device)) WITHOUT ROWID;
CREATE INDEX p_work_subject ON p_work (subject);
CREATE INDEX p_work_device ON p_work (device, ordered_at);
CREATE INDEX p_work_inspection ON p_work (inspection) WHERE inspection IS NOT NULL;
CREATE INDEX p_work_ended ON p_work (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX p_work_open ON p_work (coalesce(due_on, '9999'), id) WHERE progress = 'open';
CREATE INDEX p_work_open_store ON p_work (store, coalesce(due_on, '9999'), id) WHERE progress = 'open';
CREATE INDEX p_work_open_days ON p_work (store, due_on) WHERE progress = 'open';
CREATE INDEX p_work_open_owner ON p_work (owner, coalesce(due_on, '9999'), id) WHERE progress = 'open';
CREATE TABLE p_plan (
    task TEXT NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL, event TEXT NOT NULL, version INTEGER NOT NULL,
    title TEXT NOT NULL, category TEXT NOT NULL, rank INTEGER NOT NULL, counter TEXT NOT NULL, every INTEGER NOT NULL,
    warn_at_percent INTEGER NOT NULL, unit TEXT NOT NULL, parts TEXT NOT NULL, one TEXT NOT NULL, many TEXT NOT NULL,
    ended INTEGER NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (task, scope)) WITHOUT ROWID;
CREATE INDEX p_plan_scope ON p_plan (scope);
CREATE TABLE p_postponed (
    device TEXT NOT NULL, task TEXT NOT NULL, subject TEXT NOT NULL, event TEXT NOT NULL, until_uses INTEGER,
    until_at TEXT, reason TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (device, task)) WITHOUT ROWID;
CREATE INDEX p_postponed_subject ON p_postponed (subject);
CREATE TABLE p_task (
    device TEXT NOT NULL, task TEXT NOT NULL, scope TEXT NOT NULL, counter TEXT NOT NULL, every INTEGER NOT NULL,
    uses INTEGER, left_uses INTEGER, left_to_warning INTEGER, share INTEGER, warn_at TEXT, due_at TEXT,
    category TEXT NOT NULL, store TEXT, serves INTEGER NOT NULL, PRIMARY KEY (device, task)) WITHOUT ROWID;
CREATE INDEX p_task_of_plan ON p_task (task, scope);
CREATE INDEX p_task_store ON p_task (store) WHERE serves = 1;
CREATE INDEX p_task_due ON p_task (store, category, task, left_uses, serves) WHERE serves = 1 AND left_uses <= 0;
CREATE INDEX p_task_soon ON p_task (store, category, task, left_to_warning, serves)
    WHERE serves = 1 AND left_to_warning <= 0;
CREATE INDEX p_task_unread ON p_task (category) WHERE serves = 1 AND uses IS NULL AND due_at IS NULL;
CREATE INDEX p_task_by_day ON p_task (due_at, warn_at, serves) WHERE due_at IS NOT NULL;
CREATE TABLE p_part (
    part TEXT PRIMARY KEY, subject TEXT NOT NULL, fields TEXT NOT NULL, set_by TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX p_part_subject ON p_part (subject);
CREATE TABLE p_stock (
    part TEXT NOT NULL, place TEXT NOT NULL, subject TEXT NOT NULL, quantity INTEGER NOT NULL,
    PRIMARY KEY (part, place)) WITHOUT ROWID;
CREATE INDEX p_stock_subject ON p_stock (subject);
CREATE TABLE p_template (
    template TEXT NOT NULL, version INTEGER NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL,
    category TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (template, version)) WITHOUT ROWID;
CREATE INDEX p_template_subject ON p_template (subject);
CREATE TABLE p_import_row (
    source_id TEXT NOT NULL, row_key TEXT NOT NULL, subject TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (source_id, row_key, subject)) WITHOUT ROWID;
CREATE INDEX p_import_row_subject ON p_import_row (subject);
CREATE TABLE p_import (
    source_id TEXT PRIMARY KEY, subject TEXT NOT NULL, event TEXT NOT NULL, file_sha256 TEXT NOT NULL,
    at TEXT NOT NULL, notes TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE p_person (
    staff_number TEXT PRIMARY KEY, subject TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE p_conflict (
    id TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, field TEXT, events TEXT NOT NULL,
    sides TEXT NOT NULL, chosen TEXT, choices TEXT NOT NULL, PRIMARY KEY (id, subject)) WITHOUT ROWID;
CREATE INDEX p_conflict_open ON p_conflict (id) WHERE chosen IS NULL;
CREATE INDEX p_conflict_subject ON p_conflict (subject);
CREATE TABLE p_quarantine (event TEXT PRIMARY KEY, subject TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
"""

Value = str | int | bytes | None
Row = dict[str, Value]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """A projection table: its columns in order and the columns of its primary key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def statements(script: str) -> list[str]:
    """The single statements of a script; execute() keeps them in the caller's transaction, executescript would not."""
    return [part.strip() for part in script.split(";") if part.strip()]


def table(name: str) -> Table:
    """The table of that name, read from `PROJECTION_TABLES`, the one place that says what columns there are."""
    text = next(part for part in statements(PROJECTION_TABLES) if part.startswith(f"CREATE TABLE {name} "))
    inside = text[text.index("(") + 1 : text.rindex(")")]
    compound = re.search(r"PRIMARY KEY \(([^)]*)\)", inside)
    parts = [part.strip() for part in re.sub(r",\s*PRIMARY KEY \([^)]*\)", "", inside).split(",")]
    columns = tuple(part.split()[0] for part in parts)
    if compound:
        return Table(name, columns, tuple(compound.group(1).replace(" ", "").split(",")))
    return Table(name, columns, tuple(part.split()[0] for part in parts if part.endswith("PRIMARY KEY")))


@cache
def upsert(table: Table) -> str:
    """The statement that writes a row, in order of the table's columns."""
    marks = ", ".join("?" * len(table.columns))
    changed = ", ".join(f"{column} = excluded.{column}" for column in table.columns if column not in table.key)
    return (
        f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"
        f" ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changed}"
    )
