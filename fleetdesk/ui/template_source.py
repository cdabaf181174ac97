"""What the Templates page asks for. Beside its folder: that one stands on the Bench, which stands on the sources."""

from collections.abc import Callable
from typing import Protocol

from fleetdesk.services.bench_views import InspectionDraft
from fleetdesk.services.edit_templates import TemplateRow, TemplateVersion
from fleetdesk.services.templates_page import TemplateEdit


class TemplatesSource(Protocol):
    def templates(self) -> list[TemplateRow]: ...

    def edit(self, template: str) -> TemplateEdit: ...

    def versions(self, template: str) -> list[TemplateVersion]: ...

    def problems(self, edit: TemplateEdit) -> tuple[str, ...]: ...

    def publish(self, edit: TemplateEdit, reason: str) -> int: ...

    def preview(self, edit: TemplateEdit, language: str) -> InspectionDraft:
        """Asks nobody: may be called from the GUI thread."""
        ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]: ...
