"""The step in which a person says which column is what: each header with its first values and its field."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fleetdesk.services.import_views import ImportColumn, ImportTable
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import column, hairline, row
from fleetdesk.ui.words import say, tr

FIELD_WIDTH, SAMPLES_SHOWN = 190, 3
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "gb18030", "shift_jis")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def headers_of(table: ImportTable) -> tuple[str, ...]:
    """The name by which each column is chosen: its header, or "#2" where that is missing or stands twice."""
    names = [one.header for one in table.columns]
    return tuple(
        name if name and names.count(name) == 1 else f"#{place}" for place, name in enumerate(names, 1)
    )  # fmt: skip


class ColumnsView(QWidget):
    """`on_encoding` is called when a person names another encoding of a text file."""

    def __init__(self, theme: Theme, table: ImportTable, on_encoding: Callable[[str], None]) -> None:
        super().__init__()
        self._theme = theme
        self._headers = headers_of(table)
        self._left_out = tr("(left out)")
        self._proposed = tuple(one.field for one in table.columns)
        self.fields = tuple(
            ChoiceField(theme, (self._left_out, *table.fields), one.field or self._left_out) for one in table.columns
        )
        layout = column(label(tr("Which column is what?"), "card"), self._read_as(table, on_encoding), spacing=12)
        for question in table.questions:
            layout.addWidget(label(say(question), wrap=True))
        layout.addWidget(
            label(tr("The model is required. What you choose is remembered for tables like this."), "muted")
        )
        for one, field in zip(table.columns, self.fields, strict=True):
            layout.addWidget(hairline())
            layout.addLayout(self._line(one, field))
        layout.addStretch(1)
        self.setLayout(layout)

    def chosen(self) -> dict[str, str]:
        """{header: field} where it differs from what was proposed; "" leaves a column out."""
        now = ("" if field.text() == self._left_out else field.text() for field in self.fields)
        return {
            header: field
            for header, field, proposed in zip(self._headers, now, self._proposed, strict=True)
            if field != proposed
        }

    def _read_as(self, table: ImportTable, on_encoding: Callable[[str], None]) -> QVBoxLayout:
        parts = [tr("Header in row {row}").format(row=table.header_row)]
        if table.delimiter:
            name = DELIMITERS.get(table.delimiter, table.delimiter)
            parts.append(tr("columns parted by {sign}").format(sign=name))
        if not table.encoding:
            parts.append(tr("sheet {name}").format(name=table.sheet))
            return column(label(", ".join(parts), "muted", wrap=True))
        known = ENCODINGS if table.encoding in ENCODINGS else (table.encoding, *ENCODINGS)
        encoding = ChoiceField(self._theme, known, table.encoding)
        encoding.setFixedWidth(FIELD_WIDTH)
        encoding.setAccessibleName(tr("Encoding"))
        encoding.changed.connect(on_encoding)
        return column(row(label(", ".join(parts), "muted"), None, label(tr("Encoding"), "muted"), encoding))

    def _line(self, one: ImportColumn, field: ChoiceField) -> QVBoxLayout:
        field.setFixedWidth(FIELD_WIDTH)
        name = one.header or tr("(no name)")
        field.setAccessibleName(tr("Field of column {name}").format(name=name))
        why = {"remembered": tr("remembered"), "recognised": tr("recognised"), "given": tr("chosen")}.get(one.why, "")
        samples = "  ·  ".join(text for text in one.samples[:SAMPLES_SHOWN] if text) or tr("empty")
        words = column(ElidedLabel(f"{one.letter}  {name}", "strong"), ElidedLabel(samples, "muted"), spacing=2)
        line = row(spacing=12)
        line.addLayout(words, 1)
        line.addWidget(label(why, "caption"))
        line.addWidget(field)
        return column(line)
