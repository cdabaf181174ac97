"""What one saved fact costs: a reading, a signed inspection and a late event, against bare durable commits.

`python tests/benchmarks/journal_append.py` prints one JSON object. The peer commits the same bytes with
`synchronous=FULL` into a table of the same encrypted file, in turn with ours, so that a busy moment meets both.
`ratio` is the reading's median over the peer's (goal 4), `ratio_inspection` the inspection's (goal 6). Readings rise as
work does; `ratio_jump` is one that rose more than the device can, for which the whole story is folded. `p99_ms` and
`p99_checkpoint_ms` (another connection checkpoints all the time) stay under R8's 100 ms; `late_ms` is one reading that
arrives last and belongs first, of a module with 200 (goal 50 ms).
"""

import json
import platform
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import sqlite
from fleetdesk.domain import events as ev
from fleetdesk.domain import fleet
from fleetdesk.domain.events import Draft, Payload
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.services.desk import Desk
from tests.benchmarks.big_home import opened

DEVICES, ROUNDS = 2_000, 300
HOUR_MS = 3_600_000


def reading(module: str, value: int, at_ms: int) -> ev.ReadingTaken:
    return ev.ReadingTaken(
        module=module, counter="cycles_total", value=value, taken_at=iso(at_ms), source="wired", boot_count=4,
        counter_epoch=1, max_per_hour=400, pack="ruiyun-frost", pack_version="1",
    )  # fmt: skip


def inspection(device: str, module: str, at_ms: int) -> ev.InspectionSigned:
    answers = tuple(
        {"item": f"item-{n}", "outcome": "pass", "source": "person", "note": "as it should"} for n in range(12)
    )
    return ev.InspectionSigned(
        device=device, module=module, template="routine", template_version=1, started_at=iso(at_ms),
        signed_at=iso(at_ms), signer={"name": "Ana", "staff_number": "T-100"}, answers=answers, verdict="in_order",
        cause=None, services=("blade-service",), public_key="ab" * 32, signature="cd" * 64,
    )  # fmt: skip


class Peer:
    """Bare commits into the same file."""

    def __init__(self, desk: Desk) -> None:
        station = desk.workstation
        self.connection = sqlite.open_file(station.home.database, station.keys.database_key)
        self.connection.execute("CREATE TABLE IF NOT EXISTS local_bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")

    def commit(self, bodies: list[bytes]) -> float:
        began = time.perf_counter()
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT INTO local_bare (body) VALUES (?)", [(body,) for body in bodies])
        self.connection.execute("COMMIT")
        return time.perf_counter() - began

    def close(self) -> None:
        self.connection.execute("DROP TABLE local_bare")
        self.connection.close()


def bodies_of(desk: Desk, count: int) -> list[bytes]:
    rows = desk.record.read(
        lambda c: c.execute("SELECT body FROM journal_event ORDER BY rowid DESC LIMIT ?", (count,)).fetchall()
    )
    return [bytes(row[0]) for row in rows]


def saved(desk: Desk, drafts: list[Draft]) -> float:
    began = time.perf_counter()
    desk.record.append(drafts, "T-100")
    return time.perf_counter() - began


def draft(desk: Desk, payload: Payload, *subjects: str) -> Draft:
    return desk.record.draft(payload, *subjects, store="S00000")


def shown(desk: Desk) -> dict[str, int]:
    """{module: what it showed last}."""
    rows = desk.record.read(
        lambda c: c.execute("SELECT module, value FROM p_usage WHERE module IS NOT NULL").fetchall()
    )
    return dict(rows)


