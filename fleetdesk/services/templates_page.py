"""What the Templates page asks: the templates, one to edit, what a technician would see, publishing it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fleetdesk.domain import inspection as insp
from fleetdesk.domain.events import TemplatePublished
from fleetdesk.domain.pack_keys import Problems
from fleetdesk.services.bench_views import InspectionDraft
from fleetdesk.services.edit_templates import EditTemplates, TemplateRow, TemplateVersion
from fleetdesk.services.inspection_form import sections, verdicts, words
from fleetdesk.services.person import actor
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import accepted_template


@dataclass(frozen=True, slots=True)
class TemplateEdit:
    """A template as somebody edits it; `based_on` is the version that it began with."""

    template: str
    based_on: int
    title: str
    category: str
    body: dict[str, Any]

    def with_body(self, body: dict[str, Any]) -> "TemplateEdit":
        return replace(self, body=body)


class TemplatesPage:
    """Blocking; called off the GUI thread, but `preview`, which asks nobody."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._templates = EditTemplates(record)

    def templates(self) -> list[TemplateRow]:
        return self._templates.templates()

    def edit(self, template: str) -> TemplateEdit:
        known = self._templates.template(template)
        return TemplateEdit(known.template, known.version, known.title, known.category, known.body)

    def versions(self, template: str) -> list[TemplateVersion]:
        return self._templates.versions(template)

    def problems(self, edit: TemplateEdit) -> tuple[str, ...]:
        """What stands against publishing it, a line each."""
        problems = Problems()
        head = {"template": edit.template, "version": edit.based_on, "title": edit.title, "category": edit.category}
        accepted_template({**head, **edit.body}, problems)
        return tuple(problems.lines)

    def publish(self, edit: TemplateEdit, reason: str) -> int:
        """The number of the new version. Raises KnownError as `EditTemplates.publish`."""
        wanted = TemplatePublished(
            template=edit.template, version=edit.based_on, title=edit.title, category=edit.category, body=edit.body
        )
        return self._templates.publish(wanted, reason, actor(self._record), based_on=edit.based_on)

    def preview(self, edit: TemplateEdit, language: str) -> InspectionDraft:
        """The form as a technician would have it, of no device. Raises FormatError for what is no template."""
        title, body = insp.localised(edit.title, edit.body, language)
        shape = insp.parse_template(body)
        facts = {"category": edit.category, "model": "", "state": "unknown", "cable": "no"}
        return InspectionDraft(
            "preview", "", None, "", "", "", "UTC", words(title), edit.template, edit.based_on,
            self._record.now(), sections(shape, {}, {}), verdicts(shape), facts=facts,
        )  # fmt: skip

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)
