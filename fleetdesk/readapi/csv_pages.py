"""A page as CSV (RFC 4180, UTF-8): the columns of its shape, whatever rows there are; no cell is a formula."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from fleetdesk.domain.formula_guard import guarded
from fleetdesk.readapi.shapes import Row


def as_csv(shape: type[Row], rows: Sequence[Row]) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    columns = list(shape.model_fields)
    writer.writerow(columns)
    writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)
    return made.getvalue()


def _cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    return value if isinstance(value, int) else guarded(str(value))
