"""A barcode scanner is a keyboard that types fast and ends with Enter: what it says is taken anywhere in the window.

Where nothing is typed into, printable keys are held for the blink in which a scanner would send the next one. A burst
that ends with Enter is a scan; anything else is passed on as though nothing had happened, so that single keys work as
ever and no barcode answers a question by its digits. In a field only a label of ours counts, told by its prefix: it is
taken out of the field again; everything else that is typed or scanned there stays text.
"""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from fleetdesk.domain.scan_text import LEAST, MOST, PREFIX, code_in, is_own

GAP_MS = 45
"""Scanners send a key every 1 to 30 ms; the fastest typists one every 60."""
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(slots=True)
class _InField:
    """A burst that goes into a field: what stood there before."""

    field: QLineEdit
    before: str
    cursor: int
    keys: str = ""


class Scanner(QObject):
    """Watches the keys of `window`."""

    scanned = Signal(str)
    """The serial or tag that was read."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._held: list[tuple[QWidget, QKeyEvent]] = []
        self._in_field: _InField | None = None
        self._since = QElapsedTimer()
        self._since.start()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(GAP_MS)
        self._pause.timeout.connect(self._pass_on)
        window.installEventFilter(self)  # until it is shown and has a native window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() is QEvent.Type.Show:
                self._watch_native()
            return False
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget()
        if focus is None or event.modifiers() & _MODIFIERS:  # pyright: ignore[reportUnnecessaryComparison]
            return False
        if isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
            return self._typed(focus, event)
        return self._pressed(focus, event)

    def _watch_native(self) -> None:
        """All keys of the window come through here before they go to the widget with the focus."""
        handle = self._window.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)

    # -- where nothing is typed into ----------------------------------------------------------------------------------

    def _pressed(self, focus: QWidget, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._ended()
        if not _is_printable(event) or event.isAutoRepeat() or len(self._held) > MOST:
            self._pass_on()
            return False
        self._held.append((focus, event.clone()))
        self._pause.start()
        return True

    def _ended(self) -> bool:
        """Enter: True when it ends a scan."""
        text = "".join(event.text() for _, event in self._held)
        code = code_in(text) if len(text) >= LEAST else None
        if code is None:
            self._pass_on()
            return False
        self._pause.stop()
        self._held.clear()
        self.scanned.emit(code)
        return True

    def _pass_on(self) -> None:
        """It was a person after all: the keys do what they do."""
        self._pause.stop()
        held, self._held = self._held, []
        for focus, event in held:
            QCoreApplication.sendEvent(focus, event)

    # -- in a field ---------------------------------------------------------------------------------------------------

    def _typed(self, field: QWidget, event: QKeyEvent) -> bool:
        self._pass_on()
        gap_ms = self._since.restart()
        if not isinstance(field, QLineEdit):
            return False
        burst = self._in_field
        if burst is None or burst.field is not field or gap_ms > GAP_MS:
            burst = self._in_field = _InField(field, field.text(), field.cursorPosition())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._in_field = None
            return self._own_label(burst)
        burst.keys += event.text() if _is_printable(event) and len(burst.keys) <= MOST + len(PREFIX) else ""
        return False

    def _own_label(self, burst: _InField) -> bool:
        code = code_in(burst.keys)
        if code is None or not is_own(burst.keys):
            return False
        burst.field.setText(burst.before)
        burst.field.setCursorPosition(burst.cursor)
        self.scanned.emit(code)
        return True


def _is_printable(event: QKeyEvent) -> bool:
    return len(event.text()) == 1 and event.text().isprintable()
