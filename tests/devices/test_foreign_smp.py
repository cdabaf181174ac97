"""Reference clients of SMP accept the simulated module: smpmgr and mcumgr-toolkit, over a pty as over a cable."""

import hashlib
import subprocess
import zlib
from collections.abc import Generator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.simulator.mcuboot import build_image, read_image
from tests.devices.simulated import missing, needs_ptys, require_tool

pytestmark = needs_ptys


def smpmgr(port: str, *arguments: str) -> str:
    tool = require_tool("smpmgr", "pip install smpmgr")
    done = subprocess.run(
        [tool, "--port", port, "--timeout", "10", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={"COLUMNS": "200", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_smpmgr_gets_its_echo(frost_pty: str) -> None:
    assert "r='are you there?'" in smpmgr(frost_pty, "os", "echo", "are you there?")


def test_smpmgr_reads_the_image_state(frost_pty: str) -> None:
    said = smpmgr(frost_pty, "image", "state-read")
    assert "version='1.4.2'" in said
    assert "active=True" in said
    assert "confirmed=True" in said


def test_smpmgr_uploads_an_image(frost_pty: str, tmp_path: Path) -> None:
    image = build_image("1.5.0", b"new firmware " * 400)
    file = tmp_path / "new.bin"
    file.write_bytes(image)
    smpmgr(frost_pty, "image", "upload", str(file))
    said = smpmgr(frost_pty, "image", "state-read")
    assert "version='1.5.0'" in said
    parsed = read_image(image)
    assert parsed is not None
    assert parsed.hash.hex().upper() in said


@pytest.fixture
def client(frost_pty: str) -> Generator[Any]:
    try:
        import mcumgr_toolkit
    except ImportError:
        missing("mcumgr-toolkit is missing: pip install mcumgr-toolkit")
    with mcumgr_toolkit.MCUmgrClient.serial(frost_pty, 115200, 5000) as client:
        client.use_auto_frame_size()
        yield client


def test_mcumgr_toolkit_reads_statistics(client: Any) -> None:
    assert client.stats_list_groups() == ["blend_use", "blend_sys"]
    assert client.stats_get_group_data("blend_use") == {
        "cycles_total": 1002,
        "cycles_ok": 989,
        "cycles_fault": 13,
        "motor_on_s": 27054,
        "jam_count": 3,
        "lid_abort": 10,
        "clean_cycles": 118,
    }
    system = client.stats_get_group_data("blend_sys")
    assert set(system) == {
        "uptime_s",
        "boot_count",
        "last_reset",
        "motor_ma",
        "motor_temp_dK",
        "vbat_mv",
        "rssi_neg_dbm",
    }
    assert (system["vbat_mv"], system["rssi_neg_dbm"]) == (3912, 61)
    with pytest.raises(RuntimeError, match="STAT_MGMT_ERR_INVALID_GROUP"):
        client.stats_get_group_data("no_such_group")


def test_mcumgr_toolkit_reads_and_saves_settings(client: Any) -> None:
    assert client.settings_read("id/serial") == b"RF-20417"
    assert client.settings_read("cfg/motor_lim_ma") == (6200).to_bytes(2, "little")
    client.settings_write("asg/store", b"STORE-01")
    assert client.settings_read("asg/store") == b"STORE-01"
    client.settings_load()
    assert client.settings_read("asg/store") == b"", "written, but not saved"
    client.settings_write("asg/store", b"STORE-01")
    client.settings_save()
    client.settings_load()
    assert client.settings_read("asg/store") == b"STORE-01"
    client.settings_delete("asg/store")
    with pytest.raises(RuntimeError, match="KEY_NOT_FOUND"):
        client.settings_read("asg/store")
    with pytest.raises(RuntimeError, match="WRITE_NOT_SUPPORTED"):
        client.settings_write("id/serial", b"RF-1")


def test_mcumgr_toolkit_downloads_the_motor_log(client: Any) -> None:
    name, size, digest = client.fs_file_download("/log/index.txt").decode().split()
    log = client.fs_file_download(name)
    assert (len(log), hashlib.sha256(log).hexdigest()) == (int(size), digest)
    assert log[:4] == b"FDMC"
    assert zlib.crc32(log[:-4]) == int.from_bytes(log[-4:], "little")
    assert client.fs_file_status(name).length == len(log)
    assert client.fs_file_checksum(name, "crc32").output == zlib.crc32(log).to_bytes(4, "big")
    assert client.fs_file_checksum(name, "sha256").output == hashlib.sha256(log).digest()
    with pytest.raises(RuntimeError, match="FILE_NOT_FOUND"):
        client.fs_file_download("/log/none.bin")


def test_mcumgr_toolkit_discovers_the_groups(client: Any) -> None:
    assert client.enum_get_group_ids() == [0, 1, 2, 3, 8, 10, 64]
    assert list(client.enum_iter_group_ids()) == [0, 1, 2, 3, 8, 10, 64]
    assert client.enum_get_group_count() == 7
    assert {row.group: row.name for row in client.enum_get_group_details()}[64] == "fleet mgmt"
    with pytest.raises(RuntimeError, match="ENOTSUP"):
        client.shell_execute(["kernel", "uptime"])


def test_mcumgr_toolkit_reads_what_the_system_is(client: Any) -> None:
    assert client.os_mcumgr_parameters().buf_size == 1024
    assert client.os_application_info("nv") == "ruiyun-frost 1.4.2"
    assert client.os_bootloader_info()["name"] == "MCUboot"
    client.os_set_datetime(datetime(2026, 2, 14, 9, 0))
    assert abs((client.os_get_datetime() - datetime(2026, 2, 14, 9, 0)).total_seconds()) < 60


def test_mcumgr_toolkit_assigns_a_store_once_for_each_generation(client: Any) -> None:
    order = {"store": "STORE-02", "gw": "GW-1911-0007", "expect_gen": 0}
    assert client.raw_command(True, 64, 1, order) == {"gen": 1}
    identity = client.raw_command(False, 64, 0, {})
    assert (identity["serial"], identity["store"], identity["gen"]) == ("RF-20417", "STORE-02", 1)
    with pytest.raises(RuntimeError, match="group=64,rc=2"):
        client.raw_command(True, 64, 1, order)


def test_mcumgr_toolkit_updates_firmware_and_the_module_reverts_when_nothing_confirms(client: Any) -> None:
    client.set_retries(20)  # while the module boots it is silent
    new = build_image("1.5.0", b"n" * 5000)
    client.image_upload(new)
    spare = client.image_get_state()[1]
    client.image_set_state(spare.hash, False)
    client.os_system_reset()
    first, second = client.image_get_state()
    assert (first.version, first.active, first.confirmed) == ("1.5.0", True, False)
    assert second.version == "1.4.2"
    client.os_system_reset()
    assert client.image_get_state()[0].version == "1.4.2"
    assert client.stats_get_group_data("blend_sys")["boot_count"] == 43
    assert client.stats_get_group_data("blend_use")["cycles_total"] == 1002
