"""Kept counts of the log: how many inspections are alike in store, category, verdict, cause and person.

The menus and totals of a long log ask them instead of every inspection. They follow each row of `p_inspection` by
triggers, in the same transaction; `rebuild` counts them anew, and the digest compares both.
"""

from fleetdesk.sqlite import Connection

COLUMNS = ("store", "category", "verdict", "cause", "staff_number")
_KEY = ", ".join(COLUMNS)


def _values(row: str) -> str:
    return ", ".join(f"coalesce({row}.{column}, '')" for column in COLUMNS)


def _add(row: str, change: str) -> str:
    return (
        f"INSERT INTO p_inspection_count ({_KEY}, inspections) VALUES ({_values(row)}, {change})"
        f" ON CONFLICT ({_KEY}) DO UPDATE SET inspections = inspections + excluded.inspections;"
    )


_TIDY = "DELETE FROM p_inspection_count WHERE inspections = 0;"
_OTHERWISE = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in COLUMNS)
TRIGGERS = (
    f"CREATE TRIGGER p_inspection_counted_new AFTER INSERT ON p_inspection BEGIN {_add('NEW', '1')} END",
    f"CREATE TRIGGER p_inspection_counted_gone AFTER DELETE ON p_inspection BEGIN {_add('OLD', '-1')} {_TIDY} END",
    f"CREATE TRIGGER p_inspection_counted_other AFTER UPDATE ON p_inspection WHEN {_OTHERWISE} BEGIN"
    f" {_add('OLD', '-1')} {_add('NEW', '1')} {_TIDY} END",
)


def count_all(connection: Connection) -> None:
    """Counts every inspection anew, into an empty table, and follows from then on."""
    grouped = ", ".join(f"coalesce({column}, '') AS {column}_" for column in COLUMNS)
    connection.execute(
        f"INSERT INTO p_inspection_count ({_KEY}, inspections) SELECT {grouped}, count(*) FROM p_inspection"
        " GROUP BY 1, 2, 3, 4, 5"
    )
    for trigger in TRIGGERS:
        connection.execute(trigger)
