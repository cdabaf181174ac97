"""The hub on PostgreSQL where it differs from a file: starts at once, a server that comes and goes, clear words."""

import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import StorageError
from fleetdesk.hub.postgres_database import Limits
from fleetdesk.hub.postgres_migrations import STEPS
from fleetdesk.hub.postgres_store import PostgresStore
from tests.hub.postgres_server import PostgresServer, postgres_server
from tests.hub.running import running_hub
from tests.hub.writer import Writer, send


@pytest.fixture(scope="module")
def own_server() -> Generator[PostgresServer]:
    """To be stopped: no other test stands on it."""
    with postgres_server() as server:
        yield server


def test_replicas_that_start_at_the_same_moment_are_one_hub(postgres: PostgresServer) -> None:
    postgres.ask("postgres", "CREATE DATABASE empty")
    opened: list[PostgresStore] = []
    threads = [threading.Thread(target=lambda: opened.append(PostgresStore(postgres.url("empty")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({store.whoami() for store in opened}) == 1
    assert postgres.ask("empty", "SELECT number FROM hub_migration") == [(n,) for n in range(1, len(STEPS) + 1)]
    for store in opened:
        store.close()


def test_first_pushes_of_one_journal_at_once_are_one_push(postgres: PostgresServer) -> None:
    """There is no row to lock yet. Half of them are a fork of the others: one of the two is held, never a mixture."""
    url = postgres.new_database()
    for _ in range(8):
        ana = Writer()
        fork = Writer(ana.key, ana.journal)
        ana.write_some(20)
        fork.write_some(20, "Ben")
        taken: list[int] = []
        with closing(PostgresStore(url)) as one, closing(PostgresStore(url)) as other:
            together = threading.Barrier(8)

            def push(store: PostgresStore, writer: Writer, taken: list[int], together: threading.Barrier) -> None:
                together.wait()
                taken.append(store.push(writer.push(0), 1).taken)

            threads = [
                threading.Thread(target=push, args=(store, writer, taken, together))
                for store in (one, other) for writer in (ana, fork) for _ in range(2)
            ]  # fmt: skip
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert sorted(taken) == [0] * 7 + [21]
            head = one.head(ana.journal)
            assert head is not None
            assert (head.seq, head.hash) in ((21, ana.hashes[21]), (21, fork.hashes[21]))


def test_a_server_that_is_restarted_costs_no_more_than_that_moment(own_server: PostgresServer, tmp_path: Path) -> None:
    ana = Writer()
    store = PostgresStore(own_server.new_database(), Limits(wait_for_connection_s=1.0))
    with running_hub(tmp_path, store=store) as hub:
        for crash in (False, True):
            assert _push_next(hub.url, hub.hub, ana) == (200, "")
            own_server.stop(crash=crash)
            status, retry_after = _push_next(hub.url, hub.hub, ana)
            assert (status, retry_after) == (503, "5")
            own_server.start()
            assert _push_next(hub.url, hub.hub, ana) == (200, "")
            head = hub.store.head(ana.journal)
            assert head is not None
            assert (head.seq, head.hash) == (len(ana.bodies), ana.hashes[-1])


def _push_next(url: str, hub: str, writer: Writer) -> tuple[int, str]:
    """Everything so far and one more event: status and Retry-After."""
    writer.write_some(1)
    content = writer.push_content(0)
    asked = writer.sign(hub, "POST", f"/v1/journals/{writer.journal}/events", content)
    reply = send(url, asked, content)
    if reply.status != 200:
        assert reply.refused().title == "The hub's database cannot be reached."
    return reply.status, reply.headers.get("retry-after", "")


def test_a_replica_that_hangs_inside_a_push_does_not_hold_up_the_others(postgres: PostgresServer) -> None:
    """It is told that the database is busy meanwhile, and once the server has ended the hanging one it goes on."""
    url = postgres.new_database()
    ana = Writer()
    with closing(PostgresStore(url, Limits(lock_s=1))) as store, closing(psycopg.connect(url)) as hanging:
        hanging.execute("SET idle_in_transaction_session_timeout = '2s'")
        hanging.execute("SELECT position FROM hub_self FOR UPDATE")
        with pytest.raises(StorageError, match="too busy"):
            store.push(ana.push(0), 1)
        assert store.head(ana.journal) is None
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                assert store.push(ana.push(0), 1).taken == 1
                return
            except StorageError:
                continue
        pytest.fail("the lock was held for ever")


def test_a_newer_database_is_refused(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO hub_migration (number, name) VALUES (99, 'm0099')")
    with pytest.raises(StorageError, match="newer Fleetdesk"):
        PostgresStore(url)


def test_what_cannot_be_is_said_in_words_without_the_password(postgres: PostgresServer) -> None:
    postgres.ask("postgres", "CREATE ROLE poor LOGIN")
    postgres.ask("postgres", "CREATE DATABASE plain ENCODING SQL_ASCII TEMPLATE template0")
    postgres.ask("postgres", "CREATE DATABASE locked")
    socket = postgres.url("x").partition("host=")[2]
    for url, words in (
        (postgres.url("nowhere"), "nowhere.* does not exist"),
        (f"postgresql://poor:geheim@/locked?host={socket}", "does not let the hub in"),
        ("postgresql://hub:geheim@127.0.0.1:1/fleet", "cannot be reached"),
        ("postgresql://hub:geheim@127.0.0.1:port/fleet", "."),
        ("postgresql://hub:geheim@host/fleet?colour=blue", "no address of a PostgreSQL"),
        (postgres.url("plain"), "wrong encoding"),
    ):
        with pytest.raises(StorageError, match=words) as caught:
            PostgresStore(url)
        assert "geheim" not in str(caught.value)


def test_without_psycopg_the_line_that_installs_it_is_told() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from fleetdesk.domain.errors import HubError\n"
        "from fleetdesk.hub.addresses import open_store\n"
        "try: open_store('postgresql://hub@host/fleet')\n"
        "except HubError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "pip install 'fleetdesk[hub]'" in done.stdout


def test_the_chain_of_marks_is_the_same_as_in_a_file(postgres: PostgresServer) -> None:
    ana = Writer()
    ana.write_some(4)
    with closing(PostgresStore(postgres.new_database())) as store:
        store.push(ana.push(0, 3), 1)
        store.push(ana.push(0), 2)
        mark = b""
        for position, link in enumerate(ana.hashes[1:], 1):
            mark = wire.chain_hash(mark, link)
            assert store.mark(position) == mark
