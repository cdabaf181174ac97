"""What the form does under a technician's hands: questions that depend on answers, photos, a signature, drafts."""

import io
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
import ui_data as data
from conftest import OpenWindow
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices, Feed
from ui_hands import button, click, press, texts, type_text

from fleetdesk.domain.errors import StorageError
from fleetdesk.domain.inspection_asked import Condition
from fleetdesk.services.bench_views import (
    BenchView,
    InspectionDraft,
    InspectionItem,
    InspectionSection,
    ItemAnswer,
    ItemChoice,
    ItemKind,
    OpenDraft,
)
from fleetdesk.services.views import Moment, Text
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bench.inspection_page import InspectionPage
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bench.photo_dialog import PhotoDialog
from fleetdesk.ui.bench.reading_card import ReadingCard, plain_figure
from fleetdesk.ui.main_window import MainWindow

TOUCH = 48


def fault() -> InspectionItem:
    choices = (ItemChoice("dead", Text("Does not start")), ItemChoice("stops", Text("Stops by itself")))
    return InspectionItem("fault", Text("What it does"), choices=choices, ask_if=(
        Condition("item", "jar", ("fail",)),
    ))  # fmt: skip


def draft() -> InspectionDraft:
    """The jar's question calls for a photo and for another question; a damage section follows a mechanical verdict."""
    made = data.draft()
    first, *others = made.sections
    jar, *rest = first.items
    place = InspectionItem(
        "place", Text("Where it stands"), choices=(ItemChoice("bar", Text("Bar")), ItemChoice("back", Text("Back"))),
        last=ItemAnswer("place", "back"),
    )  # fmt: skip
    damage = InspectionItem(
        "damage", Text("Photo of the damage"), kind=ItemKind.PHOTO, ask_if=(Condition("verdict", "", ("mechanical",)),)
    )
    looks = replace(first, items=(replace(jar, photo_if=("fail",), picture="blade"), fault(), *rest, place))
    return replace(made, port=None, sections=(looks, *others, InspectionSection("damage", Text("Damage"), (damage,))))


def open_page(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> tuple[MainWindow, InspectionPage]:
    services.bench.view = Feed(BenchView((data.ready(),)))
    window = open_window()
    bench = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: "Start inspection" in texts(bench))
    press(bench, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.desk.page is not None)
    page = bench.desk.page
    assert page is not None
    return window, page


def step(page: InspectionPage, title: str) -> None:
    click(button(page.list, title))


@pytest.fixture
def page(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> InspectionPage:
    services.inspections.draft = draft()
    return open_page(qtbot, open_window, services)[1]


def cards(page: InspectionPage) -> list[str]:
    return [card.key for card in page.cards.cards]


# -- conditions --------------------------------------------------------------------------------------------------------


def test_a_question_appears_with_the_answer_that_it_depends_on_and_goes_with_it(page: InspectionPage) -> None:
    assert cards(page) == ["jar", "blade", "contacts", "place"]
    page.cards.press(2)
    assert cards(page) == ["jar", "fault", "blade", "contacts", "place"]
    assert "What it does" in texts(page)
    assert "fault" in {missing.item for missing in page.form.missing()}
    page.cards.press(1)
    assert "What it does" not in texts(page)
    assert "fault" not in {missing.item for missing in page.form.missing()}


def test_a_step_in_which_nothing_is_asked_is_not_shown_and_passed_over(page: InspectionPage) -> None:
    assert "Damage" not in texts(page.list)
    step(page, "Verdict")
    page.cards.press(3)
    assert "Damage" in texts(page.list)
    page.cards.make_current("@cause")
    page.next()
    assert cards(page) == ["damage"]
    assert page.form.missing()[-1].item != "damage"  # a photo never blocks


def test_enter_passes_over_what_is_answered(page: InspectionPage) -> None:
    page.cards.make_current("blade")
    page.cards.press(1)
    page.cards.make_current("jar")
    page.cards.press(1)
    page.next()
    current = page.cards.current
    assert current is not None
    assert current.key == "contacts"


def test_a_circumstance_of_last_time_is_taken_over_by_one_key(page: InspectionPage) -> None:
    assert "place" not in page.form.answers  # offered, never answered by itself
    page.cards.make_current("place")
    assert "As last time: Back" in texts(page)
    assert texts(page).count("As last time") == 1
    press(page, Qt.Key.Key_L)
    assert page.form.answers["place"].outcome == "back"
    page.cards.make_current("jar")
    press(page, Qt.Key.Key_L)
    assert "jar" not in page.form.answers


# -- photos and signature ----------------------------------------------------------------------------------------------


def picture(tmp_path: Path, colour: str = "red") -> Path:
    path = tmp_path / f"{colour}.jpg"
    Image.new("RGB", (320, 200), colour).save(path)
    return path


def test_a_failed_answer_asks_for_a_photo_and_a_dropped_file_is_one(
    qtbot: QtBot, page: InspectionPage, services: FakeServices, tmp_path: Path
) -> None:
    assert "Add photo" not in texts(page)
    page.cards.press(2)
    assert "Without one it is signed as owed." in texts(page)
    card = page.cards.cards[0]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path)))])
    no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    card.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, no_button, no_key))
    qtbot.waitUntil(lambda: len(page.form.photos) == 1)
    assert "Without one it is signed as owed." not in texts(page)
    qtbot.waitUntil(lambda: bool(services.inspections.saved) and bool(services.inspections.saved[-1].photos))
    thumbnail = next(m for m in card.findChildren(QPushButton) if m.accessibleName().startswith("Photo 1 of"))
    qtbot.waitUntil(lambda: not thumbnail.icon().isNull())


