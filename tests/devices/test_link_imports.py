"""What opens with the window must not wait for the device libraries."""

import subprocess
import sys

from tests.devices.simulated import environment

HEAVY = ("serial", "smp", "smpclient", "pymodbus", "cbor2", "pydantic", "numpy")


def test_no_device_library_is_imported_before_a_port_is_opened() -> None:
    program = (
        "import sys; import fleetdesk.devices.session, fleetdesk.devices.ports, fleetdesk.devices.identify, "
        f"fleetdesk.transcript; print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.strip() == "[]"
