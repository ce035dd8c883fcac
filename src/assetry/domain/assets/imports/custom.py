"""Custom fields of an import: what a row's cells become, and what is refused before anything is written."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.imports.plan import Ref
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.values import amount_text, beyond_rules, from_stored
from assetry.platform.custom_fields.storing import hold_definitions, is_retired_choice
from assetry.platform.filters.stored import comparable, expression_of

type Stored = Mapping[str, Any]


def merged(stored: Stored, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a row holds with what its cells say; an emptied one (None) goes."""
    return {key: value for key, value in {**stored, **given}.items() if value is not None}


class CustomRules:
    """What single cells cannot know: values that are required, kept only where they stand, or taken already."""

    def __init__(
        self, fields: Mapping[str, Field], used: Iterable[Mapping[str, Any]], company_ids: Iterable[int]
    ) -> None:
        self.fields = {field.key: field for field in fields.values()}
        hold_definitions(fields.values())
        self.required = [field for field in fields.values() if field.required]
        self.unique = [field for field in fields.values() if field.unique]
        self._owners: dict[tuple[str, Ref, Any], object] = {}
        if self.unique:
            self._find_owners(list(used), sorted(set(company_ids)))

    def _find_owners(self, used: list[Mapping[str, Any]], company_ids: list[int]) -> None:
        """Which assets have the values of unique fields that the file names: a statement a field."""
        for field in self.unique:
            named = {value[field.key] for value in used if value.get(field.key) is not None}
            if not named:
                continue
            values = [comparable(field, from_stored(field, raw)) for raw in named]
            rows = Asset.objects.filter(company_id__in=company_ids).annotate(shared=expression_of(field))
            found = rows.filter(shared__in=values).values_list("company_id", f"custom__{field.key}", "pk")
            self._owners |= {(field.key, company, raw): pk for company, raw, pk in found}

    def problems(self, stored: Stored, after: Stored, company: Ref, owner: object, *, new: bool) -> list[str]:
        """Why a row's custom values cannot be; those of a good row count as taken from now on."""
        found = [
            _("%(field)s: give a value.") % {"field": field.label}
            for field in (self.required if new else ())
            if after.get(field.key) is None
        ]
        changed = [key for key, value in after.items() if stored.get(key) != value]
        for key in changed:
            field = self.fields.get(key)
            if field is not None and field.choices and is_retired_choice(field, after[key]):
                word = field.choice_label(after[key])
                found.append(
                    _("%(field)s: “%(word)s” is not used any more.") % {"field": field.label, "word": word}
                )
        found += [
            f"{field.label}: {reason}"
            for field in (self.fields.get(key) for key in changed)
            if field is not None and (reason := beyond_rules(field, from_stored(field, after[field.key])))
        ]
        doubled = [
            _("%(field)s: another one has this value.") % {"field": field.label}
            for field in self.unique
            if field.key in changed and not self._takes(field, company, after[field.key], owner)
        ]
        return [*found, *doubled]

    def _takes(self, field: Field, company: Ref, raw: Any, owner: object) -> bool:
        return self._owners.setdefault((field.key, company, raw), owner) == owner

    def changes(
        self, before: Stored, after: Stored, names: Mapping[tuple[str, Any], str]
    ) -> list[tuple[str, str, str]]:
        """(field, before, after) in words; `names` are those of people."""
        return [
            (
                str(field.label),
                self._words(field, before.get(key), names),
                self._words(field, after.get(key), names),
            )
            for key, field in self.fields.items()
            if before.get(key) != after.get(key)
        ]

    def _words(self, field: Field, raw: Any, names: Mapping[tuple[str, Any], str]) -> str:
        if raw is None:
            return ""
        if field.reference:
            return names.get((field.reference, raw), "")
        return str(exported(field, raw))


def exported(field: Field, raw: Any) -> object:
    """A stored value as a cell that `read_column` reads back."""
    value = from_stored(field, raw)
    if field.type is FieldType.AMOUNT and value is not None:
        return amount_text(value)
    return str(field.choice_label(value)) if field.choices and value is not None else value
