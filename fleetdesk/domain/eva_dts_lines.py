"""The small parts of an EVA-DTS file: its lines and fields, its checksum, its counts and its dates. Pure."""

from dataclasses import dataclass

LONGEST_TEXT = 80
U32 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Line:
    """`name` in capitals, `fields` readable; `start` and `end` are where it stands in the file, without its end."""

    number: int
    start: int
    end: int
    name: str
    fields: tuple[str, ...]

    def field(self, position: int) -> str:
        """The field by its number in the standard: PA102 is field 2 of PA1."""
        return self.fields[position - 1] if position <= len(self.fields) else ""


def lines_of(content: bytes) -> list[Line]:
    """The lines that hold anything, numbered from 1."""
    found: list[Line] = []
    start = 0
    for number, piece in enumerate(content.splitlines(keepends=True), start=1):
        text = piece.rstrip(b"\r\n")
        name, *fields = (_readable(part) for part in text.split(b"*"))
        if text.strip(b" \t\0\x1a"):
            found.append(Line(number, start, start + len(text), name.upper(), tuple(fields)))
        start += len(piece)
    return found


def _readable(raw: bytes) -> str:
    """Latin-1, as the standard has it, without what cannot be printed."""
    text = raw.decode("latin-1")
    return "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST_TEXT]


def _arc_table() -> tuple[int, ...]:
    table: list[int] = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1  # noqa: PLW2901
        table.append(value)
    return tuple(table)


_ARC = _arc_table()


def crc16_arc(data: bytes) -> int:
    """CRC-16/ARC: 0xA001 reflected, initial value 0."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _ARC[(crc ^ byte) & 0xFF]
    return crc


def count_in(text: str) -> int | None:
    """A count of at most 32 bits, all ones excepted: that is how machines write "no value"."""
    if not text.isascii() or not text.isdecimal() or len(text) > 10:
        return None
    value = int(text)
    return value if value < U32 else None


def local_instant(date: str, time: str) -> str | None:
    """ "260214", "1504" or "20260214", "150432" -> "2026-02-14T15:04:00" or ...:32; None for what is no instant."""
    if not (date + time).isascii() or not date.isdecimal() or len(date) not in (6, 8) or len(time) not in (0, 4, 6):
        return None
    if time and not time.isdecimal():
        return None
    full = date if len(date) == 8 else f"20{date}"
    clock = time.ljust(6, "0")
    year, month, day = int(full[:4]), int(full[4:6]), int(full[6:])
    hour, minute, second = int(clock[:2]), int(clock[2:4]), int(clock[4:])
    if not (
        year >= 2000
        and 1 <= month <= 12
        and 1 <= day <= _days(year, month)
        and hour < 24
        and minute < 60
        and second < 60
    ):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"


def _days(year: int, month: int) -> int:
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31
