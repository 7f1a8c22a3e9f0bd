"""Why a page did not come, told from the exception that Scrapy or we raised."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import aiohttp
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from crawler.guard import REFUSAL, ForbiddenAddressError
from crawler.robots import RobotsForbidError
from crawler.visit import Failure

NO_SUCH_HOST = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
"""What the resolver says of names that do not exist; EAI_AGAIN is trouble of our own."""
CERTIFICATE_ERRORS = (
    aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, ssl.SSLError,
)  # fmt: skip


def failure_of(error: BaseException) -> Failure:
    """The kind of failure; OTHER for what nothing explains."""
    chain = list(_chain(error))
    for kind, explains in _KINDS:
        if any(explains(one) for one in chain):
            return kind
    return Failure.OTHER


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what caused it, the outermost first."""
    while error is not None:
        yield error
        error = error.__cause__


def _is_forbidden(error: BaseException) -> bool:
    return isinstance(error, ForbiddenAddressError) or (
        isinstance(error, aiohttp.ClientConnectorError) and REFUSAL in str(error.os_error)
    )


def _is_no_host(error: BaseException) -> bool:
    """Told from the resolver's answer: an own name server that is down makes no site gone."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return error.os_error.errno in NO_SUCH_HOST
    return False


def _is_certificate(error: BaseException) -> bool:
    return isinstance(error, CERTIFICATE_ERRORS)


def _is_too_large(error: BaseException) -> bool:
    is_bomb = isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error)
    return isinstance(error, DownloadCancelledError) or is_bomb


def _is_endless(error: BaseException) -> bool:
    return isinstance(error, IgnoreRequest) and "max redirections" in str(error)


_KINDS = (
    (Failure.FORBIDDEN_ADDRESS, _is_forbidden),
    (Failure.NO_HOST, _is_no_host),
    (Failure.CERTIFICATE, _is_certificate),
    (Failure.ROBOTS, lambda error: isinstance(error, RobotsForbidError)),
    (Failure.TOO_LARGE, _is_too_large),
    (Failure.REDIRECTS, _is_endless),
    (Failure.TIMEOUT, lambda error: isinstance(error, DownloadTimeoutError)),
    (
        Failure.REFUSED,
        lambda error: (
            isinstance(error, DownloadConnectionRefusedError)
            and not isinstance(error, CannotResolveHostError)
        ),
    ),
)
"""The first that any exception of the chain is of."""
