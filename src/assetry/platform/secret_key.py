"""What makes a secret key useless: signatures made with a key that others know or can guess prove nothing."""

LEAST_LENGTH = 32
LEAST_VARIETY = 10
# Keys, or parts of them, of documentation, samples and peers' repositories, in lower case (Snipe-IT CVE-2024-48987).
PUBLISHED = (
    "django-insecure-",
    "base64:3ilvixqb9u6dx1nrcywgj",
    "changeme",
    "change-me",
    "change_me",
    "change this",
    "secret-key-here",
    "your-secret-key",
    "your_secret_key",
    "example",
    "0123456789",
    "abcdefghij",
)


def weakness_of(key: str) -> str | None:
    """What is wrong with a key, as the end of a sentence ("The secret key …"); None when nothing is."""
    if not key:
        return "is empty"
    lower = key.lower()
    if any(published in lower for published in PUBLISHED):
        return "is one that was published"
    if len(key) < LEAST_LENGTH:
        return f"has {len(key)} characters; {LEAST_LENGTH} are the least"
    if len(set(key)) < LEAST_VARIETY:
        return "repeats a few characters"
    return None
