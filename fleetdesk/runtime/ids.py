"""New event ids: UUIDv7 (RFC 9562), made before the append so that references can use them."""

from uuid_utils import uuid7


def new_id() -> str:
    """A fresh UUIDv7 as text."""
    return str(uuid7())
