"""What was signed on one laptop still proves itself on a third that got it from a second one, by stick alone."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.stick import Stick, silent
from fleetdesk.storage.verify import verify_inspection
from tests.services.inspected import whole_inspection

NewDesk = Callable[[str], Desk]


@pytest.fixture
def new_desk(tmp_path: Path) -> Generator[NewDesk]:
    opened: list[Desk] = []

    def make(name: str) -> Desk:
        opened.append(open_desk(Home(tmp_path / name), synchronous="OFF"))
        return opened[-1]

    yield make
    for desk in opened:
        desk.close()


def carry(writer: Desk, reader: Desk, path: Path) -> None:
    Stick(writer).write(path, Stick(reader).address, silent)
    done = Stick(reader).read(path, silent, accept_writer=Stick(writer).public_key)
    assert done.problems == ()


def test_a_sealed_inspection_still_verifies_on_a_third_laptop(new_desk: NewDesk, tmp_path: Path) -> None:
    ana, ben, cleo = new_desk("ana"), new_desk("ben"), new_desk("cleo")
    inspection = whole_inspection(ana)
    carry(ana, ben, tmp_path / "1")
    carry(ben, cleo, tmp_path / "2")
    seal = cleo.record.read(lambda c: verify_inspection(c, inspection, cleo.workstation.blobs))
    assert (seal.ok, seal.broken) == (True, None)
    assert seal == ana.record.read(lambda c: verify_inspection(c, inspection, ana.workstation.blobs)), "its files too"
