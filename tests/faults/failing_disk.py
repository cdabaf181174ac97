"""A process whose disk fails at a chosen call: what does the product say, and does work go on afterwards?

Run under `strace -f -e inject=CALL:error=...:when=TURN` (see test_failing_disk.py). strace counts calls per thread, so
each case has threads of its own and burns calls on a scratch file until the one to fail is the next but `nth`.
`python failing_disk.py TASK TEMPLATE FOLDER CALL FIRST LAST STEP` prints one JSON line per case: `{"home", "nth",
"told": title of the StorageError or null, "again": the same of a second try, "acks": [ack, ...]}`.
"""

import io
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from fleetdesk import wire
from fleetdesk.domain.errors import StorageError
from fleetdesk.domain.events import DeviceRegistered, Draft, StoreRegistered
from fleetdesk.domain.fleet import device_id, device_subject, store_subject
from fleetdesk.runtime.clock import now_iso, now_ms
from fleetdesk.runtime.identity import load_or_create_keys
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.paths import Home
from fleetdesk.services.bench_views import DraftChange, ItemAnswer
from fleetdesk.services.desk import open_desk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.plug_in import Bench
from fleetdesk.storage import journal
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database

TURN = 400
"""The call that strace lets fail, in each thread: more than any thread here makes by itself."""


def main() -> None:
    task, template, folder, call, first, last, step = sys.argv[1:]
    run = {"append": _append, "blob": _put_blob, "photo": _add_photo}[task]
    for nth in range(int(first), int(last) + 1, int(step)):
        home = Home(Path(folder) / f"{call}-{nth}")
        shutil.copytree(template, home.folder)
        results: list[dict[str, object]] = []
        case = threading.Thread(target=_case, args=(results, run, home, call, nth))
        case.start()
        case.join()
        os.write(1, (json.dumps(results[0]) + "\n").encode())


Task = Callable[[Home, str, int], dict[str, object]]


def _case(results: list[dict[str, object]], run: Task, home: Home, call: str, nth: int) -> None:
    results.append({"home": str(home.folder), "nth": nth, **run(home, call, nth)})


def _append(home: Home, call: str, nth: int) -> dict[str, object]:
    database = Database(home.database, load_or_create_keys(home).database_key)
    before = database.read(journal.count)
    database.write(lambda _: _burn(home, call, TURN - nth)).result()
    acks: list[object] = []
    told = _try(lambda: acks.append(_save(database, "FIRST")))
    readable = database.read(journal.count) >= before
    again = _try(lambda: acks.append(_save(database, "AGAIN")))
    database.close()
    return {"told": told, "again": again, "acks": acks, "readable": readable}


def _save(database: Database, code: str) -> object:
    registered = StoreRegistered(code=code, name="A store", time_zone="America/New_York", address="x" * 5000)
    draft = Draft(new_id(), registered, (store_subject(code),), now_iso())
    saved = database.write(lambda c: journal.append(c, [draft], actor="1", now_ms=now_ms())).result()
    return {"events": [[e.seq, e.id, wire.body_hash(wire.encode_body(e)).hex()] for e in saved], "blobs": []}


def _put_blob(home: Home, call: str, nth: int) -> dict[str, object]:
    blobs = Blobs(home.blobs, load_or_create_keys(home).blob_key)
    _burn(home, call, TURN - nth)
    acks: list[object] = []
    told = _try(lambda: acks.append({"events": [], "blobs": [blobs.put(b"a photo" * 900)]}))
    again = _try(lambda: acks.append({"events": [], "blobs": [blobs.put(b"a photo" * 900)]}))
    return {"told": told, "again": again, "acks": acks, "readable": True}


def _add_photo(home: Home, call: str, nth: int) -> dict[str, object]:
    """A photo is added to an inspection under way; `readable` when its answers are still there afterwards."""
    desk = open_desk(home)
    inspections = InspectDevice(desk.record, Bench(desk.record, (), lister=tuple), ModelNames())
    device = device_id("ruiyun-frost", "RF-1")
    made = DeviceRegistered(device=device, model="ruiyun-frost", category="blender", serial="RF-1")
    desk.record.append([desk.record.draft(made, device_subject(device))])
    draft = inspections.start(device, None).id
    inspections.save(draft, DraftChange((ItemAnswer("blade", "fail"),), None, None, "", ()))
    _burn(home, call, TURN - nth)
    acks: list[object] = []

    def add() -> None:
        photo = inspections.add_picture("blade", photo_bytes())
        acks.append({"events": [], "blobs": [photo.sha256]})

    told, again = _try(add), _try(add)
    held = [answer.outcome for answer in inspections.start(device, None).answers]
    desk.close()
    return {"told": told, "again": again, "acks": acks, "readable": held == ["fail"]}


def photo_bytes() -> bytes:
    content = io.BytesIO()
    Image.effect_noise((300, 200), 80).save(content, "PNG")
    return content.getvalue()


def _burn(home: Home, call: str, times: int) -> None:
    place = home.folder / "scratch"
    handle = os.open(place, os.O_RDWR | os.O_CREAT)
    burn: Callable[[], object] = {
        "pwrite64": lambda: os.pwrite(handle, b"x", 0),
        "write": lambda: os.write(handle, b"x"),
        "fsync": lambda: os.fsync(handle),
        "rename": lambda: os.rename(place, place),
    }[call]
    for _ in range(times):
        burn()
    os.close(handle)


def _try(work: "Callable[[], object]") -> str | None:
    try:
        work()
    except StorageError as error:
        return error.title
    return None


if __name__ == "__main__":
    main()
