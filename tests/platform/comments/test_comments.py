"""Comments: by whoever sees the thing, changed by their author alone, told to whom they name and who watches."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from assetry.kernel.refusals import InvalidValue, NotFound, StalePage
from assetry.kernel.registry import entity_named
from assetry.platform.audit.events import event
from assetry.platform.audit.signed import signed
from assetry.platform.comments.models import Comment
from assetry.platform.comments.operations import edit_comment, remove_comment, unwatch, watch, write_comment
from assetry.platform.comments.queries import get_comment_for, is_watching, list_comments
from assetry.platform.comments.refusals import NotYourComment
from assetry.platform.inbox.models import InboxItem, ItemKind
from tests.cast import NOW, Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company, name="Laptop")


def write(cast: Cast, asset: Any, text: str, role: str = "technician") -> Comment:
    return write_comment(actor=cast.actor(role), entity=entity_named("asset"), row=asset, text=text, at=NOW)


def kinds(cast: Cast, role: str) -> list[str]:
    items = InboxItem.objects.filter(user_id=cast.user(role).pk, canceled_at=None).order_by("pk")
    return list(items.values_list("kind", flat=True))


def test_whoever_only_reads_comments_as_well(cast: Cast, asset: Any) -> None:
    made = write(cast, asset, "Seen *today*", "auditor")
    assert [c.text for c in list_comments(entity_named("asset"), asset)] == ["Seen *today*"]
    assert made.author_id == cast.user("auditor").pk


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001])
def test_a_comment_says_something_and_no_book(cast: Cast, asset: Any, text: str) -> None:
    with pytest.raises(InvalidValue):
        write(cast, asset, text)


def test_who_is_named_is_told_once(cast: Cast, asset: Any) -> None:
    made = write(cast, asset, "Ask @Priya Nair, and @priya nair again")
    assert kinds(cast, "asset_manager") == [ItemKind.MENTION]
    edit(cast, asset, made, "Still @Priya Nair")
    assert kinds(cast, "asset_manager") == [ItemKind.MENTION]


def edit(cast: Cast, asset: Any, comment: Comment, text: str, role: str = "technician", **more: Any) -> Any:
    entity = entity_named("asset")
    given = {"version": None, "at": NOW + timedelta(minutes=5), **more}
    return edit_comment(actor=cast.actor(role), entity=entity, row=asset, comment=comment, text=text, **given)


def test_who_may_not_see_the_thing_is_never_told_of_it(cast: Cast, asset: Any) -> None:
    write(cast, asset, "@Otto Stranger and @Ana Petrov")
    assert (kinds(cast, "stranger"), kinds(cast, "employee")) == ([], [])


def test_nobody_is_told_of_their_own_words(cast: Cast, asset: Any) -> None:
    write(cast, asset, "Note to @Sam Idris")
    assert kinds(cast, "technician") == []


def test_who_watches_hears_of_it_until_they_stop(cast: Cast, asset: Any) -> None:
    entity, manager = entity_named("asset"), cast.actor("asset_manager")
    watch(actor=manager, entity=entity, row=asset, at=NOW)
    write(cast, asset, "One")
    unwatch(actor=manager, entity=entity, row=asset, at=NOW)
    write(cast, asset, "Two")
    assert kinds(cast, "asset_manager") == [ItemKind.COMMENT]


def test_who_comments_watches(cast: Cast, asset: Any) -> None:
    write(cast, asset, "One")
    assert is_watching(cast.actor("technician"), entity_named("asset"), asset)
    write(cast, asset, "Two", "asset_manager")
    assert kinds(cast, "technician") == [ItemKind.COMMENT]


def test_only_the_author_edits_and_sees_what_others_saved_first(cast: Cast, asset: Any) -> None:
    made = write(cast, asset, "One")
    with pytest.raises(NotYourComment):
        edit(cast, asset, made, "Two", "administrator")
    assert edit(cast, asset, made, "Two", version=1).edited_at == NOW + timedelta(minutes=5)
    with pytest.raises(StalePage):
        edit(cast, asset, made, "Three", version=1)


def test_the_database_too_refuses_another_s_words(cast: Cast, asset: Any) -> None:
    made = write(cast, asset, "One")
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        event(actor=cast.actor("auditor"), intent="test", at=NOW),
    ):
        Comment.objects.filter(pk=made.pk).update(text="Two")


def remove(cast: Cast, asset: Any, comment: Comment, role: str) -> None:
    entity = entity_named("asset")
    remove_comment(actor=cast.actor(role), entity=entity, row=asset, comment=comment, version=None, at=NOW)


def test_author_and_administrator_remove_and_it_leaves_the_inboxes(cast: Cast, asset: Any) -> None:
    one, two = write(cast, asset, "One for @Priya Nair"), write(cast, asset, "Two")
    with pytest.raises(NotYourComment):
        remove(cast, asset, one, "asset_manager")
    remove(cast, asset, one, "technician")
    remove(cast, asset, two, "administrator")
    assert not list_comments(entity_named("asset"), asset)
    assert kinds(cast, "asset_manager") == []
    assert not Comment.objects.exclude(text="").exists()
    with pytest.raises(NotFound):
        remove(cast, asset, one, "technician")


def test_another_company_s_comment_does_not_exist(cast: Cast, asset: Any) -> None:
    made = write(cast, asset, "One")
    assert get_comment_for(cast.actor("auditor"), made.public_id)[0] == made
    with pytest.raises(NotFound):
        get_comment_for(cast.actor("stranger"), made.public_id)
