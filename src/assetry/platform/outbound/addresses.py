"""Which addresses may be connected to: what the whole world can reach, and what an administrator allowed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Self

from assetry.platform.faults import ConfigurationError

type Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")
# Protocol assignments, documentation and the 6bone: not every version of Python counts them out.
_SPECIAL: Final = tuple(
    IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "3ffe::/16", "3fff::/20")
)
_RELAYS: Final = ip_network("192.88.99.0/24")  # 6to4 relays, long given up
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})
_HOST: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*")


def is_global(address: Address) -> bool:
    """Whether the address is globally routable unicast; one that carries an IPv4 address, only if both are."""
    if isinstance(address, IPv4Address):
        return _is_plainly_global(address) and address not in _RELAYS
    inner = list(_carried(address))
    if inner:
        return address not in _COMPATIBLE and all(is_global(one) for one in inner)
    is_special = any(address in network for network in _SPECIAL)
    return address in _GLOBAL_UNICAST and not is_special and _is_plainly_global(address)


def _is_plainly_global(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def _carried(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that packets to it may end at: mapped, compatible, NAT64, 6to4, Teredo, ISATAP."""
    number = int(address)
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address in _NAT64 or address in _COMPATIBLE:
        yield IPv4Address(number & 0xFFFFFFFF)
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if (number >> 32) & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(number & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an administrator opens beside the public network: networks, and hosts by their exact names."""

    networks: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def read(cls, parts: Iterable[str]) -> Self:
        """From the words of ASSETRY_OUTBOUND_ALLOW; raises ConfigurationError."""
        networks: list[str] = []
        hosts: list[str] = []
        for part in filter(None, (word.strip().lower() for word in parts)):
            try:
                networks.append(str(ip_network(part)))
            except ValueError as error:
                if not _HOST.fullmatch(part) or part.replace(".", "").isdigit():
                    raise ConfigurationError(
                        f"ASSETRY_OUTBOUND_ALLOW has {part!r}, which is neither a network (10.0.0.0/24) nor a host."
                    ) from error
                hosts.append(part)
        return cls(tuple(networks), frozenset(hosts))

    def admits(self, host: str, address: Address) -> bool:
        """Whether this host at this address may be connected to."""
        if is_global(address) or host.lower() in self.hosts:
            return True
        plain = address.ipv4_mapped if isinstance(address, IPv6Address) and address.ipv4_mapped else address
        return any(plain in ip_network(network) for network in self.networks)


def parse_address(text: str) -> Address:
    """An address as the resolver writes it, without a zone. Raises ValueError."""
    return ip_address(text.partition("%")[0])
