"""A small filled register for walks through the pages: every kind, a tree of places, holders, a story, long names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import translation

from assetry.domain.access.account_operations import invite
from assetry.domain.access.invitation_queries import KIND as INVITATION
from assetry.domain.access.invitation_queries import sealed_facts
from assetry.domain.access.models import Role
from assetry.domain.access.operations import create_group, create_role, set_group_members
from assetry.domain.assets.imports.operations import check_import
from assetry.domain.assets.imports.suggesting import suggest_options
from assetry.domain.assets.models import Asset, Status
from assetry.domain.assets.operations import (
    change_status,
    check_in_asset,
    check_out_asset,
    edit_asset,
    save_tag_scheme,
    transfer_asset,
)
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company, Location, Person
from assetry.jobs.imports import apply_import
from assetry.kernel.text import name_sort
from assetry.platform.accounts.links import link_text
from assetry.platform.accounts.operations import create_token
from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import begin_run, preview_run, start_run
from assetry.platform.custom_fields.operations import create_custom_field, retire_custom_field
from assetry.platform.imports import runs
from assetry.platform.imports.models import ImportRun
from assetry.platform.permissions.actor import Actor
from assetry.platform.reports.models import ReportSchedule
from assetry.platform.reports.operations import create_schedule
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.operations import create_view
from tests.cast import Cast, make_cast
from tests.factories import (
    make_allocation,
    make_asset,
    make_category,
    make_contract,
    make_coverage,
    make_department,
    make_entitlement,
    make_license,
    make_location,
    make_model,
    make_person,
    make_relation,
    make_release,
    make_supplier,
)
from tests.journeys.talk import make_talk
from tests.platform.attachments.files import attach, picture
from tests.platform.custom_fields.fields import define

# What is told at "now" is true to the browser too, which has no other clock.
NOW = datetime.now(UTC)
LONG = (
    "Workstation for the laboratory of electron microscopy, second floor, behind Mikroskopieforschungsanlage"
)
FILE = b"""Tag,Name,Category,Bought,Price,Location,State
I-1,Docking station,Dock,31.12.2025,149.00,Stockroom 2,In stock
I-2,Docking station,Dock,31.12.2025,149.00,Stockroom 2,In stock
I-3,Docking station,Dock,31.02.2025,149.00,Stockroom 2,In stock
"""


@dataclass(frozen=True, kw_only=True)
class Register:
    """What walks need to name: the cast, some assets, and an import at each of its steps."""

    cast: Cast
    ready: Asset
    held: Asset
    mine: Asset
    rack: Asset
    retired: Asset
    subscription: Asset
    information: Asset
    holder: Person
    read: ImportRun
    checked: ImportRun
    queued: ImportRun
    done: ImportRun
    file: Attachment
    invitation: str
    view: SavedView
    schedule: ReportSchedule
    previewed: BulkRun
    changed: BulkRun
    talk: dict[str, Any]


def make_register(assets: int = 60) -> Register:
    """Make it, committed; `assets` laptops in stock beside the ones that have a story."""
    with translation.override("en"):
        cast = make_cast()
        with signed("test:register"):
            made = _rows(cast, assets)
            make_coverage(make_contract(cast.company, LONG, number="C-2041"), made["held"])
            make_relation(made["held"], made["rack"], note=LONG)
            make_release(LONG[:60])
            license_ = make_license(cast.company, LONG)
            make_entitlement(license_, 250, ends_on=date(2027, 5, 31), unit_amount=9, unit_currency="EUR")
            make_allocation(license_, 12, person=made["holder"])
        _story(cast, made)
        _settings(cast)
        steps: dict[str, Any] = {
            name: _import(cast.actor("administrator"), name) for name in ("read", "checked", "queued", "done")
        }
        file = attach(cast.actor("asset_manager"), made["held"], content=picture(), name=f"{LONG[:70]}.png")
        actor = cast.actor("administrator")
        view = _view(actor)
        return Register(
            cast=cast,
            **made,
            **steps,
            file=file,
            invitation=_invitation(cast),
            view=view,
            schedule=create_schedule(actor=actor, view=view, values={"user_ids": [actor.user_id]}, at=NOW),
            previewed=_change(actor, made["ready"], made["retired"]),
            changed=_done(actor, _change(actor, made["ready"])),
            talk=make_talk(cast.actor("administrator"), made["held"], NOW),
        )


def _rows(cast: Cast, assets: int) -> dict[str, Any]:
    company = cast.company
    site = make_location(company, "Leeds")
    floor = make_location(company, "Second floor of the building by the canal", site)
    room = make_location(company, "Stockroom 2", floor, is_stockroom=True)
    department = make_department(company, "Research")
    holder = make_person(
        company,
        "Maximiliane Hohenstein-Wollersdorf",
        location=floor,
        department=department,
        email="m@example.com",
    )
    CostCenter.objects.create(
        company=company, code="CC-410", name="Research", name_sort=name_sort("Research")
    )
    make_supplier("Northwind IT")
    laptop = make_model("Latitude 5450", make_category("Laptop"))
    suite = make_model("Design Suite", make_category("Design software", "subscription"))
    contracts = make_category("Contracts", "information")
    money: dict[str, Any] = {
        "cost_amount": Decimal("1420.50"),
        "cost_currency": "EUR",
        "purchased_on": date(2025, 3, 1),
    }
    kit: dict[str, Any] = {
        "model": laptop,
        "manufacturer": laptop.manufacturer,
        "category": laptop.category,
        **money,
    }
    for number in range(assets):
        make_asset(
            company, asset_tag=f"LT-{number:04d}", serial_number=f"SN{number:06d}", location=room, **kit
        )
    owner = cast.person("asset_manager")
    return {
        "ready": make_asset(company, asset_tag="LT-9001", name="Loaner", location=room, **kit),
        "held": make_asset(
            company,
            asset_tag="LT-9002",
            name=LONG,
            note="Sticker on the lid",
            location=room,
            owner_person=owner,
            **kit,
        ),
        "mine": make_asset(company, asset_tag="LT-9003", location=room, **kit),
        "rack": make_asset(company, asset_tag="LT-9004", name="Rack 4", location=room, **kit),
        "retired": make_asset(company, asset_tag="LT-9005", status="Retired", location=room, **kit),
        "subscription": make_asset(
            company,
            asset_tag="SUB-0001",
            status="Active",
            name="Design Suite Enterprise",
            category=suite.category,
            model=suite,
            manufacturer=suite.manufacturer,
            owner_person=owner,
            ends_on=NOW.date() + timedelta(days=20),
            facet={"plan": "Enterprise"},
        ),
        "information": make_asset(
            company, asset_tag="INF-0001", status="Active", name="Supplier contracts", category=contracts
        ),
        "holder": holder,
    }


def _story(cast: Cast, made: dict[str, Any]) -> None:
    actor, held, at = cast.actor("technician"), made["held"], NOW - timedelta(days=40)
    first: dict[str, Any] = {"effective_at": at, "at": NOW}
    check_out_asset(actor=actor, asset=made["mine"], holder=cast.person("employee"), **first)
    check_out_asset(actor=actor, asset=made["rack"], holder=made["holder"], **first)
    check_in_asset(actor=actor, asset=made["rack"], effective_at=NOW - timedelta(days=2), at=NOW)
    check_out_asset(
        actor=actor,
        asset=held,
        holder=made["holder"],
        note="Until the new one comes",
        expected_return_on=NOW.date() + timedelta(days=30),
        **first,
    )
    held.refresh_from_db()
    transfer_asset(actor=actor, asset=held, location=Location.objects.get(name="Leeds"), at=NOW)
    manager = cast.actor("asset_manager")
    held.refresh_from_db()
    changes = {"serial_number": "5CG1234XYZ", "note": "Battery replaced"}
    edit_asset(actor=manager, asset=held, changes=changes, version=held.version, at=NOW)
    made["rack"].refresh_from_db()
    repair = Status.objects.get(name="In repair")
    change_status(actor=manager, asset=made["rack"], status=repair, at=NOW)
    for asset in (held, made["mine"], made["rack"]):
        asset.refresh_from_db()


def _settings(cast: Cast) -> None:
    """A role, a group with a member, a token, a tag scheme, a custom field."""
    actor = cast.actor("administrator")
    create_role(actor=actor, name="Stock keeper", permission_codes=["assets.asset.view"], at=NOW)
    group = create_group(actor=actor, name="Service desk", at=NOW)
    set_group_members(actor=actor, group=group, users=[cast.user("technician")], at=NOW)
    create_token(actor=actor, name="Inventory agent", expires_at=NOW + timedelta(days=30), at=NOW)
    _fields(actor)
    save_tag_scheme(actor=actor, company=cast.company, category=None, prefix="LT-", digits=4, at=NOW)
    field = {"label": "Rack unit", "type": "text"}
    create_custom_field(actor=actor, entity="asset", kind="", values=field, choices=[], at=NOW)


def _fields(actor: Actor) -> None:
    """Custom fields: one in use, one that waits for its index, one retired, with words of any length."""
    define(actor, "Imaging profile", "choice", choices=("Office", LONG[:60]), is_filterable=True)
    define(actor, f"Rack unit of the {LONG}"[:60], "number", kind="hardware", settle=False, is_sortable=True)
    retired = define(actor, "Old inventory number", "text")
    retire_custom_field(actor=actor, field=retired, version=None, at=NOW)


def _invitation(cast: Cast) -> str:
    """The text of a link that still invites somebody."""
    role = Role.objects.get(code="technician")
    invited = invite(
        actor=cast.actor("administrator"),
        email="max@example.com",
        name="Max Otieno",
        role=role,
        company=cast.company,
        at=NOW,
    )
    return link_text(INVITATION, invited.public_id, *sealed_facts(invited))


def _view(actor: Actor) -> SavedView:
    """A report of the administrator's own."""
    query = {"look": ["report"], "group": ["location"]}
    return create_view(actor=actor, list_name="asset", entity="asset", name=LONG[:60], query=query, at=NOW)


