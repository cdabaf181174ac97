"""EVA-DTS audit files: what is sound is taken, the rest is told with its line, and nothing else is ever raised."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.eva_dts import Audit, Event, Vends, parse
from fleetdesk.domain.eva_dts_lines import crc16_arc, local_instant

BODY = (
    "ID1*CAM-1001*CAMEO-2S-ST*0240",
    "ID5*260301*0805",
    "VA1*512000*14490*0*0",
    "VA2*0*22*0*0",
    "VA3*0*18*0*0",
    "CA2*300000*9000*0*0",
    "PA1*1*250*ESPRESSO",
    "PA2*9000*225000*0*0",
    "PA3*12*0*0*0",
    "PA4*10*0*0*0",
    "PA1*2*350*LATTE",
    "PA2*5490*192150*0*0",
    "PA3*10*0*0*0",
    "PA4*8*0*0*0",
    "EA1*6A*260228*1336",
    "EA2*EOA*2*19",
    "EA3*7*260301*080412**260201*0800",
    "MA5*ERROR*0*31",
)


def crc_by_the_book(data: bytes) -> int:
    """CRC-16/ARC bit by bit, as the standard writes it."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            carry = register & 1
            register >>= 1
            if carry:
                register ^= 0xA001
    return register


def audit_file(*body: str, se: int | None = None, crc: str | None = None, end: str = "\r\n") -> bytes:
    """A whole file around some lines, with the checksum and the number of lines that they make."""
    covered = "".join(f"{line}{end}" for line in ("ST*001*0001", *body))
    checksum = crc or f"{crc_by_the_book(covered.encode('latin-1')):04X}"
    count = len(body) + 3 if se is None else se
    return (f"DXS*JOF0000000*VA*V0/6*1{end}{covered}G85*{checksum}{end}SE*{count}*0001{end}DXE*1*1{end}").encode(
        "latin-1"
    )


def problems(audit: Audit) -> list[str]:
    return [str(problem) for problem in audit.problems]


def changed(old: str, new: str) -> tuple[str, ...]:
    assert old in BODY
    return tuple(new if line == old else line for line in BODY)


# -- a sound file ------------------------------------------------------------------------------------------------------


def test_a_sound_file() -> None:
    audit = parse(audit_file(*BODY))
    assert audit.problems == ()
    assert audit.checksum == "right"
    assert (audit.serial, audit.model, audit.read_at) == ("CAM-1001", "CAMEO-2S-ST", "2026-03-01T08:04:12")
    assert audit.machine == Vends(14490, 22, 18)
    assert [(p.number, p.name, p.vends) for p in audit.products] == [
        ("1", "ESPRESSO", Vends(9000, 12, 10)),
        ("2", "LATTE", Vends(5490, 10, 8)),
    ]
    assert (audit.productions, audit.products_total, audit.cash_vends) == (14530, 14530, 9000)
    assert audit.events == (Event(17, "6A", at="2026-02-28T13:36:00"), Event(18, "EOA", count=19))


def test_the_checksum_is_the_standards() -> None:
    assert crc16_arc(b"123456789") == 0xBB3D
    assert crc16_arc(b"") == 0
    assert crc16_arc(bytes(range(256))) == crc_by_the_book(bytes(range(256)))


def _low_byte_first(content: bytes) -> bytes:
    at = content.index(b"G85*") + 4
    return content[:at] + content[at + 2 : at + 4] + content[at : at + 2] + content[at + 4 :]


def _in_small_letters(content: bytes) -> bytes:
    at = content.index(b"G85*") + 4
    return content[:at] + content[at : at + 4].lower() + content[at + 4 :]


