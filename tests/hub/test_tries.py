"""A table of tries: whoever comes with a stolen request, another's key or a code that does not count reads nothing and
writes nothing."""

import base64
import secrets
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fleetdesk import wire
from fleetdesk.domain.enrolment import read_code, secret_hash
from fleetdesk.domain.events import DeviceDescribed, PersonNamed
from fleetdesk.hub import api
from fleetdesk.hub.limits import Limits, Rate
from fleetdesk.hub.operator import hand_out_code
from fleetdesk.hub.workstations import Workstation
from tests.hub.running import RunningHub, running_hub
from tests.hub.test_scope import Shop
from tests.hub.writer import Reply, Writer, send

PHOTO = b"a photo of store B"
NAME = wire.hashlib.sha256(PHOTO).hexdigest()
SECRET_WORDS = (b"of store B", b"d-b", b"Kept by B")


@dataclass
class Scene:
    """`eve` has a key of store A, `bob` of B with a journal at the hub; `gone` was revoked; `stranger` unknown."""

    hub: RunningHub
    other: RunningHub
    eve: Shop
    bob: Shop
    gone: Writer
    stranger: Writer
    recorded: wire.Asked
    content: bytes

    def held(self) -> tuple[int, int, int]:
        """Positions, workstations that may ask, and bytes of an upload that was tried."""
        page = self.hub.store.page(0, without=None, limit=1, most_bytes=1)
        known = [each for each in self.hub.store.workstations.all() if each.revoked_at is None]
        return page.last, len(known), self.hub.blobs.state("0" * 64).held


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Scene]:
    on_postgres = request.param == "postgresql"
    database = request.getfixturevalue("postgres").new_database() if on_postgres else None
    (tmp_path / "other").mkdir()
    with (
        running_hub(tmp_path, open_to_all=False, database=database) as hub,
        running_hub(tmp_path / "other", open_to_all=False) as other,
    ):
        eve, bob, gone = Shop(), Shop(), Writer()
        for each, stores in ((eve, ("A",)), (bob, ("B",)), (gone, None)):
            hub.store.workstations.enrol(Workstation(each.public_key, "code", 1, stores=stores))
        hub.store.workstations.revoke(gone.public_key, 2, "")
        bob.device(hub.store, "d-b", "B", stores=("B",))
        note = {"notes": "Kept by B", "photo": {"sha256": NAME}}
        bob.say(hub.store, DeviceDescribed(device="d-b", values=note, base={}), "device:d-b", stores=("B",))
        hub.blobs.write(NAME, 0, len(PHOTO), PHOTO)
        bob.write(PersonNamed(name="Bob", staff_number="2"))
        content = bob.push_content(3)
        recorded = bob.sign(hub.hub, "POST", f"/v1/journals/{bob.journal}/events", content)
        assert send(hub.url, recorded, content).status == 200
        yield Scene(hub, other, eve, bob, gone, Writer(), recorded, content)


Try = Callable[[Scene], Reply]


def _ask(scene: Scene, who: Writer, method: str, target: str, content: bytes = b"") -> Reply:
    return send(scene.hub.url, who.sign(scene.hub.hub, method, target, content), content)


def _another_body(scene: Scene) -> Reply:
    return send(scene.hub.url, scene.recorded, scene.content.replace(b"Bob", b"Eve"))


def _for_another_hub(scene: Scene) -> Reply:
    asked = scene.eve.sign(scene.other.hub, "GET", "/v1/journals")
    return send(scene.hub.url, asked)


def _anothers_journal(scene: Scene) -> Reply:
    content = scene.bob.push_content(4) + b"\n" + scene.bob.bodies[0]
    return _ask(scene, scene.eve, "POST", f"/v1/journals/{scene.bob.journal}/events", content)


def _another_key_in_the_signature(scene: Scene) -> Reply:
    asked = scene.eve.sign(scene.hub.hub, "GET", f"/v1/journals/{scene.bob.journal}")
    headers = asked.headers
    headers["Signature-Input"] = headers["Signature-Input"].replace(scene.eve.public_key, scene.bob.public_key)
    return send(scene.hub.url, asked)


