"""Every pack that ships is right by the schema, can be simulated, and has its tables in its README."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.packs import pack_app
from fleetdesk.domain.errors import PackError
from fleetdesk.packs import check_readme, find_packs, load_pack, load_packs, write_readme
from tests.devices.simulated import DRIVERS, FROST, GATEWAY

BUNDLED = sorted(folder.name for folder in DRIVERS.iterdir() if folder.is_dir())


def test_the_two_packs_of_the_trunk_ship() -> None:
    assert {FROST, GATEWAY} <= set(BUNDLED)
    assert set(find_packs()) == set(BUNDLED), "every folder in drivers/ holds a pack"


@pytest.mark.parametrize("key", BUNDLED)
def test_a_bundled_pack_is_right_and_can_be_simulated(key: str) -> None:
    pack = load_pack(DRIVERS / key)
    assert pack.key == key
    assert pack.simulate, "a bundled pack has a [simulate] table"
    assert pack.vitals.boot_count
    check_readme(pack)


@pytest.mark.parametrize("key", BUNDLED)
def test_every_register_of_a_block_belongs_to_one_field(key: str) -> None:
    for block in load_pack(DRIVERS / key).blocks:
        owners = [at for item in block.fields for at in range(item.offset, item.offset + item.length)]
        assert sorted(owners) == list(range(block.length)), block.name


def test_the_blender_counts_blend_cycles_and_shows_the_motor_current() -> None:
    frost = load_pack(DRIVERS / FROST)
    usage, live = frost.usage_counter(), frost.live_channel()
    assert usage is not None
    assert live is not None
    assert (usage.name, live.name) == ("cycles_total", "motor_ma")
    assert {setting.source for setting in frost.settings} == {
        "id/serial",
        "id/model",
        "id/hw",
        "id/contract",
        "id/counter_epoch",
        "asg/store",
        "asg/gateway",
        "asg/gen",
        "cfg/motor_lim_ma",
        "cfg/log_hz",
    }


def test_a_users_pack_replaces_the_bundled_one_of_the_same_key(tmp_path: Path) -> None:
    mine = tmp_path / FROST
    mine.mkdir()
    text = (DRIVERS / FROST / "pack.toml").read_text(encoding="utf-8")
    (mine / "pack.toml").write_text(text.replace('name = "Ruiyun Frost"', 'name = "Our Frost"'), encoding="utf-8")
    names = {pack.key: pack.name for pack in load_packs(tmp_path)}
    assert (names[FROST], names[GATEWAY]) == ("Our Frost", "IoT gateway MPC-1911-R22")


def test_pack_check_says_ok() -> None:
    said = CliRunner().invoke(pack_app, ["check", str(DRIVERS / FROST)])
    assert (said.exit_code, said.output) == (0, "ok: ruiyun-frost 1, Ruiyun Frost\n")


def test_a_stale_readme_is_found_and_written_again(tmp_path: Path) -> None:
    folder = tmp_path / GATEWAY
    folder.mkdir()
    text = (DRIVERS / GATEWAY / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    (folder / "README.md").write_text("# Ours\n\nWritten by hand.\n", encoding="utf-8")
    assert write_readme(load_pack(folder))
    (folder / "pack.toml").write_text(text.replace('label = "Backlog"', "").replace("Round trip", "RTT"), "utf-8")
    with pytest.raises(PackError, match="out of date") as stale:
        check_readme(load_pack(folder))
    assert str(folder) in stale.value.next_step
    said = CliRunner().invoke(pack_app, ["docs", str(folder)])
    assert said.output.startswith("written:")
    check_readme(load_pack(folder))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# Ours\n\nWritten by hand.\n")
    assert "| 4 | 0x0084 | 1 | u16 | `rtt_ms` | RTT (ms) | read |" in readme
    assert not write_readme(load_pack(folder)), "writing twice changes nothing"
