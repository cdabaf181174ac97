"""The hub takes and writes bundles whatever its store: judged as a push is, and never by what a carrier says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import BundleError
from fleetdesk.hub.blob_folder import BlobFolder
from fleetdesk.hub.bundle import HubBundles
from fleetdesk.hub.store import Store
from fleetdesk.hub.workstations import Workstation
from fleetdesk.runtime.bundle_content import (
    WORKSTATION,
    BlobHead,
    ContentWriter,
    End,
    EventPage,
    HubPlace,
    Manifest,
    check,
    read,
    signed_head,
)
from fleetdesk.runtime.bundle_file import SealedFile, SealedWriter
from fleetdesk.runtime.bundle_key import BundleIdentity
from tests.hub.writer import Writer

Line = Callable[[int, bytes], bytes]


@pytest.fixture
def bundles(store: Store, tmp_path: Path) -> HubBundles:
    return HubBundles(store, BlobFolder(tmp_path / "blobs"))


def who(writer: Writer) -> BundleIdentity:
    return BundleIdentity(writer.key.private_bytes_raw())


def as_it_is(_seq: int, body: bytes) -> bytes:
    return body


def write(
    path: Path, carrier: Writer, writer: Writer, to: str, *, place: HubPlace | None = None, line: Line = as_it_is,
    blob: bytes = b"", after: int = 0,
) -> None:  # fmt: skip
    """The writer's journal behind `after` in a bundle of the carrier."""
    head = signed_head(who(writer), writer.journal, len(writer.bodies), writer.hashes[-1])
    with path.open("wb") as file:
        manifest = Manifest(WORKSTATION, "0", True, (head,), place, (wire.body_hash(blob).hex(),) if blob else ())
        content = ContentWriter(SealedWriter(file, who(carrier), to, "0" * 16), manifest)
        for seq, body in enumerate(writer.bodies[after:], after + 1):
            content.event(writer.journal, seq, line(seq, body), writer.hashes[seq - 1])
        if blob:
            name = wire.body_hash(blob).hex()
            content.blob(BlobHead(name, len(blob), "image/png", "2026-01-01T00:00:00.000Z"), blob)
        content.close()


def test_a_bundle_is_taken_as_a_push_is_and_answered(bundles: HubBundles, store: Store, tmp_path: Path) -> None:
    ana, path, back = Writer(), tmp_path / "b", tmp_path / "back"
    ana.write_some(1100)
    write(path, ana, ana, bundles.identity.address, blob=b"photo" * 400_000)
    with pytest.raises(BundleError, match="does not know"):
        bundles.take(path)
    assert store.head(ana.journal) is None
    done = bundles.take(path, accept_writer=ana.public_key)
    assert (done.events_new, done.events_known, done.blobs, done.problems) == (1101, 0, 1, ())
    head = store.head(ana.journal)
    assert head is not None
    assert (head.seq, head.hash) == (1101, ana.hashes[-1])
    again = bundles.take(path)
    assert (again.events_new, again.events_known, again.blobs) == (0, 1101, 0)

    assert bundles.reply(back, path).events == 1101
    with back.open("rb") as file:
        end = check(SealedFile(file), who(ana), lambda seen: None).end
    assert end.held == (wire.JournalHead(ana.journal, 1101, ana.hashes[-1].hex()),)
    assert end.blobs_held == (wire.body_hash(b"photo" * 400_000).hex(),)
    assert end.place is not None
    assert (end.place.position, end.place.mark) == (1101, (store.mark(1101) or b"").hex())


def test_who_stands_somewhere_gets_what_is_behind_it(bundles: HubBundles, store: Store, tmp_path: Path) -> None:
    ana, ben = Writer(), Writer()
    for writer, count in ((ana, 5), (ben, 7)):
        writer.write_some(count)
        write(tmp_path / "b", writer, writer, bundles.identity.address)
        bundles.take(tmp_path / "b", accept_writer=writer.public_key)
    myself = store.whoami()
    place = HubPlace(myself.hub, myself.epoch, 6, (store.mark(6) or b"").hex())
    write(tmp_path / "b", ana, ana, bundles.identity.address, place=place)
    assert bundles.reply(tmp_path / "back", tmp_path / "b").events == 8, "Ben's"
    elsewhere = HubPlace(myself.hub, myself.epoch, 6, "00" * 32)
    write(tmp_path / "b", ana, ana, bundles.identity.address, place=elsewhere)
    assert bundles.reply(tmp_path / "back", tmp_path / "b").events == 14, "another history: all of it"
    with (tmp_path / "back").open("rb") as file:
        items = list(read(SealedFile(file), who(ana)))
    assert [page.bodies for page in items if isinstance(page, EventPage)] == [tuple(ana.bodies), tuple(ben.bodies)]
    assert isinstance(items[-1], End)


def test_a_carrier_cannot_withhold_an_event_of_another(bundles: HubBundles, store: Store, tmp_path: Path) -> None:
    """A line with the hash alone keeps the chain, and only the hub may put it there."""
    ana, carrier, path = Writer(), Writer(), tmp_path / "b"
    ana.write_some(4)
    for writer in (ana, carrier):
        store.workstations.enrol(Workstation(writer.public_key, "test", 0))

    def leave_out(seq: int, body: bytes) -> bytes:
        return wire.withheld_line(body, "I do not like it") if seq == 3 else body

    write(path, carrier, ana, bundles.identity.address, line=leave_out)
    (problem,) = bundles.take(path).problems
    assert problem.title == f"Event 3 of journal {ana.journal} is left out."
    head = store.head(ana.journal)
    assert head is not None
    assert head.seq == 2
    write(path, carrier, ana, bundles.identity.address, after=2)
    assert bundles.take(path).events_new == 3


def test_a_journal_that_went_on_in_two_ways_is_told(bundles: HubBundles, tmp_path: Path) -> None:
    ana, path = Writer(), tmp_path / "b"
    ana.write_some(2)
    copy = Writer(ana.key, ana.journal)
    copy.write_some(3, "Copy")
    write(path, ana, ana, bundles.identity.address)
    bundles.take(path, accept_writer=ana.public_key)
    write(path, copy, copy, bundles.identity.address)
    (problem,) = bundles.take(path).problems
    assert "has gone on in two ways" in problem.title


def test_who_was_shut_out_brings_nothing_and_gets_nothing(bundles: HubBundles, store: Store, tmp_path: Path) -> None:
    ana, path = Writer(), tmp_path / "b"
    ana.write_some(2)
    store.workstations.enrol(Workstation(ana.public_key, "code", 0))
    store.workstations.revoke(ana.public_key, 1, "lost")
    write(path, ana, ana, bundles.identity.address)
    with pytest.raises(BundleError, match="shut out"):
        bundles.take(path)
    with pytest.raises(BundleError, match="shut out"):
        bundles.take(path, accept_writer=ana.public_key)
    assert store.head(ana.journal) is None


def test_a_laptop_of_some_stores_gets_no_bundle_of_all(bundles: HubBundles, store: Store, tmp_path: Path) -> None:
    ana, path = Writer(), tmp_path / "b"
    ana.write_some(2)
    store.workstations.enrol(Workstation(ana.public_key, "code", 0, stores=("A",)))
    write(path, ana, ana, bundles.identity.address)
    assert bundles.take(path).events_new == 3
    with pytest.raises(BundleError, match="some stores only"):
        bundles.reply(tmp_path / "out", path)
