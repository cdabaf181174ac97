"""The counter ledger through the journal: two devices, three modules, and whatever people do to them, in any order.

The truth is simulated beside: each module counts, is looked at, is reset, wiped or moved, and some of what was seen is
written down late or declared wrong. What the ledger shows is never more than what was really used, is exactly that as
long as everything was looked at in time, and is the same whatever the order in which events arrive.
"""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fleetdesk import sqlite, wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.runtime.clock import iso
from fleetdesk.storage import journal, migrations, projector
from fleetdesk.storage.database import in_transaction
from fleetdesk.storage.rebuild import rebuild

START_MS, HOUR_MS = 1_770_000_000_000, 3_600_000
COUNTER, MOST_PER_HOUR = "cycles", 90
DEVICES, MODULES = ("d1", "d2"), ("m1", "m2", "m3")
devices, modules = st.sampled_from(DEVICES), st.sampled_from(MODULES)


@dataclass
class Module:
    """The electronics as they really are. `unseen`: uses since anybody looked, lost to the ledger if it is reset."""

    value: int
    boot: int = 1
    epoch: int = 1
    device: str | None = None
    unseen: int = 0


@dataclass
class Truth:
    """`used` what each device really did; `lost` what nobody can know of that."""

    used: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DEVICES, 0))
    lost: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DEVICES, 0))


class Ledger(RuleBasedStateMachine):
    empty: Path
    number = 0

    @initialize(values=st.tuples(*[st.integers(0, 5000)] * len(MODULES)), chance=st.randoms(use_true_random=False))
    def begin(self, values: tuple[int, ...], chance: Random) -> None:
        Ledger.number += 1
        self.folder, self.chance = self.empty.parent, chance
        self.connection = self._database("a")
        self.hour, self.seq, self.withheld = 0, 0, list[bytes]()
        self.bodies: list[bytes] = []
        self.truth = Truth()
        self.modules = {name: Module(value) for name, value in zip(MODULES, values, strict=True)}
        self.readings: dict[str, tuple[str, int]] = {}
        for device in DEVICES:
            self._say(
                ev.DeviceRegistered(device=device, model="frost", category="blender", serial=device.upper()),
                device_subject(device),
            )
        for name in MODULES:
            self._say(ev.ModuleRegistered(module=name, model="frost", serial=name.upper()), module_subject(name))

    # -- what happens ----------------------------------------------------------------------------------------------

    @rule(name=modules, uses=st.integers(0, MOST_PER_HOUR), seen=st.booleans())
    def is_used(self, name: str, uses: int, seen: bool) -> None:
        module = self._tick(name)
        module.value += uses
        if module.device is not None:
            self.truth.used[module.device] += uses
            module.unseen += uses
        if seen:
            self._look(name, module, late=False)

    @rule(name=modules, late=st.booleans())
    def is_looked_at(self, name: str, late: bool) -> None:
        self._look(name, self._tick(name), late=late)

    @rule(name=modules)
    def restarts_and_keeps_its_counter(self, name: str) -> None:
        self._tick(name).boot += 1

    @rule(name=modules)
    def is_wiped_and_says_so(self, name: str) -> None:
        module = self._tick(name)
        module.value, module.boot, module.epoch = 0, module.boot + 1, module.epoch + 1
        self._lose(module)

    @rule(name=modules, device=devices, late=st.booleans(), recorded=st.booleans())
    def is_moved(self, name: str, device: str, late: bool, recorded: bool) -> None:
        """Its removal, and that of the module whose place it takes, may be forgotten: what they did unseen is lost."""
        module = self._tick(name)
        if module.device == device:
            return
        inside = next((other for other, each in self.modules.items() if each.device == device), None)
        for leaving in (inside, name):
            if leaving is not None and self.modules[leaving].device is not None:
                self._take_out(leaving, late=late, recorded=recorded)
        shown = {"baseline": {COUNTER: module.value}, "boot_count": module.boot, "counter_epoch": module.epoch}
        fitted = ev.ModuleFitted(module=name, device=device, fitted_at=self._now(), **shown)  # type: ignore[arg-type]
        self._say(fitted, module_subject(name), device_subject(device), late=late)
        module.device, module.unseen = device, 0

    @rule(name=modules, way=st.permutations(DEVICES), uses=st.integers(1, MOST_PER_HOUR), recorded=st.booleans())
    def is_handed_on(self, name: str, way: list[str], uses: int, recorded: bool) -> None:
        """Out of one device and into the other, used and seen in both."""
        for device in way:
            self.is_moved(name=name, device=device, late=False, recorded=recorded)
            self.is_used(name=name, uses=uses, seen=True)

    @rule(name=modules)
    def a_wrong_reading_is_declared_wrong(self, name: str) -> None:
        """Typed far too high by a person, and voided at once: it must leave no trace in the total."""
        module = self._tick(name)
        wrong = ev.ReadingTaken(
            module=name, counter=COUNTER, value=module.value + 50, taken_at=self._now(), source="typed",
            max_per_hour=MOST_PER_HOUR,
        )  # fmt: skip
        event = self._say(wrong, module_subject(name))
        self._say(ev.ReadingVoided(module=name, reading=event, reason="typing error"), module_subject(name), late=True)

    @rule(name=modules, value=st.sampled_from([0, 10**9]))
    def somebody_types_nonsense(self, name: str, value: int) -> None:
        """Not voided: rule (2) or (5) sets it aside."""
        self._tick(name)
        slip = ev.ReadingTaken(
            module=name, counter=COUNTER, value=value, taken_at=self._now(), source="typed", max_per_hour=MOST_PER_HOUR
        )
        self._say(slip, module_subject(name))

    @rule()
    def what_was_withheld_arrives(self) -> None:
        self.chance.shuffle(self.withheld)
        self._arrive(self.withheld)
        self.withheld = []

    # -- what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_invented(self) -> None:
        if not self.withheld:
            for device, total in self._totals().items():
                assert total <= self.truth.used[device], f"{device}: {total} of {self.truth.used[device]}"

    @invariant()
    def nothing_is_hidden(self) -> None:
        """All that was looked at is counted: only uses that nobody has seen yet, or ever could, are missing."""
        if self.withheld:
            return
        for device, total in self._totals().items():
            unseen = sum(module.unseen for module in self.modules.values() if module.device == device)
            assert total + unseen + self.truth.lost[device] == self.truth.used[device]

    def teardown(self) -> None:
        """The same events in another order, one by one, give the same rows; a rebuild too."""
        if not hasattr(self, "connection"):
            return
        self.what_was_withheld_arrives()
        self.nothing_is_hidden()
        digest = projector.digest(self.connection)
        other = self._database("b")
        shuffled = list(self.bodies)
        self.chance.shuffle(shuffled)
        for body in shuffled:
            in_transaction(other, lambda c, b=body: journal.take(c, [b], now_ms=START_MS))
        assert projector.digest(other) == digest
        in_transaction(self.connection, rebuild)
        assert projector.digest(self.connection) == digest
        other.close()
        self.connection.close()

    # -- how -------------------------------------------------------------------------------------------------------

    def _tick(self, name: str) -> Module:
        self.hour += 1
        return self.modules[name]

    def _now(self) -> str:
        return iso(START_MS + self.hour * HOUR_MS)

    def _look(self, name: str, module: Module, *, late: bool) -> None:
        reading = ev.ReadingTaken(
            module=name, counter=COUNTER, value=module.value, taken_at=self._now(), source="wired",
            boot_count=module.boot, counter_epoch=module.epoch, max_per_hour=MOST_PER_HOUR,
        )  # fmt: skip
        self._say(reading, module_subject(name), late=late)
        module.unseen = 0

    def _take_out(self, name: str, *, late: bool, recorded: bool) -> None:
        module = self.modules[name]
        assert module.device is not None
        if not recorded:
            self._lose(module)
            module.device = None
            return
        removed = ev.ModuleRemoved(
            module=name, device=module.device, removed_at=self._now(), last={COUNTER: module.value},
            boot_count=module.boot, counter_epoch=module.epoch,
        )  # fmt: skip
        self._say(removed, module_subject(name), device_subject(module.device), late=late)
        module.device, module.unseen = None, 0

    def _lose(self, module: Module) -> None:
        if module.device is not None:
            self.truth.lost[module.device] += module.unseen
        module.unseen = 0

    def _say(self, payload: Payload, *subjects: str, late: bool = False) -> str:
        self.seq += 1
        event = f"e{self.seq:04}"
        blank = Envelope(event, "laptop", self.seq, "", self._now(), "1", "", 1, subjects, None, payload)
        whole = replace(blank, hlc=f"{(START_MS << 16) + self.seq:016x}", kind=payload.kind, v=payload.v)
        body = wire.encode_body(whole)
        self.bodies.append(body)
        if late:
            self.withheld.append(body)
        else:
            self._arrive([body])
        return event

    def _arrive(self, bodies: list[bytes]) -> None:
        in_transaction(self.connection, lambda c: journal.take(c, bodies, now_ms=START_MS))

    def _totals(self) -> dict[str, int]:
        rows: list[Any] = self.connection.execute("SELECT device, total FROM p_usage").fetchall()
        return {device: dict(rows).get(device, 0) for device in DEVICES}

    def _database(self, which: str) -> sqlite.Connection:
        path = self.folder / f"{which}-{Ledger.number}.db"
        shutil.copy(self.empty, path)
        return sqlite.open_file(path, None, synchronous="OFF")


