"""C11, secrets in logs and reports. Shelf 329af3aa: credentials inside URL values pass a redaction by key names, and
an address that cannot be parsed fails open. NetBox 4.7.0: a token in job results."""

import json
import logging
import signal
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.platform.accounts.links import link_text
from assetry.platform.accounts.tokens import new_token_text
from assetry.platform.redactor.logs import JsonLines, PlainLines, one_line
from assetry.platform.redactor.redact import REDACTED, is_secret_name, redact_text, redact_url, redact_value

CANARY = "c4nary-S3cret_value"
FORMS = [
    "password={}",
    "password: {}",
    '"password": "{}"',
    "'password': '{}'",
    "PASSWORD => {}",
    "db_password={}",
    "user=me&token={}&page=2",
    "api_key={}",
    "X-Api-Key: {}",
    "apikey={}",
    "secret_key={}",
    "client_secret={}",
    "Authorization: Bearer {}",
    "authorization: basic {}",
    "Bearer {}",
    "Basic {}",
    "Token {}",
    "Cookie: sessionid={}; a=b",
    "Set-Cookie: sessionid={}; HttpOnly",
    "sessionid={}",
    "csrftoken={}",
    "csrfmiddlewaretoken={}",
    "otp={}",
    "https://me:{}@example.com/x",
    "https://{}@example.com",
    "postgresql://user:{}@/db?host=/run",
    "smtp://a:{}@mail:25",
    "https://example.com/?token={}&x=1",
    "https://example.com/#access_token={}",
    "https://me:{}@[::1",
    "http://me:a/{}@host/",
    "https://example.com/?sig={}",
    "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\n{}",
    "assetry_{}",
    '{{"nested": {{"recovery_codes": "{}"}}}}',
    "passphrase: '{}'",
    "DATABASE_URL=postgresql://assetry:{}@db/assetry",
    "connection_string={}",
    "jwt={}",
    "https://example.com/?next=https://me:{}@other.example/x",
    "https://example.com/?next=https%3A%2F%2Fme%3A{}%40other.example",
    "https://example.com/?pass%77ord={}",
    '{{\\"password\\": \\"{}\\"}}',
    "password%3D{}",
    "--password {}",
    "<password>{}</password>",
    "api key: {}",
    "session={}",
    "password=a,{}",
    "secret_key: |\n  {}",
]


@pytest.mark.parametrize("form", FORMS)
def test_c11_a_secret_in_any_form_is_taken_out(form: str) -> None:
    told = redact_text(f"before {form.format(CANARY)}")
    assert CANARY not in told
    assert REDACTED in told
    assert told.startswith("before ")


_SECRETS = st.text(string.ascii_letters + string.digits + "_-", min_size=20, max_size=60).map("s3{}".format)
_AROUND = st.text(string.ascii_letters + " .,\n", max_size=30)


@given(form=st.sampled_from(FORMS), secret=_SECRETS, before=_AROUND, after=_AROUND)
def test_c11_whatever_stands_around_it(form: str, secret: str, before: str, after: str) -> None:
    assert secret not in redact_text(f"{before} {form.format(secret)} {after}")


@given(st.text(max_size=300))
def test_c11_no_text_breaks_it(text: str) -> None:
    redact_text(text)
    redact_url(text)


@given(st.text(max_size=200))
def test_c11_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact_text(redact_text(text)) == redact_text(text)


