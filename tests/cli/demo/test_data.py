"""The demo's data before it is written: pure, and the same each time."""

from collections import Counter
from random import Random

import pytest

from assetry.cli.support.demo import catalog
from assetry.cli.support.demo.devices import SHARE, STATUSES, Device, make_devices, next_numbers
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.organization import COMPANIES, LOCATIONS, DemoPerson, make_people
from assetry.cli.support.demo.services import make_services
from assetry.cli.support.demo.story import LAST, START, Step, make_story
from assetry.cli.support.demo.systems import make_systems
from assetry.kernel.public_id import PATTERN


def made() -> tuple[tuple[DemoPerson, ...], tuple[Device, ...], tuple[Step, ...]]:
    random = Random("test")
    people = make_people(random)
    devices = make_devices(random, people)
    return people, devices, make_story(random, devices, people)


PEOPLE, DEVICES, STORY = made()
STARTED_WITH = {"hardware", "subscription", "information"}


def test_it_is_as_large_as_promised() -> None:
    kinds = Counter(service.tag[:2] for service in make_services())
    assert (len(COMPANIES), len(LOCATIONS), len(PEOPLE), len(catalog.MODELS)) == (3, 12, 150, 40)
    assert (len(DEVICES), kinds["SB"], kinds["IN"]) == (600, 25, 20)
    assert Counter(system.category for system in make_systems()).keys() == {
        category.name for category in catalog.CATEGORIES if category.kind not in STARTED_WITH
    }


def test_it_is_the_same_each_time() -> None:
    assert made() == (PEOPLE, DEVICES, STORY)


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (Counter(device.status for device in DEVICES), STATUSES),
        (Counter(device.company for device in DEVICES), SHARE),
        (
            Counter(d.model.category for d in DEVICES),
            {c.name: c.count for c in catalog.CATEGORIES if c.count},
        ),
    ],
)
def test_devices_are_spread_as_planned(counted: Counter[str], expected: dict[str, int]) -> None:
    assert counted == expected


def test_no_two_share_a_tag_a_serial_number_or_a_user_name() -> None:
    tags = [device.tag for device in DEVICES] + [
        service.tag for service in (*make_services(), *make_systems())
    ]
    serials = [(device.model.manufacturer, device.serial) for device in DEVICES if device.serial]
    names = [person.username for person in PEOPLE]
    assert [len(set(found)) for found in (tags, serials, names)] == [
        len(found) for found in (tags, serials, names)
    ]


def test_new_tags_come_after_those_in_use() -> None:
    following = next_numbers(DEVICES)
    assert following["Larkfield Labs GmbH", "LT-"] == 1091
    own = [int(d.tag[3:]) for d in DEVICES if d.company == "Larkfield Inc." and d.tag.startswith("MN-")]
    assert following["Larkfield Inc.", "MN-"] == max(own) + 1


def test_the_story_takes_two_years_and_ends_yesterday() -> None:
    assert (STORY[0].at, (STORY[-1].at - STORY[0].at).days >= 720) == (START, True)
    assert STORY[-1].at <= LAST


def test_a_device_has_one_thing_happen_to_it_at_a_time() -> None:
    moments = Counter((step.at, tag) for step in STORY for tag in step.tags)
    assert max(moments.values()) == 1


@pytest.mark.parametrize("status", list(STATUSES))
def test_the_story_ends_where_the_devices_are(status: str) -> None:
    last = {tag: step.status for step in STORY if step.status is not None for tag in step.tags}
    assert {last[device.tag] for device in DEVICES if device.status == status} == {status}


def test_the_last_holder_is_the_one_that_has_it() -> None:
    last = {tag: step.holder for step in STORY if step.holder is not None for tag in step.tags}
    held = [device for device in DEVICES if device.holder]
    assert [last[device.tag] for device in held] == [device.holder for device in held]


def test_a_public_id_is_one_and_stays() -> None:
    assert PATTERN.match(demo_id("asset", "LT-1043"))
    assert demo_id("asset", "LT-1043") == demo_id("asset", "LT-1043") != demo_id("asset", "LT-1044")
