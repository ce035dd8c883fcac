"""A list from its description and its address: rows in at most a handful of statements, whatever their number."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.db import models
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.filters import FilterInvalid, Where, format_filter
from assetry.kernel.linked import DescribedFields
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity
from assetry.platform.filters.grouping import GroupingInvalid, fields_to_group_by
from assetry.platform.filters.paging import LAST, CursorInvalid, Page, Sort, SortInvalid, read_page, sort_of
from assetry.web.components import cells
from assetry.web.components.blocks import Panel
from assetry.web.components.parts import Action, Chip, Note, Pager, State, Words
from assetry.web.kit.answers import answer, wants_part
from assetry.web.kit.asked import NEW, asked_of
from assetry.web.kit.beside import answer_beside
from assetry.web.kit.building import refused_chips
from assetry.web.kit.by_tree import field_of_tree, tree_of
from assetry.web.kit.chips import chips_of, named_rows, referred
from assetry.web.kit.columns import ColumnInvalid, with_columns, with_photos
from assetry.web.kit.context import ListPage, PeekPage, Report
from assetry.web.kit.custom import load_references
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.display import display_of
from assetry.web.kit.exporting import Shown, export_actions
from assetry.web.kit.facets import facet_filters, option_entities
from assetry.web.kit.grid import Column, Row
from assetry.web.kit.linked import load_linked
from assetry.web.kit.links import url_for
from assetry.web.kit.listing import Listing, compile_listing, known_of
from assetry.web.kit.looks import NO_VIEWS, TREE
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.report import LOOK as REPORT
from assetry.web.kit.report import report_of
from assetry.web.kit.saved import view_bar
from assetry.web.kit.sums import MOST_COUNTED, count_at_once, count_words, foot_of, grouped
from assetry.web.kit.values import field_html
from assetry.web.routes import AssetryRequest

# Where the exact figures of a long list come to, once it is counted.
_COUNTING: Final = SafeString('<span id="list-count">…</span>')
_TOTAL: Final = SafeString('<span id="list-total">…</span>')


def answer_list(
    request: AssetryRequest, description: ListDescription, query: ListQuery | None = None
) -> HttpResponse:
    """The whole answer of a list's view: page, fragment or peek. Raises NotFound for a view that is not there."""
    reader = reader_of(request)
    query = query or ListQuery.opened(request.path, request.GET, description.list_name, reader.actor)
    peek = _peek(description, query, reader)
    try:
        description = with_photos(with_columns(description, query), query)
        if peek is not None and wants_part(request, "#peek"):
            return answer(
                request, "kit/peek.html", _beside(peek, _ids_here(description, query, reader), query)
            )
        beside = answer_beside(request, description, query, reader)
        if beside is not None:
            return beside
        page = list_page(description, query, reader)
    except (FilterInvalid, SortInvalid, CursorInvalid, GroupingInvalid, ColumnInvalid) as refusal:
        page = _unreadable(description, query, refusal, reader)
        return answer(request, "kit/list.html", page, status=400)
    if peek is not None:
        page = replace(page, peek=_beside(peek, [row.id for row in page.rows], query))
    return answer(request, "kit/list.html", page)


