"""Which report speaks for a device now: what upstream last said, or a gateway's child table while it is fresh.

A look at a gateway's table on the Bench says how its children are at that moment; after its age limit the upstream's
word counts again (domain/health.py). A table that says the same as upstream changes nothing: since when it is so stays.
No projection may hold the present time, so this is asked when a row is read.
"""

from fleetdesk.domain.health import AGE_LIMIT, CLOCK_IS_WRONG

_LIMIT = AGE_LIMIT["gateway"]
assert _LIMIT is not None
_INSTANT = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '{seconds:+d} seconds')"
_OLDEST = _INSTANT.format(seconds=-int(_LIMIT.total_seconds()))
_NEWEST = _INSTANT.format(seconds=int(CLOCK_IS_WRONG.total_seconds()))


def fresh_reports(table: str) -> str:
    """The rows of `table` (p_state or an alias) that may speak for a device now, whatever upstream says."""
    return f"{table}.source = 'gateway' AND {table}.as_of >= {_OLDEST} AND {table}.as_of <= {_NEWEST}"


def gateway_join(device: str, alias: str) -> str:
    """LEFT JOIN of the gateway's report on `device` (an alias of p_device), when it is the one that holds now."""
    return (
        f" LEFT JOIN p_state {alias} ON {alias}.device = {device}.id AND {fresh_reports(alias)}"
        f" AND {alias}.state != {device}.state AND {alias}.as_of >= coalesce({device}.state_as_of, '')"
    )


def standing(device: str, alias: str) -> tuple[str, str, str]:
    """The state, its source and its `as_of` that hold, for a query with `gateway_join(device, alias)`."""
    return (
        f"coalesce({alias}.state, {device}.state)",
        f"coalesce({alias}.source, {device}.state_source)",
        f"coalesce({alias}.as_of, {device}.state_as_of)",
    )
