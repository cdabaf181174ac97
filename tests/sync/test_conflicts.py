"""Two laptops contradict each other; a person chooses, everybody gets the choice, and another choice turns it round."""

import json
from pathlib import Path

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_subject, module_id, module_subject, person_subject, plan_subject
from fleetdesk.runtime.clock import now_ms
from fleetdesk.services.conflict_words import ConflictStory
from fleetdesk.services.conflicts import Conflicts
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.storage import journal
from fleetdesk.storage.queries import registry
from fleetdesk.storage.rebuild import rebuild
from tests.sync.places import Hub, Laptop

AT_0940, AT_1005 = "2026-11-26T09:40:00.000Z", "2026-11-26T10:05:00.000Z"


def conflicts_of(laptop: Laptop) -> Conflicts:
    return Conflicts(Record(laptop.workstation), ModelNames())


def only(laptop: Laptop) -> ConflictStory:
    page = conflicts_of(laptop).open()
    assert page.total == 1
    return page.stories[0]


def both_ways(hub: Hub, *laptops: Laptop) -> None:
    for laptop in (*laptops, *laptops):
        laptop.join(hub.url)
    assert len({laptop.digest() for laptop in laptops}) == 1


def exchange(one: Laptop, other: Laptop) -> None:
    """What syncing does to the two, without a hub between them."""
    for source, target in ((one, other), (other, one)):
        bodies = source.workstation.database.read(lambda c: c.execute("SELECT body FROM journal_event").fetchall())
        target.workstation.database.write(
            lambda c, rows=bodies: journal.take(c, [bytes(row[0]) for row in rows], now_ms=now_ms())
        ).result()
    assert one.digest() == other.digest()


def choose(laptop: Laptop, side: int, reason: str = "I looked") -> ConflictStory:
    service = conflicts_of(laptop)
    stories = service.open().stories or service.decided()
    return service.resolve(stories[0].id, str(side), reason, "1")


def is_as_rebuilt(laptop: Laptop) -> bool:
    before = laptop.digest()
    laptop.workstation.database.write(rebuild).result()
    return laptop.digest() == before


def place_of(laptop: Laptop, module: str) -> str | None:
    known = laptop.workstation.database.read(lambda c: registry.module(c, module))
    return known.device if known else None


def device_of(laptop: Laptop, device: str) -> registry.KnownDevice:
    known = laptop.workstation.database.read(lambda c: registry.device(c, device))
    assert known is not None
    return known


