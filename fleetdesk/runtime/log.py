"""The log of the window: one line of JSON per record in the home's folder, never a secret.

Code logs through the standard library (`logging.getLogger(__name__)`); this is the one place that says where it goes.
Foreign libraries that are loud come in from WARNING on.
"""

import logging
import logging.handlers
from pathlib import Path
from typing import Any

MOST_BYTES = 2_000_000
KEPT_FILES = 5


def log_to(folder: Path) -> Path:
    """Sends the log to `folder`/fleetdesk.jsonl, rotated at 2 MB, five files kept. Returns the file."""
    import structlog

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fleetdesk.jsonl"
    handler = logging.handlers.RotatingFileHandler(file, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared)
    )
    stop_log()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for loud in ("httpx2", "httpcore2", "apscheduler", "pymodbus", "uvicorn"):
        logging.getLogger(loud).setLevel(logging.WARNING)
    return file


def stop_log() -> None:
    """Closes the file; what is logged from now on goes nowhere."""
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, logging.handlers.RotatingFileHandler)]:
        root.removeHandler(old)
        old.close()
