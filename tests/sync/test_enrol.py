"""A laptop is taken in by a code, sends its whole earlier journal, and is shut out again without losing anything."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from fleetdesk.domain.errors import HubError
from fleetdesk.hub.operator import hand_out_code
from fleetdesk.storage import sync_state
from fleetdesk.sync.trouble import HubRefused, NotTheHub
from tests.hub.running import RunningHub, running_hub
from tests.sync.places import Laptop

DAY_MS = 86_400_000


@pytest.fixture
def closed(tmp_path: Path) -> Generator[RunningHub]:
    """A hub that takes in nobody without a code."""
    with running_hub(tmp_path / "closed", open_to_all=False) as hub:
        yield hub


def _code(hub: RunningHub, valid_ms: int = DAY_MS) -> str:
    return hand_out_code(hub.store, "technician", None, "Ana", valid_ms).code


def _enrol(laptop: Laptop, hub: RunningHub, code: str) -> None:
    asyncio.run(laptop.sync.enrol(hub.url, code))


def test_all_that_was_written_before_goes_to_the_hub_once_it_is_enrolled(closed: RunningHub, ana: Laptop) -> None:
    ana.write_stores(5, "A")
    with pytest.raises(HubRefused) as told:
        ana.join(closed.url)
    assert told.value.refused.reason == "unknown_key"
    _enrol(ana, closed, _code(closed))
    result = ana.run()
    assert (result.waiting, result.pushed, result.problems) == (0, ana.events(), ())
    assert len(closed.store.bodies(ana.journal, 0, 100)) == ana.events()


def test_codes_that_do_not_count_are_told_and_join_nothing(closed: RunningHub, ana: Laptop, ben: Laptop) -> None:
    used, expired = _code(closed), _code(closed, valid_ms=-1)
    _enrol(ben, closed, used)
    for code, words in ((used, "used before"), (expired, "expired")):
        with pytest.raises(HubRefused, match=words):
            _enrol(ana, closed, code)
    with pytest.raises(HubError, match="mistyped"):
        _enrol(ana, closed, used[:-1] + ("0" if used[-1] != "0" else "1"))
    assert ana.workstation.database.read(sync_state.hub_url) is None
    assert [each.public_key for each in closed.store.workstations.all()] == [ben.workstation.keys.public_key]


def test_the_code_says_which_hub_it_is(closed: RunningHub, ana: Laptop, tmp_path: Path) -> None:
    """Whoever stands in between with a key of his own is not told the secret."""
    with running_hub(tmp_path / "other", open_to_all=False) as other, pytest.raises(NotTheHub, match="another hub"):
        _enrol(ana, other, _code(closed))
    assert ana.workstation.database.read(sync_state.hub_url) is None


def test_who_tries_codes_is_slowed_down(closed: RunningHub, ana: Laptop, tmp_path: Path) -> None:
    expired = _code(closed, valid_ms=-1)
    told: list[str] = []
    for _ in range(12):
        with pytest.raises(HubError) as error:
            _enrol(ana, closed, expired)
        told.append(error.value.title)
    assert told.count("Too many enrolment codes were tried.") == 2
    assert len([line for line in closed.store.workstations.audit(99) if line.act == "refused"]) == 1


def test_a_revoked_laptop_is_told_and_keeps_everything(closed: RunningHub, ana: Laptop) -> None:
    _enrol(ana, closed, _code(closed))
    ana.write_stores(3, "A")
    held = ana.run().acknowledged_seq
    closed.store.workstations.revoke(ana.workstation.keys.public_key, 1, "It was stolen.")
    ana.write_stores(2, "B")
    with pytest.raises(HubRefused, match="shut this workstation out") as told:
        ana.run()
    assert (told.value.status, told.value.refused.reason) == (403, "revoked")
    assert "It was stolen." in told.value.message
    state = ana.sync.state()
    assert state.problem is not None
    assert (state.waiting_events, ana.is_sound()) == (2, True)
    assert len(closed.store.bodies(ana.journal, 0, 100)) == held
    _enrol(ana, closed, _code(closed))
    assert ana.run().waiting == 0


def test_enrol_as_a_script_calls_it(closed: RunningHub, tmp_path: Path) -> None:
    environment = os.environ | {"FLEETDESK_HOME": str(tmp_path / "home"), "FLEETDESK_KEYRING": "file"}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "fleetdesk", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)

    wrong = run("enrol", closed.url, "ABCD-EFGH")
    assert (wrong.returncode, "mistyped" in wrong.stderr, "Traceback" in wrong.stderr) == (1, True, False)
    done = run("enrol", closed.url, _code(closed), "--json")
    assert json.loads(done.stdout) == {"hub": closed.hub, "role": "technician", "stores": None}
    assert json.loads(run("sync", "--json").stdout)["waiting"] == 0
