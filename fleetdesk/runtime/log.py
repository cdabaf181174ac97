"""The log: one line of JSON per event in the home's folder, never a secret, never on the screen.

`logger(name)` works before `log_to` was called; what is logged then goes nowhere. Standard library loggers of foreign
libraries at WARNING and above end in the same file.
"""

import logging
import logging.handlers
from pathlib import Path
from typing import Any, cast

MOST_BYTES = 2_000_000
KEPT_FILES = 5


class _Logger:
    """A named logger with keyword fields."""

    def __init__(self, name: str) -> None:
        self._name = name

    def info(self, event: str, **fields: object) -> None:
        self._bound().info(event, **fields)

    def warning(self, event: str, **fields: object) -> None:
        self._bound().warning(event, **fields)

    def exception(self, event: str, **fields: object) -> None:
        """With the traceback of the exception that is being handled."""
        self._bound().exception(event, **fields)

    def _bound(self) -> Any:
        import structlog

        return cast(Any, structlog).get_logger(self._name)


def logger(name: str) -> _Logger:
    return _Logger(name)


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
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, logging.handlers.RotatingFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for loud in ("httpx2", "httpcore2", "apscheduler", "pymodbus", "uvicorn"):
        logging.getLogger(loud).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    return file
