"""One bucket of an S3 store: puts, removes and lists objects, and makes addresses that open one for a short time.

Knows nothing of episodes and of what is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from siniar.config import Config

#: Seconds to wait for a connection, and for the next byte of an answer.
PATIENCE = urllib3.Timeout(connect=5, read=60)


class Failed(Exception):
    """The store gives no answer, or refuses with `code`, a word of S3's such as AccessDenied."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class ObjectStore:
    """The bucket at `address`, https://host/bucket. Everything but `link` calls the network and may raise Failed."""

    def __init__(self, address: str, key: str, secret: str, region: str) -> None:
        parts = urlsplit(address)
        self.address, self._bucket = address, parts.path.strip("/")
        # With a region given, nobody is asked for it when an address is signed.
        self._client = Minio(
            parts.netloc,
            access_key=key,
            secret_key=secret,
            secure=parts.scheme == "https",
            region=region,
            http_client=urllib3.PoolManager(timeout=PATIENCE, retries=False),
        )

    def put(self, name: str, path: Path, content_type: str) -> None:
        """Stores a file, whole or not at all. Raises FileNotFoundError too."""
        with _in_our_terms():
            self._client.fput_object(self._bucket, name, str(path), content_type=content_type)

    def remove(self, name: str) -> None:
        """Deletes an object; one that is not there is no error."""
        with _in_our_terms():
            self._client.remove_object(self._bucket, name)

    def names(self) -> Iterator[str]:
        """What all objects are called."""
        with _in_our_terms():
            for item in self._client.list_objects(self._bucket, recursive=True):
                yield item.object_name or ""

    def link(self, name: str, method: str, seconds: int, *, content_type: str, file_name: str) -> str:
        """An address that answers `method` for some seconds from now, with the type and name that are given.

        What comes under it must not be kept by caches: the address is another one each time.
        """
        return self._client.get_presigned_url(
            method,
            self._bucket,
            name,
            expires=timedelta(seconds=seconds),
            response_headers={
                "response-content-type": content_type,
                "response-content-disposition": f'inline; filename="{file_name}"',
                "response-cache-control": "no-store",
            },
        )


def configured(config: Config) -> ObjectStore | None:
    """The bucket that the settings name; None if they name none, or no keys to it."""
    keys = config.object_store_key, config.object_store_secret
    return _made(config.object_store, *keys, config.object_store_region) if config.object_store and all(keys) else None


_made = lru_cache(maxsize=4)(ObjectStore)  # each has connections that are used again


@contextmanager
def _in_our_terms() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        raise Failed(error.code or "") from error
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        raise Failed from error
