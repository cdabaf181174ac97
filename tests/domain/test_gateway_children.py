"""A gateway's child table beside the registry, and the sentence that comes of it."""

from fleetdesk.domain.gateway_children import Compared, Place, Registered, compare, silent
from fleetdesk.domain.snapshot import Child
from fleetdesk.services.gateway_card import children_lines

DAY = 86400
HERE, THERE = "gateway-1", "gateway-2"


def child(slot: int, serial: str, state: str = "online", seen_s: int | None = 9, kind: str = "blender") -> Child:
    return Child(slot, serial, kind, state, "1.4.2", -60, seen_s, 0)


def known(serial: str, gateway: str | None = HERE, category: str = "blender", device: str = "") -> Registered:
    return Registered(device or f"id-{serial}", serial, category, gateway)


def said(compared: tuple[Compared, ...]) -> str:
    return ", ".join(map(str, children_lines(compared)))


def test_three_of_five_silent_one_unknown_one_elsewhere() -> None:
    children = [
        child(0, "RF-1", "offline", 2 * DAY + 500), child(1, "rf-2 ", "offline", 2 * DAY + 90),
        child(2, "RF-3", "offline", 2 * DAY), child(3, "RF-4"), child(4, "RF-9"),
    ]  # fmt: skip
    compared = compare(HERE, children, [known("RF-1"), known("RF-2"), known("RF-3"), known("RF-4", THERE)])
    assert [each.place for each in compared] == [Place.HERE, Place.HERE, Place.HERE, Place.ELSEWHERE, Place.STRANGE]
    assert said(compared) == "3 of 5 blenders last seen 2 days ago, one unknown, one assigned elsewhere"


def test_what_is_assigned_here_and_not_in_the_table_is_missing() -> None:
    compared = compare(HERE, [child(0, "RF-1")], [known("RF-1"), known("RF-2"), known("RF-3", THERE)])
    assert [(each.place, each.known.serial if each.known else "") for each in compared] == [
        (Place.HERE, "RF-1"), (Place.MISSING, "RF-2"),
    ]  # fmt: skip
    assert said(compared) == "1 of 1 online, one of its own is not in its table"


def test_of_two_devices_with_one_serial_the_one_of_the_childs_type_is_meant() -> None:
    other = known("77", category="milk_dispenser", device="a")
    compared = compare(HERE, [child(0, "77")], [other, known("77", THERE, device="b")])
    assert compared[0].known is not None
    assert (compared[0].known.device, compared[0].place) == ("b", Place.ELSEWHERE)
    assert compared[1].place is Place.MISSING


def test_an_empty_serial_is_nobody_and_a_device_at_no_gateway_is_elsewhere() -> None:
    compared = compare(HERE, [child(0, " "), child(1, "RF-1")], [known("", None), known("RF-1", None)])
    assert [each.place for each in compared] == [Place.STRANGE, Place.ELSEWHERE]


def test_what_the_gateway_does_not_know_is_not_called_silent() -> None:
    children = [child(0, "A", "unknown", None), child(1, "B", "offline", None), child(2, "C", "offline", 60 * DAY)]
    (group,) = silent(compare(HERE, children, []))
    assert (group.count, group.of, group.shortest_s) == (2, 3, 60 * DAY)


def test_ages_are_told_as_a_span_and_other_kinds_in_one_number() -> None:
    children = [
        child(0, "A", "offline", 3 * DAY), child(1, "B", "offline", 19 * DAY),
        child(2, "C", "offline", 60, "milk_dispenser"),
    ]  # fmt: skip
    compared = compare(HERE, children, [known("A"), known("B"), known("C", category="milk_dispenser")])
    assert said(compared) == "2 of 2 blenders last seen 3 to 19 days ago, one other device silent"
