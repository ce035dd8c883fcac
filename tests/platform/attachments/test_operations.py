"""Attaching and removing: rules, refusals, permissions, and what the trail says."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from assetry.kernel.refusals import NotFound, NotPermitted
from assetry.kernel.registry import entity_named
from assetry.platform.attachments import operations, refusals
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.operations import remove_attachment
from assetry.platform.attachments.queries import get_attachment_for, list_attachments
from assetry.platform.attachments.serving import content_of
from assetry.platform.audit.queries import list_changes_for
from assetry.platform.audit.signed import signed
from assetry.platform.files.current import current_store
from assetry.platform.files.models import FileDeletion
from assetry.platform.files.refusals import FileTooLarge
from assetry.platform.files.staging import delete_due
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_location, make_supplier
from tests.platform.attachments.files import PDF, attach

pytestmark = pytest.mark.django_db
ASSET = entity_named("asset")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company)


def keys() -> list[str]:
    return [one.key for one in current_store().iterate()]


def test_a_file_hangs_on_an_asset(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    assert list_attachments(ASSET, asset) == [made]
    assert (made.name, made.media_type, made.size) == ("invoice.pdf", "application/pdf", len(PDF))
    assert made.company_id == cast.company.pk
    assert b"".join(content_of(made)) == PDF


def test_the_newest_stands_first(cast: Cast, asset: Any) -> None:
    actor = cast.actor("technician")
    first, second = attach(actor, asset), attach(actor, asset, content=PDF + b"2")
    assert list_attachments(ASSET, asset) == [second, first]


def test_the_trail_tells_it_in_the_timeline_of_the_asset(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    remove_attachment(actor=cast.actor("technician"), entity=ASSET, row=asset, attachment=made, at=NOW)
    removed, attached, *_made = list_changes_for(
        "assets_asset", asset.pk, at=NOW + timedelta(days=365)
    ).events
    assert [removed.intent, attached.intent] == ["files.remove", "files.attach"]
    assert attached.changes[0].after["name"] == "invoice.pdf"
    assert "key" not in attached.changes[0].after
    assert attached.changes[0].company_id == cast.company.pk


def test_a_shared_thing_takes_files_too(cast: Cast) -> None:
    with signed("test"):
        supplier = make_supplier()
    made = attach(cast.actor("asset_manager"), supplier, "supplier")
    assert made.company_id is None


def test_a5_who_may_not_change_the_thing_attaches_nothing(cast: Cast, asset: Any) -> None:
    with pytest.raises(NotPermitted):
        attach(cast.actor("auditor"), asset)
    assert keys() == []


def test_a2_another_company_s_thing_takes_nothing(cast: Cast, asset: Any) -> None:
    with pytest.raises(NotPermitted):
        attach(cast.actor("stranger"), asset)
    assert keys() == []


def test_a5_who_may_not_change_the_thing_removes_nothing(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    with pytest.raises(NotPermitted):
        remove_attachment(actor=cast.actor("auditor"), entity=ASSET, row=asset, attachment=made, at=NOW)


def test_a2_a_file_is_not_removed_through_another_thing(cast: Cast, asset: Any) -> None:
    with signed("test"):
        other = make_asset(cast.company)
    made = attach(cast.actor("technician"), asset)
    with pytest.raises(NotFound):
        remove_attachment(actor=cast.actor("technician"), entity=ASSET, row=other, attachment=made, at=NOW)


def test_a2_a_file_is_not_found_under_another_thing(cast: Cast, asset: Any) -> None:
    with signed("test"):
        other = make_asset(cast.company)
    made = attach(cast.actor("technician"), asset)
    with pytest.raises(NotFound):
        get_attachment_for(cast.actor("technician"), ASSET, other.public_id, made.public_id)


def test_a1_a_file_is_absent_for_another_company(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    with pytest.raises(NotFound):
        get_attachment_for(cast.actor("stranger"), ASSET, asset.public_id, made.public_id)


def test_a2_a_file_of_an_entity_is_not_one_of_another_with_the_same_key(cast: Cast, asset: Any) -> None:
    with signed("test"):
        place = make_location(cast.company)
    made = attach(cast.actor("technician"), asset)
    with pytest.raises(NotFound):
        get_attachment_for(
            cast.actor("administrator"), entity_named("location"), place.public_id, made.public_id
        )


def test_r16_what_is_removed_is_deleted_a_week_later(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    remove_attachment(actor=cast.actor("technician"), entity=ASSET, row=asset, attachment=made, at=NOW)
    assert list_attachments(ASSET, asset) == []
    assert keys() == [made.key]
    delete_due(at=NOW + timedelta(days=7))
    assert keys() == []


def test_removing_twice_is_refused(cast: Cast, asset: Any) -> None:
    actor, made = cast.actor("technician"), attach(cast.actor("technician"), asset)
    remove_attachment(actor=actor, entity=ASSET, row=asset, attachment=made, at=NOW)
    with pytest.raises(NotFound):
        remove_attachment(actor=actor, entity=ASSET, row=asset, attachment=made, at=NOW)


def test_the_same_file_twice_is_refused(cast: Cast, asset: Any) -> None:
    actor = cast.actor("technician")
    attach(actor, asset)
    with pytest.raises(refusals.FileThereAlready, match="here already"):
        attach(actor, asset, name="copy.pdf")
    assert len(keys()) == 1


def test_the_database_refuses_the_same_file_twice(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    made.pk, made.public_id, made.key = None, "0123456789AB", "a" * 32
    with signed("test"), pytest.raises(IntegrityError, match="attachment_once_per_object"):
        made.save(force_insert=True)


def test_a_removed_file_may_come_back(cast: Cast, asset: Any) -> None:
    actor, made = cast.actor("technician"), attach(cast.actor("technician"), asset)
    remove_attachment(actor=actor, entity=ASSET, row=asset, attachment=made, at=NOW)
    assert attach(actor, asset).name == "invoice.pdf"


def test_an_empty_file_is_refused(cast: Cast, asset: Any) -> None:
    with pytest.raises(refusals.FileEmpty):
        attach(cast.actor("technician"), asset, content=b"")
    assert keys() == []


def test_a_file_without_a_name_is_refused(cast: Cast, asset: Any) -> None:
    with pytest.raises(refusals.FileUnnamed):
        attach(cast.actor("technician"), asset, name="\u202e\x00 ..")


def test_more_bytes_than_the_installation_takes_are_refused(cast: Cast, asset: Any, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(PDF) - 1
    with pytest.raises(FileTooLarge):
        attach(cast.actor("technician"), asset)
    assert keys() == []


def test_more_files_than_a_thing_takes_are_refused(
    cast: Cast, asset: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MOST_FILES", 1)
    attach(cast.actor("technician"), asset)
    with pytest.raises(refusals.TooManyFiles):
        attach(cast.actor("technician"), asset, content=PDF + b"2")
    assert len(keys()) == 1


def test_what_is_refused_leaves_neither_bytes_nor_note(cast: Cast, asset: Any) -> None:
    with pytest.raises(refusals.FileTypeRefused):
        attach(cast.actor("technician"), asset, content=b"MZ\x90\0", name="setup.exe")
    assert keys() == []
    assert not FileDeletion.objects.exists()
    assert not Attachment.objects.exists()
