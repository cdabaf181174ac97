"""The step in which a person says which column is what: each header with its first values and its field."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fleetdesk.services.import_views import ImportColumn, ImportTable
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import column, hairline, row
from fleetdesk.ui.words import say, tr

FIELD_WIDTH, SAMPLES_SHOWN, ROWS_OFFERED = 190, 3, 20
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "gb18030", "shift_jis")
ReadAs = Callable[[str, str], None]
"""(encoding | delimiter | sheet | header_row, its value)"""


def delimiters() -> dict[str, str]:
    return {",": tr("comma"), ";": tr("semicolon"), "\t": tr("tab"), "|": tr("bar")}


def headers_of(table: ImportTable) -> tuple[str, ...]:
    """The name by which each column is chosen: its header, or "#2" where that is missing or stands twice."""
    names = [one.header for one in table.columns]
    return tuple(
        name if name and names.count(name) == 1 else f"#{place}" for place, name in enumerate(names, 1)
    )  # fmt: skip


class ColumnsView(QWidget):
    """`on_read_as` is called when a person says that the table is to be read otherwise; `read_as` are those fields."""

    def __init__(self, theme: Theme, table: ImportTable, on_read_as: ReadAs) -> None:
        super().__init__()
        self._theme = theme
        self._headers = headers_of(table)
        self._on_read_as = on_read_as
        self.read_as: dict[str, ChoiceField] = {}
        self._left_out = tr("(left out)")
        self._proposed = tuple(one.field for one in table.columns)
        self.fields = tuple(
            ChoiceField(theme, (self._left_out, *table.fields), one.field or self._left_out) for one in table.columns
        )
        layout = column(label(tr("Which column is what?"), "card"), self._read_as(table), spacing=12)
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

    def _read_as(self, table: ImportTable) -> QHBoxLayout:
        """What was understood of the file as a whole, and how to say that it is otherwise."""
        line = row(spacing=12)
        rows = [str(number) for number in range(1, max(ROWS_OFFERED, table.header_row) + 1)]
        self._offer(line, "header_row", tr("Header in row"), dict(zip(rows, rows, strict=True)), str(table.header_row))
        if len(table.sheets) > 1:
            present = "" if table.in_doubt else table.sheet
            self._offer(line, "sheet", tr("Sheet"), {name: name for name in table.sheets}, present)
        if table.delimiter:
            signs = delimiters()
            signs.setdefault(table.delimiter, table.delimiter)
            self._offer(line, "delimiter", tr("Columns parted by"), signs, table.delimiter)
        if table.encoding:
            known = ENCODINGS if table.encoding in ENCODINGS else (table.encoding, *ENCODINGS)
            self._offer(line, "encoding", tr("Encoding"), {name: name for name in known}, table.encoding)
        line.addStretch(1)
        return line

    def _offer(self, line: QHBoxLayout, key: str, words: str, choices: Mapping[str, str], present: str) -> None:
        """`choices` {value: its word}; `present` "" when none of them is chosen yet."""
        field = self.read_as[key] = ChoiceField(
            self._theme, tuple(choices.values()), choices.get(present, tr("(choose one)"))
        )
        field.setAccessibleName(words)
        values = {word: value for value, word in choices.items()}

        def chosen(word: str) -> None:
            self._on_read_as(key, values[word])

        field.changed.connect(chosen)
        line.addLayout(column(label(words, "caption"), field, spacing=4))

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
