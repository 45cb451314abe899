"""A bucket of the S3 kind as a store: writes are all or nothing there by themselves."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from competition.storage.keys import StorageAway, StoredFileMissing, check_key

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = {"404", "NoSuchKey", "NotFound"}
PATIENCE = Config(
    connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 3}
)


def _client() -> Any:  # noqa: ANN401 -- the library makes the client's class at run time
    return boto3.client("s3", config=PATIENCE)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The bucket ``name``, below ``prefix`` (empty: all of it)."""

    name: str
    prefix: str = ""
    client: Any = field(default_factory=_client, repr=False)

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` under ``key``."""
        with _reachable(key):
            self.client.put_object(Bucket=self.name, Key=self._key(key), Body=content)

    def get(self, key: str) -> bytes:
        """What is kept under ``key``."""
        with _reachable(key):
            answer = self.client.get_object(Bucket=self.name, Key=self._key(key))
            return cast("bytes", answer["Body"].read())

    def open(self, key: str) -> BinaryIO:
        """What is kept under ``key``; small enough here (one certificate) to be fetched whole."""
        return BytesIO(self.get(key))

    def exists(self, key: str) -> bool:
        """Whether something is kept under ``key``."""
        try:
            with _reachable(key):
                self.client.head_object(Bucket=self.name, Key=self._key(key))
        except StoredFileMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Keep nothing under ``key`` any longer."""
        with _reachable(key):
            self.client.delete_object(Bucket=self.name, Key=self._key(key))

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with ``prefix``, in order."""
        pages = self.client.get_paginator("list_objects_v2")
        own = f"{self.prefix}/" if self.prefix else ""
        with _reachable(prefix):
            for page in pages.paginate(Bucket=self.name, Prefix=own + prefix):
                for entry in page.get("Contents", ()):
                    yield entry["Key"].removeprefix(own)

    def check(self) -> None:
        """Raise StorageAway unless the bucket answers."""
        try:
            with _reachable(""):
                self.client.head_bucket(Bucket=self.name)
        except StoredFileMissing as error:
            raise StorageAway from error

    def _key(self, key: str) -> str:
        return f"{self.prefix}/{check_key(key)}" if self.prefix else check_key(key)


@contextmanager
def _reachable(key: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise StoredFileMissing(key) from error
        raise StorageAway from error
    except BotoCoreError as error:
        raise StorageAway from error
