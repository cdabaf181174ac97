"""The hub over real sockets: what it takes, what it refuses, and that every answer is signed."""

import json
import time
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from fleetdesk import sqlite, wire
from fleetdesk.hub.store import Store
from fleetdesk.hub.workstations import Workstation
from tests.hub.running import RunningHub, running_hub
from tests.hub.writer import Reply, Writer, send


def _push(hub: RunningHub, writer: Writer, content: bytes, headers: dict[str, str] | None = None) -> Reply:
    asked = writer.sign(hub.hub, "POST", f"/v1/journals/{writer.journal}/events", content, headers=headers)
    return send(hub.url, asked, content)


def _get(hub: RunningHub, writer: Writer, target: str, headers: dict[str, str] | None = None) -> Reply:
    return send(hub.url, writer.sign(hub.hub, "GET", target, headers=headers))


def _identity(hub: RunningHub) -> wire.HubIdentity:
    reply = send(hub.url, wire.Asked("GET", "/v1/hub?nonce=abc"))
    identity = wire.decode(wire.HubIdentity, reply.content)
    assert reply.signed_by() == identity.public_key
    return identity


def _pull(hub: RunningHub, writer: Writer, more: str = "") -> tuple[wire.PageHead, list[bytes]]:
    reply = _get(hub, writer, f"/v1/events?epoch={_identity(hub).epoch}&after=0{more}")
    assert reply.status == 200
    return wire.split_lines(wire.PageHead, reply.plain())


def _held(hub: RunningHub) -> int:
    return hub.store.page(0, without=None, limit=500, most_bytes=10_000_000).last


def test_push_and_pull_carry_the_bytes_unchanged(hub: RunningHub) -> None:
    ana, ben = Writer(), Writer()
    ana.write_some(20)
    packed = wire.pack(ana.push_content(0))
    reply = _push(hub, ana, packed, {"content-encoding": "gzip"})
    assert reply.status == 200
    assert wire.decode(wire.JournalHead, reply.content) == wire.JournalHead(ana.journal, 21, ana.hashes[21].hex())
    page, bodies = _pull(hub, ben)
    assert bodies == ana.bodies
    assert (page.next, page.last, len(page.received)) == (21, 21, 21)
    assert page.bodies == wire.digest_of(map(wire.body_hash, bodies))
    assert _pull(hub, ana, f"&without={ana.journal}")[1] == []
    assert len(_pull(hub, ben, "&limit=4")[1]) == 4


@pytest.mark.parametrize(("after", "mark"), [(1, ""), (1, "00" * 32), (2, None), (3, ""), (9, None)])
def test_a_cursor_of_another_history_is_told(hub: RunningHub, after: int, mark: str | None) -> None:
    ana = Writer()
    ana.write_some(1)
    _push(hub, ana, ana.push_content(0))
    one = _pull(hub, ana, "&limit=1")[0]
    assert one.next == 1
    epoch = _identity(hub).epoch
    assert _get(hub, ana, f"/v1/events?epoch={epoch}&after=1&mark={one.mark}").status == 200
    reply = _get(hub, ana, f"/v1/events?epoch={epoch}&after={after}&mark={one.mark if mark is None else mark}")
    assert (reply.status, reply.refused().reason) == (409, "epoch")


def test_the_head_of_a_journal_is_its_writers_to_know(hub: RunningHub) -> None:
    ana, eve = Writer(), Writer()
    target = f"/v1/journals/{ana.journal}"
    assert wire.decode(wire.JournalHead, _get(hub, ana, target).content).seq == 0
    _push(hub, ana, ana.push_content(0))
    assert wire.decode(wire.JournalHead, _get(hub, ana, target).content).seq == 1
    assert [h.seq for h in wire.decode(wire.JournalHeads, _get(hub, ana, "/v1/journals").content).journals] == [1]
    assert wire.decode(wire.JournalHeads, _get(hub, eve, "/v1/journals").content).journals == ()
    assert _get(hub, eve, target).refused().reason == "not_yours"


def test_gap_fork_and_unreadable_events_are_told_with_the_head(hub: RunningHub) -> None:
    ana = Writer()
    ana.write_some(6)
    _push(hub, ana, ana.push_content(0, 4))
    gap = _push(hub, ana, ana.push_content(5))
    assert (gap.status, gap.refused().reason, gap.refused().seq) == (409, "gap", 5)
    fork = Writer(ana.key, ana.journal)
    fork.bodies, fork.hashes = ana.bodies[:2], ana.hashes[:3]
    fork.write_some(4, "Ben")
    told = _push(hub, fork, fork.push_content(0))
    assert (told.status, told.refused().reason, told.refused().seq) == (409, "fork", 3)
    bad = _push(hub, ana, ana.push_content(4, 5) + b"\nnot an event")
    assert (bad.status, bad.refused().reason, bad.refused().seq) == (422, "unreadable", 6)
    for reply, seq in ((gap, 4), (told, 4), (bad, 5)):
        head = reply.refused().head
        assert head == wire.JournalHead(ana.journal, seq, ana.hashes[seq].hex())
    assert _pull(hub, Writer())[1] == ana.bodies[:5]


