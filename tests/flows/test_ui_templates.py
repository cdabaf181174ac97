"""A manager edits what inspections ask, sees it as the technician will, and publishes it as a new version."""

import pytest
from conftest import OpenWindow
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices
from ui_hands import click, texts, type_text

from fleetdesk.domain import edit_template as edit
from fleetdesk.services.desk import Desk
from fleetdesk.services.edit_templates import EditTemplates
from fleetdesk.services.seeds import load_templates
from fleetdesk.services.templates_page import TemplateEdit
from fleetdesk.services.templates_page import TemplatesPage as TemplatesService
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.templates.page import TemplatesPage
from fleetdesk.ui.theme import Theme

NAME = "blender-inspection"


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk) -> TemplatesPage:
    made = TemplatesPage(theme, bridge, TemplatesService(desk.record))
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    qtbot.waitUntil(lambda: bool(made.items.count()))
    made.open_template(NAME)
    qtbot.waitUntil(lambda: NAME in texts(made))
    return made


def choose(page: TemplatesPage, item: str) -> None:
    places = [page.items.item(place).data(0x0100) for place in range(page.items.count())]
    page.items.setCurrentRow(places.index(item))


def retype(field: QLineEdit, text: str) -> None:
    field.selectAll()
    type_text(field, text)


def test_a_manager_changes_adds_moves_and_publishes(qtbot: QtBot, page: TemplatesPage, desk: Desk) -> None:
    assert "Nothing is changed." in texts(page)
    choose(page, "blade")
    retype(page.form.titles["en"], "Blade turns")
    assert page.form.titles["es"].text()  # still the Spanish of the old question
    assert "Blade turns" in [card.title.text() for card in page.preview.cards]
    page.add_item("number")
    retype(page.form.titles["en"], "Blade screw torque")
    retype(page.form.low, "2")
    retype(page.form.high, "4")
    page.move_item(-1)
    assert not page.publish.isEnabled()  # nobody said why yet
    type_text(page.reason, "torque after the spring recall")
    click(page.publish)
    qtbot.waitUntil(lambda: "Version 3 holds from now on." in page.banner.text)
    templates = EditTemplates(desk.record)
    known = templates.template(NAME)
    item = edit.item_in(known.body, "item_1")
    assert (item["title"], item["low"], item["high"]) == ("Blade screw torque", 2, 4)
    assert [each["id"] for each in known.body["sections"][0]["items"]] == ["blade", "seal", "item_1", "housing"]
    assert "item.blade" not in known.body["texts"]["es"]  # rather English than what means something else
    assert templates.versions(NAME)[0].reason == "torque after the spring recall"


def test_a_condition_is_chosen_and_works_in_the_preview(page: TemplatesPage) -> None:
    choose(page, "housing")
    page.form._on_about("blade")  # pyright: ignore[reportPrivateUsage]  # as its menu does
    assert edit.item_in(body(page), "housing")["ask_if"] == [{"item": "blade", "is": ["fail"]}]
    shown = [card.key for card in page.preview.cards]
    assert "housing" not in shown
    next(card for card in page.preview.cards if card.key == "blade").press(3)
    assert "housing" in [card.key for card in page.preview.cards]
    [made for made in page.form.findChildren(QPushButton) if made.text() == "flag"][-1].click()
    assert edit.item_in(body(page), "housing")["ask_if"] == [{"item": "blade", "is": ["fail", "flag"]}]


def body(page: TemplatesPage) -> dict[str, object]:
    held = page._edit  # pyright: ignore[reportPrivateUsage]
    assert isinstance(held, TemplateEdit)
    return held.body


def test_what_a_removed_question_decided_is_asked_always(page: TemplatesPage) -> None:
    choose(page, "motor_run")
    page.remove_item()
    assert "ask_if" not in edit.item_in(body(page), "run_fault")
    assert "motor_run" not in str(body(page)["texts"])


def test_what_cannot_be_published_is_told_by_place(qtbot: QtBot, page: TemplatesPage, desk: Desk) -> None:
    choose(page, "battery")
    retype(page.form.high, "3")  # under its lower limit of 3.4 V
    type_text(page.reason, "x")
    click(page.publish)
    qtbot.waitUntil(page.banner.isVisible)
    assert "sections[2].items[3].high: expected more than low (3400), found 3000" in page.banner.text
    assert EditTemplates(desk.record).template(NAME).version == 2


def test_a_newer_version_of_somebody_else_is_never_overwritten(qtbot: QtBot, page: TemplatesPage, desk: Desk) -> None:
    service = TemplatesService(desk.record)
    other = service.edit(NAME)
    service.publish(other.with_body(edit.moved(other.body, "blade", 1)), "another order")
    choose(page, "blade")
    retype(page.form.titles["en"], "Blade")
    type_text(page.reason, "shorter")
    click(page.publish)
    qtbot.waitUntil(page.banner.isVisible)
    assert "Somebody published a newer version meanwhile." in page.banner.text


def test_the_page_without_templates_is_quiet(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_window().go("templates")
    assert isinstance(page, TemplatesPage)
    assert not page.publish.isEnabled()


def test_every_edit_of_every_shipped_template_stays_a_template(desk: Desk) -> None:
    service = TemplatesService(desk.record)
    for published in load_templates():
        opened = service.edit(published.template)
        items = [each["id"] for section in opened.body["sections"] for each in section["items"]]
        for item in items:
            for made in (edit.removed(opened.body, item), edit.with_title(opened.body, item, {"en": "Other"})):
                problems = [line for line in service.problems(opened.with_body(made)) if "stands before" not in line]
                assert problems == [] or _emptied(made), (published.template, item, problems)
        body_, made_ = edit.added(opened.body, opened.body["sections"][0]["id"], "choice", "New")
        assert service.problems(opened.with_body(body_)) == (), made_
        service.preview(opened.with_body(body_), "es")


def _emptied(body_: dict[str, object]) -> bool:
    sections = body_["sections"]
    assert isinstance(sections, list)
    return any(not section["items"] for section in sections)  # pyright: ignore[reportUnknownVariableType]