def list_page(description: ListDescription, query: ListQuery, reader: Reader) -> ListPage:
    """The list that the address asks for. Raises FilterInvalid, SortInvalid, CursorInvalid."""
    listing = compile_listing(description, query, reader)
    entity, fields = listing.entity, DescribedFields(listing.entity)
    sort_text = query.get("sort") or description.sort
    total, is_counted = _total(description, listing, reader)
    report, tree = _instead(description, listing, total, reader)
    is_rows = report is None and tree is None
    found = _rows(description, listing, sort_of(entity, sort_text), total, reader) if is_rows else Page([])
    own = entity.fields_by_name
    load_references(found.rows, [own[column.name] for column in description.columns if column.name in own])
    moved = description.time_travel.paths if query.as_of and description.time_travel else {}
    load_linked(found.rows, description.linked, moved, reader)
    is_open = query.get("filters") == "1"
    everything = option_entities(description, fields) if is_open else ()
    known = named_rows(reader.actor, referred(listing.filter, fields), everything)
    names = {(name, public_id): label for name, public_id, label in known}
    facet_names = [facet.name for facet in description.facets]
    chips = [*_day_chip(query), *chips_of(asked_of(query, fields, facet_names), names)]
    summary = count_words(total, _whole(description, listing, reader), entity) if is_counted else _COUNTING
    foot = foot_of(description) if found.rows and not query.as_of else []
    return ListPage(
        title=description.title,
        summary=summary,
        url=query.path,
        columns=_columns(description, entity, query, sort_text),
        rows=_shown(found.rows, description, entity, query, reader),
        caption=f"{description.title}: {summary}" if is_counted else description.title,
        total=total,
        is_counted=is_counted,
        totals=foot,
        sums_url=query.here(peek=None) if found.rows and (foot or not is_counted) else "",
        crumbs=description.crumbs,
        actions=description.actions,
        bar=NO_VIEWS if description.bare else view_bar(description, query, reader),
        display=None
        if query.as_of or description.bare
        else display_of(description, query, sort_text, reader),
        query=query.text,
        search_label=description.search_label,
        state=_state(query, facet_names, is_open=is_open),
        filters=facet_filters(description, fields, query, known, names),
        filters_open=is_open,
        filters_url=query.here(filters=None if is_open else "1") if description.facets else "",
        figures_url=query.url() if is_open and not query.as_of else "",
        chips=chips,
        build_url="" if query.as_of else query.here(build=NEW),
        reset_url=query.reset_url if chips or query.text or query.view else "",
        pager=_pager(
            query, found, total if is_counted else None, description.size, jumps=_jumps(entity, sort_text)
        ),
        jump_state=[*query.kept(), *([("filters", "1")] if is_open else [])],
        exports=_exports(description, listing, sort_text, total, reader),
        bulk=description.bulk if is_rows and not query.as_of else (),
        all_query=_canonical(description, listing),
        notes=_notes(query),
        tree=tree,
        empty=None if found.rows or (total and not is_rows) else _nothing(description, listing, chips),
        report=report,
        report_url=query.url(look=None if report else REPORT) if fields_to_group_by(entity) else "",
    )


def _instead(
    description: ListDescription, listing: Listing, total: int, reader: Reader
) -> tuple[Report | None, Panel | None]:
    """What stands in the place of the rows, if anything: a report, or the tree that they lie in."""
    query = listing.query
    if query.get("look") == REPORT:
        return report_of(listing.entity, query, listing.queryset, reader), None
    by = field_of_tree(description) if query.get("look") == TREE and not query.as_of else None
    return None, tree_of(description, listing, by, reader) if by and total else None


def count_rows(description: ListDescription, query: ListQuery, reader: Reader) -> int:
    """How many rows the address names, exactly; from counters where it asks for all. Raises FilterInvalid."""
    listing = compile_listing(description, query, reader)
    total, is_counted = _total(description, listing, reader)
    return total if is_counted else int(listing.queryset.count())


def _exports(
    description: ListDescription, listing: Listing, sort: str, total: int, reader: Reader
) -> list[Action]:
    """The menu of files; a past day cannot be taken away."""
    if listing.query.as_of or description.bare:
        return []
    shown = Shown(
        entity=listing.entity,
        asked=_canonical(description, listing),
        columns=[column.name for column in description.columns],
        sort=sort,
        total=total,
        kind=description.kind,
    )
    return export_actions(reader.actor, shown)


def _canonical(description: ListDescription, listing: Listing) -> str:
    """The whole list as a query that needs no path: search and filter, what its page always applies included."""
    everything = Where.both(description.base, listing.filter)
    params = {"q": listing.query.text, "filter": format_filter(everything)}
    return urlencode({name: text for name, text in params.items() if text})


