"""What the check of the file store has to know: the bytes that attachments need."""

from collections.abc import Iterator

from assetry.platform.attachments.models import Attachment
from assetry.platform.files.checks import Needed, register_owner


def register() -> None:
    """Make attachments known as an owner of files."""
    register_owner("attachments", _needed)


def _needed() -> Iterator[Needed]:
    rows = Attachment.objects.filter(removed_at=None).order_by("pk")
    for key, size, sha256, name, public_id in rows.values_list(
        "key", "size", "sha256", "name", "public_id"
    ).iterator(2000):
        yield Needed(key=key, size=size, sha256=sha256, of=f"{name} ({public_id})")
