"""A technician inspects a unit, by keyboard alone if need be; nothing is lost on the way, and signing seals it."""

from dataclasses import replace
from typing import cast

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from ui_fakes import ANA, FakeServices, Feed
from ui_hands import button, click, press, texts, type_text

from fleetdesk.domain.errors import StorageError
from fleetdesk.services.bench_views import BenchView, InspectionDraft, InspectionItem, ItemAnswer, ItemKind
from fleetdesk.services.views import Person, Text
from fleetdesk.ui.bench.inspection_form import InspectionForm, is_fine
from fleetdesk.ui.bench.inspection_page import InspectionPage
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bench.reading_card import ReadingCard, parse_scaled, reading_words
from fleetdesk.ui.main_window import MainWindow


def start(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> tuple[MainWindow, InspectionPage]:
    services.bench.view = Feed(BenchView((data.ready(),)))
    window = open_window()
    bench = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: "Start inspection" in texts(bench))
    press(bench, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.desk.page is not None)
    page = bench.desk.page
    assert page is not None
    qtbot.waitUntil(lambda: page.form.answers["battery"].value == 3698)  # read again, from the cable
    return window, page


def keys(*pressed: Qt.Key) -> None:
    """Keys go where the keyboard is, as they do for a person."""
    for key in pressed:
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, key)