def test_what_is_not_signed_as_it_must_be_writes_nothing(hub: RunningHub) -> None:
    ana = Writer()
    content = ana.push_content(0)
    target = f"/v1/journals/{ana.journal}/events"

    def signed() -> wire.Asked:
        return ana.sign(hub.hub, "POST", target, content)

    other_body = signed()
    other_target = signed()
    other_target.target = f"/v1/journals/{Writer().journal}/events"
    other_key = signed()
    other_key.headers["Signature-Input"] = other_key.headers["Signature-Input"].replace(
        ana.public_key, Writer().public_key
    )
    no_digest = signed()
    del no_digest.headers["Content-Digest"]
    broken = signed()
    broken.headers["Signature"] = "fleetdesk=:AAAA:"
    garbage = signed()
    garbage.headers["Signature"] = "\x01\xff)("
    cases = [
        (wire.Asked("POST", target), content),
        (other_body, content.replace(b"journal.opened", b"journal.opener")),
        (other_target, content), (other_key, content), (no_digest, content), (broken, content), (garbage, content),
    ]  # fmt: skip
    for asked, sent in cases:
        reply = send(hub.url, asked, sent)
        assert (reply.status, reply.refused().reason) == (401, "signature"), asked
    assert _held(hub) == 0
    assert send(hub.url, signed(), content).status == 200


def test_a_recorded_request_works_only_once_and_only_here(hub: RunningHub, tmp_path: Path) -> None:
    ana = Writer()
    content = ana.push_content(0)
    asked = ana.sign(hub.hub, "POST", f"/v1/journals/{ana.journal}/events", content)
    assert send(hub.url, asked, content).status == 200
    again = send(hub.url, asked, content)
    assert (again.status, again.refused().reason) == (401, "replay")
    (tmp_path / "other").mkdir()
    with running_hub(tmp_path / "other") as other:
        fresh = ana.sign(hub.hub, "POST", f"/v1/journals/{ana.journal}/events", content)
        reply = send(other.url, fresh, content)
        assert (reply.status, reply.refused().reason) == (421, "wrong_hub")
        assert _held(other) == 0


@pytest.mark.parametrize("off_s", [-400, 400, 5 * 365 * 86_400])
def test_a_request_signed_by_a_wrong_clock_is_told_the_hubs_time(hub: RunningHub, off_s: int) -> None:
    ana = Writer()
    asked = ana.sign(hub.hub, "GET", f"/v1/journals/{ana.journal}", created_s=int(time.time()) + off_s)
    refused = send(hub.url, asked).refused()
    assert refused.reason == "clock"
    assert abs(refused.time_ms / 1000 - time.time()) < 10


def test_a_hub_that_is_not_open_takes_nobody_it_does_not_know(tmp_path: Path) -> None:
    with running_hub(tmp_path, open_to_all=False) as hub:
        ana, known = Writer(), Writer()
        hub.store.workstations.enrol(Workstation(known.public_key, "test", 1))
        reply = _push(hub, ana, ana.push_content(0))
        assert (reply.status, reply.refused().reason) == (403, "unknown_key")
        assert "enrolment code" in reply.refused().next_step
        assert _push(hub, known, known.push_content(0)).status == 200
        assert _held(hub) == 1
        assert not _identity(hub).open


def test_every_answer_is_signed_for_the_request_it_answers(hub: RunningHub) -> None:
    ana = Writer()
    key = _identity(hub).public_key
    replies = [
        _get(hub, ana, f"/v1/journals/{ana.journal}"),
        _get(hub, ana, "/v1/nothing"),
        _get(hub, ana, "/v1/events?epoch=x&after=minus"),
        _get(hub, ana, "/v1/events?epoch=x&after=0"),
        send(hub.url, wire.Asked("DELETE", "/v1/hub")),
        send(hub.url, wire.Asked("GET", "/openapi.json", {"accept-encoding": "gzip"})),
    ]
    assert [reply.status for reply in replies] == [200, 404, 422, 409, 405, 200]
    for reply in replies:
        assert reply.signed_by() == key
        assert reply.headers["cache-control"] == "no-store, no-transform"
    exchanged = Reply(200, replies[0].headers, replies[0].content, replies[1].asked)
    with pytest.raises(wire.FormatError):
        exchanged.signed_by()
    with pytest.raises(wire.FormatError):
        Reply(404, replies[0].headers, replies[0].content, replies[0].asked).signed_by()


def test_too_much_is_refused_before_it_is_unfolded(hub: RunningHub) -> None:
    ana = Writer()
    bomb = wire.pack(bytes(wire.LARGEST_PAGE + 10))
    assert len(bomb) < 100_000
    assert _push(hub, ana, bomb, {"content-encoding": "gzip"}).status == 413
    assert _push(hub, ana, b"\x1f\x8bnot gzip", {"content-encoding": "gzip"}).status == 413
    assert _push(hub, ana, b"x", {"content-encoding": "br"}).status == 415
    many = ana.push_content(0, 1) + b"\n" * 1001
    assert _push(hub, ana, many).status == 413
    assert _held(hub) == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n{}", b'{"after":0,"hash":"zz"}', b'{"after":-1,"hash":""}'])
