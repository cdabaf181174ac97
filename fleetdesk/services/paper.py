"""Documents on A4: text in any script, tables, curves as vectors, pictures, a QR code, numbered pages.

Letters that Helvetica has are drawn in it, all others in STSong-Light, which every PDF reader brings along for Chinese;
both need no font file. Nothing that a person wrote is taken for markup. The one door to reportlab beside the labels.
"""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from fleetdesk.services.inspection_views import PlotLine
from fleetdesk.services.print_labels import qr_of

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN, FOOT = 18 * MM, 20 * MM
ROOM = WIDTH - 2 * MARGIN
TEXT, MUTED, LINE, ACCENT, PALE = "#14202B", "#566573", "#DDE3E9", "#0B6A94", "#F4F6F8"
TONES = {
    "ok": ("#1B7A4B", "#E2F4EA"), "warn": ("#8F5A00", "#FCF0D9"), "bad": ("#B42A23", "#FBE6E4"),
    "idle": ("#5B6874", "#EAEDF0"),
}  # fmt: skip
OTHER = "STSong-Light"
SIZES = {"title": 20.0, "head": 12.0, "body": 9.2, "small": 7.8, "large": 12.0}
LARGEST_PX = 1_400
"""The longer edge of a picture in the file: sharp on paper, small enough to send."""


