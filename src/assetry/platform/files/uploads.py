"""The bound of every multipart body, asked before the first byte of it is written anywhere."""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

_IMPORTS: Final = 64 * 1024 * 1024  # the largest file that an import reads
_AROUND: Final = 1024 * 1024  # the form around the file


class BoundedUploads(FileUploadHandler):
    """Refuses a body that no page takes; the handlers after it do the work."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django says so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raise RequestDataTooBig."""
        if content_length > max(settings.MAX_UPLOAD_BYTES, _IMPORTS) + _AROUND:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass it on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the others."""
