"""What addresses may be connected to: those of the public internet, and no others.

Addresses of pages come from the public. So the very address that a socket is about to connect to
is checked, after the name was resolved and again for each redirect: a name that resolves to
something else a moment later (rebinding) is of no use, as no second look-up happens in between.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddrInfo = tuple[Any, Any, Any, Any, tuple[Any, ...]]
"""As getaddrinfo gives them: family, type, protocol, name, (host, port, ...)."""

PORTS = frozenset({80, 443, 8080, 8443})
"""Where websites are served. Mail servers and databases speak on others."""
LOOK_PUBLIC = tuple(
    ipaddress.ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24", "64:ff9b:1::/48")
)
"""What tells rented machines about themselves (Azure, Oracle), and translation of one's own."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
REFUSAL = "the address is not of the public internet"


class ForbiddenAddressError(OSError):
    """A page's host has an address that must not be connected to."""


def is_public(text: str) -> bool:
    """Whether a numeric address is of the public internet; False for what is no address.

    >>> is_public("8.8.8.8"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (address, *_embedded(address)))


def _is_public(address: Address) -> bool:
    is_usable = address.is_global and not address.is_multicast and not address.is_reserved
    return is_usable and not any(address in network for network in LOOK_PUBLIC)


def _embedded(address: Address) -> Iterator[Address]:
    """IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    yield from (one for one in found if one is not None)
    if address in NAT64 or int(address) >> 32 == 0:
        yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)


def socket_factory(*, allows_loopback: bool = False) -> Callable[[AddrInfo], socket.socket]:
    """What makes the sockets of connections; raises ForbiddenAddressError instead of making one.

    allows_loopback: for tests and measurements, whose servers are on this machine.
    """

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, (host, port, *_) = info
        if not _is_allowed(str(host), int(port), allows_loopback=allows_loopback):
            raise ForbiddenAddressError(REFUSAL)
        return socket.socket(family=family, type=kind, proto=protocol)

    return make


def _is_allowed(host: str, port: int, *, allows_loopback: bool) -> bool:
    if allows_loopback and ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        return True
    return port in PORTS and is_public(host)
