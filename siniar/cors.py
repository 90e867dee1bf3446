"""Lets players on other people's sites, in a listener's browser, read what is public anyway. No cookie goes along."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponseBase]

#: Headers of an answer that scripts may read beside the few that every script may.
EXPOSED = "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag"
#: Headers that a script may send; a browser asks first.
ALLOWED = "Range, If-Range, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since"
REMEMBERED = 86_400  # seconds for which a browser need not ask again


def open_to_players(view: View[Asked]) -> View[Asked]:
    """Makes every answer of a view readable from other sites, and answers browsers that ask beforehand (OPTIONS).

    That answer is the same for every address, so it does not tell what there is.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponseBase:
        reply = _asked_beforehand() if request.method == "OPTIONS" else view(request, *args, **kwargs)
        reply["Access-Control-Allow-Origin"] = "*"
        reply["Access-Control-Expose-Headers"] = EXPOSED
        return reply

    return answer


def _asked_beforehand() -> HttpResponse:
    reply = HttpResponse(
        status=204,
        headers={
            "Allow": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": ALLOWED,
            "Access-Control-Max-Age": str(REMEMBERED),
        },
    )
    del reply["Content-Type"]
    return reply