def _change(actor: Actor, *assets: Asset) -> BulkRun:
    """A change of many that was looked at."""
    chosen = Asset.objects.filter(pk__in=[asset.pk for asset in assets])
    run = begin_run(
        actor=actor, entity="asset", work="edit", rows=chosen, scope={}, return_url="/assets", at=NOW
    )
    preview_run(actor=actor, run=run, arguments={"order_number": LONG[:80]}, at=NOW)
    run.refresh_from_db()
    return run


def _done(actor: Actor, run: BulkRun) -> BulkRun:
    """The same, done."""
    start_run(actor=actor, run=run, at=NOW)
    run.refresh_from_db()
    return run


def _import(actor: Actor, until: str) -> ImportRun:
    """An import left at a step: read, checked, queued or done."""
    run = runs.begin_run(
        actor=actor, entity="asset", kind="hardware", file_name=f"{until}.csv", content=FILE, at=NOW
    )
    steps: dict[str, Callable[[], object]] = {
        "checked": lambda: _check(actor, run),
        "queued": lambda: runs.queue_run(run, at=NOW),
        "done": lambda: apply_import(run_id=run.pk),
    }
    order = {"read": (), "checked": ("checked",), "queued": ("checked", "queued")}
    for step in order.get(until, tuple(steps)):
        steps[step]()
    run.refresh_from_db()
    return run


def _check(actor: Actor, run: ImportRun) -> None:
    sheet = runs.sheet_of(run, None)
    company = Company.objects.get(name="Larkfield Labs GmbH").public_id
    options = replace(suggest_options(actor, run, sheet), company=company, create=frozenset({"category"}))
    check_import(actor=actor, run=run, options=options, at=NOW)
