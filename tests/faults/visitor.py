"""A technician's visits to one device without end, as a process of its own that may be killed.

`python visitor.py HOME PORT HUB`: opens the home, goes through the whole headless visit (plug in, read, inspect, sign,
push) again and again, and writes the same lines as appender.py, one as soon as each change is told to be durable.
"""

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

from fleetdesk import wire
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import InspectionSigned
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.views import Person
from fleetdesk.services.visit import Visit
from fleetdesk.storage import journal, settings

TECHNICIAN = Person("Visitor", "T-7")


class Acknowledges:
    """Listens to the record, which rings once a commit is durable, and says which events that were."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._guard = threading.Lock()
        self._said = desk.record.read(journal.own_head).seq

    def __call__(self, _: int) -> None:
        with self._guard:
            after = self._said
            new = self._desk.record.read(lambda c: journal.after(c, after, limit=100_000))
            if new:
                self._said = new[-1].seq
                os.write(1, _line([stored.body for stored in new]))


def _line(bodies: list[bytes]) -> bytes:
    events: list[list[object]] = []
    blobs: list[str] = []
    for body in bodies:
        event = wire.decode_body(body)
        events.append([event.seq, event.id, wire.body_hash(body).hex()])
        if isinstance(event.payload, InspectionSigned):
            blobs += [str(blob["sha256"]) for blob in event.payload.blobs]
    return (json.dumps({"events": events, "blobs": blobs}) + "\n").encode()


def main() -> None:
    home, port, hub = sys.argv[1:]
    desk = open_desk(Home(Path(home)))
    desk.record.subscribe(Acknowledges(desk))
    desk.record.change(lambda c: settings.put(c, settings.HUB_URL, hub))
    loop = IoLoop().start()
    while True:
        # On a machine that is busy or traced a visit may miss the motor's run: the technician then begins again.
        with suppress(KnownError):
            loop.run(Visit(desk, TECHNICIAN, lambda _: None).run(port, desk.sync)).result()


if __name__ == "__main__":
    main()
