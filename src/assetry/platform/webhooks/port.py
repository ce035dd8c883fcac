"""What carries a message outside: the client of this installation, or its null twin that carries nothing."""

from collections.abc import Mapping
from typing import Protocol

from assetry.platform.outbound.current import outbound


class Carrier(Protocol):
    """Carries one body to one address and says the status of the answer. Raises OutsideUnreachable."""

    def carry(self, url: str, body: bytes, headers: Mapping[str, str]) -> int: ...


class OutboundCarrier:
    """Through `platform/outbound`: nothing inside the network is reached that is not allowed."""

    def carry(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer; a redirect is not followed."""
        return outbound().post(url, body, headers=headers).status


class NullCarrier:
    """Carries nothing and says that it arrived; `carried` is for tests and previews."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, bytes, Mapping[str, str]]] = []

    def carry(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """204, always."""
        self.carried.append((url, body, headers))
        return 204
