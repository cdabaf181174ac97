"""Photos and signatures travel by hash, go on where they stopped, and come back when they are lost here."""

import hashlib
import os

import pytest

from fleetdesk import wire
from fleetdesk.services.views import HubLink
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubUnreachable
from tests.sync.places import Hub, Laptop

CONTENT = os.urandom(2 * wire.LARGEST_CHUNK + 345_678)


def test_a_blob_arrives_whole_and_counts_only_then(hub: Hub, ana: Laptop) -> None:
    name = ana.keep_blob(CONTENT)
    result = ana.join(hub.url)
    assert (result.blobs.pushed, result.blobs.waiting) == (1, 0)
    assert hub.blobs().read(name, 0, len(CONTENT)) == CONTENT
    assert ana.run().blobs.pushed == 0


def test_an_upload_that_broke_goes_on_in_the_middle(hub: Hub, ana: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    name = ana.keep_blob(CONTENT)
    put_chunk = HubClient.put_chunk
    offsets: list[int] = []

    async def breaking(self: HubClient, blob: str, offset: int, size: int, chunk: bytes) -> wire.BlobState:
        offsets.append(offset)
        if len(offsets) == 2:
            raise HubUnreachable("cut")
        return await put_chunk(self, blob, offset, size, chunk)

    monkeypatch.setattr(HubClient, "put_chunk", breaking)
    with pytest.raises(HubUnreachable):
        ana.join(hub.url)
    state = ana.sync.state()
    assert (state.link, state.waiting_events, state.waiting_blobs) == (HubLink.OFFLINE, 0, 1)
    assert hub.blobs().state(name).held == wire.LARGEST_CHUNK
    assert ana.run().blobs.pushed == 1
    assert offsets == [0, wire.LARGEST_CHUNK, wire.LARGEST_CHUNK, 2 * wire.LARGEST_CHUNK]
    assert hub.blobs().read(name, 0, len(CONTENT)) == CONTENT


def test_bytes_that_were_spoilt_on_the_hub_are_sent_anew(hub: Hub, ana: Laptop) -> None:
    name = ana.keep_blob(CONTENT)
    hub.blobs().write(name, 0, len(CONTENT), b"spoilt!")
    assert ana.join(hub.url).blobs.pushed == 1
    assert hub.blobs().read(name, 0, len(CONTENT)) == CONTENT


def test_a_blob_lost_here_is_told_until_the_hub_has_it_and_then_comes_back(hub: Hub, ana: Laptop) -> None:
    lost, kept = ana.keep_blob(b"lost before it was sent"), ana.keep_blob(CONTENT)
    place = ana.workstation.home.blobs
    (place / lost[:2] / lost).unlink()
    result = ana.join(hub.url)
    assert (result.blobs.pushed, result.blobs.waiting, len(result.problems)) == (1, 1, 1)
    assert ana.sync.state().waiting_blobs == 1
    (place / kept[:2] / kept).unlink()
    assert ana.run().blobs.fetched == 1
    assert hashlib.sha256(ana.workstation.blobs.get(kept)).hexdigest() == kept
