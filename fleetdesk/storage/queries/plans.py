"""The maintenance plans, what they cover, their versions, and what another one would make due."""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk.domain.events import PlanPublished
from fleetdesk.domain.maintenance import plan_scope
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.queries import due

NAMED = 50
"""Devices that an effect names; all are counted."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan at its place. `scope` is "category:KEY", "model:KEY" or "device:ID", `event` what published it (empty
    for a shipped one), `devices` those for which it holds now, `due` those of them that are due."""

    task: str
    scope: str
    event: str
    version: int
    title: str
    category: str
    counter: str
    every: int
    warn_at_percent: int
    unit: str
    parts: tuple[str, ...]
    one: str
    many: str
    ended: bool
    reason: str
    actor: str
    at: str
    devices: int
    due: int


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of a plan in its history. `at` ISO 8601 UTC."""

    version: int
    event: str
    every: int
    warn_at_percent: int
    title: str
    ended: bool
    reason: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing would do to devices in service. `devices` it would hold for, `becomes_due` and `no_longer_due`
    all of them in number; `named` the serials of the first that become due."""

    devices: int
    becomes_due: int
    no_longer_due: int
    named: tuple[str, ...]


_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_IS_DUE = f"(t.serves = 1 AND coalesce(t.left_uses <= 0, t.due_at <= {_NOW}, 0))"
_PLAN = (
    "SELECT p.task, p.scope, p.event, p.version, p.title, p.category, p.counter, p.every, p.warn_at_percent, p.unit,"
    " p.parts, p.one, p.many, p.ended, p.reason, p.actor, p.at,"
    " (SELECT count(*) FROM p_task t WHERE t.task = p.task AND t.scope = p.scope),"
    f" (SELECT count(*) FROM {due.wanted(soon=False)} w JOIN p_task t USING (device, task)"
    " WHERE t.task = p.task AND t.scope = p.scope) FROM p_plan p"
)


def all_plans(connection: Connection) -> list[PlanRow]:
    rows = connection.execute(f"{_PLAN} ORDER BY p.category, p.task, p.rank, p.scope")
    return [_plan(row) for row in rows]


def plan(connection: Connection, task: str, scope: str) -> PlanRow | None:
    query = f"{_PLAN} WHERE p.task = ? AND p.scope = ?"
    row = connection.execute(query, (task, scope)).fetchone()
    return None if row is None else _plan(row)


def _plan(row: Any) -> PlanRow:
    values: list[Any] = [*row[:10], tuple(json.loads(row[10])), row[11], row[12], bool(row[13]), *row[14:]]
    return PlanRow(*values)


def versions(connection: Connection, subject: str, scope: str) -> list[PlanVersion]:
    """All that was ever published at a place, the newest first; shipped plans once, whoever published them."""
    found: dict[tuple[object, ...], PlanVersion] = {}
    for event in projector.events_of(connection, (subject,)):
        said = event.payload
        if isinstance(said, PlanPublished) and plan_scope(said)[0] == scope:
            key = (event.id,) if said.base is not None else (said.version, said.every, said.title)
            found[key] = PlanVersion(
                said.version, event.id, said.every, said.warn_at_percent, said.title, said.ended, said.reason,
                event.actor, event.at,
            )  # fmt: skip
    return list(found.values())[::-1]


def newest_version(connection: Connection, subject: str) -> int:
    said = [event.payload for event in projector.events_of(connection, (subject,))]
    return max((payload.version for payload in said if isinstance(payload, PlanPublished)), default=0)


def effect(connection: Connection, plan: PlanPublished) -> Effect:
    """Counted in one pass over the devices of its place; nothing is written."""
    _, rank = plan_scope(plan)
    place, value = {0: ("d.category", plan.category), 1: ("d.model", plan.model), 2: ("d.id", plan.device)}[rank]
    narrower = (
        "SELECT 1 FROM p_plan q WHERE q.task = ? AND q.rank > ? AND q.scope IN ('model:' || d.model, 'device:' || d.id)"
    )
    since = "u.total - coalesce(json_extract(s.totals, '$.' || ?), 0)"
    day = f"strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(s.performed_at, d.known_at), '+' || ? || ' days') <= {_NOW}"
    will = f"({since}) >= max(?, coalesce(o.until_uses, 0))" if plan.counter else day
    bound: tuple[Any, ...] = (plan.counter, plan.every) if plan.counter else (plan.every,)
    if plan.ended:
        will, bound = "0", ()
    rows = connection.execute(
        f"SELECT d.serial, {_IS_DUE}, coalesce({will}, 0) AND d.status NOT IN ('retired', 'spare', 'test_unit')"
        " FROM p_device d LEFT JOIN p_task t ON t.device = d.id AND t.task = ?"
        " LEFT JOIN p_usage u ON u.device = d.id AND u.counter = ?"
        " LEFT JOIN p_service s ON s.device = d.id AND s.task = ?"
        " LEFT JOIN p_postponed o ON o.device = d.id AND o.task = ?"
        f" WHERE {place} = ? AND NOT EXISTS ({narrower}) ORDER BY d.serial_key, d.id",
        (*bound, plan.task, plan.counter, plan.task, plan.task, value, plan.task, rank),
    )
    return _effect(rows)


def _effect(rows: Any) -> Effect:
    devices = becomes = no_longer = 0
    named: list[str] = []
    for serial, was, will in rows:
        devices += 1
        no_longer += bool(was and not will)
        if will and not was:
            becomes += 1
            if len(named) < NAMED:
                named.append(serial or "")
    return Effect(devices, becomes, no_longer, tuple(named))
