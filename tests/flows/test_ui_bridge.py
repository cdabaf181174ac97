"""Work crosses to other threads and back through one door, and says what happens on success, failure and cancel."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fleetdesk.domain.errors import PortError
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge


def test_a_result_arrives_in_the_gui_thread(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[tuple[str, bool]] = []
    owner = QObject()

    def on_done(worker: str) -> None:
        seen.append((worker, QThread.currentThread() is owner.thread()))

    bridge.run(lambda: threading.current_thread().name, owner=owner, on_done=on_done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("fleetdesk-work")
    assert seen[0][1]


def test_a_coroutine_runs_on_the_io_loop(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[str] = []

    async def work() -> str:
        await asyncio.sleep(0)
        return threading.current_thread().name

    bridge.run_async(work, owner=bridge, on_done=seen.append)
    qtbot.waitUntil(lambda: seen == ["fleetdesk-io"])


def test_a_known_error_becomes_a_calm_problem(qtbot: QtBot, bridge: Bridge) -> None:
    problems: list[Problem] = []

    def fail() -> None:
        raise PortError("ttyACM0 is busy.", "Another program holds it.", "Close it.")

    bridge.run(fail, owner=bridge, on_done=lambda _none: None, on_error=problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert problems == [Problem("ttyACM0 is busy.", "Another program holds it.", "Close it.")]


def test_a_bug_is_logged_and_told_and_lets_the_page_go_on(
    qtbot: QtBot, io_loop: IoLoop, logged_errors: list[str]
) -> None:
    bridge = Bridge(lambda: io_loop)
    bugs: list[str] = []
    problems: list[Problem] = []
    bridge.bug.connect(bugs.append)
    bridge.run(lambda: 1 // 0, owner=bridge, on_done=lambda _result: None, on_error=problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert "ZeroDivisionError" in bugs[0]
    assert "background work failed" in logged_errors[0]
    assert problems[0].title == "Fleetdesk made a mistake."
    bridge.close()


def test_what_arrives_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    release = threading.Event()
    owner = QLabel()
    seen: list[bool] = []
    bridge.run(lambda: release.wait(5), owner=owner, on_done=seen.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: _is_gone(owner))
    release.set()
    later: list[int] = []
    bridge.run(lambda: 1, owner=bridge, on_done=later.append)
    qtbot.waitUntil(lambda: later == [1])
    assert seen == []


def test_cancelling_stops_a_coroutine_and_only_on_cancel_is_called(qtbot: QtBot, bridge: Bridge) -> None:
    events: list[str] = []
    started = threading.Event()

    async def forever() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            events.append("stopped")

    task = bridge.run_async(
        forever, owner=bridge, on_done=lambda _none: events.append("done"), on_cancel=lambda: events.append("cancelled")
    )
    assert started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: set(events) == {"stopped", "cancelled"})
    task.cancel()
    assert events.count("cancelled") == 1


def test_of_values_that_come_too_fast_the_newest_is_shown(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[int] = []
    callbacks: list[Callable[[int], None]] = []
    ended: list[bool] = []

    def subscribe(callback: Callable[[int], None]) -> Callable[[], None]:
        callbacks.append(callback)
        return lambda: ended.append(True)

    task = bridge.subscribe(subscribe, owner=bridge, on_value=seen.append)
    flood = threading.Thread(target=lambda: [callbacks[0](value) for value in range(10_000)])
    flood.start()
    flood.join()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 9_999)
    assert len(seen) < 100
    task.cancel()
    assert ended == [True]


def test_a_subscription_of_a_widget_that_is_gone_ends_by_itself(qtbot: QtBot, bridge: Bridge) -> None:
    owner = QLabel()
    callbacks: list[Callable[[int], None]] = []
    ended: list[bool] = []

    def subscribe(callback: Callable[[int], None]) -> Callable[[], None]:
        callbacks.append(callback)
        return lambda: ended.append(True)

    bridge.subscribe(subscribe, owner=owner, on_value=lambda _value: pytest.fail("it is gone"))
    owner.deleteLater()
    qtbot.waitUntil(lambda: _is_gone(owner))
    callbacks[0](1)
    qtbot.waitUntil(lambda: ended == [True])


def _is_gone(widget: QObject) -> bool:
    import shiboken6

    return not shiboken6.isValid(widget)
