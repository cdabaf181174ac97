"""Is my work safe? Every record and every file as here, held by the hub, or owed, and in words why it is not there yet.

What is called held was acknowledged by an answer that the hub's pinned key signed. `prove` asks the hub anew, byte for
byte, and changes nothing.
"""

from dataclasses import dataclass

from fleetdesk.services.desk import Desk
from fleetdesk.services.receipt_words import record_words
from fleetdesk.services.views import NOTHING, HubLink, Moment, SyncState, Text, Timed, Tone
from fleetdesk.sqlite import Connection
from fleetdesk.storage import receipts
from fleetdesk.storage.receipts import Counts, StoredReceipt
from fleetdesk.sync.compare import Compared, Comparison
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import no_hub

PAGE = 200


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A record (`kind` of its event) or a file (`kind` its media type). `hash`: SHA-256 of its bytes, in hex."""

    id: str
    kind: str
    words: Text
    at: Moment
    hash: str
    held: bool
    why: Text = NOTHING
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptSummary:
    """`safe`: the hub holds all of it, so this laptop may be lost. `sentence` says so, or what is missing."""

    safe: bool
    tone: Tone
    sentence: Text
    records: int
    records_held: int
    set_aside: int
    files: int
    files_held: int

    @property
    def records_owed(self) -> int:
        return self.records - self.records_held

    @property
    def files_owed(self) -> int:
        return self.files - self.files_held


@dataclass(frozen=True, slots=True)
class Receipt:
    """Blocking, except `prove`; call it off the GUI thread."""

    desk: Desk
    zone: str = "UTC"

    def summary(self) -> ReceiptSummary:
        state = self.desk.sync.state()
        counts = self.desk.record.read(receipts.counts)
        safe = _is_safe(counts)
        tone = Tone.OK if safe else Tone.IDLE if state.link is HubLink.NONE else Tone.WARN
        return ReceiptSummary(
            safe, tone, _sentence(state, counts), counts.records, counts.held, counts.aside, counts.blobs,
            counts.blobs_held,
        )  # fmt: skip

    def records(self, *, owed: bool = False, offset: int = 0, limit: int = PAGE) -> tuple[ReceiptLine, ...]:
        """Newest first."""
        why = self._why(self.desk.sync.state())

        def work(connection: Connection) -> tuple[ReceiptLine, ...]:
            found = receipts.records(connection, owed=owed, offset=offset, limit=limit)
            return tuple(self._line(connection, each, why) for each in found)

        return self.desk.record.read(work)

    def files(self, *, owed: bool = False, offset: int = 0, limit: int = PAGE) -> tuple[ReceiptLine, ...]:
        """Photos, signatures, transcripts and images; newest first."""
        why = self._why(self.desk.sync.state())
        found = self.desk.record.read(lambda c: receipts.blobs(c, owed=owed, offset=offset, limit=limit))
        return tuple(
            ReceiptLine(
                each.sha256, each.media_type, Text("File of {size} bytes", {"size": each.size}),
                Moment(each.created_at, self.zone), each.sha256, each.held_at is not None,
                NOTHING if each.held_at else why,
            )
            for each in found
        )  # fmt: skip

    async def prove(self, *, every: bool = False) -> Compared:
        """Compares with the hub now. Raises HubError when it cannot be asked."""
        url = self.desk.sync.state().hub
        if url is None:
            raise no_hub()
        workstation = self.desk.workstation
        async with HubClient(url, workstation.keys) as client:
            return await Comparison(workstation.database, workstation.blobs, client).run(every=every)

    def _line(self, connection: Connection, each: StoredReceipt, why: Text) -> ReceiptLine:
        words = record_words(connection, each.kind, each.subjects)
        at = Moment(each.at, self.zone)
        if each.aside is not None:
            why = Text("Set aside: {reason}", {"reason": each.aside})
        return ReceiptLine(
            each.event, each.kind, words, at, each.body_hash, each.held, NOTHING if each.held else why,
            each.aside is not None,
        )  # fmt: skip

    def _why(self, state: SyncState) -> Text:
        """Why what is owed is owed: one reason for all, since a journal is sent in its order."""
        if state.link is HubLink.NONE:
            return Text("No hub was joined yet.")
        if state.problem is not None:
            return Text("{problem}", {"problem": state.problem.title})
        if state.link is HubLink.SYNCING:
            return Text("It is being sent.")
        if state.last_sync is None:
            return Text("The hub was not reached yet.")
        return Text("It came after the last sync, {at}.", {"at": Timed(state.last_sync, self.zone)})


def _is_safe(counts: Counts) -> bool:
    """Also by stick alone: nothing is held before a hub said so, over the network or in its bundle."""
    return counts.held >= counts.records and counts.blobs_held >= counts.blobs


def _sentence(state: SyncState, counts: Counts) -> Text:
    values = {"records": counts.records - counts.held, "files": counts.blobs - counts.blobs_held}
    if state.link is HubLink.NONE and not counts.held:
        return Text("Your work is saved, but only on this laptop.")
    if _is_safe(counts):
        held = {"records": counts.records, "files": counts.blobs}
        return Text("Safe to leave: the hub holds all {records} records and {files} files.", held)
    if not values["files"]:
        if values["records"] == 1:
            return Text("1 record is only on this laptop.")
        return Text("{records} records are only on this laptop.", values)
    if not values["records"]:
        if values["files"] == 1:
            return Text("1 file is only on this laptop.")
        return Text("{files} files are only on this laptop.", values)
    return Text("Only on this laptop: records {records}, files {files}.", values)