def _total(description: ListDescription, listing: Listing, reader: Reader) -> tuple[int, bool]:
    """How many rows there are, and whether that is the exact figure or only says that there are many."""
    if description.total is not None and not listing.is_narrowed and not listing.query.as_of:
        return description.total(reader), True
    if listing.query.get("cursor") == LAST:
        return int(listing.queryset.count()), True  # the number of its first row is counted from the end
    total = count_at_once(listing.queryset)
    return total, total <= MOST_COUNTED


def _rows(
    description: ListDescription, listing: Listing, sort: Sort, total: int, reader: Reader
) -> Page[Any]:
    if not total:
        return Page([])
    rows = listing.queryset.select_related(*description.related) if description.related else listing.queryset
    rows = rows.only(*description.reads) if description.reads else rows
    rows = rows.fetch_mode(models.FETCH_RAISE)
    known = known_of(description, listing, reader, total)
    cursor = listing.query.get("cursor") or None
    return read_page(rows, sort, limit=description.size, cursor=cursor, known=known)


def _columns(description: ListDescription, entity: Entity, query: ListQuery, sort: str) -> list[Column]:
    fields = entity.fields_by_name
    columns = []
    for column in description.columns:
        field = fields.get(column.name)
        direction = {column.name: "ascending", f"-{column.name}": "descending"}
        other_way = f"-{column.name}" if sort == column.name else column.name
        columns.append(
            Column(
                name=column.name,
                label=column.label or (field.label if field else column.name),
                place=column.place,
                rank=column.rank if column.rank is not None else (field.rank if field else 0),
                number=column.number,
                cut=column.cut,
                sort_url=query.url(sort=other_way) if field and field.sort else "",
                sorted={name: word for name, word in direction.items() if name == sort}.get(sort, ""),  # type: ignore[arg-type]
            )
        )
    return columns


def _shown(
    rows: Sequence[Any], description: ListDescription, entity: Entity, query: ListQuery, reader: Reader
) -> list[Row]:
    """The rows with their cells; what is the same for all of them is found once."""
    cells_of = _cells_of(description, entity)
    own, peeked, photo = description.row_url, query.get("peek"), description.photo
    peek_url = query.up_to("peek") if description.peek else ""
    return [
        Row(
            id=row.public_id,
            label=entity.title(row),
            url=own(row, reader) if own else url_for(entity, row, reader.actor),
            peek_url=f"{peek_url}{row.public_id}" if peek_url else "",
            peeked=peeked == row.public_id,
            cells=[cell(row, reader) for cell in cells_of],
            photo=photo.html(row) if photo else "",
        )
        for row in rows
    ]


def _cells_of(description: ListDescription, entity: Entity) -> list[Callable[[Any, Reader], Words]]:
    """What makes the cell of each column."""
    fields = entity.fields_by_name
    return [column.html or partial(field_html, fields[column.name]) for column in description.columns]


def _state(query: ListQuery, facets: Sequence[str], *, is_open: bool) -> list[tuple[str, str]]:
    """What the search field and the filters must not lose."""
    return [*query.kept("q", *facets, "as_of"), ("filters", "1")] if is_open else query.kept("q")


def _pager(query: ListQuery, found: Page[Any], total: int | None, size: int, *, jumps: Words) -> Pager | None:
    """Where we are. The number of the first row travels in the address: a keyset page does not know it."""
    if not found.rows:
        return None
    count = len(found.rows)
    is_first, is_last = found.previous is None, found.next is None
    first = query.position if total is None else min(query.position, max(total - count, 1))
    first = 1 if is_first else total - count + 1 if is_last and total is not None else first
    before = {"cursor": found.previous, "at": str(max(first - size, 1))}
    return Pager(
        first=first,
        last=first + count - 1,
        total=_TOTAL if total is None else grouped(total),
        first_url="" if is_first else query.url(),
        previous_url="" if is_first else query.url(**before),
        next_url="" if is_last else query.url(cursor=found.next, at=str(first + count)),
        last_url="" if is_last else query.url(cursor=LAST),
        jumps="" if is_first and is_last else jumps,
    )


