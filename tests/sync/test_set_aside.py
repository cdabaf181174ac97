"""What the hub will not take is found by halves, set aside with its reason, and never in the way of the rest."""

import asyncio

import pytest

from fleetdesk import wire
from fleetdesk.hub import continuation
from fleetdesk.hub.continuation import Problem, Push
from fleetdesk.services.desk import Desk
from fleetdesk.services.receipt import Receipt
from fleetdesk.services.record import Record
from fleetdesk.sync.trouble import TooLargeOnTheWay
from tests.sync.fault_proxy import Choose, Fault, fault_proxy
from tests.sync.places import Hub, Laptop, chains

POISON = b"POISON"


def receipt_of(laptop: Laptop) -> Receipt:
    desk = Desk(laptop.workstation, Record(laptop.workstation))
    desk.__dict__["sync"] = laptop.sync
    return Receipt(desk)


@pytest.fixture
def picky(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that cannot take an event with a certain word in it, as one with a limit that laptops do not know."""
    judged = continuation._fit  # pyright: ignore[reportPrivateUsage]

    def fit(push: Push, seq: int, body: bytes) -> wire.Place | Problem:
        return Problem("unreadable", seq, "It cannot store this.") if POISON in body else judged(push, seq, body)

    monkeypatch.setattr(continuation, "_fit", fit)


def test_a_record_that_the_hub_cannot_take_is_set_aside_and_the_rest_goes(
    picky: None, hub: Hub, ana: Laptop, ben: Laptop
) -> None:
    ana.write_stores(40, "A")
    ana.write_stores(1, POISON.decode())
    ana.write_stores(30, "B")
    result = ana.join(hub.url)
    assert (result.acknowledged_seq, result.own_seq, result.pushed) == (72, 72, 72)
    (problem,) = result.problems
    assert problem.title == "1 record was set aside: the hub does not take it."
    state = ana.sync.state()
    assert (state.waiting_events, receipt_of(ana).summary().safe) == (1, False), "it is not called safe"
    (owed,) = receipt_of(ana).records(owed=True)
    assert owed.set_aside
    assert "It cannot store this." in str(owed.why)
    assert ben.join(hub.url).pulled == 71, "the others get all but that one"
    assert ben.run().problems == ()
    bodies = hub.bodies()
    assert chains([body for body in bodies if not wire.is_withheld(body)])[ana.journal] == [
        *range(1, 42),
        *range(43, 73),
    ]
    assert [body for body in bodies if POISON in body] == []
    assert ana.is_sound()
    proved = asyncio.run(receipt_of(ana).prove())
    assert proved.different == (f"event 42 of journal {ana.journal} was set aside: the hub holds only its hash",)


def test_work_after_it_goes_on_and_it_stays_told(picky: None, hub: Hub, ana: Laptop) -> None:
    for name in ("A", POISON.decode(), "B", f"{POISON.decode()}-2", "C"):
        ana.write_stores(1, name)
    assert ana.join(hub.url).problems[0].title.startswith("2 records were set aside")
    ana.write_stores(2, "D")
    again = ana.run()
    assert (again.pushed, again.acknowledged_seq) == (2, 8)
    assert again.problems[0].title.startswith("2 records were set aside")
    assert (receipt_of(ana).summary().set_aside, ana.sync.state().waiting_events) == (2, 2)


def test_bytes_that_were_damaged_here_are_told_and_nothing_stands_for_them(picky: None, hub: Hub, ana: Laptop) -> None:
    ana.write_stores(1, POISON.decode())
    damage = "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), 'UTC', 'UTD') AS BLOB) WHERE seq = 2"
    ana.workstation.database.write(lambda c: c.execute(damage)).result()
    (problem,) = ana.join(hub.url).problems
    assert problem.title == "The hub cannot take an event."
    assert receipt_of(ana).summary().set_aside == 0
    assert hub.held_seq(ana.journal) == 1


def test_a_changed_hash_in_its_place_is_a_fork_like_any_other(picky: None, hub: Hub, ana: Laptop) -> None:
    """Control: the placeholder binds the event; another one does not fit the chain."""
    for name in ("A", POISON.decode(), "B"):
        ana.write_stores(1, name)
    ana.join(hub.url)
    line = next(body for body in hub.bodies() if wire.is_withheld(body))
    assert wire.line_hash(line) != wire.line_hash(wire.withheld_line(b"another", "why"))
    held = ana.workstation.database.read(
        lambda c: c.execute("SELECT body_hash FROM journal_event WHERE seq = 3").fetchone()
    )
    assert wire.line_hash(line) == bytes(held[0])


def test_a_server_that_lets_only_small_requests_through_gets_small_ones(hub: Hub, ana: Laptop) -> None:
    """An unsigned 413 halves the page, as often as it takes, and sets nothing aside."""
    ana.write_stores(300, "A")
    with fault_proxy(hub.port, _limited(3)) as proxy:
        result = ana.join(proxy.url)
        assert (result.waiting, result.problems, proxy.met[Fault.TOO_LARGE]) == (0, (), 3)
    assert hub.held_seq(ana.journal) == 301
    assert receipt_of(ana).summary().set_aside == 0


def test_who_lets_nothing_through_is_told_and_pulling_goes_on(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    """A stranger's word sets nothing aside: the records stay owed."""
    ben.write_stores(2, "B")
    ben.join(hub.url)
    ana.write_stores(5, "A")
    with fault_proxy(hub.port, _limited(1_000)) as proxy:
        result = ana.join(proxy.url)
        assert isinstance(result.problems[0], TooLargeOnTheWay)
        assert (result.waiting, result.pulled) == (6, 3)
        assert receipt_of(ana).summary().set_aside == 0
    assert ana.join(hub.url).waiting == 0


def _limited(times: int) -> Choose:
    left = [times]

    def choose(method: str, path: str) -> Fault:
        if left[0] and method == "POST" and "/events" in path:
            left[0] -= 1
            return Fault.TOO_LARGE
        return Fault.NONE

    return choose
