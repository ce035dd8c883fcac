"""A kind is one module, one migration, and tests: everything else follows from what the module says of it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from assetry.domain.assets.kinds.adding import NewKind, insert_kind
from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.kind import Kind
from assetry.domain.assets.kinds.registry import FACET_FIELDS, FACETS, KINDS
from assetry.domain.assets.models import Asset, StateTransition, StatusKind
from assetry.domain.assets.queries import DISPLAYED, list_default_statuses
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import FieldType
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_category

SOURCE = Path(__file__).resolve().parents[3] / "src" / "assetry"
# Where a kind may be named: its own package, what an empty register and the demo start with, examples, and which kind
# a new asset or an import has when nobody says.
MAY_NAME_KINDS = (
    "domain/assets/kinds/",
    "domain/assets/starter.py",
    "cli/support/demo/",
    "web/gallery/",
    "cli/support/import_options.py",
    "web/imports/views.py",
    "web/home/pages.py",
)
# Where a license is of a product or of a subscription: a field of that name.
LICENSED = (
    *(f"domain/software/{name}.py" for name in ("entities", "license_models", "lines", "operations")),
    "web/software/licenses.py",
    "web/software/purchases.py",
)
# Words that mean something else there: a door, a group of permissions, an area, a route, a scheme of identifiers.
OTHER_MEANINGS = {
    "platform/permissions/actor.py": {"system"},
    "platform/audit/signed.py": {"system"},
    "web/activity/words.py": {"system"},
    "web/kit/timeline.py": {"system"},
    "web/access/settings.py": {"system"},
    "web/access/roles.py": {"software", "system"},
    "web/system/urls.py": {"system"},
    "domain/assets/asset_models.py": {"domain"},
    "domain/contracts/contract_models.py": {"subscription"},
    "domain/software/apps.py": {"software"},
    "domain/software/fields.py": {"software", "subscription"},
    **{place: {"subscription"} for place in LICENSED},
}
SERVER = NewKind(
    code="server_room",
    name="Server room",
    plural="Server rooms",
    icon="server",
    states=("planned", "in_use", "retired"),
    defaults={"create": "in_use"},
    flags={"is_custodied": False, "is_serialized": False},
    category="Server room",
)


def inserted() -> AssetKind:
    """The kind, as its migration makes it."""
    make: Any = insert_kind(SERVER).code
    make(apps, SimpleNamespace(connection=connection))
    return AssetKind.objects.get(code="server_room")


def naming_a_kind() -> Iterator[str]:
    """Files that hold the code of a kind as a text of its own."""
    for file in sorted(SOURCE.rglob("*.py")):
        place = str(file.relative_to(SOURCE))
        if "/migrations/" not in place and not place.startswith(MAY_NAME_KINDS):
            texts = {
                node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant)
            }
            if texts & KINDS.keys() - OTHER_MEANINGS.get(place, set()):
                yield place


def test_no_other_code_names_a_kind() -> None:
    assert list(naming_a_kind()) == []


def test_every_module_of_a_kind_is_found() -> None:
    folder = SOURCE / "domain" / "assets" / "kinds"
    written = {file.stem for file in folder.glob("*.py") if "\nKIND = Kind(" in file.read_text()}
    assert set(KINDS) == written
    assert list(KINDS) == sorted(KINDS, key=lambda code: KINDS[code].position)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_an_asset_reaches_its_facet_by_the_code_of_its_kind(kind: Kind) -> None:
    assert Asset._meta.get_field(kind.code).related_model is kind.table is FACETS[kind.code]
    assert kind.code in DISPLAYED
    assert FACET_FIELDS[kind.code] == kind.fields


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_names_its_own_fields_only(kind: Kind) -> None:
    """Beside mirrors, which nobody edits: the areas above that keep them have them in tables of their own."""
    edited = [field for field in kind.fields if field.edited_by]
    own = {field.name for field in edited}
    assert {*kind.own_names, *kind.money_names} == own
    assert set(kind.runs_out) <= own
    assert {field.path.partition("__")[0] for field in edited} == {kind.code}


@pytest.mark.django_db
def test_a_migration_inserts_a_kind_with_statuses_moves_and_defaults() -> None:
    kind = inserted()
    assert (kind.facet, kind.is_custodied, kind.is_located) == ("server_room", False, True)
    states = set(StatusKind.objects.filter(kind=kind).values_list("status__state", flat=True))
    assert states == {"planned", "in_use", "retired"}
    moves = set(StateTransition.objects.filter(kind=kind).values_list("source", "target"))
    assert moves == {
        ("planned", "in_use"),
        ("planned", "retired"),
        ("in_use", "retired"),
        ("retired", "in_use"),
    }
    assert list_default_statuses(kind)["create"].name == "Active"
    assert [category.name for category in kind.categories.all()] == ["Server room"]


@pytest.mark.django_db
def test_it_comes_after_the_others() -> None:
    assert inserted() == AssetKind.objects.order_by("position").last()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_facet_is_of_its_own_kind(cast: Cast, kind: Kind) -> None:
    with signed("test"):
        asset = make_asset(cast.company, category=make_category(kind=kind.code))
        broken = pytest.raises(IntegrityError, match=f"{kind.table.__name__.lower()}_facet")
        with broken, transaction.atomic():
            kind.table.objects.filter(asset=asset).update(facet="none")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_has_an_owner_and_only_hardware_a_holder(kind: Kind) -> None:
    stored = AssetKind.objects.get(code=kind.code)
    assert stored.is_custodied == (kind.position == 10)
    assert kind.position == 10 or "owner_person" in dict(kind.columns)
    assert list_default_statuses(stored)["create"].state in {"in_use", "in_stock"}


def test_fields_are_read_from_columns() -> None:
    fields = {field.name: field for field in KINDS["system"].fields}
    assert fields["availability_actual"].type is FieldType.NUMBER
    assert (fields["availability_actual"].largest, fields["availability_actual"].decimals) == (4, 0)
    assert fields["is_third_party"].type is FieldType.YES_NO
    assert fields["substitutability"].type is FieldType.CHOICE
    assert fields["country_at_rest"].max_length == 2
    with pytest.raises(TypeError, match="has no engine"):
        described(KINDS["system"].table, "system", engine={})
