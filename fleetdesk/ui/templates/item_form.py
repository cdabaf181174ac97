"""One question of a template: its titles in three languages, limits, whether it must be answered, when it is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from fleetdesk.domain import edit_template as edit
from fleetdesk.ui.bench.reading_card import parse_scaled, plain_figure
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.choice_grid import ChoiceGrid
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, restyle, row
from fleetdesk.ui.words import tr

LONGEST = 34
"""Characters of a title in the field that chooses a question; two that begin alike are told apart by the list."""


class ItemForm(QWidget):
    """`edited` carries the new body after each change."""

    edited = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._body: dict[str, Any] = {}
        self._item = ""
        self.titles: dict[str, QLineEdit] = {}
        self.low, self.high = QLineEdit(), QLineEdit()
        self._rows = column(spacing=6)
        self.setLayout(self._rows)

    def show_item(self, body: dict[str, Any], item: str) -> None:
        """Shows the question's fields; what is typed goes out by `edited`."""
        self._body, self._item = body, item
        clear(self._rows)
        raw = edit.item_in(body, item)
        self._add_titles()
        if raw["kind"] in ("number", "reading") and "unit" in raw:
            self._add_limits(raw)
        if raw["kind"] != "signature":
            self._add_required(raw)
            self._add_condition(raw)
        self._rows.addStretch(1)

    def _add_titles(self) -> None:
        names = {"en": tr("Question"), "es": tr("In Spanish"), "zh_CN": tr("In Chinese")}
        for language, words in names.items():
            field = self.titles[language] = QLineEdit(edit.said_in(self._body, self._item, language))
            field.setAccessibleName(words)
            field.setPlaceholderText("" if language == "en" else tr("English is shown"))
            field.textEdited.connect(self._on_title)
            self._rows.addWidget(label(words, "caption"))
            self._rows.addWidget(field)

    def _on_title(self, _text: str) -> None:
        titles = {language: field.text().strip() for language, field in self.titles.items()}
        wrong = not titles["en"]
        self.titles["en"].setProperty("wrong", wrong)
        restyle(self.titles["en"])
        if not wrong:
            self._change(edit.with_title(self._body, self._item, titles))

    def _add_limits(self, raw: Mapping[str, Any]) -> None:
        self.low, self.high = QLineEdit(), QLineEdit()
        scale = int(raw.get("scale", 0))
        parts: list[QWidget] = []
        for field, key, words in ((self.low, "low", tr("At least")), (self.high, "high", tr("At most"))):
            if raw.get(key) is not None:
                field.setText(plain_figure(int(raw[key]), scale))
            field.setPlaceholderText(tr("no limit, {unit}").format(unit=raw["unit"]))
            field.setAccessibleName(f"{words}, {raw['unit']}")
            field.textEdited.connect(self._limit_setter(key, field, scale))
            parts.append(_named(words, field))
        self._rows.addLayout(row(*parts, spacing=8))

    def _limit_setter(self, key: str, field: QLineEdit, scale: int) -> Callable[[str], None]:
        def on_text(text: str) -> None:
            value = parse_scaled(text, scale)
            field.setProperty("wrong", bool(text.strip()) and value is None)
            restyle(field)
            if value is not None or not text.strip():
                self._change(edit.with_values(self._body, self._item, **{key: value}))

        return on_text

    def _add_required(self, raw: Mapping[str, Any]) -> None:
        required = _toggle(tr("Must be answered"), bool(raw.get("required", True)))
        required.toggled.connect(self._on_required)
        grid = ChoiceGrid(most_columns=2)
        grid.add(required)
        if raw["kind"] == "pass_fail":
            photo = _toggle(tr("Photo when it fails"), "fail" in raw.get("photo_if", ()))
            photo.toggled.connect(self._on_photo)
            grid.add(photo)
        self._rows.addWidget(grid)

    def _on_required(self, on: bool) -> None:
        self._change(edit.with_values(self._body, self._item, required=None if on else False))

    def _on_photo(self, on: bool) -> None:
        self._change(edit.with_values(self._body, self._item, photo_if=["fail"] if on else None))

    def _add_condition(self, raw: Mapping[str, Any]) -> None:
        """One condition over one earlier question; what a file says beyond that is shown and kept."""
        conditions: list[dict[str, Any]] = raw.get("ask_if", [])
        is_simple = len(conditions) == 0 or (len(conditions) == 1 and "item" in conditions[0] and "is" in conditions[0])
        self._rows.addWidget(label(tr("Asked"), "caption"))
        if not is_simple:
            words = tr("Under several conditions; they are changed in its file (fleetdesk template publish).")
            self._rows.addWidget(label(words, "muted", wrap=True))
            return
        titles = self._earlier()
        held: dict[str, Any] = conditions[0] if conditions else {}
        chosen = next((title for title, item in titles.items() if item == held.get("item")), "")
        always = tr("always")
        about = ChoiceField(self._theme, (always, *titles), chosen or always)
        about.setAccessibleName(tr("Asked depending on"))

        def choose(title: str) -> None:
            self._on_about(titles.get(title))

        about.changed.connect(choose)
        self._rows.addWidget(about)
        if held.get("item"):
            self._add_outcomes(held)

    def _add_outcomes(self, held: Mapping[str, Any]) -> None:
        outcomes = edit.outcomes_of(edit.item_in(self._body, held["item"]))
        self._rows.addWidget(label(tr("only if it is"), "caption"))
        grid = ChoiceGrid(most_columns=2)
        for outcome in outcomes:
            made = _toggle(outcome.replace("_", " "), outcome in held["is"])
            made.toggled.connect(self._outcome_setter(held, outcome))
            grid.add(made)
        self._rows.addWidget(grid)

    def _earlier(self) -> dict[str, str]:
        """{title: id} of the questions before this one that have outcomes."""
        items = [each for section in self._body["sections"] for each in section["items"]]
        before = items[: [each["id"] for each in items].index(self._item)]
        return {_short(str(each["title"])): str(each["id"]) for each in before if edit.outcomes_of(each)}

    def _on_about(self, item: str | None) -> None:
        conditions = None
        if item is not None:
            outcomes = edit.outcomes_of(edit.item_in(self._body, item))
            conditions = [{"item": item, "is": [outcomes[-1] if "fail" not in outcomes else "fail"]}]
        self._change(edit.with_values(self._body, self._item, ask_if=conditions))
        self.show_item(self._body, self._item)

    def _outcome_setter(self, held: Mapping[str, Any], outcome: str) -> Callable[[bool], None]:
        return lambda on: self._on_outcome(held, outcome, on)

    def _on_outcome(self, held: Mapping[str, Any], outcome: str, on: bool) -> None:
        kept = [each for each in held["is"] if each != outcome] + ([outcome] if on else [])
        if kept:  # the last one stays: "only if nothing" would never be asked
            self._change(edit.with_values(self._body, self._item, ask_if=[{"item": held["item"], "is": kept}]))
        self.show_item(self._body, self._item)

    def _change(self, body: dict[str, Any]) -> None:
        self._body = body
        self.edited.emit(body)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"


def _named(words: str, field: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(label(words, "caption"), field, spacing=4))
    return made


def _toggle(words: str, on: bool) -> QPushButton:
    made = button(words, lambda: None, "choice")
    made.setCheckable(True)
    made.setChecked(on)
    return made
