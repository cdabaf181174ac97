"""The Templates page: choose one, edit its questions, see them as the technician will, publish it with a reason."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from fleetdesk.domain import edit_template as edit
from fleetdesk.services.edit_templates import TemplateRow
from fleetdesk.services.templates_page import TemplateEdit
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.template_source import TemplatesSource
from fleetdesk.ui.templates.item_form import ItemForm
from fleetdesk.ui.templates.preview import Preview
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import PrimaryButton, button, icon_button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.choice_field import ChoiceField, calm_menu
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import clear, column, restyle, row, scrolled
from fleetdesk.ui.words import language, number, tr

ID = Qt.ItemDataRole.UserRole
ROOM_FOR_THREE = 1150
PREVIEWS: tuple[str, ...] = ("English", "Español", "中文")


class TemplatesPage(QWidget):
    def __init__(self, theme: Theme, bridge: Bridge, source: TemplatesSource) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme, self._bridge, self._source = theme, bridge, source
        self._edit: TemplateEdit | None = None
        self._published: TemplateEdit | None = None
        self._language = language()
        self.banner = Banner(theme)
        self._chooser = row(spacing=8)
        self._version = ElidedLabel("", "muted")
        self.items = QListWidget()
        self.items.setAccessibleName(tr("Questions"))
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.items.currentItemChanged.connect(self._on_chosen)
        self.form = ItemForm(theme)
        self.form.edited.connect(self._on_edited)
        self.preview = Preview(theme)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why: it stands in the template's history"))
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.textChanged.connect(self._show_state)
        self._says = label("", "muted", wrap=True)
        self.publish = PrimaryButton(theme, tr("Publish new version"), self._publish)
        self._lay_out()
        self._show_state()
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=self._on_changed)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = column(label(tr("Inspection templates"), "page"), self._version, spacing=4)
        self.switch = button(tr("Preview"), self._show_columns, "filter")
        self.switch.setCheckable(True)
        top = row(head, self.switch, spacing=12)
        top.setStretch(0, 1)
        top.addLayout(self._chooser)
        kinds = (
            ("pass_fail", tr("Pass or fail")), ("choice", tr("Choice")), ("number", tr("Number with limits")),
            ("text", tr("Text")), ("photo", tr("Photo")),
        )  # fmt: skip
        add = button(tr("Add..."), lambda: menu.popup(add.mapToGlobal(add.rect().bottomLeft())))
        menu = self.kinds = calm_menu(add, *((words, self._adder(kind)) for kind, words in kinds))
        up = icon_button(self._theme, "chevron-up", tr("Move up"), lambda: self.move_item(-1))
        down = icon_button(self._theme, "chevron-down", tr("Move down"), lambda: self.move_item(1))
        remove = button(tr("Remove"), self.remove_item, "plain")
        questions = Card(tr("Questions"))
        questions.add(self.items, 1)
        questions.add(row(up, down, None, remove, add, spacing=4))
        self._questions, self._one = questions, Card(tr("This question"))
        self._one.add(scrolled(self.form), 1)
        self._seen = Card(tr("As the technician sees it"), self._languages())
        self._seen.add(scrolled(self.preview), 1)
        middle = row(questions, self._one, self._seen, spacing=16)
        middle.setStretch(1, 4)
        middle.setStretch(2, 5)
        foot = row(self._says, self.reason, self.publish, spacing=12)
        foot.setStretch(0, 3)
        foot.setStretch(1, 4)
        layout = column(top, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._questions.setFixedWidth(320 if self.width() >= ROOM_FOR_THREE else 292)
        self.switch.setVisible(self.width() < ROOM_FOR_THREE)
        self._show_columns()

    def _show_columns(self) -> None:
        """Without room for three columns the preview takes the question's place when it is asked for."""
        is_wide, wants_preview = self.width() >= ROOM_FOR_THREE, self.switch.isChecked()
        self._one.setVisible(is_wide or not wants_preview)
        self._seen.setVisible(is_wide or wants_preview)
        self.switch.setProperty("set", wants_preview)
        restyle(self.switch)

    def _languages(self) -> QWidget:
        codes: dict[str, str] = dict(zip(PREVIEWS, edit.LANGUAGES, strict=True))
        present = next((words for words, code in codes.items() if self._language.startswith(code[:2])), PREVIEWS[0])
        field = ChoiceField(self._theme, PREVIEWS, present)
        field.setMinimumWidth(130)
        field.setAccessibleName(tr("Language of the preview"))

        def speak(words: str) -> None:
            self._language = codes[words]
            self._show_preview()

        field.changed.connect(speak)
        return field

    def _on_changed(self, _version: int) -> None:
        self._bridge.run(self._source.templates, owner=self, on_done=self._show_templates, on_error=self._on_problem)

    def _show_templates(self, rows: list[TemplateRow]) -> None:
        clear(self._chooser)
        names = {each.title: each.template for each in rows}
        if not names:
            return
        held = self._edit.template if self._edit is not None else rows[0].template
        title = next((title for title, name in names.items() if name == held), rows[0].title)
        chooser = ChoiceField(self._theme, tuple(names), title)
        chooser.setMinimumWidth(280)
        chooser.setAccessibleName(tr("Template"))

        def choose(words: str) -> None:
            self.open_template(names[words])

        chooser.changed.connect(choose)
        self._chooser.addWidget(chooser)
        if self._edit is None:
            self.open_template(held)

    def open_template(self, template: str) -> None:
        self._bridge.run(
            lambda: self._source.edit(template), owner=self, on_done=self._show_edit, on_error=self._on_problem
        )

    def _show_edit(self, opened: TemplateEdit) -> None:
        self._edit = self._published = opened
        self._version.setText(
            tr("{template}, version {version}: what has begun keeps the version that it began with.").format(
                template=opened.template, version=number(opened.based_on)
            )
        )
        self._show_items("")

    def _show_items(self, current: str) -> None:
        """The list anew, `current` chosen: the first question when it is none."""
        if self._edit is None:
            return
        self.items.blockSignals(True)
        self.items.clear()
        for section in self._edit.body["sections"]:
            title = QListWidgetItem(str(section["title"]).upper())
            title.setFlags(Qt.ItemFlag.NoItemFlags)
            self.items.addItem(title)
            for each in section["items"]:
                line = QListWidgetItem(f"    {each['title']}")
                line.setData(ID, each["id"])
                line.setToolTip(str(each["title"]))
                self.items.addItem(line)
        places = [self.items.item(place).data(ID) for place in range(self.items.count())]
        self.items.blockSignals(False)
        wanted = places.index(current) if current in places else next(n for n, key in enumerate(places) if key)
        self.items.setCurrentRow(wanted)
        self._show_preview()

    @property
    def item(self) -> str:
        """The id of the question that is chosen."""
        chosen = self.items.currentItem()
        return str(chosen.data(ID) or "") if chosen is not None else ""  # pyright: ignore[reportUnnecessaryComparison]

    def _on_chosen(self) -> None:
        if self._edit is not None and self.item:
            self.form.show_item(self._edit.body, self.item)

    def _show_preview(self) -> None:
        if self._edit is not None:
            self.preview.show_draft(self._source.preview(self._edit, self._language))
        self._show_state()

    def _show_state(self, _text: str = "") -> None:
        is_changed = self._edit != self._published
        words = tr("Changed, not published yet.") if is_changed else tr("Nothing is changed.")
        self._says.setText(words)
        self.publish.setEnabled(is_changed and bool(self.reason.text().strip()))

    # -- what is done --------------------------------------------------------------------------------------------------

    def _on_edited(self, body: dict[str, Any]) -> None:
        if self._edit is None:
            return
        self._edit = self._edit.with_body(body)
        chosen = self.items.currentItem()
        chosen.setText(f"    {edit.item_in(body, self.item)['title']}")
        self._show_preview()

    def move_item(self, by: int) -> None:
        if self._edit is not None and self.item:
            self._take(edit.moved(self._edit.body, self.item, by), self.item)

    def remove_item(self) -> None:
        if self._edit is not None and self.item:
            self._take(edit.removed(self._edit.body, self.item), "")

    def add_item(self, kind: str) -> None:
        """At the end of the section of the chosen question."""
        if self._edit is None or not self.item:
            return
        sections = self._edit.body["sections"]
        here = next(s["id"] for s in sections if self.item in [each["id"] for each in s["items"]])
        body, made = edit.added(self._edit.body, here, kind, tr("New question"))
        self._take(body, made)
        self.form.titles["en"].setFocus()
        self.form.titles["en"].selectAll()

    def _adder(self, kind: str) -> Callable[[], None]:
        return lambda: self.add_item(kind)

    def _take(self, body: dict[str, Any], current: str) -> None:
        if self._edit is not None:
            self._edit = self._edit.with_body(body)
            self._show_items(current)

    def _publish(self) -> None:
        wanted, why = self._edit, self.reason.text()
        if wanted is None:
            return
        self.publish.setEnabled(False)
        self._bridge.run(
            lambda: self._source.publish(wanted, why),
            owner=self,
            on_done=lambda version: self._on_published(wanted, version),
            on_error=self._on_problem,
        )

    def _on_published(self, wanted: TemplateEdit, version: int) -> None:
        self.reason.clear()
        said = tr("Version {version} holds from now on.").format(version=number(version))
        self.banner.say(said, tone=Tone.OK)
        self.open_template(wanted.template)

    def _on_problem(self, problem: Problem) -> None:
        self._show_state()
        self.banner.say_problem(problem)
