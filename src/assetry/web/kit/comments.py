"""The Comments panel of a thing's page; its verbs lead to `web/comments`."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity
from assetry.platform.accounts.queries import list_names
from assetry.platform.comments.models import MOST_TEXT, Comment
from assetry.platform.comments.queries import (
    is_watching,
    list_comments,
    may_edit_comment,
    may_remove_comment,
)
from assetry.platform.sanitizer.sanitize import safe_markdown
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Remark, Remarks
from assetry.web.components.parts import Action
from assetry.web.kit.context import DetailPage
from assetry.web.kit.hanging import may_hang
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader


def with_comments(page: DetailPage, entity: Entity, row: Any, reader: Reader) -> DetailPage:
    """The page with the panel at the end of its main column, where things of the entity are talked about."""
    if not entity.edit_permission:
        return page
    return replace(page, main=[*page.main, comments_panel(entity, row, reader)])


def comments_panel(entity: Entity, row: Any, reader: Reader) -> Panel:
    """What was said about a thing: two statements where nothing was, three where something was; one and two
    less for a row read with `hanging_on`."""
    found = list_comments(entity, row) if may_hang(row, "has_comments") else []
    names = list_names(comment.author_id for comment in found) if found else {}
    remarks = [_remark(comment, names.get(comment.author_id, ("", ""))[1], reader) for comment in found]
    block = Remarks(
        remarks=remarks,
        write_url=_url("comment_write", entity, row),
        most=MOST_TEXT,
        empty=_("Nobody said anything yet."),
    )
    return Panel(
        title=_("Comments"),
        id="comments",
        count=len(found) or None,
        blocks=(block,),
        actions=(_watch_action(entity, row, reader),),
    )


def _watch_action(entity: Entity, row: Any, reader: Reader) -> Action:
    known = getattr(row, "is_watched", None)
    if is_watching(reader.actor, entity, row) if known is None else known:
        url = _url("comment_unwatch", entity, row)
        return Action(label=_("Stop watching"), url=url, how="post", icon="bell", small=True, look="ghost")
    url = _url("comment_watch", entity, row)
    return Action(label=_("Watch"), url=url, how="post", icon="bell", small=True, look="ghost")


def _remark(comment: Comment, author: str, reader: Reader) -> Remark:
    actions = []
    if may_edit_comment(reader.actor, comment):
        url = route_url("comment_edit", public_id=comment.public_id)
        actions.append(Action(label=_("Edit"), url=url, icon="pencil", how="dialog", small=True, bare=True))
    if may_remove_comment(reader.actor, comment):
        url = route_url("comment_remove", public_id=comment.public_id)
        actions.append(
            Action(label=_("Remove"), url=url, icon="trash-2", how="dialog", small=True, bare=True)
        )
    return Remark(
        author=author or _("Somebody"),
        at=cells.instant_html(
            comment.written_at, now=reader.now, locale=reader.locale, zone=reader.zone_info
        ),
        html=safe_markdown(comment.text),
        note=_("edited") if comment.edited_at else "",
        actions=actions,
    )


def _url(route: str, entity: Entity, row: Any) -> str:
    return route_url(route, entity=entity.name, public_id=row.public_id)
