"""The one door per change: what turns a function into an operation."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db import connection, transaction

from assetry.kernel.text import clean_text
from assetry.platform.audit.events import event
from assetry.platform.audit.retry import retrying


def operation[**P, R](
    permission: str | None, *, intent: str | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an operation: keyword-only arguments, `actor` first, `at` last.

    A call requires that the actor holds the permission somewhere (the body asks for the company with
    `actor.require`), opens the transaction, tried again when the database gives it up, and the audit event.
    Inside another operation it joins the transaction and its event is a child. The event's intent is the
    permission's name or `intent`; `effective_at` and `note` are taken from arguments of these names.

    `permission=None` is for what people do to what is their own: the body checks that it is, and `intent` is
    needed.
    Raises NotPermitted, ActorRefused, Busy and what the body raises.
    """
    name = intent or permission
    if name is None:
        raise TypeError("An operation without a permission needs an intent.")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        _check_signature(function)

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            given = cast("dict[str, Any]", kwargs)
            actor = given["actor"]
            if permission is not None:
                actor.require(permission)

            def attempt() -> R:
                # The end of the outermost transaction closes the event by itself.
                closes = connection.in_atomic_block
                at = given.get("effective_at") or given["at"]
                with (
                    transaction.atomic(),
                    event(
                        actor=actor,
                        intent=str(name),
                        at=at,
                        note=clean_text(given.get("note") or ""),
                        closes=closes,
                    ),
                ):
                    return function(*args, **kwargs)

            return retrying(attempt)

        return run

    return decorate


def _check_signature(function: Callable[..., Any]) -> None:
    parameters = list(inspect.signature(function).parameters.values())
    names = [parameter.name for parameter in parameters]
    if names[:1] != ["actor"] or names[-1:] != ["at"]:
        raise TypeError(f"{function.__qualname__}: an operation takes `actor` first and `at` last.")
    if any(parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in parameters):
        raise TypeError(f"{function.__qualname__}: an operation takes keyword-only arguments.")
