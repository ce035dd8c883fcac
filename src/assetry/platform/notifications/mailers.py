"""Where mail goes: the server that ASSETRY_SMTP_URL names, else the worker's output."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from assetry.platform.faults import ConfigurationError

TIMEOUT_SECONDS = 20
_BACKENDS = "django.core.mail.backends"


def mailers_of(url: str | None) -> dict[str, Any]:
    """Django's MAILERS.

    `smtp://user:password@host:587?from=it@example.com` (STARTTLS where the port is 587, or with `tls=1`),
    `smtps://…` (TLS from the start). Raises ConfigurationError for anything else.
    """
    if url is None:
        return {"default": {"BACKEND": f"{_BACKENDS}.console.EmailBackend"}}
    parts = _parsed(url)
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "timeout": TIMEOUT_SECONDS,
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and (parts.port == 587 or "tls" in parse_qs(parts.query)),
    }
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"default": {"BACKEND": f"{_BACKENDS}.smtp.EmailBackend", "OPTIONS": options}}


def sender_of(url: str | None, host: str) -> str:
    """The address that mail comes from: `from` of the URL, else one at the application's own host."""
    given = parse_qs(urlsplit(url).query).get("from") if url else None
    return given[0] if given else f"assetry@{host}"


def _parsed(url: str) -> Any:
    parts = urlsplit(url)
    try:
        known = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known:
        raise ConfigurationError(
            "ASSETRY_SMTP_URL must look like smtp://user:password@host:587?from=it@example.com."
        )
    return parts
