"""A technician imports a coffee machine's audit file: the ledger counts on, and what is not sound is named by line."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.fleet import device_id, module_id, module_subject
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.due_list import tasks_of
from fleetdesk.services.import_eva_dts import Asked, ImportEvaDts
from fleetdesk.storage import journal
from tests.domain.test_eva_dts import BODY, audit_file, changed, files

MACHINE = device_id("cameo-2s-st", "CAM-1001")
MODULE = module_id("cameo-2s-st", "CAM-1001")


@pytest.fixture
def eva(tmp_path: Path) -> Path:
    file = tmp_path / "cam-1001.eva"
    file.write_bytes(audit_file(*BODY))
    return file


def readings(desk: Desk, module: str = MODULE) -> list[tuple[int, str, str]]:
    events = desk.record.read(lambda c: list(journal.events_of(c, module_subject(module))))
    return [(p.value, p.taken_at, p.source) for e in events if isinstance(p := e.payload, ev.ReadingTaken)]


def head(desk: Desk) -> Any:
    return desk.record.read(journal.own_head)


def test_the_reading_counts_in_the_ledger(fleet_desk: Desk, eva: Path) -> None:
    before = readings(fleet_desk)
    outcome = ImportEvaDts(fleet_desk.record, fleet_desk.packs).apply(eva)
    assert (outcome.serial, outcome.model, outcome.value, outcome.new, outcome.events) == (
        "CAM-1001", "cameo-2s-st", 14530, True, 1,
    )  # fmt: skip
    # 08:04:12 in New York, in winter
    assert (outcome.taken_at, outcome.taken_at_from) == ("2026-03-01T13:04:12.000Z", "file")
    assert readings(fleet_desk) == [*before, (14530, "2026-03-01T13:04:12.000Z", "upstream")]
    (task,) = fleet_desk.record.read(lambda c: tasks_of(c, MACHINE))
    assert task.uses == 14530 - 14000, "since it was fitted with 14000"


def test_the_same_file_again_changes_nothing(fleet_desk: Desk, eva: Path) -> None:
    imports = ImportEvaDts(fleet_desk.record)
    imports.apply(eva)
    before = head(fleet_desk)
    again = imports.apply(eva)
    assert (again.new, again.events) == (False, 0)
    assert head(fleet_desk) == before


def test_a_preview_writes_nothing(fleet_desk: Desk, eva: Path) -> None:
    before = head(fleet_desk)
    outcome = ImportEvaDts(fleet_desk.record).preview(eva)
    assert (outcome.new, outcome.events) == (True, 1)
    assert head(fleet_desk) == before


def test_a_person_says_what_the_file_does_not(fleet_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "x.eva"
    file.write_bytes(audit_file(*(line for line in BODY if line[:3] not in ("ID1", "ID5", "EA3"))))
    imports = ImportEvaDts(fleet_desk.record)
    with pytest.raises(ImportRefused) as nameless:
        imports.preview(file)
    assert "--serial" in nameless.value.next_step
    with pytest.raises(ImportRefused) as timeless:
        imports.preview(file, Asked("CAM-1001"))
    assert "--taken-at" in timeless.value.next_step
    local = imports.preview(file, Asked("cam-1001", "2026-07-01 09:00"))
    zoned = imports.preview(file, Asked("CAM-1001", "2026-07-01T09:00+02:00"))
    assert (local.taken_at, local.taken_at_from) == ("2026-07-01T13:00:00.000Z", "asked")
    assert zoned.taken_at == "2026-07-01T07:00:00.000Z"
    with pytest.raises(ImportRefused, match="not imported") as nonsense:
        imports.preview(file, Asked("CAM-1001", "yesterday"))
    assert "2026-02-14T15:04" in nonsense.value.next_step


def test_a_machine_without_a_known_counter_gets_its_own(fleet_desk: Desk, tmp_path: Path) -> None:
    """The Eversys came without a counter in the fleet file; the first audit is where counting begins."""
    serial = "EVR-1"
    from fleetdesk.domain.fleet import device_subject

    device = device_id("eversys", serial)
    known = ev.DeviceRegistered(device=device, model="eversys", category="coffee_machine", serial=serial, fields={})
    fleet_desk.record.append([fleet_desk.record.draft(known, device_subject(device))])
    file = tmp_path / "evr.eva"
    file.write_bytes(audit_file(*changed("ID1*CAM-1001*CAMEO-2S-ST*0240", f"ID1*{serial}*EVERSYS*1")))
    outcome = ImportEvaDts(fleet_desk.record, fleet_desk.packs).apply(file)
    assert outcome.events == 3
    assert readings(fleet_desk, module_id("eversys", serial)) == [(14530, "2026-03-01T08:04:12.000Z", "upstream")]
    assert ImportEvaDts(fleet_desk.record).apply(file).events == 0


@pytest.mark.parametrize(
    ("body", "asked", "said"),
    [
        (
            changed("ID1*CAM-1001*CAMEO-2S-ST*0240", "ID1*RF-20417*X"),
            Asked(),
            "No coffee machine with the serial RF-20417",
        ),
        (changed("EA3*7*260301*080412**260201*0800", "EA3*7*990301*080412"), Asked(), "made in the future"),
        (BODY, Asked(taken_at="2020-01-01T00:00Z"), "no counter is known to have been in CAM-1001"),
        (("ID1*CAM-1001", "ID5*260301*0805", "PA1*1*1*A", "PA2*x"), Asked(), "line 6: PA201: expected a count"),
    ],
    ids=["another category", "future", "before it was fitted", "no total"],
)
def test_what_cannot_be_believed_is_refused_in_words(
    fleet_desk: Desk, tmp_path: Path, body: tuple[str, ...], asked: Asked, said: str
) -> None:
    file = tmp_path / "x.eva"
    file.write_bytes(audit_file(*body))
    before = head(fleet_desk)
    with pytest.raises(ImportRefused) as told:
        ImportEvaDts(fleet_desk.record).apply(file, asked)
    assert said in told.value.message
    assert "Nothing was changed" in told.value.next_step
    assert head(fleet_desk) == before


@pytest.mark.parametrize("content", [b"", b"no audit", audit_file(*BODY).replace(b"14490", b"14491"), None])
def test_a_file_that_is_no_sound_audit_is_refused(fleet_desk: Desk, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "x.eva"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"x\.eva was not imported"):
        ImportEvaDts(fleet_desk.record).apply(file)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(files(), st.binary(max_size=200)))
def test_any_file_is_imported_or_refused(fleet_desk: Desk, tmp_path: Path, content: bytes) -> None:
    """Whatever is in it, for a known machine and a given time: a reading, or a refusal in words."""
    file = tmp_path / "any.eva"
    file.write_bytes(content)
    with contextlib.suppress(ImportRefused):
        outcome = ImportEvaDts(fleet_desk.record).preview(file, Asked("CAM-1001", "2026-03-01T09:00"))
        assert 0 <= outcome.value < 3 * 2**32


# -- the commands ------------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the sample fleet that is not open."""
    from fleetdesk.services.import_fleet import ImportFleet
    from fleetdesk.services.seeds import sample_fleet

    folder = tmp_path / "home"
    opened = open_desk(Home(folder))
    ImportFleet(opened.record).apply(sample_fleet())
    opened.close()
    monkeypatch.setenv("FLEETDESK_HOME", str(folder))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_both_commands_know_an_audit_file(home: Path, eva: Path) -> None:
    eva.write_bytes(audit_file(*changed("PA1*2*350*LATTE", "PA1*2*350*"), se=7))
    told = run("import", eva, "--dry-run")
    assert told.exit_code == 0, told.exception
    assert "CAM-1001: 14530 productions at 2026-03-01T13:04:12.000Z; the reading would be recorded." in told.output
    assert "Note: line 13: product 2 has no name" in told.output
    said = json.loads(run("import-eva", eva, "--json").output)
    assert (said["new"], said["value"], said["paid"], said["test"], said["free"]) == (True, 14530, 14490, 22, 18)
    assert [problem["line"] for problem in said["problems"]] == [13, 22]
    assert json.loads(run("import", eva, "--json").output)["new"] is False
    assert "was known already" in run("import-eva", eva).output


def test_a_refusal_ends_with_its_words(home: Path, eva: Path) -> None:
    told = run("import-eva", eva, "--serial", "CAM-9999")
    assert told.exit_code == 1
    assert isinstance(told.exception, ImportRefused)
    assert "CAM-9999" in told.exception.message
