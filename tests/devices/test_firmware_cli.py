"""`fleetdesk firmware`, `reset` and `log` as a person or script calls them, against a simulated module."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.domain.firmware import Why
from tests.devices.conftest import Simulate
from tests.devices.firmware_images import BOARD, make_image, signing_key
from tests.devices.simulated import FROST, environment

Fleetdesk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def fleetdesk(tmp_path: Path) -> Fleetdesk:
    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "fleetdesk", "--home", str(tmp_path / "home"), *map(str, arguments)]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=90,
            env={**environment(), "FLEETDESK_KEYRING": "file"},
        )  # fmt: skip

    return run


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return signing_key().save(tmp_path / "public.pem")


def image_file(folder: Path, data: bytes, name: str = "new.bin") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def answer(done: "subprocess.CompletedProcess[str]", code: int = 0) -> Any:
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_update_and_identify(simulate: Simulate, fleetdesk: Fleetdesk, tmp_path: Path, kind: Any) -> None:
    signer = signing_key(kind)
    port = simulate(FROST, {"motor": "idle", "firmware_key": signer.for_simulator}).port
    image, public = image_file(tmp_path, make_image(tmp_path, key=signer)), signer.save(tmp_path / "k.pem")
    report = answer(fleetdesk("firmware", "update", port, image, "--key", public, "--json"))
    assert (report["outcome"], report["before"], report["after"]) == ("confirmed", "1.4.2", "1.5.0")
    assert report["event"]
    assert answer(fleetdesk("identify", port, "--json"))["firmware"] == "1.5.0"
    again = fleetdesk("firmware", "update", port, image, "--key", public)
    assert again.returncode == 0
    assert "already" in again.stdout
    assert answer(fleetdesk("verify", "--json"))


def bad_images(folder: Path) -> dict[Why, bytes]:
    good = signing_key()
    return {
        Why.UNSIGNED: make_image(folder),
        Why.FOREIGN_SIGNATURE: make_image(folder, key=signing_key("ed25519", 1)),
        Why.NOT_AN_IMAGE: make_image(folder, key=good)[:-100],
        Why.WRONG_BOARD: make_image(folder, key=good, board="other_board"),
        Why.DOWNGRADE: make_image(folder, "1.4.1", good),
        Why.SAME_VERSION: make_image(folder, "1.4.2", good),
    }


def test_what_must_not_be_sent_is_refused_in_words_before_the_first_byte(
    simulate: Simulate, fleetdesk: Fleetdesk, tmp_path: Path, key: Path
) -> None:
    port = simulate(FROST, {"motor": "idle"}).port
    for why, data in bad_images(tmp_path).items():
        done = fleetdesk("firmware", "update", port, image_file(tmp_path, data), "--key", key, "--json")
        assert answer(done, 1)["why"] == why.value
        assert len(done.stderr.splitlines()) >= 2, "title, reason and next step for a person"
        assert "Nothing was sent" in done.stderr or why is Why.UNSIGNED
    # Nothing stands in the second slot: the module is as it came.
    taken = answer(fleetdesk("read", port, "--json"))
    assert (taken["identity"]["firmware"], taken["boot_count"]) == ("1.4.2", 41)


def test_bad_images_are_refused_without_any_device(fleetdesk: Fleetdesk, tmp_path: Path, key: Path) -> None:
    good = image_file(tmp_path, make_image(tmp_path, key=signing_key()), "good.bin")
    said = answer(fleetdesk("firmware", "check", good, "--key", key, "--json"))
    assert (said["ok"], said["version"], said["pack"]) == (True, "1.5.0", FROST)
    assert (
        answer(fleetdesk("firmware", "check", good, "--key", key, "--running", "1.6.0", "--json"), 1)["why"]
        == "downgrade"
    )
    for why in (Why.UNSIGNED, Why.FOREIGN_SIGNATURE, Why.NOT_AN_IMAGE, Why.WRONG_BOARD):
        file = image_file(tmp_path, bad_images(tmp_path)[why])
        assert answer(fleetdesk("firmware", "check", file, "--key", key, "--json"), 1)["why"] == why.value


def test_the_library(fleetdesk: Fleetdesk, tmp_path: Path, key: Path) -> None:
    data = make_image(tmp_path, key=signing_key(), security_counter=2)
    file = image_file(tmp_path, data)
    kept = answer(
        fleetdesk("firmware", "add", file, "--key", key, "--notes", "Fixes the radio.", "--from", "1.4.0", "--json")
    )
    assert kept["image_sha256"] == hashlib.sha256(data).hexdigest()
    (row,) = answer(fleetdesk("firmware", "list", "--json"))["images"]
    assert (row["version"], row["board"], row["notes"], row["trusted"]) == ("1.5.0", BOARD, "Fixes the radio.", True)
    unsigned = image_file(tmp_path, make_image(tmp_path), "bad.bin")
    assert fleetdesk("firmware", "add", unsigned, "--key", key).returncode == 1
    assert len(answer(fleetdesk("firmware", "list", "--json"))["images"]) == 1


def test_reset(frost_port: str, fleetdesk: Fleetdesk) -> None:
    report = answer(fleetdesk("reset", frost_port, "--json"))
    assert (report["before"]["boot_count"], report["after"]["boot_count"]) == (41, 42)
    assert report["lost"] == []
    assert report["event"]
    assert "41 -> 42" not in fleetdesk("reset", frost_port).stdout


def test_log(frost_port: str, fleetdesk: Fleetdesk, tmp_path: Path) -> None:
    file = tmp_path / "motor.bin"
    report = answer(fleetdesk("log", frost_port, file, "--json"))
    assert file.read_bytes()[:4] == b"FDMC"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == report["sha256"]
    assert list(tmp_path.glob("*.part")) == []


def test_missing_files_are_told(fleetdesk: Fleetdesk, tmp_path: Path, key: Path) -> None:
    done = fleetdesk("firmware", "check", tmp_path / "none.bin", "--key", key)
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
