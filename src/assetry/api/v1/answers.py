"""Answers: JSON by msgspec, with the version as ETag. Nothing of the register is cached on the way."""

from decimal import Decimal
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.functional import Promise


def _plain(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    raise NotImplementedError(type(value))


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def answer(
    data: Any, *, status: int = 200, version: int | None = None, location: str | None = None
) -> HttpResponse:
    """The data as JSON; `version` becomes the ETag that PATCH, PUT and DELETE ask for."""
    response = HttpResponse(_encoder.encode(data), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if version is not None:
        response["ETag"] = f'"{version}"'
    if location is not None:
        response["Location"] = location
    return response


def no_content() -> HttpResponse:
    """204."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


def money_text(amount: Decimal) -> str:
    """An amount with as many decimals as it has, two at least; as text, so that nobody reads it as a float."""
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{amount:.{decimals}f}"


def plain_number(number: Decimal | int) -> int | float:
    """A number without needless decimals."""
    return int(number) if number == int(number) else float(number)
