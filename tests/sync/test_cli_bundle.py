"""`fleetdesk bundle` and `fleetdesk hub bundle-*` as a script calls them: there and back by stick."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sync.places import Hub


class Shell:
    """Calls `fleetdesk` with a home of its own."""

    def __init__(self, home: Path) -> None:
        self._environment = os.environ | {"FLEETDESK_HOME": str(home), "FLEETDESK_KEYRING": "file"}

    def call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "fleetdesk", *arguments],
            capture_output=True, text=True, env=self._environment, timeout=60, check=False,
        )  # fmt: skip

    def json(self, *arguments: str) -> dict[str, Any]:
        done = self.call(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


def test_there_and_back_by_stick(hub: Hub, shell: Shell, tmp_path: Path) -> None:
    at_hub = ("--database", hub.database)
    out, back = str(tmp_path / "out"), str(tmp_path / "back")
    keys, mine = shell.json("hub", "bundle-key", *at_hub), shell.json("bundle", "key")
    written = shell.json("bundle", "export", out, "--to", keys["address"])
    assert written["everything"]
    assert written["bytes"] == Path(out).stat().st_size
    refused = shell.call("hub", "bundle-import", out, *at_hub)
    assert refused.returncode == 1
    assert f"--accept-writer {mine['public_key']}" in refused.stderr
    taken = shell.json("hub", "bundle-import", out, *at_hub, "--accept-writer", mine["public_key"])
    assert (taken["events_new"], taken["events_known"]) == (written["events"], 0) == (len(hub.bodies()), 0)
    shell.json("hub", "bundle-export", back, *at_hub, "--reply-to", out)
    got = shell.json("bundle", "import", back, "--accept-writer", keys["public_key"])
    assert got["acknowledged_seq"] == written["events"]
    assert got["from"] == {"name": "the hub", "public_key": keys["public_key"]}
    assert shell.json("sync", "--receipt")["safe"]
