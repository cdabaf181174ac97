"""What the import of tables asks for; every method blocks and is called from the bridge's pool."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fleetdesk.services.import_fleet import ImportHow, ImportOutcome, Step
    from fleetdesk.services.import_views import EarlierImport, ImportCheck, ImportTable, ImportUndoDone, RefusedRow


class ImportSource(Protocol):
    def columns(self, path: str, chosen: "ImportHow", step: "Step") -> "ImportTable | None":
        """None for a file without columns: JSON. What `step` raises ends it."""
        ...

    def check(self, path: str, chosen: "ImportHow", step: "Step") -> "ImportCheck":
        """Writes nothing. What `step` raises ends it."""
        ...

    def apply(self, path: str, chosen: "ImportHow", *, skip_bad: bool, step: "Step") -> "ImportOutcome":
        """One transaction. What `step` raises ends it, and nothing stays."""
        ...

    def undo(self, import_id: str) -> "ImportUndoDone": ...

    def earlier(self) -> "tuple[EarlierImport, ...]":
        """The newest first."""
        ...

    def save_refused(self, path: Path, rows: "tuple[RefusedRow, ...]") -> None: ...
