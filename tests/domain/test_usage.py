"""The counter ledger's rules, each a named test; then what must hold whatever happens, in any order of arrival."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.usage import Fitting, Reading, Usage, device_usage, life_total

START = datetime(2026, 1, 1, tzinfo=UTC)
ID = "cycles"


def at(hours: float) -> str:
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def wired(
    value: int, hours: float, *, boot: int | None = None, epoch: int | None = None, most: int | None = 100
) -> Reading:
    return Reading(f"r{hours}", value, at(hours), "wired", ("", f"r{hours}"), boot, epoch, most)


def typed(value: int, hours: float) -> Reading:
    return replace(wired(value, hours), source="typed")


def one_stay(*readings: Reading, baseline: Reading | None = None, last: Reading | None = None) -> Usage:
    stay = Fitting("m", "fit", at(0), None if last is None else last.taken_at, baseline, last)
    return device_usage([stay], [("m", reading) for reading in readings])


def reasons(usage: Usage) -> list[str]:
    return [note.reason for note in usage.not_counted]


# -- the numbered rules ----------------------------------------------------------------------------------------------


def test_rule_1_a_known_and_different_counter_epoch_is_a_reset_and_adds_the_value() -> None:
    assert one_stay(wired(900, 0, epoch=7), wired(12, 1, epoch=8)).total == 12
    assert one_stay(wired(900, 1, epoch=7), wired(950, 2, epoch=8), baseline=wired(890, 0, epoch=7)).total == 960


def test_rule_1_needs_the_epoch_on_both() -> None:
    for first, second in ((None, 8), (7, None), (None, None)):
        usage = one_stay(wired(900, 0, epoch=first), wired(12, 1, epoch=second))
        assert (usage.total, len(usage.flagged)) == (0, 1)


def test_rule_2_a_higher_value_adds_the_difference() -> None:
    assert one_stay(wired(940, 1), wired(940, 2), wired(985, 3), baseline=wired(900, 0)).total == 85


def test_rule_2_more_than_the_device_can_do_is_kept_flagged_and_skipped() -> None:
    usage = one_stay(wired(940, 0), wired(50_000, 1), wired(990, 2))
    assert usage.total == 50
    assert [(note.reason, note.value) for note in usage.flagged] == [("more than the device can do", 50_000)]


def test_rule_2_a_second_wired_reading_that_agrees_makes_it_count() -> None:
    usage = one_stay(wired(940, 0), wired(50_000, 1), wired(50_030, 2))
    assert (usage.total, usage.flagged) == (49_090, ())


def test_rule_2_a_typed_reading_does_not_confirm() -> None:
    usage = one_stay(wired(940, 0), wired(50_000, 1), typed(50_030, 2))
    assert (usage.total, len(usage.flagged)) == (0, 2)
    assert one_stay(wired(940, 0), typed(50_000, 1), wired(50_030, 2)).total == 0


def test_rule_2_a_person_may_accept_it() -> None:
    usage = one_stay(wired(940, 0), replace(wired(50_000, 1), accepted=True))
    assert (usage.total, usage.flagged) == (49_060, ())


def test_rule_3_a_wrap_at_2_to_the_32_adds_across_it() -> None:
    usage = one_stay(wired(2**32 - 30, 0), wired(20, 1))
    assert (usage.total, usage.flagged, usage.not_counted[1:]) == (50, (), ())


def test_rule_2_and_3_the_limit_is_exact_with_a_minute_of_grace() -> None:
    """100 an hour: 101 uses fit between two looks an hour apart. One use always fits."""
    for uses, counted in ((101, 101), (102, 0)):
        assert one_stay(wired(uses, 1), baseline=wired(0, 0)).total == counted
    for before, after, counted in ((2**32 - 101, 101, 202), (2**32 - 102, 101, 0), (2**32 - 101, 102, 0)):
        assert one_stay(wired(after, 1), baseline=wired(before, 0)).total == counted
    for uses, counted in ((1, 1), (2, 0)):
        assert one_stay(wired(uses, 0, most=1), baseline=wired(0, 0)).total == counted


def test_rule_3_both_sides_of_the_wrap_must_be_near_it() -> None:
    for before, after in ((2**32 - 5000, 20), (2**32 - 30, 5000)):
        usage = one_stay(wired(before, 0), wired(after, 1))
        assert (usage.total, [n.reason for n in usage.flagged]) == (0, ["lower than before"])


def test_rule_4_lower_after_a_boot_is_a_reset_and_says_what_is_unknown() -> None:
    usage = one_stay(wired(500, 1, boot=4), baseline=wired(400, 0, boot=4))
    assert usage.total == 100
    usage = one_stay(wired(500, 1, boot=4), wired(7, 2, boot=5), baseline=wired(400, 0, boot=4))
    assert usage.total == 107
    assert reasons(usage) == ["uses between the last reading and the reset: unknown"]


def test_rule_4_the_boot_count_by_itself_proves_nothing() -> None:
    assert one_stay(wired(510, 1, boot=9), baseline=wired(500, 0, boot=4)).total == 10


def test_rule_5_lower_without_a_reason_is_implausible() -> None:
    for boots in ((4, 4), (None, 5), (4, None), (5, 4)):
        usage = one_stay(wired(7, 1, boot=boots[1]), wired(520, 2), baseline=wired(500, 0, boot=boots[0]))
        assert (usage.total, [n.reason for n in usage.flagged]) == (20, ["lower than before"])


def test_typed_and_upstream_readings_never_prove_a_reset_or_a_wrap() -> None:
    for source in ("typed", "upstream"):
        for before, after in (
            (wired(900, 0, epoch=7), wired(12, 1, epoch=8)),
            (wired(900, 0, boot=1), wired(12, 1, boot=2)),
            (wired(2**32 - 30, 0), wired(20, 1)),
        ):
            usage = one_stay(before, replace(after, source=source))
            assert (usage.total, [n.reason for n in usage.flagged]) == (0, ["lower than before"])


# -- fittings ----------------------------------------------------------------------------------------------------------


def test_without_a_baseline_the_first_reading_is_it_and_the_span_before_is_listed() -> None:
    usage = one_stay(wired(300, 5), wired(310, 6))
    assert usage.total == 10
    assert [(n.reason, n.value, n.at) for n in usage.not_counted] == [("no baseline", 300, at(5))]


def test_a_stay_without_any_reading_is_listed() -> None:
    usage = one_stay()
    assert (usage.total, reasons(usage)) == (0, ["no reading"])


def test_a_stay_that_ended_unseen_says_so_and_a_look_at_the_end_does_not() -> None:
    ended = Fitting("m", "f", at(0), at(9), wired(100, 0))
    usage = device_usage([ended], [("m", wired(160, 5))])
    assert (usage.total, reasons(usage)) == (60, ["no reading at removal"])
    assert reasons(device_usage([ended], [("m", wired(160, 5)), ("m", wired(170, 9))])) == []
    assert reasons(device_usage([replace(ended, last=typed(170, 9))], [("m", wired(160, 5))])) == []


def test_the_swap_940_3_60_63_is_997_and_then_1000() -> None:
    def after(*shown: Reading) -> int:
        old = Fitting("old", "f1", at(0), at(100), wired(0, 0), wired(940, 100))
        new = Fitting("new", "f2", at(100), None, wired(3, 100))
        return device_usage([new, old], [("new", reading) for reading in shown]).total

    assert after() == 940
    assert after(wired(60, 110)) == 997
    assert after(wired(60, 110), wired(63, 111)) == 1000
    assert after(wired(63, 111)) == 1000


def test_the_removed_module_keeps_its_own_life_total() -> None:
    readings = [wired(100, 0), wired(160, 5), wired(220, 50)]
    assert life_total("m", readings).total == 120
    first = Fitting("m", "f1", at(0), at(6), wired(100, 0), wired(160, 6))
    assert device_usage([first], [("m", r) for r in readings]).total == 60


def test_readings_outside_a_stay_count_elsewhere() -> None:
    stay = Fitting("m", "f", at(10), at(20), wired(50, 10), wired(80, 20))
    readings = [wired(10, 5), wired(60, 15), wired(500, 30)]
    assert device_usage([stay], [("m", r) for r in readings]).total == 30


def test_a_reading_at_the_very_removal_belongs_to_the_stay() -> None:
    stay = Fitting("m", "f", at(10), at(20), wired(50, 10))
    assert device_usage([stay], [("m", wired(80, 20))]).total == 30


def test_a_late_reading_is_placed_by_when_it_was_shown() -> None:
    on_time = one_stay(wired(20, 2), wired(30, 3), baseline=wired(10, 1))
    late = one_stay(wired(30, 3), wired(20, 2), baseline=wired(10, 1))
    assert late == on_time
    assert on_time.total == 20


def test_a_value_at_removal_is_held_to_the_limits_of_the_modules_readings() -> None:
    """A removal names no pack. A typing error there must not invent uses."""
    honest, slip = replace(typed(940, 20), max_per_hour=None), replace(typed(94_000, 20), max_per_hour=None)
    assert one_stay(wired(900, 10), baseline=wired(800, 0), last=honest).total == 140
    usage = one_stay(wired(900, 10), baseline=wired(800, 0), last=slip)
    assert (usage.total, [n.reason for n in usage.flagged]) == (100, ["more than the device can do"])


def test_total_at_an_instant_gives_uses_since_service() -> None:
    usage = one_stay(wired(100, 10), wired(150, 20), wired(175, 30), baseline=wired(0, 0))
    assert [usage.total_at(at(h)) for h in (5, 10, 25, 99)] == [0, 100, 150, 175]
    assert usage.total - usage.total_at(at(25)) == 25


# -- whatever happens --------------------------------------------------------------------------------------------------

MODULES = ("m1", "m2", "m3")
values = st.integers(0, 400) | st.integers(2**32 - 200, 2**32 - 1)


@st.composite
def readings(draw: st.DrawFn, number: int) -> Reading:
    return Reading(
        f"e{number}",
        draw(values),
        at(draw(st.integers(0, 20))),
        draw(st.sampled_from(["wired", "typed", "upstream"])),
        (f"{draw(st.integers(0, 5)):04}", f"e{number}"),
        draw(st.none() | st.integers(1, 3)),
        draw(st.none() | st.integers(1, 2)),
        draw(st.none() | st.integers(1, 200)),
        accepted=draw(st.booleans()),
    )


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[str, Reading]]:
    """What the modules showed in their whole lives."""
    count = draw(st.integers(0, 12))
    return [(draw(st.sampled_from(MODULES)), draw(readings(number))) for number in range(count)]


@st.composite
def stays(draw: st.DrawFn) -> list[Fitting]:
    result: list[Fitting] = []
    for number in range(draw(st.integers(0, 4))):
        start, length = draw(st.integers(0, 20)), draw(st.none() | st.integers(0, 10))
        baseline = draw(st.none() | readings(100 + number))
        last = None if length is None else draw(st.none() | readings(200 + number))
        removed = None if length is None else at(start + length)
        module = draw(st.sampled_from(MODULES))
        result.append(Fitting(module, f"f{number}", at(start), removed, baseline, last))
    return result


@given(stays(), lives(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_answer(
    fittings: list[Fitting], arrived: list[tuple[str, Reading]], chance: Random
) -> None:
    expected = device_usage(fittings, arrived)
    chance.shuffle(fittings)
    chance.shuffle(arrived)
    assert device_usage(fittings, arrived) == expected


@given(stays(), lives())
def test_the_total_is_the_sum_of_its_parts_and_never_falls(
    fittings: list[Fitting], arrived: list[tuple[str, Reading]]
) -> None:
    usage = device_usage(fittings, arrived)
    assert usage.total == sum(part.counted for part in usage.parts)
    totals = [total for _, total in usage.steps]
    assert totals == sorted(totals)
    assert usage.total_at("9999") == usage.total


@dataclass(frozen=True)
class Stay:
    """One module's stay in the true story: what it showed when it came, and after how many uses it was looked at."""

    shown_at_first: int
    uses: tuple[int, ...]


true_stories = st.lists(
    st.builds(Stay, st.integers(0, 2**32 - 20_000), st.lists(st.integers(0, 90), max_size=5).map(tuple)),
    min_size=1,
    max_size=5,
)


@given(true_stories, st.randoms(use_true_random=False), st.sets(st.integers(0, 30)))
def test_swapping_never_hides_or_invents_a_use(story: Sequence[Stay], chance: Random, missed: set[int]) -> None:
    """The truth is simulated; each swap is read with the cable, any of the readings in between may be missing."""
    fittings: list[Fitting] = []
    arrived: list[tuple[str, Reading]] = []
    hour, used = 0, 0
    for number, stay in enumerate(story):
        module, start, value = f"m{number}", hour, stay.shown_at_first
        for uses in stay.uses:
            hour, value, used = hour + 1, value + uses, used + uses
            if hour not in missed:
                arrived.append((module, wired(value, hour)))
        hour += 1
        baseline, last = wired(stay.shown_at_first, start), wired(value, hour)
        fittings.append(Fitting(module, f"f{number}", at(start), at(hour), baseline, last))
    chance.shuffle(arrived)
    usage = device_usage(fittings, arrived)
    assert (usage.total, usage.not_counted, usage.flagged) == (used, (), ())
