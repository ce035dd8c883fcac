"""Where mail goes."""

from typing import Any

import pytest

from assetry.platform.faults import ConfigurationError
from assetry.platform.notifications.mailers import mailers_of, sender_of


def test_without_a_server_mail_is_printed() -> None:
    assert mailers_of(None)["default"]["BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", {"host": "mail.example", "port": 25, "use_tls": False, "use_ssl": False}),
        ("smtp://mail.example:587", {"port": 587, "use_tls": True, "use_ssl": False}),
        ("smtp://mail.example:2525?tls=1", {"port": 2525, "use_tls": True}),
        ("smtps://mail.example", {"port": 465, "use_ssl": True, "use_tls": False}),
        ("smtp://me%40x:p%3Aw@mail.example", {"username": "me@x", "password": "p:w"}),
    ],
)
def test_the_url_says_how_to_connect(url: str, expected: dict[str, Any]) -> None:
    options = mailers_of(url)["default"]["OPTIONS"]
    assert {name: options[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:99999"]
)
def test_a_url_that_names_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="ASSETRY_SMTP_URL"):
        mailers_of(url)


def test_the_sender_is_named_by_the_url_else_by_the_host() -> None:
    assert sender_of("smtp://mail.example?from=it@x.example", "assets.example") == "it@x.example"
    assert sender_of(None, "assets.example") == "assetry@assets.example"