def test_one_module_in_two_devices(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    """Told with both sides; the choice moves the module, its later uses with it, and may be turned round."""
    module = module_id("frost", "M-7")
    first, second = ana.register_device("RF-1"), ana.register_device("RF-2")
    ana.write([(ev.ModuleRegistered(module=module, model="frost", serial="M-7"), module_subject(module))])
    ana.write([(ev.PersonNamed(staff_number="1", name="Ana", role="technician"), person_subject("1"))])
    both_ways(hub, ana, ben)
    _fit(ben, module, first, AT_0940)
    _fit(ana, module, second, AT_1005)
    _read(ana, module, 25)
    both_ways(hub, ana, ben)
    story = only(ana)
    assert str(story.title) == "Module M-7 cannot be in two devices"
    assert [str(side.words) for side in story.sides] == [
        f"Ana recorded module M-7 in RF-1 on {AT_0940}.", f"You recorded module M-7 in RF-2 on {AT_1005}.",
    ]  # fmt: skip
    assert str(story.question) == "Which one holds it now?"
    assert [side.holds for side in story.sides] == [False, True]
    assert (place_of(ben, module), _uses(ben, second)) == (second, 25)
    decided = choose(ben, 1)
    assert str(decided.decided).startswith("Ana chose on ")
    both_ways(hub, ana, ben)
    for laptop in (ana, ben):
        assert (place_of(laptop, module), _uses(laptop, first), _uses(laptop, second)) == (first, 25, 0)
        assert conflicts_of(laptop).open().total == 0
        assert is_as_rebuilt(laptop)
    choose(ana, 2, "no, the other one")
    both_ways(hub, ana, ben)
    assert (place_of(ben, module), _uses(ben, first), _uses(ben, second)) == (second, 0, 25)
    assert len(conflicts_of(ben).decided()) == 1


def _fit(laptop: Laptop, module: str, device: str, at: str) -> None:
    fitted = ev.ModuleFitted(module=module, device=device, fitted_at=at, baseline={"cycles": 0})
    _at(laptop, fitted, at, module_subject(module), device_subject(device))


def _at(laptop: Laptop, payload: ev.Payload, at: str, *subjects: str) -> None:
    record = Record(laptop.workstation)
    record.append([ev.Draft(record.draft(payload, *subjects).id, payload, subjects, at)], "1")


def _read(laptop: Laptop, module: str, value: int) -> None:
    taken = "2026-11-26T12:00:00.000Z"
    reading = ev.ReadingTaken(module=module, counter="cycles", value=value, taken_at=taken, source="wired")
    laptop.write([(reading, module_subject(module))])


def _uses(laptop: Laptop, device: str) -> int | None:
    row = laptop.workstation.database.read(
        lambda c: c.execute("SELECT total FROM p_usage WHERE device = ?", (device,)).fetchone()
    )
    return None if row is None else int(row[0])


def test_a_field_that_both_edited(ana: Laptop, ben: Laptop) -> None:
    """The later edit holds until somebody chooses; an edit after the choice is no conflict."""
    device = ana.register_device("RF-1")
    exchange(ana, ben)
    ana.describe_device(device, "dented")
    ben.describe_device(device, "scratched")
    exchange(ana, ben)
    assert device_of(ana, device).notes == "scratched"
    assert str(only(ben).title) == "Notes of RF-1"
    choose(ana, 1)
    exchange(ana, ben)
    known = device_of(ben, device)
    assert known.notes == "dented"
    edit = ev.DeviceDescribed(device=device, values={"notes": "mended"}, base={"notes": known.set_by["notes"]})
    ben.write([(edit, device_subject(device))])
    exchange(ana, ben)
    assert device_of(ana, device).notes == "mended"
    assert conflicts_of(ana).open().total == 0
    assert is_as_rebuilt(ben)


@pytest.mark.parametrize("act", ["inspection", "fitting", "edit"])
def test_work_on_a_device_that_another_had_retired(ana: Laptop, ben: Laptop, act: str) -> None:
    device = ana.register_device("RF-1")
    exchange(ana, ben)
    base = device_of(ben, device).set_by.get("status")
    retired = ev.DeviceStatusSet(device=device, status="retired", reason="worn out", base=base)
    ana.write([(retired, device_subject(device))])
    _work(ben, act, device, base)
    exchange(ana, ben)
    story = only(ben)
    assert "although it was retired" in str(story.title)
    assert [side.mine for side in story.sides] == [False, True]
    assert device_of(ben, device).status == "retired", "it holds until somebody chooses"
    choose(ben, 2, "it stands in the store")
    exchange(ana, ben)
    assert device_of(ana, device).status == "in_service"
    assert is_as_rebuilt(ana)
    choose(ana, 1, "it was the other one")
    exchange(ana, ben)
    assert device_of(ben, device).status == "retired"


def _work(laptop: Laptop, act: str, device: str, base: str | None) -> None:
    at = AT_1005
    match act:
        case "inspection":
            payload: ev.Payload = ev.InspectionSigned(
                device=device, module=None, template="t", template_version=1, started_at=at, signed_at=at,
                signer={"staff_number": "1"}, answers=(), verdict="ok", cause=None,
            )  # fmt: skip
        case "fitting":
            _fit(laptop, module_id("frost", "M-7"), device, at)
            return
        case _:
            payload = ev.DeviceDescribed(device=device, values={"notes": "x"}, base={"notes": None, "status": base})
    laptop.write([(payload, device_subject(device))])


def test_who_knew_of_the_retirement_contradicts_nobody(ana: Laptop) -> None:
    """Control: the same edit, by somebody who saw that it is retired."""
    device = ana.register_device("RF-1")
    ana.write([(ev.DeviceStatusSet(device=device, status="retired", reason=""), device_subject(device))])
    known = device_of(ana, device).set_by["status"]
    edit = ev.DeviceDescribed(device=device, values={"notes": "x"}, base={"notes": None, "status": known})
    ana.write([(edit, device_subject(device))])
    assert conflicts_of(ana).open().total == 0


def test_two_choices_made_apart_end_as_one_everywhere(ana: Laptop, ben: Laptop) -> None:
    device = ana.register_device("RF-1")
    exchange(ana, ben)
    ana.describe_device(device, "dented")
    ben.describe_device(device, "scratched")
    exchange(ana, ben)
    choose(ana, 1)
    choose(ben, 2)
    exchange(ana, ben)
    assert device_of(ana, device).notes == device_of(ben, device).notes == "scratched"
    (story,) = conflicts_of(ana).decided()
    assert [side.holds for side in story.sides] == [False, True]


def test_of_two_plans_the_chosen_one_holds(ana: Laptop, ben: Laptop) -> None:
    _publish(ana, 1_000, None)
    exchange(ana, ben)
    _publish(ana, 900, "")
    _publish(ben, 800, "")
    exchange(ana, ben)
    assert [_every(laptop) for laptop in (ana, ben)] == [800, 800]
    story = only(ana)
    assert [str(side.choice) for side in story.sides] == ["Every 900", "Every 800"]
    for side, every in ((1, 900), (2, 800)):
        choose(ben, side)
        exchange(ana, ben)
        assert [_every(laptop) for laptop in (ana, ben)] == [every, every]
    assert is_as_rebuilt(ana)


def _publish(laptop: Laptop, every: int, base: str | None) -> None:
    plan = ev.PlanPublished(
        task="blade", version=1 if base is None else 2, title="Blades", category="blender", counter="cycles",
        every=every, base=base,
    )  # fmt: skip
    laptop.write([(plan, plan_subject("blade"))])


def _every(laptop: Laptop) -> int:
    return int(laptop.workstation.database.read(lambda c: c.execute("SELECT every FROM p_plan").fetchone()[0]))


@pytest.mark.parametrize("circle", [False, True])
def test_of_two_merges_the_chosen_one_holds(ana: Laptop, ben: Laptop, circle: bool) -> None:
    """One entry said to be two units, or each of two to be the other."""
    one, two, three = (ana.register_device(f"RF-{number}") for number in (1, 2, 3))
    exchange(ana, ben)
    first, second = ((one, two), (two, one)) if circle else ((three, one), (three, two))
    for laptop, (device, into) in ((ana, first), (ben, second)):
        merged = ev.DeviceMerged(device=device, into=into)
        record = Record(laptop.workstation)
        record.append([record.draft(merged, device_subject(device), device_subject(into))])
    exchange(ana, ben)
    assert _merged(ana) == [first if circle else second]
    for side, holds in ((1, first), (2, second), (1, first)):
        choose(ben, side)
        exchange(ana, ben)
        assert _merged(ana) == _merged(ben) == [holds]
        assert is_as_rebuilt(ana)


def _merged(laptop: Laptop) -> list[tuple[str, str]]:
    rows = laptop.workstation.database.read(lambda c: c.execute("SELECT device, into_device FROM p_merged").fetchall())
    return [(row[0], row[1]) for row in rows]


def test_what_cannot_be_chosen_is_said(ana: Laptop) -> None:
    with pytest.raises(KnownError, match="no conflict"):
        conflicts_of(ana).resolve("nothing", "1", "why not", "1")
    device = ana.register_device("RF-1")
    for notes in ("dented", "scratched"):
        ana.describe_device(device, notes)
    story = only(ana)
    with pytest.raises(KnownError, match="no side"):
        conflicts_of(ana).resolve(story.id, "3", "why not", "1")
    with pytest.raises(KnownError, match="reason"):
        conflicts_of(ana).resolve(story.id, "1", " ", "1")


def test_on_the_command_line(
    ana: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer.testing import CliRunner

    from fleetdesk.cli.main import app

    device = ana.register_device("RF-1")
    for notes in ("dented", "scratched"):
        ana.describe_device(device, notes)
    runner, home = CliRunner(), str(tmp_path / "ana")
    listed = runner.invoke(app, ["--home", home, "conflicts", "--json"])
    assert listed.exit_code == 0, listed.output
    found = json.loads(listed.stdout)
    assert (found["open"], found["conflicts"][0]["question"]) == (1, "Which one is right?")
    name = found["conflicts"][0]["id"]
    done = runner.invoke(app, ["--home", home, "conflicts", "resolve", name, "1", "--reason", "I looked"])
    assert done.exit_code == 0, done.output
    assert device_of(ana, device).notes == "dented"
    assert "No conflicts." in runner.invoke(app, ["--home", home, "conflicts"]).stdout
    assert "I looked" in runner.invoke(app, ["--home", home, "conflicts", "--decided"]).stdout
