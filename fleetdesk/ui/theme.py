"""The look of the window: colours that follow the system, fonts, icons and the one style sheet.

`Theme` is made once by the application and handed to every widget that paints by itself; the others are styled by
the sheet alone. `changed` tells painters that the palette is another one.
"""

from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory

from fleetdesk.runtime.paths import bundled
from fleetdesk.ui.icons import IconSet
from fleetdesk.ui.palette import DARK, LIGHT, Palette

FAMILY = "Inter"
FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
BODY_PX = 14


class Mode(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Owns the palette in force. `resources` is the shipped folder with fonts, icons and style."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, resources: Path | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._resources = resources or bundled("resources")
        self._mode = mode
        self._icons = IconSet(self._resources / "icons")
        self._sheet = Template((self._resources / "style" / "fleetdesk.qss").read_text(encoding="utf-8"))
        self._load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.colours = self._wanted()
        self._apply()

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or stay light or dark whatever it says."""
        self._mode = mode
        self._on_system_changed()

    @property
    def is_dark(self) -> bool:
        return self.colours is DARK

    @property
    def duration_ms(self) -> int:
        """How long a motion may take; 0 when the system asks for none."""
        hint = self._app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        return min(hint, 160)

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.colours, token))

    def font(self, size_px: int = BODY_PX, weight: int = 400) -> QFont:
        """The text font at a size, with tabular digits."""
        font = QFont(self._app.font())
        font.setPixelSize(size_px)
        font.setWeight(QFont.Weight(weight))
        return font

    def icon(self, name: str, token: str = "text") -> QIcon:
        """An icon in a palette colour; made anew after `changed`."""
        return self._icons.icon(name, getattr(self.colours, token))

    def pixmap(self, name: str, token: str, size: int = 22, ratio: float = 1.0) -> QPixmap:
        return self._icons.pixmap(name, getattr(self.colours, token), size, ratio)

    def _load_fonts(self) -> None:
        for name in FONT_FILES:
            path = self._resources / "fonts" / name
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise RuntimeError(f"the font {path} cannot be loaded")
        system = self._app.font().families()
        font = QFont()
        font.setFamilies([FAMILY, *(family for family in system if family != FAMILY)])
        font.setPixelSize(BODY_PX)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self._app.setFont(font)

    def _wanted(self) -> Palette:
        if self._mode is Mode.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode is Mode.DARK else LIGHT

    def _on_system_changed(self) -> None:
        wanted = self._wanted()
        if wanted is not self.colours:
            self.colours = wanted
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._app.setPalette(_qt_palette(self.colours))
        self._app.setStyleSheet(self._sheet.substitute(self.colours.tokens()))


def _qt_palette(colours: Palette) -> QPalette:
    """So that what no rule of the sheet touches (native parts, dialogs) is of the same colours."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.ground,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.sunken,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.accent_on,
        QPalette.ColorRole.ToolTipBase: colours.text,
        QPalette.ColorRole.ToolTipText: colours.surface,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Mid: colours.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(disabled, role, QColor(colours.muted))
    return palette
