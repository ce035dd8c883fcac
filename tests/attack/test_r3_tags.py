"""R3: a tag is given once and never again: in parallel, over crashes, beside tags that people type."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from assetry.domain.assets.models import Asset, TagCounter, TagScheme
from assetry.domain.assets.operations import create_asset, edit_asset, save_tag_scheme
from assetry.domain.assets.tags import allocate_tags
from assetry.domain.catalog.models import Category
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.refusals import InvalidInput, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast, make_cast
from tests.domain.assets.places import kind
from tests.domain.people import granted
from tests.factories import make_asset, make_category
from tests.support.races import Rival, at_once

pytestmark = pytest.mark.django_db(transaction=True)

CREATORS = 32


class Crash(Exception):
    """The process ends between the allocation and the commit."""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = make_cast()
    scheme(made, "LT-")
    return made


@pytest.fixture
def laptop(cast: Cast) -> Category:
    with signed("test"):
        return make_category("Laptop")


def scheme(cast: Cast, prefix: str, category: Category | None = None, digits: int = 4) -> TagScheme:
    return save_tag_scheme(
        actor=cast.actor("asset_manager"),
        company=cast.company,
        category=category,
        prefix=prefix,
        digits=digits,
        at=NOW,
    )


def register(cast: Cast, category: Category, **values: Any) -> Asset:
    return create_asset(
        actor=cast.actor("technician"),
        company=cast.company,
        kind=kind(),
        values={"category": category, **values},
        at=NOW,
    )


def crash_after_registering(cast: Cast, category: Category) -> None:
    """The tag is allocated, the row is written, and the transaction never ends well."""
    with transaction.atomic():
        register(cast, category)
        raise Crash


def creator(cast: Cast, category: Category, number: int, rounds: int) -> Callable[[], list[str]]:
    def run() -> list[str]:
        tags = []
        for turn in range(rounds):
            if (number + turn) % 3 == 0:
                with suppress(Crash):
                    crash_after_registering(cast, category)
            else:
                tags.append(str(register(cast, category).asset_tag))
        return tags

    return run


def parallel_creators(cast: Cast, category: Category, rounds: int) -> None:
    outcomes = at_once([creator(cast, category, number, rounds) for number in range(CREATORS)])
    given = [tag for tags in outcomes for tag in tags]
    stored = list(Asset.objects.filter(company=cast.company).values_list("asset_tag", flat=True))
    assert len(given) == len(set(given)) == len(stored)
    assert set(given) == set(stored)
    assert TagCounter.objects.get(company_id=cast.company.pk).next_number == CREATORS * rounds + 1


def test_r3_32_creators_with_crashes_between(cast: Cast, laptop: Category) -> None:
    parallel_creators(cast, laptop, rounds=3)


@pytest.mark.soak
def test_r3_32_creators_with_crashes_between_500_times(cast: Cast, laptop: Category) -> None:
    parallel_creators(cast, laptop, rounds=500)


def test_r3_a_failure_leaves_a_gap(cast: Cast, laptop: Category) -> None:
    register(cast, laptop)
    with pytest.raises(Crash):
        crash_after_registering(cast, laptop)
    assert register(cast, laptop).asset_tag == "LT-0003"


def test_r3_typed_tags_are_skipped(cast: Cast, laptop: Category) -> None:
    for tag in ("LT-0002", "LT-0003"):
        register(cast, laptop, asset_tag=tag)
    assert [register(cast, laptop).asset_tag for _ in range(2)] == ["LT-0001", "LT-0004"]


def test_r3_a_long_run_of_taken_tags_is_skipped_at_once(cast: Cast, laptop: Category) -> None:
    with signed("test"):
        model = make_asset(cast.company, category=laptop)
        Asset.objects.bulk_create(
            Asset(
                company=cast.company,
                kind=model.kind,
                facet=model.facet,
                category=laptop,
                status=model.status,
                state=model.state,
                asset_tag=f"LT-{number:04d}",
            )
            for number in range(1, 3001)
        )
    register(cast, laptop)
    assert TagCounter.objects.get(company_id=cast.company.pk).next_number == 3002
    assert allocate_tags(cast.company.pk, laptop.pk, 3) == ["LT-3002", "LT-3003", "LT-3004"]


def test_r3_replaced_tags_are_skipped(cast: Cast, laptop: Category) -> None:
    asset = register(cast, laptop, asset_tag="LT-0001")
    edit_asset(
        actor=cast.actor("technician"), asset=asset, changes={"asset_tag": "X-1"}, version=None, at=NOW
    )
    assert register(cast, laptop).asset_tag == "LT-0002"


def test_r3_a_tag_that_somebody_types_at_the_same_moment_is_skipped(cast: Cast, laptop: Category) -> None:
    with transaction.atomic():
        register(cast, laptop, asset_tag="LT-0001")
        rival = Rival(partial(register, cast, laptop))
        assert rival.let_run_until_blocked()
    assert rival.finish().asset_tag == "LT-0002"


def test_r3_a_tag_that_is_being_replaced_is_not_typed_again(cast: Cast, laptop: Category) -> None:
    from assetry.domain.assets.refusals import TagTaken

    asset = register(cast, laptop, asset_tag="LT-0001")
    with transaction.atomic():
        edit_asset(
            actor=cast.actor("technician"), asset=asset, changes={"asset_tag": "X-1"}, version=None, at=NOW
        )
        rival = Rival(partial(register, cast, laptop, asset_tag="LT-0001"))
        assert rival.let_run_until_blocked()
    assert isinstance(rival.finish(), TagTaken)


def test_r3_a_category_s_scheme_goes_before_the_company_s(cast: Cast, laptop: Category) -> None:
    with signed("test"):
        phone = make_category("Phone")
    scheme(cast, "PH", phone, digits=3)
    assert (register(cast, phone).asset_tag, register(cast, laptop).asset_tag) == ("PH001", "LT-0001")


def test_r3_two_schemes_that_write_the_same_tag_do_not_collide(cast: Cast, laptop: Category) -> None:
    with signed("test"):
        phone = make_category("Phone")
    scheme(cast, "LT-0", phone, digits=3)
    tags = [register(cast, category).asset_tag for category in (phone, laptop, phone, laptop)]
    assert len(set(tags)) == 4


def test_r3_a_changed_scheme_goes_on_where_it_was(cast: Cast, laptop: Category) -> None:
    register(cast, laptop)
    made = TagScheme.objects.get(company=cast.company)
    save_tag_scheme(
        actor=cast.actor("asset_manager"),
        company=cast.company,
        category=None,
        prefix="LT-",
        digits=6,
        scheme=made,
        at=NOW,
    )
    assert register(cast, laptop).asset_tag == "LT-000002"


def test_without_a_scheme_there_is_no_tag(cast: Cast, laptop: Category) -> None:
    with signed("test"):
        TagScheme.objects.all().delete()
    assert register(cast, laptop).asset_tag is None


def test_r3_a_block_is_as_large_as_what_needs_it(cast: Cast, laptop: Category) -> None:
    before = connection.connection
    assert allocate_tags(cast.company.pk, laptop.pk, 500)[-1] == "LT-0500"
    assert connection.connection is before


@pytest.mark.parametrize(("prefix", "digits"), [("x" * 21, 4), ("LT-", 0), ("LT-", 13), ("a\nb", 4)])
def test_a_scheme_that_cannot_be_used_is_refused(cast: Cast, prefix: str, digits: int) -> None:
    with signed("test"):
        category = make_category()
    with pytest.raises(InvalidInput):
        scheme(cast, prefix, category, digits)


def test_there_is_one_scheme_per_category(cast: Cast, laptop: Category) -> None:
    with pytest.raises(NameTaken):
        scheme(cast, "X-")
    scheme(cast, "X-", laptop)
    with pytest.raises(NameTaken):
        scheme(cast, "Y-", laptop)


def test_a_stale_scheme_is_refused(cast: Cast) -> None:
    made = TagScheme.objects.get(company=cast.company)
    with pytest.raises(StalePage):
        save_tag_scheme(
            actor=cast.actor("asset_manager"),
            company=cast.company,
            category=None,
            prefix="Z",
            digits=4,
            scheme=made,
            version=9,
            at=NOW,
        )


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_others_change_no_scheme(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        save_tag_scheme(
            actor=cast.actor(role), company=cast.company, category=None, prefix="Z", digits=4, at=NOW
        )


def test_who_is_limited_to_a_category_changes_its_scheme_only(cast: Cast, laptop: Category) -> None:
    nina = granted("nina", "asset_manager", company=cast.company, category=laptop)
    save_tag_scheme(actor=nina, company=cast.company, category=laptop, prefix="N-", digits=4, at=NOW)
    with pytest.raises(NotPermitted):
        save_tag_scheme(actor=nina, company=cast.company, category=None, prefix="N-", digits=4, at=NOW)
