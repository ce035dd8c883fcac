"""A file that is sent while it is made. One that breaks off must not look whole.

The server ends a broken answer like a complete one, so the file is sent compressed, and where it breaks off, broken
on purpose: no client takes that for a file (ADR 0057). Who takes nothing compressed gets it once it is whole.
"""

import logging
import tempfile
import weakref
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final, cast

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

logger = logging.getLogger(__name__)
_GZIP: Final = 31
_NO_BLOCK: Final = b"\x07" * 8  # a block of a type that does not exist
_IN_MEMORY: Final = 1 << 20


def download(request: HttpRequest, pieces: Iterator[bytes], name: str, media_type: str) -> HttpResponse:
    """Send pieces as a file of that name, the first of them at once."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    answered: Any
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = _compressed(pieces, name)
        packed = headers | {"Content-Encoding": "gzip"}
        answered = StreamingHttpResponse(body, content_type=media_type, headers=packed)
    else:
        whole = _whole(pieces)
        answered = FileResponse(whole, content_type=media_type, headers=headers)
        weakref.finalize(answered, whole.close)  # also where nobody reads it
    return cast("HttpResponse", answered)  # the middlewares of ours handle both


def _compressed(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    try:
        first = next(pieces, b"")
        yield packer.compress(first) + packer.flush(zlib.Z_SYNC_FLUSH)
        for piece in pieces:
            if packed := packer.compress(piece):
                yield packed
    # The boundary of a request: the answer has begun, nobody else can say that it broke off.
    except Exception:
        logger.exception("The file %s broke off while it was sent.", name)
        yield packer.flush(zlib.Z_SYNC_FLUSH) + _NO_BLOCK
    else:
        yield packer.flush()


def _whole(pieces: Iterator[bytes]) -> Any:
    with ExitStack() as stack:
        spooled = stack.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
        for piece in pieces:
            spooled.write(piece)
        spooled.seek(0)
        stack.pop_all()  # the answer closes it
        return spooled
