"""What the fault tests need of the machine; where it is missing they say which command installs it."""

import shutil
import sys
from collections.abc import Generator

import pytest

from tests.faults.amount import CI


@pytest.fixture(scope="session")
def strace() -> str:
    """The path of strace. Missing: skipped with the apt line, or failed in CI, where nothing may be skipped."""
    found = shutil.which("strace")
    if found is not None and sys.platform == "linux":
        return found
    reason = "strace is missing: apt-get install strace" if sys.platform == "linux" else "strace exists on Linux only"
    if CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module", autouse=True)
def _one_place() -> Generator[None]:
    """A home that is copied here passes for the home itself and keeps its journal: what is tested is the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLEETDESK_PLACE", "tests")
        yield
