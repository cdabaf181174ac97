"""The hub's HTTP interface, version 1. Thin: signatures are in rights.py and answers.py, the journal in the store.

Routes that touch the store are plain functions, which FastAPI runs beside the event loop.
"""

from dataclasses import dataclass
from typing import Annotated, Any, cast

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

import fleetdesk
from fleetdesk import wire
from fleetdesk.hub import documented, proof
from fleetdesk.hub.answers import SignedAnswers, asked_in
from fleetdesk.hub.blob_folder import BlobStore, WrongContent, WrongOffset
from fleetdesk.hub.continuation import Head, Push
from fleetdesk.hub.limits import Limits
from fleetdesk.hub.operator import public_key_of
from fleetdesk.hub.refusal import Refusal, refusals
from fleetdesk.hub.rights import Caller, Rights
from fleetdesk.hub.store import Page, Store
from fleetdesk.runtime.clock import Clock, now_ms

LARGEST_REQUEST = wire.LARGEST_PAGE
MOST_QUARANTINED = 100
"""Told at once; there may be more."""


@dataclass(frozen=True, slots=True)
class Hub:
    """What the routes stand on."""

    store: Store
    blobs: BlobStore
    rights: Rights
    clock: Clock
    hub: str
    public_key: str
    open_to_all: bool


def build(
    store: Store, blobs: BlobStore, *, open_to_all: bool, clock: Clock = now_ms, limits: Limits | None = None
) -> ASGIApp:
    """The whole application. `open_to_all` enrols unknown keys."""
    myself = store.whoami()
    key = Ed25519PrivateKey.from_private_bytes(myself.signing_seed)
    public_key = public_key_of(myself)
    rights = Rights(store, myself.hub, open_to_all=open_to_all, clock=clock, limits=limits)
    app = FastAPI(title="Fleetdesk hub", version=fleetdesk.__version__, description=__doc__ or "")
    app.state.hub = Hub(store, blobs, rights, clock, myself.hub, public_key, open_to_all)
    app.include_router(router)
    for kind, answer in refusals(clock):
        app.add_exception_handler(kind, answer)
    _document(app)
    return SignedAnswers(app, public_key, key.sign, clock)


def hub_of(request: Request) -> Hub:
    return cast(Hub, request.app.state.hub)


HubHere = Annotated[Hub, Depends(hub_of)]


async def admitted(request: Request, hub: HubHere) -> Caller:
    """The caller, once everything about the request holds."""
    return await run_in_threadpool(hub.rights.admit, asked_in(request.scope), await _content(request))


async def _content(request: Request) -> bytes:
    """What was sent. It is read here and nowhere else."""
    content = bytearray()
    async for part in request.stream():
        content.extend(part)
        if len(content) > LARGEST_REQUEST:
            raise Refusal(413, "too_large", "The request is too large.", f"At most {LARGEST_REQUEST} bytes are taken.")
    return bytes(content)


CallerHere = Annotated[Caller, Depends(admitted)]
Journal = Annotated[str, Path(min_length=1, max_length=64, pattern="^[A-Za-z0-9-]+$")]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
router = APIRouter()


@router.get("/v1/hub", **documented.answers(wire.HubIdentity))
def identity(hub: HubHere, nonce: Annotated[str, Query(max_length=64)] = "") -> Response:
    """Who this hub is, and its time. The only thing that is said to anybody."""
    epoch = hub.store.whoami().epoch
    return _json(
        wire.HubIdentity(hub.hub, hub.public_key, epoch, fleetdesk.__version__, hub.clock(), hub.open_to_all, nonce)
    )


@router.post(
    "/v1/enrol",
    openapi_extra=documented.asks("application/json", documented.reference(wire.EnrolAsked)),
    **documented.answers(wire.Enrolled),
)
async def enrol(request: Request, hub: HubHere) -> Response:
    """Takes in the workstation that signed this, by a one-time code. Asked again by the same one, it says the same."""
    asked, content = asked_in(request.scope), await _content(request)
    workstation = await run_in_threadpool(hub.rights.enrol, asked, content)
    return _json(wire.Enrolled(hub.hub, workstation.role, workstation.stores, workstation.name))


@router.get("/v1/journals", **documented.answers(wire.JournalHeads))
def heads(hub: HubHere, caller: CallerHere) -> Response:
    """Where all the caller's journals stand: the present one, and those before a restore."""
    found = hub.store.heads(caller.public_key)
    return _json(wire.JournalHeads(tuple(_said(head) for head in found)))


@router.get("/v1/journals/{journal}", **documented.answers(wire.JournalHead))
def head(journal: Journal, hub: HubHere, caller: CallerHere) -> Response:
    """Where the hub's copy of one's own journal stands; `seq` 0 when there is none yet."""
    found = hub.store.head(journal)
    if found is None:
        return _json(wire.JournalHead(journal, 0, wire.first_hash(journal).hex()))
    if found.public_key != caller.public_key:
        raise Refusal(403, "not_yours", "This journal is another workstation's.", "", _SAME_KEY)
    return _json(_said_to(hub, caller, found))


