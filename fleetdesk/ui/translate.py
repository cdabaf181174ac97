"""Loads the translation of the system's language, when the project ships one; otherwise the window speaks English."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from fleetdesk.runtime.paths import bundled


def install_translations(app: QApplication, locale: QLocale | None = None, folder: Path | None = None) -> list[str]:
    """Installs ours, then Qt's own texts (dialog buttons). Returns the names of what was found."""
    if QLocale().language() is QLocale.Language.C:
        QLocale.setDefault(QLocale("en_US"))  # a machine without a locale: numbers are grouped all the same
    locale = locale or QLocale()
    ours = folder or bundled("resources") / "translations"
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    found: list[str] = []
    for name, place in (("fleetdesk", ours), ("qtbase", qt)):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", str(place)):
            app.installTranslator(translator)
            found.append(name)
    return found