def _jumps(entity: Entity, sort: str) -> Words:
    """What the list can go to a value of: the name of the column that it is sorted by."""
    field = entity.fields_by_name.get(sort.removeprefix("-"))
    return field.label if field is not None and field.sort else ""


def _whole(description: ListDescription, listing: Listing, reader: Reader) -> int | None:
    """How many there are without any filter, where a filter applies and counters know it."""
    if description.total is None or not listing.is_narrowed or listing.query.as_of:
        return None
    return description.total(reader)


def _day_chip(query: ListQuery) -> list[Chip]:
    if query.as_of is None:
        return []
    day = cells.format_day(query.as_of, "en")
    return [Chip(label=_("As of"), value=day, remove_url=query.url(as_of=None))]


def _notes(query: ListQuery) -> list[Note]:
    if query.as_of is None:
        return []
    text = _("Holder, location and status are those of that day; everything else is as it is today.")
    back = Action(label=_("Back to today"), url=query.url(as_of=None), icon="undo-2", small=True)
    title = _("As it was at the end of %(day)s.") % {"day": cells.format_day(query.as_of, "en")}
    return [Note(title=title, text=text, tone="info", icon="history", action=back)]


def _nothing(description: ListDescription, listing: Listing, chips: Sequence[Chip]) -> State:
    """First use, or nothing that matches: two different states."""
    query = listing.query
    if not listing.is_narrowed and not query.as_of:
        return description.empty
    clear = Action(label=_("Clear filters"), url=query.plain_url, look="primary")
    dropped = [
        Action(
            label=_("Drop “%(chip)s”") % {"chip": f"{chip.label} {chip.value}".strip()}, url=chip.remove_url
        )
        for chip in chips[-1:]
        if len(chips) > 1
    ]
    count = len(chips) + bool(query.text)
    title = ngettext("Nothing matches this filter", "Nothing matches all %(n)d filters", count) % {"n": count}
    if query.text and not chips:
        title = _("Nothing is found for “%(text)s”") % {"text": query.text}
    text = _("Take one of the filters away, or clear them all.")
    if query.text:
        text = _("Tags, serials and names are searched as they are written; every word has to be there.")
    return State(icon="search-x", title=title, text=text, actions=(clear, *dropped))


def _unreadable(description: ListDescription, query: ListQuery, refusal: Refusal, reader: Reader) -> ListPage:
    clear = Action(label=_("Clear filters"), url=query.plain_url, look="primary")
    state = State(
        icon="circle-alert",
        title=_("This address cannot be read as a list"),
        text=str(refusal),
        actions=(clear,),
    )
    return ListPage(
        title=description.title, summary="", url=query.path, columns=(), rows=(), caption=description.title,
        total=0, crumbs=description.crumbs, empty=state, reset_url=query.plain_url, report_url=query.path,
        chips=refused_chips(description, query, reader),
    )  # fmt: skip


def _peek(description: ListDescription, query: ListQuery, reader: Reader) -> PeekPage | None:
    public_id = query.get("peek")
    return description.peek(reader, public_id, query) if public_id and description.peek else None


def _ids_here(description: ListDescription, query: ListQuery, reader: Reader) -> list[str]:
    """The public ids of this page of the list, for the arrows of a peek."""
    listing = compile_listing(description, query, reader)
    sort = sort_of(listing.entity, query.get("sort") or description.sort)
    columns = {"public_id", sort.column} - {""}
    rows = listing.queryset.only(*columns).fetch_mode(models.FETCH_RAISE)
    page = read_page(rows, sort, limit=description.size, cursor=query.get("cursor") or None)
    return [row.public_id for row in page.rows]


def _beside(peek: PeekPage, ids: Sequence[str], query: ListQuery) -> PeekPage:
    """The peek with arrows to its neighbors on this page of the list."""
    if peek.id not in ids:
        return peek
    at = ids.index(peek.id)
    before = query.here(peek=ids[at - 1]) if at else ""
    after = query.here(peek=ids[at + 1]) if at + 1 < len(ids) else ""
    return replace(peek, previous_url=before, next_url=after)