@router.post(
    "/v1/journals/{journal}/events", openapi_extra=documented.asks(wire.LINES), **documented.answers(wire.JournalHead)
)
def push(journal: Journal, hub: HubHere, caller: CallerHere) -> Response:
    """Takes what continues the journal: a PushHead line, then one event a line. Repeating it changes nothing."""
    start, bodies = wire.split_lines(wire.PushHead, caller.content)
    after_hash = _hex(start.hash)
    if start.after < 0 or len(bodies) > wire.PUSH_EVENTS:
        raise Refusal(413, "too_large", "The push has too many events.", f"At most {wire.PUSH_EVENTS} are taken.")
    pushed = Push(journal, caller.public_key, start.after, after_hash, bodies, caller.workstation.stores)
    done = hub.store.push(pushed, hub.clock())
    if done.problem is None:
        return _json(_said_to(hub, caller, done.head))
    status, title, next_step = _PUSH_PROBLEMS[done.problem.reason]
    shown = None if done.problem.reason == "not_yours" else _said(done.head)
    raise Refusal(status, done.problem.reason, title, done.problem.detail, next_step, seq=done.problem.seq, head=shown)


@router.get("/v1/events", **documented.answers_bytes(wire.LINES))
def pull(
    hub: HubHere,
    caller: CallerHere,
    epoch: Annotated[str, Query(max_length=64)],
    after: Annotated[int, Query(ge=0, le=2**53)],
    mark: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=2 * wire.PAGE_EVENTS)] = wire.PAGE_EVENTS,
    without: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """Events behind a position, oldest first: a PageHead line, then one event a line; none of the journal `without`.

    `mark` as it came with the page that ended at `after`: a hub that went back in time answers 409 with reason epoch.
    """
    page, held = _page(hub, caller, after, without, limit)
    if page.epoch != epoch or held != _hex(mark):
        raise Refusal(409, "epoch", "The hub was restored or moved.", f"Its epoch is {page.epoch}.", "Sync again.")
    return Response(_lines(hub, after, page), media_type=wire.LINES)


@router.get("/v1/journals/{journal}/proof", **documented.answers(wire.JournalProof))
def prove_journal(
    journal: Journal,
    hub: HubHere,
    caller: CallerHere,
    nonce: Annotated[str, Query(min_length=16, max_length=64)],
    after: Annotated[int, Query(ge=0, le=2**53)],
    limit: Annotated[int, Query(ge=1, le=2 * wire.PAGE_EVENTS)] = wire.PAGE_EVENTS,
) -> Response:
    """Shows that the hub holds a stretch of a journal now: a digest over the nonce and its bytes."""
    if caller.workstation.stores is not None:
        found = hub.store.head(journal)
        if found is None or found.public_key != caller.public_key:
            raise _out_of_scope("This journal is another workstation's.")
    return _json(proof.prove_journal(hub.store, journal, nonce, after, limit))


@router.post(
    "/v1/blobs/proof",
    openapi_extra=documented.asks("application/json", documented.reference(wire.BlobsAsked)),
    **documented.answers(wire.BlobProofs),
)
def prove_blobs(hub: HubHere, caller: CallerHere) -> Response:
    """Shows that the hub holds some blobs now."""
    asked = wire.decode(wire.BlobsAsked, caller.content)
    for name in asked.blobs[: proof.MOST_BLOBS]:
        _check_may_read(hub, caller, name)
    return _json(proof.prove_blobs(hub.blobs, asked))


@router.post(
    "/v1/blobs",
    openapi_extra=documented.asks("application/json", documented.reference(wire.BlobNames)),
    **documented.answers(wire.BlobStates),
)
def blob_states(hub: HubHere, caller: CallerHere) -> Response:
    """What the hub holds of some blobs: their receipts."""
    names = wire.decode(wire.BlobNames, caller.content).blobs
    if len(names) > 2 * wire.PAGE_EVENTS or not all(wire.is_sha256(name) for name in names):
        raise Refusal(422, "invalid", "This is no list of blobs.", f"At most {2 * wire.PAGE_EVENTS} SHA-256 in hex.")
    return _json(wire.BlobStates(tuple(hub.blobs.state(name) for name in names)))


@router.put(
    "/v1/blobs/{sha256}",
    openapi_extra=documented.asks("application/octet-stream"),
    **documented.answers(wire.BlobState),
)
def put_blob(
    sha256: Sha256,
    hub: HubHere,
    caller: CallerHere,
    offset: Annotated[int, Query(ge=0)],
    size: Annotated[int, Query(ge=0, le=wire.LARGEST_BLOB)],
) -> Response:
    """The bytes from `offset` on of a blob of `size` bytes. With the last of them it is verified and complete."""
    if len(caller.content) > wire.LARGEST_CHUNK or offset + len(caller.content) > size:
        raise Refusal(413, "too_large", "The chunk is too large.", f"At most {wire.LARGEST_CHUNK} bytes, up to `size`.")
    try:
        return _json(hub.blobs.write(sha256, offset, size, caller.content))
    except WrongOffset as error:
        raise Refusal(409, "offset", "The chunk does not continue the upload.", held=error.held) from error
    except WrongContent as error:
        raise Refusal(422, "content", "The file was damaged on its way.", str(error), "Sync again.") from error


