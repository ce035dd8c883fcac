"""The file of a multipart body, read past ninja: its parser would leave nothing for the fingerprint of a key."""

from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError

from assetry.api.v1.idempotency import HEADER
from assetry.api.v1.requests import ApiRequest
from assetry.platform.attachments.refusals import FileEmpty


def sent_file(request: ApiRequest) -> UploadedFile:
    """The part named `file`. Raises FileEmpty where there is none, HttpError (400) for a body that is broken."""
    try:
        if HEADER in request.headers:
            _ = request.body  # kept in memory: the key's fingerprint is made of it
        file = request.FILES.get("file")
    except (MultiPartParserError, TooManyFilesSent, TooManyFieldsSent, UnreadablePostError) as error:
        raise HttpError(400, "The body cannot be read.") from error
    if not isinstance(file, UploadedFile):
        raise FileEmpty(field="file")
    return file
