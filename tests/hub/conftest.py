"""A hub and its store. Every store has to pass the same tests: a second kind is one more parameter here."""

from collections.abc import Generator
from pathlib import Path

import pytest

from fleetdesk.hub.sqlite_store import SqliteStore
from fleetdesk.hub.store import Store
from tests.hub.running import RunningHub, running_hub


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Store]:
    opened = SqliteStore(tmp_path / f"{request.param}.db")
    yield opened
    opened.close()


@pytest.fixture
def hub(tmp_path: Path) -> Generator[RunningHub]:
    """Open to all."""
    with running_hub(tmp_path) as running:
        yield running
