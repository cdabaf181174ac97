"""What the Today page shows."""

from dataclasses import dataclass
from datetime import date

from fleetdesk.services.views import Moment
from fleetdesk.services.work_views import WorkList
from fleetdesk.storage.queries.visits import StoreCount

NO_WORK = WorkList((), 0, 0)


@dataclass(frozen=True, slots=True)
class TodayStore:
    """A store with its due tasks and those that are soon due; `mine`: this person works there."""

    count: StoreCount
    mine: bool


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An inspection that nobody signed yet, of `device`; `at` when it was last saved."""

    draft: str
    device: str
    template: str
    serial: str
    model: str
    store: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Campaign:
    """`done` of `total` devices. Not started: `total` is how many would belong now, `last_day` None. `days_left`
    business days, below nothing when it is over."""

    key: str
    title: str
    source: str
    total: int
    done: int
    started_on: date | None = None
    last_day: date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """`stores` mine first, then those with the most due; where some are mine, `work` is theirs alone. `hub`: one is
    joined, and `waiting_events` and `waiting_blobs` are not on it yet."""

    person: str
    stores: tuple[TodayStore, ...]
    drafts: tuple[OpenDraft, ...]
    drafts_in_all: int
    campaigns: tuple[Campaign, ...]
    hub: bool
    waiting_events: int
    waiting_blobs: int
    work: WorkList = NO_WORK

    @property
    def mine(self) -> tuple[TodayStore, ...]:
        return tuple(store for store in self.stores if store.mine)

    @property
    def due(self) -> int:
        """In my stores; in all, for who has none."""
        return sum(store.count.due for store in self.mine or self.stores)
