"""Which store and which place for files an address on the command line means.

`hub.db` is an SQLite file, `postgresql://...` a database that replicas share. Files lie in a folder or in a bucket,
`s3://bucket/prefix?endpoint=https://...&region=...`. What only one of them needs is imported when that one is named.
"""

from pathlib import Path

from fleetdesk.domain.errors import HubError
from fleetdesk.hub.blob_folder import BlobFolder, BlobStore
from fleetdesk.hub.sqlite_store import SqliteStore
from fleetdesk.hub.store import Store

POSTGRES = ("postgresql://", "postgres://")


def is_postgres(database: str) -> bool:
    return database.startswith(POSTGRES)


def open_store(database: str) -> Store:
    """The caller closes it. Raises KnownError."""
    if is_postgres(database):
        from fleetdesk.hub.postgres_store import PostgresStore

        return PostgresStore(database)
    return SqliteStore(_sqlite_file(database))


def open_existing(database: str) -> Store:
    """As `open_store`, but a file that is not there is not made."""
    if not is_postgres(database) and not _sqlite_file(database).exists():
        raise HubError("There is no hub database.", f"{database} does not exist.", "Name it with --database.")
    return open_store(database)


def open_blobs(blobs: str | None, database: str) -> BlobStore:
    """Beside an SQLite file unless said otherwise. A database of several replicas has no "beside"."""
    if blobs is None:
        if is_postgres(database):
            raise HubError(
                "Where shall the hub keep the photos and other files?",
                "They are not kept in PostgreSQL, and all replicas must find them in one place.",
                "Give --blobs a folder that all replicas share, or s3://bucket/prefix?endpoint=https://...",
            )
        file = _sqlite_file(database)
        return BlobFolder(file.with_name(f"{file.name}-blobs"))
    if blobs.startswith("s3://"):
        from fleetdesk.hub.blob_bucket import BlobBucket

        return BlobBucket(blobs)
    if "://" in blobs:
        raise HubError("The hub does not know this place for files.", blobs, "Give --blobs a folder or s3://bucket.")
    return BlobFolder(Path(blobs).expanduser())


def _sqlite_file(database: str) -> Path:
    if "://" in database:
        raise HubError(
            "The hub does not know this kind of database.",
            f"{database.partition('://')[0]}:// is not among those it can use.",
            "Give --database the path of an SQLite file, or postgresql://user@host/name.",
        )
    return Path(database).expanduser()
