"""A field is described once; lists, filters, forms, import, export, API and history read the description."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from assetry.kernel.refusals import Text

# `edited_by` of what is given with a new row and never changed.
SET_ONCE: Final = "create"


class FieldType(StrEnum):
    """What a value is: decides its widget, its cell, its operators and how it is read and written as text."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    AMOUNT = "amount"
    DATE = "date"
    INSTANT = "instant"
    CHOICE = "choice"
    YES_NO = "yes_no"
    REFERENCE = "reference"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice field and the word for it. A retired one is only kept where it stands."""

    value: str
    label: Text
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One described field of an entity.

    `path` is the ORM path of the value from the entity's model; user input only ever names `name`.
    `reference` names the entity that a reference points to, `tree` says that "under" makes sense for it, `crosses`
    that it leads to another company, which not everybody sees who sees the row.
    `sort` is the declared, indexed column that sorts by this field (None: not sortable).
    `edited_by` is the operation that changes it ("": only shown; `SET_ONCE`: given when it is made, then it stays).
    `rank` is when it leaves a narrow list: 0 never, then 1 (first below 520 px) to 4 (already below 1140 px).
    `alternatives` names the fields that hold it instead when it is something else (the holder: a department …);
    a filter asks them too. `else_shown` are paths of text that stands in its column in turns where it is empty (the
    name of an asset: its model's, its tag): filters by parts and values of it ask what is shown, `empty` the field
    alone. `nullable` text is NULL when empty, `format` says what else it has to be.
    `smallest`, `largest` and `decimals` bound numbers.
    `key` says that the value is a custom field's, under this key of the JSON column at `path`; `kind` is the code of
    the only kind that has it ("": all), `unique` that no two of a company share a value.
    `synonyms` are headers that files know it by, `parts` those that make it up together ("first name").
    `currency_path` is for money. `import_only` fields are understood by the importer and nowhere stored as such.
    """

    name: str
    label: Text
    type: FieldType
    path: str = ""
    reference: str | None = None
    tree: bool = False
    crosses: bool = False
    alternatives: Sequence[str] = ()
    else_shown: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    sort: str | None = None
    filterable: bool = True
    edited_by: str = ""
    required: bool = False
    nullable: bool = False
    secret: bool = False
    personal: bool = False
    max_length: int | None = None
    format: Literal["", "email", "url", "uuid"] = ""
    smallest: int = 0
    largest: int = 9_999_999_999
    decimals: int = 4
    help: Text = ""
    rank: int = 2
    currency_path: str = ""
    default_column: bool = False
    group: str = ""
    key: str = ""
    kind: str = ""
    unique: bool = False
    synonyms: Sequence[str] = ()
    parts: Sequence[str] = ()

    @property
    def orm_path(self) -> str:
        """The ORM path, the name itself where none is given."""
        return self.path or self.name

    def choice_label(self, value: str) -> Text:
        """The word for a stored choice; the value itself when the description no longer knows it."""
        return next((choice.label for choice in self.choices if choice.value == value), value)
