"""A bundle as a file: whatever is changed, cut, exchanged or not meant for us is found before a row is written."""

import errno
import io
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import BundleError
from fleetdesk.domain.events import Draft, StoreRegistered
from fleetdesk.domain.fleet import store_subject
from fleetdesk.runtime import bundle_content, bundle_file
from fleetdesk.runtime.bundle_content import WORKSTATION, BlobHead, ContentWriter, Manifest, SignedHead
from fleetdesk.runtime.bundle_file import CHUNK, SIGNATURE, TAG, SealedFile, SealedWriter
from fleetdesk.runtime.bundle_key import BundleIdentity, key_at
from fleetdesk.runtime.clock import now_iso, now_ms
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.paths import Home
from fleetdesk.storage import blobs, bundle_state, journal
from fleetdesk.storage.bundle_export import BundleExport
from fleetdesk.storage.bundle_import import BundleImport, Imported
from fleetdesk.storage.workstation import Workstation, open_workstation
from tests.hub.writer import Writer

HLC = "019a00000000" + "0000"


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Workstation]:
    station = open_workstation(Home(tmp_path / "ana"), synchronous="OFF")
    write_stores(station, 40)
    content = random.Random(1).randbytes(300_000)
    name = station.blobs.put(content)
    station.database.write(lambda c: blobs.note(c, name, len(content), "image/png", now_iso())).result()
    yield station
    station.close()


@pytest.fixture
def ben(tmp_path: Path) -> Iterator[Workstation]:
    station = open_workstation(Home(tmp_path / "ben"), synchronous="OFF")
    yield station
    station.close()


@pytest.fixture
def file(ana: Workstation, ben: Workstation, tmp_path: Path) -> Path:
    path = tmp_path / "work.bundle"
    export(ana, path, identity(ben).address)
    return path


def identity(station: Workstation) -> BundleIdentity:
    return BundleIdentity(station.keys.signing_seed)


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def write_stores(station: Workstation, count: int, name: str = "S") -> None:
    codes = [f"{name}-{number}" for number in range(count)]
    drafts = [
        Draft(new_id(), StoreRegistered(code=code, name=code, time_zone="UTC"), (store_subject(code),), now_iso())
        for code in codes
    ]
    station.database.write(lambda c: journal.append(c, drafts, actor="1", now_ms=now_ms())).result()


def export(station: Workstation, path: Path, to: str) -> None:
    BundleExport(station.database, station.blobs, identity(station), quiet).run(path, to, everything=True)


def take(station: Workstation, path: Path, accept: str | None) -> Imported:
    return BundleImport(station.database, station.blobs, identity(station), quiet).run(path, accept_writer=accept)


def rows(station: Workstation) -> list[object]:
    """Everything in every table that a bundle may write to."""
    tables = (
        "journal_event", "journal_known", "journal_blob", "local_bundle_writer", "local_signed_head", "local_sync",
        "p_store",
    )  # fmt: skip
    return station.database.read(lambda c: [c.execute(f"SELECT * FROM {name}").fetchall() for name in tables])


def refused(station: Workstation, path: Path, accept: str | None) -> str:
    with pytest.raises(BundleError) as caught:
        take(station, path, accept)
    return str(caught.value)


def test_what_was_written_is_read(ana: Workstation, ben: Workstation, file: Path) -> None:
    done = take(ben, file, ana.keys.public_key)
    assert (done.events_new, done.events_known, done.blobs, done.problems) == (41, 0, 1, ())
    assert done.writer_key == ana.keys.public_key
    again = take(ben, file, None)
    assert (again.events_new, again.events_known, again.blobs) == (0, 41, 0), "the writer is remembered"


def test_any_changed_byte_is_found_and_nothing_is_written(ana: Workstation, ben: Workstation, file: Path) -> None:
    whole = file.read_bytes()
    before = rows(ben)
    chosen = {0, 16, 17, 18, 19, 20, len(whole) - 1, len(whole) - SIGNATURE, len(whole) - SIGNATURE - 1}
    chosen |= set(random.Random(7).sample(range(len(whole)), 60))
    for place in sorted(chosen):
        changed = bytearray(whole)
        changed[place] ^= 1 << (place % 8)
        file.write_bytes(changed)
        refused(ben, file, ana.keys.public_key)
    assert rows(ben) == before


def test_a_bundle_cut_at_any_chunk_is_found(ana: Workstation, ben: Workstation, file: Path) -> None:
    whole = file.read_bytes()
    before = rows(ben)
    start = whole.index(b"}") + 1
    cuts = {0, 1, 19, 20, start, *range(start + CHUNK + TAG, len(whole), CHUNK + TAG), len(whole) - SIGNATURE}
    for cut in sorted(cuts | {len(whole) - 1}):
        file.write_bytes(whole[:cut])
        refused(ben, file, ana.keys.public_key)
        file.write_bytes(whole[:cut] + whole[-SIGNATURE:])
        if cut < len(whole) - SIGNATURE:
            refused(ben, file, ana.keys.public_key)
    file.write_bytes(whole + b"x")
    refused(ben, file, ana.keys.public_key)
    assert rows(ben) == before


