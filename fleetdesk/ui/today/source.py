"""What the Today page asks for."""

from collections.abc import Callable
from typing import Protocol

from fleetdesk.services.today_views import Campaign, Today


class TodaySource(Protocol):
    def today(self) -> Today: ...

    def set_mine(self, store: str, mine: bool) -> None:
        """Whether the person at this laptop works in the store."""
        ...

    def close_work(self, work: str, outcome: str, note: str) -> None:
        """`outcome` done | dropped."""
        ...

    def start_campaign(self, key: str) -> Campaign: ...

    def end_campaign(self, key: str) -> None: ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]: ...
