"""The HTTP interface for other systems, version 1. Thin: what is said is in answers.py, who may ask in readers.py.

Every page is JSON, or CSV with `format=csv`; `Link: rel="next"` (RFC 8288) leads to the page behind it in both.
"""

import contextlib
from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any, Literal, TypeVar, cast

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

import fleetdesk
from fleetdesk.domain.errors import FormatError, StorageError
from fleetdesk.readapi.answers import Answers
from fleetdesk.readapi.csv_pages import as_csv
from fleetdesk.readapi.pace import Pace
from fleetdesk.readapi.readers import Reads, holder
from fleetdesk.readapi.shapes import Asset, ComplianceRow, Page, Problem, Row, Service, Standing, Task
from fleetdesk.services.desk import Desk
from fleetdesk.services.jobs import Jobs

MOST_ROWS = 1000
_problem: dict[str, Any] = {"model": Problem, "content": {"application/problem+json": {}}}
_bearer = HTTPBearer(auto_error=False, description="A key made by: fleetdesk api key add NAME")
_R = TypeVar("_R", bound=Row)


def build(desk: Desk, *, sync: bool = True, pace: Pace | None = None) -> FastAPI:
    """The application over an open home. With `sync` it hears of others' work by itself while it runs."""
    jobs = Jobs(desk.sync) if sync else None

    @contextlib.asynccontextmanager
    async def running(_: FastAPI) -> AsyncGenerator[None]:
        if jobs is not None:
            await jobs.start()
        try:
            yield
        finally:
            if jobs is not None:
                await jobs.stop()

    app = FastAPI(
        title="Fleetdesk for other systems",
        version=fleetdesk.__version__,
        description=__doc__ or "",
        lifespan=running,
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk, app.state.answers, app.state.pace = desk, Answers(desk.record), pace or Pace()
    app.include_router(router)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _wrong_question)
    app.add_exception_handler(FormatError, _wrong_cursor)
    app.add_exception_handler(StorageError, _no_storage)
    return app


# -- who may ask -----------------------------------------------------------------------------------------------------

Given = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def allowed(reads: Reads | None) -> Callable[..., None]:
    """A dependency: raises 401 without a key of ours, 403 for one that may not read this, 429 for one in a hurry."""

    def check(request: Request, given: Given) -> None:
        reader = holder(request.app.state.desk.record, given.credentials) if given else None
        if reader is None:
            raise HTTPException(401, "This needs a key: fleetdesk api key add NAME", {"www-authenticate": "Bearer"})
        if reads is not None and reads.value not in reader.reads:
            raise HTTPException(403, f"The key of {reader.name} does not read {reads.value}.")
        wait_s = cast(Pace, request.app.state.pace).wait_s(reader.name)
        if wait_s:
            raise HTTPException(429, "Too many questions; the answers are as of the last sync anyway.", _after(wait_s))

    return check


def _after(wait_s: int) -> dict[str, str]:
    return {"retry-after": str(wait_s)}


def answers_of(request: Request) -> Answers:
    return cast(Answers, request.app.state.answers)


Here = Annotated[Answers, Depends(answers_of)]
After = Annotated[str | None, Query(max_length=120, description="The cursor `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
Code = Annotated[str | None, Query(max_length=64)]
Format = Annotated[Literal["json", "csv"], Query(description="csv: the same rows and columns, UTF-8, RFC 4180.")]
_refusals: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 401, 403, 422, 429, 503), _problem)
_csv: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_said = _refusals | _csv
router = APIRouter(prefix="/v1")


# -- what is asked ---------------------------------------------------------------------------------------------------


@router.get("/standing", responses=_refusals, dependencies=[Depends(allowed(None))])
def standing(request: Request, answers: Here) -> Standing:
    """How fresh the answers are, and why the newest sync did not work if it did not."""
    as_of, hub = answers.as_of()
    problem = cast(Desk, request.app.state.desk).sync.state().problem
    return Standing(version=fleetdesk.__version__, as_of=as_of, hub=hub, trouble=problem.title if problem else None)


@router.get("/maintenance/compliance", responses=_said, dependencies=[Depends(allowed(Reads.MAINTENANCE))])
def compliance(request: Request, answers: Here, format: Format = "json") -> Page[ComplianceRow]:
    """Devices by store, category and task, and how they stand with it; in service, so neither spares nor test units."""
    return cast(Any, _page(request, format, ComplianceRow, answers.compliance()))


@router.get("/maintenance/tasks", responses=_said, dependencies=[Depends(allowed(Reads.MAINTENANCE))])
def tasks(
    request: Request, answers: Here, after: After = None, limit: Limit = 200, store: Code = None, category: Code = None,
    format: Format = "json",
) -> Page[Task]:  # fmt: skip
    """Every service task of every device in service: how much was counted since the last service, of how many."""
    return cast(Any, _page(request, format, Task, answers.tasks(after, limit, store, category)))


@router.get("/maintenance/services", responses=_said, dependencies=[Depends(allowed(Reads.MAINTENANCE))])
def services(
    request: Request, answers: Here, after: After = None, limit: Limit = 200, format: Format = "json"
) -> Page[Service]:
    """Services done, in the order in which they came here: one who reads on misses none, however late it came."""
    return cast(Any, _page(request, format, Service, answers.services(after, limit)))


@router.get("/assets", responses=_said, dependencies=[Depends(allowed(Reads.ASSETS))])
def assets(
    request: Request, answers: Here, after: After = None, limit: Limit = 200, store: Code = None, category: Code = None,
    format: Format = "json",
) -> Page[Asset]:  # fmt: skip
    """Every device: where it is, what it is there for, and whether it reports."""
    return cast(Any, _page(request, format, Asset, answers.assets(after, limit, store, category)))


def _page(request: Request, wanted: str, shape: type[_R], page: Page[_R]) -> Response:
    headers: dict[str, str] = {"cache-control": "no-store"}
    if page.next is not None and page.more:
        headers["link"] = f'<{request.url.include_query_params(after=page.next)}>; rel="next"'
    if wanted == "csv":
        headers["fleetdesk-next"] = page.next or ""
        return Response(as_csv(shape, page.rows), headers=headers, media_type="text/csv; charset=utf-8")
    return Response(page.model_dump_json(), headers=headers, media_type="application/json")


# -- how no is said --------------------------------------------------------------------------------------------------


def _answer(status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    problem = Problem(title=title, status=status, detail=detail)
    return JSONResponse(problem.model_dump(), status, headers, "application/problem+json")


_TITLES = {
    401: "This system is not known here.",
    403: "This key does not read that.",
    404: "There is no such page.",
    405: "This is only read.",
    429: "Not so fast.",
}


async def _http_problem(_: Request, error: Exception) -> Response:
    said = cast(HTTPException, error)
    title = _TITLES.get(said.status_code, "This cannot be answered.")
    return _answer(said.status_code, title, said.detail, dict(said.headers or {}))


async def _wrong_question(_: Request, error: Exception) -> Response:
    found = cast(RequestValidationError, error).errors()
    named = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in found)
    return _answer(422, "The question is not one of ours.", named)


async def _wrong_cursor(_: Request, error: Exception) -> Response:
    return _answer(400, "The cursor leads nowhere.", str(error))


async def _no_storage(_: Request, error: Exception) -> Response:
    said = cast(StorageError, error)
    return _answer(503, said.title, said.message)
