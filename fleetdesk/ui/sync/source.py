"""What the Sync page asks for."""

from collections.abc import Callable
from typing import Protocol

from fleetdesk.services.sync_page import SyncProgress, SyncView
from fleetdesk.services.views import SyncState, Text


class SyncSource(Protocol):
    def view(self) -> SyncView: ...

    async def sync(self) -> None:
        """Brings both sides together; cancelling it stops after what is under way."""
        ...

    async def join(self, url: str) -> None: ...

    async def prove(self) -> Text:
        """Asks the hub to prove that it holds everything. Raises KnownError that names what differs."""
        ...

    def resolve(self, conflict: str, side: str, reason: str) -> None: ...

    def subscribe(self, callback: Callable[[SyncState], None]) -> Callable[[], None]: ...

    def subscribe_progress(self, callback: Callable[[SyncProgress], None]) -> Callable[[], None]: ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]: ...