def _blob_proof(scene: Scene) -> Reply:
    content = wire.encode(wire.BlobsAsked("n" * 16, (NAME,)))
    return _ask(scene, scene.eve, "POST", "/v1/blobs/proof", content)


def _code(scene: Scene, at: RunningHub, valid_ms: int = 60_000) -> str:
    return read_code(hand_out_code(at.store, "manager", None, "", valid_ms).code).secret


def _enrol(scene: Scene, who: Writer, secret: str) -> Reply:
    return _ask(scene, who, "POST", "/v1/enrol", wire.encode(wire.EnrolAsked(secret)))


def _code_used_twice(scene: Scene) -> Reply:
    secret = _code(scene, scene.hub)
    scene.hub.store.workstations.enter(secret_hash(secret), scene.bob.public_key, int(time.time() * 1000))
    return _enrol(scene, scene.stranger, secret)


def _used_code_of_a_revoked_key(scene: Scene) -> Reply:
    secret = _code(scene, scene.hub)
    scene.hub.store.workstations.enter(secret_hash(secret), scene.gone.public_key, int(time.time() * 1000))
    scene.hub.store.workstations.revoke(scene.gone.public_key, 3, "")
    return _enrol(scene, scene.gone, secret)


def _unsigned_code(scene: Scene) -> Reply:
    content = wire.encode(wire.EnrolAsked(_code(scene, scene.hub)))
    return send(scene.hub.url, wire.Asked("POST", "/v1/enrol", {wire.HUB_HEADER: scene.hub.hub}), content)


def _code_under_anothers_key(scene: Scene) -> Reply:
    """Whoever reads a code cannot take in a key that he does not have."""
    content = wire.encode(wire.EnrolAsked(_code(scene, scene.hub)))
    asked = wire.Asked("POST", "/v1/enrol", {wire.HUB_HEADER: scene.hub.hub})
    nonce = secrets.token_urlsafe(16)
    wire.sign_request(asked, content, scene.stranger.public_key, scene.eve.key.sign, int(time.time()), nonce)
    return send(scene.hub.url, asked, content)


