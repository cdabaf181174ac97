"""Is my work safe? The Sync page on a real hub: joining, what is owed, conflicts, proof, cancelling, trouble."""

import asyncio
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot
from ui_fakes import FakeSync
from ui_hands import button, click, press, texts, type_text

from fleetdesk import sqlite
from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import device_id, device_subject, store_subject
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.services.sync_page import SyncPage as Service
from fleetdesk.services.sync_page import SyncProgress, SyncView
from fleetdesk.services.views import HubLink, SyncState
from fleetdesk.storage.queries import registry
from fleetdesk.sync.signed_http import Patience
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sync.page import SyncPage
from fleetdesk.ui.sync.source import SyncSource
from fleetdesk.ui.sync.words import progress_words
from fleetdesk.ui.theme import Theme
from tests.hub.running import RunningHub, running_hub

LIMIT_MS = 20_000
DEVICE = device_id("frost", "RF-1")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def patient_desk(desk: Desk) -> Desk:
    """Trouble is told at the first try."""
    workstation = desk.workstation
    patience = Patience(tries=1, connect_s=2.0)
    desk.__dict__["sync"] = SyncNow(workstation.database, workstation.keys, workstation.blobs, patience=patience)
    return desk


def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, source: SyncSource) -> SyncPage:
    page = SyncPage(theme, bridge, source)
    page.resize(1100, 900)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.headline.text() != "", timeout=LIMIT_MS)
    return page


def service(desk: Desk) -> Service:
    return Service(desk, ModelNames(), "UTC")


def register(desk: Desk) -> None:
    known = ev.DeviceRegistered(device=DEVICE, model="frost", category="blender", serial="RF-1")
    desk.record.append([desk.record.draft(known, device_subject(DEVICE))])


def describe(desk: Desk, notes: str) -> None:
    said = ev.DeviceDescribed(device=DEVICE, values={"notes": notes}, base={"notes": None})
    desk.record.append([desk.record.draft(said, device_subject(DEVICE))], "1")


def until(qtbot: QtBot, page: SyncPage, headline: str, pill: str) -> None:
    qtbot.waitUntil(
        lambda: page.headline.text().startswith(headline) and page.pill.text == pill and not page.acts.is_busy,
        timeout=LIMIT_MS,
    )


def test_joining_a_hub_makes_it_safe_and_new_work_is_owed(
    qtbot: QtBot, theme: Theme, bridge: Bridge, patient_desk: Desk, hub: RunningHub
) -> None:
    register(patient_desk)
    page = open_page(qtbot, theme, bridge, service(patient_desk))
    until(qtbot, page, "Your work is saved, but only on this laptop.", "No hub")
    assert "No hub yet" in texts(page)
    assert not page.acts.sync_button.isVisible()
    type_text(page.url, hub.url)
    press(page.url, Qt.Key.Key_Return)
    until(qtbot, page, "Safe to leave: the hub holds all", "Safe")
    assert page.figures.shown["owed"][0].text() == "0"
    assert not page.owed.isVisible()
    describe(patient_desk, "dented")
    until(qtbot, page, "1 record is only on this laptop.", "Owed")
    assert "Edit of RF-1" in texts(page.owed)
    press(page, Qt.Key.Key_Return)
    until(qtbot, page, "Safe to leave", "Safe")


def test_a_hub_out_of_reach_is_told_beside_what_waits(
    qtbot: QtBot, theme: Theme, bridge: Bridge, patient_desk: Desk, tmp_path: Path
) -> None:
    with running_hub(tmp_path / "gone") as hub:
        asyncio.run(patient_desk.sync.join(hub.url))
    register(patient_desk)
    page = open_page(qtbot, theme, bridge, service(patient_desk))
    until(qtbot, page, "1 record is only on this laptop.", "Owed")
    click(page.acts.sync_button)
    qtbot.waitUntil(lambda: "cannot be reached" in page.banner.text, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: "is not in reach; it is tried again by itself" in page.about.text(), timeout=LIMIT_MS)
    assert page.acts.sync_button.isEnabled(), "it can be tried again"


def test_a_conflict_is_decided_with_a_reason_and_may_be_turned_round(
    qtbot: QtBot, theme: Theme, bridge: Bridge, patient_desk: Desk, hub: RunningHub
) -> None:
    register(patient_desk)
    describe(patient_desk, "dented")
    describe(patient_desk, "scratched")
    asyncio.run(patient_desk.sync.join(hub.url))
    page = open_page(qtbot, theme, bridge, service(patient_desk))
    qtbot.waitUntil(lambda: "Notes of RF-1" in texts(page), timeout=LIMIT_MS)
    story = page.conflicts.stories[0]
    assert "Which one is right?" in texts(story)
    click(button(story, "dented"))
    qtbot.waitUntil(lambda: "A reason is needed" in story.said.text(), timeout=LIMIT_MS)
    type_text(story.reason, "I looked at it")
    click(button(story, "dented"))
    qtbot.waitUntil(lambda: len(page.decided.stories) == 1 and not page.conflicts.isVisible(), timeout=LIMIT_MS)
    assert _notes(patient_desk) == "dented"
    decided = page.decided.stories[0]
    qtbot.waitUntil(lambda: "I looked at it" in texts(decided), timeout=LIMIT_MS)
    type_text(decided.reason, "no, the other one")
    click(button(decided, "scratched"))
    qtbot.waitUntil(lambda: _notes(patient_desk) == "scratched", timeout=LIMIT_MS)


