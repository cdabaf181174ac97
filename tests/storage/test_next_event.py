"""A reading, an inspection and a service move the rows on by one event; the rows are those of a whole fold, always."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleetdesk import sqlite
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft, Payload
from fleetdesk.domain.fleet import device_subject, module_subject, plan_subject
from fleetdesk.runtime.clock import iso
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, migrations, next_event, projector
from fleetdesk.storage.database import in_transaction
from fleetdesk.storage.rebuild import rebuild
from tests.storage.world import HAPPENINGS, START_MS, Choices, Made, event_name

HOUR_MS = 3_600_000
Open = Callable[[], "Home"]


class Home:
    """An open database with a journal of its own, whose clock goes on by a second with each event."""

    def __init__(self, path: Path) -> None:
        self.connection: Connection = sqlite.open_file(path, None, synchronous="OFF")
        self.now_ms = START_MS

    def says(self, *said: tuple[Payload, tuple[str, ...], str]) -> None:
        self.now_ms += 1_000
        drafts = [Draft(event, payload, subjects, iso(self.now_ms), "S1") for payload, subjects, event in said]
        in_transaction(self.connection, lambda c: journal.append(c, drafts, actor="1", now_ms=self.now_ms))

    def differs_from_a_rebuild(self) -> bool:
        kept = projector.digest(self.connection)
        in_transaction(self.connection, rebuild)
        return projector.digest(self.connection) != kept


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("next")
    migrations.bring_up_to_date(folder / "empty.db", None, folder)
    homes: list[Home] = []

    def opener() -> Home:
        path = folder / f"{len(homes)}.db"
        shutil.copy(folder / "empty.db", path)
        homes.append(Home(path))
        in_transaction(homes[-1].connection, lambda c: journal.create_journal(c, "own", "key"))
        return homes[-1]

    yield opener
    for home in homes:
        home.connection.close()


def reading(value: int, hour: int, source: str = "wired", epoch: int | None = None) -> Made:
    taken = ev.ReadingTaken(
        module="m1", counter="cycles", value=value, taken_at=iso(START_MS + hour * HOUR_MS), source=source,
        counter_epoch=epoch, max_per_hour=40,
    )  # fmt: skip
    return taken, (module_subject("m1"),)


def signed(hour: int) -> Made:
    at = iso(START_MS + hour * HOUR_MS)
    inspection = ev.InspectionSigned(
        device="d1", module="m1", template="t", template_version=1, started_at=at, signed_at=at,
        signer={"staff_number": "1"}, answers=(), verdict="ok", cause=None,
    )  # fmt: skip
    return inspection, (device_subject("d1"),)


def done(hour: int, inspection: str = "i") -> Made:
    at = iso(START_MS + hour * HOUR_MS)
    service = ev.ServicePerformed(device="d1", task="blade", plan_version=1, performed_at=at, inspection=inspection)
    return service, (device_subject("d1"),)


BEGUN: tuple[Made, ...] = (
    (
        ev.PlanPublished(task="blade", version=1, title="", category="blender", counter="cycles", every=100),
        (plan_subject("blade"),),
    ),
    (
        ev.DeviceRegistered(device="d1", model="frost", category="blender", serial="D1", fields={"store": "S1"}),
        (device_subject("d1"),),
    ),
    (ev.ModuleRegistered(module="m1", model="x", serial="m1"), (module_subject("m1"),)),
    (
        ev.ModuleFitted(module="m1", device="d1", fitted_at=iso(START_MS), baseline={"cycles": 3}),
        (module_subject("m1"), device_subject("d1")),
    ),
)


def begin(home: Home) -> None:
    for number, (payload, subjects) in enumerate(BEGUN):
        home.says((payload, subjects, f"begun-{number}"))


@st.composite
def days(draw: st.DrawFn) -> list[list[Made]]:
    """Batches of what happens at one device, mostly as it comes, now and then anything at all."""
    result: list[list[Made]] = []
    hour, value = 0, 3
    for _ in range(draw(st.integers(1, 9))):
        batch: list[Made] = []
        for _ in range(draw(st.integers(1, 3))):
            hour += draw(st.sampled_from((0, 0, 1, 1, 2, 26, -2)))
            value += draw(st.sampled_from((0, 5, 5, 30, 60, -4)))
            hour, value = max(hour, 0), max(value, 0)
            usual = (
                reading(value, hour), reading(value, hour, "typed"), reading(value, hour, epoch=value % 2),
                signed(hour), done(hour),
            )  # fmt: skip
            anything = draw(st.integers(0, 5)) == 0
            batch.append(draw(st.sampled_from(HAPPENINGS))(Choices(draw)) if anything else draw(st.sampled_from(usual)))
        result.append(batch)
    return result


@settings(
    max_examples=2_500 if os.environ.get("FLEETDESK_LONG") else 80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(days())
def test_moving_on_by_one_event_gives_the_rows_of_a_whole_fold(fresh: Open, batches: list[list[Made]]) -> None:
    home, number = fresh(), 0
    try:
        begin(home)
        for batch in batches:
            names = [event_name(number + place) for place in range(len(batch))]
            number += len(batch)
            home.says(*((payload, subjects, name) for (payload, subjects), name in zip(batch, names, strict=True)))
            assert not home.differs_from_a_rebuild()
    finally:
        home.connection.close()


VISIT: tuple[Made, ...] = (reading(10, 1), reading(15, 2), signed(2), done(2), reading(40, 30), signed(31), done(31))


def followed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many events of each append were moved on, as the appends happen."""
    counts: list[int] = []
    follow = next_event.follow

    def counting(connection: Any, events: Any) -> int:
        counts.append(follow(connection, events))
        return counts[-1]

    monkeypatch.setattr(next_event, "follow", counting)
    return counts


def test_a_visit_as_it_comes_folds_nothing_whole(fresh: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    home = fresh()
    begin(home)
    counts = followed(monkeypatch)
    for number, (payload, subjects) in enumerate(VISIT):
        home.says((payload, subjects, event_name(number)))
    assert counts == [1] * len(VISIT)
    assert not home.differs_from_a_rebuild()


@pytest.mark.parametrize(
    "unusual", [reading(2, 3), reading(90, 2), reading(12, 1), done(0)], ids=["fell", "jumped", "late", "before"]
)
def test_what_the_rows_cannot_decide_is_folded_whole(
    fresh: Open, monkeypatch: pytest.MonkeyPatch, unusual: Made
) -> None:
    home = fresh()
    begin(home)
    home.says((*reading(10, 2), "event-00"))
    counts = followed(monkeypatch)
    home.says((*unusual, "event-01"))
    assert counts == [0]
    assert not home.differs_from_a_rebuild()


def test_an_inspection_of_a_retired_device_is_folded_whole(fresh: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    home = fresh()
    begin(home)
    retired = ev.DeviceStatusSet(device="d1", status="retired", reason="", base=None)
    home.says((retired, (device_subject("d1"),), "event-00"))
    counts = followed(monkeypatch)
    home.says((*signed(3), "event-01"))
    assert counts == [0]
    assert home.connection.execute("SELECT count(*) FROM p_conflict").fetchone() == (1,)
    assert not home.differs_from_a_rebuild()


def test_a_twin_that_counts_wrong_is_found(fresh: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without it equal digests would prove nothing."""

    def one_more(previous: object, reading: object) -> int:
        return 1

    home = fresh()
    begin(home)
    monkeypatch.setattr(next_event, "plain_rise", one_more)
    home.says((*reading(10, 1), "event-00"))
    assert home.differs_from_a_rebuild()
