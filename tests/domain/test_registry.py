"""Who set a registry field, and where two people disagree: nothing is overwritten silently, nothing is lost."""

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import conflict_id
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.registry import DeviceFields, fold_fields, fold_store_fields

DEVICE = "d"


def event(number: int, payload: Payload, actor: str = "") -> Envelope:
    return Envelope(
        f"e{number}", "j", number, f"{number:016x}", f"at{number}", actor or f"person{number}", payload.kind, payload.v,
        (f"device:{DEVICE}",), None, payload,
    )  # fmt: skip


def registered(**fields: Any) -> Payload:
    return ev.DeviceRegistered(device=DEVICE, model="frost", category="blender", serial="RF-1", fields=fields)


def edited(base: str | None, **values: Any) -> Payload:
    return ev.DeviceDescribed(device=DEVICE, values=values, base=dict.fromkeys(values, base))


def fold(*payloads: Payload) -> DeviceFields:
    return fold_fields(DEVICE, [event(n, payload) for n, payload in enumerate(payloads, 1)])


def test_an_edit_replaces_the_registration_without_a_conflict() -> None:
    fields = fold(registered(store="S1"), edited("e1", store="S2"))
    assert (fields.values, fields.set_by, fields.conflicts) == ({"store": "S2"}, {"store": "e2"}, ())
    assert (fields.model, fields.category, fields.serial) == ("frost", "blender", "RF-1")


def test_a_chain_of_edits_that_know_each_other_is_no_conflict() -> None:
    fields = fold(registered(store="S1"), edited("e1", store="S2"), edited("e2", store="S3"), edited("e3", store="S4"))
    assert (fields.values["store"], fields.conflicts) == ("S4", ())


def test_two_edits_of_the_same_base_are_a_conflict_with_both_sides() -> None:
    fields = fold(registered(store="S1"), edited("e1", store="S2"), edited("e1", store="S3"))
    (conflict,) = fields.conflicts
    assert fields.values == {"store": "S3"}
    assert (conflict.kind, conflict.field, conflict.events) == ("field", "store", ("e2", "e3"))
    assert conflict.sides == (("e2", "S2", "person2", "at2"), ("e3", "S3", "person3", "at3"))
    assert conflict.id == conflict_id(["e3", "e2"]) == hashlib.sha256(b"e2\ne3").hexdigest()[:32]


def test_two_edits_to_the_same_value_are_no_conflict_and_either_is_a_base() -> None:
    for base in ("e2", "e3"):
        fields = fold(
            registered(store="S1"), edited("e1", store="S2"), edited("e1", store="S2"), edited(base, store="S4")
        )
        assert (fields.values["store"], fields.conflicts) == ("S4", ())


def test_edits_of_different_fields_do_not_meet() -> None:
    fields = fold(registered(store="S1", notes=""), edited("e1", store="S2"), edited("e1", notes="dented"))
    assert (fields.values, fields.conflicts) == ({"store": "S2", "notes": "dented"}, ())


def test_equal_registrations_fold_to_one() -> None:
    fields = fold(registered(store="S1"), registered(store="S1"), edited("e1", store="S2"))
    assert (fields.values["store"], fields.conflicts) == ("S2", ())
    assert fold(registered(store="S1"), registered(store="S1"), edited("e2", store="S2")).conflicts == ()


def test_a_later_registration_does_not_undo_an_edit() -> None:
    fields = fold(registered(store="S1"), edited("e1", store="S2"), registered(store="S1"))
    assert (fields.values, fields.set_by, fields.conflicts) == ({"store": "S2"}, {"store": "e2"}, ())


def test_an_edit_that_confirms_a_registration_makes_it_a_persons_word() -> None:
    fields = fold(registered(store="S1"), edited("e1", store="S1"), registered(store="S2"))
    assert (fields.values, fields.conflicts) == ({"store": "S1"}, ())
    fields = fold(edited(None, store="S1"), registered(store="S1"), registered(store="S2"))
    assert (fields.values, fields.conflicts) == ({"store": "S1"}, ())


def test_registrations_that_differ_are_a_conflict() -> None:
    fields = fold(registered(store="S1"), registered(store="S2"))
    assert [c.events for c in fields.conflicts] == [("e1", "e2")]


