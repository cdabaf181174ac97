"""How the hub says no: one exception, carried to the answer as a `wire.Refused` with its status.

Whatever else goes wrong becomes one too; the insides of a bug go to the hub's log and never to the caller.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError, StorageError
from fleetdesk.runtime.clock import Clock
from fleetdesk.wire import JournalHead, Refused

RETRY_AFTER_S = 5
Handler = Callable[[Request, Exception], Awaitable[Response]]


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


def refusals(clock: Clock) -> list[tuple[type[Exception], Handler]]:
    """For each kind of exception how it is answered."""

    def answering(refusal_for: Callable[[Any], Refusal]) -> Handler:
        async def handler(request: Request, error: Exception) -> Response:
            return _answer(refusal_for(error), clock())

        return handler

    return [
        (Refusal, answering(lambda error: cast(Refusal, error))),
        (FormatError, answering(_malformed)),
        (RequestValidationError, answering(_malformed)),
        (HTTPException, answering(_no_such_page)),
        (StorageError, answering(_out_of_order)),
        (Exception, answering(_bug)),
    ]


def _answer(refusal: Refusal, now_ms: int) -> Response:
    headers = {} if refusal.retry_after_s is None else {"retry-after": str(refusal.retry_after_s)}
    return Response(wire.encode(refusal.message(now_ms)), refusal.status, headers, "application/problem+json")


def _malformed(error: Exception) -> Refusal:
    return Refusal(422, "invalid", "The hub does not understand the request.", _line(error))


def _no_such_page(error: HTTPException) -> Refusal:
    return Refusal(error.status_code, "not_found", "There is nothing at this address.", _line(error))


def _out_of_order(error: StorageError) -> Refusal:
    return Refusal(503, "busy", error.title, error.message, error.next_step, retry_after_s=RETRY_AFTER_S)


def _bug(error: Exception) -> Refusal:
    return Refusal(500, "fault", "The hub has failed at this.", "", "Its log says more.")


def _line(error: Exception) -> str:
    return str(error).replace("\n", "; ")[:500]
