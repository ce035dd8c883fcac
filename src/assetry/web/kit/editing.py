"""Creating and changing by a form: read, one operation, refusals beside their fields, conflicts asked about.

An area says which fields, in which groups, and which operation saves; see docs/recipes/add-a-page.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal, StalePage
from assetry.kernel.registry import entity_named
from assetry.web.components.parts import Action, Link, Note, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.conflict import ThreeWay, conflict_of, pack, unpack
from assetry.web.kit.context import FormPage
from assetry.web.kit.forms import FormGroup, FormState, filled_form, read_form
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import last_saved_by
from assetry.web.routes import AssetryRequest

FORM = "kit/form.html"


@dataclass(frozen=True, kw_only=True)
class CreateForm:
    """A form for a new thing: `save` takes the values, calls one operation and says where to go and what to say.

    It may answer itself where something is shown once. `prepare` adds choices to the form each time it is drawn.
    With `another`, the fields named there are kept for a further one. `version` is sent along. `actions` stand above.
    """

    title: Words
    fields: Mapping[str, Field]
    layout: Sequence[FormGroup]
    save: Callable[[dict[str, Any]], tuple[str, Words] | HttpResponse]
    cancel_url: str
    submit: Words
    crumbs: Sequence[Link] = ()
    subtitle: Words = ""
    foot: Words = ""
    prepare: Callable[[FormState], None] = lambda _form: None
    another: Sequence[str] = ()
    actions: Sequence[Action] = ()
    destroys: bool = False
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class EditForm:
    """A form for a thing that is there: `save` takes the changes and the version that was read.

    `load` reads the row again when somebody saved in between. `values` reads fields that are no columns of the row.
    `template` draws the form where it is a part of a larger page, with `context` beside it.
    """

    entity: str
    title: Words
    fields: Mapping[str, Field]
    layout: Sequence[FormGroup]
    load: Callable[[], Any]
    save: Callable[[dict[str, Any], int], object]
    url: str
    crumbs: Sequence[Link] = ()
    subtitle: Words = ""
    foot: Words = ""
    prepare: Callable[[FormState], None] = lambda _form: None
    values: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    template: str = FORM
    context: Mapping[str, Any] = field(default_factory=dict)


def answer_create(request: AssetryRequest, description: CreateForm, reader: Reader) -> HttpResponse:
    """The form, the form with what to mend (422, 409), or what was made."""
    form = FormState(fields=description.fields, reader=reader)
    if request.method == "POST":
        form = read_form(description.fields, request.POST, reader)
        done = None if form.errors else _try(form, lambda: description.save(form.values))
        if isinstance(done, HttpResponse):
            return done
        if done is not None:
            url, said = done
            messages.success(request, str(said))
            return HttpResponseRedirect(_again_url(request, description) or url)
    else:
        _prefill(form, request.GET.dict())
    description.prepare(form)
    another = Action(label=_("Save and add another"), how="submit", name="another", value="1")
    page = FormPage(
        title=description.title,
        subtitle=description.subtitle,
        action=request.path,
        groups=form.groups(description.layout),
        submit=description.submit,
        destroys=description.destroys,
        version=description.version,
        more_submits=(another,) if description.another else (),
        actions=description.actions,
        cancel_url=description.cancel_url,
        crumbs=description.crumbs,
        errors=form.summary,
        notes=form.notes,
        foot=description.foot,
    )
    return answer(request, FORM, page, status=form.status)


def version_sent(request: AssetryRequest) -> int | None:
    """The version that the form of a thing was drawn with; None where it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _prefill(form: FormState, query: dict[str, str]) -> None:
    """What an address names: after "add another", or from a link elsewhere."""
    named = {name: value for name, value in query.items() if name in form.fields}
    read = read_form({name: form.fields[name] for name in named}, named, form.reader)
    form.texts |= {name: text for name, text in read.texts.items() if name not in read.errors}
    form.tokens |= read.tokens


def _again_url(request: AssetryRequest, description: CreateForm) -> str:
    """The same form with what several have in common, when that was asked for."""
    if not request.POST.get("another"):
        return ""
    kept = request.GET.copy()
    kept.clear()
    for name in description.another:
        if request.POST.get(name):
            kept[name] = request.POST[name]
    return f"{request.path}?{kept.urlencode()}"


