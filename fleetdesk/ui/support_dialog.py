"""The support bundle before it exists: every file that would be in it, readable, then one action that writes it."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter, QWidget

from fleetdesk.services.views import Problem, SupportFile, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import WorkspaceSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.words import number, tr

MOST_SHOWN = 200_000
"""Characters of one file; a recorded session may have millions."""


class SupportDialog(QDialog):
    def __init__(self, theme: Theme, bridge: Bridge, source: WorkspaceSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._source = bridge, source
        self._files: tuple[SupportFile, ...] = ()
        self._saved = ""
        self.setWindowTitle(tr("Support bundle"))
        words = tr(
            "One file for whoever helps: log, recorded sessions, versions, ports, the state of the data folder."
            " Passwords, tokens and keys are left out. Nothing is sent; look at it, then save it."
        )
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Files of the bundle"))
        self.list.currentRowChanged.connect(self._show_file)
        self.about = label("", "muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("What is in the file"))
        right = QWidget()
        right.setLayout(column(self.about, self.text, spacing=8))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([280, 600])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        self.said = label(tr("Collecting..."), wrap=True)
        self.folder = button(tr("Open the folder"), self._open_folder)
        self.folder.hide()
        self.save = PrimaryButton(theme, tr("Save..."), self._ask_path, hint=False)
        self.save.setEnabled(False)
        close = button(tr("Close"), self.reject)
        foot = row(self.said, self.folder, close, self.save, spacing=8)
        foot.setStretch(0, 1)
        whole = column(label(tr("Support bundle"), "page"), label(words, "muted", wrap=True), spacing=12)
        whole.addWidget(split, 1)
        whole.addLayout(foot)
        whole.setContentsMargins(28, 24, 28, 24)
        self.setLayout(whole)
        self.resize(980, 620)
        bridge.run(source.support_files, owner=self, on_done=self.show_files, on_error=self._show_problem)

    def show_files(self, files: tuple[SupportFile, ...]) -> None:
        self._files = files
        for file in files:
            item = QListWidgetItem(f"{file.name}\n{tr('{size} bytes').format(size=number(file.size))}")
            item.setToolTip(file.about)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        total = sum(file.size for file in files)
        self._say(tr("{count} files, {size} bytes").format(count=number(len(files)), size=number(total)), None)
        self.save.setEnabled(True)

    def save_to(self, path: str) -> None:
        """Writes exactly what is shown."""
        self.save.setEnabled(False)
        self._say(tr("Writing..."), None)
        files = self._files

        def on_done(saved: str) -> None:
            self._saved = saved
            self._say(tr("Written: {path}").format(path=saved), Tone.OK)
            self.folder.show()
            self.save.setEnabled(True)

        self._bridge.run(
            lambda: self._source.save_support(path, files), owner=self, on_done=on_done, on_error=self._show_problem
        )

    def _show_file(self, place: int) -> None:
        if not 0 <= place < len(self._files):
            return
        file = self._files[place]
        text = file.content.decode("utf-8", "replace")
        more = tr("Only its beginning is shown.") if len(text) > MOST_SHOWN else ""
        self.about.setText(f"{file.about}. {more}".strip())
        self.text.setPlainText(text[:MOST_SHOWN])

    def _ask_path(self) -> None:
        chosen = choose_new_file(self, "fleetdesk-support.zip", tr("Zip files (*.zip)"))
        if chosen:
            self.save_to(chosen)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._saved).absolute().parent)))

    def _show_problem(self, problem: Problem) -> None:
        words = " ".join(part for part in (problem.title, problem.message, problem.next_step) if part)
        self._say(words, Tone.BAD)
        self.save.setEnabled(bool(self._files))

    def _say(self, words: str, tone: Tone | None) -> None:
        self.said.setText(words)
        set_tone(self.said, tone)
