"""A hub on a real socket inside the test process, so that its clock and its store can be reached."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import uvicorn

from fleetdesk.hub import api
from fleetdesk.hub.addresses import open_store
from fleetdesk.hub.blob_folder import BlobFolder
from fleetdesk.hub.store import Store
from fleetdesk.runtime.clock import Clock, now_ms


@dataclass(frozen=True)
class RunningHub:
    url: str
    hub: str
    store: Store
    blobs: BlobFolder
    database: str


@contextmanager
def running_hub(
    folder: Path,
    *,
    open_to_all: bool = True,
    clock: Clock = now_ms,
    port: int = 0,
    database: str | None = None,
    store: Store | None = None,
) -> Generator[RunningHub]:
    """On an SQLite file in `folder`, or on `database`, or on `store`, which is closed at the end."""
    database = database or str(folder / "hub.db")
    store = store or open_store(database)
    blobs = BlobFolder(folder / "hub.db-blobs")
    app = api.build(store, blobs, open_to_all=open_to_all, clock=clock)
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(cast(Any, app), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield RunningHub(f"http://127.0.0.1:{listener.getsockname()[1]}", store.whoami().hub, store, blobs, database)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        store.close()
