"""Writes the demo: the setting, then every step of the story under an event of its own, dated back.

It runs as the owner of the database, and never through operations: these do not accept two years of back-dating.
The statements of custody are the operations' own, so mirrors follow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assetry.cli.support.demo.bills import write_bills
from assetry.cli.support.demo.contracts import write_contracts
from assetry.cli.support.demo.custom import custom_of_device
from assetry.cli.support.demo.devices import TODAY, Device, make_devices, next_numbers
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.licenses import write_licenses
from assetry.cli.support.demo.organization import DEPARTMENTS, make_people
from assetry.cli.support.demo.relations import write_relations
from assetry.cli.support.demo.services import Service, make_services
from assetry.cli.support.demo.setting import Setting, write_setting
from assetry.cli.support.demo.story import LAST, REGISTER, START, Step, make_story
from assetry.cli.support.demo.systems import make_systems
from assetry.cli.support.demo.talk import write_talk
from assetry.domain.assets import custody_store as store
from assetry.domain.assets.holders import holder_values
from assetry.domain.assets.kinds.hardware import AssetHardware
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.models import Asset, AssetIdentifier, Custody, Status, StatusPeriod
from assetry.domain.assets.operations.relations import RELATE
from assetry.domain.assets.support import settle_support
from assetry.domain.catalog.release_operations import write_pack
from assetry.domain.catalog.starter_pack import starter_pack
from assetry.kernel.text import name_sort, serial_key
from assetry.platform.audit.seed import past_event, writing_history

SEED = "Larkfield"


@dataclass(frozen=True)
class Written:
    """How much there is now."""

    people: int
    assets: int
    steps: int


def write_demo(password: str, at: datetime) -> Written:
    """Everything in one transaction, with the dates moved so that the story ends in the week before `at`."""
    random = Random(SEED)  # noqa: S311 (the same data each time)
    people = make_people(random)
    devices, services = make_devices(random, people), (*make_services(), *make_systems())
    story = make_story(random, devices, people)
    numbers = next_numbers(devices) | _numbers_of(services)
    # Whole weeks, so that what happened on a working day still does.
    shift = timedelta(weeks=(at.date() - TODAY).days // 7)
    began = START + shift - timedelta(days=1)
    with writing_history(began):
        with past_event(intent="demo.setup", at=began, door="cli"):
            setting = write_setting(people, numbers, password, began)
        writer = _Writer(setting, shift, {device.tag: device for device in devices})
        writer.write_services(services)
        for step in story:
            writer.write(step)
        writer.write_relations()
        writer.write_releases()
        writer.write_contracts()
        writer.write_licenses()
        writer.write_talk(at)
    return Written(len(people), len(devices) + len(services), len(story))


def _numbers_of(services: Iterable[Service]) -> dict[tuple[str, str], int]:
    """The numbers of services run through all companies; each goes on after the last of all."""
    highest: dict[str, int] = {}
    for service in services:
        prefix, number = service.tag[:3], int(service.tag[3:])
        highest[prefix] = max(highest.get(prefix, 0), number)
    return {(service.company, prefix): top + 1 for service in services for prefix, top in highest.items()}


@dataclass
class _Writer:
    """Replays the story; `shift` moves its calendar."""

    setting: Setting
    shift: timedelta
    devices: dict[str, Device]

    def __post_init__(self) -> None:
        self.statuses: dict[str, Status] = {status.name: status for status in Status.objects.all()}
        self.ids: dict[str, int] = {}
        self.heads = {plan.name: plan.head for plan in DEPARTMENTS}
        self.company_ids = sorted(company.pk for company in self.setting.companies.values())

    def write(self, step: Step) -> None:
        """One step under its event."""
        new = [tag for tag in step.tags if tag not in self.ids]
        user = self.setting.users[step.by]
        with past_event(
            intent=step.intent, at=step.at + self.shift, actor_id=user.pk, company_ids=self.company_ids,
            door=step.door, note=step.note,
        ):  # fmt: skip
            if new:
                self.register([self.devices[tag] for tag in new], step)
            else:
                self.change(step)

    def write_relations(self) -> None:
        """What runs on what, once all of it is there."""
        user, at = self.setting.users["Priya Nair"], LAST + self.shift
        company_of = dict(Asset.objects.filter(pk__in=self.ids.values()).values_list("pk", "company_id"))
        with past_event(intent=RELATE, at=at, actor_id=user.pk, company_ids=self.company_ids):
            write_relations(self.ids, company_of, at)

    def write_releases(self) -> None:
        """Until when is supported what the systems run: it is of no company, and stays when the demo goes."""
        with past_event(intent="catalog.load_releases", at=LAST + self.shift, door="cli"):
            write_pack(starter_pack())
        settle_support()

    def write_contracts(self) -> None:
        """What is paid for, once everything is there that it covers."""
        user, at = self.setting.users["Priya Nair"], LAST + self.shift
        with past_event(
            intent="contracts.contract.manage", at=at, actor_id=user.pk, company_ids=self.company_ids
        ):
            write_contracts(self.setting, self.shift, self.devices, self.ids)
        with past_event(intent="costs.read_bill", at=at, actor_id=user.pk, company_ids=self.company_ids):
            write_bills(self.setting, at.date(), at)

    def write_licenses(self) -> None:
        """What was bought of software, and who has it."""
        user, at = self.setting.users["Priya Nair"], LAST + self.shift
        with past_event(intent="software.license.manage", at=at, actor_id=user.pk):
            write_licenses(self.setting, self.shift, self.devices, self.ids)

    def write_talk(self, at: datetime) -> None:
        """What people say, and what waits for them."""
        user = self.setting.users["Priya Nair"]
        with past_event(intent="comments.write", at=LAST + self.shift, actor_id=user.pk):
            write_talk(self.setting, self.ids, at)

    def write_services(self, services: Iterable[Service]) -> None:
        """What nobody can touch, a category at a time, in the first days."""
        by_category: dict[str, list[Service]] = {}
        for service in services:
            by_category.setdefault(service.category, []).append(service)
        user = self.setting.users["Priya Nair"]
        for day, group in enumerate(by_category.values(), start=1):
            at = START + self.shift + timedelta(days=day)
            with past_event(intent=REGISTER, at=at, actor_id=user.pk, company_ids=self.company_ids):
                self.insert([self.service_row(service) for service in group], at)
                code = self.setting.categories[group[0].category].kind.facet
                FACETS[code].objects.bulk_create(
                    FACETS[code](
                        asset_id=self.ids[s.tag],
                        company=self.setting.companies[s.company],
                        facet=code,
                        **{name: self.facet_value(value) for name, value in s.facet.items()},
                    )
                    for s in group
                )

    def register(self, devices: list[Device], step: Step) -> None:
        """New devices with their first status and place."""
        rows = [self.device_row(device, step) for device in devices]
        self.insert(rows, step.at + self.shift)
        AssetHardware.objects.bulk_create(self.hardware_row(device) for device in devices)
        AssetIdentifier.objects.bulk_create(
            AssetIdentifier(
                asset_id=self.ids[d.tag],
                company=self.setting.companies[d.company],
                scheme="imei",
                value=imei,
                value_key=imei,
            )
            for d in devices
            if d.model.category == "Phone"
            for imei in [_imei(d.tag)]
        )

    def insert(self, rows: list[Asset], at: datetime) -> None:
        Asset.objects.bulk_create(rows)
        self.ids |= {row.asset_tag or "": row.pk for row in rows}
        Custody.objects.bulk_create(
            Custody(asset=row, company_id=row.company_id, location_id=row.location_id, period=(at, None))
            for row in rows
        )
        StatusPeriod.objects.bulk_create(
            StatusPeriod(asset=row, company_id=row.company_id, status_id=row.status_id, period=(at, None))
            for row in rows
        )

    def change(self, step: Step) -> None:
        """Custody, status and condition, as far as the step says."""
        at, ids = step.at + self.shift, [self.ids[tag] for tag in step.tags]
        if step.holder is not None or step.location is not None:
            holder = self.setting.people.get(step.holder or "") or self.setting.departments.get(
                step.holder or ""
            )
            values = None if step.holder is None else holder_values(holder)
            new = store.NewCustody(
                holder=values, effective_at=at, condition=step.condition or "", note=step.note
            )
            location = self.setting.locations[step.location or ""]
            store.replace_custody(ids, [location.pk] * len(ids), new)
        if step.status is not None:
            store.replace_status(ids, [self.statuses[step.status].pk] * len(ids), at)
        store.write_mirrors(ids)
        if step.condition is not None:
            AssetHardware.objects.filter(asset_id__in=ids).update(condition=step.condition)

    def device_row(self, device: Device, step: Step) -> Asset:
        model = self.setting.models[device.model.name]
        company, status = self.setting.companies[device.company], self.statuses[step.status or ""]
        department = self.department_of(device)
        return Asset(
            public_id=demo_id("asset", device.tag), kind=model.category.kind, facet=model.category.kind.facet,
            company=company, name_sort=model.name_sort, asset_tag=device.tag, serial_number=device.serial or None,
            serial_key=serial_key(device.serial), model=model, category=model.category,
            manufacturer=model.manufacturer, status=status, state=status.state,
            location=self.setting.locations.get(step.location or ""), purchased_on=self.moved(device.bought_on),
            owner_person=self.setting.people.get(self.heads[department]), cost_amount=device.cost,
            cost_center=self.setting.cost_centers[department], supplier=self.setting.suppliers[device.model.supplier],
            cost_currency=company.currency if device.cost is not None else "", custom=custom_of_device(device),
            replace_on=self.moved(device.replace_on),
        )  # fmt: skip

    def hardware_row(self, device: Device) -> AssetHardware:
        model = device.model
        return AssetHardware(
            asset_id=self.ids[device.tag], company=self.setting.companies[device.company], facet="hardware",
            condition="good" if device.serial else "", processor=model.processor, memory_gb=model.memory_gb or None,
            storage_gb=model.storage_gb or None, warranty_ends_on=self.moved(device.warranty_ends_on),
        )  # fmt: skip

    def service_row(self, service: Service) -> Asset:
        category, company = self.setting.categories[service.category], self.setting.companies[service.company]
        status = self.statuses[service.status]
        ends_on = date.fromisoformat(service.ends_on) if service.ends_on else None
        return Asset(
            public_id=demo_id("asset", service.tag), kind=category.kind, facet=category.kind.facet, company=company,
            name=service.name, name_sort=name_sort(service.name), asset_tag=service.tag, category=category,
            status=status, state=status.state, owner_person=self.setting.people[service.owner],
            ownership="subscribed" if service.cost else "owned", criticality=service.criticality,
            classification=service.classification, ends_on=self.moved(ends_on),
            cost_amount=Decimal(service.cost) if service.cost else None,
            cost_currency=company.currency if service.cost else "", custom=self.custom_of_service(service),
        )  # fmt: skip

    def custom_of_service(self, service: Service) -> dict[str, int]:
        """Who sees to the renewal of a subscription: whoever answers for it."""
        return {"renewal_owner": self.setting.people[service.owner].pk} if service.cost else {}

    def department_of(self, device: Device) -> str:
        """Whose budget it is: its holder's, else the company's first."""
        person = self.setting.people.get(device.holder)
        if person is not None and person.department is not None:
            return person.department.name
        own = [plan.name for plan in DEPARTMENTS if plan.company == device.company]
        return device.holder if device.holder in own else own[0]

    def facet_value(self, value: Any) -> Any:
        return self.moved(value) if isinstance(value, date) else value

    def moved(self, day: date | None) -> date | None:
        return None if day is None else day + self.shift


def _imei(tag: str) -> str:
    """Fifteen digits, the last one the check digit of ISO/IEC 7812-1 (Luhn)."""
    body = f"35{Random(tag).randrange(10**12):012d}"  # noqa: S311
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(body)]
    return f"{body}{-sum(value // 10 + value % 10 for value in doubled) % 10}"
