"""Inspections under way, apart from the journal: saved as one answers, gone once signed or discarded."""

from dataclasses import dataclass

from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """`body` is JSON of the answers so far; `template_version` the one the inspection started with and keeps."""

    id: str
    device: str
    template: str
    template_version: int
    started_at: str
    updated_at: str
    body: bytes


_COLUMNS = "id, device, template, template_version, started_at, updated_at, body"


def save(connection: Connection, draft: StoredDraft) -> None:
    connection.execute(
        f"INSERT INTO local_draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, body = excluded.body",
        (
            draft.id, draft.device, draft.template, draft.template_version, draft.started_at, draft.updated_at,
            draft.body,
        ),
    )  # fmt: skip


def load(connection: Connection, draft: str) -> StoredDraft | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM local_draft WHERE id = ?", (draft,)).fetchone()
    return None if row is None else StoredDraft(*row)


def of_device(connection: Connection, device: str, template: str | None = None) -> StoredDraft | None:
    """The newest unsigned inspection of a device, of a template when it is named."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM local_draft WHERE device = ? AND template = coalesce(?, template)"
        " ORDER BY updated_at DESC LIMIT 1",
        (device, template),
    ).fetchone()
    return None if row is None else StoredDraft(*row)


def unfinished(connection: Connection) -> list[StoredDraft]:
    """All drafts, newest first: what a start after a crash announces."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM local_draft ORDER BY updated_at DESC").fetchall()
    return [StoredDraft(*row) for row in rows]


def remove(connection: Connection, draft: str) -> None:
    connection.execute("DELETE FROM local_draft WHERE id = ?", (draft,))
