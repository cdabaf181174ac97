"""A run is judged against the limit; the motor log and the trace are read as they were written, or refused in words."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain import trace
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.motor_log import MotorLog, parse_motor_log, runs_of
from fleetdesk.domain.motor_test import MotorTest, MotorTestResult, Outcome

LIMIT = 6200


def run(currents: list[int], idle_after: bool = True, limit: int | None = LIMIT) -> MotorTestResult:
    """A run at 25 samples a second between pauses."""
    test = MotorTest(1000, limit)
    samples = [0] * 5 + currents + ([0] * 5 if idle_after else [])
    for number, current in enumerate(samples):
        test.feed(number / 25, current)
    return test.give_up()


def test_a_run_within_the_limit() -> None:
    found = run([9000, 8000] + [4000] * 60)
    assert (found.outcome, found.load, found.peak) == (Outcome.OK, 4000, 9000)
    assert (found.began_s, found.ended_s) == (0.2, 5 / 25 + 62 / 25)


def test_an_inrush_over_the_limit_is_no_finding_and_a_load_over_it_is() -> None:
    assert run([9000] * 10 + [5000] * 60).outcome is Outcome.OK
    assert run([9000] * 10 + [6300] * 60).outcome is Outcome.HIGH


def test_a_spike_is_no_finding_and_a_jam_is() -> None:
    assert run([4000] * 30 + [8000] * 4 + [4000] * 60).outcome is Outcome.OK
    jam = run([4000] * 30 + [8000] * 12 + [4000] * 60)
    assert jam.outcome is Outcome.HIGH
    assert jam.load == 4000
    assert jam.over_s == pytest.approx(11 / 25)


def test_a_twitch_is_no_run_and_a_run_that_goes_on_is_judged_as_it_is() -> None:
    assert run([4000] * 10) == MotorTestResult(Outcome.NOT_SEEN)
    assert run([]) == MotorTestResult(Outcome.NOT_SEEN)
    assert run([6500] * 100, idle_after=False).outcome is Outcome.HIGH


def test_only_the_first_whole_run_counts() -> None:
    assert run([4000] * 60 + [0] * 10 + [9000] * 60).outcome is Outcome.OK


def test_without_a_limit_nothing_is_high() -> None:
    assert run([60_000] * 60, limit=None).outcome is Outcome.OK


# -- the module's log --------------------------------------------------------------------------------------------------


def log_bytes(rows: list[tuple[int, int, int]], size: int = 8, version: int = 1, magic: bytes = b"FDMC") -> bytes:
    body = struct.pack("<4sHHIHI", magic, version, 100, 1_771_070_400, size, len(rows))
    body += b"".join(struct.pack("<IHh", *row) + b"\xee" * (size - 8) for row in rows)
    return body + struct.pack("<I", zlib.crc32(body))


ROWS = [(0, 5900, 249), (10, 4100, 250), (20, 65535, -400)]


@pytest.mark.parametrize("size", [8, 11])
def test_a_motor_log_is_read_whatever_a_later_version_adds_to_its_records(size: int) -> None:
    log = parse_motor_log(log_bytes(ROWS, size))
    assert (log.rate_hz, log.start_epoch_s, len(log)) == (100, 1_771_070_400, 3)
    assert list(zip(log.t_ms, log.current_ma, log.temperature_dc, strict=True)) == ROWS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has 0"),
        (log_bytes(ROWS, magic=b"ELF!"), "byte 0: a motor log begins with"),
        (log_bytes(ROWS, version=2), "byte 4: motor log version 2"),
        (log_bytes(ROWS)[:-9], "ends at byte 37: 3 records make 46"),
        (log_bytes(ROWS) + b"\0", "make"),
        (log_bytes(ROWS)[:30] + b"\xff" + log_bytes(ROWS)[31:], "byte 42: the checksum"),
        (log_bytes([(10, 1, 1), (0, 1, 1)]), "byte 26: record 2"),
        (struct.pack("<4sHHIHII", b"FDMC", 1, 100, 0, 8, 0xFFFFFFFF, 0), "cannot be"),
        (struct.pack("<4sHHIHII", b"FDMC", 1, 100, 0, 0, 9, 0), "cannot be"),
    ],
)
def test_what_is_no_motor_log_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        parse_motor_log(data)


def test_the_runs_of_a_log_are_found_with_their_load_and_peak() -> None:
    inrush, work = [9000] * 10, [4000] * 190
    currents = [0] * 50 + inrush + work + [0] * 50 + [5000] * 90 + [0] * 10  # the second one is a twitch
    rows = [(place * 10, current, 250) for place, current in enumerate(currents)]
    # The third one follows without a pause: the log left that out.
    rows += [(rows[-1][0] + 60_000 + place * 10, 3000, 250) for place in range(150)]
    first, third = runs_of(parse_motor_log(log_bytes(rows)))
    assert (first.first, first.last, first.load_ma, first.peak_ma) == (50, 249, 4000, 9000)
    assert (third.first, third.last, third.load_ma, third.peak_ma) == (400, 549, 3000, 3000)


@given(st.binary(max_size=200), st.integers(0, 60))
def test_no_bytes_break_the_parser(noise: bytes, at: int) -> None:
    whole = log_bytes(ROWS)
    for data in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            assert isinstance(parse_motor_log(data), MotorLog)
        except FormatError:
            continue


# -- the trace ---------------------------------------------------------------------------------------------------------

HEADER = trace.TraceHeader(
    "ruiyun-frost",
    "1",
    "RF-20417",
    "2026-02-14T09:00:00.000Z",
    (trace.TraceChannel("motor_ma", "Motor current", "A", -3), trace.TraceChannel("rssi_dbm", "Signal", "dBm")),
)


def test_a_trace_is_read_as_it_was_kept() -> None:
    kept = trace.Trace(HEADER, most_samples=3)
    for number in range(5):
        kept.add(number * 40, {"motor_ma": 3900 + number} | ({} if number == 3 else {"rssi_dbm": -61}))
    read = trace.parse(kept.to_bytes())
    assert read.header == HEADER
    assert read.samples == ((80, (3902, -61)), (120, (3903, None)), (160, (3904, -61)))
    assert (read.dropped, len(kept)) == (2, 3)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"fleetdesk_trace":1', b'"fleetdesk_trace":9', "format 9"),
        (b'"serial"', b'"cereal"', "serial"),
        (b"{", b"\xff{", "UTF-8"),
        (b"{", b"[{", "line 1"),
        (b"\n[0,1,2]", b"", "counts 1"),
        (b"[0,1,2]", b"[0,1.5,2]", "line 2"),
        (b"[0,1,2]", b"[0,true,2]", "line 2"),
        (b"[0,1,2]", b"[]", "line 2"),
        (b"[0,1,2]", b"[0,1", "line 2"),
    ],
)
def test_a_damaged_trace_names_its_line(old: bytes, new: bytes, words: str) -> None:
    kept = trace.Trace(HEADER)
    kept.add(0, {"motor_ma": 1, "rssi_dbm": 2})
    damaged = kept.to_bytes().replace(old, new, 1)
    with pytest.raises(FormatError, match=words):
        trace.parse(damaged)


def test_an_empty_file_is_no_trace() -> None:
    with pytest.raises(FormatError, match="line 1"):
        trace.parse(b"")
