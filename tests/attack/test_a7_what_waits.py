"""A3, A7 (Homebox CVE-2026-40196; Snipe CVE-2026-86762): what is taken from somebody is missed at the next request
on a page, by a token, on the link of a file, and by an import that waits in the queue.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assetry.domain.access.models import Grant
from assetry.domain.access.operations import edit_user, revoke_grant
from assetry.domain.assets.models import Asset
from assetry.jobs.imports import apply_import
from assetry.platform.accounts.operations import create_token
from assetry.platform.audit.signed import signed
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.runs import begin_run
from tests.api.conftest import Caller
from tests.cast import NOW, Cast, make_cast
from tests.factories import make_asset
from tests.platform.attachments.files import attach

pytestmark = pytest.mark.django_db


def deactivate(cast: Cast) -> None:
    edit_user(
        actor=cast.actor("administrator"),
        user=cast.user("asset_manager"),
        name="Priya Nair",
        person=cast.person("asset_manager"),
        is_active=False,
        at=NOW,
    )


def take_the_company_away(cast: Cast) -> None:
    """The only grant, and with it the only company: nothing else is fallen back to."""
    grant = Grant.objects.get(user=cast.user("asset_manager"))
    revoke_grant(actor=cast.actor("administrator"), grant=grant, at=NOW)


TAKEN = [deactivate, take_the_company_away]


@pytest.mark.parametrize("take", TAKEN)
def test_a7_pages_tokens_and_files_are_closed_at_the_next_request(
    cast: Cast, take: Callable[[Cast], None], settings: Any, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    at = timezone.now()
    with signed("test"):
        asset = make_asset(cast.company)
    file = attach(cast.actor("asset_manager"), asset)
    browser = Client()
    browser.force_login(cast.user("asset_manager"))
    token = create_token(
        actor=cast.actor("asset_manager"), name="x", expires_at=at + timedelta(days=1), at=at
    )[1]
    pages = [f"/assets/{asset.public_id}", f"/files/asset/{asset.public_id}/{file.public_id}"]
    asked = f"/assets/{asset.public_id}"
    before = [browser.get(page) for page in pages]
    assert [bool(answer.getvalue()) and answer.status_code for answer in before] == [200, 200]
    assert Caller(token).get(asked).status == 200
    take(cast)
    assert {browser.get(page).status_code for page in pages} <= {302, 403, 404}
    assert Caller(token).get(asked).status in {401, 404}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("take", TAKEN)
def test_a7_an_import_that_waits_is_given_up(transactional_db: None, take: Callable[[Cast], None]) -> None:
    cast = make_cast()
    run = begin_run(
        actor=cast.actor("asset_manager"),
        entity="asset",
        kind="hardware",
        file_name="x.csv",
        content=b"Tag\nL-1\n",
        at=NOW,
    )
    ImportRun.objects.filter(pk=run.pk).update(stage=ImportRun.Stage.QUEUED)
    take(cast)
    apply_import(run.pk)
    run.refresh_from_db()
    assert (run.stage, bool(run.failure)) == (ImportRun.Stage.FAILED, True)
    assert not Asset.objects.exists()
