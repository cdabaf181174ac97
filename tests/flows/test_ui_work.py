"""What an inspection leaves to do, after signing and on the page that is opened first."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from ui_hands import button, click, press, texts

from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.domain.work import Act, Progress
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.services.bench_views import SignedInspection
from fleetdesk.services.desk import Desk
from fleetdesk.services.today import TodayPage as Todays
from fleetdesk.services.views import Moment, Person, Text
from fleetdesk.services.work_orders import WorkOrders
from fleetdesk.services.work_page import WorkPage
from fleetdesk.ui.bench.signed_view import SignedView
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.today.page import TodayPage
from fleetdesk.ui.work.remains_card import RemainsCard

LIMIT_MS = 20_000
BLENDER = device_id("ruiyun-frost", "RF-20417")
ANA = Person("Ana Torres", "T-7")


def inspected(desk: Desk, verdict: str, cause: str | None = None) -> str:
    now = desk.record.now()
    signed = ev.InspectionSigned(
        device=BLENDER, module=None, template="blender-inspection", template_version=1, started_at=now, signed_at=now,
        signer={"name": ANA.name, "staff_number": ANA.staff_number}, answers=(), verdict=verdict, cause=cause,
    )  # fmt: skip
    return desk.record.append([desk.record.draft(signed, device_subject(BLENDER))], "T-7")[0].id


def signed_view(
    qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk, finding: str
) -> tuple[SignedView, RemainsCard, list[str]]:
    back: list[str] = []
    card = RemainsCard(theme, bridge, WorkPage(desk.record), finding, ANA)
    said = SignedInspection(finding, Moment(iso(now_ms())), Text("Inspected: mechanical failure."), (), True)
    with qtbot.waitSignal(card.shown, timeout=LIMIT_MS):
        view = SignedView(theme, said, lambda: back.append("bench"), card)
        view.resize(1200, 900)
        qtbot.addWidget(view)
        view.show()
    return view, card, back


def test_after_signing_a_replacement_is_ordered_with_one_click_and_enter(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    finding = inspected(fleet_desk, "mechanical")
    view, card, back = signed_view(qtbot, theme, bridge, fleet_desk, finding)
    assert {act: box.isChecked() for act, box in card.boxes.items()} == {
        Act.TAG_OUT: True, Act.REPLACEMENT: True, Act.INTERIM: True,
    }  # fmt: skip
    assert "No supplier is named for it" in texts(card)
    assert card.owner.text() == "T-7"
    click(card.boxes[Act.TAG_OUT])
    assert card.order.text() == "Order these 2"
    press(card.owner, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list(card.boxes) == [Act.TAG_OUT], timeout=LIMIT_MS)
    assert {w.act: w.owner for w in WorkOrders(fleet_desk.record).open().orders} == {
        "interim": "T-7", "replacement": "T-7",
    }  # fmt: skip
    assert back == [], "Enter in the field ordered, and did not leave"
    assert not card.boxes[Act.TAG_OUT].isChecked(), "what was left out is not proposed again"
    view.setFocus()
    press(view, Qt.Key.Key_Return)
    assert back == ["bench"], "Enter goes back as before, and orders nothing"
    assert WorkOrders(fleet_desk.record).open().open == 2


def test_nothing_is_asked_after_a_healthy_one(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    _view, card, _back = signed_view(qtbot, theme, bridge, fleet_desk, inspected(fleet_desk, "healthy"))
    assert card.isHidden()


def test_what_cannot_be_ordered_is_said_on_the_card(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    finding = inspected(fleet_desk, "connectivity", "firmware")
    _view, card, _back = signed_view(qtbot, theme, bridge, fleet_desk, finding)
    amended = ev.InspectionAmended(inspection=finding, device=BLENDER, values={"verdict": "healthy"}, reason="typo")
    fleet_desk.record.append([fleet_desk.record.draft(amended, device_subject(BLENDER))], "T-9")
    click(card.order)
    qtbot.waitUntil(lambda: "does not follow from this inspection" in texts(card), timeout=LIMIT_MS)
    assert card.order.isEnabled(), "what was ticked is still there"


def test_open_work_stands_on_today_until_it_is_done(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    orders = WorkOrders(fleet_desk.record)
    orders.order_found(inspected(fleet_desk, "connectivity", "firmware"), ["reset", "firmware"], "T-7", "T-7")
    late = orders.remains(inspected(fleet_desk, "connectivity")).proposals[0].due_on - timedelta(days=30)
    work = orders.order(BLENDER, "Order a new lid", "Li", late, "cracked", "T-7")
    page = TodayPage(theme, bridge, Todays(fleet_desk.record, "America/New_York"))
    page.resize(1200, 900)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "Order a new lid" in texts(page), timeout=LIMIT_MS)
    assert "3 open work orders" in page.headline.text()
    assert "1 overdue" in texts(page.work)
    asked: list[str] = []
    page.device_wanted.connect(asked.append)
    click(button(page.work, "RF-20417"))
    assert asked == [BLENDER]
    end = next(b for b in page.work.findChildren(QPushButton) if b.accessibleName() == "End it: Order a new lid")
    click(end)
    assert not page.dialog.drop.isEnabled(), "who drops it says why"
    page.dialog.note.setText("the shop has none")
    click(page.dialog.drop)
    qtbot.waitUntil(lambda: "Order a new lid" not in texts(page.work), timeout=LIMIT_MS)
    ended = orders.ended()
    assert [(each.id, each.progress, each.note) for each in ended] == [(work, Progress.DROPPED, "the shop has none")]
    assert "overdue" not in texts(page.work)
    qtbot.waitUntil(lambda: "2 open work orders" in page.headline.text(), timeout=LIMIT_MS)
