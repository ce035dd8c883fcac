"""Reads that every request makes: Django compiles their SQL once, and each call sends it with its own values.

To build and compile a statement takes Django ten times as long as to send it. Only for reads whose text depends on no
argument: the same tables, columns and conditions for everybody, whatever the values.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import connections

# Stand for an argument while the text is made: values that no read writes down itself.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda at: 2_041_061_001 + at,
    str: lambda at: f"\x01kept\x01{at}",
    datetime: lambda at: datetime(1901, 1, 1, at, tzinfo=UTC),
    list: lambda at: [2_041_061_001 + at],  # of keys, for `among`
}


class KeptRead:
    """`build` makes the queryset of stand-ins for arguments of the `types`; a call gives the rows for real ones.

    Raises ValueError at the first call where an argument is not simply a value of the statement.
    """

    def __init__(self, build: Callable[..., Any], *types: type) -> None:
        self._build, self._types = build, types

    def __call__(self, *values: Any) -> list[Any]:
        """The rows for these values: one statement."""
        rows = self._rows.all()
        compiler = copy(self._compiler)
        compiler.connection = connections[rows.db]
        statement = self._text, tuple(place(values) for place in self._places)
        compiler.as_sql = lambda *_given, **_options: statement
        rows.query.get_compiler = lambda *_given, **_options: compiler
        return list(rows)

    @cached_property
    def _stand_ins(self) -> list[Any]:
        return [_STAND_INS[type_](at) for at, type_ in enumerate(self._types)]

    @cached_property
    def _rows(self) -> Any:
        return self._build(*self._stand_ins)

    @cached_property
    def _compiled(self) -> tuple[Any, str, Sequence[Any]]:
        compiler = self._rows.query.get_compiler(using=self._rows.db)
        return compiler, *compiler.as_sql()

    @property
    def _compiler(self) -> Any:
        return self._compiled[0]

    @property
    def _text(self) -> str:
        return self._compiled[1]

    @cached_property
    def _places(self) -> list[Callable[[Sequence[Any]], Any]]:
        """What gives each parameter of the text."""
        places = [self._place(param) for param in self._compiled[2]]
        if any(stand_in not in self._compiled[2] for stand_in in self._stand_ins):
            raise ValueError("An argument of a kept read is more than a value of its statement.")
        return places

    def _place(self, param: Any) -> Callable[[Sequence[Any]], Any]:
        if param not in self._stand_ins:
            return lambda _values: param
        at = self._stand_ins.index(param)
        made = (lambda value: value) if type(param) in _STAND_INS else type(param)  # Django's own integers
        return lambda values: made(values[at])
