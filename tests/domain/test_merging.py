"""Two ids that are one unit: which one goes on, what an undo brings back, and merges that contradict each other."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.merging import Merges, as_one, edits_since, fold_merges


def event(number: int, payload: Payload) -> Envelope:
    return Envelope(
        f"e{number:02}", "j", number, f"{number:016x}", f"at{number}", f"p{number}", payload.kind, payload.v, (), None,
        payload,
    )  # fmt: skip


def merged(device: str, into: str, undo_of: str | None = None) -> Payload:
    return ev.DeviceMerged(device=device, into=into, undo_of=undo_of)


def fold(*payloads: Payload) -> Merges:
    return fold_merges([event(number, payload) for number, payload in enumerate(payloads, 1)])


def test_a_merged_device_goes_on_as_the_other() -> None:
    merges = fold(merged("b", "a"))
    assert [merges.root(device) for device in "abc"] == ["a", "a", "c"]
    assert merges.members("a") == {"a", "b"}


def test_an_undone_merge_never_was_and_may_be_made_again() -> None:
    assert fold(merged("b", "a"), merged("b", "a", undo_of="e01")).root("b") == "b"
    assert fold(merged("b", "a"), merged("b", "a", undo_of="e01"), merged("b", "a")).root("b") == "a"


def test_an_undo_that_arrived_before_its_merge_counts() -> None:
    assert fold(merged("b", "a", undo_of="e02"), merged("b", "a")).root("b") == "b"


def test_a_chain_ends_at_its_last() -> None:
    merges = fold(merged("c", "b"), merged("b", "a"))
    assert {merges.root(device) for device in "abc"} == {"a"}
    assert merges.members("a") == {"a", "b", "c"}


def test_merged_into_each_other_is_a_conflict_and_the_first_holds() -> None:
    merges = fold(merged("b", "a"), merged("a", "b"))
    assert (merges.root("a"), merges.root("b")) == ("a", "a")
    assert [(c.kind, c.events) for c in merges.conflicts] == [("merged into each other", ("e01", "e02"))]


def test_merged_into_two_is_a_conflict_and_the_later_holds() -> None:
    merges = fold(merged("c", "a"), merged("c", "b"))
    assert merges.root("c") == "b"
    assert [(c.kind, [side[1] for side in c.sides]) for c in merges.conflicts] == [
        ("merged into two devices", ["a", "b"])
    ]


def test_what_was_said_of_either_is_said_of_the_one() -> None:
    reports = [
        event(n, ev.StateReported(device=d, state="online", source="upstream", as_of="")) for n, d in enumerate("abc")
    ]
    said = [e.payload.device for e in as_one("a", {"a", "b"}, reports) if isinstance(e.payload, ev.StateReported)]
    assert said == ["a", "a", "c"]


def test_an_edit_made_without_knowing_of_the_merge_is_an_edit_of_the_unit() -> None:
    edit = ev.DeviceDescribed(device="b", values={"store": "S2"}, base={"store": None})
    history = [event(n, payload) for n, payload in enumerate((edit, merged("b", "a"), edit), 1)]
    (later,) = edits_since("a", fold_merges(history), history)
    assert (later.id, isinstance(later.payload, ev.DeviceDescribed) and later.payload.device) == ("e03", "a")


pairs = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.none() | st.integers(1, 9)), max_size=9)


@given(pairs, st.randoms(use_true_random=False))
def test_merges_always_end_somewhere_and_every_device_is_in_one_unit(
    said: list[tuple[str, str, int | None]], chance: Random
) -> None:
    payloads = [merged(device, into, None if n is None else f"e{n:02}") for device, into, n in said]
    history = [event(number, payload) for number, payload in enumerate(payloads, 1)]
    merges = fold_merges(history)
    roots = {device: merges.root(device) for device in "abcd"}
    assert all(merges.root(root) == root for root in roots.values())
    assert sorted(d for root in set(roots.values()) for d in merges.members(root)) == list("abcd")
    chance.shuffle(history)
    assert fold_merges(sorted(history, key=lambda e: e.order)) == merges
