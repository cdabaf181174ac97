"""What screens show is the same on every laptop, whatever the order in which events arrived, and as after a rebuild."""

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleetdesk import sqlite, wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, migrations, projector
from fleetdesk.storage.database import in_transaction
from fleetdesk.storage.rebuild import rebuild
from tests.storage.world import START_MS, histories

Open = Callable[[], Connection]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens an empty database, each time another one."""
    folder = tmp_path_factory.mktemp("worlds")
    migrations.bring_up_to_date(folder / "empty.db", None, folder)
    opened: list[Connection] = []

    def opener() -> Connection:
        path = folder / f"{len(opened)}.db"
        shutil.copy(folder / "empty.db", path)
        opened.append(sqlite.open_file(path, None, synchronous="OFF"))
        return opened[-1]

    yield opener
    for connection in opened:
        connection.close()


def take(connection: Connection, bodies: Iterable[bytes]) -> int:
    return in_transaction(connection, lambda c: journal.take(c, bodies, now_ms=START_MS))


def rebuilt(connection: Connection) -> str:
    in_transaction(connection, rebuild)
    return projector.digest(connection)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_order_of_arrival_gives_equal_projections(
    fresh: Open, bodies: list[bytes], chance: Random, batches: int
) -> None:
    with _closing(fresh()) as at_once, _closing(fresh()) as late:
        take(at_once, bodies)
        expected = projector.digest(at_once)
        assert rebuilt(at_once) == expected, "projections differ from a rebuild"
        for batch in _batches(bodies, chance, batches):
            take(late, batch)
        assert _rows(late) == _rows(at_once)
        assert projector.digest(late) == expected
        assert rebuilt(late) == expected


def _batches(bodies: list[bytes], chance: Random, count: int) -> list[list[bytes]]:
    result: list[list[bytes]] = [[] for _ in range(count)]
    for body in bodies:
        chance.choice(result).append(body)
    for batch in result:
        chance.shuffle(batch)
    return result


@contextmanager
def _closing(connection: Connection) -> Generator[Connection]:
    try:
        yield connection
    finally:
        connection.close()


def _rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'p!_%' ESCAPE '!'"
            " AND name NOT LIKE 'p!_device!_search%' ESCAPE '!'"
        ).fetchall()
    ]
    return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


# -- single cases ------------------------------------------------------------------------------------------------------


class Laptop:
    """One journal of another laptop, for writing single cases down."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def says(self, payload: Payload, *subjects: str, event: str = "", v: int = 1, kind: str = "") -> bytes:
        seq = len(self.bodies) + 1
        envelope = Envelope(
            event or f"e{seq}", "other", seq, f"{(START_MS << 16) + seq:016x}", "at", "1", payload.kind, payload.v,
            subjects, None, payload,
        )  # fmt: skip
        body = wire.encode_body(envelope)
        if kind:
            body = body.replace(f'"kind":"{payload.kind}"'.encode(), f'"kind":"{kind}"'.encode())
        if v != 1:
            body = body.replace(b'"v":1}', f'"v":{v}}}'.encode())
        self.bodies.append(body)
        return body


def registered(store: str = "S1") -> Payload:
    return ev.DeviceRegistered(device="d1", model="frost", category="blender", serial="RF-1", fields={"store": store})


def moved(store: str) -> Payload:
    return ev.DeviceDescribed(device="d1", values={"store": store}, base={"store": "e1"})


D1 = device_subject("d1")


def store_of(connection: Connection) -> Sequence[object]:
    return [row[0] for row in connection.execute("SELECT store FROM p_device").fetchall()]


def test_a_quarantined_event_is_skipped_until_it_is_released(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered(), D1), laptop.says(moved("S2"), D1)])
    assert store_of(connection) == ["S2"]
    take(connection, [laptop.says(ev.EventQuarantined(event="e2", reason="scope"), "event:e2")])
    assert store_of(connection) == ["S1"]
    take(connection, [laptop.says(ev.EventReleased(event="e2", reason="allowed"), "event:e2")])
    assert store_of(connection) == ["S2"]


def test_a_quarantine_may_arrive_with_or_before_its_event(fresh: Open) -> None:
    laptop = Laptop()
    bodies = [
        laptop.says(registered(), D1),
        laptop.says(moved("S2"), D1),
        laptop.says(ev.EventQuarantined(event="e2", reason="scope"), "event:e2"),
    ]
    together, before = fresh(), fresh()
    take(together, bodies)
    take(before, bodies[2:])
    take(before, bodies[:2])
    assert store_of(together) == store_of(before) == ["S1"]


def test_a_repeated_event_counts_once(fresh: Open) -> None:
    """A fork: what a restored home wrote again under the same id."""
    connection, laptop = fresh(), Laptop()
    registration = laptop.says(registered(), D1)
    fitted = ev.ModuleFitted(module="m1", device="d1", fitted_at="2026-01-01T00:00:00.000Z", baseline={"cycles": 5})
    take(connection, [registration, *(laptop.says(fitted, module_subject("m1"), D1, event="same") for _ in range(2))])
    assert connection.execute("SELECT count(*) FROM p_fitting").fetchone() == (1,)
    assert journal.count(connection) == 3


