"""The page a technician opens first: my stores, what to finish, the campaign, what is not on the hub yet."""

from datetime import date

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui_hands import button, click, texts

from fleetdesk.domain import events as ev
from fleetdesk.domain.business_days import after, left
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.services.campaigns import Campaigns
from fleetdesk.services.desk import Desk
from fleetdesk.services.today import TodayPage as Todays
from fleetdesk.storage import drafts
from fleetdesk.storage.drafts import StoredDraft
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.today.page import TodayPage

LIMIT_MS = 20_000
BLENDER = device_id("ruiyun-frost", "RF-20417")


def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk) -> TodayPage:
    page = TodayPage(theme, bridge, Todays(desk.record, "America/New_York"))
    page.resize(1200, 900)
    qtbot.addWidget(page)
    page.show()
    # What was just laid out is seen in a later turn of the event loop.
    qtbot.waitUntil(lambda: "Inspect all offline blenders" in texts(page), timeout=LIMIT_MS)
    return page


def has_button(widget: QWidget, words: str) -> bool:
    return any(made.isVisible() and made.text() == words for made in widget.findChildren(QPushButton))


def inspected(desk: Desk, device: str, verdict: str = "connectivity") -> None:
    now = desk.record.now()
    signed = ev.InspectionSigned(
        device=device, module=None, template="blender-inspection", template_version=1, started_at=now, signed_at=now,
        signer={"name": "Ana", "staff_number": "T-1"}, answers=(), verdict=verdict, cause="firmware",
    )  # fmt: skip
    desk.record.append([desk.record.draft(signed, device_subject(device))], "T-1")


def test_the_stores_that_are_mine_come_first_and_the_figures_are_theirs(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert page.headline.text() == "7 services due in all stores."
    asked: list[str] = []
    page.store_wanted.connect(asked.append)
    click(button(page.stores, "Store 04"))
    assert asked == ["STORE-04"]
    lines = texts(page.stores).splitlines()
    place = [line for line in lines if line in ("Mine", "Not mine") or line.startswith("Store")].index("Store 04")
    marks = [made for made in page.stores.findChildren(QPushButton) if made.text() == "Mine"]
    click(marks[place // 2])
    qtbot.waitUntil(lambda: "in your stores" in page.headline.text(), timeout=LIMIT_MS)
    assert page.headline.text() == "1 service due in your stores."
    assert page.words.text() == "6 more are due in other stores."
    qtbot.waitUntil(lambda: has_button(page.stores, "Not mine"), timeout=LIMIT_MS)
    assert "Other stores" in texts(page.stores)
    click(button(page.stores, "Not mine"))
    qtbot.waitUntil(lambda: page.headline.text() == "7 services due in all stores.", timeout=LIMIT_MS)


def test_an_inspection_that_waits_is_found_again(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    now = fleet_desk.record.now()
    draft = StoredDraft("d-1", BLENDER, "blender-inspection", 1, now, now, b"{}")
    fleet_desk.record.change(lambda connection: drafts.save(connection, draft))
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert page.headline.text() == "1 inspection to finish, 7 services due in all stores."
    asked: list[tuple[str, str]] = []

    def on_draft(device: str, template: str) -> None:
        asked.append((device, template))

    page.draft_wanted.connect(on_draft)
    click(button(page.open_drafts, "RF-20417"))
    assert asked == [(BLENDER, "blender-inspection")]


def test_a_campaign_keeps_its_denominator_and_counts_what_was_inspected(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert "42 devices would belong now." in texts(page)
    click(button(page, "Start it"))
    qtbot.waitUntil(lambda: "0 of 42 inspected" in texts(page), timeout=LIMIT_MS)
    inspected(fleet_desk, BLENDER)
    qtbot.waitUntil(lambda: "1 of 42 inspected, 5 business days left." in texts(page), timeout=LIMIT_MS)
    back = ev.StateReported(device=BLENDER, state="online", source="upstream", as_of=fleet_desk.record.now())
    fleet_desk.record.append([fleet_desk.record.draft(back, device_subject(BLENDER))])
    inspected(fleet_desk, device_id("ruiyun-frost", "RF-20418"), "serviced")
    page.fetch()
    qtbot.waitUntil(lambda: "1 of 42 inspected" in texts(page), timeout=LIMIT_MS)
    asked: list[str] = []
    page.inspections_wanted.connect(asked.append)
    qtbot.waitUntil(lambda: has_button(page, "Show the inspections"), timeout=LIMIT_MS)
    click(button(page, "Show the inspections"))
    assert asked == ["offline-blenders"]
    click(button(page, "End it"))
    qtbot.waitUntil(lambda: "41 devices would belong now." in texts(page), timeout=LIMIT_MS)


def test_a_campaign_that_ran_over_says_so(fleet_desk: Desk) -> None:
    campaigns = Campaigns(fleet_desk.record, "UTC")
    started = campaigns.start("offline-blenders")
    assert started.started_on is not None
    assert started.last_day == after(started.started_on, 5)
    later = iso(now_ms() + 21 * 86_400_000)
    fleet_desk.record.now = lambda: later  # pyright: ignore[reportAttributeAccessIssue]
    (found,) = campaigns.all()
    assert started.last_day is not None
    assert found.days_left is not None
    assert found.days_left == left(date.fromisoformat(later[:10]), started.last_day) < 0
    assert len(campaigns.open_devices("offline-blenders")) == 42


def test_an_empty_home_is_calm_and_says_the_next_step(qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk) -> None:
    page = open_page(qtbot, theme, bridge, desk)
    assert page.headline.text() == "Nothing waits today."
    seen = texts(page)
    for words in ("Import your fleet", "No store has work.", "No inspection waits", "None belongs now.", "No hub is"):
        assert words in seen
