"""One filter as a button that names what is chosen, with a menu of choices and their counts."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStyle, QStyleOptionButton, QStylePainter

from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.layout import restyle

PADDING, CHEVRON = 13, 14


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """`key` None: everything. `note` stands at the right of the menu line (a count)."""

    key: str | None
    label: str
    note: str = ""


class FilterButton(QPushButton):
    chosen = Signal(object)
    """The key, or None."""

    def __init__(self, theme: Theme, all_label: str) -> None:
        super().__init__(all_label)
        self._theme = theme
        self._all = FilterChoice(None, all_label)
        self._choices: tuple[FilterChoice, ...] = ()
        self._key: str | None = None
        self._menu = QMenu(self)
        self._menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self._menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._menu.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setMenu(self._menu)
        self.setProperty("kind", "filter")
        self.set_choices(())

    @property
    def key(self) -> str | None:
        return self._key

    def set_choices(self, choices: tuple[FilterChoice, ...]) -> None:
        self._choices = choices
        self._menu.clear()
        for index, choice in enumerate((self._all, *choices)):
            self._menu.addAction(self._action(choice))
            if index == 0 and choices:
                self._menu.addSeparator()
        self._show()

    def choose(self, key: str | None) -> None:
        """Sets the choice without telling anybody."""
        self._key = key
        self._show()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(text + 2 * PADDING + 8 + CHEVRON, hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        is_set = self._key is not None
        painter.setPen(self._theme.colour("accent" if is_set else "text"))
        room = self.rect().adjusted(PADDING, 0, -PADDING, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
        token = "accent" if is_set else "muted"
        pixmap = self._theme.pixmap("chevron-down", token, CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - PADDING - CHEVRON + 2, (self.height() - CHEVRON) // 2 + 1), pixmap)

    def _action(self, choice: FilterChoice) -> QAction:
        words = choice.label.replace("&", "&&")
        action = QAction(f"{words}\t{choice.note}" if choice.note else words, self._menu)
        action.setCheckable(True)
        action.setData(choice.key)
        action.triggered.connect(lambda _checked=False: self._pick(choice.key))
        return action

    def _pick(self, key: str | None) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _show(self) -> None:
        current = next((choice for choice in self._choices if choice.key == self._key), self._all)
        self.setText(current.label.replace("&", "&&"))
        self.setAccessibleName(f"{self._all.label}: {current.label}")
        for action in self._menu.actions():
            action.setChecked(action.data() == self._key and not action.isSeparator())
        self.setProperty("set", self._key is not None)
        restyle(self)
        self.updateGeometry()
