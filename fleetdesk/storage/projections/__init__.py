"""What screens show: rows folded from a subject's events, in the same transaction as the append.

`FOLDS` maps a family of subjects to a pure function `(subject, events in order) -> {table: rows}`; `tables_of` names
the tables that such a subject owns. Adding a projection is a table in `tables.py`, a function, and a line here.
"""

from collections.abc import Callable, Sequence

from fleetdesk.domain.events import Envelope
from fleetdesk.storage.projections import device, others
from fleetdesk.storage.projections.tables import Row, Rows, Table, table

Fold = Callable[[str, Sequence[Envelope]], Rows]

FOLDS: dict[str, Fold] = {
    "device": device.fold_device,
    "module": others.fold_module,
    "store": others.fold_store,
    "plan": others.fold_plan,
    "part": others.fold_part,
    "stock": others.fold_stock,
    "template": others.fold_template,
    "person": others.fold_person,
    "import": others.fold_import,
    "event": others.fold_quarantine,
}

_OWNED = {
    "device": (
        "p_device",
        "p_merged",
        "p_state",
        "p_fitting",
        "p_usage",
        "p_use_spans",
        "p_service",
        "p_service_done",
        "p_postponed",
        "p_inspection",
        "p_work",
        "p_import_row",
        "p_conflict",
    ),
    "module": ("p_module", "p_conflict"),
    "store": ("p_store", "p_import_row", "p_conflict"),
    "plan": ("p_plan", "p_conflict"),
    "part": ("p_part", "p_conflict"),
    "stock": ("p_stock",),
    "template": ("p_template",),
    "person": ("p_person",),
    "import": ("p_import",),
    "event": ("p_quarantine",),
}
_TABLES = {family: tuple(table(name) for name in names) for family, names in _OWNED.items()}


def tables_of(family: str) -> tuple[Table, ...]:
    """The tables whose rows a subject of this family owns."""
    return _TABLES[family]


__all__ = ["FOLDS", "Row", "Rows", "tables_of"]