def _with_lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _with_cr(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\r")


@pytest.mark.parametrize("change", [_low_byte_first, _in_small_letters, _with_lf, _with_cr])
def test_the_checksum_holds_however_it_and_the_line_ends_are_written(change: Callable[[bytes], bytes]) -> None:
    assert parse(change(audit_file(*BODY))).checksum == "right"


@pytest.mark.parametrize("at", [0, 30, 100, 250])
def test_a_changed_byte_makes_the_file_unbelievable(at: int) -> None:
    content = bytearray(audit_file(*BODY))
    begin = content.index(b"ST*")
    content[begin + 3 + at] ^= 1
    with pytest.raises(FormatError, match=r"^line 21: its checksum is"):
        parse(bytes(content))


def test_products_without_pa2_are_counted_by_their_means_of_payment() -> None:
    body = ("PA1*01*260*0", "PA3*15**0", "PA4*45**0", "PA7*01*CA*0*260*1634*4294967295*0*0", "PA7*01*DA*1*100*6*1*0*0")
    (product,) = parse(audit_file(*body)).products
    assert product.vends == Vends(1640, 15, 45)
    assert product.vends.total == 1700


# -- messy files -------------------------------------------------------------------------------------------------------


def test_without_an_envelope_the_lines_are_taken_as_they_are() -> None:
    audit = parse("\r\n".join(BODY).encode())
    assert audit.productions == 14530
    assert audit.checksum == "missing"
    assert problems(audit)[0] == "line 1: the audit does not begin with ST: taken as it is"
    assert any("does not end with SE" in said for said in problems(audit))


def test_a_wrong_number_of_lines_is_told_and_nothing_is_lost() -> None:
    audit = parse(audit_file(*BODY, se=99))
    assert problems(audit) == ["line 22: SE counts 99 lines, there are 21"]
    assert audit.productions == 14530


def test_an_empty_name_is_told_and_its_count_is_taken() -> None:
    audit = parse(audit_file(*changed("PA1*2*350*LATTE", "PA1*2*350*")))
    assert problems(audit) == ["line 13: product 2 has no name"]
    assert audit.products_total == 14530


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("PA2*5490*192150*0*0", "PA2*54x0*192150*0*0", "line 14: PA201: expected a count, found '54x0'"),
        ("PA1*2*350*LATTE", "PA1**350*LATTE", "line 13: the product has no number: it is left out"),
        ("PA1*2*350*LATTE", "PA1*1*350*LATTE", "line 13: product 1 was told in line 9 already: it is left out here"),
        ("EA1*6A*260228*1336", "EA1**260228*1336", "line 17: the event has no code: it is left out"),
        (
            "EA1*6A*260228*1336",
            "EA1*6A*260230*1336",
            "line 17: EA102: expected a date and time, found '260230'",
        ),
        ("MA5*ERROR*0*31", "what is this", "line 20: expected a name and fields such as PA1*1*250, found neither"),
    ],
)
def test_what_is_not_sound_is_told_with_its_line(old: str, new: str, said: str) -> None:
    audit = parse(audit_file(*changed(old, new)))
    assert any(problem.startswith(said) for problem in problems(audit))
    assert audit.productions == 14530, "the machine's own total does not depend on it"


def test_a_sum_that_would_be_too_low_is_no_total() -> None:
    without_total = [line for line in BODY if not line.startswith("VA")]
    assert parse(audit_file(*without_total)).productions == 14530
    for old, new in (("PA2*5490*192150*0*0", "PA2*-3*0"), ("PA2*5490*192150*0*0", "PA2*4294967295*0")):
        body = [new if line == old else line for line in without_total]
        assert parse(audit_file(*body)).productions is None
    assert parse(audit_file(*changed("VA2*0*22*0*0", "VA2*0*2z*0*0"))).machine == Vends()


def test_a_doubt_between_machine_and_products_is_told() -> None:
    audit = parse(audit_file(*changed("PA2*9000*225000*0*0", "PA2*8000*225000*0*0")))
    assert audit.productions == 14530
    assert "the products sum to 13530 made, the machine says 14530" in problems(audit)[0]


