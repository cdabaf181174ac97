"""Many devices at once: a process each, one ready line for each on our stdout, all of them ended with us."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from fleetdesk.domain.errors import KnownError
from fleetdesk.simulator.order import Order
from fleetdesk.simulator.plan import UnitPlan
from fleetdesk.simulator.replay_plan import replay_order

END_WAIT_S = 3.0
"""How long a device may take to end by itself before it is killed."""

LOOK_EVERY_S = 0.5
"""An Event that waits without end cannot be interrupted by Ctrl-C on Windows."""


class Fleet:
    """Starts the devices, then `wait()` until `stop()`, or until none is left."""

    def __init__(
        self,
        plans: Sequence[UnitPlan],
        *,
        tcp: bool,
        baud: int | None,
        state: Path | None,
        transcripts: Sequence[Path] = (),
    ) -> None:
        if not tcp and sys.platform == "win32":
            raise KnownError(
                "Windows has no pseudo-terminals.",
                "Simulated devices can be reached over TCP here.",
                "Add --tcp.",
            )
        if state is not None:
            _make_folder(state)
        self._orders = [
            Order(plan.pack.folder, dict(plan.table), tcp, baud, str(state.absolute()) if state else None)
            for plan in plans
        ]
        self._orders += [replay_order(file, tcp=tcp, baud=baud) for file in transcripts]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._stopped = threading.Event()

    def start(self, say_ready: Callable[[str], None]) -> None:
        """Starts all, then says each one's ready line in the order of the plans. Raises KnownError, with none left."""
        try:
            for order in self._orders:
                self._processes.append(_start(order))
            for order, process in zip(self._orders, self._processes, strict=True):
                assert process.stdout is not None
                line = process.stdout.readline().decode().strip()
                if not line:
                    raise KnownError(
                        f"The simulated device '{order.table['serial']}' did not start.",
                        f"Its process ended with code {process.wait()}; the reason is printed above.",
                    )
                say_ready(line)
        except BaseException:
            self.end()
            raise

    def wait(self) -> int:
        """0 after `stop()`, 1 when every device has ended by itself."""
        while not self._stopped.wait(LOOK_EVERY_S):
            if all(process.poll() is not None for process in self._processes):
                return 1
        return 0

    def stop(self) -> None:
        """Safe in a signal handler and from any thread."""
        self._stopped.set()

    def stop_with_stdin(self) -> None:
        """Stops when our stdin ends: whoever started us has gone, or wants us to."""

        def watch() -> None:
            while os.read(0, 4096):
                pass
            self.stop()

        threading.Thread(target=watch, daemon=True, name="owner").start()

    def end(self) -> None:
        """Closes each device's stdin, which ends it; kills what does not listen."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.close()
        for process in self._processes:
            try:
                process.wait(END_WAIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            assert process.stdout is not None
            process.stdout.close()
        self._processes.clear()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            "The folder for the devices' state cannot be made.", f"{folder}: {error.strerror}.", "Name another --state."
        ) from error


def _start(order: Order) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(child_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    assert process.stdin is not None
    process.stdin.write(order.line())
    return process


def child_command() -> list[str]:
    """This program again, as one device. A frozen program has no -m: its command line has `simulate --one`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "simulate", "--one"]
    return [sys.executable, "-m", "fleetdesk.simulator", "--one"]
