"""Where a request comes from: the peer of the connection, or whom a proxy that we trust names."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest

type Network = IPv4Network | IPv6Network

# Of a request without an address (a Unix socket): every such one counts as the same peer.
LOCAL: Final = "127.0.0.1"


def peer_of(request: HttpRequest) -> str:
    """The address that made the request.

    `X-Forwarded-For` is read from its end, and only past addresses of ASSETRY_TRUSTED_PROXIES: what a visitor wrote
    into it stands before that, and is never reached.
    """
    peer = _plain(request.META.get("REMOTE_ADDR", "")) or LOCAL
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while forwarded and is_within(peer, settings.TRUSTED_PROXIES):
        named = _plain(forwarded.pop())
        if not named:
            break
        peer = named
    return peer


def is_within(address: str, networks: Sequence[str]) -> bool:
    """Whether an address lies in one of the networks."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network, strict=False) for network in networks)


def parse_network(text: str) -> str:
    """A network or single address in its usual form. Raises ValueError."""
    return str(ip_network(text.strip(), strict=False))


def group_of(address: str) -> str:
    """What is counted as one visitor: an IPv4 address, or the /64 that one has of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{found}/64", strict=False)) if isinstance(found, IPv6Address) else str(found)


def _plain(text: str) -> str:
    """An address without port or brackets; an IPv4 one that IPv6 maps as itself; empty for anything else."""
    text = text.strip()
    bare = text[1:].split("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.split(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
