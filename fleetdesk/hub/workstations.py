"""Who is known to the hub: workstations, the codes that take them in, and what was said to whom (the audit).

The same for every kind of store. A code counts once: whoever's request commits first has it. A workstation whose
answer was lost may ask again with its code.
"""

import hmac
import json
from dataclasses import dataclass, replace

from fleetdesk.hub.tables import Opening, Row, Tables

AUDIT_ROWS = 10_000
AUDIT_SPARE = 500
"""The audit keeps at least the newest `AUDIT_ROWS`, and at most these more."""


@dataclass(frozen=True, slots=True)
class Workstation:
    """`stores` None: all of them. `how` it was taken in: open | code. `revoked_at` in ms; then nothing is answered."""

    public_key: str
    how: str
    enrolled_at: int
    role: str = "technician"
    stores: tuple[str, ...] | None = None
    name: str = ""
    revoked_at: int | None = None
    revoked_why: str = ""


@dataclass(frozen=True, slots=True)
class NewCode:
    """What the hub keeps of a code: `secret_hash` and never the code. `until` in ms of hub time."""

    secret_hash: bytes
    role: str
    stores: tuple[str, ...] | None
    name: str
    made_at: int
    until: int


@dataclass(frozen=True, slots=True)
class Entered:
    """The workstation that a code took in, or why it did not: unknown | used | expired."""

    workstation: Workstation | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`act`: enrolled | revoked | code_made | refused; `detail` names the reason."""

    at: int
    act: str
    public_key: str
    detail: str


class Workstations:
    """Safe to call from several threads and processes, as the store is."""

    def __init__(self, writing: Opening, reading: Opening) -> None:
        self._writing = writing
        self._reading = reading

    def find(self, public_key: str) -> Workstation | None:
        with self._reading() as tables:
            return _find(tables, public_key)

    def all(self) -> tuple[Workstation, ...]:
        with self._reading() as tables:
            return tuple(map(_workstation, tables.rows(f"{_SELECT} ORDER BY enrolled_at, public_key")))

    def enrol(self, workstation: Workstation) -> None:
        """One that is there already stays as it is."""
        with self._writing() as tables:
            if _put(tables, workstation, "NOTHING"):
                _note(tables, workstation.enrolled_at, "enrolled", workstation.public_key, workstation.how)

    def keep_code(self, code: NewCode) -> None:
        with self._writing() as tables:
            tables.change(
                "INSERT INTO enrol_code (id, secret_hash, role, stores, name, made_at, until) VALUES (?,?,?,?,?,?,?)",
                (_id(code.secret_hash), code.secret_hash, code.role, _json(code.stores), code.name, code.made_at,
                 code.until),
            )  # fmt: skip
            _note(tables, code.made_at, "code_made", "", f"{code.role} {_json(code.stores) or 'all'} {code.name}")

    def enter(self, secret_hash: bytes, public_key: str, now_ms: int) -> Entered:
        """Takes `public_key` in by a code. A workstation that was revoked needs a code that was not used before."""
        with self._writing() as tables:
            entered = _enter(tables, secret_hash, public_key, now_ms)
            if entered.workstation is not None:
                _note(tables, now_ms, "enrolled", public_key, "code")
            return entered

    def revoke(self, public_key: str, now_ms: int, why: str) -> bool:
        """At once: the next request is refused. False when it was not known, or revoked before."""
        with self._writing() as tables:
            done = tables.change(
                "UPDATE workstation_key SET revoked_at = ?, revoked_why = ?"
                " WHERE public_key = ? AND revoked_at IS NULL",
                (now_ms, why, public_key),
            )
            if done:
                _note(tables, now_ms, "revoked", public_key, why)
            return done == 1

    def note(self, line: AuditLine) -> None:
        with self._writing() as tables:
            _note(tables, line.at, line.act, line.public_key, line.detail)

    def audit(self, limit: int) -> tuple[AuditLine, ...]:
        """The newest first."""
        with self._reading() as tables:
            rows = tables.rows("SELECT at, act, public_key, detail FROM audit ORDER BY number DESC LIMIT ?", (limit,))
            return tuple(AuditLine(*row) for row in rows)


_COLUMNS = "public_key, how, enrolled_at, role, stores, name, revoked_at, revoked_why"
_SELECT = f"SELECT {_COLUMNS} FROM workstation_key"


def _find(tables: Tables, public_key: str) -> Workstation | None:
    rows = tables.rows(f"{_SELECT} WHERE public_key = ?", (public_key,))
    return _workstation(rows[0]) if rows else None


def _enter(tables: Tables, secret_hash: bytes, public_key: str, now_ms: int) -> Entered:
    rows = tables.rows(
        "SELECT secret_hash, role, stores, name, until, used_by FROM enrol_code WHERE id = ?", (_id(secret_hash),)
    )
    if not rows or not hmac.compare_digest(bytes(rows[0][0]), secret_hash):
        return Entered(None, "unknown")
    _, role, stores, name, until, used_by = rows[0]
    known = _find(tables, public_key)
    if used_by is not None:
        mine = used_by == public_key and known is not None and known.revoked_at is None
        return Entered(known) if mine else Entered(None, "used")
    if until < now_ms:
        return Entered(None, "expired")
    taken = tables.change(
        "UPDATE enrol_code SET used_by = ?, used_at = ? WHERE id = ? AND used_by IS NULL",
        (public_key, now_ms, _id(secret_hash)),
    )
    if taken != 1:
        return Entered(None, "used")
    entered = Workstation(public_key, "code", now_ms, role, _stores(stores), name)
    _put(tables, entered, f"UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _COLUMNS.split(', ')[1:])}")
    return Entered(entered)


def _put(tables: Tables, workstation: Workstation, when_there: str) -> bool:
    w = replace(workstation, revoked_at=None, revoked_why="")
    done = tables.change(
        f"INSERT INTO workstation_key ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)"
        f" ON CONFLICT {'(public_key)' if when_there != 'NOTHING' else ''} DO {when_there}",
        (w.public_key, w.how, w.enrolled_at, w.role, _json(w.stores), w.name, w.revoked_at, w.revoked_why),
    )
    return done == 1


def _note(tables: Tables, at: int, act: str, public_key: str, detail: str) -> None:
    """Bounded: what is older than the newest rows goes, some at a time."""
    ((number,),) = tables.rows(
        "INSERT INTO audit (at, act, public_key, detail) VALUES (?,?,?,?) RETURNING number",
        (at, act, public_key[:100], detail[:200]),
    )
    if number % AUDIT_SPARE == 0:
        tables.change("DELETE FROM audit WHERE number <= ?", (number - AUDIT_ROWS,))


def _workstation(row: Row) -> Workstation:
    return Workstation(row[0], row[1], row[2], row[3], _stores(row[4]), row[5], row[6], row[7])


def _id(secret_hash: bytes) -> str:
    """By which a code is found: a part of its hash, so that the rest is compared in constant time."""
    return secret_hash[:8].hex()


def _json(stores: tuple[str, ...] | None) -> str | None:
    return None if stores is None else json.dumps(list(stores))


def _stores(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))
