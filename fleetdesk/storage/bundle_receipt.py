"""What a hub's bundle says that it holds, and how far its records go: receipts and the pull cursor."""

from fleetdesk.domain.errors import BundleError, KnownError
from fleetdesk.runtime.bundle_content import HUB, Checked, HubPlace
from fleetdesk.sqlite import Connection
from fleetdesk.storage import blobs, bundle_words, journal, sync_state
from fleetdesk.storage.sync_state import Standing


def take_receipt(connection: Connection, writer: str, checked: Checked, at: str) -> tuple[int | None, list[KnownError]]:
    """How far the hub holds the own journal (None: no hub's bundle, or it is not believed), and what does not fit.

    An old bundle never takes back what a later answer of the hub said: epochs are UUIDv7, so the newer one is known.
    """
    first, last = checked.manifest.place, checked.end.place
    if checked.manifest.role != HUB or first is None or last is None:
        return None, []
    standing = sync_state.of_hub(connection, last.hub)
    if standing is None:
        standing = sync_state.arrive_by_stick(connection, last.hub, writer, last.epoch)
    if standing.hub_key != writer:
        return None, [bundle_words.another_hub_key()]
    if last.epoch < standing.epoch:
        return None, [bundle_words.old_epoch()]
    if last.epoch > standing.epoch:
        standing = sync_state.start_again(connection, last.hub, last.epoch)
    held = [name for name in checked.end.blobs_held if name in set(blobs.names(connection))]
    sync_state.acknowledge_blobs(connection, last.hub, held, at)
    problems: list[KnownError] = []
    stuck = _move(connection, standing, first, last)
    if stuck is not None:
        problems.append(stuck)
    return _acknowledge(connection, standing, checked, problems), problems


def _acknowledge(
    connection: Connection, standing: Standing, checked: Checked, problems: list[KnownError]
) -> int | None:
    own = journal.own_head(connection)
    head = next((each for each in checked.end.held if each.journal == own.journal), None)
    if head is None:
        return None
    ours = journal.hash_at(connection, head.seq)
    if ours is None or ours.hex() != head.hash:
        problems.append(bundle_words.parted(head.seq, own.seq))
        return None
    before = standing.pushed_seq if standing.pushed_journal == own.journal else 0
    if head.seq > before:
        sync_state.acknowledge(connection, standing.hub, own.journal, head.seq)
    return max(before, head.seq)


def _move(connection: Connection, standing: Standing, first: HubPlace, last: HubPlace) -> BundleError | None:
    """The next pull begins where the bundle ends, if the bundle begins where this home stands, or before."""
    if last.position <= standing.position:
        return None
    if first.position > standing.position or (first.position == standing.position and first.mark != standing.mark):
        return bundle_words.not_behind()
    sync_state.advance(connection, standing.hub, last.position, last.mark)
    return None
