"""A draft with everything that it is about: its device, its very version of the template, in the draft's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.pack import Pack
from fleetdesk.services.due_list import tasks_of, zone_of
from fleetdesk.services.inspection_form import DraftBody, decode_draft
from fleetdesk.services.views import DueLevel, DueTask
from fleetdesk.sqlite import Connection
from fleetdesk.storage import drafts
from fleetdesk.storage.drafts import StoredDraft
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.last_answers import last_answers

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Case:
    """`title` and `shape` are in the draft's language; `last` {item: what the last inspection answered}."""

    stored: StoredDraft
    body: DraftBody
    device: registry.KnownDevice
    template: registry.KnownTemplate
    title: str
    shape: insp.Template
    due: tuple[DueTask, ...]
    zone: str
    store_name: str
    gateway: str
    last: Mapping[str, insp.Answer]
    pack: Pack | None

    @property
    def due_now(self) -> list[str]:
        return [task.task for task in self.due if task.level is DueLevel.DUE]

    @property
    def said(self) -> insp.Said:
        answers = {answer.item: answer for answer in self.body.answers}
        return insp.Said(answers, self.body.verdict, self.body.facts)

    @property
    def expected(self) -> dict[str, str]:
        """What the registry says, for items that compare with it."""
        known = {"registry.gateway": self.gateway, "registry.store": self.device.store or ""}
        return {name: value for name, value in known.items() if value}


def load_stored(connection: Connection, draft: str) -> StoredDraft:
    stored = drafts.load(connection, draft)
    if stored is None:
        raise KnownError("This inspection is no longer open.", "It was signed or discarded.", "Start a new one.")
    return stored


def load_case(connection: Connection, packs: Sequence[Pack], draft: str) -> Case:
    """Raises KnownError when the draft is gone, or what it is about."""
    stored = load_stored(connection, draft)
    device = registry.device(connection, stored.device)
    template = registry.template(connection, stored.template, stored.template_version)
    if device is None or template is None:
        raise KnownError("This inspection's device or template is gone.", "", "Run: fleetdesk rebuild")
    body = decode_draft(stored.body)
    title, shown = insp.localised(template.title, template.body, body.language or DEFAULT_LANGUAGE)
    pack = next((pack for pack in packs if pack.key == device.model), None)
    store = registry.store(connection, device.store) if device.store else None
    gateway = registry.device(connection, device.gateway) if device.gateway else None
    return Case(
        stored,
        body,
        device,
        template,
        title,
        bounded(insp.parse_template(shown), pack),
        tasks_of(connection, device.id),
        zone_of(connection, device),
        store.name if store else "",
        (gateway.serial or "") if gateway else "",
        _last(connection, device.id, stored.template),
        pack,
    )


def bounded(shape: insp.Template, pack: Pack | None) -> insp.Template:
    """The template with the pack's limits where it has none of its own: they judge read and typed values alike."""
    channels = {f"gauge.{channel.name}": channel for channel in pack.channels} if pack else {}

    def with_limits(item: insp.Item) -> insp.Item:
        channel = channels.get(item.source)
        if channel is None or item.low is not None or item.high is not None:
            return item
        return replace(item, low=channel.low, high=channel.high)

    sections = (replace(part, items=tuple(map(with_limits, part.items))) for part in shape.sections)
    return replace(shape, sections=tuple(sections))


def _last(connection: Connection, device: str, template: str) -> dict[str, insp.Answer]:
    found = last_answers(connection, device, template)
    return {
        item: insp.Answer(item, str(said.get("outcome", "")), said.get("value"), "person", str(said.get("note", "")))
        for item, said in found.items()
    }
