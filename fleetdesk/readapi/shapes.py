"""What the read API says, as its OpenAPI document describes it. Instants are ISO 8601 UTC; unknown is null, never 0."""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")


class Row(BaseModel, frozen=True):
    """One row of a page; as CSV its fields are the columns."""


class Task(Row, frozen=True):
    """How one device stands with one service task, against the plan in force."""

    device: str = Field(description="The registry's id of the device (UUID).")
    serial: str | None
    asset_tag: str | None
    model: str
    category: str
    store: str | None
    task: str
    title: str
    plan_version: int
    level: Literal["ok", "soon", "due", "unknown"] = Field(
        description="unknown: no reading since it is known, so nobody can tell; soon: inside its warning band."
    )
    uses: int | None = Field(description="Counted since the last service; days for a task that goes by the calendar.")
    every: int
    unit: str
    reading_at: str | None = Field(description="When the counter showed it.")
    reading_source: str | None = Field(description="wired, upstream or typed.")
    serviced_at: str | None
    postponed_until_uses: int | None
    postponed_until: str | None
    postponed_reason: str | None


class Service(Row, frozen=True):
    """One service that was done, and the inspection that proves it."""

    id: str = Field(description="The id of the event: the same service never comes under another.")
    device: str
    serial: str
    store: str | None
    task: str
    title: str
    performed_at: str
    person: str
    inspection: str = Field(description="The sealed inspection that proves it.")
    uses: int | None = Field(description="Counted from the service before to this one; null when it is not known.")
    every: int | None
    late_by: int | None = Field(description="uses - every: negative when it was done early.")
    unit: str


class ComplianceRow(Row, frozen=True):
    """Devices of one store and category by how they stand with one task. ok + soon + due + unknown = devices."""

    store: str | None
    category: str
    task: str
    title: str
    devices: int
    ok: int
    soon: int
    due: int
    unknown: int
    compliant_percent: int | None = Field(
        description="(ok + soon) of those that are known, rounded down; null when none is known."
    )


class Asset(Row, frozen=True):
    """One device as the registry and its last reports have it."""

    id: str
    serial: str | None
    asset_tag: str | None
    model: str
    category: str
    store: str | None
    store_name: str | None
    status: str = Field(description="in_service, tagged_out, spare, retired or test_unit, as a person set it.")
    state: Literal["online", "offline", "unknown"] = Field(
        description="unknown is not down: never reported, or reported offline behind an offline gateway."
    )
    state_source: str | None
    state_as_of: str | None
    firmware: str | None
    gateway: str | None
    gateway_serial: str | None
    supplier: str | None
    synthetic: bool = Field(description="Sample data, not a real unit.")
    known_at: str
    last_inspection: str | None
    last_inspected_at: str | None
    last_verdict: str | None
    uses: dict[str, int] = Field(description="Total by counter, over all modules that were ever fitted.")


class Page(BaseModel, Generic[T], frozen=True):
    """`as_of` is the last sync with the hub. `more`: there is another page now, at the cursor `next`. Services have a
    `next` on the last page too: ask again with it later, and only what came since is told."""

    as_of: str | None
    rows: list[T]
    more: bool
    next: str | None


class Standing(BaseModel, frozen=True):
    """How fresh the answers are: `as_of` is the last sync with the hub, `trouble` why the newest try did not work."""

    version: str
    as_of: str | None
    hub: str | None
    trouble: str | None


class Problem(BaseModel, frozen=True):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
