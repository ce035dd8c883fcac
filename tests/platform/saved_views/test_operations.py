"""Saved views: whose they are, who sees them, what is refused."""

import pytest
from django.db import IntegrityError, transaction

from assetry.domain.access.models import Role
from assetry.kernel.refusals import InvalidValue, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.saved_views import operations, refusals
from assetry.platform.saved_views.models import HomePin, ListPreference, SavedView, Visibility
from assetry.platform.saved_views.queries import get_view_for, pinned_views, views_for
from tests.cast import NOW, Cast
from tests.platform.saved_views.making import LIST, make_view, share

pytestmark = pytest.mark.django_db
OTHERS = ("administrator", "technician", "auditor", "employee", "stranger")


def seen_by(cast: Cast, view: SavedView) -> set[str]:
    return {name for name in cast.users if views_for(cast.actor(name), LIST).view(view.public_id)}


def test_a_new_view_is_for_its_owner_alone(cast: Cast) -> None:
    view = make_view(cast)
    assert seen_by(cast, view) == {"asset_manager"}
    assert get_view_for(cast.actor("asset_manager"), view.public_id) == view


@pytest.mark.parametrize("other", OTHERS)
def test_a_private_view_of_somebody_else_is_not_found(cast: Cast, other: str) -> None:
    view = make_view(cast)
    with pytest.raises(NotFound):
        get_view_for(cast.actor(other), view.public_id)


@pytest.mark.parametrize("other", OTHERS)
def test_a_private_view_of_somebody_else_is_not_changed(cast: Cast, other: str) -> None:
    view, actor = make_view(cast), cast.actor(other)
    with pytest.raises(NotFound):
        operations.update_view(actor=actor, view=view, query={"q": ["x"]}, version=None, at=NOW)
    with pytest.raises(NotFound):
        operations.rename_view(actor=actor, view=view, name="Theirs", version=None, at=NOW)
    with pytest.raises(NotFound):
        operations.delete_view(actor=actor, view=view, version=None, at=NOW)
    with pytest.raises(NotFound):
        operations.pin_view(actor=actor, view=view, at=NOW)
    with pytest.raises(NotFound):
        operations.set_own_default(actor=actor, list_name=LIST, view=view, at=NOW)


def test_a_view_shared_with_a_role_is_for_those_who_hold_it(cast: Cast) -> None:
    view = make_view(cast)
    share(cast, view, Visibility.ROLE, Role.objects.get(code="technician").public_id)
    assert seen_by(cast, view) == {"asset_manager", "technician"}


def test_a_view_shared_with_everyone_is_for_everyone(cast: Cast) -> None:
    view = make_view(cast)
    share(cast, view, Visibility.EVERYONE)
    assert seen_by(cast, view) == set(cast.users)


def test_sharing_takes_its_permission(cast: Cast) -> None:
    view = make_view(cast, "technician")
    with pytest.raises(NotPermitted):
        share(cast, view, Visibility.EVERYONE, by="technician")
    with pytest.raises(NotPermitted):
        operations.change_view(
            actor=cast.actor("technician"),
            view=view,
            name="Other",
            visibility=Visibility.EVERYONE,
            version=None,
            at=NOW,
        )
    view.refresh_from_db()
    assert (view.name, view.visibility) == ("Mine", "private")


def test_keeping_a_view_to_oneself_again_takes_none(cast: Cast) -> None:
    view = make_view(cast, "technician")
    with signed("test"):
        SavedView.objects.update(visibility=Visibility.EVERYONE)
    operations.unshare_view(actor=cast.actor("technician"), view=view, version=None, at=NOW)
    assert seen_by(cast, view) == {"technician"}


def test_only_the_owner_and_who_oversees_accounts_change_a_shared_view(cast: Cast) -> None:
    view = make_view(cast)
    share(cast, view, Visibility.EVERYONE)
    for other in ("technician", "stranger"):
        with pytest.raises(NotFound):
            operations.rename_view(actor=cast.actor(other), view=view, name="X", version=None, at=NOW)
    operations.rename_view(actor=cast.actor("administrator"), view=view, name="X", version=None, at=NOW)
    view.refresh_from_db()
    assert view.name == "X"


def test_a_role_has_to_be_one_that_exists(cast: Cast) -> None:
    with pytest.raises(InvalidValue):
        share(cast, make_view(cast), Visibility.ROLE, "0" * 12)


def test_a_stale_version_changes_nothing(cast: Cast) -> None:
    view, actor = make_view(cast), cast.actor("asset_manager")
    operations.rename_view(actor=actor, view=view, name="Newer", version=1, at=NOW)
    with pytest.raises(StalePage):
        operations.update_view(actor=actor, view=view, query={"q": ["x"]}, version=1, at=NOW)
    with pytest.raises(StalePage):
        operations.delete_view(actor=actor, view=view, version=1, at=NOW)
    view.refresh_from_db()
    assert (view.query, view.version) == ({"status": ["A"]}, 2)


def test_two_views_of_a_list_have_two_names(cast: Cast) -> None:
    make_view(cast, name="Laptops")
    with pytest.raises(refusals.ViewNameTaken):
        make_view(cast, name="LAPTOPS")
    make_view(cast, "technician", name="Laptops")


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 61])
def test_a_name_is_one_short_line(cast: Cast, name: str) -> None:
    with pytest.raises(InvalidValue):
        make_view(cast, name=name)


