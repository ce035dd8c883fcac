"""Recorded values in words: columns find their described fields, references are resolved in bulk and in scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, Model, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.kernel.values import from_stored, is_stored_form
from assetry.platform.accounts.models import User
from assetry.platform.audit.queries import Hidden
from assetry.platform.notifications.models import OutgoingMail
from assetry.web.components import cells
from assetry.web.kit.links import entity_url, may_see_named
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import value_words

USER = "user"
MAIL = "mail"  # by the event that it tells about; its label is what became of it


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as the trail keeps it: an entity and a key."""

    entity: str
    key: int


type Told = Ref | str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a reference leads to, for this reader."""

    label: str
    public_id: str


@cache
def columns_of(entity_name: str) -> Mapping[tuple[str, str], Field]:
    """(table, column) → the described field whose value lies there, facets included."""
    entity = entity_named(entity_name)
    model = model_of_table(entity.table)
    found: dict[tuple[str, str], Field] = {}
    for described in entity.fields:
        place = _column(model, described.orm_path)
        if place is not None:
            found.setdefault(place, described)
    return found


@cache
def model_of_table(table: str) -> type[Model]:
    """The model that lies in a table; raises LookupError."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            return model
    raise LookupError(table)


def _column(model: type[Model], path: str) -> tuple[str, str] | None:
    """Where an ORM path ends, when every step but the last leads to a row of the same subject (a facet)."""
    *steps, last = path.split("__")
    for step in steps:
        relation = model._meta.get_field(step)
        if not relation.one_to_one:
            return None
        model = relation.related_model  # type: ignore[assignment]
    column = getattr(model._meta.get_field(last), "column", None)
    return (model._meta.db_table, column) if column else None


def told(field: Field, raw: Any, reader: Reader) -> Told:
    """A recorded value of a field: a reference to resolve, or words; None where there is none."""
    if raw is None or raw == "":
        return None
    if raw is Hidden.SECRET:
        return _("hidden")
    if raw is Hidden.PERSONAL:
        return _("erased")
    if field.key and not is_stored_form(field, raw):
        return _of_another_type(raw)
    if field.key:
        raw = from_stored(field, raw)
    if field.reference:
        return Ref(field.reference, int(raw))
    if field.type is FieldType.DATE and isinstance(raw, str):
        raw = date.fromisoformat(raw[:10])
    return value_words(field, raw, reader)


def _of_another_type(raw: Any) -> str:
    """What a custom field held while it had another type; of a reference only a key is left."""
    match raw:
        case bool():
            return _("Yes") if raw else _("No")
        case int():
            return _("hidden")
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
    return str(raw)


def resolve(refs: Iterable[Ref], actor: Any) -> dict[Ref, Known]:
    """What the references lead to, where the actor may read its name: one statement. The rest is restricted."""
    keys: dict[str, set[int]] = {}
    for ref in refs:
        keys.setdefault(ref.entity, set()).add(ref.key)
    parts = [_named(entity, ids, actor) for entity, ids in keys.items()]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {Ref(entity, key): Known(label, public_id) for entity, key, public_id, label in rows}


def _named(entity: str, ids: set[int], actor: Any) -> Any:
    if entity == MAIL:
        return _mails(ids)
    rows = User.objects.all() if entity == USER else entity_named(entity).named_for(actor)
    rows = rows.filter(pk__in=ids).order_by()
    named = rows.annotate(of_entity=Value(entity, output_field=CharField()), named_as=F(_label_of(entity)))
    return named.values_list("of_entity", "pk", "public_id", "named_as")


def _label_of(entity: str) -> str:
    """What one is called in a sentence: one column, as names of all entities are read in one statement."""
    known = {USER: "name", "asset": "asset_tag", "tag_scheme": "prefix", "grant": "role__name"}
    return known.get(entity) or entity_named(entity).label_columns[-1]


def _mails(event_ids: set[int]) -> Any:
    sent = OutgoingMail.objects.filter(event_id__in=event_ids).order_by()
    told = sent.annotate(
        of_entity=Value(MAIL, output_field=CharField()), public_id=Value("", output_field=CharField())
    )
    return told.values_list("of_entity", "event_id", "public_id", "state")


def told_html(value: Told, known: Mapping[Ref, Known], reader: Reader) -> SafeString:
    """A told value as HTML: a link where the reader may open it."""
    if not isinstance(value, Ref):
        return format_html("{}", value or "")
    target = known.get(value)
    if target is None:
        return cells.entity_html("", state="restricted")
    url = entity_url(value.entity, target.public_id) if may_see_named(reader.actor, value.entity) else ""
    label = target.label or target.public_id
    return format_html('<a href="{}">{}</a>', url, label) if url else format_html("{}", label)


def told_words(value: Told, known: Mapping[Ref, Known]) -> str:
    """A told value as plain words, for before → after."""
    if not isinstance(value, Ref):
        return value or ""
    target = known.get(value)
    return (target.label or target.public_id) if target else _("Restricted")
