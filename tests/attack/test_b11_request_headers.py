"""B11, C5: hostile headers of requests: Host, Forwarded, X-Forwarded-*, X-Real-IP, doubled, endless, with line ends.

Homebox CVE-2026-27981, Fleet CVE-2026-24000 and CVE-2026-46356, Snipe-IT CVE-2022-23064. None is believed without a
configured proxy, none comes back in an answer, none breaks a page.
"""

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
PATHS = ("/assets", "/accounts/sign-in/", "/api/v1/assets", "/health")
LIES = {
    "another host by the proxy's header": {"X-Forwarded-Host": EVIL},
    "another scheme": {"X-Forwarded-Proto": "javascript"},
    "another port": {"X-Forwarded-Port": "99999999"},
    "another prefix": {"X-Forwarded-Prefix": f"//{EVIL}", "X-Script-Name": f"//{EVIL}"},
    "another address": {"X-Original-URL": "/settings/users", "X-Rewrite-URL": "/settings/users"},
    "another method": {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"},
    "another visitor": {
        "X-Real-IP": "127.0.0.1",
        "X-Forwarded-For": "127.0.0.1, ::1",
        "Client-IP": "127.0.0.1",
    },
    "another user": {"Remote-User": "administrator@example.com", "X-Remote-User": "administrator"},
    "the standard's header": {"Forwarded": f'for=127.0.0.1;host={EVIL};proto=https;by="_x"'},
    "a broken one": {"Forwarded": 'for="[::1;;;=,"', "X-Forwarded-For": ",,,,::::,%00,\x7f"},
    "line ends": {
        "X-Forwarded-Host": f"testserver\r\nSet-Cookie: {EVIL}=1",
        "Referer": f"/\r\nX-Evil: {EVIL}",
    },
    "endless ones": {
        "X-Forwarded-For": "1.2.3.4, " * 5_000,
        "Accept-Language": "x-" * 5_000,
    },
    "languages": {"Accept-Language": "../../etc/passwd,*;q=NaN,\x00"},
    "content that is none": {"Content-Type": "multipart/form-data", "Content-Length": "0"},
    "a referer": {"Referer": f"https://{EVIL}/x", "Origin": f"https://{EVIL}"},
    "the fragment's headers": {
        "HX-Current-URL": f"https://{EVIL}",
        "HX-Request": "true",
        "HX-Target": '"><script>',
    },
    "ranges": {"Range": "bytes=" + "0-1," * 2_000, "If-None-Match": '"' * 9_000, "If-Modified-Since": "\x00"},
    "a request's id": {"X-Request-ID": f"{EVIL}\r\nX-Evil: 1", "Traceparent": EVIL},
}
HOSTS = [
    EVIL,
    "",
    "testserver@evil.example",
    "testserver.evil.example",
    "[::1",
    "a" * 5_000,
    "x\r\ny",
]


def told(answer: object) -> str:
    """Everything that came back, but for what the test client adds."""
    return f"{getattr(answer, 'headers', '')}{bytes(answer.getvalue()).decode(errors='replace')}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("lie", LIES)
def test_b11_no_header_is_believed_or_repeated(cast: Cast, lie: str) -> None:
    client = Client()
    client.force_login(cast.user("technician"))
    for path in PATHS:
        honest, answer = client.get(path), client.get(path, headers=LIES[lie])
        assert answer.status_code < 500, path
        assert answer.status_code in {honest.status_code, 204, 206, 304, 400, 416}, path
        assert EVIL not in told(answer), path
        assert "X-Evil" not in answer.headers
        assert EVIL not in answer.cookies


@pytest.mark.parametrize("host", HOSTS)
def test_b11_a_host_that_is_not_ours_is_refused(cast: Cast, host: str) -> None:
    for path in PATHS:
        answer = Client().get(path, headers={"Host": host})
        assert answer.status_code in ({400} if path != "/health" else {200, 400}), path
        assert EVIL not in told(answer)


def test_b11_lies_about_the_address_open_no_page(cast: Cast) -> None:
    for lie in LIES.values():
        answer = Client().get("/assets", headers=lie)
        assert answer.status_code in {302, 204, 400}
        assert EVIL not in answer.headers.get("Location", "")
