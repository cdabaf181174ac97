"""The hub takes exactly the continuation of what it holds, whatever is pushed in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from fleetdesk import wire
from fleetdesk.domain.events import JournalOpened, PersonNamed
from fleetdesk.hub.continuation import Head, Judgement, Push, judge
from tests.hub.writer import Writer

WRITER = Writer()
WRITER.write_some(12)


class Held:
    """The hub's side, as a list of bodies."""

    def __init__(self, writer: Writer) -> None:
        self.hashes = [wire.first_hash(writer.journal)]
        self.bodies: list[bytes] = []
        self._writer = writer

    def push(self, push: Push) -> Judgement:
        head = Head(push.journal, len(self.bodies), self.hashes[-1], self._writer.public_key)
        judgement = judge(head, lambda seq: self.hashes[seq] if seq < len(self.hashes) else None, push)
        for event in judgement.new:
            self.bodies.append(event.body)
            self.hashes.append(event.hash)
        return judgement


@given(st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=20))
def test_any_pushes_leave_a_whole_beginning_of_the_journal(cuts: list[tuple[int, int]]) -> None:
    held = Held(WRITER)
    for one, other in cuts:
        after, until = min(one, other), max(one, other)
        before = len(held.bodies)
        judgement = held.push(WRITER.push(after, until))
        if after > before:
            assert judgement.problem is not None
            assert (judgement.problem.reason, judgement.problem.seq) == ("gap", before + 1)
            assert not judgement.new
        else:
            assert judgement.problem is None
            assert len(held.bodies) == max(before, min(until, 13))
    assert held.bodies == WRITER.bodies[: len(held.bodies)]
    assert held.hashes == WRITER.hashes[: len(held.hashes)]


@given(st.integers(1, 12), st.integers(0, 12))
def test_a_fork_is_told_at_its_first_event_and_kept_aside(parts_at: int, after: int) -> None:
    held = Held(WRITER)
    held.push(WRITER.push(0))
    fork = Writer(WRITER.key, WRITER.journal)
    fork.bodies, fork.hashes = WRITER.bodies[:parts_at], WRITER.hashes[: parts_at + 1]
    fork.write_some(13 - parts_at, "Ben")
    judgement = held.push(fork.push(min(after, parts_at)))
    assert judgement.problem is not None
    assert (judgement.problem.reason, judgement.problem.seq) == ("fork", parts_at + 1)
    assert [event.body for event in judgement.aside] == fork.bodies[parts_at:]
    assert [event.hash for event in judgement.aside] == fork.hashes[parts_at + 1 :]
    assert held.bodies == WRITER.bodies


def test_a_push_that_begins_inside_a_fork_is_kept_aside_whole() -> None:
    held = Held(WRITER)
    held.push(WRITER.push(0))
    fork = Writer(WRITER.key, WRITER.journal)
    fork.bodies, fork.hashes = WRITER.bodies[:3], WRITER.hashes[:4]
    fork.write_some(5, "Ben")
    judgement = held.push(fork.push(6))
    assert judgement.problem is not None
    assert (judgement.problem.reason, judgement.problem.seq) == ("fork", 6)
    assert [event.body for event in judgement.aside] == fork.bodies[6:]


def test_an_event_that_cannot_be_read_is_named_and_those_before_it_are_taken() -> None:
    held = Held(WRITER)
    good = WRITER.push(0, 5)
    for bad in (b"no event", b"", b"{}", WRITER.bodies[7], Writer().bodies[0]):
        judgement = held.push(Push(good.journal, good.public_key, 0, good.after_hash, [*good.bodies, bad]))
        assert judgement.problem is not None
        assert (judgement.problem.reason, judgement.problem.seq) == ("unreadable", 6)
        assert held.bodies == WRITER.bodies[:5]


def test_an_unknown_kind_is_taken_like_any_other() -> None:
    body = WRITER.bodies[1].replace(b"person.named", b"person.hired")
    held = Held(WRITER)
    held.push(WRITER.push(0, 1))
    judgement = held.push(Push(WRITER.journal, WRITER.public_key, 1, WRITER.hashes[1], [body]))
    assert judgement.problem is None
    assert judgement.new[0].kind == "person.hired"


def test_a_journal_is_its_writers_alone() -> None:
    held = Held(WRITER)
    held.push(WRITER.push(0, 3))
    stolen = Push(WRITER.journal, Writer().public_key, 3, WRITER.hashes[3], WRITER.bodies[3:])
    problem = held.push(stolen).problem
    assert problem is not None
    assert problem.reason == "not_yours"
    assert len(held.bodies) == 3


def test_a_journal_cannot_be_begun_for_another() -> None:
    other = Writer()
    forged = Writer(journal=other.journal)
    forged.bodies, forged.hashes = [], forged.hashes[:1]
    forged.write(JournalOpened(public_key=other.public_key, version="0"))
    forged.write(PersonNamed(name="Eve", staff_number="0"))
    head = Head(forged.journal, 0, wire.first_hash(forged.journal), forged.public_key)
    judgement = judge(head, lambda seq: None, forged.push(0))
    assert judgement.problem is not None
    assert judgement.problem.reason == "not_yours"
    assert not judgement.new