@pytest.fixture
def machine(tmp_path: Path) -> type[Ledger]:
    migrations.bring_up_to_date(tmp_path / "empty.db", None, tmp_path)
    Ledger.empty = tmp_path / "empty.db"
    return Ledger


LIMITS = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_whatever_happens_no_use_is_hidden_or_invented(machine: type[Ledger]) -> None:
    run_state_machine_as_test(machine, settings=LIMITS)  # pyright: ignore[reportUnknownMemberType]


def test_control_a_ledger_that_counts_what_a_new_module_brought_is_caught(
    machine: type[Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine can fail: without baselines the first reading would be all that a new module ever counted."""
    from fleetdesk.domain import usage
    from fleetdesk.domain.usage import Fitting, Reading

    honest = usage._walk  # pyright: ignore[reportPrivateUsage]

    def forgetful(fitting: Fitting, readings: list[Reading]) -> Any:
        walk = honest(fitting, readings)
        walk.counted += fitting.baseline.value if fitting.baseline else 0
        if fitting.baseline:
            walk.gains.append((fitting.fitted_at, fitting.baseline.value))
        return walk

    monkeypatch.setattr(usage, "_walk", forgetful)
    with pytest.raises((AssertionError, ExceptionGroup)) as told:
        run_state_machine_as_test(machine, settings=settings(LIMITS, phases=(Phase.generate,)))  # pyright: ignore[reportUnknownMemberType]
    found = told.value.exceptions if isinstance(told.value, ExceptionGroup) else (told.value,)
    assert all(isinstance(error, AssertionError) for error in found)
