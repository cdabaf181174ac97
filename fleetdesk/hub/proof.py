"""Proofs: the hub shows that it holds now, byte for byte, what it once gave a receipt for.

The asker names a nonce; the digest is over nonce and content, so it cannot be told without reading the content itself
at this moment. Nothing is changed and nothing is remembered.
"""

from collections.abc import Iterator

from fleetdesk import wire
from fleetdesk.hub.blob_folder import BlobStore
from fleetdesk.hub.refusal import Refusal
from fleetdesk.hub.store import Store

MOST_BLOBS = 50


def prove_journal(store: Store, journal: str, nonce: str, after: int, limit: int) -> wire.JournalProof:
    """A digest over up to `limit` events of a journal behind `after`, as their bytes are now."""
    head = store.head(journal)
    bodies = store.bodies(journal, after, limit)
    held = 0 if head is None else head.seq
    return wire.JournalProof(journal, after, len(bodies), held, wire.proof_of(nonce, bodies))


def prove_blobs(blobs: BlobStore, asked: wire.BlobsAsked) -> wire.BlobProofs:
    """A digest of each blob as its bytes are now; "" for one that is not here whole. Raises Refusal."""
    if len(asked.blobs) > MOST_BLOBS or not all(map(wire.is_sha256, asked.blobs)):
        raise Refusal(422, "invalid", "This is no list of blobs.", f"At most {MOST_BLOBS} SHA-256 in hex.")
    return wire.BlobProofs(tuple(wire.proof_of_blob(asked.nonce, _parts(blobs, name)) for name in asked.blobs))


def _parts(blobs: BlobStore, name: str) -> Iterator[bytes]:
    start = 0
    while chunk := blobs.read(name, start, wire.LARGEST_CHUNK):
        start += len(chunk)
        yield chunk
