"""What the Sync page asks for."""

from collections.abc import Callable
from typing import Protocol

from fleetdesk.services.stick_page import StickRead, StickView
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

    def stick(self) -> StickView: ...

    async def save_stick(self, path: str, to: str, everything: bool) -> Text:
        """Writes a bundle for the one at this address. Raises KnownError; cancelling leaves no file behind."""
        ...

    async def read_stick(self, path: str, accept: str | None) -> StickRead:
        """Takes a bundle in. Raises KnownError; an unknown writer is asked about in the result."""
        ...

    def resolve(self, conflict: str, side: str, reason: str) -> None: ...

    def subscribe(self, callback: Callable[[SyncState], None]) -> Callable[[], None]: ...

    def subscribe_progress(self, callback: Callable[[SyncProgress], None]) -> Callable[[], None]: ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]: ...
