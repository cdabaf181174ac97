"""A hub and its store. Every store has to pass the same tests: a second kind is one more parameter here."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from fleetdesk.hub.postgres_store import PostgresStore
from fleetdesk.hub.sqlite_store import SqliteStore
from fleetdesk.hub.store import Store
from tests.hub.postgres_server import PostgresServer, postgres_server
from tests.hub.running import RunningHub, running_hub

NewStore = Callable[[], Store]


@pytest.fixture(scope="session")
def postgres() -> Generator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[NewStore]:
    """Opens another store of the same kind on a database of its own."""
    opened: list[Store] = []

    def open_one() -> Store:
        if request.param == "sqlite":
            opened.append(SqliteStore(tmp_path / f"{len(opened)}.db"))
        else:
            opened.append(PostgresStore(request.getfixturevalue("postgres").new_database()))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: NewStore) -> Store:
    return new_store()


@pytest.fixture(params=["sqlite", "postgresql"])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[RunningHub]:
    """Open to all."""
    on_postgres = request.param == "postgresql"
    database = request.getfixturevalue("postgres").new_database() if on_postgres else None
    with running_hub(tmp_path, database=database) as running:
        yield running
