"""The one door to append: dense, chained, all or nothing, from several processes, whatever the clock does."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.events import Draft, Envelope
from fleetdesk.domain.fleet import store_subject
from fleetdesk.runtime.clock import iso
from fleetdesk.storage import journal, migrations, projector
from fleetdesk.storage.database import Database
from fleetdesk.storage.rebuild import rebuild
from fleetdesk.storage.verify import verify_journal

KEY = b"k" * 32
NOW = 1_770_000_000_000
YEAR_MS = 365 * 24 * 3_600_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    migrations.bring_up_to_date(tmp_path / "f.db", KEY, tmp_path / "backups")
    opened = Database(tmp_path / "f.db", KEY)
    opened.write(lambda c: journal.create_journal(c, "mine", "public key")).result()
    yield opened
    opened.close()


def named(code: str, name: str = "A store") -> Draft:
    return Draft(
        f"id-{code}", ev.StoreRegistered(code=code, name=name, time_zone="UTC"), (store_subject(code),), iso(NOW)
    )


def append(database: Database, *codes: str, now_ms: int = NOW) -> tuple[Envelope, ...]:
    drafts = [named(code) for code in codes]
    return database.write(lambda c: journal.append(c, drafts, actor="4711", now_ms=now_ms)).result()


def foreign(seq: int, hlc_ms: int, code: str = "F", name: str = "other") -> bytes:
    draft = named(code)
    return wire.encode_body(
        Envelope(f"{name}-{seq}", name, seq, f"{hlc_ms:012x}0000", draft.at, "1", draft.payload.kind, 1,
                 draft.subjects, None, draft.payload)
    )  # fmt: skip


def take(database: Database, *bodies: bytes, now_ms: int = NOW) -> int:
    return database.write(lambda c: journal.take(c, bodies, now_ms=now_ms)).result()


def test_events_are_dense_chained_and_stored_as_their_bytes(database: Database) -> None:
    events = [*append(database, "A", "B"), *append(database, "C")]
    assert [e.seq for e in events] == [1, 2, 3]
    assert {e.journal for e in events} == {"mine"}
    stored = database.read(lambda c: journal.after(c, 0, limit=10))
    assert [s.body for s in stored] == [wire.encode_body(e) for e in events]
    previous = wire.first_hash("mine")
    for place in stored:
        previous = wire.chain_hash(previous, wire.body_hash(place.body))
        assert place.hash == previous
        assert database.read(lambda c, p=place: journal.hash_at(c, p.seq)) == previous
    head = database.read(journal.own_head)
    assert (head.seq, head.hash, head.hlc) == (3, previous, events[-1].hlc)
    assert database.read(lambda c: journal.hash_at(c, 4)) is None
    assert database.read(verify_journal).ok


def test_an_event_carries_what_its_draft_said(database: Database) -> None:
    draft = Draft("x", named("A").payload, ("store:A", "import:file"), "2026-01-01T00:00:00.000Z", "S9")
    (event,) = database.write(lambda c: journal.append(c, [draft], actor="4711", now_ms=NOW)).result()
    assert (event.id, event.at, event.actor, event.store) == ("x", draft.at, "4711", "S9")
    assert event.subjects == draft.subjects
    for subject in draft.subjects:
        assert database.read(lambda c, s=subject: list(journal.events_of(c, s))) == [event]


def test_projections_are_there_with_the_append(database: Database) -> None:
    append(database, "A")
    assert database.read(lambda c: c.execute("SELECT code FROM p_store").fetchall()) == [("A",)]


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (named("C", name="\ud800"), FormatError),
        (Draft("x", ev.DeviceDescribed(device="d", values={"x": 1.5}, base={}), ("device:d",), ""), FormatError),
    ],
)
def test_a_failing_append_leaves_nothing(database: Database, bad: Draft, error: type[Exception]) -> None:
    append(database, "A")
    before = database.read(journal.own_head), database.read(projector.digest)
    with pytest.raises(error):
        database.write(lambda c: journal.append(c, [named("B"), bad], actor="1", now_ms=NOW)).result()
    assert (database.read(journal.own_head), database.read(projector.digest)) == before
    assert database.read(journal.count) == 1
    assert append(database, "B")[0].seq == 2


def test_an_append_that_fails_while_folding_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(projector, "fold", fails)
        with pytest.raises(ZeroDivisionError):
            append(database, "A")
    assert database.read(journal.count) == 0
    assert database.read(journal.own_head).seq == 0


def test_appending_nothing_changes_nothing(database: Database) -> None:
    before = database.read(journal.own_head)
    assert append(database) == ()
    assert database.read(journal.own_head) == before


def test_two_processes_append_to_one_journal(database: Database, tmp_path: Path) -> None:
    """A command beside the open window: no cached head, dense and chained all the same."""
    code = (
        "import sys; from pathlib import Path; from tests.storage.test_journal import *;"
        "db = Database(Path(sys.argv[1]), KEY); print('ready', flush=True); sys.stdin.readline();"
        "[append(db, f'{sys.argv[2]}{n}') for n in range(25)]; db.close()"
    )
    root = Path(__file__).resolve().parents[2]
    others = [
        subprocess.Popen(
            (sys.executable, "-c", code, str(tmp_path / "f.db"), letter),
            cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for letter in "PQ"
    ]  # fmt: skip
    for process in others:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in others:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for number in range(25):
        append(database, f"W{number}")
    for process in others:
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode == 0
    verdict = database.read(verify_journal)
    assert (verdict.own, verdict.ok) == (75, True)
    assert [s.seq for s in database.read(lambda c: journal.after(c, 0, limit=100))] == list(range(1, 76))
    before = database.read(projector.digest)
    database.write(rebuild).result()
    assert database.read(projector.digest) == before


def test_a_page_of_a_push_ends_by_count_or_by_bytes(database: Database) -> None:
    append(database, "A", "B", "C")
    assert [s.seq for s in database.read(lambda c: journal.after(c, 1, limit=1))] == [2]
    sizes = [len(stored.body) for stored in database.read(lambda c: journal.after(c, 0, limit=9))]
    for most_bytes, seqs in ((1, [1]), (sum(sizes[:2]) - 1, [1]), (sum(sizes[:2]), [1, 2]), (sum(sizes), [1, 2, 3])):
        page = database.read(lambda c, most=most_bytes: journal.after(c, 0, limit=9, most_bytes=most))
        assert [stored.seq for stored in page] == seqs
    assert database.read(lambda c: journal.after(c, 3, limit=9)) == []


# -- clocks ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-(10**9), 10**9), max_size=30))
def test_the_hybrid_clock_only_goes_forward(steps: Sequence[int]) -> None:
    last, seen = "0" * 16, list[str]()
    for step in steps:
        last = journal.next_hlc(last, NOW + step)
        assert len(last) == 16
        seen.append(last)
    assert seen == sorted(set(seen))


def test_the_hybrid_clock_counts_within_a_millisecond_and_carries() -> None:
    assert journal.next_hlc("0" * 16, 0x1234) == "0000000012340000"
    assert journal.next_hlc("0000000012340000", 0x1234) == "0000000012340001"
    assert journal.next_hlc("000000001234fffe", 0x1234) == "000000001234ffff"
    assert journal.next_hlc("000000001234ffff", 0x1234) == "0000000012350000"


@pytest.mark.parametrize("jump", [-5 * YEAR_MS, 5 * YEAR_MS])
def test_a_clock_that_jumps_keeps_causal_order(database: Database, jump: int) -> None:
    moments = (NOW, NOW + jump, NOW + jump + 5, NOW + 10)
    events = [event for n, ms in enumerate(moments) for event in append(database, f"A{n}", now_ms=ms)]
    assert [e.order for e in events] == sorted(e.order for e in events)
    assert len({e.hlc for e in events}) == 4


def test_our_clock_follows_a_foreign_one_but_not_an_absurd_one(database: Database) -> None:
    take(database, foreign(1, NOW + 5000))
    assert append(database, "A")[0].hlc == f"{NOW + 5000:012x}0001"
    ten_minutes = 10 * 60 * 1000
    take(database, foreign(2, NOW + 5 * YEAR_MS), foreign(3, NOW + ten_minutes + 1))
    assert append(database, "B")[0].hlc == f"{NOW + 5000:012x}0002"
    take(database, foreign(4, NOW + ten_minutes), foreign(5, NOW))
    assert append(database, "C")[0].hlc == f"{NOW + ten_minutes:012x}0001"


# -- events of other journals ------------------------------------------------------------------------------------------


def test_foreign_events_are_taken_once_and_folded(database: Database) -> None:
    bodies = foreign(2, NOW, "F2"), foreign(1, NOW, "F1")
    assert take(database, *bodies) == 2
    assert take(database, *bodies, foreign(3, NOW, "F3")) == 1
    assert database.read(lambda c: c.execute("SELECT code FROM p_store ORDER BY code").fetchall()) == [
        ("F1",), ("F2",), ("F3",),
    ]  # fmt: skip
    assert database.read(journal.own_head).seq == 0
    assert database.read(verify_journal).ok


def test_bytes_that_are_no_event_name_their_place_and_nothing_is_taken(database: Database) -> None:
    with pytest.raises(FormatError, match="event 2: not an event"):
        take(database, foreign(1, NOW), b"{}")
    assert database.read(journal.count) == 0


def test_a_new_journal_takes_over_and_the_old_one_stays(database: Database) -> None:
    append(database, "A")
    database.write(lambda c: journal.create_journal(c, "restored", "public key")).result()
    (event,) = append(database, "B")
    assert (event.journal, event.seq) == ("restored", 1)
    assert database.read(journal.count) == 2


def test_a_home_without_a_journal_says_so(tmp_path: Path) -> None:
    migrations.bring_up_to_date(tmp_path / "g.db", KEY, tmp_path)
    empty = Database(tmp_path / "g.db", KEY)
    calls: list[Callable[[], object]] = [lambda: empty.read(journal.own_head), lambda: append(empty, "A")]
    for call in calls:
        with pytest.raises(LookupError, match="no journal yet"):
            call()
    empty.close()


# -- verify ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE journal_event SET body = CAST(replace(body, 'A store', 'B store') AS BLOB) WHERE seq = 2", "event 2"),
        ("DELETE FROM journal_event WHERE seq = 2", "event 2 is missing"),
        ("DELETE FROM journal_event WHERE seq = 3", "ends at 2"),
        ("UPDATE journal_event SET hash = zeroblob(32) WHERE seq = 1", "event 1"),
        ("UPDATE journal_head SET hash = zeroblob(32)", "ends at 3"),
        ("UPDATE journal_event SET id = 'x' WHERE seq = 3", "wrong place"),
    ],
)
def test_verify_names_the_first_place_that_was_changed(database: Database, damage: str, problem: str) -> None:
    append(database, "A", "B", "C")
    database.write(lambda c: c.execute(damage).rowcount).result()
    verdict = database.read(verify_journal)
    assert not verdict.ok
    assert problem in (verdict.first_bad or "")


def test_verify_sees_a_changed_foreign_event(database: Database) -> None:
    take(database, foreign(1, NOW))
    database.write(lambda c: c.execute("UPDATE journal_event SET body = x'00'").rowcount).result()
    assert database.read(verify_journal).first_bad == "event 1 of journal other: its bytes were changed"