def test_a_resolved_conflict_is_gone_and_an_unknown_resolution_harms_nothing() -> None:
    known = conflict_id(["e2", "e3"])
    history = (registered(store="S1"), edited("e1", store="S2"), edited("e1", store="S3"))
    for resolved, left in ((known, 0), ("another", 1)):
        fields = fold(*history, ev.ConflictResolved(conflict=resolved, choice="S3", reason=""))
        assert len([c for c in fields.conflicts if c.chosen is None]) == left


def test_status_and_gateway_are_fields_like_the_others() -> None:
    fields = fold(
        registered(status="in_service"),
        ev.DeviceStatusSet(device=DEVICE, status="spare", reason="", base="e1"),
        ev.DeviceStatusSet(device=DEVICE, status="retired", reason="", base="e1"),
        ev.GatewayAssigned(device=DEVICE, gateway="g1", assigned_at=""),
        ev.GatewayAssigned(device=DEVICE, gateway=None, assigned_at="", base="e4"),
    )
    assert fields.values == {"status": "retired", "gateway": None}
    assert [c.field for c in fields.conflicts] == ["status"]


def test_an_import_does_not_undo_a_gateway_that_a_person_assigned() -> None:
    by_hand = ev.GatewayAssigned(device=DEVICE, gateway="g2", assigned_at="")
    imported = ev.GatewayAssigned(device=DEVICE, gateway="g1", assigned_at="", source_id="file")
    assert fold(by_hand, imported).values == {"gateway": "g2"}
    assert fold(by_hand, imported).conflicts == ()


def test_events_of_other_devices_are_not_ours() -> None:
    other = ev.DeviceRegistered(device="other", model="x", category="y", serial=None, fields={"store": "S9"})
    assert fold(other).model == ""
    assert fold(other).values == {}


edits = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["S1", "S2", "S3"])), max_size=8)


@given(edits)
def test_no_value_vanishes_without_being_known_or_listed(history: list[tuple[int, str]]) -> None:
    """Each value that was set is the winner, or was knowingly replaced, or stands in a conflict."""
    payloads = [registered(store="S0"), *(edited(f"e{base}", store=value) for base, value in history)]
    fields = fold(*payloads)
    knowingly = {f"e{base}" for base, _ in history}
    listed = {side[0] for conflict in fields.conflicts for side in conflict.sides}
    told = knowingly | listed | {fields.set_by["store"]}
    values = {f"e{n}": value for n, value in enumerate(("S0", *(value for _, value in history)), 1)}
    known_values = {values[name] for name in told if name in values}
    for name, value in values.items():
        assert name in told or value in known_values, f"{value}, set by {name}, vanished"


# -- stores ------------------------------------------------------------------------------------------------------------


def store(**values: Any) -> Payload:
    return ev.StoreRegistered(code="S1", name="First", time_zone="UTC", **values)


def store_edit(base: str | None, source_id: str | None = None, **values: Any) -> Payload:
    return ev.StoreDescribed(values=values, base=dict.fromkeys(values, base) if base else {}, source_id=source_id)


def fold_store(*payloads: Payload) -> Any:
    return fold_store_fields([event(n, payload) for n, payload in enumerate(payloads, 1)])


def test_a_store_is_edited_like_a_device_and_a_later_registration_does_not_undo_it() -> None:
    fields = fold_store(store(), store_edit("e1", name="Second", status="closed"), store())
    assert (fields.values["name"], fields.values["status"], fields.conflicts) == ("Second", "closed", ())
    assert fields.set_by["name"] == "e2"


def test_two_edits_of_a_store_that_did_not_know_of_each_other_are_a_conflict() -> None:
    fields = fold_store(store(), store_edit("e1", name="Second"), store_edit("e1", name="Third"))
    assert [(c.field, c.events) for c in fields.conflicts] == [("name", ("e2", "e3"))]


def test_an_import_knows_what_imports_said_and_conflicts_only_with_people() -> None:
    imports = (store_edit(None, "file", name="Second"), store_edit(None, "file", name="Third"))
    fields = fold_store(store(source_id="file"), *imports)
    assert (fields.values["name"], fields.conflicts) == ("Third", ())
    fields = fold_store(store(source_id="file"), store_edit("e1", name="Ours"), imports[0])
    assert [[side[1] for side in c.sides] for c in fields.conflicts] == [["Ours", "Second"]]


def test_a_store_that_nobody_registered_here_has_no_fields_yet() -> None:
    assert fold_store(store_edit("e9", name="Second")).values == {}
