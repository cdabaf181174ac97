"""Kept counts of the fleet: how many devices are alike in category, model, status, reported state and dead gateway.

The first screen of a large fleet asks them instead of every device. They follow each row of `p_device` by triggers, in
the same transaction; a gateway that goes offline or comes back moves those that report through it. `rebuild` counts
them anew, and the digest compares both.
"""

from fleetdesk.sqlite import Connection

_KEY = "category, model, status, state, behind_dead"
_SAME = "category, model, status, state"


def _dead(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM p_device g WHERE g.id = {row}.gateway AND g.id != {row}.id AND g.state = 'offline')"


def _add(row: str, change: str) -> str:
    values = f"{row}.category, {row}.model, {row}.status, {row}.state, {_dead(row)}, {change}"
    return (
        f"INSERT INTO p_fleet_count ({_KEY}, devices) VALUES ({values})"
        f" ON CONFLICT ({_KEY}) DO UPDATE SET devices = devices + excluded.devices;"
    )


def _move_children(row: str, *, to_dead: str) -> str:
    """All that report through `row`, from one side to the other; `to_dead` is an SQL truth value."""
    children = f"FROM p_device WHERE gateway = {row}.id AND id != {row}.id"
    return "".join(
        f"INSERT INTO p_fleet_count ({_KEY}, devices) SELECT {_SAME}, {side}, {sign}count(*) {children}"
        f" GROUP BY {_SAME} ON CONFLICT ({_KEY}) DO UPDATE SET devices = devices + excluded.devices;"
        for side, sign in ((f"NOT ({to_dead})", "-"), (to_dead, "+"))
    )


_TIDY = "DELETE FROM p_fleet_count WHERE devices = 0;"
_FLIPS = "(OLD.state = 'offline') != (NEW.state = 'offline')"
_NOW_DEAD = "(NEW.state = 'offline')"
_OTHERWISE = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in (*_SAME.split(", "), "gateway"))

TRIGGERS = (
    "CREATE TRIGGER p_device_counted_new AFTER INSERT ON p_device BEGIN " + _add("NEW", "1") + " END",
    "CREATE TRIGGER p_device_counted_new_dead AFTER INSERT ON p_device WHEN NEW.state = 'offline' BEGIN "
    f"{_move_children('NEW', to_dead='1')} {_TIDY} END",
    "CREATE TRIGGER p_device_counted_gone AFTER DELETE ON p_device BEGIN " + _add("OLD", "-1") + f" {_TIDY} END",
    "CREATE TRIGGER p_device_counted_gone_dead AFTER DELETE ON p_device WHEN OLD.state = 'offline' BEGIN "
    f"{_move_children('OLD', to_dead='0')} {_TIDY} END",
    f"CREATE TRIGGER p_device_counted_other AFTER UPDATE ON p_device WHEN {_OTHERWISE} BEGIN "
    f"{_add('OLD', '-1')} {_add('NEW', '1')} {_TIDY} END",
    f"CREATE TRIGGER p_device_counted_flip AFTER UPDATE ON p_device WHEN {_FLIPS} BEGIN "
    f"{_move_children('NEW', to_dead=_NOW_DEAD)} {_TIDY} END",
)


def count_all(connection: Connection) -> None:
    """Counts every device anew, into an empty table, and follows from then on."""
    connection.execute(
        f"INSERT INTO p_fleet_count ({_KEY}, devices) SELECT {', '.join('d.' + c for c in _SAME.split(', '))},"
        f" {_dead('d')} AS behind_dead, count(*) FROM p_device d GROUP BY 1, 2, 3, 4, 5"
    )
    follow(connection)


def follow(connection: Connection) -> None:
    for trigger in TRIGGERS:
        connection.execute(trigger)
