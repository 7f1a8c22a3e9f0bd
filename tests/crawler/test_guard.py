"""Addresses that come from the public lead only to the public internet."""

import socket

import pytest

from crawler.guard import ForbiddenAddressError, is_public, socket_factory
from crawler.web_address import WebAddressError, host_of, normalized


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00:ec2::254", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::a00:1", "::7f00:1", "ff02::1",
        "localhost", "",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


def info(host: str, port: int) -> tuple[object, ...]:
    return (socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, port))


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 80), ("10.0.0.1", 443), ("8.8.8.8", 25)])
def test_no_socket_is_made_for_a_forbidden_address(host: str, port: int) -> None:
    with pytest.raises(ForbiddenAddressError):
        socket_factory()(info(host, port))  # type: ignore[arg-type]


def test_loopback_opens_only_on_demand_and_nothing_else_does() -> None:
    make = socket_factory(allows_loopback=True)
    make(info("127.0.0.2", 1234)).close()  # type: ignore[arg-type]
    with pytest.raises(ForbiddenAddressError):
        make(info("192.168.1.1", 80))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("example.org", "http://example.org/"),
        ("HTTPS://WWW.Example.org:443/A?b=2&a=1#x", "https://www.example.org/A?a=1&b=2"),
        ("http://example.org/a/./b/../c", "http://example.org/a/c"),
        (" http://example.org/\n page ", "http://example.org/page"),
        ("http://example.org/?fbclid=1&utm_medium=mail&id=7", "http://example.org/?id=7"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("//example.org:8080/x", "http://example.org:8080/x"),
        ("example.org:8080", "http://example.org:8080/"),
    ],
)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    assert normalized(url) == expected
    assert normalized(expected) == expected


@pytest.mark.parametrize(
    "url",
    ["", "mailto:a@b.org", "javascript:alert(1)", "file:///etc/passwd", "http://u:p@example.org/",
     "http://", "http://[broken", "ftp://example.org/", "http://a.org/" + "x" * 3000],
)  # fmt: skip
def test_what_is_no_page_is_refused(url: str) -> None:
    with pytest.raises(WebAddressError):
        normalized(url)


def test_www_is_the_same_host() -> None:
    assert host_of("https://www.example.org/x") == host_of("http://example.org/")
