"""The navigation at the left: icon and word for every page that exists, a badge where something waits, the person."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from fleetdesk.services.views import Person
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import number, tr

WIDTH, ITEM_HEIGHT = 216, 42


@dataclass(frozen=True, slots=True)
class RailEntry:
    key: str
    icon: str
    word: str


class Rail(QWidget):
    chosen = Signal(str)
    person_clicked = Signal()
    support_wanted = Signal()

    def __init__(self, theme: Theme, entries: tuple[RailEntry, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._items = {
            entry.key: RailItem(theme, entry.icon, entry.word, self._chooser(entry.key)) for entry in entries
        }
        self._person = PersonItem(theme, self.person_clicked.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 58, 12, 10)
        layout.setSpacing(4)
        for number_key, item in enumerate(self._items.values(), start=1):
            item.setToolTip(tr("Ctrl+{digit}").format(digit=number_key))
            layout.addWidget(item)
        layout.addStretch(1)
        self.support = RailItem(theme, "info", tr("Support bundle"), self.support_wanted.emit)
        self.support.setCheckable(False)
        layout.addWidget(self.support)
        layout.addWidget(self._person)
        self.setFixedWidth(WIDTH)
        theme.changed.connect(self.update)

    def select(self, key: str) -> None:
        for name, item in self._items.items():
            item.setChecked(name == key)

    def set_badge(self, key: str, count: int) -> None:
        """The number of things that wait on that page; 0 shows none."""
        self._items[key].set_badge(count)

    def set_person(self, person: Person | None) -> None:
        self._person.show_person(person)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("rail"))
        painter.setPen(self._theme.colour("rail_strong"))
        painter.setFont(self._theme.font(18, 600))
        painter.drawText(QRect(24, 16, self.width() - 32, 28), Qt.AlignmentFlag.AlignVCenter, "Fleetdesk")

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(key)


class RailItem(QAbstractButton):
    def __init__(self, theme: Theme, icon: str, word: str, on_click: Callable[[], None]) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._badge = 0
        self.setText(word)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(word)
        self.clicked.connect(lambda _checked=False: on_click())

    def set_badge(self, count: int) -> None:
        self._badge = count
        self.setAccessibleDescription(tr("{count} waiting").format(count=count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, ITEM_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.isChecked() or self.underMouse()
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("rail_active"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("rail_text"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        token = "rail_strong" if strong else "rail_text"
        pixmap = self._theme.pixmap(self._icon, token, 22, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(10, (self.height() - 22) // 2), pixmap)
        painter.setPen(self._theme.colour(token))
        painter.setFont(self._theme.font(14, 600 if self.isChecked() else 500))
        painter.drawText(self.rect().adjusted(44, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._badge:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        font = self._theme.font(12, 600)
        words = number(self._badge)
        width = max(26, QFontMetrics(font).horizontalAdvance(words) + 16)
        box = QRectF(self.width() - width - 10, (self.height() - 22) / 2, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("bad"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(self._theme.colour("rail" if self._theme.is_dark else "rail_strong"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class PersonItem(QAbstractButton):
    """Who works here; a click switches."""

    def __init__(self, theme: Theme, on_click: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        self._line = ""
        self._note = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(lambda _checked=False: on_click())
        self.show_person(None)

    def show_person(self, person: Person | None) -> None:
        if person is None:
            self._line, self._note = tr("Who works here?"), tr("Name and staff number")
        else:
            role = {"technician": tr("Technician"), "manager": tr("Manager")}.get(person.role, person.role)
            self._line = person.name
            self._note = f"{role} · {person.staff_number}"
        self.setAccessibleName(f"{self._line}, {self._note}")
        self.setToolTip(tr("Switch person"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, 52)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("rail_active"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        token = "rail_strong" if self.underMouse() else "rail_text"
        pixmap = self._theme.pixmap("person", token, 22, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(10, (self.height() - 22) // 2), pixmap)
        left, width = 44, self.width() - 52
        self._paint_line(painter, self._line, QRect(left, 7, width, 20), token, (13, 600))
        note_token = "rail_strong" if self.underMouse() else "rail_muted"
        self._paint_line(painter, self._note, QRect(left, 26, width, 18), note_token, (12, 400))

    def _paint_line(self, painter: QPainter, text: str, box: QRect, token: str, size: tuple[int, int]) -> None:
        font = self._theme.font(*size)
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
