"""The two tables of the page: inspections, and services done."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from fleetdesk.services.inspection_views import LogLine, SealState, ServiceLine
from fleetdesk.services.views import Tone
from fleetdesk.ui.inspections.model import Column, LogModel
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.table import MUTED_ROLE, TONE_ROLE, Table
from fleetdesk.ui.words import day_and_time, number, say, tr

NONE = "\N{EN DASH}"
DISPLAY = Qt.ItemDataRole.DisplayRole
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


class LogTable(Table):
    """A table whose columns share its width."""

    def __init__(self, theme: Theme, model: LogModel[Any], name: str) -> None:
        super().__init__(theme)
        self._columns = model.columns
        self.setModel(model)
        self.setAccessibleName(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        shown = [place for place, column in enumerate(self._columns) if width >= column.hide_below]
        for place in range(len(self._columns)):
            self.setColumnHidden(place, place not in shown)
        spare = max(0, width - sum(self._columns[place].least for place in shown))
        shares = sum(self._columns[place].share for place in shown)
        for place in shown:
            column = self._columns[place]
            self.setColumnWidth(place, column.least + spare * column.share // shares)


def inspection_columns() -> tuple[Column[LogLine], ...]:
    return (
        Column(tr("Signed"), 10, 130, lambda row, role: _text(role, day_and_time(row.signed_at))),
        Column(tr("Device"), 14, 116, lambda row, role: _text(role, row.serial)),
        Column(tr("Model"), 20, 130, lambda row, role: _text(role, row.model), 990),
        Column(tr("Store"), 14, 96, lambda row, role: _text(role, row.store_name)),
        Column(tr("Found"), 14, 174, lambda row, role: _pill(role, say(row.verdict_words), row.tone)),
        Column(tr("Cause"), 16, 120, lambda row, role: _text(role, say(row.cause_words)), 760),
        Column(tr("By"), 14, 100, lambda row, role: _text(role, row.person), 860),
        Column(tr("Seal"), 8, 116, _seal),
    )


def service_columns() -> tuple[Column[ServiceLine], ...]:
    return (
        Column(tr("Done"), 10, 130, lambda row, role: _text(role, day_and_time(row.done_at))),
        Column(tr("Device"), 14, 116, lambda row, role: _text(role, row.serial)),
        Column(tr("Service"), 26, 190, lambda row, role: _text(role, tr(row.title))),
        Column(tr("Store"), 14, 96, lambda row, role: _text(role, row.store_name), 780),
        Column(tr("At"), 10, 120, lambda row, role: _text(role, at_words(row))),
        Column(tr("Due at"), 10, 120, lambda row, role: _text(role, due_words(row)), 900),
        Column(tr("Late"), 10, 120, lambda row, role: _pill(role, late_words(row), late_tone(row))),
        Column(tr("By"), 14, 100, lambda row, role: _text(role, row.person), 1000),
    )


def seal_words(seal: SealState) -> tuple[str, Tone]:
    """Short, for a pill: where it is broken stands in the panel."""
    if not seal.ok:
        return tr("Broken"), Tone.BAD
    return (tr("Amended"), Tone.WARN) if seal.amendments else (tr("Sealed"), Tone.OK)


def at_words(row: ServiceLine) -> str:
    return "" if row.uses is None else f"{number(row.uses)} {unit_words(row.unit)}"


def due_words(row: ServiceLine) -> str:
    return "" if row.every is None else f"{number(row.every)} {unit_words(row.unit)}"


def late_words(row: ServiceLine) -> str:
    if row.late is None:
        return ""
    if row.late > 0:
        return tr("{count} late").format(count=number(row.late))
    return tr("{count} early").format(count=number(-row.late)) if row.late < 0 else tr("On time")


def late_tone(row: ServiceLine) -> Tone:
    if row.late is None or row.every is None:
        return Tone.IDLE
    return Tone.OK if row.late <= 0 else Tone.WARN if row.late * 10 <= row.every else Tone.BAD


def unit_words(unit: str) -> str:
    return {"uses": tr("uses"), "productions": tr("productions"), "days": tr("days")}.get(unit, unit)


def _seal(row: LogLine, role: int) -> Any:
    if role == Qt.ItemDataRole.ToolTipRole:
        return say(row.seal.words)
    return _pill(role, *seal_words(row.seal))


def _text(role: int, words: str) -> Any:
    if role in (DISPLAY, ACCESSIBLE):
        return words or NONE
    return not words if role == MUTED_ROLE else None


def _pill(role: int, words: str, tone: Tone) -> Any:
    if role == TONE_ROLE:
        return tone.value if words else None
    return _text(role, words)
