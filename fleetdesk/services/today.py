"""What waits today: my stores and their work, inspections to finish, the campaign, what is not on the hub yet."""

import json
from collections.abc import Callable

from fleetdesk.services.campaigns import Campaigns
from fleetdesk.services.person import actor, present_person
from fleetdesk.services.record import Record
from fleetdesk.services.today_views import Campaign, OpenDraft, Today, TodayStore
from fleetdesk.services.views import Moment
from fleetdesk.services.work_orders import WorkOrders, open_work
from fleetdesk.sqlite import Connection
from fleetdesk.storage import drafts, settings, sync_state
from fleetdesk.storage.queries import registry, visits
from fleetdesk.storage.queries.visits import StoreCount

SHOWN_DRAFTS = 12
SHOWN_WORK = 6


class TodayPage:
    """Blocking; called off the GUI thread."""

    def __init__(self, record: Record, zone: str) -> None:
        self._record, self._zone = record, zone
        self._campaigns = Campaigns(record, zone)

    def today(self) -> Today:
        person = present_person(self._record)

        def work(connection: Connection) -> Today:
            mine = _mine(connection)
            counts = {count.code: count for count in visits.by_store(connection)}
            for code in mine:
                if code not in counts and (store := registry.store(connection, code)) is not None:
                    counts[code] = StoreCount(code, store.name, store.time_zone, 0, 0)
            stores = [TodayStore(count, code in mine) for code, count in counts.items()]
            stores.sort(key=lambda store: not store.mine)
            unfinished = drafts.unfinished(connection)
            waiting = sync_state.waiting(connection)
            return Today(
                person.name if person else "", tuple(stores),
                tuple(self._draft(connection, each) for each in unfinished[:SHOWN_DRAFTS]), len(unfinished),
                self._campaigns.all_within(connection), sync_state.hub_url(connection) is not None,
                waiting.events, waiting.blobs,
                open_work(connection, self._record.now(), SHOWN_WORK, stores=mine or None),
            )  # fmt: skip

        return self._record.read(work)

    def set_mine(self, store: str, mine: bool) -> None:
        """Kept on this laptop alone."""

        def work(connection: Connection) -> None:
            now = _mine(connection) - {store} | ({store} if mine else set[str]())
            settings.put(connection, settings.MY_STORES, json.dumps(sorted(now)) if now else None)

        self._record.change(work)

    def close_work(self, work: str, outcome: str, note: str) -> None:
        WorkOrders(self._record).close(work, outcome, note, actor(self._record))

    def start_campaign(self, key: str) -> Campaign:
        return self._campaigns.start(key)

    def end_campaign(self, key: str) -> None:
        self._campaigns.end(key)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)

    def _draft(self, connection: Connection, draft: drafts.StoredDraft) -> OpenDraft:
        known = registry.device(connection, draft.device)
        store = registry.store(connection, known.store) if known and known.store else None
        serial = (known.serial or known.asset_tag or known.id[:8]) if known else draft.device[:8]
        return OpenDraft(
            draft.id, draft.device, draft.template, serial, known.model if known else "", store.name if store else "",
            Moment(draft.updated_at, self._zone),
        )  # fmt: skip


def _mine(connection: Connection) -> set[str]:
    return set(json.loads(settings.get(connection, settings.MY_STORES) or "[]"))
