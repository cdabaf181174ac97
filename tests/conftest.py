"""For all tests: keys in files and not in a keyring, no screen, and no unexpected error in the log.

`desk` is an open home in a temporary folder; `fleet_desk` holds the sample fleet. An error that is logged during a test
fails it, unless the test asks for the fixture `logged_errors` and looks at them itself. How many tests were skipped for
a missing system tool is the last line of the report.
"""

import logging
import os
from collections.abc import Generator
from pathlib import Path

import pytest

os.environ["FLEETDESK_KEYRING"] = "file"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("FLEETDESK_HOME", None)
os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")  # as the application does it, before pytest-qt imports PySide6

from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.seeds import sample_fleet


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(autouse=True)
def _no_error_in_the_log(request: pytest.FixtureRequest) -> Generator[_Errors]:
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    yield errors
    logging.getLogger().removeHandler(errors)
    if "logged_errors" not in request.fixturenames:
        assert errors.lines == [], "an error was logged during the test"


@pytest.fixture
def logged_errors(_no_error_in_the_log: _Errors) -> list[str]:
    """The errors that were logged so far; the test judges them."""
    return _no_error_in_the_log.lines


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """A new home: nothing but the shipped plans and templates."""
    opened = open_desk(Home(tmp_path / "home"))
    yield opened
    opened.close()


@pytest.fixture
def fleet_desk(desk: Desk) -> Desk:
    """A home with the sample fleet imported."""
    ImportFleet(desk.record).apply(sample_fleet())
    return desk


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_line(f"Skipped for a missing tool or platform: {len(skipped)} (reasons above).")
