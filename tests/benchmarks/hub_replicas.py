"""What several replicas over one PostgreSQL cost: events a second that four take together, against one alone.

`python tests/benchmarks/hub_replicas.py` prints one JSON object. Twelve laptops push at once, spread over the replicas,
from one process that does nothing but send: all is signed and packed before. Each round one replica and four take turns
on fresh databases; `limit` is what one takes, `ratio` four over one (goal 0.85: they wait for one lock, not on it).
"""

import http.client
import json
import platform
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import wire
from tests.benchmarks.hub_site import Site, site
from tests.hub.writer import Writer
from tests.sync.places import HubProcess

LAPTOPS, PUSHES, ROUNDS = 12, 4, 5


@dataclass(frozen=True)
class Ready:
    """One request as it goes out."""

    target: str
    headers: dict[str, str]
    content: bytes


def prepare(writers: list[Writer], hub: str) -> list[list[Ready]]:
    return [
        [_ready(writer, hub, after) for after in range(0, len(writer.bodies), wire.PUSH_EVENTS)] for writer in writers
    ]


def _ready(writer: Writer, hub: str, after: int) -> Ready:
    content = wire.pack(writer.push_content(after, after + wire.PUSH_EVENTS))
    target = f"/v1/journals/{writer.journal}/events"
    asked = writer.sign(hub, "POST", target, content, headers={"content-encoding": "gzip"})
    return Ready(target, asked.headers, content)


def rate(there: Site, writers: list[Writer], count: int) -> float:
    replicas = there.hubs(count)
    requests = prepare(writers, replicas[0].hub)
    failed: list[int] = []
    threads = [
        threading.Thread(target=_send_all, args=(replicas[number % count], some, failed))
        for number, some in enumerate(requests)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    assert not failed, failed
    events = sum(len(writer.bodies) for writer in writers)
    assert len(replicas[0].bodies()) == events
    for replica in replicas:
        replica.stop()
    return events / spent


def _send_all(replica: HubProcess, requests: list[Ready], failed: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", replica.port)
    for request in requests:
        connection.request("POST", request.target, request.content, request.headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            failed.append(answer.status)
    connection.close()


def main() -> dict[str, object]:
    writers = [Writer() for _ in range(LAPTOPS)]
    for writer in writers:
        writer.write_some(PUSHES * wire.PUSH_EVENTS - 1)
    with site() as there:
        rates = [(rate(there, writers, 1), rate(there, writers, 4)) for _ in range(ROUNDS)]
    one = statistics.median(one for one, _ in rates)
    four = statistics.median(four for _, four in rates)
    return {
        "name": "hub_replicas", "ours": round(four), "limit": round(one), "peers": {},
        "ratio": round(statistics.median(four / one for one, four in rates), 3), "unit": "events/s", "goal": 0.85,
        "machine": platform.machine(),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main()))