@router.head("/v1/blobs/{sha256}", **documented.answers_bytes("application/octet-stream"))
def blob_state(sha256: Sha256, hub: HubHere, caller: CallerHere) -> Response:
    """As headers, how much of a blob is held: Upload-Offset, Upload-Complete."""
    state = hub.blobs.state(sha256)
    complete = "?1" if state.complete else "?0"
    return Response(headers={"upload-offset": str(state.held), "upload-complete": complete})


@router.get("/v1/blobs/{sha256}", **documented.answers_bytes("application/octet-stream", 206))
def get_blob(sha256: Sha256, hub: HubHere, caller: CallerHere, start: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Up to one chunk of a complete blob from byte `start` on; Content-Range says of how many."""
    _check_may_read(hub, caller, sha256)
    state = hub.blobs.state(sha256)
    content = hub.blobs.read(sha256, start, wire.LARGEST_CHUNK) if state.complete else None
    if content is None:
        raise Refusal(404, "not_found", "The hub does not hold this file.", sha256)
    if start > state.held:
        raise Refusal(416, "offset", "The file is shorter than that.", held=state.held)
    told = f"bytes {start}-{start + len(content) - 1}/{state.held}" if content else f"bytes */{state.held}"
    return Response(content, 206, {"content-range": told}, "application/octet-stream")


# -- how it is said --------------------------------------------------------------------------------------------------

_SAME_KEY = "A journal belongs to the workstation that began it. Start Fleetdesk on a fresh data folder."
_PUSH_PROBLEMS = {
    "gap": (409, "Events are missing before these.", "Push from the head in this answer."),
    "fork": (
        409,
        "This journal has gone on in two ways.",
        "Two copies of one data folder are in use; use one of them.",
    ),
    "unreadable": (422, "The hub cannot take an event.", "What stands before it was taken; report it."),
    "not_yours": (403, "This journal is another workstation's.", _SAME_KEY),
}


def _page(hub: Hub, caller: Caller, after: int, without: str | None, limit: int) -> tuple[Page, bytes | None]:
    """The page that this caller may see, and the mark at its start."""
    stores, most = caller.workstation.stores, wire.LARGEST_PAGE // 2
    if stores is None:
        return hub.store.page(after, without=without, limit=limit, most_bytes=most), hub.store.mark(after)
    feed = hub.store.feed
    page = feed.page(caller.public_key, stores, after, without=without or "", limit=limit, most_bytes=most)
    return page, feed.mark(caller.public_key, after)


def _check_may_read(hub: Hub, caller: Caller, sha256: str) -> None:
    """Raises Refusal for a file that no event in the caller's scope names."""
    stores = caller.workstation.stores
    if stores is not None and not hub.store.feed.may_read(caller.public_key, stores, sha256):
        raise _out_of_scope("No record that this workstation sees names this file.")


def _out_of_scope(why: str) -> Refusal:
    return Refusal(403, "scope", "This is outside the workstation's stores.", why, "Ask the hub's operator.")


def _said_to(hub: Hub, caller: Caller, head: Head) -> wire.JournalHead:
    """To its writer: also which of its events nobody else sees."""
    if caller.workstation.stores is None:
        return _said(head)
    aside = hub.store.feed.quarantined(head.journal, MOST_QUARANTINED)
    told = tuple(wire.Quarantined(*each) for each in aside)
    return wire.JournalHead(head.journal, head.seq, head.hash.hex(), told)


def _said(head: Head) -> wire.JournalHead:
    return wire.JournalHead(head.journal, head.seq, head.hash.hex())


def _json(message: msgspec.Struct) -> Response:
    return Response(wire.encode(message), media_type="application/json")


def _lines(hub: Hub, after: int, page: Page) -> bytes:
    """The page as lines. Raises Refusal when the hub's disk changed an event: that is told, not passed on."""
    for event in page.events:
        if wire.line_hash(event.body) != event.body_hash:
            raise Refusal(
                503, "fault", "An event on the hub is damaged.", f"Its position is {event.position}.",
                "Nothing is lost on the laptops. The hub's operator restores its database from a backup.",
            )  # fmt: skip
    start = wire.PageHead(
        hub.hub,
        page.epoch,
        after,
        page.next,
        page.last,
        tuple(event.received for event in page.events),
        wire.digest_of(event.body_hash for event in page.events),
        page.mark.hex(),
    )
    return wire.join_lines(start, (event.body for event in page.events))


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Refusal(422, "invalid", "The hash is not in hex.", text[:80]) from error


def _document(app: FastAPI) -> None:
    """OpenAPI with the messages of wire.py among its schemas."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        schema = made()
        schema.setdefault("components", {}).setdefault("schemas", {}).update(documented.schemas())
        return schema

    app.openapi = openapi