def in_turn(desk: Desk, peer: Peer, blenders: list[tuple[str, str]]) -> dict[str, list[float]]:
    """{what: seconds}: our reading, our inspection, and the peer with the bytes of each."""
    times: dict[str, list[float]] = {"reading": [], "bare reading": [], "inspection": [], "bare inspection": []}
    times["jump"] = []
    values = shown(desk)
    for number in range(ROUNDS):
        device, module = blenders[number % len(blenders)]
        now = now_ms()
        values[module] += 3
        taken = draft(desk, reading(module, values[module], now), fleet.module_subject(module))
        times["reading"].append(saved(desk, [taken]))
        times["bare reading"].append(peer.commit(bodies_of(desk, 1)))
        signed = draft(desk, inspection(device, module, now), fleet.device_subject(device))
        done = ev.ServicePerformed(
            device=device, task="blade-service", plan_version=1, performed_at=iso(now), inspection=signed.id
        )
        times["inspection"].append(saved(desk, [signed, draft(desk, done, fleet.device_subject(device))]))
        times["bare inspection"].append(peer.commit(bodies_of(desk, 2)))
        jumped = draft(desk, reading(module, 5_000_000 + number, now_ms()), fleet.module_subject(module))
        times["jump"].append(saved(desk, [jumped]))
    return times


def while_checkpointing(desk: Desk, blenders: list[tuple[str, str]]) -> list[float]:
    station = desk.workstation
    over = threading.Event()

    def checkpoint() -> None:
        connection = sqlite.open_file(station.home.database, station.keys.database_key)
        while not over.is_set():
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        connection.close()

    thread = threading.Thread(target=checkpoint, daemon=True)
    thread.start()
    try:
        now = now_ms()
        return [
            saved(desk, [draft(desk, reading(module, 950_000 + number, now), fleet.module_subject(module))])
            for number, (_, module) in enumerate(blenders[:ROUNDS] * (1 + ROUNDS // max(1, len(blenders))))
        ][:ROUNDS]
    finally:
        over.set()
        thread.join()


def late(desk: Desk, device: str, module: str) -> float:
    """Five late readings of a module with 200 more than it had; the median."""
    now = now_ms()
    subject = fleet.module_subject(module)
    many = [draft(desk, reading(module, 1_000_000 + n, now + n * HOUR_MS), subject) for n in range(200)]
    saved(desk, many)
    return statistics.median(
        saved(desk, [draft(desk, reading(module, 999_990 + n, now - HOUR_MS + n), subject)]) for n in range(5)
    )


def p99(times: list[float]) -> float:
    return 1000 * statistics.quantiles(times, n=100)[98]


def main() -> None:
    desk, folder = opened(DEVICES)
    try:
        blenders: list[tuple[str, str]] = desk.record.read(
            lambda c: c.execute(
                "SELECT id, module FROM p_device WHERE category = 'blender' AND module IS NOT NULL LIMIT 400"
            ).fetchall()
        )
        peer = Peer(desk)
        times = in_turn(desk, peer, blenders)
        busy = while_checkpointing(desk, blenders)
        late_s = late(desk, *blenders[0])
        peer.close()
        devices = desk.record.read(lambda c: c.execute("SELECT sum(devices) FROM p_fleet_count").fetchone()[0])
    finally:
        desk.close()
        if folder is not None:
            folder.cleanup()
    middle = {name: statistics.median(found) for name, found in times.items()}
    print(
        json.dumps(
            {
                "name": "journal_append",
                "ours": round(1000 * middle["reading"], 3),
                "limit": 4,
                "peers": {name: round(1000 * value, 3) for name, value in middle.items() if name != "reading"},
                "ratio": round(middle["reading"] / middle["bare reading"], 2),
                "ratio_inspection": round(middle["inspection"] / middle["bare inspection"], 2),
                "ratio_jump": round(middle["jump"] / middle["bare reading"], 2),
                "p99_ms": round(p99(times["reading"]), 1),
                "p99_inspection_ms": round(p99(times["inspection"]), 1),
                "p99_checkpoint_ms": round(p99(busy), 1),
                "late_ms": round(1000 * late_s, 1),
                "devices": devices,
                "unit": "ms, medians",
                "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
            }
        )
    )


if __name__ == "__main__":
    main()
