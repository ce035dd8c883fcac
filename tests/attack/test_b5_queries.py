"""B5, SQL injection. GLPI CVE-2025-24799 and CVE-2024-29889, Fleet CVE-2026-54245, CVE-2026-26186 (ORDER BY) and
CVE-2026-34385 (stored first, joined later); DataInjection CVE-2026-11321.

Every parameter of every page and of the OpenAPI document: whatever stands there, no statement breaks. What the texts do
once they are stored is tried by test_b1_scripts.py, which plants quotes in every column."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller, caller  # noqa: F401 - a fixture
from tests.api.test_fuzz import DOCUMENT
from tests.attack.payloads import ALL_QUERIES, QUERIES
from tests.cast import Cast
from tests.factories import make_asset
from tests.journeys.addresses import routes

pytestmark = pytest.mark.django_db
NAMES = (
    *(
        "q",
        "filter",
        "sort",
        "peek",
        "as_of",
        "page",
        "after",
        "before",
        "columns",
        "kind",
        "company",
        "location",
    ),
    *("status", "category", "from", "to", "who", "action", "entity", "door", "next", "size", "tab", "exact"),
)
LISTS = sorted({pattern for pattern, _name in routes() if "<" not in pattern})
type Asking = Callable[[str], Caller]


def encoded(query: dict[str, str]) -> str:
    return urlencode(query, errors="surrogatepass")


def breaks(client: Client, text: str) -> list[str]:
    """The pages that fail when each of their parameters says the text."""
    queries = [encoded(dict.fromkeys(NAMES, text)), encoded({"filter": f'name eq "{text}"', "q": text})]
    asked = [f"/{pattern}?{query}" for pattern in LISTS for query in queries]
    return [where[:200] for where in asked if client.get(where).status_code >= 500]


@pytest.fixture
def administrator(cast: Cast) -> Client:
    with signed("test"):
        make_asset(cast.company)
    client = Client()
    client.force_login(cast.user("administrator"))
    return client


def test_b5_no_query_of_a_page_breaks_a_statement(administrator: Client) -> None:
    assert breaks(administrator, ALL_QUERIES) == []


@pytest.mark.parametrize("text", QUERIES)
def test_b5_a_list_takes_any_text(administrator: Client, text: str) -> None:
    text = text[:5_000]  # a server takes no longer address
    query = encoded(
        {"q": text, "filter": f'name contains "{text}"', "sort": text, "peek": text, "page": text}
    )
    assert administrator.get(f"/assets?{query}").status_code < 500


@pytest.mark.soak
@pytest.mark.parametrize("text", QUERIES)
def test_b5_every_page_takes_any_text(administrator: Client, text: str) -> None:
    assert breaks(administrator, text[:5_000]) == []


def example(schema: dict[str, Any], text: str, depth: int = 0) -> Any:
    """A body of the schema's form, each of whose texts is the given one."""
    schema = (
        DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    )
    schema = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), schema][0]
    if "$ref" in schema:
        return example(schema, text, depth + 1)
    if "properties" in schema and depth < 6:
        return {name: example(part, text, depth + 1) for name, part in schema["properties"].items()}
    if schema.get("type") == "array":
        return [example(schema.get("items", {}), text, depth + 1)]
    return 1 if schema.get("type") == "integer" else text


def api_breaks(ask: Caller, text: str) -> list[str]:
    """The routes of the API that fail when the address, the query and the body say the text."""
    found = []
    for path, methods in DOCUMENT["paths"].items():
        for method, described in methods.items():
            names = [one["name"] for one in described.get("parameters", ()) if one["in"] == "query"]
            where = re.sub(r"\{\w+\}", "0123456789AB", path.removeprefix("/api/v1"))
            content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
            body = example(content["schema"], text) if "schema" in content else None
            query = encoded(dict.fromkeys(names, text[:5_000]))
            answer = ask(method.upper(), f"{where}?{query}", body, If_Match="*")
            found += [f"{method} {path}: {answer.data}"] if answer.status >= 500 else []
    return found


def test_b5_no_parameter_of_the_api_breaks_a_statement(cast: Cast, caller: Asking) -> None:  # noqa: F811
    assert api_breaks(caller("administrator"), ALL_QUERIES) == []


@pytest.mark.soak
@pytest.mark.parametrize("text", QUERIES)
def test_b5_the_api_takes_any_text(cast: Cast, caller: Asking, text: str) -> None:  # noqa: F811
    assert api_breaks(caller("administrator"), text) == []
