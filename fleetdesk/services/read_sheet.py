"""Reads a table file as a spreadsheet would show it: CSV of any encoding and separator, and XLSX.

Promises: rows carry the numbers that a spreadsheet shows, also after line breaks inside quotes; the encoding is the
one that the bytes prove, else the one in which the header makes sense, and it is told; nothing is written.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NoReturn

from fleetdesk.domain.column_words import FIELD_OF, plain_word
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.sheet import Line, Sheet

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
BOOK_SUFFIXES = (".xlsx", ".xlsm")
SEPARATORS = (",", ";", "\t", "|")
LEGACY = ("gb18030", "cp932", "cp1252", "big5", "cp1250", "cp1251")
"""What tables without a mark and without UTF-8 are saved in by the spreadsheets of our languages and neighbours."""
WIDEST = 1024
SAMPLED = 40
LARGEST_BYTES = 200_000_000
TICK_LINES = 1000


def read_text(
    path: Path, content: bytes, encoding: str | None, delimiter: str | None, tick: Callable[[int, int], None]
) -> Sheet:
    """The table in a text file; `encoding` and `delimiter` when a person named them. `tick` is told how many lines of
    how many are read.
    Raises ImportRefused, and what `tick` raises."""
    text, found = _decode(path, content, encoding)
    first, _, rest = text.partition("\n")
    separator = first.strip()[4:5] if first.lower().startswith("sep=") else ""
    if separator:  # a spreadsheet obeys this line and does not show it
        text = rest
    delimiter = delimiter or separator or _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    total = text.count("\n")
    try:
        for number, cells in enumerate(reader, 1):
            if number % TICK_LINES == 1:
                tick(reader.line_num, total)
            if len(cells) > WIDEST:
                _refuse(path, f"Row {number} has {len(cells)} cells; at most {WIDEST} are read.")
            lines.append(Line(number, tuple(cell or None for cell in cells)))
    except csv.Error as error:
        _refuse(path, f"Row {len(lines) + 1} (line {reader.line_num} of the text): {error}.", error)
    return Sheet("", tuple(lines), (), found, delimiter)


def words_known(sheet_rows: Iterable[Iterable[object]]) -> int:
    """How many of our fields the best of some rows names: what tells a right reading from a wrong one."""
    best = 0
    for row in sheet_rows:
        best = max(best, len({FIELD_OF[word] for cell in row if (word := plain_word(str(cell))) in FIELD_OF}))
    return best


def _refuse(path: Path, message: str, cause: Exception | None = None) -> NoReturn:
    raise ImportRefused(
        f"{path.name} was not imported.", message, "Nothing was changed. Correct the file and import it again."
    ) from cause


# -- encodings -------------------------------------------------------------------------------------------------------


def _decode(path: Path, content: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding:
        try:
            return content.decode(encoding).removeprefix("\ufeff"), encoding
        except (LookupError, UnicodeError) as error:
            _refuse(path, f"It cannot be read as {encoding}: {error}.", error)
    for name in _proved(content):
        try:
            return content.decode(name).removeprefix("\ufeff"), name
        except UnicodeDecodeError:
            continue
    if _mostly_utf8(content):
        return content.decode("utf-8", "surrogateescape"), "utf-8"
    return _legacy(path, content)


def _mostly_utf8(content: bytes) -> bool:
    """UTF-8 with some rows pasted in from elsewhere: those rows are told, the others are right as they are."""
    sound = odd = 0
    for line in content.splitlines():
        if not line.isascii():
            try:
                line.decode("utf-8")
                sound += 1
            except UnicodeDecodeError:
                odd += 1
    return sound > odd


def _proved(content: bytes) -> list[str]:
    """The encodings that a mark, or zero bytes in every second place, or sound UTF-8 prove."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if content.startswith(mark):
            return [name]
    head = content[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 8:
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8"]


def _legacy(path: Path, content: bytes) -> tuple[str, str]:
    """The legacy encoding in which the header names most fields; where that does not tell, the likeliest one."""
    from charset_normalizer import from_bytes

    sound: dict[str, str] = {}
    for name in LEGACY:
        try:
            sound[name] = content.decode(name)
        except UnicodeDecodeError:
            continue
    scores = {name: words_known(_first_rows(text, _separator(text), SAMPLED)) for name, text in sound.items()}
    best = [name for name, score in scores.items() if score == max(scores.values())]
    if len(best) > 1:
        found = from_bytes(content, cp_isolation=best).best()
        if found is not None and found.encoding in best:
            best = [found.encoding]
    if not best:
        _refuse(path, "Its characters fit no encoding that is known here. Save it as UTF-8, or name its encoding.")
    return sound[best[0]], best[0]


# -- separators ------------------------------------------------------------------------------------------------------


def _separator(text: str) -> str:
    """The separator under which the header names most fields, then under which most rows are alike and wide."""

    def score(separator: str) -> tuple[int, int, int]:
        rows = list(_first_rows(text, separator, SAMPLED))
        width, alike = Counter(len(row) for row in rows if len(row) > 1).most_common(1)[0] if any(
            len(row) > 1 for row in rows
        ) else (1, 0)  # fmt: skip
        return words_known(rows), alike, width

    return max(SEPARATORS, key=score)


def _first_rows(text: str, separator: str, count: int) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # the whole reading tells it, with its row
        rows.extend(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), count))
    return rows
