"""Where a person wants a new file: the system's own dialog, and the ending of the kind that was chosen."""

import re

from PySide6.QtWidgets import QFileDialog, QWidget

from fleetdesk.ui.words import tr


def choose_new_file(parent: QWidget, name: str, kinds: str) -> str:
    """ "" when the person thought better of it. `kinds` as Qt writes them: "Workbook (*.xlsx);;Table (*.csv)"; a name
    without an ending gets that of the chosen one."""
    dialog = QFileDialog(parent, tr("Save as"), name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)

    def on_kind(kind: str) -> None:
        dialog.setDefaultSuffix(ending_of(kind))

    dialog.filterSelected.connect(on_kind)
    dialog.setDefaultSuffix(ending_of(kinds))
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() == QFileDialog.DialogCode.Accepted else []
    dialog.deleteLater()
    return chosen[0] if chosen else ""


def ending_of(kind: str) -> str:
    """The first ending that a kind names, without its dot; "" for a kind that takes any."""
    found = re.search(r"\*\.(\w+)", kind)
    return found.group(1) if found else ""
