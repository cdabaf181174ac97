"""A person reads on the Bench and in the device's panel when work falls due, and when the store is quiet for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices
from ui_hands import press, texts

from fleetdesk.domain.forecast import DueForecast
from fleetdesk.domain.quiet_window import QuietWindow
from fleetdesk.domain.use_rate import Basis, WhyNone
from fleetdesk.services.bench_views import BenchView
from fleetdesk.services.forecast_due import Outlook
from fleetdesk.services.forecast_words import sentences
from fleetdesk.services.views import DueTask
from fleetdesk.storage.queries.due import DueRow
from fleetdesk.storage.queries.use_spans import Place
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.fleet.page import FleetPage

NOW = datetime.now(UTC).replace(month=11, day=27, hour=15)
YEAR = NOW.year
SENTENCE = (
    "Due about 3 December (1 to 6 December). 24 uses on an open day, from 18 readings over 41 days."
    " Quiet: tomorrow 07:30 to 09:00."
)


def outlook(forecast: DueForecast) -> Outlook:
    taken = NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    row = DueRow(
        "d", "blade-service", 1, "Blade", "uses", "cycles_total", 1000, 90, 860, 860, taken, "wired", (), (), (), None,
        (), "blade", "blades", "category:blender", None, taken, False, False, None,
    )  # fmt: skip
    start, end = (datetime(YEAR, 11, 28, hour, minute, tzinfo=UTC) for hour, minute in ((12, 30), (14, 0)))
    place = Place("S04", "America/New_York", {"sat": "09:00-19:00"}, "open")
    return Outlook(row, forecast, QuietWindow(start, end, 0.0), place)


def task(forecast: DueForecast) -> DueTask:
    return replace(data.blade_task(860), outlook=sentences(outlook(forecast), NOW))


DATED = DueForecast(
    "d", "blade-service", 140, date(YEAR, 12, 3), date(YEAR, 12, 1), date(YEAR, 12, 6), 24.2,
    Basis(18, 41, "", "", hours_known=True),
)  # fmt: skip
ONE_READING = DueForecast("d", "blade-service", 140, why_none=WhyNone.ONE_READING)


def test_the_bench_says_when_it_falls_due_and_when_it_is_quiet(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    unit = replace(data.frost(), due=(task(DATED),))
    services.bench.view.set(BenchView((replace(data.ready(), unit=unit),)))
    window = open_window()
    page = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    assert SENTENCE in texts(page)


def test_the_panel_says_it_and_in_words_when_it_is_not_known(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    for forecast, sentence in (
        (DATED, SENTENCE),
        (ONE_READING, "No date yet: how often it is used shows from a second reading on."),
    ):
        services.fleet.rows = tuple(
            replace(row, due=task(forecast)) if row.serial == "RF-20411" else row for row in data.fleet()
        )
        window = open_window()
        page = cast(FleetPage, window.go("fleet"))
        page.filters.search.setText("rf-20411")
        table = page.table_card.table
        qtbot.waitUntil(lambda table=table: table.model().rowCount() == 1)
        table.selectRow(0)
        press(table, Qt.Key.Key_Return)
        slide = page.panels.slide
        qtbot.waitUntil(lambda slide=slide: slide.is_open and "What happened" in texts(slide))
        assert sentence in texts(slide)
        window.close()
