"""How fast a laptop's journal is on the hub: 50,000 events from an encrypted home until PostgreSQL has them on disk.

`python tests/benchmarks/hub_push.py [EVENTS]` prints one JSON object, in events a second. The limit is bare COPY of the
same bodies in the same batches over HTTP into the same PostgreSQL (`hub_bare.py`); `ratio` is ours over it (goal 0.60).
With FLEETDESK_POUCHDB also PouchDB to its server: `ratio_pouchdb` (goal 4) and `bytes_pouchdb`, ours over its bytes
(goal at most 0.3). Each round all run in turn; figures are medians.
"""

import http.client
import json
import platform
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.hub_site import (
    BATCH,
    Relay,
    Site,
    bare_server,
    copied_home,
    own_bodies,
    pouchdb,
    site,
    written_home,
)

EVENTS, ROUNDS = 50_000, 5


def ours(there: Site, home: Path, number: str, *, counted: bool = False) -> tuple[float, int, int]:
    """Seconds, events, bytes."""
    (hub,) = there.hubs(1)
    laptop = copied_home(home, there.folder / f"home{number}")
    relay = Relay(hub.port) if counted else None
    began = time.perf_counter()
    result = laptop.join(hub.url if relay is None else f"http://127.0.0.1:{relay.port}")
    spent = time.perf_counter() - began
    assert (result.waiting, result.problems) == (0, ())
    events = laptop.events()
    assert hub.held_seq(laptop.journal) == events
    laptop.workstation.close()
    hub.stop()
    return spent, events, 0 if relay is None else relay.bytes


def bare(there: Site, bodies: list[bytes]) -> float:
    with bare_server(there.server.new_database()) as url:
        connection = http.client.HTTPConnection(url.removeprefix("http://"))
        began = time.perf_counter()
        for after in range(0, len(bodies), BATCH):
            connection.request("POST", f"/?after={after}", b"\n".join(bodies[after : after + BATCH]))
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
        return time.perf_counter() - began


def main(events: int) -> dict[str, object]:
    with site() as there:
        home = there.folder / "home"
        written_home(home, events)
        laptop = copied_home(home, there.folder / "read")
        bodies = own_bodies(laptop)
        laptop.workstation.close()
        _, _, sent = ours(there, home, "counted", counted=True)
        rates: list[tuple[float, float]] = []
        for number in range(ROUNDS):
            spent, held, _ = ours(there, home, str(number))
            rates.append((held / spent, len(bodies) / bare(there, bodies)))
        mine = statistics.median(rate for rate, _ in rates)
        limit = statistics.median(rate for _, rate in rates)
        result: dict[str, object] = {
            "name": "hub_push", "ours": round(mine), "limit": round(limit), "peers": {},
            "ratio": round(statistics.median(one / other for one, other in rates), 3),
            "unit": "events/s", "goal": 0.6, "events": events, "bytes": sent, "machine": platform.machine(),
        }  # fmt: skip
    peer = pouchdb("push", events, counted=False)
    counted = pouchdb("push", events, counted=True)
    if peer is not None and counted is not None:
        result["peers"] = {"pouchdb": round(events / peer["s"])}
        result |= {
            "ratio_pouchdb": round(mine * peer["s"] / events, 2),
            "bytes_pouchdb": round(sent / counted["bytes"], 3),
        }
    return result


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)))
