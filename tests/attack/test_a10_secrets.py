"""A10, secrets of fields. Snipe-IT CVE-2026-86758 and CVE-2026-86757, Fleet CVE-2026-27465, Nautobot CVE-2023-46128:
a canary in every secret column; no page, export, answer of the API or error shows one, to whom ever."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from assetry.domain.software.models import Entitlement
from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.audit.registry import declarations
from assetry.platform.audit.signed import signed
from assetry.platform.audit.tables import Trailed
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.webhooks.models import Webhook
from tests.api.conftest import Caller, caller  # noqa: F401 - a fixture
from tests.api.test_fuzz import DOCUMENT
from tests.cast import Cast
from tests.factories import make_entitlement, make_license
from tests.journeys.addresses import addresses, areas, routes
from tests.journeys.register import Register, make_register
from tests.support.signing_in import SECRET, enrol

pytestmark = pytest.mark.django_db
CANARY = "c4nary-S3cret"
OTHERS = ("asset_manager", "technician", "auditor", "employee", "stranger")
DOWNLOADS = (
    *("/assets.csv", "/assets/export", "/activity/export", "/people.csv", "/settings/users.csv"),
    *("/license-purchases.csv", "/exports/entitlement.csv", "/search/?q=c4nary"),
)
PLANTED = {
    "accounts_user": {"password"},
    "accounts_apitoken": {"token_hash"},
    "mfa_authenticator": {"data"},
    "software_entitlement": {"license_key"},
    "webhooks_webhook": {"secret", "former_secret", "url"},
    "reminders_reminderpolicy": {"addresses"},
}


def test_a10_every_secret_column_has_a_canary() -> None:
    """A secret column that somebody adds fails here until it is planted below."""
    declared = {name: set(each.secret) for name, each in declarations().items() if isinstance(each, Trailed)}
    secret = {name: columns for name, columns in declared.items() if columns and "trailtest" not in name}
    assert secret == PLANTED


@pytest.fixture
def register(db: None) -> Register:
    made = make_register(assets=1)
    enrol(made.cast.user("technician"))
    with signed("test"):
        User.objects.update(password=f"{CANARY}$password")
        Entitlement.objects.update(license_key=CANARY)
        Webhook.objects.update(secret=CANARY, former_secret=CANARY)
        for token in ApiToken.objects.all():
            ApiToken.objects.filter(pk=token.pk).update(token_hash=f"{CANARY}-{token.pk}")
        for factor in Authenticator.objects.all():
            Authenticator.objects.filter(pk=factor.pk).update(data={**factor.data, "secret": CANARY})
    return made


def told(client: Client, visits: list[str]) -> list[str]:
    """The addresses whose answer has a canary."""
    answers = {where: client.get(where).getvalue().decode(errors="replace") for where in visits}
    return [where for where, content in answers.items() if CANARY in content or SECRET in content]


def signed_in(register: Register, role: str) -> Client:
    client = Client()
    client.force_login(register.cast.user(role))
    return client


def test_a10_no_page_tells_an_administrator(register: Register) -> None:
    actor = register.cast.actor("administrator")
    visits = [one for area in areas() for one in addresses(register, actor, area)]
    assert told(signed_in(register, "administrator"), [*visits, *DOWNLOADS, "/nothing"]) == []


@pytest.mark.parametrize("role", OTHERS)
def test_a10_no_page_tells_the_others(register: Register, role: str) -> None:
    """Nor where the administrator's own messages go, which their pages show to the administrator."""
    with signed("test"):
        Webhook.objects.update(url=f"https://{CANARY}.example/")
        ReminderPolicy.objects.update(addresses=[f"{CANARY}@example.com"])
    visits = [f"/{pattern}" for pattern, _name in routes() if "<" not in pattern]
    assert told(signed_in(register, role), [*visits, *DOWNLOADS, "/nothing"]) == []


@pytest.mark.parametrize("role", ["administrator", "auditor", "employee"])
def test_a10_the_api_does_not_tell(cast: Cast, caller: Callable[[str], Caller], role: str) -> None:  # noqa: F811
    ask = caller(role)
    with signed("test"):
        User.objects.update(password=f"{CANARY}$password")
        line = make_entitlement(make_license(cast.company), license_key=CANARY)
    ids = [
        line.public_id,
        cast.user("technician").public_id,
        cast.company.public_id,
        *ApiToken.objects.values_list("public_id", flat=True),
    ]
    paths = [path.removeprefix("/api/v1") for path, methods in DOCUMENT["paths"].items() if "get" in methods]
    asked = {re.sub(r"\{\w+\}", one, path) for path in paths for one in ids}
    hashes = [CANARY, *ApiToken.objects.values_list("token_hash", flat=True)]
    contents = {path: str(ask.get(f"{path}?size=200").data) for path in asked if "/file" not in path}
    assert [path for path, content in contents.items() for text in hashes if text in content] == []
