"""The table's look: 44 px rows, hairlines instead of a grid, pills for states, bars beside numbers."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.pill import paint_pill

ROW_HEIGHT, HEADER_HEIGHT, PADDING = 44, 40, 12
Index = QModelIndex | QPersistentModelIndex

TONE_ROLE = Qt.ItemDataRole.UserRole + 1
"""A Tone: the cell's word is drawn as a pill."""
SHARE_ROLE = Qt.ItemDataRole.UserRole + 2
"""A Share: a bar is drawn before the number."""
MUTED_ROLE = Qt.ItemDataRole.UserRole + 3
"""True: the cell's word is quiet."""


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of an interval, 0 to 1 and over, and how it is judged."""

    part: float
    tone: Tone


class CellDelegate(QStyledItemDelegate):
    """Draws every cell: plain words, pills, bars. Hover and selection go over the whole row."""

    def __init__(self, theme: Theme, parent: "Table") -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width() + 2 * PADDING, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(_rect(option))
        painter.save()
        self._paint_ground(painter, rect, option, index.row())
        cell = rect.adjusted(PADDING, 0, -PADDING, 0)
        tone = index.data(TONE_ROLE)
        share = index.data(SHARE_ROLE)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if isinstance(tone, str) and text:
            paint_pill(painter, self._theme, cell, text, Tone(tone))  # Qt hands a StrEnum back as plain text
        elif isinstance(share, Share):
            self._paint_bar(painter, cell, text, share)
        else:
            self._paint_text(painter, cell, text, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: int) -> None:
        state = _state(option)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("selected"))
        elif row == self._table.hovered_row:
            painter.fillRect(rect, self._theme.colour("hover"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_text(self, painter: QPainter, cell: QRect, text: str, index: Index) -> None:
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        font = self._theme.font()
        painter.setFont(font)
        painter.setPen(self._theme.colour("muted" if index.data(MUTED_ROLE) else "text"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
        painter.drawText(cell, alignment | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_bar(self, painter: QPainter, cell: QRect, text: str, share: Share) -> None:
        font = self._theme.font()
        number_width = QFontMetrics(font).horizontalAdvance("88,888")
        painter.setFont(font)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        track = QRectF(cell.left(), cell.center().y() - 3, cell.width() - number_width - PADDING, 7)
        if track.width() < 16:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(track, 3.5, 3.5)
        filled = QRectF(track)
        filled.setWidth(max(7.0, track.width() * min(1.0, share.part)) if share.part > 0 else 0)
        tone_colour = QColor(self._theme.colours.tone(share.tone)[0])
        colour = self._theme.colour("accent") if share.tone is Tone.OK else tone_colour
        painter.setBrush(colour)
        painter.drawRoundedRect(filled, 3.5, 3.5)


class Header(QHeaderView):
    """Column names; the sorted one carries an arrow in the text colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        painter.fillRect(rect, self._theme.colour("surface"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        font = self._theme.font(12, 600)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text" if sorted_here else "muted"))
        model = self.model()
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        right = model.headerData(logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        cell = rect.adjusted(PADDING, 0, -PADDING, 0)
        alignment = (right or Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(cell, alignment, text)
        if sorted_here:
            ascending = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            name = "chevron-up" if ascending else "chevron-down"
            pixmap = self._theme.pixmap(name, "text", 12, self.devicePixelRatioF())
            width = QFontMetrics(font).horizontalAdvance(text)
            left = cell.right() - width - 18 if right else cell.left() + width + 5
            painter.drawPixmap(QPoint(left, rect.center().y() - 5), pixmap)
        painter.restore()


class Table(QTableView):
    """A calm table: whole rows, one selected, Enter or a double click opens it."""

    opened = Signal(QModelIndex)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.hovered_row = -1
        self.setItemDelegate(CellDelegate(theme, self))
        self.setHorizontalHeader(Header(theme, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.clicked.connect(self.opened.emit)
        self.entered.connect(self._hover_index)
        theme.changed.connect(self.viewport().update)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.setSortingEnabled(False)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _hover_index(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()


def _rect(option: QStyleOptionViewItem) -> QRect:
    return getattr(option, "rect")  # noqa: B009  # the stub lacks the public member


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return getattr(option, "state")  # noqa: B009  # the stub lacks the public member
