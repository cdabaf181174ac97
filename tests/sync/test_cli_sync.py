"""`fleetdesk sync` as a script calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.sync.places import Hub


def _sync(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"FLEETDESK_HOME": str(home), "FLEETDESK_KEYRING": "file"}
    return subprocess.run(
        [sys.executable, "-m", "fleetdesk", "sync", *arguments],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip


def test_sync_joins_pushes_and_says_so(hub: Hub, tmp_path: Path) -> None:
    first = _sync(tmp_path / "home", "--hub", hub.url, "--json")
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)
    assert said["hub"] == hub.hub
    assert said["url"] == hub.url
    assert said["pushed"] == said["acknowledged_seq"] == said["own_seq"] == len(hub.bodies())
    assert (said["pulled"], said["waiting"]) == (0, 0)
    assert said["blobs"] == {"pushed": 0, "fetched": 0, "waiting": 0}
    again = _sync(tmp_path / "home")
    assert (again.returncode, "holds everything" in again.stdout) == (0, True)


def test_what_cannot_be_is_one_clear_sentence_and_exit_code_1(hub: Hub, tmp_path: Path) -> None:
    none_joined = _sync(tmp_path / "home", "--json")
    wrong = _sync(tmp_path / "home", "--hub", "http://hub.example.com")
    hub.stop()
    gone = _sync(tmp_path / "home", "--hub", hub.url)
    for done, words in ((none_joined, "No hub"), (wrong, "no address of a hub"), (gone, "cannot be reached")):
        assert done.returncode == 1
        assert words in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
