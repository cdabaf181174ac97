"""No network for months: from the Sync page onto a stick and back, in the window."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from ui_fakes import FakeSync
from ui_hands import button, click, texts, type_text

from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import store_subject
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.stick import Stick, silent
from fleetdesk.services.stick_page import Receiver, StickView
from fleetdesk.services.sync_page import SyncPage as Service
from fleetdesk.services.sync_page import SyncProgress
from fleetdesk.services.views import Text
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sync.page import SyncPage
from fleetdesk.ui.sync.source import SyncSource
from fleetdesk.ui.sync.stick_dialog import StickDialog
from fleetdesk.ui.theme import Theme

LIMIT_MS = 20_000


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """The laptop of somebody else."""
    opened = open_desk(Home(tmp_path / "other"), synchronous="OFF")
    yield opened
    opened.close()


def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, source: SyncSource) -> SyncPage:
    page = SyncPage(theme, bridge, source)
    page.resize(1100, 900)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.headline.text() != "", timeout=LIMIT_MS)
    return page


def add_stores(desk: Desk, count: int, name: str) -> None:
    codes = [f"{name}-{number}" for number in range(count)]
    stores = [(ev.StoreRegistered(code=code, name=code, time_zone="UTC"), store_subject(code)) for code in codes]
    desk.record.append([desk.record.draft(store, subject) for store, subject in stores])


def stores(desk: Desk) -> int:
    return desk.record.read(lambda c: c.execute("SELECT count(*) FROM p_store").fetchone()[0])


def test_work_goes_onto_a_stick_and_is_read_from_one(
    qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk, other: Desk, tmp_path: Path
) -> None:
    page = open_page(qtbot, theme, bridge, Service(desk, ModelNames(), "UTC"))
    stick = page.acts.stick
    mine, theirs = Stick(desk), Stick(other)
    add_stores(desk, 3, "MINE")
    outward = tmp_path / "out.fleetdesk"
    stick.save_to(str(outward), theirs.address, everything=False)
    qtbot.waitUntil(lambda: "Take the stick out safely" in page.banner.text, timeout=LIMIT_MS)
    theirs.read(outward, silent, accept_writer=mine.public_key)
    assert stores(other) == 3

    add_stores(other, 2, "THEIRS")
    back = tmp_path / "back.fleetdesk"
    theirs.write(back, mine.address, silent)
    stick.read_from(str(back))
    qtbot.waitUntil(lambda: "is not known here" in page.banner.text, timeout=LIMIT_MS)
    assert theirs.public_key in page.banner.text
    assert stores(desk) == 3, "nothing was taken before a person said so"
    qtbot.waitUntil(lambda: not page.acts.is_busy, timeout=LIMIT_MS)
    click(button(page.banner, "It is the same"))
    qtbot.waitUntil(lambda: "records were new" in page.banner.text, timeout=LIMIT_MS)
    assert stores(desk) == 5


def test_a_wrong_file_and_a_wrong_address_are_said_calmly(
    qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk, tmp_path: Path
) -> None:
    page = open_page(qtbot, theme, bridge, Service(desk, ModelNames(), "UTC"))
    notes = tmp_path / "notes.txt"
    notes.write_text("milk, beans")
    page.acts.stick.read_from(str(notes))
    qtbot.waitUntil(lambda: "no Fleetdesk bundle" in page.banner.text, timeout=LIMIT_MS)
    qtbot.waitUntil(page.acts.stick.save_button.isEnabled, timeout=LIMIT_MS)
    page.acts.stick.save_to(str(tmp_path / "x.fleetdesk"), "ANA", everything=True)
    qtbot.waitUntil(lambda: "no address for a bundle" in page.banner.text, timeout=LIMIT_MS)
    assert not list(tmp_path.glob("x.fleetdesk*"))


class _Slow(FakeSync):
    """A stick that takes for ever, half way through."""

    def __init__(self) -> None:
        self.cancelled = False

    def subscribe_progress(self, callback: Callable[[SyncProgress], None]) -> Callable[[], None]:
        self.tell = callback
        return lambda: None

    async def save_stick(self, path: str, to: str, everything: bool) -> Text:
        self.tell(SyncProgress("write", 1_500, 5_000, 700))
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled = True
        raise AssertionError("never")


def test_writing_shows_how_far_it_is_and_can_be_cancelled(qtbot: QtBot, theme: Theme, bridge: Bridge) -> None:
    source = _Slow()
    page = open_page(qtbot, theme, bridge, source)
    page.acts.stick.save_to("stick", "address", everything=False)
    words = "Writing records: 1,500 of 5,000, 700 a second, 5 s left"
    qtbot.waitUntil(lambda: page.acts.progress.text() == words, timeout=LIMIT_MS)
    assert not page.acts.stick.save_button.isEnabled()
    click(page.acts.cancel_button)
    qtbot.waitUntil(lambda: source.cancelled and "not whole was removed" in page.banner.text, timeout=LIMIT_MS)
    assert page.acts.stick.save_button.isEnabled()


def test_a_cancelled_bundle_leaves_no_file(desk: Desk, other: Desk, tmp_path: Path) -> None:
    add_stores(desk, 600, "MANY")
    service = Service(desk, ModelNames(), "UTC")
    path = tmp_path / "out.fleetdesk"

    async def cancel_at_the_first_step() -> None:
        writing = asyncio.ensure_future(service.save_stick(str(path), Stick(other).address, everything=True))
        here, delivered = asyncio.get_running_loop(), threading.Event()

        def cancel(progress: SyncProgress) -> None:
            """Holds the writer until it was told to stop."""
            if progress.stage:
                here.call_soon_threadsafe(writing.cancel)
                here.call_soon_threadsafe(here.call_later, 0.05, delivered.set)
                assert delivered.wait(10)

        service.subscribe_progress(cancel)
        with pytest.raises(asyncio.CancelledError):
            await writing

    asyncio.run(cancel_at_the_first_step())
    assert not list(tmp_path.glob("out*"))


def test_the_dialog_asks_for_whom_and_shows_what_others_need(qtbot: QtBot, theme: Theme) -> None:
    view = StickView("A" * 53, "k" * 44, (Receiver("B" * 53, "Ben's laptop"), Receiver("C" * 53, "the hub")))
    dialog = StickDialog(theme, view)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.address == "B" * 53, "whom it was written for before"
    click(button(dialog, "the hub"))
    assert dialog.address == "C" * 53
    dialog.receiver.clear()
    assert not dialog.save_button.isEnabled()
    type_text(dialog.receiver, "D")
    assert dialog.save_button.isEnabled()
    assert {"A" * 53, "k" * 44} <= set(texts(dialog).split("\n"))
    click(button(dialog, "Copy"))
    assert QGuiApplication.clipboard().text() == "A" * 53
