"""C5: who a request comes from (Homebox CVE-2026-27981; Fleet CVE-2026-24000, CVE-2026-46356: forged headers)."""

import pytest
from django.test import RequestFactory, override_settings

from assetry.platform.accounts.peers import group_of, is_within, peer_of

PROXIES = ("10.0.0.0/8", "fd00::/8")


def peer(address: str, forwarded: str | None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return peer_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address))


@pytest.mark.parametrize("forwarded", [None, "", "1.2.3.4", "10.0.0.1, 1.2.3.4", "junk"])
def test_c5_what_a_stranger_says_of_itself_is_nothing(forwarded: str | None) -> None:
    with override_settings(TRUSTED_PROXIES=PROXIES):
        assert peer("198.51.100.7", forwarded) == "198.51.100.7"


@pytest.mark.parametrize(
    ("address", "forwarded", "found"),
    [
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "10.9.9.9, 198.51.100.7:5123", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, junk", "10.0.0.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("fd00::1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_c5_a_proxy_names_the_one_before_it_and_no_more(
    address: str, forwarded: str | None, found: str
) -> None:
    with override_settings(TRUSTED_PROXIES=PROXIES):
        assert peer(address, forwarded) == found


def test_c5_without_a_configured_proxy_nobody_is_believed() -> None:
    assert peer("127.0.0.1", "198.51.100.7") == "127.0.0.1"


def test_one_visitor_of_ipv6_is_a_whole_network() -> None:
    assert group_of("2001:db8::1") == group_of("2001:db8::ffff") != group_of("2001:db8:1::1")


@pytest.mark.parametrize(
    ("address", "inside"), [("192.0.2.9", True), ("192.0.3.9", False), ("", False), ("x", False)]
)
def test_is_within(address: str, inside: bool) -> None:
    assert is_within(address, ["192.0.2.0/24", "2001:db8::/32"]) is inside
