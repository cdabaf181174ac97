"""Where a module was when: by when it happened, however late and in whatever order people wrote it down."""

from itertools import permutations

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.fittings import stays_in, with_bounds


def at(hour: int) -> str:
    return f"2026-01-01T{hour:02}:00:00.000Z"


def fit(module: str, device: str, hour: int, value: int | None = None) -> Payload:
    baseline = {} if value is None else {"cycles": value}
    return ev.ModuleFitted(module=module, device=device, fitted_at=at(hour), baseline=baseline)


def remove(module: str, device: str, hour: int, value: int | None = None) -> Payload:
    last = {} if value is None else {"cycles": value}
    return ev.ModuleRemoved(module=module, device=device, removed_at=at(hour), last=last)


def events(*payloads: Payload) -> list[Envelope]:
    return [
        Envelope(f"e{n}", "j", n, f"{n:016x}", "", "", payload.kind, payload.v, (), None, payload)
        for n, payload in enumerate(payloads, 1)
    ]


def stays(device: str, *payloads: Payload) -> list[tuple[str, str, str | None]]:
    return [(s.module, s.fitted_at, s.removed_at) for s in stays_in(device, events(*payloads))]


def test_a_swap_is_two_stays() -> None:
    assert stays("d", fit("m1", "d", 1), remove("m1", "d", 5), fit("m2", "d", 5)) == [
        ("m1", at(1), at(5)), ("m2", at(5), None),
    ]  # fmt: skip


def test_a_module_that_turns_up_elsewhere_has_left() -> None:
    assert stays("d", fit("m1", "d", 1), fit("m1", "other", 5)) == [("m1", at(1), at(5))]


def test_another_module_in_the_same_place_ends_the_stay_of_the_first() -> None:
    assert stays("d", fit("m1", "d", 1), fit("m2", "d", 5)) == [("m1", at(1), at(5)), ("m2", at(5), None)]


def test_a_recorded_removal_says_better_when_a_replaced_module_left() -> None:
    """Two people, two clocks: its last value still counts."""
    history = events(fit("m1", "d", 1, 0), fit("m2", "d", 5), remove("m1", "d", 6, 940))
    first = stays_in("d", history)[0]
    bounds = with_bounds(first, "cycles")
    assert (first.removed_at, bounds.last and bounds.last.value) == (at(6), 940)


def test_no_later_removal_claims_what_a_module_counts_elsewhere() -> None:
    assert stays("d", fit("m1", "d", 1), fit("m1", "other", 5), remove("m1", "d", 9)) == [("m1", at(1), at(5))]
    assert stays("d", fit("m1", "d", 1), fit("m2", "d", 4), fit("m1", "other", 5), remove("m1", "d", 9))[0] == (
        "m1", at(1), at(4),
    )  # fmt: skip


def test_the_last_value_counts_when_the_next_fitting_came_first_in_the_same_instant() -> None:
    history = events(fit("m1", "d", 1, 0), fit("m1", "other", 5), remove("m1", "d", 5, 940))
    bounds = with_bounds(stays_in("d", history)[0], "cycles")
    assert bounds.last is not None
    assert bounds.last.value == 940


def test_fitted_twice_without_leaving_is_one_stay_with_the_first_baseline() -> None:
    history = events(fit("m1", "d", 1, 10), fit("m1", "d", 3, 90))
    (stay,) = stays_in("d", history)
    bounds = with_bounds(stay, "cycles")
    assert bounds.baseline is not None
    assert bounds.baseline.value == 10


def test_the_order_of_writing_down_does_not_matter() -> None:
    story = (fit("m1", "d", 1), remove("m1", "d", 4), fit("m2", "d", 5), fit("m1", "d", 9))
    expected = stays("d", *story)
    assert expected == [("m1", at(1), at(4)), ("m2", at(5), at(9)), ("m1", at(9), None)]
    assert all(stays("d", *told) == expected for told in permutations(story))
