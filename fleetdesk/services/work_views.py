"""Work orders and proposals as pages show them."""

from dataclasses import dataclass
from datetime import date

from fleetdesk.domain.business_days import left
from fleetdesk.domain.work import Act, Progress
from fleetdesk.services.views import Moment, Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.work_orders import WorkRow, day_in

TITLES = {
    "reset": "Reset the module",
    "firmware": "Update the firmware",
    "gateway": "Verify the gateway assignment",
    "module_swap": "Fit another module",
    "tag_out": "Tag it out",
    "replacement": "Request a replacement",
    "interim": "Put a device without IoT module in its place",
}


@dataclass(frozen=True, slots=True)
class WorkView:
    """`owner` as it was given, `owner_name` what that person is called. `due_on` is a day of the store; `days_left`
    business days until then, below nothing when it is over. `ended_by` and `ended_at` stand once it is not open."""

    id: str
    device: str
    serial: str
    model: str
    store: str | None
    store_name: str
    act: str
    title: Text
    owner: str
    owner_name: str
    due_on: date | None
    days_left: int | None
    overdue: bool
    inspection: str | None
    supplier: str
    reason: str
    ordered_at: Moment
    progress: Progress
    ended_at: Moment | None
    ended_by: str
    note: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """`orders` are the first of `open`, the most urgent first."""

    orders: tuple[WorkView, ...]
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act that the verdict asks for and nobody ordered yet; `chosen`: it fits the cause. `supplier` of whom a
    replacement would be asked, "" when nobody named one."""

    act: Act
    title: Text
    due_on: date
    chosen: bool
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Remains:
    """What an inspection leaves to do."""

    inspection: str
    device: str
    serial: str
    proposals: tuple[Proposal, ...]
    ordered: tuple[WorkView, ...]


def title_of(act: str, title: str) -> Text:
    """In the window's language where the act has words of its own, else as a person wrote it."""
    return Text(TITLES[act]) if title == TITLES.get(act) else Text("{title}", {"title": title})


def work_view(connection: Connection, row: WorkRow, now: str) -> WorkView:
    today = day_in(row.zone, now)
    due_on = date.fromisoformat(row.due_on) if row.due_on else None
    is_open = row.progress == Progress.OPEN
    return WorkView(
        row.id, row.device, row.serial, row.model, row.store, row.store_name, row.act, title_of(row.act, row.title),
        row.owner, registry.person_name(connection, row.owner) or row.owner, due_on,
        left(date.fromisoformat(today), due_on) if due_on else None,
        is_open and row.due_on is not None and row.due_on < today, row.inspection, row.supplier, row.reason,
        Moment(row.ordered_at, row.zone), Progress(row.progress),
        Moment(row.ended_at, row.zone) if row.ended_at else None,
        (registry.person_name(connection, row.ended_by) or row.ended_by) if row.ended_by else "", row.note,
    )  # fmt: skip
