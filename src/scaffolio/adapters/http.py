"""The door to the web, used with ``--online`` only: does a page exist, what does a small file say.

The standard library does it: a few dozen requests gain nothing from a client of its
own, and nobody who stays offline pays for one. Servers are asked one thing at a time,
HEAD before GET, and no private network is reached on a README's word.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener, getproxies

from scaffolio import __version__

ATONCE = 8
"""Hosts that are asked at the same time; each of them one thing after the other."""

PAUSE = 0.1
"""Seconds between two requests to one host."""

PER_HOST = 40
"""Addresses of one host that are asked; the rest is not assessed."""

TIMEOUT = 10.0
"""Seconds one answer may take."""

BUDGET = 60.0
"""Seconds that all links of one target may take; the rest is not assessed."""

SMALL = 200_000
"""Bytes of an answer that are read."""

FAILED = 400
"""Statuses from here on are refusals and failures."""

_TOO_MANY = 429
_AGENT = f"scaffolio/{__version__} (audit --online)"


class NoAnswerError(Exception):
    """A server did not answer, or not in a way that tells anything; the message says how."""


class _Redirects(HTTPRedirectHandler):
    """Follows to web addresses of public hosts only."""

    max_redirections = 5

    def redirect_request(  # noqa: PLR0917  the base class calls it so
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        _require_public(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def statuses(urls: Iterable[str], budget: float = BUDGET) -> dict[str, int]:
    """The status that each address answers with; one that gives no answer is left out.

    A page counts as gone only when a full GET says so too, since many servers refuse
    HEAD.
    """
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(url.lower().partition("://")[2].partition("/")[0], []).append(url)
    end = time.monotonic() + budget
    found: dict[str, int] = {}
    with ThreadPoolExecutor(ATONCE) as pool:
        for answers in pool.map(lambda one: _ask_host(one[:PER_HOST], end), by_host.values()):
            found.update(answers)
    return found


def fetch(url: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, Mapping[str, str]]:
    """Status, the first 200 kB and the headers (lower case) of an answer, whatever the status.

    Raises:
        NoAnswerError: there is none.
    """
    return _request("GET", url, headers or {})


def _ask_host(urls: list[str], end: float) -> dict[str, int]:
    found: dict[str, int] = {}
    for url in urls:
        if time.monotonic() >= end:
            break
        try:
            found[url] = _status(url)
        except NoAnswerError:
            continue
        if found[url] == _TOO_MANY:
            break
        time.sleep(PAUSE)
    return found


def _status(url: str) -> int:
    try:
        status = _request("HEAD", url, {})[0]
    except NoAnswerError:
        status = FAILED
    return _request("GET", url, {})[0] if status >= FAILED and status != _TOO_MANY else status


def _request(method: str, url: str, headers: Mapping[str, str]) -> tuple[int, bytes, Mapping[str, str]]:
    try:
        _require_public(url)
        request = Request(quote(url, safe="/:?#[]@!$&'()*+,;=%~"), method=method, headers={"User-Agent": _AGENT})  # noqa: S310
        for name, value in headers.items():
            request.add_unredirected_header(name, value)
        try:
            answer = _opener().open(request, timeout=TIMEOUT)
        except HTTPError as error:
            answer = error
        with answer:
            content = answer.read(SMALL) if method == "GET" else b""
            return answer.status or 0, content, {key.lower(): value for key, value in answer.headers.items()}
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise NoAnswerError(str(getattr(error, "reason", error)) or type(error).__name__) from error


def _opener() -> OpenerDirector:
    return build_opener(_Redirects())


def _require_public(url: str) -> None:
    """Refuse what is no web address, and hosts of a private network other than this machine.

    Raises:
        URLError: it is one.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise URLError("no web address")
    if parts.scheme in getproxies():
        return
    for *_, place in socket.getaddrinfo(parts.hostname, None, proto=socket.IPPROTO_TCP):
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not (address.is_global or address.is_loopback):
            raise URLError("an address of a private network")
