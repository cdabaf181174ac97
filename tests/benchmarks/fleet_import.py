"""How fast a large fleet file is taken in, against a bare insert of the same rows.

`python tests/benchmarks/fleet_import.py [DEVICES]` prints one JSON object (20,000 devices without a number). Ours reads
and checks a CSV file, compares, appends and folds in one transaction. The peer takes all journal, projection and search
rows that ours made, held ready in memory, and puts them into an empty database of the same schema, key and pragmas with
executemany in one transaction (goal: ours at least 25 % of that). `peak_mib_per_10k` is how much memory grows for each
10,000 devices.
"""

import json
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import sqlite
from fleetdesk.domain import events as ev
from fleetdesk.domain import fleet
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.sqlite import Connection
from fleetdesk.storage import migrations, projector

DEVICES = 20_000
MODELS = ("ruiyun-frost", "cameo-2s-st", "milk-dispenser-12", "syrup-machine-16")


def csv_file(path: Path, devices: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("serial,model,store,asset_tag,status\n")
        for number in range(devices):
            model = MODELS[number % len(MODELS)]
            file.write(f"BIG-{number * 7919 % 10_000_019:08d},{model},S{number // 22:05d},A{number:07d},in_service\n")


def with_stores(desk: Desk, devices: int) -> None:
    drafts = [
        desk.record.draft(
            ev.StoreRegistered(code=f"S{n:05d}", name=f"Store {n:05d}", time_zone="America/New_York"),
            fleet.store_subject(f"S{n:05d}"),
        )
        for n in range(-(-devices // 22))
    ]
    desk.record.append(drafts)


def rows_of(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All that the import wrote, table by table, the search index by its own columns."""
    names = ["journal_event", "journal_subject", *projector.projection_names(connection)]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name in dict.fromkeys(names):
        columns = "rowid, *" if name == "p_device_search" else "*"
        found[name] = [tuple(row) for row in connection.execute(f"SELECT {columns} FROM {name}")]
    return found


def bare_seconds(desk: Desk, folder: Path) -> float:
    rows = desk.record.read(rows_of)
    key = desk.workstation.keys.database_key
    path = folder / "bare.db"
    migrations.bring_up_to_date(path, key, folder)
    connection = sqlite.open_file(path, key)
    for name in ("p_device_counted_new", "p_device_counted_new_dead"):
        connection.execute(f"DROP TRIGGER {name}")  # its rows are among those that are put in
    connection.execute("INSERT INTO journal_known VALUES (1, 'bare', 1, '')")
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for name, held in rows.items():
        if held:
            marks = ", ".join("?" * len(held[0]))
            columns = " (rowid, serial, asset_tag, store, model, notes)" if name == "p_device_search" else ""
            connection.executemany(f"INSERT INTO {name}{columns} VALUES ({marks})", held)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def memory_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    devices = int(sys.argv[1]) if len(sys.argv) > 1 else DEVICES
    with tempfile.TemporaryDirectory(prefix="fleetdesk-import-") as name:
        folder = Path(name)
        csv_file(folder / "fleet.csv", devices)
        desk = open_desk(Home(folder / "home"))
        try:
            with_stores(desk, devices)
            before = memory_mib()
            began = time.perf_counter()
            outcome = ImportFleet(desk.record).apply(folder / "fleet.csv", "T-100")
            ours = time.perf_counter() - began
            grown = memory_mib() - before
            assert outcome.new == devices, outcome
            bare = bare_seconds(desk, folder)
        finally:
            desk.close()
    print(
        json.dumps(
            {
                "name": "fleet_import",
                "ours": round(devices / ours),
                "limit": 0.25,
                "peers": {"bare executemany": round(devices / bare)},
                "ratio": round(bare / ours, 3),
                "events": outcome.events,
                "peak_mib_per_10k": round(grown / (devices / 10_000), 1),
                "devices": devices,
                "unit": "devices a second",
                "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
            }
        )
    )


if __name__ == "__main__":
    main()
