"""How a file is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from assetry.api.v1.schemas import Reference
from assetry.platform.accounts.queries import list_names
from assetry.platform.attachments.models import Attachment


class File(BaseModel):
    """A file on a thing."""

    id: str
    name: str
    media_type: str = Field(description="What it is by its content.")
    size: int = Field(description="Bytes.")
    sha256: str
    attached_by: Reference | None
    attached_at: datetime


class Files(BaseModel):
    """All files of one thing, newest first; there are at most 100."""

    items: list[File]


def shown(files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Files as the API tells them."""
    names = list_names(file.uploaded_by_id for file in files)
    return [_shown(file, names) for file in files]


def _shown(file: Attachment, names: dict[int, tuple[str, str]]) -> dict[str, Any]:
    who = names.get(file.uploaded_by_id)
    return {
        "id": file.public_id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "attached_by": None if who is None else {"id": who[0], "name": who[1]},
        "attached_at": file.uploaded_at,
    }
