"""How the hub says no: one exception, carried to the answer as a `wire.Refused` with its status."""

from typing import Any

from fleetdesk.wire import JournalHead, Refused


class Refusal(Exception):
    """`status` is the HTTP status; `head`, `seq` and `held` as in `wire.Refused`."""

    def __init__(
        self,
        status: int,
        reason: str,
        title: str,
        detail: str = "",
        next_step: str = "",
        *,
        seq: int | None = None,
        head: JournalHead | None = None,
        held: int | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.retry_after_s = retry_after_s
        self._members: dict[str, Any] = {
            "reason": reason, "title": title, "detail": detail, "next_step": next_step,
            "seq": seq, "head": head, "held": held,
        }  # fmt: skip

    def message(self, now_ms: int) -> Refused:
        """With hub time, by which a workstation signs."""
        return Refused(time_ms=now_ms, **self._members)
