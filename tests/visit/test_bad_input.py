"""What can be wrong outside is said in a clear sentence with the next step: exit code 1, nothing changed."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.storage import journal, projector
from tests.devices.conftest import Simulate
from tests.devices.conftest import simulate as simulate  # a fixture


def fleetdesk(*words: object, home: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "fleetdesk", *map(str, words), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def refused(done: "subprocess.CompletedProcess[str]", *words: str) -> None:
    """Exit code 1, the words, at least a title and a next step, and no traceback."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) >= 2, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A closed home with the sample fleet."""
    desk = open_desk(Home(tmp_path / "home"))
    ImportFleet(desk.record).apply(sample_fleet())
    desk.close()
    return tmp_path / "home"


def state(home: Path) -> tuple[int, str]:
    desk = open_desk(Home(home))
    try:
        return desk.record.read(journal.own_head).seq, desk.record.read(projector.digest)
    finally:
        desk.close()


def test_a_damaged_database_is_said_and_left_as_it_is(home: Path) -> None:
    database = home / "fleetdesk.db"
    for beside in home.glob("fleetdesk.db-*"):
        beside.unlink()
    content = bytearray(database.read_bytes())
    content[: 4096 * 2] = os.urandom(4096 * 2)
    database.write_bytes(content)
    for command in ("health", "verify", "devices"):
        refused(fleetdesk(command, home=home), "cannot be read", "backups")
    assert database.read_bytes() == bytes(content)


def test_a_lost_key_is_said_and_no_new_one_is_made(home: Path) -> None:
    shutil.rmtree(home / "keys")
    refused(fleetdesk("health", home=home), "key", "missing")
    assert not (home / "keys" / "workstation.json").exists()


def test_a_file_of_a_newer_fleetdesk_is_refused(home: Path) -> None:
    desk = open_desk(Home(home))
    desk.workstation.database.write(lambda c: None).result()
    desk.close()
    from fleetdesk import sqlite
    from fleetdesk.runtime.identity import load_or_create_keys

    connection = sqlite.open_file(home / "fleetdesk.db", load_or_create_keys(Home(home)).database_key)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(fleetdesk("health", home=home), "newer Fleetdesk")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "not an address", "ftp://example.org"])
def test_a_wrong_hub_address(home: Path, address: str) -> None:
    before = state(home)
    refused(fleetdesk("sync", "--hub", address, home=home))
    assert state(home) == before


def test_something_else_answers_where_the_hub_should(home: Path) -> None:
    before = state(home)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        port = server.getsockname()[1]
        command = [sys.executable, "-m", "fleetdesk", "sync", "--hub", f"http://127.0.0.1:{port}", "--home", str(home)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                page = b"<html>Welcome to the hotel</html>"
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 33\r\n\r\n" + page)
                out, err = process.communicate(timeout=60)
    refused(subprocess.CompletedProcess(command, process.returncode, out, err))
    assert state(home) == before


@pytest.mark.parametrize("command", ["identify", "read"])
@pytest.mark.parametrize("port", ["/dev/ttyNOWHERE7", "socket://127.0.0.1:9", "socket://no port"])
def test_a_port_that_is_not_there(home: Path, command: str, port: str) -> None:
    refused(fleetdesk(command, port, "--json", home=home), port.split("//")[-1].split(":")[0])


def test_a_port_that_answers_garbage(home: Path, simulate: Simulate) -> None:
    device = simulate("ruiyun-frost", {"faults.garbage": True})
    refused(fleetdesk("identify", device.port, "--json", home=home))


def test_a_pack_with_an_unknown_key(home: Path, tmp_path: Path) -> None:
    from fleetdesk.runtime.paths import bundled

    pack = tmp_path / "ruiyun-frost"
    shutil.copytree(bundled("drivers") / "ruiyun-frost", pack)
    text = (pack / "pack.toml").read_text("utf-8").replace("[link]\n", "[link]\nbuad = 9600\n", 1)
    (pack / "pack.toml").write_text(text, "utf-8")
    refused(fleetdesk("pack", "check", pack, home=home), "pack.toml", "link.buad")


def test_an_import_with_a_duplicate_serial(home: Path, tmp_path: Path) -> None:
    before = state(home)
    content = json.loads(sample_fleet().read_text("utf-8"))
    content["devices"][20]["serial"] = content["devices"][21]["serial"]
    content["devices"][20]["model"] = content["devices"][21]["model"]
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(content), "utf-8")
    refused(fleetdesk("import", file, home=home), "serial", str(content["devices"][21]["serial"]))
    assert state(home) == before


def test_a_file_that_is_no_fleet(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "photo.json"
    file.write_bytes(os.urandom(500))
    refused(fleetdesk("import", file, home=home), "photo.json")
    refused(fleetdesk("import", tmp_path / "missing.json", home=home), "missing.json")


def test_wrong_usage_is_exit_code_2(home: Path) -> None:
    assert fleetdesk("identify", home=home).returncode == 2
    assert fleetdesk("fly", home=home).returncode == 2
