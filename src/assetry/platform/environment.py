"""What the process is told from outside, read once: every environment variable that Assetry knows."""

import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from assetry.platform.faults import ConfigurationError
from assetry.platform.secret_key import weakness_of


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of one process. `owner_database_url` is only there for migrations, restores and tests."""

    data_dir: Path
    port: int
    bind: str
    database_url: str
    owner_database_url: str | None
    secret_key: str
    debug: bool
    log_level: str
    allowed_hosts: tuple[str, ...]
    base_url: str
    smtp_url: str | None
    max_upload_bytes: int
    outbound_allow: tuple[str, ...]
    log_format: str
    trusted_proxies: tuple[str, ...]
    session_idle_minutes: int
    session_hours: int


def default_data_dir() -> Path:
    """The user's data folder, as root `/var/lib/assetry`: never the source tree."""
    if os.geteuid() == 0:
        return Path("/var/lib/assetry")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "assetry"


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read the settings; raises `ConfigurationError` for a value that cannot be used."""
    data_dir = Path(environ.get("ASSETRY_DATA_DIR") or default_data_dir()).expanduser().absolute()
    port_text = environ.get("ASSETRY_PORT") or "8000"
    if not port_text.isdigit() or not 0 < int(port_text) < 65536:
        raise ConfigurationError(f"ASSETRY_PORT is {port_text!r}. Give a port between 1 and 65535.")
    for variable in ("DATABASE_URL", "ASSETRY_OWNER_DATABASE_URL"):
        if environ.get(variable):
            parse_database_url(environ[variable], variable)
    hosts = environ.get("ASSETRY_HOSTS") or "127.0.0.1,localhost,[::1]"
    return Environment(
        data_dir=data_dir,
        port=int(port_text),
        bind=environ.get("ASSETRY_BIND") or "127.0.0.1",
        database_url=environ.get("DATABASE_URL", ""),
        owner_database_url=environ.get("ASSETRY_OWNER_DATABASE_URL") or None,
        secret_key=_strong(environ.get("ASSETRY_SECRET_KEY") or _stored_secret_key(data_dir)),
        debug=environ.get("ASSETRY_DEBUG") == "1",
        log_level=_log_level(environ.get("ASSETRY_LOG_LEVEL") or "WARNING"),
        allowed_hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
        base_url=(environ.get("ASSETRY_BASE_URL") or f"http://127.0.0.1:{port_text}").rstrip("/"),
        smtp_url=environ.get("ASSETRY_SMTP_URL") or None,
        outbound_allow=_words(environ.get("ASSETRY_OUTBOUND_ALLOW") or ""),
        log_format=_log_format(environ.get("ASSETRY_LOG_FORMAT") or "plain"),
        max_upload_bytes=_megabytes("ASSETRY_MAX_UPLOAD_MB", environ.get("ASSETRY_MAX_UPLOAD_MB") or "25"),
        trusted_proxies=_networks(environ.get("ASSETRY_TRUSTED_PROXIES") or ""),
        session_idle_minutes=_number(environ, "ASSETRY_SESSION_IDLE_MINUTES", 24 * 60),
        session_hours=_number(environ, "ASSETRY_SESSION_HOURS", 14 * 24),
    )


def _stored_secret_key(data_dir: Path) -> str:
    """The key kept beside the data, made at the first `assetry up`; a throwaway one where none is kept."""
    key_file = data_dir / "secret_key"
    try:
        return key_file.read_text().strip()
    except OSError:
        return secrets.token_urlsafe(50)


def _strong(key: str) -> str:
    """The key, unless somebody could know or guess it; raises `ConfigurationError`."""
    weakness = weakness_of(key)
    if weakness:
        raise ConfigurationError(
            f"The secret key {weakness}. Give a random one by ASSETRY_SECRET_KEY, or unset it and let `assetry up` "
            "make one."
        )
    return key


def _networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(part.strip(), strict=False)) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise ConfigurationError(
            "ASSETRY_TRUSTED_PROXIES names the addresses of reverse proxies, like 10.0.0.5,192.0.2.0/24."
        ) from error


def _number(environ: Mapping[str, str], variable: str, usual: int) -> int:
    text = environ.get(variable) or str(usual)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
        raise ConfigurationError(f"{variable} is {text!r}. Give a whole number above 0.")
    return int(text)


def _megabytes(variable: str, text: str) -> int:
    """Bytes; raises `ConfigurationError`."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1000):
        raise ConfigurationError(f"{variable} is {text!r}. Give a number of megabytes between 1 and 1000.")
    return int(text) * 1_000_000


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _log_format(name: str) -> str:
    if name not in {"plain", "json"}:
        raise ConfigurationError(f"ASSETRY_LOG_FORMAT is {name!r}. Give plain or json.")
    return name


def _log_level(name: str) -> str:
    if name.upper() not in logging.getLevelNamesMapping():
        raise ConfigurationError(f"ASSETRY_LOG_LEVEL is {name!r}. Give DEBUG, INFO, WARNING or ERROR.")
    return name.upper()


def parse_database_url(url: str, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Turn `postgresql://user:password@host:port/name?option=value` into Django's settings.

    A socket folder is given as `postgresql:///name?host=/run/assetry&user=assetry_app`.
    Raises `ConfigurationError` for another scheme or a missing name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ConfigurationError(
            f"{variable} must start with postgresql://. Assetry runs on PostgreSQL only."
        )
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ConfigurationError(f"{variable} names no database: end it with /NAME.")
    return {
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "OPTIONS": options,
    }
