"""One thing of each entity in each corner, somebody for each way to be limited, and what each of them may see.

The expectation is written down here as sets of words; it asks nothing of the code that it judges.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.test import Client
from django.utils import timezone

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.assets.models import TagScheme
from assetry.domain.catalog.models import AssetKind
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import permissions
from assetry.platform.accounts.operations import create_token
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.api.conftest import Caller
from tests.domain.people import actor_of, make_role, make_user
from tests.factories import (
    make_allocation,
    make_asset,
    make_category,
    make_company,
    make_contract,
    make_coverage,
    make_department,
    make_entitlement,
    make_license,
    make_location,
    make_model,
    make_person,
    make_product,
    make_relation,
    make_release,
    make_supplier,
)
from tests.platform.attachments.files import attach, picture

# Corners of the company "own": in the granted place, in the granted category, of the granted kind, none of these.
INSIDE: Final = ("room", "laptop", "seat", "plain")
SUBTREE: Final = (*INSIDE, "child", "archived")
# Who is given what; each holds every permission there is, so that the scope alone decides.
PRINCIPALS: Final = (
    *("own", "other", "none", "child", "archived"),
    *("location", "category", "kind", "two"),
)
# Entities of one company, by the first words of their addresses on pages and in the API.
OF_A_COMPANY: Final = {
    "asset": ("assets", "assets", "q"),
    "location": ("locations", "locations"),
    "department": ("departments", "departments"),
    "person": ("people", "people"),
    "company": ("companies", "companies"),
    "cost_center": ("cost-centers", "cost-centers"),
    "tag_scheme": ("settings/tag-schemes", "tag-schemes"),
    "contract": ("contracts", "contracts", "renewals"),
    "coverage": ("coverage", "coverage"),
    "relation": ("relations", "relations"),
    "license": ("licenses", "licenses"),
    "entitlement": ("license-purchases", "license-purchases"),
    "allocation": ("license-allocations", "license-allocations"),
}
PLACED: Final = {"asset", "location", "person"}
# What lies in no place, and names people who lie in some: who is limited to a place sees none.
PLACELESS: Final = {"license", "entitlement", "allocation"}
_WHOLE: Final = {
    "own": set(SUBTREE),
    "other": {"other"},
    "none": set[str](),
    "child": {"child"},
    "archived": {"archived"},
    "two": {"child", "other"},
}
_LIMITED: Final = {"location": "room", "category": "laptop", "kind": "seat"}


def sees(principal: str, entity: str, corner: str) -> bool:
    """Whether that somebody sees the thing of that corner."""
    if principal in _WHOLE:
        return corner in _WHOLE[principal]
    if entity in {"asset", "coverage", "relation"} or (principal == "location" and entity in PLACED):
        return corner == _LIMITED[principal]
    return corner in SUBTREE and not (principal == "location" and entity in PLACELESS)


def changes(principal: str, entity: str, corner: str) -> bool:
    """Whether they may change it: a limited grant never reaches what its limit says nothing about."""
    of_assets = {"asset", "relation"}
    limited_to = {"location": PLACED | of_assets, "category": of_assets, "kind": of_assets}
    reaches = entity in limited_to.get(principal, {entity})
    return sees(principal, entity, corner) and reaches


def word_of(entity: str, corner: str) -> str:
    """What the thing is called, and nothing else is."""
    return f"Canary{entity.replace('_', '').title()}{corner.title()}"


@dataclass
class World:
    """The things by entity and corner, a file on each, and the people."""

    things: dict[str, dict[str, Any]]
    shared: dict[str, Any]
    actors: dict[str, Actor]
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    at: datetime = field(default_factory=timezone.now)

    def page(self, principal: str) -> Client:
        """A browser that is signed in."""
        from assetry.platform.accounts.models import User

        client = Client()
        client.force_login(User.objects.get(pk=self.actors[principal].user_id))
        return client

    def caller(self, principal: str) -> Caller:
        """A client of the API."""
        at = timezone.now()
        actor = self.actors[principal]
        return Caller(create_token(actor=actor, name="x", expires_at=at + timedelta(days=1), at=at)[1])


def make_world(*, with_files: bool = True) -> World:
    """Everything, made without an operation."""
    with signed("test:scopes"):
        things = _things()
        shared = {"supplier": make_supplier(), "model": make_model(), "software_product": make_product()}
        shared |= {"release": (release := make_release()), "released_product": release.product}
        boss, *_rest = actors = _people(things)
    world = World(things, shared, dict(zip(("boss", *PRINCIPALS), actors, strict=True)))
    for entity, corners in things.items() if with_files else ():
        for corner, row in corners.items() if entity != "tag_scheme" else ():
            world.files[entity, corner] = attach(
                boss, row, entity, content=picture(), name=f"{word_of(entity, corner)}.png"
            ).public_id
    return world


def _things() -> dict[str, dict[str, Any]]:
    word, things = word_of, {name: dict[str, Any]() for name in OF_A_COMPANY}
    own, other = make_company(word("company", "plain")), make_company(word("company", "other"))
    companies = {
        "plain": own,
        "child": make_company(word("company", "child"), own),
        "archived": make_company(word("company", "archived"), own, is_archived=True),
        "other": other,
    }
    laptop, seat = make_category("Laptops"), make_category("Chats", "subscription")
    site = make_location(own, "Site")
    things["company"] = companies
    things["location"]["room"] = make_location(own, word("location", "room"), site)
    things["person"]["room"] = make_person(own, word("person", "room"), location=things["location"]["room"])
    for corner, company in companies.items():
        of_one = {name: word(name, corner) for name in OF_A_COMPANY}
        things["location"][corner] = make_location(company, of_one["location"])
        things["department"][corner] = make_department(company, of_one["department"])
        things["person"][corner] = make_person(company, of_one["person"])
        name = of_one["cost_center"]
        things["cost_center"][corner] = CostCenter.objects.create(
            company=company, name=name, name_sort=name.lower(), code=corner
        )
        prefix = of_one["tag_scheme"][:20]
        things["tag_scheme"][corner] = TagScheme.objects.create(company=company, prefix=prefix, digits=3)
        things["contract"][corner] = make_contract(company, of_one["contract"])
        things["license"][corner] = license_ = make_license(company, of_one["license"])
        things["entitlement"][corner] = make_entitlement(
            license_, 5, name=of_one["entitlement"], ends_on=date(2029, 12, 31), license_key="K-1"
        )
        things["allocation"][corner] = make_allocation(license_, person=things["person"][corner])
        things["asset"][corner] = make_asset(
            company, name=of_one["asset"], asset_tag=f"T-{of_one['asset']}", holder_person=None
        )
    things["asset"]["room"] = make_asset(
        own, name=word("asset", "room"), location=things["location"]["room"], serial_number="Canary-1"
    )
    things["asset"]["laptop"] = make_asset(own, name=word("asset", "laptop"), category=laptop)
    things["asset"]["seat"] = make_asset(own, name=word("asset", "seat"), category=seat, status="Active")
    for corner, asset in things["asset"].items():
        contract = things["contract"].get(corner, things["contract"]["plain"])
        things["coverage"][corner] = make_coverage(contract, asset)
        twin = make_asset(
            asset.company,
            name=f"Twin {corner}",
            category=asset.category,
            location=asset.location,
            status=asset.status.name,
        )
        things["relation"][corner] = make_relation(asset, twin)
    return things


def _people(things: dict[str, dict[str, Any]]) -> list[Actor]:
    role = make_role("Everything", *(info.code for info in permissions()))
    companies, assets = things["company"], things["asset"]
    own = {"company": companies["plain"]}
    grants: dict[str, tuple[dict[str, Any], ...]] = {
        "boss": ({},),
        "own": (own,),
        "other": ({"company": companies["other"]},),
        "none": (),
        "child": ({"company": companies["child"]},),
        "archived": ({"company": companies["archived"]},),
        "location": ({**own, "location": things["location"]["room"].parent},),
        "category": ({**own, "category": assets["laptop"].category},),
        "kind": ({**own, "kind": AssetKind.objects.get(code="subscription")},),
        "two": ({"company": companies["child"]}, {"company": companies["other"]}),
    }
    users = [make_user(name) for name in grants]
    for user, given in zip(users, grants.values(), strict=True):
        for limits in given:
            Grant.objects.create(user=user, role=role, **limits)
    compile_grants(user.pk for user in users)
    return [actor_of(user) for user in users]
