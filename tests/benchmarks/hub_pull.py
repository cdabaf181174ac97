"""How fast a new laptop has what the hub holds: 50,000 events from PostgreSQL into an encrypted home, all folded.

`python tests/benchmarks/hub_pull.py [EVENTS]` prints one JSON object, in events a second. The limit is the same bodies
read in the same batches over HTTP from a bare table of the same PostgreSQL, and kept nowhere; `ratio` is ours over it.
With FLEETDESK_POUCHDB also PouchDB from its server: `ratio_pouchdb` (goal 4), `bytes_pouchdb` (goal at most 0.3).
"""

import http.client
import json
import platform
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import wire
from tests.benchmarks.hub_site import (
    BATCH,
    PATIENT,
    Relay,
    bare_server,
    copied_home,
    own_bodies,
    pouchdb,
    site,
    written_home,
)
from tests.sync.places import HubProcess, open_laptop

EVENTS, ROUNDS = 50_000, 5


def ours(hub: HubProcess, folder: Path, *, counted: bool = False) -> tuple[float, int, int]:
    """Seconds, events, bytes."""
    laptop = open_laptop(folder, PATIENT)
    relay = Relay(hub.port) if counted else None
    before = laptop.events()
    began = time.perf_counter()
    result = laptop.join(hub.url if relay is None else f"http://127.0.0.1:{relay.port}")
    spent = time.perf_counter() - began
    assert (result.waiting, result.problems) == (0, ())
    pulled = laptop.events() - before
    laptop.workstation.close()
    return spent, pulled, 0 if relay is None else relay.bytes


def bare(url: str, bodies: int) -> float:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    began = time.perf_counter()
    for after in range(0, bodies, wire.PAGE_EVENTS):
        connection.request("GET", f"/?after={after}")
        assert len(connection.getresponse().read().split(b"\n")) == min(wire.PAGE_EVENTS, bodies - after)
    return time.perf_counter() - began


def fill(url: str, bodies: list[bytes]) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    for after in range(0, len(bodies), BATCH):
        connection.request("POST", f"/?after={after}", b"\n".join(bodies[after : after + BATCH]))
        connection.getresponse().read()


def main(events: int) -> dict[str, object]:
    with site() as there:
        written_home(there.folder / "home", events)
        laptop = copied_home(there.folder / "home", there.folder / "writer")
        bodies = own_bodies(laptop)
        (hub,) = there.hubs(1)
        laptop.join(hub.url)
        laptop.workstation.close()
        _, _, received = ours(hub, there.folder / "counted", counted=True)
        rates: list[tuple[float, float]] = []
        with bare_server(there.server.new_database()) as url:
            fill(url, bodies)
            for number in range(ROUNDS):
                spent, pulled, _ = ours(hub, there.folder / f"reader{number}")
                assert pulled >= len(bodies)
                rates.append((pulled / spent, len(bodies) / bare(url, len(bodies))))
        mine = statistics.median(rate for rate, _ in rates)
        result: dict[str, object] = {
            "name": "hub_pull", "ours": round(mine), "limit": round(statistics.median(rate for _, rate in rates)),
            "peers": {}, "ratio": round(statistics.median(one / other for one, other in rates), 3), "unit": "events/s",
            "events": events, "bytes": received, "machine": platform.machine(),
        }  # fmt: skip
    peer = pouchdb("pull", events, counted=False)
    counted = pouchdb("pull", events, counted=True)
    if peer is not None and counted is not None:
        result["peers"] = {"pouchdb": round(events / peer["s"])}
        result |= {
            "ratio_pouchdb": round(mine * peer["s"] / events, 2),
            "bytes_pouchdb": round(received / counted["bytes"], 3),
        }
    return result


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)))
