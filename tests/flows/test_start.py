"""The application refuses to start where Qt would crash, and a second window on one home."""

from pathlib import Path

import pytest
from filelock import FileLock

from fleetdesk.app import check_qt, open_window
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.paths import Home


def test_the_crashing_pair_is_refused() -> None:
    with pytest.raises(KnownError, match=r"!=6\.12\.0"):
        check_qt("6.12.0", (3, 11))
    check_qt("6.12.0", (3, 12))
    check_qt("6.11.3", (3, 11))


def test_one_window_per_home(tmp_path: Path) -> None:
    with FileLock(tmp_path / "window.lock"), pytest.raises(KnownError, match="already open"):
        open_window(Home(tmp_path))
