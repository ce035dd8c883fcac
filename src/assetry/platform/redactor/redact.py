"""Secrets taken out of text and of values: by the names they stand under, and by what they look like.

What cannot be parsed is taken for secret as a whole: half a redaction is none.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

REDACTED: Final = "[redacted]"

_NAME: Final = (
    r"(?:pass(?:word|wd|phrase|code)|secret|token|api[ _-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|"
    r"credential|authorization|cookie|session(?:[_-]?(?:id|key))|csrf|recovery[_-]?code|signature|connection[_-]?string|"
    r"(?<![a-zA-Z])(?:pass|pwd|otp|totp|sig|dsn|jwt|session)(?![a-zA-Z]))"
)
_SECRET_NAME: Final = re.compile(_NAME, re.IGNORECASE)
_PEM: Final = re.compile(r"-----BEGIN [A-Z0-9 ]*?-----.*?(?:-----END [A-Z0-9 ]*?-----|\Z)", re.DOTALL)
_URL: Final = re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s\"'<>]+", re.IGNORECASE)
_SCHEME: Final = re.compile(
    r"\b(Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey)(\s+)[^\s,\"']{4,}", re.IGNORECASE
)
# Our own tokens, JSON web tokens, and what scanners for leaked secrets know by its first letters.
_SHAPE: Final = re.compile(
    r"assetry_[A-Za-z0-9_-]{16,}|(?<![\w-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?|gh[pousr]_[A-Za-z0-9]{20,}|"
    r"github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}|sk[_-](?:live|test)[_-]\w{10,}"
)
# The text at the end of a link in a mail of ours (`platform.accounts.links`).
_LINK: Final = re.compile(r"(?<![0-9A-Za-z])([0-9A-HJKMNP-TV-Z]{12}-)[0-9a-f]{43}(?![0-9a-f])")
# Names and what stands between one and its value. Each character is looked at once (`++` gives nothing back): text
# that somebody sent must not cost more than its length.
_WORD: Final = re.compile(r"(?<![\w.-])[\w.-]++(?: key(?=[\"'\\\s]*[:=]))?", re.IGNORECASE)
_SIGN: Final = re.compile(r"\\*[\"']?\s*+(?:=>|[=:>]|%3[ad])\s*+(?:[|>][+-]?\s++)?", re.IGNORECASE)
_VALUE: Final = re.compile(
    r"""(?P<escape>\\+)(?P<quote>["']).*?(?:(?<!\\)(?P=escape)(?P=quote)|$)"""
    r"""|"(?:[^"\\]|\\.)*+"?|'(?:[^'\\]|\\.)*+'?|[^\s&<]++""",
    re.MULTILINE,
)
_OPTION: Final = re.compile(r"\s++(?!-)")
_HEADER: Final = re.compile(
    r"(?:proxy-)?authorization|(?:set-)?cookie|x-[a-z-]*(?:token|key|secret)", re.IGNORECASE
)
_LINE: Final = re.compile(r"[^\r\n]++")


def is_secret_name(name: str) -> bool:
    """Whether what stands under this name is secret: `password`, `X-Api-Key`, `session_key` …"""
    return _SECRET_NAME.search(name) is not None


def redact_text(text: str) -> str:
    """The text without secrets."""
    text = _PEM.sub(REDACTED, text)
    text = _URL.sub(lambda found: redact_url(found[0]), text)
    text = _SCHEME.sub(rf"\1\2{REDACTED}", _redact_named(text))
    return _LINK.sub(rf"\1{REDACTED}", _SHAPE.sub(REDACTED, text))


def _redact_named(text: str) -> str:
    """The text without the values that stand behind secret names: `name=value`, `"name": "value"`, `--name value`."""
    parts: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        if word.start() < done or not (is_secret_name(word[0]) or _HEADER.fullmatch(word[0])):
            continue
        sign = _SIGN.match(text, word.end())
        if sign is None and word[0].startswith("--"):
            sign = _OPTION.match(text, word.end())
        if sign is None:
            continue
        is_header = _HEADER.fullmatch(word[0]) is not None and ":" in sign[0]
        value = (_LINE if is_header else _VALUE).match(text, sign.end())
        if value is not None:
            parts += (text[done : sign.end()], REDACTED)
            done = value.end()
    return "".join((*parts, text[done:]))


def redact_url(url: str) -> str:
    """The address without its user-info, and without what stands under secret names in query and fragment."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # a colon before anything but a port: most likely a password
    except ValueError:
        return REDACTED
    user, at, host = parts.netloc.rpartition("@")
    if "@" in parts.path.partition("/")[0] or (
        not at and "@" in f"{parts.query}{parts.fragment}" and ":" in host
    ):
        return REDACTED
    netloc = f"{REDACTED}@{host}" if user or at else host
    return urlunsplit((parts.scheme, netloc, parts.path, _pairs(parts.query), _pairs(parts.fragment)))


def redact_value(value: Any, name: str = "") -> Any:
    """A value of any shape, for a report: bytes are counted, objects told by their type."""
    if (name and is_secret_name(name)) or value is None or isinstance(value, bool | int | float):
        return REDACTED if name and is_secret_name(name) else value
    match value:
        case str():
            return redact_text(value)
        case bytes() | bytearray():
            return f"[{len(value)} bytes]"
        case Mapping():
            return {redact_text(str(key)): redact_value(part, str(key)) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [redact_value(part) for part in value]
        case _:
            return f"[{type(value).__name__}]"


def _pairs(text: str) -> str:
    """`a=1&token=x` → `a=1&token=[redacted]`."""
    return "&".join(_pair(part) for part in re.split(r"[&;]", text)) if "=" in text else text


def _pair(part: str) -> str:
    """An address inside the address hides its own secrets, and percent signs hide names: both are looked through."""
    name, equals, value = part.partition("=")
    plain = unquote(unquote(value))
    is_secret = is_secret_name(unquote(name)) or is_secret_name(plain) or ("://" in plain and "@" in plain)
    return f"{name}={REDACTED}" if equals and is_secret else part