TRIES: dict[str, tuple[Try, int, str]] = {
    "a stolen request again": (lambda s: send(s.hub.url, s.recorded, s.content), 401, "replay"),
    "a stolen request with another body": (_another_body, 401, "signature"),
    "a stolen request at another hub": (lambda s: send(s.other.url, s.recorded, s.content), 421, "wrong_hub"),
    "a request for another hub": (_for_another_hub, 421, "wrong_hub"),
    "a signature under another's name": (_another_key_in_the_signature, 401, "signature"),
    "the head of another's journal": (
        lambda s: _ask(s, s.eve, "GET", f"/v1/journals/{s.bob.journal}"), 403, "not_yours",
    ),
    "writing in another's journal": (_anothers_journal, 403, "not_yours"),
    "the proof of another's journal": (
        lambda s: _ask(s, s.eve, "GET", f"/v1/journals/{s.bob.journal}/proof?nonce={'n' * 16}&after=0"), 403, "scope",
    ),
    "another store's file": (lambda s: _ask(s, s.eve, "GET", f"/v1/blobs/{NAME}"), 403, "scope"),
    "the proof of another store's file": (_blob_proof, 403, "scope"),
    "a revoked key that pulls": (lambda s: _ask(s, s.gone, "GET", "/v1/events?epoch=x&after=0"), 403, "revoked"),
    "a revoked key that pushes": (
        lambda s: _ask(s, s.gone, "POST", f"/v1/journals/{s.gone.journal}/events", s.gone.push_content(0)),
        403, "revoked",
    ),
    "a revoked key that sends a file": (
        lambda s: _ask(s, s.gone, "PUT", f"/v1/blobs/{'0' * 64}?offset=0&size=9", b"x"), 403, "revoked",
    ),
    "an unknown key that pulls": (
        lambda s: _ask(s, s.stranger, "GET", "/v1/events?epoch=x&after=0"), 403, "unknown_key",
    ),
    "a code that was made up": (lambda s: _enrol(s, s.stranger, "0" * 15), 403, "code"),
    "a code used twice": (_code_used_twice, 403, "code"),
    "a used code of a revoked key": (_used_code_of_a_revoked_key, 403, "code"),
    "an expired code": (lambda s: _enrol(s, s.stranger, _code(s, s.hub, -1)), 403, "code"),
    "a code of another hub": (lambda s: _enrol(s, s.stranger, _code(s, s.other)), 403, "code"),
    "a code in a request without signature": (_unsigned_code, 401, "signature"),
    "a code under a key that one does not have": (_code_under_anothers_key, 401, "signature"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRIES)
def test_it_reads_nothing_and_writes_nothing(scene: Scene, name: str) -> None:
    attempt, status, reason = TRIES[name]
    before = scene.held()
    reply = attempt(scene)
    assert (reply.status, reply.refused().reason) == (status, reason)
    assert reply.signed_by()
    assert scene.held() == before
    assert not [word for word in SECRET_WORDS if word in reply.plain()]


def test_a_pull_of_store_a_holds_nothing_of_store_b(scene: Scene) -> None:
    epoch = scene.hub.store.whoami().epoch
    seen = {
        who: wire.split_lines(wire.PageHead, _ask(scene, writer, "GET", f"/v1/events?epoch={epoch}&after=0").plain())[1]
        for who, writer in (("eve", scene.eve), ("bob", scene.bob))
    }
    assert seen["bob"] == scene.bob.bodies, "the control: whoever has the right sees it"
    assert seen["eve"] == [scene.bob.bodies[0], scene.bob.bodies[3]]
    assert _ask(scene, scene.bob, "GET", f"/v1/blobs/{NAME}").content == PHOTO


def test_what_store_a_says_about_store_b_reaches_nobody(scene: Scene) -> None:
    body = scene.eve.say(
        scene.hub.store, DeviceDescribed(device="d-b", values={"notes": "x"}, base={}), "device:d-b", stores=("A",)
    )
    reply = _ask(scene, scene.eve, "GET", f"/v1/journals/{scene.eve.journal}")
    assert [each.seq for each in wire.decode(wire.JournalHead, reply.plain()).quarantined] == [2]
    epoch = scene.hub.store.whoami().epoch
    assert body not in _ask(scene, scene.bob, "GET", f"/v1/events?epoch={epoch}&after=0").plain().split(b"\n")


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(lambda: 0.0, requests=Rate(3, 20.0))
    build = api.build
    monkeypatch.setattr(api, "build", lambda *a, **k: build(*a, **k, limits=limits))  # pyright: ignore
    with running_hub(tmp_path) as hub:
        ana, ben = Writer(), Writer()
        replies = [send(hub.url, ana.sign(hub.hub, "GET", "/v1/journals")) for _ in range(4)]
        assert [reply.status for reply in replies] == [200, 200, 200, 429]
        assert (replies[3].refused().reason, replies[3].headers["retry-after"]) == ("limit", "20")
        assert send(hub.url, ben.sign(hub.hub, "GET", "/v1/journals")).status == 200


def test_refusals_stand_in_the_audit_once_in_a_while(scene: Scene) -> None:
    for _ in range(5):
        _ask(scene, scene.gone, "GET", "/v1/journals")
        _ask(scene, Writer(), "GET", "/v1/journals")
    told = [(line.act, line.detail) for line in scene.hub.store.workstations.audit(99) if line.act == "refused"]
    assert sorted(told) == [("refused", "revoked"), ("refused", "unknown_key")]


def test_a_key_that_is_no_key_is_refused(scene: Scene) -> None:
    asked = scene.eve.sign(scene.hub.hub, "GET", "/v1/journals")
    fake = base64.b64encode(b"short").decode()
    asked.headers["Signature-Input"] = asked.headers["Signature-Input"].replace(scene.eve.public_key, fake)
    assert send(scene.hub.url, asked).refused().reason == "signature"
