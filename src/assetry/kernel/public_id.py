"""Public ids: twelve random characters, the only id in URLs, API and QR codes."""

import re
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
PATTERN = re.compile(f"^[{CROCKFORD}]{{{LENGTH}}}$")


def new_public_id() -> str:
    """Sixty random bits in Crockford's base 32 (no I, L, O, U: nothing to misread on a label)."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(LENGTH))


def new_public_ids(count: int) -> list[str]:
    """Many at once, from one read of the system's randomness."""
    noise = secrets.token_bytes(count * LENGTH)
    letters = bytes(CROCKFORD, "ascii")
    text = bytes(letters[byte & 31] for byte in noise).decode("ascii")
    return [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]


def normalize_public_id(text: str) -> str | None:
    """What a person typed or scanned, in canonical form; None when it cannot be a public id."""
    canonical = text.strip().upper().translate(str.maketrans("ILO", "110"))
    return canonical if PATTERN.match(canonical) else None
