"""`fleetdesk hub serve` as a real process: it says when it listens, and it ends when it should."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fleetdesk import wire
from tests.hub.writer import Writer, send

SERVE = [sys.executable, "-m", "fleetdesk", "hub", "serve", "--port", "0"]


def _start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([*SERVE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _fails(*arguments: str) -> str:
    done = subprocess.run([*SERVE, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_it_listens_when_it_says_so_and_ends_on_sigterm(tmp_path: Path) -> None:
    with _start("--open", "--database", str(tmp_path / "hub.db")) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert set(ready) == {"hub", "url", "port", "pid", "public_key"}
        assert ready["pid"] == process.pid
        identity = wire.decode(wire.HubIdentity, send(ready["url"], wire.Asked("GET", "/v1/hub")).content)
        assert (identity.hub, identity.public_key, identity.open) == (ready["hub"], ready["public_key"], True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout.read() == ""


def test_it_ends_with_its_parents_end_of_stdin(tmp_path: Path) -> None:
    with _start("--open", "--database", str(tmp_path / "hub.db"), "--until-stdin-closes") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(20) == 0


def test_the_same_database_is_the_same_hub_with_all_it_held(tmp_path: Path) -> None:
    ana = Writer()
    ana.write_some(3)
    hubs: set[str] = set()
    for after, seq in ((0, 4), (4, 4)):
        with _start("--open", "--database", str(tmp_path / "hub.db"), "--until-stdin-closes") as process:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            hubs.add(ready["hub"])
            content = ana.push_content(after)
            asked = ana.sign(ready["hub"], "POST", f"/v1/journals/{ana.journal}/events", content)
            assert wire.decode(wire.JournalHead, send(ready["url"], asked, content).content).seq == seq
            process.kill()
    assert len(hubs) == 1


def test_an_open_hub_stays_on_this_machine(tmp_path: Path) -> None:
    assert "for this machine only" in _fails("--open", "--host", "0.0.0.0", "--database", str(tmp_path / "hub.db"))
    assert not (tmp_path / "hub.db").exists()


def test_what_cannot_be_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "Nothing can listen" in _fails("--port", port, "--database", str(tmp_path / "hub.db"))
    assert "does not know this kind" in _fails("--database", "mysql://hub.example.com/fleet")
    assert "Give --blobs" in _fails("--database", "postgresql://hub@127.0.0.1/fleet")
    (tmp_path / "file").write_text("x")
    assert "cannot be made" in _fails("--database", str(tmp_path / "file" / "hub.db"))


def test_a_new_epoch_is_one_command(tmp_path: Path) -> None:
    environment = os.environ | {"FLEETDESK_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "fleetdesk", "hub", "new-epoch", "--database", str(tmp_path / "hub.db")]
    missing = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)
    assert (missing.returncode, (tmp_path / "hub.db").exists()) == (1, False)
    with _start("--open", "--database", str(tmp_path / "hub.db"), "--until-stdin-closes") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        before = wire.decode(wire.HubIdentity, send(ready["url"], wire.Asked("GET", "/v1/hub")).content)
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=True)
        after = wire.decode(wire.HubIdentity, send(ready["url"], wire.Asked("GET", "/v1/hub")).content)
        assert json.loads(done.stdout)["epoch"] == after.epoch != before.epoch
        process.kill()