def test_a_file_that_was_cut_off_is_believed_only_as_far_as_it_is_whole() -> None:
    whole = audit_file(*BODY)
    cut = parse(whole[: whole.index(b"PA1*2")])
    assert cut.productions == 14530
    assert cut.products_total is None
    half = whole[: whole.index(b"VA1*512000*14490") + len(b"VA1*512000*144")]
    audit = parse(half)
    assert audit.productions is None, "14490 was cut to 144"
    assert any("may be cut off: it is left out" in said for said in problems(audit))


def test_of_several_audits_the_first_is_taken() -> None:
    second = audit_file(*changed("VA1*512000*14490*0*0", "VA1*1*1*0*0"))
    audit = parse(audit_file(*BODY) + second)
    assert audit.productions == 14530
    assert "line 25: another audit begins here: only the first one is taken" in problems(audit)


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"hello", b"<html></html>", b"\0" * 50, b"PK\x03\x04" * 9])
def test_what_is_no_audit_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match="expected an EVA-DTS audit"):
        parse(content)


def test_a_checksum_that_is_no_number_is_refused_with_its_line() -> None:
    with pytest.raises(FormatError, match="line 21: expected a checksum"):
        parse(audit_file(*BODY, crc="????"))


@pytest.mark.parametrize(
    ("date", "time", "instant"),
    [
        ("260214", "1504", "2026-02-14T15:04:00"),
        ("20260214", "150432", "2026-02-14T15:04:32"),
        ("240229", "", "2024-02-29T00:00:00"),
        ("250229", "1504", None),
        ("000101", "000080", None),
        ("2602", "1504", None),
        ("٢٦٠٢١٤", "1504", None),
        ("260214", "2460", None),
    ],
)
def test_the_two_ways_of_writing_dates(date: str, time: str, instant: str | None) -> None:
    assert local_instant(date, time) == instant


# -- anything ----------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    "DXS ST ID1 ID5 VA1 VA2 VA3 CA2 PA1 PA2 PA3 PA4 PA7 EA1 EA2 EA3 G85 SE DXE MA5 ?? st".split(" ")  # noqa: SIM905
)
FIELDS = st.one_of(
    st.integers(-5, 2**33).map(str), st.text(max_size=8), st.sampled_from(["", "260214", "1504", "0000"])
)
ENDS = st.sampled_from(["\r\n", "\n", "\r", "\r\r\n", ""])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Lines that look like an audit's, in any order, with anything in their fields."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 40))):
        lines.append("*".join([draw(NAMES), *draw(st.lists(FIELDS, max_size=9))]) + draw(ENDS))
    return "".join(lines).encode("utf-8", "replace")


def parsed_or_refused(content: bytes) -> None:
    try:
        audit = parse(content)
    except FormatError:
        return
    lines = max(1, len(content.splitlines()))
    assert all(1 <= problem.line <= lines for problem in audit.problems)
    assert audit.productions is None or audit.productions >= 0
    assert all(name.isprintable() for product in audit.products for name in (product.name, product.number))


@given(st.binary(max_size=400))
@example(b"G85*")
@example(b"ST*\r\nG85")
def test_any_bytes_are_parsed_or_refused(content: bytes) -> None:
    parsed_or_refused(content)


@settings(max_examples=300)
@given(files())
def test_any_lines_are_parsed_or_refused(content: bytes) -> None:
    parsed_or_refused(content)


@given(st.data())
def test_a_sound_file_with_any_damage_never_gives_another_total(data: st.DataObject) -> None:
    """Bytes changed inside the checksum's reach: the same total or none. The control is the same without a checksum."""
    content = bytearray(audit_file(*BODY))
    at = data.draw(st.integers(content.index(b"ST*") + 3, content.index(b"G85*") - 3))
    content[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    try:
        audit = parse(bytes(content))
    except FormatError:
        return
    assert audit.productions in (None, 14530)


def test_the_control_without_a_checksum_takes_a_changed_figure() -> None:
    content = audit_file(*BODY).replace(b"*14490*", b"*14990*")
    head, _, rest = content.partition(b"G85*")
    assert parse(head + rest[6:]).productions == 15030