def test_without_the_signature_the_seal_of_the_chunks_still_finds_it(
    ana: Workstation, ben: Workstation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_file.SealedFile, "check_signature", _unchecked)
    whole = file.read_bytes()
    start = whole.index(b"}") + 1
    size = CHUNK + TAG
    first, second = whole[start : start + size], whole[start + size : start + 2 * size]
    exchanged = whole[:start] + second + first + whole[start + 2 * size :]
    cut = whole[: start + 2 * size] + whole[-SIGNATURE:]
    left_out = whole[:start] + whole[start + size :]
    before = rows(ben)
    for changed in (exchanged, cut, left_out):
        file.write_bytes(changed)
        assert "is not as it was written" in refused(ben, file, ana.keys.public_key)
    assert rows(ben) == before


def test_control_without_both_checks_a_changed_bundle_does_harm(
    ana: Workstation, ben: Workstation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signature off and the look before the first row off: a cut bundle leaves half its rows."""
    monkeypatch.setattr(bundle_file.SealedFile, "check_signature", _unchecked)
    monkeypatch.setattr("fleetdesk.storage.bundle_import.check", _believe)
    monkeypatch.setattr("fleetdesk.storage.bundle_import._same_writers", _anybody)
    write_stores(ana, 600, "T")
    export(ana, file, identity(ben).address)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - 2 * CHUNK])
    before = rows(ben)
    with suppress(BundleError):
        take(ben, file, ana.keys.public_key)
    assert rows(ben) != before


def _unchecked(_sealed: SealedFile) -> None:
    """The protection taken away."""


def _anybody(_connection: object, _checked: object) -> None:
    """Another one taken away."""


def _believe(sealed: SealedFile, who: BundleIdentity, _progress: object) -> bundle_content.Checked:
    manifest = next(iter(bundle_content.read(sealed, who)))
    assert isinstance(manifest, Manifest)
    return bundle_content.Checked(manifest, bundle_content.End(0, 0), {}, {})


def test_another_receiver_an_unknown_writer_and_a_newer_version_are_said(
    ana: Workstation, ben: Workstation, file: Path, tmp_path: Path
) -> None:
    assert f"--accept-writer {ana.keys.public_key}" in refused(ben, file, None)
    assert "somebody else" in refused(ben, file, ben.keys.public_key)
    assert "for another receiver" in refused(ana, file, None)
    newer = bytearray(file.read_bytes())
    newer[17] = 2
    file.write_bytes(newer)
    assert "newer Fleetdesk" in refused(ben, file, None)
    other = tmp_path / "notes.txt"
    other.write_text("milk, beans")
    assert "no Fleetdesk bundle" in refused(ben, other, None)
    assert "cannot be read" in refused(ben, tmp_path / "absent", None)


def test_an_address_is_checked_by_its_last_letter() -> None:
    address = BundleIdentity(b"1" * 32).address
    assert key_at(f" {address[:20].lower()}-{address[20:]}")
    for place, letter in enumerate(address):
        wrong = address[:place] + ("A" if letter != "A" else "B") + address[place + 1 :]
        with pytest.raises(BundleError):
            key_at(wrong)
    with pytest.raises(BundleError):
        key_at(address[:-1])


# -- hostile writers: the seal and the signature hold, the content does not ------------------------------------------

Fill = Callable[[ContentWriter, Writer], None]


def _make(path: Path, who: BundleIdentity, to: str, writer: Writer, fill: Fill, heads: tuple[SignedHead, ...]) -> None:
    with path.open("wb") as file:
        manifest = Manifest(WORKSTATION, "0", True, heads, None)
        content = ContentWriter(SealedWriter(file, who, to, HLC), manifest)
        fill(content, writer)
        content.close()


def _all(content: ContentWriter, writer: Writer) -> None:
    for seq, body in enumerate(writer.bodies, 1):
        content.event(writer.journal, seq, body, writer.hashes[seq - 1])


def _in_another_place(content: ContentWriter, writer: Writer) -> None:
    content.event(writer.journal, 1, writer.bodies[1], writer.hashes[0])


def _no_event(content: ContentWriter, writer: Writer) -> None:
    content.event(writer.journal, 1, b'{"id": 1}', writer.hashes[0])


def _a_path(content: ContentWriter, writer: Writer) -> None:
    content.blob(BlobHead("../../../../etc/passwd".ljust(64, "0"), 3, "image/png", now_iso()), b"abc")


def _another_content(content: ContentWriter, writer: Writer) -> None:
    content.blob(BlobHead("0" * 64, 3, "image/png", now_iso()), b"abc")


def _too_large(content: ContentWriter, writer: Writer) -> None:
    content.event(writer.journal, 1, b"0" * (wire.LARGEST_BODY + 1), writer.hashes[0])


@pytest.mark.parametrize("fill", [_in_another_place, _no_event, _a_path, _another_content, _too_large])
def test_a_signed_bundle_out_of_form_is_refused(fill: Fill, ben: Workstation, tmp_path: Path) -> None:
    writer = Writer()
    writer.write_some(3)
    seed = writer.key.private_bytes_raw()
    before = rows(ben)
    _make(tmp_path / "b", BundleIdentity(seed), identity(ben).address, writer, fill, ())
    assert "damaged" in refused(ben, tmp_path / "b", writer.public_key)
    assert rows(ben) == before


def test_nobody_speaks_for_a_journal_of_somebody_else(ben: Workstation, tmp_path: Path) -> None:
    """Mallory carries Ana's journal: neither another end of it nor another key is believed."""
    ana, mallory = Writer(), BundleIdentity(b"m" * 32)
    ana.write_some(3)
    honest = bundle_content.signed_head(BundleIdentity(ana.key.private_bytes_raw()), ana.journal, 4, ana.hashes[4])
    forged = Writer(key=ana.key, journal=ana.journal)
    forged.write_some(3, "Mallory")
    path, to = tmp_path / "b", identity(ben).address
    _make(path, mallory, to, forged, _all, (honest,))
    assert "not what its writer signed" in refused(ben, path, mallory.public_key)
    own_head = bundle_content.signed_head(mallory, ana.journal, 4, ana.hashes[4])
    _make(path, mallory, to, ana, _all, (own_head,))
    assert "another key than began it" in refused(ben, path, mallory.public_key)
    _make(path, mallory, to, ana, _all, (honest,))
    assert take(ben, path, mallory.public_key).events_new == 4


def test_a_bomb_is_never_unfolded_at_once(ben: Workstation) -> None:
    """64 MB of zeros come as 64 KB: they are handed on part by part, and a record past its bound is not read."""
    packed = io.BytesIO()
    who = identity(ben)
    content = ContentWriter(SealedWriter(packed, who, who.address, HLC), Manifest(WORKSTATION, "0", True, (), None))
    content.event("j", 1, bytes(64 * 1024 * 1024), None)
    content.close()
    assert packed.tell() < 200_000
    with pytest.raises(BundleError, match="too large"):
        list(bundle_content.read(SealedFile(packed), who))


# -- writing ---------------------------------------------------------------------------------------------------------


def test_a_bundle_that_cannot_be_written_leaves_everything_as_it_was(
    ana: Workstation, ben: Workstation, tmp_path: Path
) -> None:
    """The stick is full or pulled out half way: no part of a file stays, the old one does, nothing counts as sent."""
    path, to = tmp_path / "old.bundle", identity(ben).address
    path.write_bytes(b"an older one")

    def pulled_out(stage: str, _done: int, _total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BundleError, match="No space left"):
        BundleExport(ana.database, ana.blobs, identity(ana), pulled_out).run(path, to, everything=True)
    with pytest.raises(BundleError, match="cannot be written"):
        BundleExport(ana.database, ana.blobs, identity(ana), quiet).run(tmp_path / "no" / "b", to, everything=True)
    assert path.read_bytes() == b"an older one"
    assert not list(tmp_path.glob("*.part"))
    assert ana.database.read(lambda c: bundle_state.sent_to(c, to)) == 0


def test_a_stick_that_cannot_keep_a_folder_in_order_is_written_out_whole(
    ana: Workstation, ben: Workstation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some drivers for exFAT and NTFS: fsync of a folder is no call that they know."""

    def unknown(folder: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(bundle_file, "sync_folder", unknown)
    export(ana, tmp_path / "b", identity(ben).address)
    assert take(ben, tmp_path / "b", ana.keys.public_key).problems == ()


def test_a_file_that_is_not_here_is_told_and_goes_with_a_later_bundle(
    ana: Workstation, ben: Workstation, tmp_path: Path
) -> None:
    to = identity(ben).address
    lost = ana.blobs.put(b"photo")
    ana.database.write(lambda c: blobs.note(c, lost, 5, "image/png", now_iso())).result()
    (ana.home.blobs / lost[:2] / lost).unlink()
    run = BundleExport(ana.database, ana.blobs, identity(ana), quiet).run
    first = run(tmp_path / "1", to, everything=False)
    assert first.blobs == 1
    assert first.problems[0].title == "One file is not on the stick."
    ana.blobs.put(b"photo")
    assert run(tmp_path / "2", to, everything=False).blobs == 1
    take(ben, tmp_path / "2", ana.keys.public_key)
    assert ben.blobs.get(lost) == b"photo"
