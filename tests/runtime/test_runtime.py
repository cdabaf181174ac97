"""Paths, clock, log, loop and the screen check."""

import asyncio
import json
import logging
from pathlib import Path

import pytest

from fleetdesk.cli.main import home_first
from fleetdesk.runtime import clock, screen
from fleetdesk.runtime.log import log_to, stop_log
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.paths import bundled, home_at


@pytest.mark.parametrize("folder", ["drivers", "resources", "seeds"])
def test_the_shipped_folders_are_found(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert any(bundled(folder).iterdir())


def test_the_home_is_the_named_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEETDESK_HOME", str(tmp_path / "environment"))
    assert home_at(tmp_path / "named").folder == tmp_path / "named"
    assert home_at().folder == tmp_path / "environment"


@pytest.mark.parametrize("words", [["--home", "D", "health"], ["health", "--home", "D"], ["health", "--home=D"]])
def test_home_may_stand_anywhere(words: list[str]) -> None:
    assert home_first(words)[0].startswith("--home")
    assert home_first(words)[-1] == "health"


def test_instants_go_round() -> None:
    assert clock.iso(1_764_000_000_123) == "2025-11-24T16:00:00.123Z"
    assert clock.ms_of("2025-11-24T16:00:00.123Z") == 1_764_000_000_123
    assert clock.ms_of("2025-11-24T11:00:00.123-05:00") == 1_764_000_000_123
    with pytest.raises(ValueError, match="no time zone"):
        clock.ms_of("2025-11-24T16:00:00")


def test_the_log_is_json_with_tracebacks(tmp_path: Path, logged_errors: list[str]) -> None:
    file = log_to(tmp_path / "logs")
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        logging.getLogger("fleetdesk.somewhere").exception("did not work")
    stop_log()
    line = json.loads(file.read_text("utf-8").splitlines()[-1])
    assert (line["event"], line["level"], line["logger"]) == ("did not work", "error", "fleetdesk.somewhere")
    assert "RuntimeError: broken" in line["exception"]
    assert len(logged_errors) == 1


def test_stopping_the_loop_ends_what_runs_on_it() -> None:
    loop = IoLoop().start()
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(1000)
        finally:
            ended.append("cleaned up")

    future = loop.run(work())
    loop.run(asyncio.sleep(0)).result()
    loop.stop()
    assert ended == ["cleaned up"]
    assert future.cancelled()


def test_without_a_display_there_is_no_screen() -> None:
    assert not screen.has_screen({}, "linux")
    assert screen.has_screen({"DISPLAY": ":1"}, "linux")
    assert screen.has_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert screen.has_screen({}, "win32")


def test_a_missing_library_is_named_by_its_package() -> None:
    assert screen.missing_packages({"libdoes-not-exist.so.1": "libdoes-not-exist1"}) == ["libdoes-not-exist1"]
    assert "libxcb-cursor0" in screen.needed_libraries({"DISPLAY": ":1"}).values()
    assert "libxcb-cursor0" not in screen.needed_libraries({"QT_QPA_PLATFORM": "offscreen"}).values()
