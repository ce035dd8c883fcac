"""Records: list, page, form to make and to change one, all from one description each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from assetry.domain.organization.queries import list_companies
from assetry.kernel.fields import SET_ONCE, Field, FieldType
from assetry.kernel.refusals import NotPermitted
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.attachments.queries import may_edit
from assetry.platform.imports.records.described import is_importable
from assetry.platform.permissions.actor import Actor
from assetry.web.components import cells
from assetry.web.components.parts import Action, Link, State, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.bulk import bulk_actions, bulk_deleting, delete_action
from assetry.web.kit.choices import options_of
from assetry.web.kit.comments import with_comments
from assetry.web.kit.context import DetailPage
from assetry.web.kit.custom import HEADING, half_width, with_custom
from assetry.web.kit.describe import Facet, ListColumn, ListDescription
from assetry.web.kit.details import DetailDescription, PropGroup, detail_page
from assetry.web.kit.editing import CreateForm, EditForm, answer_create, answer_edit
from assetry.web.kit.exporting import selection_exports
from assetry.web.kit.files import with_files
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, may_see, route_url
from assetry.web.kit.lists import answer_list
from assetry.web.kit.named_lists import NamedList, register_list
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.timeline import Story
from assetry.web.routes import AssetryRequest, Open, page

BOTH = ("GET", "POST")
IMPORT_PAGES = "assets.asset.import"  # the wizard's permission


def name_column(entity: str) -> ListColumn:
    """The name that opens the record."""

    def html(row: Any, _reader: Reader) -> Words:
        return cells.name_html(row.name, entity_url(entity, row.public_id))

    return ListColumn(name="name", place="name", html=html)


@dataclass(frozen=True, kw_only=True)
class Extra:
    """A field of the form that is no column of the record: how its value is read, and the group it stands in.

    Without a group it stands in the form's first one.
    """

    field: Field
    value: Callable[[Any], Any]
    group: Words = ""


@dataclass(frozen=True, kw_only=True)
class Records:
    """One entity's pages.

    `route` names the list, `entity` names the detail's route. `manage` is the permission of both forms; `owned`
    says that each record belongs to a company, which the form asks for. Without `create` or `edit` that has no page;
    `is_fixed` records are not changed; `may_edit` decides about one where its entity's `edit_place` is not all of it.
    `enrich` adds panels to the page. `above` is the route and the word of the page that the list belongs to. `extras`
    are fields of the form that are no columns, for a record or (None) for a new one; `prepare` adds choices to a form
    each time it is drawn. `story` tells changes of other tables. `more` are further verbs of the list.
    """

    entity: str
    route: str
    prefix: str
    manage: str
    create: Callable[..., Any] | None
    edit: Callable[..., Any] | None
    columns: Sequence[ListColumn]
    groups: Sequence[FormGroup]
    empty: Words
    owned: bool = True
    facets: Sequence[Facet] = ()
    related: Sequence[str] = ()
    facts: Sequence[str] = ()
    narrowed: Sequence[str] = ()
    another: Sequence[str] = field(default=("company",))
    enrich: Callable[[DetailPage, Any, Reader], DetailPage] = lambda page, _row, _reader: page
    above: tuple[str, Words] | None = None
    extras: Callable[[Reader, Any], Sequence[Extra]] = lambda _reader, _row: ()
    prepare: Callable[[FormState], None] = lambda _form: None
    story: Story | None = None
    more: Callable[[Reader], Sequence[Action]] = lambda _reader: ()
    sort: str = "name"
    search_label: Words = ""
    is_fixed: Callable[[Any], bool] = lambda _row: False
    may_edit: Callable[[Actor, Any], bool] | None = None

    @property
    def described(self) -> Entity:
        """The registered entity."""
        return entity_named(self.entity)

    @property
    def list_url(self) -> str:
        """Where the list is."""
        return reverse(self.route)

    def url(self, row: Any) -> str:
        """Where one record is."""
        return reverse(self.entity, kwargs={"public_id": row.public_id})

    @property
    def edited(self) -> dict[str, Field]:
        """The described fields of the form."""
        return {name: field for name, field in self.described.fields_by_name.items() if field.edited_by}

    def crumbs(self, *further: Link) -> list[Link]:
        """The way to the list and beyond."""
        above = [Link(label=self.above[1], url=reverse(self.above[0]))] if self.above else []
        return [*above, Link(label=self.described.label_plural, url=self.list_url), *further]


def record_urls(records: Records) -> list[URLPattern]:
    """The routes of an entity: list, form for a new one where one may be made, page, form to change it."""
    base = records.prefix
    register_list(records.entity, lambda actor, part: _named_list(records, actor, part))
    new = path(f"{base}/new", _create_view(records), name=f"{records.entity}_create")
    edit = path(f"{base}/<str:public_id>/edit", _edit_view(records), name=f"{records.entity}_edit")
    return [
        path(base, _list_view(records), name=records.route),
        *([new] if records.create else []),
        path(f"{base}/<str:public_id>", _detail_view(records), name=records.entity),
        *([edit] if records.edit else []),
    ]


def _named_list(records: Records, actor: Actor, part: str) -> NamedList | None:
    """The list by its name, for whoever sees such records."""
    if part or not may_see(actor, records.described):
        return None
    return NamedList(
        name=records.entity,
        entity=records.entity,
        url=records.list_url,
        describe=lambda reader, _query: list_of(records, reader),
    )


type View = Callable[..., HttpResponse]


def _list_view(records: Records) -> View:
    @page(records.described.view_permission or Open.SIGNED_IN)
    def view(request: AssetryRequest) -> HttpResponse:
        return answer_list(request, list_of(records, reader_of(request)))

    return view


def _detail_view(records: Records) -> View:
    @page(records.described.view_permission or Open.SIGNED_IN)
    def view(request: AssetryRequest, public_id: str) -> HttpResponse:
        row, reader = records.described.get_for(request.actor, public_id), reader_of(request)
        return answer(request, "kit/detail.html", _detail(records, row, reader))

    return view


def _create_view(records: Records) -> View:
    @page(records.manage, methods=BOTH)
    def view(request: AssetryRequest) -> HttpResponse:
        def save(values: dict[str, Any]) -> tuple[str, Words]:
            assert records.create is not None  # noqa: S101 (else there is no such route)
            place = {"company": values.pop("company")} if records.owned else {}
            made = records.create(actor=request.actor, **place, values=values, at=request.received_at)
            return records.url(made), _("%(thing)s is saved.") % {"thing": made}

        reader = reader_of(request)
        return answer_create(request, _create_form(records, save, reader), reader)

    return view


def _edit_view(records: Records) -> View:
    @page(records.manage, methods=BOTH)
    def view(request: AssetryRequest, public_id: str) -> HttpResponse:
        def load() -> Any:
            return records.described.get_for(request.actor, public_id)

        def save(changes: dict[str, Any], version: int) -> object:
            assert records.edit is not None  # noqa: S101 (else there is no such route)
            of = {records.entity: row, "changes": changes, "version": version}
            return records.edit(actor=request.actor, **of, at=request.received_at)

        row = load()
        if not _may_change(records, row, request.actor):
            raise NotPermitted(permission=records.manage)
        reader = reader_of(request)
        return answer_edit(request, _edit_form(records, row, load, save, reader), reader)

    return view


def _import_action(records: Records, reader: Reader) -> list[Action]:
    """The way to the wizard, for whoever may bring files of these."""
    actor, url = reader.actor, route_url("import_assets")
    if not url or not is_importable(records.described):
        return []
    if not (actor.may(IMPORT_PAGES) and actor.may(records.described.edit_permission)):
        return []
    return [Action(label=_("Import"), url=f"{url}?kind={records.entity}", icon="upload", wide=True)]


def list_of(records: Records, reader: Reader) -> ListDescription:
    """The list of the records, with what this reader may do there."""
    entity = records.described
    actions: tuple[Action, ...] = ()
    if records.create and reader.actor.may(records.manage):
        url = reverse(f"{records.entity}_create")
        actions = (Action(label=_("New"), url=url, icon="plus", look="primary"),)
    title = _("No %(things)s yet") % {"things": str(entity.label_plural).lower()}
    description = ListDescription(
        entity=records.entity,
        title=entity.label_plural,
        columns=records.columns,
        empty=State(icon=entity.icon, title=title, text=records.empty, actions=actions),
        facets=records.facets,
        related=records.related,
        actions=[
            *records.more(reader),
            *_import_action(records, reader),
            *(replace(action, look="") for action in actions),
        ],
        crumbs=records.crumbs() if records.above else (),
        search_label=records.search_label or _("Name"),
        sort=records.sort,
        bulk=[
            *(bulk_actions(records.entity, reader) if records.edit else ()),
            *selection_exports(entity, reader.actor),
            *(bulk_deleting(records.entity, reader) if records.edit else ()),
        ],
    )
    return with_custom(description, entity.custom_fields)


def _detail(records: Records, row: Any, reader: Reader) -> DetailPage:
    entity = records.described
    names = [described.name for described in entity.fields if described.name != "name"]
    description = DetailDescription(
        entity=records.entity,
        groups=[PropGroup(fields=names)],
        list_url=records.list_url,
        list_label=entity.label_plural,
        facts=records.facts,
        drawing="" if records.entity == "person" else entity.icon,
        story=records.story,
    )
    actions = [_edit_action(records, row)] if _may_change(records, row, reader.actor) else []
    page_ = detail_page(description, row, reader, actions=actions)
    more = (*page_.more, *delete_action(entity, row, reader))
    page_ = replace(page_, crumbs=records.crumbs(Link(label=page_.title)), more=more)
    page_ = with_files(records.enrich(page_, row, reader), entity, row, reader)
    return with_comments(page_, entity, row, reader)


def _edit_action(records: Records, row: Any) -> Action:
    url = reverse(f"{records.entity}_edit", kwargs={"public_id": row.public_id})
    return Action(label=_("Edit"), url=url, icon="pencil", key="E")


def _may_change(records: Records, row: Any, actor: Actor) -> bool:
    """As the operation decides: a limited grant never reaches what its limit says nothing about."""
    if records.edit is None or records.is_fixed(row):
        return False
    if records.may_edit is not None:
        return records.may_edit(actor, row)
    entity = records.described
    return may_edit(actor, entity, row) if entity.edit_permission else bool(actor.may(records.manage))


def _create_form(
    records: Records, save: Callable[[dict[str, Any]], tuple[str, Words]], reader: Reader
) -> CreateForm:
    entity = records.described
    company = Field(
        name="company", label=_("Company"), type=FieldType.REFERENCE, reference="company", required=True
    )
    own = {"company": company} if records.owned else {}
    extras = records.extras(reader, None)
    return CreateForm(
        title=_("New: %(kind)s") % {"kind": str(entity.label).lower()},
        fields={**own, **records.edited, **{extra.field.name: extra.field for extra in extras}},
        layout=_layout(records, extras),
        save=save,
        cancel_url=records.list_url,
        submit=_("Save"),
        crumbs=records.crumbs(Link(label=_("New"))),
        prepare=lambda form: _offer_companies(records, form),
        another=records.another if records.owned else (),
    )


def _edit_form(
    records: Records,
    row: Any,
    load: Callable[[], Any],
    save: Callable[[dict[str, Any], int], object],
    reader: Reader,
) -> EditForm:
    title, extras = records.described.title(row), records.extras(reader, row)
    return EditForm(
        entity=records.entity,
        title=_("Edit %(thing)s") % {"thing": title},
        fields={**_changeable(records), **{extra.field.name: extra.field for extra in extras}},
        layout=_layout(records, extras),
        values={extra.field.name: extra.value for extra in extras},
        load=load,
        save=save,
        url=records.url(row),
        crumbs=records.crumbs(Link(label=title, url=records.url(row)), Link(label=_("Edit"))),
        prepare=lambda form: _prepare(records, form, row),
    )


def _changeable(records: Records) -> dict[str, Field]:
    """The fields of the form without those that stay."""
    return {name: field for name, field in records.edited.items() if field.edited_by != SET_ONCE}


def _layout(records: Records, extras: Sequence[Extra]) -> list[FormGroup]:
    first, *rest = records.groups
    own = ("company",) if records.owned else ()
    with_it = [extra.field.name for extra in extras if not extra.group]
    titles = dict.fromkeys(extra.group for extra in extras if extra.group)
    own_groups = [
        _group(title, [extra.field for extra in extras if extra.group == title]) for title in titles
    ]
    custom = records.described.custom_fields
    added = [FormGroup(title=HEADING, fields=tuple(custom), half=half_width(custom))] if custom else []
    return [replace(first, fields=(*own, *first.fields, *with_it)), *own_groups, *rest, *added]


def _group(title: Words, fields: Sequence[Field]) -> FormGroup:
    """Fields under a title; boxes to check stand in pairs."""
    boxes = frozenset(field.name for field in fields if field.type is FieldType.YES_NO)
    return FormGroup(title=title, fields=[field.name for field in fields], half=boxes)


def _offer_companies(records: Records, form: FormState) -> None:
    """The companies where the actor may; the only one is chosen already, and references keep to the chosen one."""
    records.prepare(form)
    if not records.owned:
        return
    companies = list_companies(form.reader.actor, records.manage)
    form.options["company"] = options_of(entity_named("company"), companies)
    if companies:
        form.texts.setdefault("company", companies[0].public_id)
    _narrow(records, form, companies[0].public_id if len(companies) == 1 else "")


def _prepare(records: Records, form: FormState, row: Any) -> None:
    records.prepare(form)
    _narrow(records, form, row.company.public_id if records.owned else "")


def _narrow(records: Records, form: FormState, company: str) -> None:
    if company:
        people = [name for name, field in form.fields.items() if field.key and field.reference]
        form.narrowed |= dict.fromkeys((*records.narrowed, *people), f"company={company}")
