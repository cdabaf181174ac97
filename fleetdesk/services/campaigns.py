"""Campaigns: a fixed list of devices that a region works through by a day, and how far it is.

Which devices belong is settled when a campaign is started, so that its denominator stays what it was: 42 stay 42 when a
blender comes back by itself. A device counts as done once it was inspected after that. The list is this laptop's.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from fleetdesk.domain.business_days import after, left
from fleetdesk.domain.errors import KnownError
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import CampaignSeed, load_campaigns
from fleetdesk.services.today_views import Campaign
from fleetdesk.sqlite import Connection
from fleetdesk.storage import settings
from fleetdesk.storage.queries import campaigns


class _Kept(msgspec.Struct, frozen=True):
    """A campaign that was started: `at` ISO 8601 UTC, the ids of its devices."""

    at: str
    devices: list[str]


class Campaigns:
    """Blocking; `zone` is the laptop's own, in which days begin."""

    def __init__(self, record: Record, zone: str) -> None:
        self._record, self._zone = record, zone
        self._seeds = load_campaigns()

    def all(self) -> tuple[Campaign, ...]:
        return self._record.read(self.all_within)

    def all_within(self, connection: Connection) -> tuple[Campaign, ...]:
        kept = _kept(connection)
        return tuple(self._one(connection, seed, kept.get(seed.key)) for seed in self._seeds)

    def start(self, key: str) -> Campaign:
        """Settles its devices as they are now. Raises KnownError for one that is under way, or that has none."""
        seed = self._seed(key)

        def work(connection: Connection) -> Campaign:
            kept = _kept(connection)
            if key in kept:
                raise KnownError(f"{seed.title} is under way.", "", "End it first.")
            devices = campaigns.devices(connection, seed.category, seed.state)
            if not devices:
                raise KnownError(f"{seed.title}: there is none.", "No device is in that state now.", "")
            kept[key] = _Kept(self._record.now(), devices)
            _keep(connection, kept)
            return self._one(connection, seed, kept[key])

        return self._record.change(work)

    def end(self, key: str) -> None:
        """Forgets its list; what was inspected stays inspected."""
        self._seed(key)

        def work(connection: Connection) -> None:
            _keep(connection, {name: said for name, said in _kept(connection).items() if name != key})

        self._record.change(work)

    def open_devices(self, key: str) -> list[str]:
        """Ids of those that nobody inspected since it was started."""
        self._seed(key)

        def work(connection: Connection) -> list[str]:
            said = _kept(connection).get(key)
            return campaigns.not_inspected(connection, said.devices, said.at) if said else []

        return self._record.read(work)

    def begun(self, key: str) -> tuple[str, tuple[str, ...]] | None:
        """Since when it is under way (ISO 8601 UTC) and its devices; None when it is not."""
        self._seed(key)
        said = self._record.read(_kept).get(key)
        return (said.at, tuple(said.devices)) if said else None

    def _seed(self, key: str) -> CampaignSeed:
        found = next((seed for seed in self._seeds if seed.key == key), None)
        if found is None:
            known = ", ".join(seed.key for seed in self._seeds)
            raise KnownError(f"There is no campaign {key!r}.", "", f"These are: {known}.")
        return found

    def _one(self, connection: Connection, seed: CampaignSeed, said: _Kept | None) -> Campaign:
        if said is None:
            total = len(campaigns.devices(connection, seed.category, seed.state))
            return Campaign(seed.key, seed.title, seed.source, total, 0)
        open_ones = campaigns.not_inspected(connection, said.devices, said.at)
        started = datetime.fromisoformat(said.at).astimezone(ZoneInfo(self._zone)).date()
        today = datetime.fromisoformat(self._record.now()).astimezone(ZoneInfo(self._zone)).date()
        last = after(started, seed.business_days)
        return Campaign(
            seed.key, seed.title, seed.source, len(said.devices), len(said.devices) - len(open_ones), started, last,
            left(today, last),
        )  # fmt: skip


def _kept(connection: Connection) -> dict[str, _Kept]:
    return msgspec.json.decode(settings.get(connection, settings.CAMPAIGNS) or "{}", type=dict[str, _Kept])


def _keep(connection: Connection, kept: dict[str, _Kept]) -> None:
    settings.put(connection, settings.CAMPAIGNS, msgspec.json.encode(kept).decode() if kept else None)
