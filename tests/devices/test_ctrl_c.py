"""Ctrl-C, sent to the real process: it ends in order, says so, and the next run goes on where it stopped."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from fleetdesk.cli.firmware import cancelled_by_ctrl_c
from fleetdesk.devices.firmware.progress import Cancel
from tests.devices.conftest import Simulate
from tests.devices.firmware_images import make_image, signing_key
from tests.devices.simulated import FROST, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a child of one's own")


def started(folder: Path, *arguments: str | Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "fleetdesk", "--home", str(folder / "home"), *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**environment(), "FLEETDESK_KEYRING": "file"},
    )  # fmt: skip


def read_until(stream: IO[str] | None, words: str) -> str:
    """What was said until these words; progress is written over one line, so it comes without line ends."""
    assert stream is not None
    said = ""
    while words not in said:
        piece = os.read(stream.fileno(), 4096).decode()
        assert piece, f"it ended before {words!r}: {said}"
        said += piece
    return said


def test_an_update_ends_at_a_safe_point_and_the_next_run_goes_on(simulate: Simulate, tmp_path: Path) -> None:
    port = simulate(FROST, {"motor": "idle"}, baud=115200).port
    image = tmp_path / "new.bin"
    image.write_bytes(make_image(tmp_path, key=signing_key(), size=120_000))
    key = signing_key().save(tmp_path / "public.pem")
    with started(tmp_path, "firmware", "update", port, image, "--key", key) as running:
        read_until(running.stderr, "Sending")
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=60)
    assert running.returncode == 1, error
    assert "Ending after this step" in error
    assert "cancelled" in (out + error).lower()
    with started(tmp_path, "firmware", "update", port, image, "--key", key, "--json") as again:
        out, error = again.communicate(timeout=120)
    assert again.returncode == 0, error
    report = json.loads(out)
    assert (report["outcome"], report["after"]) == ("confirmed", "1.5.0")


def test_watching_ends_with_success(simulate: Simulate, tmp_path: Path) -> None:
    port = simulate(FROST).port
    with started(tmp_path, "watch", port, "--json") as running:
        read_until(running.stdout, "motor_ma")
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=60)
    assert (running.returncode, error) == (0, "")


class Wire(io.RawIOBase):
    """Where a stream's bytes go; Ctrl-C comes while the first of them are on their way."""

    def __init__(self) -> None:
        self.interrupted = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if not self.interrupted:
            self.interrupted = True
            signal.raise_signal(signal.SIGINT)
        return len(data)


def test_ctrl_c_in_the_middle_of_a_progress_line_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream refuses a second writer inside its first one; the first form of the handler wrote to it and crashed."""
    cancel = Cancel()
    stream = io.TextIOWrapper(io.BufferedWriter(Wire()), write_through=True)
    monkeypatch.setattr(sys, "stderr", stream)
    with cancelled_by_ctrl_c(cancel):
        stream.write("Sending 12 of 120 KiB")
        stream.flush()
    assert cancel.asked
