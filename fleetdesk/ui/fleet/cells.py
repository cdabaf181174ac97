"""What a cell of the fleet table says and how it is drawn."""

from typing import Any

from PySide6.QtCore import Qt

from fleetdesk.services.views import DeviceRow, DueLevel, DueTask, Silence, SortBy, Tone
from fleetdesk.ui.states import due_words, health_tone, health_word, since_short, unit_word
from fleetdesk.ui.widgets.table import MUTED_ROLE, SHARE_ROLE, TONE_ROLE, Share
from fleetdesk.ui.words import number, tr

NONE = "\N{EN DASH}"


def cell_data(row: DeviceRow, column: SortBy, role: int, now: str) -> Any:
    """The value of `role` for one column of one device; `now` (ISO 8601 UTC) makes ages."""
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return _text(row, column, now)
    if role == TONE_ROLE:
        return health_tone(row.connectivity.state) if column is SortBy.STATE else None
    if role == SHARE_ROLE:
        return _share(row.due) if column is SortBy.USES and row.due is not None else None
    if role == MUTED_ROLE:
        return _is_muted(row, column)
    if role == Qt.ItemDataRole.ToolTipRole:
        return _tip(row, column)
    return None


def _text(row: DeviceRow, column: SortBy, now: str) -> str:
    match column:
        case SortBy.SERIAL:
            return row.label
        case SortBy.MODEL:
            return row.model
        case SortBy.STORE:
            return row.store_name or NONE
        case SortBy.STATE:
            return health_word(row.connectivity.state)
        case SortBy.SINCE:
            return since_short(row.connectivity, now)
        case SortBy.GATEWAY:
            return row.gateway or NONE
        case SortBy.FIRMWARE:
            return row.firmware or NONE
        case SortBy.USES:
            return _uses(row.due)


def _uses(task: DueTask | None) -> str:
    if task is None:
        return NONE
    return tr("no reading") if task.uses is None else number(task.uses)


def _share(task: DueTask) -> Share | None:
    if task.uses is None:
        return None
    tone = {DueLevel.DUE: Tone.BAD, DueLevel.SOON: Tone.WARN}.get(task.level, Tone.OK)
    return Share(task.uses / task.every, tone)


def _is_muted(row: DeviceRow, column: SortBy) -> bool:
    if column is SortBy.USES:
        return row.due is None or row.due.uses is None
    if column is SortBy.SINCE:
        return row.connectivity.silence is not Silence.NONE or row.connectivity.since is None
    return {
        SortBy.STORE: not row.store_name,
        SortBy.GATEWAY: not row.gateway,
        SortBy.FIRMWARE: not row.firmware,
        SortBy.SERIAL: not row.serial,
    }.get(column, False)


def _tip(row: DeviceRow, column: SortBy) -> str | None:
    if column is SortBy.USES and row.due is not None and row.due.uses is not None:
        return tr("{uses} of {every} {unit}: {state}").format(
            uses=number(row.due.uses),
            every=number(row.due.every),
            unit=unit_word(row.due.unit),
            state=due_words(row.due).lower(),
        )
    if column is SortBy.SERIAL and not row.serial:
        return tr("No serial is known: the source names none.")
    return None
