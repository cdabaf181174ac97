"""What OpenAPI says of messages whose bytes are made in `fleetdesk/wire.py`: schemas from the same definitions."""

from typing import Any

import msgspec

from fleetdesk import wire

MESSAGES = (
    wire.HubIdentity, wire.JournalHead, wire.JournalHeads, wire.PushHead, wire.Withheld, wire.PageHead,
    wire.EnrolAsked, wire.Enrolled, wire.BlobNames, wire.BlobState, wire.BlobStates, wire.JournalProof,
    wire.BlobsAsked, wire.BlobProofs, wire.Refused,
)  # fmt: skip
REFUSALS = (400, 401, 403, 404, 409, 413, 415, 416, 421, 422, 429, 503)


def schemas() -> dict[str, Any]:
    """The messages as JSON schemas by name."""
    _, components = msgspec.json.schema_components(MESSAGES, ref_template="#/components/schemas/{name}")
    return components


def answers(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """A route that answers with `kind`."""
    return {"responses": {200: _json(kind, "Done.")} | _refusals()}


def answers_bytes(media_type: str, status: int = 200) -> dict[str, Any]:
    """A route that answers with bytes of its own form."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {status: {"description": "Done.", "content": content}} | _refusals()}


def asks(media_type: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """The request's content, which the route reads itself because its signature is over the bytes."""
    content = {media_type: {"schema": schema or {"type": "string", "format": "binary"}}}
    return {"requestBody": {"required": True, "content": content}}


def reference(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _json(kind: type[msgspec.Struct], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": reference(kind)}}}


def _refusals() -> dict[int, Any]:
    schema = {"application/problem+json": {"schema": reference(wire.Refused)}}
    return {status: {"description": "Refused.", "content": schema} for status in REFUSALS}
