"""Public ids of demo rows: computed, not drawn, so that they are the same each time and can be found again."""

import hashlib

from assetry.kernel.public_id import CROCKFORD, LENGTH


def demo_id(entity: str, key: object) -> str:
    """The public id of one demo row, by the entity's name and whatever tells its rows apart."""
    digest = hashlib.sha256(f"assetry demo/{entity}/{key}".encode()).digest()
    return "".join(CROCKFORD[byte & 31] for byte in digest[:LENGTH])