def _notes(desk: Desk) -> str | None:
    known = desk.record.read(lambda c: registry.device(c, DEVICE))
    return known.notes if known else None


def test_the_hub_proves_it_and_a_flipped_byte_is_named(
    qtbot: QtBot, theme: Theme, bridge: Bridge, patient_desk: Desk, hub: RunningHub, tmp_path: Path
) -> None:
    asyncio.run(patient_desk.sync.join(hub.url))
    page = open_page(qtbot, theme, bridge, service(patient_desk))
    until(qtbot, page, "Safe", "Safe")
    click(page.acts.prove_button)
    qtbot.waitUntil(lambda: "Proved now: the hub holds all" in page.banner.text, timeout=LIMIT_MS)
    connection = sqlite.open_file(tmp_path / "hub" / "hub.db", None)
    (body,) = connection.execute("SELECT body FROM journal_event WHERE seq = 2").fetchone()
    connection.execute("UPDATE journal_event SET body = ? WHERE seq = 2", (bytes(body).replace(b"1", b"2"),))
    connection.close()
    click(page.acts.prove_button)
    qtbot.waitUntil(lambda: "Event 2 of journal" in page.banner.text, timeout=LIMIT_MS)


class _Slow(FakeSync):
    """A sync that takes for ever, half way through."""

    def __init__(self) -> None:
        self.cancelled = False

    def view(self) -> SyncView:
        view = super().view()
        return SyncView(SyncState(HubLink.ONLINE, hub="h"), view.summary, (), view.conflicts, ())

    def subscribe_progress(self, callback: Callable[[SyncProgress], None]) -> Callable[[], None]:
        self.tell = callback
        return lambda: None

    async def sync(self) -> None:
        self.tell(SyncProgress("pull", 1_500, 5_000, 700))
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled = True


def test_a_sync_shows_how_far_it_is_and_can_be_cancelled(qtbot: QtBot, theme: Theme, bridge: Bridge) -> None:
    source = _Slow()
    page = open_page(qtbot, theme, bridge, source)
    qtbot.waitUntil(page.acts.sync_button.isVisible, timeout=LIMIT_MS)
    click(page.acts.sync_button)
    words = "Receiving records: 1,500 of 5,000, 700 a second, 5 s left"
    qtbot.waitUntil(lambda: page.acts.progress.text() == words, timeout=LIMIT_MS)
    assert page.acts.bar.value() * 10 == page.acts.bar.maximum() * 3
    click(page.acts.cancel_button)
    qtbot.waitUntil(lambda: source.cancelled and "Cancelled" in page.banner.text, timeout=LIMIT_MS)
    assert page.acts.sync_button.isEnabled()
    assert not page.acts.bar.isVisible()


def test_progress_is_never_more_than_all() -> None:
    assert progress_words(SyncProgress("push", 7, 7, 100)) == "Sending records: 7 of 7"
    assert progress_words(SyncProgress("blobs", 1, 3, 0)) == "Sending files: 1 of 3"


PULLED, FLOOR_S = 5_000, 0.15
"""Events; and a gap that nobody feels, below which a busy machine's own hiccups are."""


def test_the_window_is_never_blocked_while_thousands_of_records_come(
    qtbot: QtBot, theme: Theme, bridge: Bridge, patient_desk: Desk, hub: RunningHub, tmp_path: Path
) -> None:
    """No gap of the event loop is over three times the worst one of an idle window."""
    other = open_desk(Home(tmp_path / "other"), synchronous="OFF")
    codes = [f"S-{number}" for number in range(PULLED)]
    stores = [(ev.StoreRegistered(code=code, name=code, time_zone="UTC"), store_subject(code)) for code in codes]
    other.record.append([other.record.draft(store, subject) for store, subject in stores])
    asyncio.run(other.sync.join(hub.url))
    other.close()
    page = open_page(qtbot, theme, bridge, service(patient_desk))
    idle_s = _worst_gap_s(qtbot, lambda: None, lambda: True)
    busy_s = _worst_gap_s(
        qtbot, lambda: page.acts.join(hub.url), lambda: page.pill.text == "Safe" and not page.acts.is_busy
    )
    assert patient_desk.record.read(lambda c: c.execute("SELECT count(*) FROM p_store").fetchone()[0]) == PULLED
    assert busy_s < max(3 * idle_s, FLOOR_S), f"{busy_s * 1000:.0f} ms, idle {idle_s * 1000:.0f} ms"


def _worst_gap_s(qtbot: QtBot, act: Callable[[], object], is_over: Callable[[], bool]) -> float:
    """The longest time between two turns of the event loop from `act` until it is over, at least half a second."""
    beats: list[float] = [time.monotonic()]
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start()
    began = time.monotonic()
    act()
    qtbot.waitUntil(lambda: is_over() and time.monotonic() - began > 0.5, timeout=60_000)
    timer.stop()
    return max(later - earlier for earlier, later in pairwise(beats))
