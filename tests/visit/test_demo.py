"""`fleetdesk demo`: the whole visit as a stranger runs it, and that nothing it started is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

LIMIT_S = 120


def run_demo(*options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "fleetdesk", "demo", "--headless", "--json", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    home = tmp_path_factory.mktemp("demo") / "home"
    done = run_demo("--keep", str(home))
    assert done.returncode == 0, done.stderr
    return home, json.loads(done.stdout.splitlines()[-1])


def test_the_fleet_is_as_the_report_says(finished: tuple[Path, dict[str, Any]]) -> None:
    _, result = finished
    figures = [result[key] for key in ("devices", "stores", "online", "offline", "unknown")]
    assert figures == [216, 10, 89, 69, 58]


def test_the_blender_is_identified_and_its_service_done(finished: tuple[Path, dict[str, Any]]) -> None:
    _, result = finished
    assert result["identified"] == {
        "pack": "ruiyun-frost", "model": "ruiyun-frost", "serial": "RF-20417", "firmware": "1.3.0",
    }  # fmt: skip
    assert [(due["task"], due["serial"], due["every"]) for due in result["due_before"]] == [
        ("blade-service", "RF-20417", 1000)
    ]
    assert result["uses_since_service"] == result["due_before"][0]["uses"] >= 1012
    assert result["due_after"] == []
    assert result["motor_load_ma"] > 1000


def test_everything_is_on_the_hub_and_the_chain_holds(finished: tuple[Path, dict[str, Any]]) -> None:
    _, result = finished
    assert result["events_on_hub"] == result["events_local"] > 800
    assert result["chain_ok"] is True
    assert set(result["seconds"]) == {"identify", "read", "append", "push"}


def test_the_kept_home_verifies_and_rebuilds_equal(finished: tuple[Path, dict[str, Any]]) -> None:
    home, result = finished
    for command, key in (("verify", "ok"), ("rebuild", "equal")):
        done = subprocess.run(
            [sys.executable, "-m", "fleetdesk", command, "--json", "--home", str(home)],
            capture_output=True, text=True, timeout=LIMIT_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)[key] is True
    seal = subprocess.run(
        [sys.executable, "-m", "fleetdesk", "verify", "--inspection", result["inspection"], "--home", str(home)],
        capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert seal.returncode == 0, seal.stdout


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks processes up in /proc")
def test_killed_it_leaves_no_process_behind(tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-m", "fleetdesk", "demo", "--headless", "--keep", str(tmp_path / "home")],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert demo.stderr is not None
    for line in demo.stderr:
        if "on the cable" in line:
            break
    started = descendants(demo.pid)
    assert len(started) >= 8  # hub, simulator, six devices
    os.kill(demo.pid, signal.SIGKILL)
    demo.wait()
    demo.stderr.close()
    deadline = time.monotonic() + 30
    while (left := [pid for pid in started if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, from /proc."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    found: list[int] = []
    layer = [pid]
    while layer:
        layer = [child for child, parent in parents.items() if parent in layer]
        found += layer
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGTERM")
def test_the_window_ends_in_order_and_takes_everything_with_it(tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtWidgets", reason="the window needs PySide6")
    home = tmp_path / "home"
    demo = subprocess.Popen(
        [sys.executable, "-m", "fleetdesk", "demo", "--keep", str(home)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert demo.stderr is not None
    for line in demo.stderr:
        if "on the cable" in line:
            break
    log = home / "logs" / "fleetdesk.jsonl"
    deadline = time.monotonic() + 60
    while not log.exists() and time.monotonic() < deadline:  # the window is up and its background work began
        time.sleep(0.05)
    started = descendants(demo.pid)
    demo.send_signal(signal.SIGTERM)
    rest = demo.stderr.read()
    demo.stderr.close()
    assert demo.wait(60) == 0, rest
    assert "Traceback" not in rest
    assert [pid for pid in started if is_running(pid)] == []
