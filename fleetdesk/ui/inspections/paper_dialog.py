"""Save or print, in one dialog: the document or the receipt; as a file, or in the system's viewer to print it from."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from fleetdesk.services.inspection_views import InspectionView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.inspections.source import InspectionLogSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.words import number, tr

WIDTH = 480
OpenFile = Callable[[str], object]


def open_file(path: str) -> bool:
    """In whatever the system shows documents with."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


class PaperDialog(QDialog):
    """Stays open until it is done. `choose_target` and `open_file` ask the system; `folder` keeps what is printed until
    the window goes."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        source: InspectionLogSource,
        view: InspectionView,
        folder: QTemporaryDir,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._source, self._view, self._folder = bridge, source, view, folder
        self.choose_target: Callable[[QWidget, str, str], str] = choose_new_file
        self.open_file: OpenFile = open_file
        self.setWindowTitle(tr("Save or print"))
        self.whole = button(
            tr("The whole document: every answer, curve and photo"), lambda: self._choose(False), "choice"
        )
        self.receipt = button(tr("A receipt of one page for the store's manager"), lambda: self._choose(True), "choice")
        for made in (self.whole, self.receipt):
            made.setCheckable(True)
            made.setAutoDefault(False)
        self.said = label("", "muted", wrap=True)
        self.save = PrimaryButton(theme, tr("Save as PDF..."), self._save)
        self.save.setDefault(True)
        self.print = button(tr("Open to print"), self._print)
        cancel = button(tr("Close"), self.reject)
        for made in (self.print, cancel):
            made.setAutoDefault(False)
        self.setLayout(
            column(
                label(tr("Save or print"), "page"), label(view.line.serial, "muted"), 8, self.whole, self.receipt, 8,
                self.said, 8, row(None, cancel, self.print, self.save, spacing=8), spacing=8, margins=(28, 24, 28, 24),
            )
        )  # fmt: skip
        self.setFixedWidth(WIDTH)
        self._choose(False)

    def _choose(self, receipt: bool) -> None:
        self.whole.setChecked(not receipt)
        self.receipt.setChecked(receipt)

    def _name(self) -> str:
        kind = tr("Receipt") if self.receipt.isChecked() else tr("Inspection")
        return f"{kind} {self._view.line.serial} {self._view.line.signed_at.at[:10]}.pdf".replace("/", "-")

    def _save(self) -> None:
        path = self.choose_target(self, self._name(), tr("PDF (*.pdf)"))
        if path:
            self._write(path, lambda: None)

    def _print(self) -> None:
        path = str(Path(self._folder.path()) / self._name())

        def then() -> None:
            if not self.open_file(path):
                self.said.setText(tr("No program here shows PDF files. Save it, and print it elsewhere."))

        self._write(path, then)

    def _write(self, path: str, then: Callable[[], None]) -> None:
        receipt, inspection = self.receipt.isChecked(), self._view.line.id
        self._busy(True)

        def on_done(pages: int) -> None:
            self._busy(False)
            words = tr("{file}: 1 page.") if pages == 1 else tr("{file}: {count} pages.")
            self.said.setText(words.format(file=Path(path).name, count=number(pages)))
            then()

        self._bridge.run(
            lambda: self._source.write_pdf(inspection, path, receipt=receipt), owner=self, on_done=on_done,
            on_error=self._on_problem,
        )  # fmt: skip

    def _busy(self, busy: bool) -> None:
        for made in (self.save, self.print):
            made.setEnabled(not busy)

    def _on_problem(self, problem: Problem) -> None:
        self._busy(False)
        self.said.setText(" ".join(part for part in (problem.title, problem.message, problem.next_step) if part))
