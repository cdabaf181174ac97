"""EVA-DTS audit files, as coffee and vending machines export them: what they counted, when, and what is not sound.

A file is lines of `ID*field*field`, ended by CR LF: the envelope DXS, ST ... G85, SE, DXE around the data. Real files
lack parts of it, count their lines wrongly, leave names empty or repeat a product. `parse` takes in what is sound and
lists the rest with line numbers; it raises FormatError only when there is nothing of an audit, or when the checksum
says that bytes were changed: then no figure can be believed.

Facts used (read on files of two makers): ID1 machine serial and model, ID5 and EA3 the machine's own local clock
without zone (YYMMDD or YYYYMMDD, HHMM or HHMMSS), VA1 to VA3 paid, test and free vends of the whole machine, PA1 to
PA4 the same by product since initialisation, PA7 paid ones by means of payment where PA2 is missing, CA2 cash sales,
EA1 and EA2 events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.eva_dts_lines import Line, count_in, crc16_arc, lines_of, local_instant

MOST_BYTES = 4 * 1024 * 1024
MOST_PROBLEMS = 1000

Checksum = Literal["right", "missing"]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is not sound; `line` from 1."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Vends:
    """Counts since initialisation. None: the file says nothing, or nothing sound."""

    paid: int | None = None
    test: int | None = None
    free: int | None = None

    @property
    def total(self) -> int | None:
        """All that was made, whoever paid. A missing test or free count is none made; a missing paid one is unknown."""
        return None if self.paid is None else self.paid + (self.test or 0) + (self.free or 0)


@dataclass(frozen=True, slots=True)
class Product:
    """One selection of the machine, as line `line` (PA1) names it."""

    line: int
    number: str
    name: str
    vends: Vends


@dataclass(frozen=True, slots=True)
class Event:
    """A fault or event by its code; `at` in the machine's local time, `count` since initialisation, where told."""

    line: int
    code: str
    at: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What a file says. `read_at` is local time of the machine, "2026-02-14T15:04:00", without a zone."""

    serial: str = ""
    model: str = ""
    read_at: str | None = None
    machine: Vends = field(default_factory=Vends)
    products: tuple[Product, ...] = ()
    cash_vends: int | None = None
    events: tuple[Event, ...] = ()
    checksum: Checksum = "missing"
    problems: tuple[LineProblem, ...] = ()
    products_sound: bool = True
    """False when a count of a product could not be read: then their sum would be too low."""

    @property
    def productions(self) -> int | None:
        """All that the machine made since initialisation: its own total, else the sum over sound products."""
        if self.machine.total is not None:
            return self.machine.total
        return self.products_total

    @property
    def products_total(self) -> int | None:
        """The sum over the products; None when one of them is not sound or there is none."""
        totals = [product.vends.total for product in self.products]
        known = [total for total in totals if total is not None]
        return sum(known) if known and len(known) == len(totals) and self.products_sound else None


def parse(content: bytes) -> Audit:
    """The audit in a file. Raises FormatError with the line when none is in it or its checksum is wrong."""
    if len(content) > MOST_BYTES:
        raise FormatError(f"expected at most {MOST_BYTES} bytes, found {len(content)}")
    lines = lines_of(content)
    reader = _Reader()
    body = _within_envelope(lines, content, reader)
    checksum = _check_sum(content, lines, body)
    if checksum == "missing" and body:
        reader.problem(body[-1].number, "there is no checksum (G85 after ST): changed bytes would not be noticed")
    for line in body:
        reader.take(line)
    audit = reader.audit()
    if not reader.understood:
        raise FormatError("line 1: expected an EVA-DTS audit (lines such as ID1*... and PA1*...), found none")
    return replace(audit, checksum=checksum)


# -- the envelope ------------------------------------------------------------------------------------------------------


def _within_envelope(lines: Sequence[Line], content: bytes, reader: "_Reader") -> list[Line]:
    """The lines between ST and SE. Without an envelope all of them; only the first of several audits."""
    starts = [at for at, line in enumerate(lines) if line.name == "ST"]
    first = starts[0] if starts else None
    if first is None:
        reader.problem(lines[0].number if lines else 1, "the audit does not begin with ST: taken as it is")
    elif not any(line.name == "DXS" for line in lines[:first]):
        reader.problem(lines[first].number, "there is no DXS before ST")
    if len(starts) > 1:
        reader.problem(lines[starts[1]].number, "another audit begins here: only the first one is taken")
    end = next((at for at in range(first or 0, len(lines)) if lines[at].name == "SE"), None)
    if end is None:
        reader.problem(lines[-1].number if lines else 1, "the audit does not end with SE: it may be cut off")
        if first is not None:
            lines = reader.cut_off(lines, content)
    elif first is not None:
        _count_lines(lines[first : end + 1], reader)
    if end is not None and not any(line.name == "DXE" for line in lines[end:]):
        reader.problem(lines[-1].number, "there is no DXE at the end")
    stop = min([at for at in (end, *starts[1:2]) if at is not None], default=len(lines))
    return [line for line in lines[(first or 0) : stop] if line.name not in ("DXS", "ST", "DXE")]


def _count_lines(audit: Sequence[Line], reader: "_Reader") -> None:
    """SE says how many lines the audit has, itself and ST included."""
    said = count_in(audit[-1].field(1))
    if said != len(audit):
        shown = audit[-1].field(1) or "nothing"
        reader.problem(audit[-1].number, f"SE counts {shown} lines, there are {len(audit)}")


def _check_sum(content: bytes, lines: Sequence[Line], body: Sequence[Line]) -> Checksum:
    """G85 over the bytes from ST on. Machines write either byte of it first, and text editors change line ends."""
    said = next((line for line in body if line.name == "G85"), None)
    begin = next((line for line in lines if line.name == "ST"), None)
    if said is None or begin is None:
        return "missing"
    try:
        expected = int(said.field(1), 16)
    except ValueError as error:
        raise FormatError(
            f"line {said.number}: expected a checksum such as G85*1A2B, found {said.field(1)!r}"
        ) from error
    covered = content[begin.start : said.start]
    unix = covered.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    ways = {covered, covered.rstrip(b"\r\n"), unix.replace(b"\n", b"\r\n"), unix.rstrip(b"\n").replace(b"\n", b"\r\n")}
    found = {crc16_arc(way) for way in ways}
    if expected not in found and not any(_swapped(crc) == expected for crc in found):
        shown = f"{crc16_arc(covered):04X}"
        raise FormatError(f"line {said.number}: its checksum is {said.field(1)}, that of its content is {shown}")
    return "right"


def _swapped(crc: int) -> int:
    return (crc & 0xFF) << 8 | crc >> 8


# -- what the lines say ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Selection:
    """A product while its lines are read."""

    line: int
    number: str
    name: str
    counts: dict[str, int] = field(default_factory=dict[str, int])
    by_payment: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    repeated: bool = False

    def product(self) -> Product:
        paid = self.counts.get("paid")
        if paid is None and self.by_payment:
            paid = sum(self.by_payment.values())
        return Product(self.line, self.number, self.name, Vends(paid, self.counts.get("test"), self.counts.get("free")))


_VENDS: Mapping[str, tuple[str, int]] = {"VA1": ("paid", 2), "VA2": ("test", 2), "VA3": ("free", 2)}
_PRODUCT_VENDS: Mapping[str, str] = {"PA2": "paid", "PA3": "test", "PA4": "free"}


class _Reader:
    """Takes the lines one after the other."""

    def __init__(self) -> None:
        self.understood = 0
        self._problems: list[LineProblem] = []
        self._machine: dict[str, int] = {}
        self._selections: list[_Selection] = []
        self._open: _Selection | None = None
        self._events: list[Event] = []
        self._texts = {"serial": "", "model": ""}
        self._clock: str | None = None
        self._read_at: str | None = None
        self._cash: int | None = None
        self._products_sound = True
        self._machine_sound = True

    def problem(self, line: int, text: str) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(LineProblem(line, text))

    def cut_off(self, lines: Sequence[Line], content: bytes) -> Sequence[Line]:
        """The audit began and does not end: products may be missing, and the last figure may be half of one."""
        self._products_sound = False
        if content.endswith((b"\n", b"\r")):
            return lines
        self.problem(lines[-1].number, "the last line may be cut off: it is left out")
        return lines[:-1]

    def take(self, line: Line) -> None:
        """One line of the data. Names that say nothing about counting are passed over."""
        self.understood += 1
        match line.name:
            case "ID1":
                self._texts = {"serial": line.field(1), "model": line.field(2)}
            case "ID5":
                self._clock = self._instant(line, 1) or self._clock
            case "VA1" | "VA2" | "VA3":
                self._total(line)
            case "PA1":
                self._product(line)
            case "PA2" | "PA3" | "PA4":
                self._vends_of_product(line)
            case "PA7":
                self._by_payment(line)
            case "CA2":
                self._cash = self._number(line, 2)
            case "EA1" | "EA2":
                self._event(line)
            case "EA3":
                self._read_at = self._instant(line, 2) or self._read_at
            case _:
                self._pass_over(line)

    def _pass_over(self, line: Line) -> None:
        plain = line.name.isascii() and line.name.isalnum() and 2 <= len(line.name) <= 8
        if not plain or not line.fields:
            self.understood -= 1
            self.problem(line.number, "expected a name and fields such as PA1*1*250, found neither")

    def _total(self, line: Line) -> None:
        kind, position = _VENDS[line.name]
        value = self._number(line, position)
        if value is not None:
            self._machine[kind] = value
        elif line.field(position):
            self._machine_sound = False

    def _product(self, line: Line) -> None:
        number = line.field(1)
        known = next((selection for selection in self._selections if selection.number == number), None)
        self._open = _Selection(line.number, number, line.field(3), repeated=known is not None)
        if not number:
            self.problem(line.number, "the product has no number: it is left out")
            self._products_sound, self._open.repeated = False, True
        elif known is not None:
            self.problem(line.number, f"product {number} was told in line {known.line} already: it is left out here")
        else:
            self._selections.append(self._open)
            if not self._open.name:
                self.problem(line.number, f"product {number} has no name")

    def _vends_of_product(self, line: Line) -> None:
        if self._open is None:
            self.problem(line.number, f"{line.name} belongs to no product: there is no PA1 before it")
            self._products_sound = False
            return
        value = self._number(line, 1)
        if value is None and line.field(1):
            self._products_sound = False
        elif value is not None:
            self._open.counts.setdefault(_PRODUCT_VENDS[line.name], value)

    def _by_payment(self, line: Line) -> None:
        """PA7 names its product itself: number, means of payment, price list, price, count, ..."""
        owner = next((selection for selection in self._selections if selection.number == line.field(1)), None)
        if owner is None:
            self.problem(line.number, f"there is no product {line.field(1) or 'without a number'}")
            return
        value = self._number(line, 5)
        if value is None and line.field(5):
            self._products_sound = False
        elif value is not None:
            owner.by_payment.setdefault((line.field(2), line.field(3)), value)

    def _event(self, line: Line) -> None:
        code = line.field(1)
        if not code:
            self.problem(line.number, "the event has no code: it is left out")
        elif line.name == "EA1":
            self._events.append(Event(line.number, code, at=self._instant(line, 2)))
        else:
            count = self._number(line, 3) if line.field(3) else None
            self._events.append(Event(line.number, code, count=count))

    def _number(self, line: Line, position: int) -> int | None:
        """A count; None, and a problem when something else than nothing stands there."""
        text = line.field(position)
        value = count_in(text)
        if value is None and text:
            self.problem(line.number, f"{line.name}{position:02d}: expected a count, found {text!r}")
        return value

    def _instant(self, line: Line, position: int) -> str | None:
        date, time = line.field(position), line.field(position + 1)
        if not date:
            return None
        instant = local_instant(date, time)
        if instant is None:
            self.problem(
                line.number, f"{line.name}{position:02d}: expected a date and time, found {date!r} and {time!r}"
            )
        return instant

    def audit(self) -> Audit:
        """All that was taken. A doubt about the sum is a problem too."""
        made = Audit(
            serial=self._texts["serial"],
            model=self._texts["model"],
            read_at=self._read_at or self._clock,
            machine=Vends(**self._machine) if self._machine_sound else Vends(),
            products=tuple(selection.product() for selection in self._selections),
            cash_vends=self._cash,
            events=tuple(self._events),
            products_sound=self._products_sound,
        )
        total, machine = made.products_total, made.machine.total
        if total is not None and machine is not None and total != machine:
            text = f"the products sum to {total} made, the machine says {machine}: the machine's own figure is taken"
            self.problem(made.products[-1].line, text)
        return replace(made, problems=tuple(sorted(self._problems, key=lambda problem: problem.line)))
