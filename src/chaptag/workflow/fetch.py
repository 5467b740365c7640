"""Fetching an image over HTTP: bounded in size, time and redirects, and never from a private address."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from chaptag._version import __version__
from chaptag.formats.images import MAX_IMAGE

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["download"]

_SECONDS = 20.0
_REDIRECTS = 5
_BLOCK = 1 << 16


def _is_public(address: str) -> bool:
    return ip_address(address.partition("%")[0]).is_global


def download(url: str, *, allowed: Callable[[str], bool] = _is_public) -> bytes:
    """Fetch at most 7 MiB within 20 seconds over at most 5 redirects.

    `allowed` says of each address that a name stands for whether it may be asked: at every hop, and on the address
    that is then connected to, so that a name cannot change between looking and connecting. Raises OSError or
    ValueError, with the reason as its text.
    """
    deadline = time.monotonic() + _SECONDS
    for _ in range(_REDIRECTS + 1):
        answer = _ask(url, deadline, allowed)
        if isinstance(answer, bytes):
            return answer
        url = answer
    msg = f"more than {_REDIRECTS} redirects"
    raise OSError(msg)


def _ask(url: str, deadline: float, allowed: Callable[[str], bool]) -> bytes | str:
    """Ask once; the bytes, or where the server sends us."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = "only http and https are fetched"
        raise ValueError(msg)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=max(deadline - time.monotonic(), 0.001))
    connection._create_connection = _connector(allowed)  # type: ignore[attr-defined]  # noqa: SLF001 (its only hook)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": f"chaptag/{__version__}", "Accept": "image/*"})
        response = connection.getresponse()
        if response.status in {301, 302, 303, 307, 308}:
            return urljoin(url, response.getheader("Location") or "")
        if response.status != 200:
            msg = f"the server answers {response.status} {response.reason}"
            raise OSError(msg)
        return _read(response, deadline)
    except HTTPException as error:
        msg = f"the server's answer cannot be read ({type(error).__name__})"
        raise OSError(msg) from error
    finally:
        connection.close()


def _read(response: HTTPResponse, deadline: float) -> bytes:
    data = bytearray()
    while block := response.read1(_BLOCK):
        data += block
        if len(data) > MAX_IMAGE:
            msg = f"it is larger than {MAX_IMAGE >> 20} MiB"
            raise OSError(msg)
        if time.monotonic() > deadline:
            msg = f"it takes longer than {_SECONDS:.0f} s"
            raise OSError(msg)
    return bytes(data)


def _connector(allowed: Callable[[str], bool]) -> Callable[..., socket.socket]:
    def connect(address: tuple[str, int], timeout: float, source: object = None) -> socket.socket:
        del source
        for family, kind, protocol, _, target in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
            if not allowed(str(target[0])):
                msg = f"{address[0]} is a private address"
                raise OSError(msg)
            connection = socket.socket(family, kind, protocol)
            connection.settimeout(timeout)
            connection.connect(target)
            return connection
        msg = f"{address[0]} has no address"
        raise OSError(msg)

    return connect