@pytest.mark.parametrize(
    "piece", ["a.", "x-", "password", "a:", "\\", "<", "--a-", 'password:\\"', "%3d", "://@", "b?c="]
)
def test_c11_redacting_costs_no_more_than_the_text_is_long(piece: str) -> None:
    """The path of a request is told in the log: 60 kB of `a.a.a.` were minutes of the server (B12, CVE-2026-86734)."""
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(20)  # a guard: it takes milliseconds, or it took minutes
    try:
        redact_text(piece * (60_000 // len(piece)))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def test_c11_links_of_mails_are_known_by_their_shape() -> None:
    text = link_text("reset", "KHKJNDJCBP0M", "ada@example.com")
    told = redact_text(f"Not Found: /accounts/link/{text}/")
    assert told == f"Not Found: /accounts/link/KHKJNDJCBP0M-{REDACTED}/"


def test_c11_our_own_tokens_are_known_by_their_shape() -> None:
    token = new_token_text()
    assert token not in redact_text(f"somebody sent {token} in a note")


def test_c11_what_cannot_be_parsed_is_redacted_whole() -> None:
    assert redact_url("https://me:secret@[::1/path") == REDACTED


KEPT = [
    "Request 7f0c failed.",
    "GET /assets?q=laptop&sort=name",
    "https://example.com/a?page=2#top",
    "user=me",
    "tag LT-1043",
    "design=3",
    "hotpath=1",
    "2026-11-24 09:35:00",
    "the passenger's compass",
    "keyboard=us",
    "status: in use",
]


@pytest.mark.parametrize("text", KEPT)
def test_c11_what_is_no_secret_stays(text: str) -> None:
    assert redact_text(text) == text


def test_c11_values_are_redacted_by_their_names_and_their_text() -> None:
    given_value = {
        "password": CANARY,
        "headers": {"Authorization": f"Bearer {CANARY}", "Accept": "text/html"},
        "urls": [f"https://me:{CANARY}@example.com"],
        "raw": CANARY.encode(),
        "count": 3,
        "thing": object(),
    }
    told = redact_value(given_value)
    assert CANARY not in str(told)
    assert (told["count"], told["headers"]["Accept"], told["raw"]) == (3, "text/html", "[19 bytes]")


@pytest.mark.parametrize(
    "name", ["password", "X-Api-Key", "session_key", "clientSecret", "DB_PASSWORD", "refresh_token"]
)
def test_c11_a_secret_name_is_known(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["name", "asset_tag", "keyboard", "compass", "note", "status"])
def test_c11_other_names_are_not(name: str) -> None:
    assert not is_secret_name(name)


def record(message: str, *args: Any, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("assetry.test", logging.ERROR, __file__, 1, message, args, info)


FORGERIES = [
    "a\r\n2026-11-24 ERROR forged",
    "a\x1b[2K\x1b[1A",
    "a\u202eb",
    "a\x00b",
    "a\u2028b",
    "a\x85b",
    "\ud800",
    "a\x7f",
]


@pytest.mark.parametrize("text", FORGERIES)
@pytest.mark.parametrize("formatter", [PlainLines(), JsonLines()])
def test_b11_a_record_is_one_line_whatever_it_says(formatter: logging.Formatter, text: str) -> None:
    """CRLF, terminal codes, NUL and direction marks in what somebody sent (Snipe-IT: User-Agent)."""
    line = formatter.format(record("Agent %s", text))
    assert len(line.splitlines()) == 1
    assert one_line(line) == line
    line.encode()


def failing() -> Exception:
    try:
        int(f"password={CANARY}\n2026-11-24 ERROR forged")
    except ValueError as error:
        return error
    raise AssertionError


def test_c11_a_traceback_holds_no_secret_and_forges_no_record() -> None:
    lines = PlainLines().format(record("Failed", error=failing())).splitlines()
    assert CANARY not in "".join(lines)
    assert all(line.startswith("  | ") for line in lines[1:])
    assert any("ValueError" in line for line in lines)


def test_c11_json_holds_the_traceback_in_its_line() -> None:
    told = json.loads(JsonLines().format(record("Failed", error=failing())))
    assert "ValueError" in told["traceback"]
    assert CANARY not in str(told)


def test_c11_the_handlers_of_the_application_redact() -> None:
    from assetry.config import settings

    logged: Any = settings.LOGGING
    assert logged["handlers"]["stderr"]["formatter"] in logged["formatters"]
    assert {each["()"].rpartition(".")[0] for each in logged["formatters"].values()} == {
        "assetry.platform.redactor.logs"
    }
