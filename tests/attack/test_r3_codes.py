"""R3: a tag that looks like another one is none: no marks of direction, no characters that cannot be seen."""

import pytest

from assetry.domain.assets.operations import edit_asset
from assetry.kernel.refusals import InvalidInput
from tests.cast import NOW, Cast
from tests.domain.assets.imports.importing import ALL, check, table
from tests.platform.custom_fields.fields import make

pytestmark = pytest.mark.django_db
HIDDEN = ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_r3_a_tag_has_no_characters_that_cannot_be_seen(cast: Cast, hidden: str) -> None:
    manager, tag = cast.actor("asset_manager"), f"LT{hidden}-1"
    asset = make(cast, asset_tag="A-1")
    with pytest.raises(InvalidInput):
        make(cast, asset_tag=tag)
    with pytest.raises(InvalidInput):
        edit_asset(actor=manager, asset=asset, changes={"asset_tag": tag}, version=None, at=NOW)
    rows = check(manager, table("Tag,Category", f"{tag},Laptop"), create=ALL).rows
    assert [row.action.value for row in rows] == ["refuse"]