def test_a_push_without_form_is_refused_in_words(hub: RunningHub, content: bytes) -> None:
    reply = _push(hub, Writer(), content)
    assert reply.status in (413, 422)
    assert reply.refused().title


def _change_on_disk(hub: RunningHub, position: int, body: bytes) -> None:
    if hub.database.startswith("postgresql:"):
        with psycopg.connect(hub.database) as connection:
            connection.execute("UPDATE journal_event SET body = %b WHERE position = %s", (body, position))
        return
    file = sqlite.open_file(Path(hub.database), None)
    file.execute("UPDATE journal_event SET body = ? WHERE position = ?", (body, position))
    file.close()


def test_an_event_that_the_hubs_disk_changed_is_told_and_not_passed_on(hub: RunningHub) -> None:
    ana = Writer()
    ana.write_some(3)
    _push(hub, ana, ana.push_content(0))
    _change_on_disk(hub, 3, ana.bodies[2].replace(b"Ana 1", b"Eva 1"))
    reply = _get(hub, ana, f"/v1/events?epoch={_identity(hub).epoch}&after=0")
    assert (reply.status, reply.refused().reason) == (503, "fault")
    assert "position is 3" in reply.refused().detail


def test_a_bug_is_answered_without_its_insides(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(store: Store, journal: str) -> None:
        raise RuntimeError("secret path /var/lib/hub")

    monkeypatch.setattr(type(hub.store), "head", broken)
    reply = _get(hub, Writer(), "/v1/journals/x")
    assert reply.status == 500
    assert reply.signed_by() == _identity(hub).public_key
    assert b"secret" not in reply.content


def test_blobs_by_chunk_range_and_receipt(hub: RunningHub) -> None:
    ana = Writer()
    content = b"photo" * 1000
    name = wire.hashlib.sha256(content).hexdigest()

    def put(offset: int, chunk: bytes) -> Reply:
        target = f"/v1/blobs/{name}?offset={offset}&size={len(content)}"
        return send(hub.url, ana.sign(hub.hub, "PUT", target, chunk), chunk)

    assert wire.decode(wire.BlobState, put(0, content[:2000]).content) == wire.BlobState(name, 2000, False)
    elsewhere = put(1000, content[1000:])
    assert (elsewhere.status, elsewhere.refused().held) == (409, 2000)
    asked = wire.encode(wire.BlobNames((name, "0" * 64)))
    states = send(hub.url, ana.sign(hub.hub, "POST", "/v1/blobs", asked), asked)
    assert wire.decode(wire.BlobStates, states.content).blobs == (
        wire.BlobState(name, 2000, False), wire.BlobState("0" * 64, 0, False),
    )  # fmt: skip
    assert _get(hub, ana, f"/v1/blobs/{name}").status == 404
    assert wire.decode(wire.BlobState, put(2000, content[2000:]).content).complete
    head = send(hub.url, ana.sign(hub.hub, "HEAD", f"/v1/blobs/{name}"))
    assert (head.status, head.headers["upload-offset"], head.headers["upload-complete"]) == (200, "5000", "?1")
    part = _get(hub, ana, f"/v1/blobs/{name}?start=4990")
    assert (part.status, part.content, part.headers["content-range"]) == (206, b"photophoto", "bytes 4990-4999/5000")
    assert _get(hub, ana, f"/v1/blobs/{name}?start=6000").status == 416
    assert _get(hub, ana, "/v1/blobs/..%2fhub.db").status in (404, 422)
    wrong = send(hub.url, ana.sign(hub.hub, "PUT", f"/v1/blobs/{'0' * 64}?offset=0&size=1", b"x"), b"x")
    assert (wrong.status, wrong.refused().reason) == (422, "content")


def test_openapi_names_every_route_and_resolves(hub: RunningHub) -> None:
    schema = json.loads(send(hub.url, wire.Asked("GET", "/openapi.json")).plain())
    assert set(schema["paths"]) == {
        "/v1/hub", "/v1/enrol", "/v1/journals", "/v1/journals/{journal}", "/v1/journals/{journal}/events", "/v1/events",
        "/v1/blobs", "/v1/blobs/{sha256}", "/v1/journals/{journal}/proof", "/v1/blobs/proof",
    }  # fmt: skip
    names = set(schema["components"]["schemas"])
    for reference in _references(schema):
        assert reference.removeprefix("#/components/schemas/") in names
    operations = [operation["operationId"] for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) == len(set(operations))
    assert send(hub.url, wire.Asked("GET", "/docs")).status == 200


def _references(node: Any) -> list[str]:
    found: list[str] = []
    children: list[Any] = []
    if isinstance(node, dict):
        found = [node["$ref"]] if "$ref" in node else []
        children = list(cast("dict[str, Any]", node).values())
    elif isinstance(node, list):
        children = cast("list[Any]", node)
    return found + [reference for child in children for reference in _references(child)]