def test_an_unknown_kind_is_stored_and_folded_after_the_upgrade(fresh: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The upgrade is played: the kind is taken out of the catalogue, the event arrives, the kind is put back."""
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered(), D1)])
    with monkeypatch.context() as older:
        older.delitem(wire._payload_decoders, ("device.described", 1))  # pyright: ignore[reportPrivateUsage]
        wire.decode_body.cache_clear()
        assert take(connection, [laptop.says(moved("S2"), D1)]) == 1
        assert store_of(connection) == ["S1"]
        assert [e.payload is None for e in journal.events_of(connection, D1)] == [False, True]
    wire.decode_body.cache_clear()  # the upgraded program starts anew
    in_transaction(connection, rebuild)
    assert store_of(connection) == ["S2"]


@pytest.mark.parametrize(("kind", "v"), [("device.teleported", 1), ("device.described", 99)])
def test_an_unknown_kind_or_version_changes_nothing_here(fresh: Open, kind: str, v: int) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered(), D1)])
    before = projector.digest(connection)
    take(connection, [laptop.says(moved("S2"), D1, kind=kind, v=v)])
    assert projector.digest(connection) == before
    assert journal.count(connection) == 2


def test_subjects_of_a_family_that_is_not_known_are_passed_over(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered(), D1, "drone:7")])
    assert store_of(connection) == ["S1"]


def test_a_module_swap_folds_the_device_that_held_it_before(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    m1 = module_subject("m1")
    fit = ev.ModuleFitted(module="m1", device="d1", fitted_at="2026-01-01T00:00:00.000Z", baseline={"cycles": 0})
    take(connection, [laptop.says(registered(), D1), laptop.says(fit, m1, D1)])
    reading = ev.ReadingTaken(
        module="m1", counter="cycles", value=7, taken_at="2026-01-02T00:00:00.000Z", source="wired"
    )
    take(connection, [laptop.says(reading, m1)])
    assert connection.execute("SELECT device, total FROM p_usage").fetchall() == [("d1", 7)]
    elsewhere = ev.ModuleFitted(module="m1", device="d2", fitted_at="2026-01-03T00:00:00.000Z", baseline={"cycles": 7})
    take(connection, [laptop.says(elsewhere, m1, device_subject("d2"))])
    stays = connection.execute("SELECT device, removed_at FROM p_fitting ORDER BY device").fetchall()
    assert stays == [("d1", "2026-01-03T00:00:00.000Z"), ("d2", None)]
    assert connection.execute("SELECT kind FROM p_conflict").fetchall() == [("module in two devices",)]


def test_of_two_states_of_one_instant_the_last_in_order_holds_everywhere(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    said = [
        ev.StateReported(device="d1", state=s, source="upstream", as_of="2026-01-01T00:00:00.000Z")
        for s in ("online", "offline")
    ]
    take(connection, [laptop.says(registered(), D1), *(laptop.says(report, D1) for report in said)])
    assert connection.execute("SELECT d.state, s.state FROM p_device d, p_state s").fetchall() == [("offline",) * 2]


def test_the_search_index_follows_and_is_rebuilt(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered("STORE-1"), D1)])
    take(connection, [laptop.says(moved("STORE-2"), D1)])
    for _ in range(2):
        hits = "SELECT count(*) FROM p_device_search WHERE p_device_search MATCH ?"
        assert connection.execute(hits, ('"STORE-1"',)).fetchone() == (0,)
        assert connection.execute(hits, ('"STORE-2"',)).fetchone() == (1,)
        in_transaction(connection, rebuild)


def test_a_device_that_is_gone_is_not_found_any_more(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered("STORE-1"), D1)])
    take(connection, [laptop.says(ev.EventQuarantined(event="e1", reason="scope"), "event:e1")])
    assert store_of(connection) == []
    assert connection.execute("SELECT count(*) FROM p_device_search").fetchone() == (0,)


def test_the_digest_sees_every_row(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(registered(), D1)])
    before = projector.digest(connection)
    connection.execute("UPDATE p_device SET notes = 'x'")
    assert projector.digest(connection) != before
    in_transaction(connection, rebuild)
    assert projector.digest(connection) == before


def test_rebuild_leaves_what_is_local(fresh: Open) -> None:
    connection = fresh()
    connection.execute("INSERT INTO local_setting VALUES ('theme', 'dark')")
    in_transaction(connection, rebuild)
    assert connection.execute("SELECT value FROM local_setting WHERE name = 'theme'").fetchone() == ("dark",)


@pytest.mark.parametrize(
    "payload",
    [
        ev.ReadingTaken(module="m1", counter="cycles", value=7, taken_at="yesterday", source="wired"),
        ev.StateReported(device="d1", state="online", source="upstream", as_of="2026-02-30T00:00:00.000Z"),
        ev.PlanPublished(task="t", version=1, title="T", category="blender", counter="cycles", every=0, unit="uses"),
    ],
)
def test_an_event_that_cannot_be_meant_is_kept_and_holds_nobody_up(fresh: Open, payload: ev.Payload) -> None:
    connection, laptop = fresh(), Laptop()
    take(connection, [laptop.says(payload, D1, "module:m1", "plan:t"), laptop.says(registered(), D1)])
    assert connection.execute("SELECT count(*) FROM journal_event").fetchone() == (2,)
    assert store_of(connection) == ["S1"]
    assert connection.execute("SELECT count(*) FROM p_plan").fetchone() == (0,)
    assert rebuild(connection) == 1


def test_a_field_that_an_edit_set_to_a_list_is_shown_as_one(fresh: Open) -> None:
    connection, laptop = fresh(), Laptop()
    odd = ev.DeviceDescribed(device="d1", values={"store": ["A", "B"]}, base={})
    take(connection, [laptop.says(registered("STORE-1"), D1), laptop.says(odd, D1)])
    assert store_of(connection) == ['["A","B"]']