def answer_edit(request: AssetryRequest, description: EditForm, reader: Reader) -> HttpResponse:
    """The form, the form with what to mend, a conflict to settle, or what was saved."""
    row = description.load()
    stored = filled_form(description.fields, row, reader, description.values)
    if request.method == "GET":
        return _form(request, description, stored, stored, row)
    sent = read_form(description.fields, request.POST, reader)
    sent.currency = stored.currency
    way = ThreeWay(
        description.fields, unpack(request.POST.get("before", ""), description.fields), sent, stored
    )
    if sent.errors or request.POST.get("back"):
        return _form(request, description, sent, stored, row)
    if request.POST.get("version") != str(row.version):
        return _conflict(request, description, way, row)
    changes = {name: sent.values[name] for name in way.changed_by_me()}
    try:
        done = _try(sent, lambda: (description.save(changes, row.version), True), StalePage)
    except StalePage:
        row = description.load()
        theirs = filled_form(description.fields, row, reader, description.values)
        newer = ThreeWay(way.fields, way.before, sent, theirs)
        return _conflict(request, description, newer, row)
    if done is None:
        return _form(request, description, sent, stored, row)
    messages.success(
        request, _("%(thing)s is saved.") % {"thing": entity_named(description.entity).title(row)}
    )
    return HttpResponseRedirect(description.url)


def _try[R](form: FormState, save: Callable[[], R], *asks: type[Refusal]) -> R | None:
    """The operation's answer, None when it refused: the refusal is in the form then. What `asks` is left to raise."""
    try:
        return save()
    except Refusal as refusal:
        if isinstance(refusal, (NotFound, NotPermitted, *asks)):
            raise
        form.refuse(refusal)
        return None


def _conflict(request: AssetryRequest, description: EditForm, way: ThreeWay, row: Any) -> HttpResponse:
    """Ask about what both changed; where that is nothing, show the merged form to be saved again."""
    reader = way.mine.reader
    who = last_saved_by(entity_named(description.entity).table, row.pk, reader) or _("Somebody else")
    if not way.disputed():
        merged = merged_form(way)
        headline = _("%(who)s saved this while you were editing.") % {"who": who}
        text = _("You changed different fields. Their values and yours stand below; look, then save again.")
        note = Note(title=headline, text=text, tone="warn", icon="git-compare-arrows")
        page = _page(request, description, merged, way.theirs, row)
        return answer(request, FORM, replace(page, notes=(note, *page.notes)), status=409)
    before = read_form(way.fields, way.before, reader)
    conflict = conflict_of(way, who=who, before_tokens=before.tokens, theirs_url=description.url)
    conflict = replace(conflict, hidden=[*conflict.hidden, ("before", pack(way.theirs.texts))])
    page = _page(request, description, way.mine, way.theirs, row)
    return answer(request, FORM, replace(page, conflict=conflict, notes=()), status=409)


def merged_form(way: ThreeWay) -> FormState:
    """Mine where I changed something, theirs for the rest."""
    merged = FormState(fields=way.fields, reader=way.mine.reader, currency=way.theirs.currency)
    mine = {name: way.mine.tokens[name] for name in way.changed_by_me() if name in way.mine.tokens}
    merged.texts, merged.tokens = way.merged(), {**way.theirs.tokens, **mine}
    return merged


def _form(
    request: AssetryRequest, description: EditForm, form: FormState, stored: FormState, row: Any
) -> HttpResponse:
    page = _page(request, description, form, stored, row)
    return answer(request, description.template, page, status=form.status, context=description.context)


def _page(
    request: AssetryRequest, description: EditForm, form: FormState, stored: FormState, row: Any
) -> FormPage:
    description.prepare(form)
    return FormPage(
        title=description.title,
        subtitle=description.subtitle,
        action=request.path,
        groups=form.groups(description.layout),
        submit=_("Save"),
        cancel_url=description.url,
        crumbs=description.crumbs,
        errors=form.summary,
        notes=form.notes,
        version=str(row.version),
        foot=description.foot,
        hidden=[("before", pack(stored.texts))],
    )