def test_an_arrow_on_a_photo_becomes_a_marked_copy_that_names_it(
    qtbot: QtBot, page: InspectionPage, services: FakeServices, tmp_path: Path
) -> None:
    page.cards.press(2)
    strip = page.cards.cards[0].photos
    assert strip is not None
    strip.take_files([str(picture(tmp_path))])
    qtbot.waitUntil(lambda: len(page.form.photos) == 1)
    click(next(m for m in strip.findChildren(QPushButton) if m.accessibleName().startswith("Photo 1 of")))
    qtbot.waitUntil(lambda: bool(strip.findChildren(PhotoDialog)))
    dialog = strip.findChildren(PhotoDialog)[0]
    keep = button(dialog, "Keep marked copy")
    assert not keep.isEnabled()
    for tool, start, end in (("Arrow", (60, 60), (200, 160)), ("Circle", (220, 60), (300, 140))):
        click(button(dialog, tool))
        drag(dialog.canvas, QPoint(*start), QPoint(*end))
    click(button(dialog, "Undo"))
    assert len(dialog.canvas.strokes) == 1
    click(keep)
    qtbot.waitUntil(lambda: len(page.form.photos) == 2)
    original, marked = page.form.photos
    assert marked.original == original.sha256
    drawn = QImage.fromData(services.inspections.photos[marked.sha256])
    assert drawn.size() == QImage.fromData(services.inspections.photos[original.sha256]).size()
    reds = {drawn.pixelColor(x, y).name() for x in range(320) for y in range(0, 200, 2)}
    assert "#e5201b" in reds


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_a_photo_that_is_not_kept_is_told_and_harms_nothing(
    qtbot: QtBot, page: InspectionPage, services: FakeServices, tmp_path: Path
) -> None:
    page.cards.press(2)
    qtbot.waitUntil(lambda: bool(services.inspections.saved))
    strip = page.cards.cards[0].photos
    assert strip is not None
    services.inspections.failure = StorageError("The file could not be saved.", "No space left.", "Free some space.")
    strip.take_files([str(picture(tmp_path))])
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.text == "The file could not be saved. No space left. Free some space."
    assert page.form.photos == ()
    assert page.form.answers["jar"].outcome == "fail"
    services.inspections.failure = None
    strip.take_files([str(picture(tmp_path))])
    qtbot.waitUntil(lambda: len(page.form.photos) == 1)


