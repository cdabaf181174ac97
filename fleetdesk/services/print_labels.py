"""Labels for devices: a PDF of sheets, each label with a QR code that a scanner types into Fleetdesk.

The code holds what `domain/scan_text.py` reads again: a prefix and the serial, else the asset tag. A device that has
neither gets no label and is counted. Sheets are data (`resources/labels/sheets.toml`).
"""

import io
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.scan_text import label_text
from fleetdesk.runtime.paths import bundled
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.services.whole_file import write_whole
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import fleet, registry

MOST = 5_000
"""Labels in one file: 208 sheets of A4."""
POINTS_PER_MM = 72 / 25.4
_PAD_MM, _QUIET_MM = 2.0, 0.5
_CODE_SHARE = 0.36
"""Of a label's width; the rest is for people."""
_LEAST_SIZE = 6.0
_LATIN, _OTHER = "Helvetica", "STSong-Light"
"""Both are built into every PDF reader; the second knows Chinese, Japanese and Latin letters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet, millimetres, as `resources/labels/sheets.toml` explains."""

    key: str
    name: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    margin_x: float
    margin_y: float
    width: float
    height: float
    pitch_x: float
    pitch_y: float


@dataclass(frozen=True, slots=True)
class Label:
    """`code` is what the QR code holds; the lines are for people, the first one large."""

    code: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """`without` devices have neither a serial nor a tag that a scanner could type."""

    labels: int
    sheets: int
    without: int


def load_sheets() -> dict[str, Sheet]:
    rows: list[dict[str, Any]] = tomllib.loads((bundled("resources") / "labels" / "sheets.toml").read_text("utf-8"))[
        "sheets"
    ]
    return {row["key"]: Sheet(**row) for row in rows}


class PrintLabels:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record, self._names = record, names

    def write(self, path: Path, wanted: fleet.Filter, sheet: str = "a4-24") -> Printed:
        """Raises KnownError for a sheet that there is not, for no or too many devices, or when it cannot be written."""
        sheets = load_sheets()
        if sheet not in sheets:
            raise KnownError(f"There is no sheet {sheet!r}.", "", f"These are: {', '.join(sheets)}.")
        found, without = self._record.read(lambda connection: self._labels(connection, wanted))
        if not found:
            raise KnownError("No label was made.", "No device there has a serial or a tag.", "Choose others.")
        data, pages = pdf_of(found, sheets[sheet])
        write_whole(path, lambda part: part.write_bytes(data))
        return Printed(len(found), pages, without)

    def _labels(self, connection: Connection, wanted: fleet.Filter) -> tuple[list[Label], int]:
        devices = fleet.page(connection, wanted, 0, MOST + 1)
        if len(devices) > MOST:
            raise KnownError(f"That is more than {MOST:,} labels.", "", "Narrow the search or the filters.")
        made = [self._label(connection, device) for device in devices]
        return [label for label in made if label is not None], sum(label is None for label in made)

    def _label(self, connection: Connection, device: str) -> Label | None:
        known = registry.device(connection, device)
        code = label_text(known.serial, known.asset_tag) if known else None
        if known is None or code is None:
            return None
        store = registry.store(connection, known.store) if known.store else None
        tag = known.asset_tag if known.serial else None
        lines = (
            known.serial or known.asset_tag or "",
            self._names.model(known.model),
            store.name if store else "",
            tag or "",
        )
        return Label(code, tuple(line for line in lines if line))


def pdf_of(labels: Sequence[Label], sheet: Sheet) -> tuple[bytes, int]:
    """The PDF and its number of pages."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    cast("Any", pdfmetrics).registerFont(cast("Any", UnicodeCIDFont)(_OTHER))
    file = io.BytesIO()
    size = (sheet.page_width * POINTS_PER_MM, sheet.page_height * POINTS_PER_MM)
    drawing: Any = canvas.Canvas(file, pagesize=size, pageCompression=1)
    drawing.setTitle("Fleetdesk labels")
    width_of = cast("Callable[[str, str, float], float]", pdfmetrics.stringWidth)
    per_page = sheet.columns * sheet.rows
    for number, label in enumerate(labels):
        if number and number % per_page == 0:
            drawing.showPage()
        down, across = divmod(number % per_page, sheet.columns)
        left = (sheet.margin_x + across * sheet.pitch_x) * POINTS_PER_MM
        top = size[1] - (sheet.margin_y + down * sheet.pitch_y) * POINTS_PER_MM
        _draw(drawing, label, sheet, left, top, width_of)
    drawing.save()
    return file.getvalue(), -(-len(labels) // per_page)


def _draw(
    drawing: Any, label: Label, sheet: Sheet, left: float, top: float, width_of: Callable[[str, str, float], float]
) -> None:
    pad, height = _PAD_MM * POINTS_PER_MM, sheet.height * POINTS_PER_MM
    edge = min(height - 2 * pad, _CODE_SHARE * sheet.width * POINTS_PER_MM)
    _draw_code(drawing, label.code, left + pad, top - pad - edge, edge)
    x = left + pad + edge + pad
    room = left + sheet.width * POINTS_PER_MM - pad - x
    y = top - pad
    for place, line in enumerate(label.lines):
        size = 12.0 if place == 0 else 8.0
        font = _font(line, bold=place == 0)
        while size > _LEAST_SIZE and width_of(line, font, size) > room:
            size -= 0.5
        shown = line
        while shown and width_of(shown, font, size) > room:
            shown = shown.rstrip(".")[:-1] + "..." if len(shown) > len("...") + 1 else ""
        y -= size + 2.5
        drawing.setFont(font, size)
        drawing.drawString(x, y, shown)


def _font(text: str, *, bold: bool) -> str:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return _OTHER
    return f"{_LATIN}-Bold" if bold else _LATIN


def _draw_code(drawing: Any, code: str, left: float, bottom: float, edge: float) -> None:
    """Modules as rectangles, row by row, inside a quiet zone."""
    matrix = qr_of(code)
    quiet = _QUIET_MM * POINTS_PER_MM
    module = (edge - 2 * quiet) / len(matrix)
    for down, cells in enumerate(matrix):
        y = bottom + edge - quiet - (down + 1) * module
        across = 0
        while across < len(cells):
            run = across
            while run < len(cells) and cells[run]:
                run += 1
            if run > across:
                drawing.rect(left + quiet + across * module, y, (run - across) * module, module, stroke=0, fill=1)
            across = max(run, across + 1)


def qr_of(code: str) -> list[list[bool]]:
    """The modules of the QR code (ISO/IEC 18004, error correction M or better) without its quiet zone."""
    import segno

    made: Any = segno.make(code, error="m", micro=False)
    return [[bool(cell) for cell in row] for row in made.matrix]
