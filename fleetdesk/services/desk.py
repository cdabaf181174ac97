"""Opens a home for work: its workstation, the record, and the plans and templates that Fleetdesk ships.

Everything above is built from a `Desk`: the window (`app.py`), the command line, the headless visit, the tests.
"""

import logging
from dataclasses import dataclass
from functools import cached_property

from fleetdesk.domain.errors import PackError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import plan_subject, template_subject
from fleetdesk.domain.pack import Pack
from fleetdesk.packs import load_sound_packs
from fleetdesk.runtime.paths import Home
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_plans, load_templates
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.sqlite import Connection
from fleetdesk.storage import settings
from fleetdesk.storage.queries import registry
from fleetdesk.storage.workstation import Workstation, open_workstation

_log = logging.getLogger(__name__)
SHIPPED_SEEDS = "2"
"""Raised when `seeds/` gains plans or templates that existing homes should publish."""


@dataclass(frozen=True)
class Desk:
    """One open home. Close it when the work is done."""

    workstation: Workstation
    record: Record

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The shipped driver packs and those of this home; a wrong one of this home is logged and left out."""
        packs, wrong = load_sound_packs(self.workstation.home.user_packs)
        for error in wrong:
            _log.warning("a driver pack is left out: %s", error)
        return packs

    def reload_packs(self) -> tuple[tuple[Pack, ...], tuple[PackError, ...]]:
        """Reads all packs anew: those in force from now on, and what is wrong with the others."""
        packs, wrong = load_sound_packs(self.workstation.home.user_packs)
        self.__dict__["packs"] = packs
        return packs, wrong

    @cached_property
    def sync(self) -> SyncNow:
        """The one door to the hub that this home joined."""
        return SyncNow(self.workstation.database, self.workstation.keys, self.workstation.blobs)

    def close(self) -> None:
        self.workstation.close()


def open_desk(home: Home, *, synchronous: str = "FULL") -> Desk:
    """Opens `home`, making it at the first start. Raises StorageError in plain words when that cannot be."""
    workstation = open_workstation(home, synchronous=synchronous)
    record = Record(workstation)
    if record.read(lambda connection: settings.get(connection, settings.SEEDS_PUBLISHED)) != SHIPPED_SEEDS:
        publish_seeds(record)
    return Desk(workstation, record)


def publish_seeds(record: Record) -> None:
    """Publishes the shipped plans and templates as events, each once. The highest version of each holds everywhere, so
    a laptop that starts later never undoes what a manager published since."""
    plans, templates = load_plans(), load_templates()

    def work(connection: Connection) -> None:
        if settings.get(connection, settings.SEEDS_PUBLISHED) == SHIPPED_SEEDS:
            return
        drafts: list[Draft] = []
        if settings.get(connection, settings.SEEDS_PUBLISHED) is None:
            drafts += [record.draft(plan, plan_subject(plan.task)) for plan in plans]
        for template in templates:
            if registry.template(connection, template.template, template.version) is None:
                drafts.append(record.draft(template, template_subject(template.template)))
        record.append_within(connection, drafts, "workstation")
        settings.put(connection, settings.SEEDS_PUBLISHED, SHIPPED_SEEDS)

    record.change(work)