def _latin(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def marked(text: str) -> str:
    """A text as a paragraph takes it: its own signs escaped, letters that Helvetica lacks in the other font."""
    parts: list[str] = []
    for latin, letters in groupby(text, _latin):
        run = escape("".join(letters)).replace("\n", "<br/>")
        parts.append(run if latin else f'<font name="{OTHER}">{run}</font>')
    return "".join(parts)


class Paper:
    """Makes the parts of one document and puts them together."""

    def __init__(self) -> None:
        from reportlab import platypus
        from reportlab.lib import colors, styles
        from reportlab.pdfbase import cidfonts, pdfmetrics

        self._flow: Any = platypus
        self._colour: Any = colors.HexColor
        self._style: Any = styles.ParagraphStyle
        metrics: Any = pdfmetrics
        fonts: Any = cidfonts
        metrics.registerFont(fonts.UnicodeCIDFont(OTHER))

    # -- text ----------------------------------------------------------------------------------------------------------

    def text(
        self, words: str, size: str = "body", *, bold: bool = False, colour: str = TEXT, right: bool = False
    ) -> Any:
        points = SIZES[size]
        style = self._style(
            "s", fontName="Helvetica-Bold" if bold else "Helvetica", fontSize=points, leading=points * 1.35,
            textColor=self._colour(colour), alignment=2 if right else 0, wordWrap="CJK" if _all_wide(words) else None,
        )  # fmt: skip
        return self._flow.Paragraph(marked(words), style)

    def head(self, words: str) -> list[Any]:
        return [self.gap(5), self.text(words, "head", bold=True), self.gap(1.5)]

    def gap(self, millimetres: float) -> Any:
        return self._flow.Spacer(1, millimetres * MM)

    def together(self, parts: Sequence[Any]) -> Any:
        return self._flow.KeepTogether(list(parts))

    # -- tables --------------------------------------------------------------------------------------------------------

    def table(self, rows: Sequence[Sequence[Any]], shares: Sequence[float], *, headed: bool = True) -> Any:
        """`shares` of the page's width; hairlines between rows; the head is repeated on each page."""
        whole = sum(shares)
        made = self._flow.Table(
            [list(row) for row in rows], colWidths=[ROOM * share / whole for share in shares],
            repeatRows=1 if headed else 0,
        )  # fmt: skip
        made.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.5, self._colour(LINE)),
                ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ]
        )  # fmt: skip
        return made

    def facts(self, pairs: Sequence[tuple[str, str]], columns: int = 3) -> Any:
        """Labelled values in columns; what is empty is left out."""
        cells = [
            [self.text(name, "small", colour=MUTED), self.text(value, "body", bold=False)]
            for name, value in pairs
            if value
        ]
        cells += [[]] * (-len(cells) % columns)
        rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
        made = self._flow.Table(rows, colWidths=[ROOM / columns] * columns)
        made.setStyle(
            [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
             ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]
        )  # fmt: skip
        return made

    def band(self, words: str, tone: str, more: str = "", size: str = "head") -> Any:
        """A state as a word on its pale ground, over the whole width."""
        colour, ground = TONES[tone]
        inside = [self.text(words, size, bold=True, colour=colour)]
        if more:
            inside.append(self.text(more, "body"))
        made = self._flow.Table([[inside]], colWidths=[ROOM])
        made.setStyle(
            [("BACKGROUND", (0, 0), (-1, -1), self._colour(ground)), ("LEFTPADDING", (0, 0), (-1, -1), 10),
             ("TOPPADDING", (0, 0), (-1, -1), 7), ("BOTTOMPADDING", (0, 0), (-1, -1), 9), ("ROUNDEDCORNERS", [5] * 4)]
        )  # fmt: skip
        return made

    def beside(self, left: Sequence[Any], right: Sequence[Any], right_mm: float) -> Any:
        made = self._flow.Table([[list(left), list(right)]], colWidths=[ROOM - right_mm * MM, right_mm * MM])
        made.setStyle(
            [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
             ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
             ("ALIGN", (1, 0), (1, 0), "RIGHT")]
        )  # fmt: skip
        return made

    # -- drawings ------------------------------------------------------------------------------------------------------

    def qr(self, code: str, edge_mm: float = 24) -> Any:
        """At the right of its cell, with the quiet zone that it needs."""
        from reportlab.graphics import shapes

        make: Any = shapes
        edge = edge_mm * MM
        drawing = make.Drawing(edge, edge, hAlign="RIGHT")
        matrix = qr_of(code)
        module = edge / (len(matrix) + 4)
        for down, cells in enumerate(matrix):
            for across, dark in enumerate(cells):
                if dark:
                    x, y = (across + 2) * module, edge - (down + 3) * module
                    drawing.add(make.Rect(x, y, module * 1.02, module * 1.02, fillColor=self._colour("#000000"),
                                          strokeColor=None))  # fmt: skip
        return drawing

    def plot(self, line: PlotLine, height_mm: float = 52) -> Any:
        """A curve with its axes and dashed limits, as vectors."""
        from fleetdesk.services.paper_plot import drawn_plot

        return drawn_plot(line, ROOM, height_mm * MM)

    def picture(self, content: bytes, width_mm: float, height_mm: float) -> Any | None:
        """Turned as it was taken and fitted into the box; None for what is no picture."""
        from PIL import Image, ImageOps, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(content)) as opened:
                turned = ImageOps.exif_transpose(opened)
                turned.thumbnail((LARGEST_PX, LARGEST_PX))
                file = io.BytesIO()
                if turned.mode in ("RGBA", "LA", "P"):
                    turned.convert("RGBA").save(file, "PNG")
                else:
                    turned.convert("RGB").save(file, "JPEG", quality=82)
                width, height = turned.size
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            return None
        scale = min(width_mm * MM / width, height_mm * MM / height)
        file.seek(0)
        return self._flow.Image(file, width * scale, height * scale, hAlign="LEFT")

    # -- the whole -----------------------------------------------------------------------------------------------------

    def document(self, title: str, foot: str, parts: Sequence[Any]) -> tuple[bytes, int]:
        """The PDF and its number of pages. `foot` stands below each beside "1 / 3"."""
        file = io.BytesIO()
        numbered = _numbered_canvas(foot, self._colour)
        made = self._flow.SimpleDocTemplate(
            file, pagesize=(WIDTH, HEIGHT), leftMargin=MARGIN - 6, rightMargin=MARGIN - 6, topMargin=MARGIN,
            bottomMargin=FOOT, title=title, author="Fleetdesk", creator="Fleetdesk",
        )  # fmt: skip
        made.build(list(parts), canvasmaker=numbered)
        pages = int(made.page)
        return file.getvalue(), pages


def _all_wide(words: str) -> bool:
    """Scripts without spaces break anywhere."""
    return sum(not _latin(letter) for letter in words) > len(words) / 2


def _numbered_canvas(foot: str, colour: Any) -> Any:
    """A canvas that knows at the end how many pages there are, and then writes their feet."""
    from reportlab.pdfgen import canvas

    base: Any = canvas.Canvas

    class Numbered(base):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            base.__init__(self, *args, **kwargs)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._kept, 1):
                self.__dict__.update(state)
                self._foot(number, len(self._kept))
                base.showPage(self)
            base.save(self)

        def _foot(self, number: int, of: int) -> None:
            y = FOOT - 8 * MM
            self.setStrokeColor(colour(LINE))
            self.line(MARGIN, y + 10, WIDTH - MARGIN, y + 10)
            self.setFillColor(colour(MUTED))
            self.setFont("Helvetica", 7.5)
            self.drawString(MARGIN, y, foot)
            self.drawRightString(WIDTH - MARGIN, y, f"Page {number} of {of}")

    return Numbered
