"""What the rows of a file are: assets of a kind, or records of an entity; in words, and as a choice."""

from dataclasses import dataclass

from django.urls import reverse

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for, list_kinds
from assetry.kernel.registry import entity_named
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.records.described import importable_for
from assetry.platform.permissions.actor import Actor
from assetry.web.components.parts import Words
from assetry.web.kit.links import entity_url

ASSET = "asset"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`code` is what the form sends: the code of a kind, the name of an entity. Assets alone have a kind."""

    code: str
    entity: str
    plural: Words
    list_url: str
    kind: AssetKind | None = None

    @property
    def is_asset(self) -> bool:
        """Whether its import is that of assets."""
        return self.kind is not None


def subjects_for(actor: Actor) -> list[Subject]:
    """Whatever the actor may bring: the kinds of assets first."""
    kinds = [_of_kind(kind) for kind in list_kinds(actor)] if actor.may(P.IMPORT) else []
    return [*kinds, *(_of_entity(entity.name) for entity in importable_for(actor))]


def subject_named(actor: Actor, code: str) -> Subject:
    """The one with that code; raises NotFound."""
    if code in {entity.name for entity in importable_for(actor)}:
        return _of_entity(code)
    return _of_kind(get_kind_for(actor, code))


def subject_of(actor: Actor, run: ImportRun) -> Subject:
    """What a run's rows are; raises NotFound."""
    return (
        _of_kind(get_kind_for(actor, run.kind)) if run.entity == ASSET else subject_named(actor, run.entity)
    )


def _of_kind(kind: AssetKind) -> Subject:
    url = reverse("assets_of_kind", kwargs={"kind": kind.code})
    return Subject(code=kind.code, entity=ASSET, plural=kind.name_plural, list_url=url, kind=kind)


def _of_entity(name: str) -> Subject:
    # The list of an entity stands where its pages do.
    url = entity_url(name, "").rstrip("/")
    return Subject(code=name, entity=name, plural=entity_named(name).label_plural, list_url=url)
