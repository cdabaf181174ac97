"""What this home knows of its hub: the pinned key, the pull cursor, what was acknowledged, and so what waits.

A receipt is written only after an answer of the hub that its pinned key signed. A hub with a new epoch (restored,
moved) starts again: nothing is held there until it says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, settings

BY_STICK = "stick:"
"""In the place of an address: this hub was met by its bundles alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One hub as this home left it. `pushed_seq` of `pushed_journal` is acknowledged; `position` is the pull cursor.

    `mark` came with it: the hub's hash over all that it took up to there, so that a hub that went back is noticed.
    """

    hub: str
    url: str
    hub_key: str
    epoch: str
    position: int
    mark: str
    pushed_journal: str | None
    pushed_seq: int
    synced_at: str | None


@dataclass(frozen=True, slots=True)
class OwedBlob:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the joined hub does not hold, set aside or not sent yet; both 0 when no hub was joined."""

    events: int
    blobs: int


def hub_url(connection: Connection) -> str | None:
    return settings.get(connection, settings.HUB_URL)


def at_url(connection: Connection, url: str) -> Standing | None:
    """The hub that was met at this address."""
    return _standing(connection, "url = ?", url)


def of_hub(connection: Connection, hub: str) -> Standing | None:
    return _standing(connection, "hub = ?", hub)


def joined(connection: Connection) -> Standing | None:
    """The hub that this home works with: the one at its address, or one that was only ever met by stick."""
    url = hub_url(connection)
    if url is not None:
        return at_url(connection, url)
    return _standing(connection, "url LIKE ?", f"{BY_STICK}%")


def arrive_by_stick(connection: Connection, hub: str, hub_key: str, epoch: str) -> Standing:
    """A person accepted this hub's key with its bundle. Its address is learnt when it is joined; the key stays."""
    connection.execute(
        "INSERT OR IGNORE INTO local_sync (hub, url, hub_key, epoch, position, mark, pushed_seq)"
        " VALUES (?, ?, ?, ?, 0, '', 0)",
        (hub, BY_STICK + hub, hub_key, epoch),
    )
    standing = of_hub(connection, hub)
    assert standing is not None
    return standing


def arrive(connection: Connection, hub: str, url: str, hub_key: str, epoch: str) -> Standing:
    """The hub took a request of ours: it is the joined one from now on, and its key is pinned if it was new."""
    connection.execute(
        "INSERT INTO local_sync (hub, url, hub_key, epoch, position, mark, pushed_seq) VALUES (?, ?, ?, ?, 0, '', 0)"
        " ON CONFLICT (hub) DO UPDATE SET url = excluded.url",
        (hub, url, hub_key, epoch),
    )
    settings.put(connection, settings.HUB_URL, url)
    standing = of_hub(connection, hub)
    assert standing is not None
    return standing if standing.epoch == epoch else start_again(connection, hub, epoch)


def start_again(connection: Connection, hub: str, epoch: str) -> Standing:
    """The hub was restored or moved: pull from 0, and no receipt counts any more."""
    connection.execute(
        "UPDATE local_sync SET epoch = ?, position = 0, mark = '', pushed_seq = 0 WHERE hub = ?", (epoch, hub)
    )
    _forget_receipts(connection, hub)
    standing = of_hub(connection, hub)
    assert standing is not None
    return standing


def forget(connection: Connection, url: str) -> None:
    """The hub at this address was replaced: its key and what it acknowledged count no more."""
    standing = at_url(connection, url)
    if standing is not None:
        _forget_receipts(connection, standing.hub)
        connection.execute("DELETE FROM local_sync WHERE hub = ?", (standing.hub,))


def _forget_receipts(connection: Connection, hub: str) -> None:
    """What it would not take may be taken now."""
    connection.execute("DELETE FROM local_blob_receipt WHERE hub = ?", (hub,))
    connection.execute("DELETE FROM local_set_aside WHERE hub = ?", (hub,))


def set_aside(connection: Connection, hub: str, journal_id: str, seq: int, reason: str, at: str) -> None:
    """The hub will not take this event: from now on only its hash is sent."""
    connection.execute(
        "INSERT OR REPLACE INTO local_set_aside (hub, journal, seq, reason, at) VALUES (?, ?, ?, ?, ?)",
        (hub, journal_id, seq, reason, at),
    )


def reasons_aside(connection: Connection, hub: str, journal_id: str) -> dict[int, str]:
    """{seq: why the hub would not take it}, of those that it was told of."""
    rows = connection.execute(
        "SELECT seq, reason FROM local_set_aside WHERE hub = ? AND journal = ? ORDER BY seq", (hub, journal_id)
    )
    return {row[0]: row[1] for row in rows}


def acknowledge(connection: Connection, hub: str, journal_id: str, seq: int) -> None:
    """The hub holds this journal up to `seq`; less than before when it has lost some."""
    connection.execute("UPDATE local_sync SET pushed_journal = ?, pushed_seq = ? WHERE hub = ?", (journal_id, seq, hub))


def advance(connection: Connection, hub: str, position: int, mark: str) -> None:
    """Moves the pull cursor; in one transaction with the rows that it passes."""
    connection.execute("UPDATE local_sync SET position = ?, mark = ? WHERE hub = ?", (position, mark, hub))


def finished(connection: Connection, hub: str, at: str) -> None:
    connection.execute("UPDATE local_sync SET synced_at = ? WHERE hub = ?", (at, hub))


def acknowledge_blobs(connection: Connection, hub: str, names: Iterable[str], at: str) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO local_blob_receipt (sha256, hub, held_at) VALUES (?, ?, ?)",
        [(name, hub, at) for name in names],
    )


def blobs_owed(connection: Connection, hub: str) -> list[OwedBlob]:
    """Blobs of this home without a receipt of the hub, oldest first."""
    rows = connection.execute(
        "SELECT sha256, size FROM journal_blob"
        " WHERE sha256 NOT IN (SELECT sha256 FROM local_blob_receipt WHERE hub = ?) ORDER BY created_at, sha256",
        (hub,),
    )
    return [OwedBlob(row[0], row[1]) for row in rows]


def blobs_held(connection: Connection, hub: str) -> list[str]:
    """Blobs of this home that the hub has given a receipt for."""
    rows = connection.execute(
        "SELECT sha256 FROM journal_blob JOIN local_blob_receipt USING (sha256) WHERE hub = ? ORDER BY sha256", (hub,)
    )
    return [row[0] for row in rows]


def waiting(connection: Connection) -> Waiting:
    """What waits for the joined hub. Before it was first met, all of this home's work does."""
    standing = joined(connection)
    if standing is None and hub_url(connection) is None:
        return Waiting(0, 0)
    head = journal.own_head(connection)
    acknowledged = standing.pushed_seq if standing and standing.pushed_journal == head.journal else 0
    aside = reasons_aside(connection, standing.hub, head.journal) if standing else {}
    owed = head.seq - acknowledged + sum(seq <= acknowledged for seq in aside)
    return Waiting(max(0, owed), len(blobs_owed(connection, standing.hub if standing else "")))


def _standing(connection: Connection, where: str, value: str) -> Standing | None:
    row = connection.execute(
        "SELECT hub, url, hub_key, epoch, position, mark, pushed_journal, pushed_seq, synced_at FROM local_sync"
        f" WHERE {where}",
        (value,),
    ).fetchone()
    return None if row is None else Standing(*row)
