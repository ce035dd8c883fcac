"""The file of a multipart body, read past ninja, whose parser would keep it in memory."""

from typing import Any, Final

from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError

from assetry.api.v1.requests import ApiRequest
from assetry.platform.attachments.parts import only_file
from assetry.platform.attachments.refusals import FileEmpty

AROUND: Final = 4096  # the frame of a multipart body, in bytes
SENT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


def sent_file(request: ApiRequest) -> "UploadedFile[bytes]":
    """The part named `file`.

    Raises FileEmpty where there is none, OneFileOnly for several, HttpError (400) for a body that is broken.
    """
    try:
        file = only_file(request.FILES)
    except (MultiPartParserError, TooManyFilesSent, TooManyFieldsSent, UnreadablePostError) as error:
        raise HttpError(400, "The body cannot be read.") from error
    if not isinstance(file, UploadedFile):
        raise FileEmpty(field="file")
    return file
