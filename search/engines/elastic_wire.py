"""Talking with Elasticsearch: an answer comes whole and in time, or Unavailable is raised. Asks nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import Urllib3HttpNode
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    ConnectionTimeout,
    SerializationError,
    TransportError,
    UnsupportedProductError,
)

from search.engines.limits import limited
from search.engines.protocol import Cause, Unavailable

SLACK = 0.5  # seconds that the client's own limit may come first


class Node(Urllib3HttpNode):
    """Connections on which a whole answer has to come in time, not only each of its parts."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.pool.ConnectionCls = type("Limited", (_Limited, self.pool.ConnectionCls), {})


class _Limited:
    sock: Any
    timeout: float

    def getresponse(self) -> Any:
        with limited(self.sock.fileno(), self.timeout + SLACK):
            return super().getresponse()  # type: ignore[misc]


@contextmanager
def guarded() -> Iterator[None]:
    """Raises Unavailable in the place of whatever the client raises, or an answer of another shape leads to."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise Unavailable(_told(error), _cause(error)) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Unavailable(f"an answer of another kind: {type(error).__name__}", Cause.STRANGE) from error


def _cause(error: Exception) -> Cause:
    for kinds, cause in (
        ((AuthenticationException, AuthorizationException), Cause.LOGIN),
        ((UnsupportedProductError, SerializationError), Cause.STRANGE),
        ((ConnectionTimeout,), Cause.LATE),
        ((ConnectionError,), Cause.UNREACHABLE),
    ):
        if isinstance(error, kinds):
            return cause
    return Cause.OTHER


def _told(error: Exception) -> str:
    """The kind of an error; servers repeat in their sentences what they were asked."""
    kind = type(error).__name__
    return f"{kind}: {error.status_code} {plain(error.message)}" if isinstance(error, ApiError) else kind


def plain(word: object) -> str:
    """The name that a server gives its error, such as index_not_found_exception."""
    return word if isinstance(word, str) and re.fullmatch("[a-z_]{1,80}", word) else "error"
