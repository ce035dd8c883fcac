"""The one part of a form that is a file."""

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from assetry.platform.attachments.refusals import OneFileOnly

if TYPE_CHECKING:
    type Files = MultiValueDict[str, UploadedFile[bytes]]


def only_file(files: "Files", name: str = "file") -> "UploadedFile[bytes] | None":
    """The file of that name, None for none. Raises OneFileOnly where there are several."""
    found = files.getlist(name)
    if len(found) > 1:
        raise OneFileOnly(field=name, n=len(found), part=name)
    return found[0] if found else None
