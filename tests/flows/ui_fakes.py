"""Made-up services for the window's own tests and pictures: real protocols, real threads, invented figures."""

import asyncio
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.bench_views import BenchView, DraftChange, InspectionDraft, ItemAnswer, SignedInspection
from fleetdesk.services.views import (
    Counted,
    DeviceDetail,
    DevicePage,
    DeviceQuery,
    DeviceRow,
    DueLevel,
    Fact,
    FilterChoices,
    FleetFigures,
    Health,
    HubLink,
    ImportDone,
    ImportPreview,
    Moment,
    Person,
    SortBy,
    SyncState,
    Text,
    TimelineEntry,
    Tone,
    Workspace,
)

T = TypeVar("T")
ZONE = "America/New_York"


def ago(**spans: float) -> str:
    """The instant that long ago, as services write it."""
    moment = datetime.now(UTC) - timedelta(**spans)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Feed[T]:
    """A value with subscribers, called from a thread that is not the GUI's."""