def test_a_camera_that_is_not_there_is_told_with_the_way_to_it(
    qtbot: QtBot, page: InspectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fleetdesk.ui.bench.camera.find_spec", lambda _name: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    page.cards.press(2)
    click(button(page, "Camera"))
    qtbot.waitUntil(page.banner.isVisible)
    assert "pip install 'fleetdesk[camera]'" in page.banner.text


def test_a_photo_is_owed_by_one_key_and_the_summary_says_so(page: InspectionPage) -> None:
    page.cards.press(2)
    step(page, "Verdict")
    page.cards.press(3)
    step(page, "Damage")
    page.cards.press(1)
    assert page.form.answers["damage"].outcome == "owed"
    step(page, "Sign")
    for title in ("Jar and lid are whole", "Photo of the damage"):
        assert f"Photo owed: {title}" in texts(page)


def test_a_drawn_signature_goes_with_the_seal_and_a_typed_one_needs_none(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.inspections.draft = complete(draft())
    page = open_page(qtbot, open_window, services)[1]
    step(page, "Sign")
    assert page.sign.is_ready
    assert page.sign.signature() is None
    page.sign.role.setText("shift lead")
    drag(page.sign.pad, QPoint(40, 60), QPoint(200, 30))
    click(button(page, "Sign inspection"))
    qtbot.waitUntil(lambda: bool(services.inspections.signatures))
    drawn = services.inspections.signatures[0]
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.format == "PNG"
        assert image.convert("L").getextrema() == (0, 255)
    assert services.inspections.signed[0][1].role == "shift lead"


def complete(made: InspectionDraft) -> InspectionDraft:
    keys = ("jar", "blade", "contacts", "charger", "noise")
    answers = [*(ItemAnswer(key, "pass") for key in keys), ItemAnswer("place", "bar")]
    load = ItemAnswer("load", "ok", 4100, "wired", taken_at=data.ago(seconds=9))
    return replace(made, answers=(*made.answers, *answers, load), verdict="healthy", performed=("blade",))


def test_the_summary_of_a_whole_inspection_needs_no_scrolling(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.inspections.draft = complete(draft())
    window, page = open_page(qtbot, open_window, services)
    window.resize(1280, 800)
    step(page, "Sign")
    qtbot.wait(50)
    visible = page.sign.visibleRegion().boundingRect().height()
    assert visible >= page.sign.height() - 1


# -- readings ----------------------------------------------------------------------------------------------------------


def test_a_typed_value_says_when_it_was_read_and_the_cable_does_not_overwrite_it(page: InspectionPage) -> None:
    step(page, "Power and radio")
    card = next(card for card in page.cards.cards if card.key == "signal")
    assert isinstance(card, ReadingCard)
    click(button(card, "Type it"))
    type_text(card.field, "-60")
    assert card.read_at.isVisible()
    card.read_at.field.selectAll()
    type_text(card.read_at.field, "2026-02-14 10:00")
    answer = page.form.answers["signal"]
    assert (answer.value, answer.source, answer.taken_at) == (-60, "typed", "2026-02-14T15:00:00.000Z")
    card.read_at.field.selectAll()
    type_text(card.read_at.field, "2226-02-14 10:00")  # still to come
    assert page.form.answers["signal"].taken_at == "2026-02-14T15:00:00.000Z"
    page.form.take_wired((ItemAnswer("signal", "low", -82, "wired", taken_at=data.ago(seconds=1)),))
    assert page.form.answers["signal"].value == -60
    card.field.selectAll()
    press(card.field, Qt.Key.Key_Delete)
    assert (page.form.answers["signal"].value, page.form.answers["signal"].source) == (-82, "wired")


def test_a_version_is_typed_as_words_and_compared_with_what_is_registered() -> None:
    form = InspectionForm(data.draft())
    item = InspectionItem("gateway", Text("Gateway"), kind=ItemKind.READING, is_text=True, expected="MPC-0006")
    form.type_text(item, " MPC-0007 ", data.ago(seconds=1))
    assert (form.answers["gateway"].outcome, form.answers["gateway"].note) == ("differs", "MPC-0007")
    form.type_text(item, "MPC-0006", data.ago(seconds=1))
    assert form.answers["gateway"].outcome == "ok"


def test_a_figure_in_a_field_can_be_read_back() -> None:
    assert plain_figure(1012345, 0) == "1012345"
    assert plain_figure(3712, -3) == "3.712"


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_a_draft_opens_at_the_item_where_it_was_left(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.inspections.draft = replace(draft(), position="power/charger")
    page = open_page(qtbot, open_window, services)[1]
    current = page.cards.current
    assert current is not None
    assert current.key == "charger"
    page.cards.make_current("signal")
    qtbot.waitUntil(lambda: bool(services.inspections.saved))
    assert services.inspections.saved[-1].position == "power/signal"


def test_steady_typing_is_saved_while_it_goes_on(qtbot: QtBot, page: InspectionPage, services: FakeServices) -> None:
    step(page, "Service and note")
    field = page.findChildren(QPlainTextEdit)[0]
    for _ in range(30):
        type_text(field, "x")
        qtbot.wait(20)
        if services.inspections.saved and services.inspections.saved[-1].note:
            break
    assert services.inspections.saved[-1].note, "nothing was saved before the typing stopped"


def open_draft(number: int) -> OpenDraft:
    at = Moment(data.ago(minutes=9), data.ZONE)
    serial = f"RF-2041{number}"
    title = Text("Blender inspection")
    return OpenDraft(
        f"draft-{number}", f"device-{number}", "blender", title, "Ruiyun Frost", serial, "Store 04", at, at
    )


def test_the_start_tells_what_is_not_signed_and_goes_on_with_it(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.inspections.open = tuple(open_draft(number) for number in range(5))
    bench = cast(BenchPage, open_window().go("bench"))
    qtbot.waitUntil(lambda: "5 inspections are not signed yet" in texts(bench))
    assert "RF-20410 · Store 04 · saved" in texts(bench)
    assert "and 2 more" in texts(bench)
    discard = button(bench.drafts, "Discard")
    click(discard)
    assert len(services.inspections.open) == 5  # it asks once
    click(button(bench.drafts, "Discard RF-20410"))
    qtbot.waitUntil(lambda: "4 inspections are not signed yet" in texts(bench))
    click(button(bench.drafts, "Continue"))
    qtbot.waitUntil(lambda: bench.desk.page is not None)
    assert services.inspections.started[-1] == ("device-1", "blender")


# -- fast hands --------------------------------------------------------------------------------------------------------


def test_nothing_that_is_tapped_is_lower_than_48_px(qtbot: QtBot, page: InspectionPage, tmp_path: Path) -> None:
    seen: set[str] = set()
    for place in range(len(page.form.draft.sections) + 3):
        page.go_to(place)
        for card in page.cards.cards:
            page.cards.make_current(card.key)
            page.cards.press(2)
        qtbot.wait(1)
        for made in (*page.findChildren(QPushButton), *page.findChildren(QLineEdit)):
            if made.isVisible():
                name = made.text() or made.accessibleName()
                assert made.height() >= TOUCH, f"{name!r} is {made.height()} px high"
                assert made.width() >= TOUCH, f"{name!r} is {made.width()} px wide"
                seen.add(name)
    assert len(seen) > 25
