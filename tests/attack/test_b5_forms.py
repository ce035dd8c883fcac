"""B5, B8: whatever a form's inputs hold, texts, lists or nothing at all, a page answers and nothing breaks.

Made from the routes: each page that takes POST gets each of its own inputs, and inputs of every other page, filled with
the same hostile value, as text, doubled, and as a file.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.platform.audit.signed import signed
from tests.attack.payloads import ALL_QUERIES
from tests.attack.test_a5_web_matrix import OURS, POSTED, address
from tests.cast import Cast
from tests.factories import make_asset
from tests.web.assets.support import fields_of

pytestmark = pytest.mark.django_db
COMMON = (
    *(
        "name",
        "label",
        "type",
        "entity",
        "kind",
        "code",
        "note",
        "version",
        "before",
        "picks",
        "ids",
        "all",
        "query",
    ),
    *(
        "holder",
        "location",
        "status",
        "company",
        "category",
        "filter",
        "sort",
        "columns",
        "text",
        "file",
        "picture",
    ),
    *(
        "confirmed",
        "return_to",
        "another",
        "back",
        "permissions",
        "role",
        "user",
        "email",
        "expires_at",
        "networks",
    ),
    *(
        "digits",
        "prefix",
        "scheme_1",
        "value_1",
        "effective_at",
        "expected_return_on",
        "cost_amount",
        "positions",
    ),
)
HOSTILE = {
    "quotes": ALL_QUERIES,
    "json": '{"a": [1, {"b": null}], "__proto__": {"x": 1}}',
    "a deep one": "[" * 3_000,
    "numbers": "1e308",
    "not a number": "NaN",
    "a large one": "9" * 400,
    "below zero": "-1",
    "dates": "9999-12-31T23:59:60+99:99",
    "nul": "a\x00b",
    "surrogates": "\ud800",
    "marks": "\u202e\u2066\ufeff",
    "picks": "0123456789AB:1,0123456789AB:99999999999999999999,:,x",
    "a template": "{{ 7*7 }}{% debug %}${7*7}",
    "long": "ä" * 20_000,
    "only spaces": " \t\r\n",
}


@pytest.fixture
def register(cast: Cast) -> dict[str, str]:
    with signed("test"):
        asset = make_asset(cast.company)
    return {
        "assets/": asset.public_id,
        "files/asset/": asset.public_id,
        "people/": cast.person("employee").public_id,
    }


def where_of(pattern: str, register: dict[str, str]) -> str:
    """The address of a page, of something that is there where we have it."""
    known = (public_id for start, public_id in register.items() if pattern.startswith(start))
    return address(pattern, next(known, "0123456789AB"))


def posted(cast: Cast, register: dict[str, str], value: str) -> list[Any]:
    """The pages that break."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.user("administrator"))
    wrong = []
    for pattern in POSTED:
        where = where_of(pattern, register)
        own = fields_of(client.get(where)) if "GET" in OURS[pattern].route_methods else {}
        names = dict.fromkeys((*own, *COMMON))
        texts = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name in names}
        file = SimpleUploadedFile("a.csv", value.encode("utf-8", "replace") or b"x")
        doubled = {name: [text, text] for name, text in texts.items()}
        answers = [client.post(where, sent) for sent in (texts, doubled, {**texts, "file": file})]
        wrong += [pattern for answer in answers if answer.status_code >= 500]
    return sorted(set(wrong))


def test_b5_no_form_breaks(cast: Cast, register: dict[str, str]) -> None:
    assert posted(cast, register, HOSTILE["quotes"]) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", HOSTILE)
def test_b5_no_form_breaks_by_whatever_it_is_sent(cast: Cast, register: dict[str, str], kind: str) -> None:
    assert posted(cast, register, HOSTILE[kind]) == []
