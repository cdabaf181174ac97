"""How fast `fleetdesk rebuild` folds a whole journal, against a bare loop over the same rows.

`python tests/benchmarks/rebuild.py` prints one JSON object; `FLEETDESK_BIG_HOME` names a home (big_home.py), else one
of 2,000 devices is made. The peer reads each event's body, parses it and puts the `p_*` rows that the rebuild made,
held ready in memory, into empty tables of the same schema in the same file, indexes and search index last, as ours
does (goal: at least half of its rate). Both are rolled back; before that the digest of
the rebuilt rows is compared with the one before.
"""

import json
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import sqlite, wire
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.projections.tables import PROJECTION_TABLES, statements
from fleetdesk.storage.rebuild import rebuild
from tests.benchmarks.big_home import opened

DEVICES, ROUNDS = 2_000, 5
Held = dict[str, list[tuple[Any, ...]]]


def held_rows(connection: Connection) -> Held:
    names = [name for name in projector.projection_names(connection) if name != "p_device_search"]
    return {name: [tuple(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}


def ours(connection: Connection) -> tuple[float, str]:
    """(seconds, digest of what was rebuilt)."""
    connection.execute("BEGIN IMMEDIATE")
    began = time.perf_counter()
    rebuild(connection)
    seconds = time.perf_counter() - began
    found = projector.digest(connection)
    connection.execute("ROLLBACK")
    return seconds, found


def bare(connection: Connection, rows: Held) -> float:
    connection.execute("BEGIN IMMEDIATE")
    began = time.perf_counter()
    for name in projector.projection_names(connection):
        connection.execute(f"DROP TABLE {name}")
    script = statements(PROJECTION_TABLES)
    last = [statement for statement in script if statement.startswith("CREATE INDEX")]
    for statement in script:
        if statement not in last:
            connection.execute(statement)
    for (body,) in connection.execute("SELECT body FROM journal_event"):
        wire.decode_body.__wrapped__(bytes(body))
    for name, of_table in rows.items():
        if of_table:
            marks = ", ".join("?" * len(of_table[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", of_table)
    for statement in last:
        connection.execute(statement)
    projector.index_all_for_search(connection)
    seconds = time.perf_counter() - began
    connection.execute("ROLLBACK")
    return seconds


def main() -> None:
    desk, folder = opened(DEVICES)
    try:
        connection = sqlite.open_file(desk.workstation.home.database, desk.workstation.keys.database_key)
        before = projector.digest(connection)
        rows = held_rows(connection)
        events = connection.execute("SELECT count(*) FROM journal_event").fetchone()[0]
        devices = connection.execute("SELECT count(*) FROM p_device").fetchone()[0]
        times: dict[str, list[float]] = {"ours": [], "bare": []}
        for _ in range(ROUNDS):
            seconds, after = ours(connection)
            assert after == before, "a rebuild changed the rows"
            times["ours"].append(seconds)
            times["bare"].append(bare(connection, rows))
        connection.close()
    finally:
        desk.close()
        if folder is not None:
            folder.cleanup()
    middle = {name: statistics.median(found) for name, found in times.items()}
    print(
        json.dumps(
            {
                "name": "rebuild",
                "ours": round(events / middle["ours"]),
                "limit": 0.5,
                "peers": {"bare loop": round(events / middle["bare"])},
                "ratio": round(middle["bare"] / middle["ours"], 3),
                "events": events,
                "devices": devices,
                "unit": "events a second, medians",
                "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
            }
        )
    )


if __name__ == "__main__":
    main()
