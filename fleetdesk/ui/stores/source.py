"""What the Stores page asks for."""

from collections.abc import Callable
from typing import Protocol

from fleetdesk.services.stores_page import KnownStore, StoreLine, StoreWords


class StoresSource(Protocol):
    def stores(self) -> list[StoreLine]: ...

    def add(self, code: str, said: StoreWords, reason: str) -> None: ...

    def edit(self, seen: KnownStore, said: StoreWords, reason: str) -> int: ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]: ...
