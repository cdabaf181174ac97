"""The hub's blobs in a bucket of S3 or of what speaks like it. The one door to boto3.

An upload's chunks are objects of their own below `parts/` until the last one comes; then they are put together, hashed
on the way, and kept under their hash only if that fits. Nothing is remembered here: any replica goes on where another
stopped. Chunks of uploads that nobody finished are for a lifecycle rule over `parts/` to remove.
"""

import base64
import hashlib
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast
from urllib.parse import parse_qs, urlsplit

from fleetdesk.domain.errors import HubError, StorageError
from fleetdesk.hub.blob_folder import WrongContent, WrongOffset
from fleetdesk.wire import BlobState

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError as error:
    raise HubError(
        "A hub that keeps its files in a bucket needs boto3.", f"{error}.",
        "Install it with: pip install 'fleetdesk[hub]'",
    ) from error  # fmt: skip

IN_MEMORY = 4_000_000
PIECE = 1 << 20
KNOWN = {"endpoint", "region"}


class BlobBucket:
    """A `BlobStore` at `s3://bucket/prefix?endpoint=https://...&region=...`. Who we are, boto3 finds by itself:
    environment, files or the machine's role; never the address."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        if not parts.netloc or parts.username is not None or not set(asked) <= KNOWN:
            raise HubError(
                "This is no address of a bucket.", "It has the form s3://bucket/prefix?endpoint=https://...&region=...",
                "Keys stand in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            )  # fmt: skip
        self._bucket = parts.netloc
        self._prefix = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""
        self._s3 = _client(asked.get("endpoint", [None])[0], asked.get("region", [None])[0])

    def state(self, name: str) -> BlobState:
        with self._explained():
            size = self._size(name)
            if size is not None:
                return BlobState(name, size, True)
            return BlobState(name, sum(size for _, size in self._parts(name)), False)

    def write(self, name: str, offset: int, size: int, chunk: bytes) -> BlobState:
        with self._explained():
            state = self.state(name)
            if state.complete:
                return state
            if offset != state.held:
                raise WrongOffset(state.held)
            if offset + len(chunk) == size:
                return self._finish(name, size, chunk)
            if chunk:
                self._s3.put_object(Bucket=self._bucket, Key=self._part_key(name, offset), Body=chunk)
            return BlobState(name, offset + len(chunk), False)

    def read(self, name: str, start: int, most: int) -> bytes | None:
        with self._explained():
            try:
                found = self._s3.get_object(
                    Bucket=self._bucket, Key=self._key(name), Range=f"bytes={start}-{start + most - 1}"
                )
            except ClientError as error:
                if _code(error) in ("NoSuchKey", "404"):
                    return None
                if _code(error) in ("InvalidRange", "416"):
                    return b""
                raise
            return cast(bytes, found["Body"].read())

    def _finish(self, name: str, size: int, last: bytes) -> BlobState:
        """The bucket checks the hash once more, of what it received."""
        with tempfile.TemporaryFile() as whole:
            digest = hashlib.sha256()
            for piece in (*self._contents(name), last):
                digest.update(piece)
                whole.write(piece)
            if digest.hexdigest() != name:
                self._forget_parts(name)
                raise WrongContent(f"the content hashes to {digest.hexdigest()}")
            self._put(name, whole, digest.digest())
        self._forget_parts(name)
        return BlobState(name, size, True)

    def _put(self, name: str, whole: IO[bytes], digest: bytes) -> None:
        whole.seek(0)
        self._s3.put_object(
            Bucket=self._bucket, Key=self._key(name), Body=whole, ChecksumSHA256=base64.b64encode(digest).decode()
        )

    def _contents(self, name: str) -> Iterator[bytes]:
        for offset, _ in self._parts(name):
            yield self._s3.get_object(Bucket=self._bucket, Key=self._part_key(name, offset))["Body"].read()

    def _parts(self, name: str) -> list[tuple[int, int]]:
        """Offset and size of the chunks that continue one another from the first byte on."""
        found = sorted((int(key.rpartition("/")[2]), size) for key, size in self._listed(self._part_folder(name)))
        continuous: list[tuple[int, int]] = []
        held = 0
        for offset, size in found:
            if offset == held:
                continuous.append((offset, size))
                held += size
        return continuous

    def _forget_parts(self, name: str) -> None:
        keys = [{"Key": key} for key, _ in self._listed(self._part_folder(name))]
        for start in range(0, len(keys), 1000):
            self._s3.delete_objects(
                Bucket=self._bucket, Delete={"Objects": keys[start : start + 1000], "Quiet": True}
            )  # fmt: skip

    def _listed(self, folder: str) -> Iterator[tuple[str, int]]:
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder):
            for found in page.get("Contents", []):
                yield found["Key"], found["Size"]

    def _size(self, name: str) -> int | None:
        try:
            return int(self._s3.head_object(Bucket=self._bucket, Key=self._key(name))["ContentLength"])
        except ClientError as error:
            if _code(error) in ("NoSuchKey", "404"):
                return None
            raise

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name[:2]}/{name}"

    def _part_folder(self, name: str) -> str:
        return f"{self._prefix}parts/{name}/"

    def _part_key(self, name: str, offset: int) -> str:
        return f"{self._part_folder(name)}{offset:012d}"

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except (ClientError, BotoCoreError) as error:
            raise StorageError(
                "The hub's place for files cannot be reached.", f"Bucket {self._bucket}: {error}",
                "Nothing is lost: files wait on the laptops. The hub's operator looks at the bucket and its keys.",
            ) from error  # fmt: skip


def _client(endpoint: str | None, region: str | None) -> Any:
    """Untyped: boto3 makes its methods at run time. Checksums only where we ask: not every server knows the new."""
    return cast(Any, boto3).client(
        "s3",
        endpoint_url=endpoint,
        region_name=region or ("us-east-1" if endpoint else None),
        config=Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=40,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if endpoint else {},
        ),
    )


def _code(error: ClientError) -> str:
    return str(cast("dict[str, dict[str, str]]", error.response).get("Error", {}).get("Code", ""))
