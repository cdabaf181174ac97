"""A technician who needs help sends one file; it says what a helper asks first, and holds no secret."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fleetdesk import __version__
from fleetdesk.cli.main import app
from fleetdesk.devices.ports import Port
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.snapshot import Identity
from fleetdesk.packs import load_pack
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.sign_inspection import TRANSCRIPT_TYPE
from fleetdesk.services.support_bundle import LOG_TAIL_BYTES, Item, SupportBundle
from fleetdesk.services.support_redaction import redact_text, redact_transcript
from fleetdesk.storage import blobs, settings
from fleetdesk.transcript import Frame, Header, Transcript, parse, to_bytes
from tests.devices.simulated import DRIVERS, FROST, GATEWAY

PORTS = (Port("/dev/ttyUSB0", "FT232R", 0x0403, 0x6001, "A10K", "FTDI"),)
WHO = Identity(GATEWAY, "modbus", "MPC-1911-R22", "MPC-0001", "3.2.1")
HEADER = Header("/dev/ttyUSB0", "2026-02-14T15:00:00.000Z", "0.1", GATEWAY, "1", "modbus", WHO)
READ_CONFIG = bytes.fromhex("0103100000680000")
READ_HEALTH = bytes.fromhex("010400200 00a0000".replace(" ", ""))
PASSWORD = b"correct horse battery"
SPOKEN = Transcript(
    HEADER,
    (
        Frame(0, "out", READ_HEALTH),
        Frame(900, "in", b"\x01\x04\x14health"),
        Frame(2000, "out", READ_CONFIG),
        Frame(2500, "in", b"\x01\x03\xd0" + PASSWORD[:9]),
        Frame(2600, "in", PASSWORD[9:]),
        Frame(3000, "out", READ_HEALTH),
        Frame(3900, "in", b"\x01\x04\x14again"),
    ),
)


def keep(desk: Desk, transcript: Transcript, at: str = "2026-02-14T15:00:00.000Z") -> str:
    content = to_bytes(transcript)
    name = desk.workstation.blobs.put(content)
    desk.record.change(lambda c: blobs.note(c, name, len(content), TRANSCRIPT_TYPE, at))
    return name


def bundle(desk: Desk) -> SupportBundle:
    return SupportBundle(desk.workstation.home, desk, lister=lambda: PORTS)


def named(items: Sequence[Item], name: str) -> Any:
    (item,) = (item for item in items if item.name == name)
    return json.loads(item.content)


def log(desk: Desk, *lines: str) -> None:
    desk.workstation.home.logs.mkdir(parents=True, exist_ok=True)
    (desk.workstation.home.logs / "fleetdesk.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")


# -- what is in it -----------------------------------------------------------------------------------------------------


def test_it_says_what_a_helper_asks_first(fleet_desk: Desk) -> None:
    fleet_desk.record.change(lambda c: settings.remember_port(c, "socket://10.0.0.5:4001", "2026-02-14T15:00:00.000Z"))
    log(fleet_desk, '{"event": "started"}')
    keep(fleet_desk, SPOKEN)
    items = bundle(fleet_desk).items()
    said = named(items, "versions.json")
    assert said["fleetdesk"] == __version__
    assert said["libraries"]["pymodbus"].startswith("3.16")
    first, second = named(items, "ports.json")
    assert (first["usb"], "ice-machine" in first["packs"], first["added_by_hand"]) == ("0403:6001", True, False)
    assert (second["port"], second["added_by_hand"]) == ("socket://10.0.0.5:4001", True)
    home = named(items, "home.json")
    assert (home["devices"], home["stores"], home["keys_kept_in"]) == (216, 10, "file")
    assert home["journal"]["events"] == home["journal"]["seq"] > 216
    assert home["files"]["fleetdesk.db"] > 0
    assert {pack["key"] for pack in named(items, "packs.json")["in_force"]} >= {FROST, GATEWAY}
    readme = items[0].content.decode()
    assert all(item.name in readme for item in items[1:])


def test_the_log_is_its_end_from_a_whole_line_on(desk: Desk) -> None:
    log(desk, *(json.dumps({"event": f"line {number}", "pad": "x" * 100}) for number in range(8000)))
    (item,) = (item for item in bundle(desk).items() if item.name == "log/fleetdesk.jsonl")
    assert item.size <= LOG_TAIL_BYTES
    lines = [json.loads(line) for line in item.content.splitlines()]
    assert lines[-1]["event"] == "line 7999"
    assert len(lines) > 3000


def test_a_session_in_it_replays(desk: Desk) -> None:
    name = keep(desk, SPOKEN)
    (item,) = (item for item in bundle(desk).items() if item.name.startswith("transcripts/"))
    assert item.name == f"transcripts/{name[:16]}.jsonl"
    assert "MPC-0001" in item.about
    assert parse(item.content).header == HEADER


def test_only_the_newest_sessions_are_in_it(desk: Desk) -> None:
    for minute in range(14):
        keep(desk, replace(SPOKEN, dropped=minute), f"2026-02-14T15:{minute:02d}:00.000Z")
    kept = [parse(item.content).dropped for item in bundle(desk).items() if item.name.startswith("transcripts/")]
    assert kept == list(range(13, 3, -1))


# -- what is not -------------------------------------------------------------------------------------------------------


def test_a_frame_that_carries_a_secret_leaves_only_its_length(desk: Desk) -> None:
    """Even of a recording that kept it, against all promises."""
    keep(desk, SPOKEN)
    (item,) = (item for item in bundle(desk).items() if item.name.startswith("transcripts/"))
    assert PASSWORD[:9].hex().encode() not in item.content
    assert PASSWORD[9:].hex().encode() not in item.content
    frames = parse(item.content).frames
    assert [frame.redacted for frame in frames] == [0, 0, len(READ_CONFIG), 12, len(PASSWORD) - 9, 0, 0]
    assert frames[-1].data == b"\x01\x04\x14again"


def test_a_secret_setting_of_an_smp_device_too() -> None:
    import base64

    blender = load_pack(DRIVERS / FROST)
    wifi = replace(blender.settings[5], name="key", source="wifi/key", writable=True, secret=True)
    pack = replace(blender, settings=(*blender.settings, wifi))
    write = b"\x06\x09" + base64.b64encode(b"\x00\x20..dname\x68wifi/key cval" + PASSWORD) + b"\n"
    read = b"\x06\x09" + base64.b64encode(b"\x00\x20..dname\x69asg/store") + b"\n"
    spoken = Transcript(replace(HEADER, protocol="smp", pack=FROST), (Frame(0, "out", write), Frame(9, "out", read)))
    assert [frame.redacted for frame in redact_transcript(spoken, pack).frames] == [len(write), 0]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('{"event": "joined", "password": "s3cret"}', '{"event": "joined", "password": "[redacted]"}'),
        ('{"wifi_password": "a\\"s3cret"}', '{"wifi_password": "[redacted]"}'),
        ('{"event": "{\\"token\\": \\"s3cret\\"}"}', '{"event": "{\\"token\\": \\"[redacted]\\"}"}'),
        ("Authorization: Bearer s3cret", "Authorization: [redacted]"),
        ("got bearer s3cret.x-y_z", "got [redacted]"),
        ("api_key=s3cret&page=2", "api_key=[redacted]&page=2"),
        ("socket://ana:s3cret@10.0.0.5:4001", "socket://[redacted]@10.0.0.5:4001"),
        ("-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\nrest", "[redacted]\nrest"),
        ("database_key: s3cret", "database_key: [redacted]"),
        ("the device RF-20417 answered in 12 ms", "the device RF-20417 answered in 12 ms"),
    ],
)
def test_what_looks_like_a_secret_is_left_out_of_texts(written: str, left: str) -> None:
    assert redact_text(written) == left


def test_the_users_folder_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ana.ruiz"))
    assert redact_text("/home/ana.ruiz/fleetdesk/fleetdesk.db") == "~/fleetdesk/fleetdesk.db"


def test_none_of_the_homes_keys_is_in_it(desk: Desk) -> None:
    keys = desk.workstation.keys
    log(desk, '{"event": "started"}')
    bundle(desk).items()
    for form in (keys.database_key.hex(), keys.signing_seed.hex(), keys.blob_key.hex()):
        log(desk, f'{{"event": "{form}"}}')
        with pytest.raises(RuntimeError, match="a key of this home is in log/"):
            bundle(desk).items()


# -- writing it, and the command ---------------------------------------------------------------------------------------


def test_what_was_listed_is_what_is_written_and_nothing_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    keep(desk, SPOKEN)
    file = tmp_path / "help.zip"
    listed = bundle(desk).items()
    written = bundle(desk).write(file)
    assert [item.name for item in written] == [item.name for item in listed]
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {i.name: i.content for i in written}
    before = file.read_bytes()
    with pytest.raises(KnownError, match="exists already"):
        bundle(desk).write(file)
    assert file.read_bytes() == before
    with pytest.raises(KnownError, match="cannot be written"):
        bundle(desk).write(tmp_path / "no" / "folder" / "x.zip")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("FLEETDESK_HOME", str(folder))
    return folder


def test_the_command_previews_then_writes(home: Path, tmp_path: Path) -> None:
    open_desk(Home(home)).close()
    preview = run("support", "--list")
    assert preview.exit_code == 0, preview.exception
    assert "versions.json" in preview.output
    assert preview.output.endswith("Nothing was written.\n")
    file = tmp_path / "help.zip"
    said = json.loads(run("support", file, "--json").output)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == [item["name"] for item in said["items"]]
    assert run("support").exit_code == 2
    assert isinstance(run("support", file).exception, KnownError)


def test_a_home_that_cannot_be_opened_still_gives_one(home: Path, tmp_path: Path) -> None:
    opened = open_desk(Home(home))
    log(opened, '{"event": "last words"}')
    opened.close()
    (home / "fleetdesk.db").write_bytes(b"this is no database" * 500)
    file = tmp_path / "help.zip"
    told = run("support", file)
    assert told.exit_code == 0, told.exception
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("home.json"))["cannot_be_opened"]
        assert b"last words" in archive.read("log/fleetdesk.jsonl")


def test_looking_makes_no_home(home: Path) -> None:
    assert run("support", "--list").exit_code == 0
    assert not home.exists()
