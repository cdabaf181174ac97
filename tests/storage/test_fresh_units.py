"""What a batch speaks of for the first time is folded from the batch; anything else is left to the whole fold.

That the rows are those of a whole fold is held by test_projector.py, whose histories arrive in batches of all sizes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from fleetdesk import sqlite, wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.runtime.clock import iso
from fleetdesk.sqlite import Connection
from fleetdesk.storage import fresh_units, journal, migrations, projector
from fleetdesk.storage.database import in_transaction
from fleetdesk.storage.rebuild import rebuild
from tests.storage.world import START_MS

D1, D2, M1, M2 = device_subject("d1"), device_subject("d2"), module_subject("m1"), module_subject("m2")
Said = tuple[Payload, tuple[str, ...]]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    migrations.bring_up_to_date(tmp_path / "f.db", None, tmp_path)
    opened = sqlite.open_file(tmp_path / "f.db", None, synchronous="OFF")
    yield opened
    opened.close()


class Taken:
    """Takes batches of another laptop's events, and notes which subjects were folded from the batch alone."""

    def __init__(self, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
        self.connection = connection
        self.done: set[str] = set()
        self._seq = 0

        def noting(connection: Connection, events: list[Envelope], quarantined: set[str]) -> set[str]:
            self.done = fresh_units.fold_fresh(connection, events, quarantined)
            return self.done

        monkeypatch.setattr(projector, "fold_fresh", noting)

    def batch(self, *said: Said) -> set[str]:
        bodies = [self._body(payload, subjects) for payload, subjects in said]
        in_transaction(self.connection, lambda c: journal.take(c, bodies, now_ms=START_MS))
        kept = projector.digest(self.connection)
        in_transaction(self.connection, rebuild)
        assert projector.digest(self.connection) == kept
        return self.done

    def _body(self, payload: Payload, subjects: Iterable[str]) -> bytes:
        self._seq += 1
        hlc = f"{(START_MS << 16) + self._seq:016x}"
        return wire.encode_body(
            Envelope(
                f"e{self._seq}", "other", self._seq, hlc, iso(START_MS), "1", payload.kind, payload.v,
                tuple(subjects), None, payload,
            )
        )  # fmt: skip


@pytest.fixture
def taken(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Taken:
    return Taken(connection, monkeypatch)


def registered(device: str) -> Said:
    made = ev.DeviceRegistered(device=device, model="frost", category="blender", serial=f"RF-{device}", fields={})
    return made, (device_subject(device),)


def fitted(module: str, device: str) -> tuple[Said, Said]:
    put = ev.ModuleFitted(module=module, device=device, fitted_at=iso(START_MS), baseline={"cycles": 3})
    return (
        (ev.ModuleRegistered(module=module, model="x", serial=module), (module_subject(module),)),
        (put, (module_subject(module), device_subject(device))),
    )


def reading(module: str) -> Said:
    seen = ev.ReadingTaken(
        module=module, counter="cycles", value=9, taken_at=iso(START_MS + 3_600_000), source="wired", max_per_hour=40
    )
    return seen, (module_subject(module),)


def test_new_units_are_folded_from_the_batch_and_found_by_search(taken: Taken) -> None:
    done = taken.batch(registered("d1"), *fitted("m1", "d1"), reading("m1"), registered("d2"))
    assert done == {D1, M1, D2}
    search = "SELECT serial FROM p_device_search WHERE p_device_search MATCH '\"-d1\"'"
    total = taken.connection.execute("SELECT total FROM p_usage WHERE device = 'd1'").fetchone()
    assert total == (6,)
    assert taken.connection.execute(search).fetchall() == [("RF-d1",)]


def test_a_unit_that_was_spoken_of_before_is_folded_whole(taken: Taken) -> None:
    taken.batch(registered("d1"))
    described = ev.DeviceDescribed(device="d1", values={"asset_tag": "A1"}, base={})
    assert taken.batch((described, (D1,)), registered("d2")) == {D2}


def test_a_module_that_was_elsewhere_or_is_in_two_devices_is_folded_whole(taken: Taken) -> None:
    taken.batch(*fitted("m1", "d9"))
    assert taken.batch(registered("d1"), *fitted("m1", "d1"), registered("d2")) == {D2}
    both = (registered("d3"), *fitted("m2", "d3"), registered("d4"), *fitted("m2", "d4"), registered("d5"))
    assert taken.batch(*both) == {device_subject("d5")}


def test_judgements_and_merges_leave_all_to_the_whole_fold(taken: Taken) -> None:
    aside = ev.EventQuarantined(event="e1", reason="scope")
    assert taken.batch(registered("d1"), (aside, ("event:e1",))) == set()
    assert taken.connection.execute("SELECT count(*) FROM p_device").fetchone() == (0,)
    merged = ev.DeviceMerged(device="d2", into="d3")
    assert taken.batch(registered("d2"), registered("d3"), (merged, (D2, device_subject("d3")))) == set()


def test_an_event_that_cannot_be_meant_is_not_folded_here_either(taken: Taken) -> None:
    wrong = ev.ModuleFitted(module="m1", device="d1", fitted_at="yesterday", baseline={})
    assert taken.batch(registered("d1"), (wrong, (M1, D1)), registered("d2")) == {D2}
    assert taken.connection.execute("SELECT count(*) FROM p_fitting").fetchone() == (0,)
