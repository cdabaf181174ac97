"""How long the log of a million inspections takes: each filter's first page, a deep page, totals, menus, search.

Run: python tests/benchmarks/inspection_log.py [INSPECTIONS]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fleetdesk.runtime.clock import iso
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.inspection_log import InspectionLog
from fleetdesk.services.inspection_views import LogFilter
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.sqlite import Connection

START_MS = 1_600_000_000_000
VERDICTS = (("healthy", None), ("connectivity", "radio_range"), ("connectivity", "firmware"), ("mechanical", None))
PUT = (
    "INSERT INTO p_inspection (id, subject, device, store, template, template_version, signed_at, signer, verdict,"
    " cause, category, staff_number, amended) VALUES (?, ?, ?, ?, 'blender-inspection', 1, ?, ?, ?, ?, ?, ?, ?)"
)


def fill(connection: Connection, count: int) -> None:
    chance = random.Random(5)
    devices = connection.execute("SELECT id, coalesce(store, 'S'), category FROM p_device").fetchall()
    people = [(f"T-{n}", f'{{"name": "Person {n}", "staff_number": "T-{n}"}}') for n in range(200)]

    def rows():
        for number in range(count):
            device, store, category = chance.choice(devices)
            verdict, cause = chance.choice(VERDICTS)
            staff, signer = chance.choice(people)
            at = iso(START_MS + number * 200_000)
            yield (
                f"{number:08x}-0000-7000-8000-{chance.getrandbits(48):012x}", f"device:{device}", device, store, at,
                signer, verdict, cause, category, staff, int(number % 500 == 0),
            )  # fmt: skip

    connection.executemany(PUT, rows())


def timed(name: str, work: Callable[[], object]) -> None:
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    print(f"{name:44} {min(times):8.1f} ms best, {max(times):8.1f} ms worst")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Home(Path(folder) / "home"), synchronous="OFF")
        ImportFleet(desk.record).apply(sample_fleet())
        desk.record.change(lambda connection: fill(connection, count))
        log = InspectionLog(desk.record, ModelNames())
        recent = iso(START_MS + (count - 5_000) * 200_000)
        asked = {
            "everything": LogFilter(), "one store": LogFilter(store="STORE-04"),
            "one category": LogFilter(category="blender"), "verdict": LogFilter(verdict="mechanical"),
            "cause": LogFilter(cause="firmware"), "person": LogFilter(person="T-7"), "days": LogFilter(since=recent),
            "amended": LogFilter(seal="amended"), "broken": LogFilter(seal="broken"),
            "serial": LogFilter(search="RF-20417"), "store, verdict, person":
            LogFilter(store="STORE-04", verdict="mechanical", person="T-7"),
            "category, cause, days": LogFilter(category="blender", cause="firmware", since=recent),
        }  # fmt: skip
        for name, wanted in asked.items():
            timed(f"first page: {name}", lambda wanted=wanted: log.page(wanted, 0, 128, check=False))
        timed("a page in the middle", lambda: log.page(LogFilter(), count // 2, 128, check=False))
        timed("the last page", lambda: log.page(LogFilter(), count - 128, 128, check=False))
        timed("the menus", log.choices)
        desk.close()


if __name__ == "__main__":
    main()
