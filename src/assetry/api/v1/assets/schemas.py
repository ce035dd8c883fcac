"""What the register's routes take and give."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field

from assetry.api.v1.instants import Instant
from assetry.api.v1.lists import ListParams
from assetry.api.v1.schemas import (
    Holder,
    Id,
    Input,
    IsoDate,
    Reference,
    input_model,
    output_model,
    page_model,
)
from assetry.domain.assets.models import AssetIdentifier, Custody
from assetry.kernel.registry import entity_named

ASSET: Final = entity_named("asset")
_EDITED: Final = [field for field in ASSET.fields if field.edited_by == "edit_asset"]
_SCHEMES: Final[Any] = Literal[tuple(AssetIdentifier.Scheme.values)]
_CONDITIONS: Final[Any] = Literal[tuple(Custody.Condition.values)]
_Note = Annotated[str, Field(max_length=2000)]


class Identifier(Input):
    """What a scan or an agent can name an asset by."""

    scheme: _SCHEMES
    value: str = Field(min_length=1, max_length=200)


NewAsset = input_model(
    "NewAsset",
    _EDITED,
    new=False,
    custom=True,
    also={
        "company": (Id, ...),
        "kind": (Id, Field(..., description="A public id, or the kind's code.")),
        "status": (Id | None, Field(None, description="Without one, the kind's default.")),
        "location": (Id | None, None),
    },
)
AssetChanges = input_model("AssetChanges", _EDITED, new=False, custom=True)
_Row = output_model(ASSET, also={"version": (int, ...)})
AssetPage = page_model(_Row)


class AssetDetail(_Row):  # type: ignore[misc, valid-type]
    """One asset, with what it is named by beside its tag."""

    identifiers: list[Identifier]


class AsOfParams(BaseModel):
    """The day as of which holder, location and status are shown: its end, in the company's time zone."""

    as_of: IsoDate | None = None


class AssetListParams(ListParams, AsOfParams):
    """A list of assets."""


class HolderInput(Input):
    """Who or what is to have it."""

    type: Literal["person", "department", "asset", "supplier"]
    id: Id


class _Back(Input):
    """What taking back and handing out share."""

    location: Id | None = Field(None, description="Without one: the holder's place, or where it is.")
    status: Id | None = Field(None, description="Without one: the kind's default for this.")
    condition: _CONDITIONS | None = None
    note: _Note = ""
    effective_at: Instant | None = Field(None, description="When it happened, if not now.")


class CheckIn(_Back):
    """Take it back."""


class CheckOut(_Back):
    """Hand it out."""

    holder: HolderInput
    expected_return_on: IsoDate | None = None


class Transfer(Input):
    """Move it to another holder, another place, or both."""

    holder: HolderInput | None = None
    location: Id | None = None
    condition: _CONDITIONS | None = None
    note: _Note = ""
    expected_return_on: IsoDate | None = None
    effective_at: Instant | None = None


class ChangeStatus(Input):
    """Give it another status."""

    status: Id
    note: _Note = ""
    effective_at: Instant | None = None


class Many(Input):
    """Many assets at once: all of them, or none."""

    assets: list[Id] = Field(min_length=1, max_length=10_000)
    versions: dict[str, int] = Field({}, description="The versions that were seen, by public id.")


class CheckOutMany(Many, CheckOut):
    """Hand all of them to one holder."""


class CheckInMany(Many, CheckIn):
    """Take all of them back."""


class TransferMany(Many, Transfer):
    """Move all of them."""


class ChangeStatusMany(Many, ChangeStatus):
    """Give all of them another status."""


class Moved(BaseModel):
    """What was changed."""

    assets: list[str]


class CustodyPeriod(BaseModel):
    """Who had it and where, from `starts_at` until `ends_at` (null: until now)."""

    starts_at: datetime
    ends_at: datetime | None
    holder: Holder | None
    location: Reference | None
    expected_return_on: IsoDate | None
    condition: str | None
    note: str


class CustodyPeriods(BaseModel):
    """All periods, newest first."""

    items: list[CustodyPeriod]