def test_a_whole_inspection_by_keyboard(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    _window, page = start(qtbot, open_window, services)
    one, two, three, enter = Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return
    keys(one, enter, two, enter, one, enter)  # outside: passes, fails, passes
    assert "Power and radio" in button(page, "Power and radio").text()
    assert button(page, "Power and radio").isChecked()
    keys(one, enter)  # the readings are there already: the lamp is the current card
    current = page.cards.current
    assert isinstance(current, ReadingCard)
    qtbot.waitUntil(lambda: "load" in page.form.answers, timeout=20_000)  # the run fills it in
    keys(enter, one, enter)  # no grinding
    keys(two, enter, three, enter)  # connectivity, firmware
    keys(one, enter)  # the service was performed
    type_text(cast(QLineEdit, QApplication.focusWidget()), "Swapped the blade, works like new.")
    press(page, enter)
    assert page.sign.is_ready
    press(page, enter)
    qtbot.waitUntil(lambda: bool(services.inspections.signed))
    change, signer = services.inspections.signed[0]
    assert signer == ANA
    assert [(answer.item, answer.outcome) for answer in change.answers if answer.item in ("jar", "blade", "noise")] == [
        ("jar", "pass"),
        ("blade", "fail"),
        ("noise", "pass"),
    ]
    load = next(answer for answer in change.answers if answer.item == "load")
    assert load.source == "wired"
    assert load.outcome == "ok"
    assert 3500 < (load.value or 0) < 4700  # the middle of the run, without the 7.7 A of its start
    assert (change.verdict, change.cause, change.performed) == ("connectivity", "firmware", ("blade",))
    assert change.note == "Swapped the blade, works like new."
    assert services.inspections.saved[-1] == change  # kept as a draft before it was sealed


def test_signing_shows_the_receipt_and_enter_leads_back(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.inspections.draft = complete_draft()
    window, page = start(qtbot, open_window, services)
    page.go_to(5)
    click(button(page, "Sign inspection"))
    qtbot.waitUntil(lambda: "Signed and sealed" in texts(page))
    assert "0193a1c4-7b1e-7c3a-9f1e-5a6b7c8d9e0f" in texts(page)
    keys(Qt.Key.Key_Return)
    bench = cast(BenchPage, window.go("bench"))
    assert bench.desk.page is None
    assert "its blade service is done" in bench.banner.text


def test_what_is_missing_is_named_and_one_click_away(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    _window, page = start(qtbot, open_window, services)
    page.go_to(5)
    assert "2 of 9 answered" in texts(page)
    assert not button(page, "Sign inspection").isEnabled()
    click(button(page, "Answer: Runs without grinding"))
    current = page.cards.current
    assert current is not None
    assert current.key == "noise"
    press(page, Qt.Key.Key_Return)
    assert services.inspections.signed == []


def test_every_answer_is_saved_before_the_screen_says_so(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    _window, page = start(qtbot, open_window, services)
    qtbot.waitUntil(lambda: "Draft saved" in texts(page))
    services.inspections.failure = StorageError("The disk is full.", "Nothing was lost so far.", "Free some space.")
    keys(Qt.Key.Key_1)
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.text == "The disk is full. Nothing was lost so far. Free some space."
    assert ItemAnswer("jar", "pass") not in services.inspections.saved[-1].answers
    services.inspections.failure = None
    keys(Qt.Key.Key_Return, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: ItemAnswer("jar", "pass") in services.inspections.saved[-1].answers)


def test_escape_leaves_and_keeps_the_draft(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    window, _page = start(qtbot, open_window, services)
    keys(Qt.Key.Key_2, Qt.Key.Key_Escape)
    bench = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: bench.desk.page is None)
    assert ItemAnswer("jar", "fail") in services.inspections.saved[-1].answers


def test_closing_the_window_keeps_the_last_answer(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    window, _page = start(qtbot, open_window, services)
    keys(Qt.Key.Key_3)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert ItemAnswer("jar", "na") in services.inspections.saved[-1].answers


def test_a_reading_is_typed_where_the_cable_cannot_tell(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    _window, page = start(qtbot, open_window, services)
    page.go_to(1)
    card = next(card for card in page.cards.cards if card.key == "signal")
    assert isinstance(card, ReadingCard)
    assert card.pill.text == "Too low"
    qtbot.waitUntil(lambda: "Type it" in texts(card))
    click(button(card, "Type it"))
    type_text(card.field, "-60")
    answer = page.form.answers["signal"]
    assert (answer.value, answer.outcome, answer.source) == (-60, "ok", "typed")


def test_without_a_name_nobody_inspects_and_the_name_is_asked_once(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.workspace.person = None
    services.bench.view = Feed(BenchView((data.ready(),)))
    window = open_window()
    bench = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: "Start inspection" in texts(bench))
    press(bench, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    name, number = dialog.findChildren(QLineEdit)
    type_text(name, "Jo  Lee ")
    type_text(number, "T-9")
    press(number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.desk.page is not None)
    assert services.workspace.person == Person("Jo Lee", "T-9")
    page = bench.desk.page
    assert page is not None
    assert page.sign.signer == Person("Jo Lee", "T-9")


def test_a_whole_section_passes_with_one_key(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    first, *others = services.inspections.draft.sections
    services.inspections.draft = replace(services.inspections.draft, sections=(replace(first, pass_all=True), *others))
    _window, page = start(qtbot, open_window, services)
    keys(Qt.Key.Key_2, Qt.Key.Key_0)
    assert [page.form.answers[item].outcome for item in ("jar", "blade", "contacts")] == ["fail", "pass", "pass"]
    keys(Qt.Key.Key_Return, Qt.Key.Key_0)
    assert "charger" not in page.form.answers  # that section asks for each answer


def test_what_a_person_typed_is_not_overwritten_by_a_run() -> None:
    form = InspectionForm(data.draft())
    item = form.draft.sections[2].items[0]
    assert form.take_live(item, 4100, data.ago(seconds=0))
    assert not form.take_live(item, 4100, data.ago(seconds=0))
    form.type_reading(item, 4000, data.ago(seconds=0))
    assert not form.take_live(item, 4200, data.ago(seconds=0))
    assert form.answers[item.id].value == 4000


def test_text_that_a_device_said_is_shown_as_it_is() -> None:
    item = InspectionItem("firmware", Text("Firmware"), kind=ItemKind.READING)
    answer = ItemAnswer("firmware", "recorded", source="wired", note="1.3.0")
    assert reading_words(item, answer) == "1.3.0"
    assert is_fine(item, answer)


def test_another_verdict_has_other_causes() -> None:
    form = InspectionForm(data.draft())
    form.set_verdict("connectivity")
    form.cause = "firmware"
    form.set_verdict("connectivity")
    assert form.cause == "firmware"
    form.set_verdict("mechanical")
    assert form.cause is None
    assert [missing.item for missing in form.missing() if missing.step == "verdict"] == ["@cause"]
    form.set_verdict("healthy")
    assert [missing.item for missing in form.missing() if missing.step == "verdict"] == []


def test_findings_are_what_is_not_simply_fine() -> None:
    form = InspectionForm(complete_draft())
    assert [item.id for item, _answer in form.findings()] == ["signal"]


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("3.71", -3, 3710),
        ("3,71", -3, 3710),
        ("\N{MINUS SIGN}84", 0, -84),
        ("x", 0, None),
        ("", 0, None),
        ("1e400", 0, None),
        ("nan", 0, None),
    ],
)
def test_typed_numbers_are_read_as_people_write_them(text: str, scale: int, value: int | None) -> None:
    assert parse_scaled(text, scale) == value


def complete_draft() -> InspectionDraft:
    answers = tuple(ItemAnswer(key, "pass") for key in ("jar", "blade", "contacts", "charger", "noise"))
    load = ItemAnswer("load", "ok", 4100, "wired", taken_at=data.ago(seconds=9))
    draft = data.draft()
    return replace(draft, answers=(*draft.answers, *answers, load), verdict="healthy", performed=("blade",))
