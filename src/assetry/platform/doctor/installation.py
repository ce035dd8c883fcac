"""Checks of what the process is told from outside: keys, names, modes, room."""

import ipaddress
import os
import shutil
import stat
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assetry.platform.doctor.checks import INSTALLATION, Check, Finding, Level, register_checks
from assetry.platform.secret_key import weakness_of

# A network of this many addresses holds more than proxies.
MOST_PROXIES = 65_536
LEAST_FREE_MB = 256
LITTLE_FREE_MB = 2048


def register() -> None:
    """Register the checks of the installation."""
    register_checks(
        Check(name="secret_key", label=_("Secret key"), group=INSTALLATION, run=check_secret_key),
        Check(name="debug", label=_("Debug mode"), group=INSTALLATION, run=check_debug),
        Check(name="base_url", label=_("Base address"), group=INSTALLATION, run=check_base_url),
        Check(name="hosts", label=_("Host names"), group=INSTALLATION, run=check_hosts),
        Check(name="proxies", label=_("Reverse proxies"), group=INSTALLATION, run=check_proxies),
        Check(name="disk", label=_("Room on the disk"), group=INSTALLATION, run=check_disk),
    )


def check_secret_key(_at: datetime) -> Finding:
    """There is one, nobody can guess it, and nobody else can read it."""
    weakness = weakness_of(settings.SECRET_KEY)
    if weakness:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The secret key %(weakness)s.") % {"weakness": weakness},
            mend=_("Give a random one by ASSETRY_SECRET_KEY, or unset it and let `assetry up` make one."),
        )
    if os.environ.get("ASSETRY_SECRET_KEY"):
        return Finding(detail=_("The secret key comes from ASSETRY_SECRET_KEY."))
    kept = settings.DATA_DIR / "secret_key"
    try:
        mode = stat.S_IMODE(kept.stat().st_mode)
    except FileNotFoundError:
        return Finding(
            level=Level.PROBLEM,
            detail=_("No secret key is kept: every process makes one of its own."),
            mend=_("Start `assetry up` once, or give one key to all processes by ASSETRY_SECRET_KEY."),
        )
    if mode & 0o077:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The secret key's file has mode %(mode)s: others can read it.")
            % {"mode": f"{mode:04o}"},
            mend=_("Run: chmod 600 %(file)s") % {"file": kept},
        )
    return Finding(detail=_("It is kept in the data folder, readable by its owner alone."))


def check_debug(_at: datetime) -> Finding:
    """Error pages must not show settings and variables."""
    if settings.DEBUG:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Debug mode is on: error pages show what nobody should see."),
            mend=_("Unset ASSETRY_DEBUG and start again."),
        )
    return Finding(detail=_("Debug mode is off."))


def check_base_url(_at: datetime) -> Finding:
    """Links in mails and labels lead there; cookies are only safe where it is https."""
    url = urlsplit(settings.BASE_URL)
    if url.scheme not in {"http", "https"} or not url.hostname:
        return Finding(
            level=Level.PROBLEM,
            detail=_("ASSETRY_BASE_URL is %(url)s, which is no address of a page.")
            % {"url": settings.BASE_URL},
            mend=_("Set ASSETRY_BASE_URL to what people type, like https://assets.example.com."),
        )
    if _is_here(url.hostname):
        return Finding(
            level=Level.WARNING,
            detail=_("%(url)s is known to this machine only.") % {"url": settings.BASE_URL},
            mend=_("When others are to use it, set ASSETRY_BASE_URL to the address that they type."),
        )
    if url.scheme == "http":
        return Finding(
            level=Level.PROBLEM,
            detail=_("%(url)s is not encrypted: passwords and cookies can be read on the way.")
            % {"url": settings.BASE_URL},
            mend=_("Put a proxy with TLS in front (docs/admin/proxy.md) and set an https address."),
        )
    return Finding(detail=settings.BASE_URL)


def check_hosts(_at: datetime) -> Finding:
    """Requests for other names are refused; the name of the base address must not be."""
    hosts = settings.ALLOWED_HOSTS
    if any(host.startswith((".", "*")) for host in hosts):
        return Finding(
            level=Level.PROBLEM,
            detail=_("ASSETRY_HOSTS takes names that nobody listed: %(hosts)s.")
            % {"hosts": ", ".join(hosts)},
            mend=_("List each host name that people type, divided by commas."),
        )
    name = urlsplit(settings.BASE_URL).hostname or ""
    if name not in hosts and f"[{name}]" not in hosts:
        return Finding(
            level=Level.PROBLEM,
            detail=_("ASSETRY_HOSTS lacks %(name)s, the host of ASSETRY_BASE_URL: every request is refused.")
            % {"name": name},
            mend=_("Set ASSETRY_HOSTS=%(hosts)s") % {"hosts": ",".join([*hosts, name])},
        )
    return Finding(detail=", ".join(hosts))


def check_proxies(_at: datetime) -> Finding:
    """What a proxy says of its visitor is believed of listed ones alone; unlisted, all its visitors count as one."""
    proxies = [ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES]
    wide = [str(network) for network in proxies if network.num_addresses > MOST_PROXIES]
    if wide:
        return Finding(
            level=Level.PROBLEM,
            detail=_("ASSETRY_TRUSTED_PROXIES trusts %(wide)s: any visitor from there can claim any address.")
            % {"wide": ", ".join(wide)},
            mend=_("List the addresses of the proxies themselves."),
        )
    host = urlsplit(settings.BASE_URL).hostname or ""
    if not proxies and not _is_here(host):
        return Finding(
            level=Level.WARNING,
            detail=_("No reverse proxy is listed: behind one, all visitors count as one."),
            mend=_("Set ASSETRY_TRUSTED_PROXIES to the address of the proxy (docs/admin/proxy.md)."),
        )
    return Finding(detail=", ".join(str(network) for network in proxies) or _("None is trusted."))


def check_disk(_at: datetime) -> Finding:
    """What is written next needs room."""
    free = shutil.disk_usage(settings.DATA_DIR).free // 2**20
    detail = _("%(free)d MB are free where the data lies.") % {"free": free}
    if free < LITTLE_FREE_MB:
        level = Level.PROBLEM if free < LEAST_FREE_MB else Level.WARNING
        return Finding(level=level, detail=detail, mend=_("Make room, or move the data to a larger disk."))
    return Finding(detail=detail)


def _is_here(host: str) -> bool:
    """Whether only this machine means itself by that name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
