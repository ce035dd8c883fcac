"""A8 (CVE-2024-42005, CVE-2025-57833: names of JSON keys and aliases as SQL): custom fields name nothing but fields."""

from typing import Any

import pytest
from django.test import Client

from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.refusals import InvalidInput, Refusal
from assetry.kernel.registry import entity_named
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.operations import create_custom_field
from assetry.platform.filters import SortInvalid, compile_filter, sort_of
from tests.cast import NOW, Cast
from tests.platform.custom_fields.fields import define, make

pytestmark = pytest.mark.django_db
NAMES = (
    "__class", "custom__x", "x__isnull", "x' OR '1'='1", 'x"', "x\\", "x;--", "x)", "${x}", "{{x}}", "%s", "\x00",
    "x" * 5000, "ſ", "x\ny", "X", "кod",
)  # fmt: skip


def test_a8_a_code_that_is_more_than_a_word_is_refused(cast: Cast) -> None:
    described: dict[str, Any] = {"label": "Extra", "type": "text"}
    for name in NAMES:
        with pytest.raises(InvalidInput):
            create_custom_field(
                actor=cast.actor("administrator"), entity="asset", code=name, values=described, at=NOW
            )
    assert not CustomFieldDefinition.objects.exists()


@pytest.mark.parametrize(
    "code", ["exact", "isnull", "contains", "amount", "class", "company", "id", "pk", "custom"]
)
def test_a8_words_of_the_orm_are_codes_like_any_other(cast: Cast, code: str) -> None:
    admin = cast.actor("administrator")
    described: dict[str, Any] = {"label": "Extra", "type": "text", "is_filterable": True, "is_sortable": True}
    create_custom_field(actor=admin, entity="asset", code=code, values=described, at=NOW)
    values: dict[str, Any] = {f"custom_{code}": "A'1"}
    asset = make(cast, **values)
    make(cast)
    entity = entity_named("asset")
    condition = compile_filter(entity, parse_filter(f'custom_{code} eq "A\'1"'), admin, today=NOW.date())
    assert list(entity.visible_to(admin).filter(condition)) == [asset]


@pytest.mark.parametrize(
    "name",
    ["custom", "custom_", "custom__isnull", "custom_x__isnull", "custom.x", "custom__x", "custom_x_"],
)
def test_a8_a_filter_or_sort_names_defined_fields_only(cast: Cast, name: str) -> None:
    admin = cast.actor("administrator")
    define(admin, "X", "text", is_filterable=True, is_sortable=True)
    with pytest.raises(FilterInvalid):
        compile_filter(entity_named("asset"), parse_filter(f"{name} not_empty"), admin, today=NOW.date())
    with pytest.raises(SortInvalid):
        sort_of(entity_named("asset"), name)


def test_a8_labels_help_and_choices_are_text_everywhere(client: Client, cast: Cast) -> None:
    """trust.md B: what an administrator writes is no markup for anybody else."""
    bomb = "<img src=x onerror=alert(1)>"
    admin = cast.actor("administrator")
    define(admin, bomb, "choice", choices=(f"c{bomb}",), help=bomb, is_column=True, is_filterable=True)
    define(admin, f"t{bomb}", "text", is_column=True, is_sortable=True)
    code = CustomFieldDefinition.objects.order_by("pk")[1].code
    values: dict[str, Any] = {f"custom_{code}": bomb}
    asset = make(cast, **values)
    client.force_login(cast.user("administrator"))
    field = CustomFieldDefinition.objects.order_by("pk")[0].public_id
    pages = (
        "/settings/custom-fields", f"/settings/custom-fields/{field}", f"/settings/custom-fields/{field}/choices",
        "/assets/kind/hardware?filters=1", f"/assets/{asset.public_id}", f"/assets/{asset.public_id}/edit",
    )  # fmt: skip
    found = {page: client.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in found.items()} == dict.fromkeys(pages, 200)
    assert [page for page, answer in found.items() if "<img src=x" in answer.text] == []
    assert [page for page, answer in found.items() if "&lt;img src=x" not in answer.text] == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x"]
)
def test_a8_a_link_leads_to_the_web_alone(cast: Cast, address: str) -> None:
    define(cast.actor("administrator"), "Site", "link")
    with pytest.raises(Refusal):
        make(cast, custom_site=address)


def test_a8_a_person_out_of_scope_is_neither_named_nor_found(client: Client, cast: Cast) -> None:
    define(cast.actor("administrator"), "Contact", "person")
    asset: Any = make(cast)
    client.force_login(cast.user("asset_manager"))
    stranger = cast.person("stranger")
    sent = {"custom_contact": stranger.public_id, "version": asset.version, "name": "Laptop"}
    answer = client.post(f"/assets/{asset.public_id}/edit", sent)
    assert (answer.status_code, stranger.name in answer.text) == (422, False)
