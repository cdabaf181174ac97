"""The unsigned inspections of this laptop: what a start announces, and what several devices in hand look like."""

from fleetdesk.domain import inspection as insp
from fleetdesk.services.bench_views import OpenDraft
from fleetdesk.services.due_list import zone_of
from fleetdesk.services.inspection_form import words
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.views import Moment
from fleetdesk.sqlite import Connection
from fleetdesk.storage import drafts
from fleetdesk.storage.drafts import StoredDraft
from fleetdesk.storage.queries import registry


def open_drafts(connection: Connection, names: ModelNames, language: str) -> tuple[OpenDraft, ...]:
    """The one that was worked on last comes first."""
    return tuple(_open(connection, names, language, stored) for stored in drafts.unfinished(connection))


def _open(connection: Connection, names: ModelNames, language: str, stored: StoredDraft) -> OpenDraft:
    device = registry.device(connection, stored.device)
    template = registry.template(connection, stored.template, stored.template_version)
    title = insp.localised(template.title, template.body, language)[0] if template else stored.template
    store = registry.store(connection, device.store) if device and device.store else None
    zone = zone_of(connection, device)
    return OpenDraft(
        id=stored.id,
        device=stored.device,
        template=stored.template,
        title=words(title),
        model=names.model(device.model) if device else "",
        serial=(device.serial or device.asset_tag or "") if device else "",
        store_name=store.name if store else "",
        started_at=Moment(stored.started_at, zone),
        saved_at=Moment(stored.updated_at, zone),
    )