def test_a_view_has_a_largest_size(cast: Cast) -> None:
    with pytest.raises(InvalidValue):
        make_view(cast, filter=["x" * 9000])


def test_how_many_views_is_bounded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_VIEWS", 1)
    make_view(cast)
    with pytest.raises(refusals.TooManyViews):
        make_view(cast, name="Second")


def test_the_database_knows_that_a_role_is_named_where_one_is_meant(cast: Cast) -> None:
    view = make_view(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), signed("test"):
        SavedView.objects.filter(pk=view.pk).update(visibility=Visibility.ROLE)


def test_own_views_are_moved_among_the_tabs(cast: Cast) -> None:
    first, second = make_view(cast, name="First"), make_view(cast, name="Second")
    operations.move_view(actor=cast.actor("asset_manager"), view=second, step=-1, at=NOW)
    assert list(views_for(cast.actor("asset_manager"), LIST).views) == [second, first]
    with pytest.raises(NotFound):
        operations.move_view(actor=cast.actor("technician"), view=second, step=-1, at=NOW)


def test_own_default_stands_before_that_for_everyone(cast: Cast) -> None:
    shared, own = make_view(cast, name="Shared"), make_view(cast, "technician", name="Own")
    share(cast, shared, Visibility.EVERYONE)
    manager, technician = cast.actor("asset_manager"), cast.actor("technician")
    operations.set_default_for_everyone(actor=manager, list_name=LIST, view=shared, at=NOW)
    assert views_for(technician, LIST).default == shared
    operations.set_own_default(actor=technician, list_name=LIST, view=own, at=NOW)
    assert views_for(technician, LIST).default == own
    assert views_for(manager, LIST).default == shared
    operations.set_own_default(actor=technician, list_name=LIST, view=None, at=NOW)
    assert views_for(technician, LIST).default is None
    operations.set_default_for_everyone(actor=manager, list_name=LIST, view=None, at=NOW)
    assert views_for(manager, LIST).default is None


def test_a_default_for_everyone_takes_the_keepers_of_the_catalog(cast: Cast) -> None:
    view = make_view(cast)
    share(cast, view, Visibility.EVERYONE)
    with pytest.raises(NotPermitted):
        operations.set_default_for_everyone(actor=cast.actor("technician"), list_name=LIST, view=view, at=NOW)


def test_a_default_for_everyone_stays_shared_with_everyone(cast: Cast) -> None:
    view, actor = make_view(cast), cast.actor("asset_manager")
    with pytest.raises(refusals.ViewNotShared):
        operations.set_default_for_everyone(actor=actor, list_name=LIST, view=view, at=NOW)
    share(cast, view, Visibility.EVERYONE)
    operations.set_default_for_everyone(actor=actor, list_name=LIST, view=view, at=NOW)
    with pytest.raises(refusals.ViewIsDefault):
        operations.unshare_view(actor=actor, view=view, version=None, at=NOW)
    with pytest.raises(refusals.ViewIsDefault):
        operations.delete_view(actor=actor, view=view, version=None, at=NOW)


def test_a_view_is_a_default_of_its_own_list_only(cast: Cast) -> None:
    view, actor = make_view(cast), cast.actor("asset_manager")
    with pytest.raises(NotFound):
        operations.set_own_default(actor=actor, list_name="person", view=view, at=NOW)


def test_pins_are_per_user_and_in_order(cast: Cast) -> None:
    first, second, actor = make_view(cast, name="A"), make_view(cast, name="B"), cast.actor("asset_manager")
    operations.pin_view(actor=actor, view=first, at=NOW)
    operations.pin_view(actor=actor, view=second, at=NOW)
    operations.pin_view(actor=actor, view=second, at=NOW)
    operations.move_pin(actor=actor, view=second, step=-1, at=NOW)
    assert pinned_views(actor) == [second, first]
    assert pinned_views(cast.actor("administrator")) == []
    operations.unpin_view(actor=actor, view=second, at=NOW)
    assert pinned_views(actor) == [first]


def test_how_many_pins_is_bounded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_PINS", 1)
    actor = cast.actor("asset_manager")
    operations.pin_view(actor=actor, view=make_view(cast, name="A"), at=NOW)
    with pytest.raises(refusals.TooManyPins):
        operations.pin_view(actor=actor, view=make_view(cast, name="B"), at=NOW)


def test_a_pin_shows_nothing_that_is_no_longer_shared(cast: Cast) -> None:
    view = make_view(cast)
    share(cast, view, Visibility.EVERYONE)
    operations.pin_view(actor=cast.actor("technician"), view=view, at=NOW)
    operations.unshare_view(actor=cast.actor("asset_manager"), view=view, version=None, at=NOW)
    assert pinned_views(cast.actor("technician")) == []


def test_a_deleted_view_takes_what_others_had_of_it(cast: Cast) -> None:
    view = make_view(cast)
    share(cast, view, Visibility.EVERYONE)
    operations.pin_view(actor=cast.actor("technician"), view=view, at=NOW)
    operations.set_own_default(actor=cast.actor("technician"), list_name=LIST, view=view, at=NOW)
    operations.delete_view(actor=cast.actor("asset_manager"), view=view, version=None, at=NOW)
    assert (HomePin.objects.count(), ListPreference.objects.count()) == (0, 0)
    assert views_for(cast.actor("technician"), LIST).views == ()


def test_the_views_of_a_list_are_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    make_view(cast)
    actor = cast.actor("asset_manager")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(views_for(actor, LIST).views) == 1
