"""Small facts about this laptop alone: the person at it, the hub's address, remembered ports. Never synced."""

from fleetdesk.sqlite import Connection

PERSON = "person"
HUB_URL = "hub_url"
SEEDS_PUBLISHED = "seeds_published"
CAMPAIGNS = "campaigns"
PLACE = "place"
"""Where this home was last opened: another place means that it is a copy."""
MOVED = "moved"
"""Set once it was opened in another place, until the person has been told."""
READERS = "readers"
"""The other systems that may read here (fleetdesk api), as JSON."""
MY_STORES = "my_stores"
IMPORT_COLUMNS = "import_columns"
"""Which header of a table was said to be which field, by the table's set of headers."""


def get(connection: Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM local_setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def put(connection: Connection, name: str, value: str | None) -> None:
    """Sets a value; None forgets it."""
    if value is None:
        connection.execute("DELETE FROM local_setting WHERE name = ?", (name,))
    else:
        connection.execute("INSERT OR REPLACE INTO local_setting (name, value) VALUES (?, ?)", (name, value))


def ports_added_by_hand(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT url FROM local_port ORDER BY added_at, url")]


def remember_port(connection: Connection, url: str, now: str) -> None:
    connection.execute("INSERT OR IGNORE INTO local_port (url, added_at) VALUES (?, ?)", (url, now))


def forget_port(connection: Connection, url: str) -> None:
    connection.execute("DELETE FROM local_port WHERE url = ?", (url,))
