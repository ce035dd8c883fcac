"""Trees of one company: `path` holds the ids from the root to the node, `path_name` the names."""

from typing import Any

from django.db import connection, models

from assetry.domain.organization.refusals import InsideItself, OtherCompany

MAX_DEPTH = 12
PATH_NAME_LENGTH = 1200


def lock_tree(model: type[models.Model], company_id: int) -> None:
    """Let one transaction at a time change a company's tree: two moves, each fine alone, could make a ring.

    A statement of its own, before the parent's path is read.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [model._meta.db_table, company_id])


def place(node: Any) -> None:
    """Compute the path of a node that has its id, from its parent's as it is now.

    Raises OtherCompany and InsideItself.
    """
    parent = None
    if node.parent_id is not None:
        parent = type(node)._default_manager.get(pk=node.parent_id)
        if parent.company_id != node.company_id:
            raise OtherCompany(field="parent", name=parent.name)
        if node.pk in parent.path or len(parent.path) + _height(node) > MAX_DEPTH:
            raise InsideItself(field="parent", name=node.name)
    node.path = [*(parent.path if parent else []), node.pk]
    node.path_name = (f"{parent.path_name} / {node.name}" if parent else node.name)[:PATH_NAME_LENGTH]


def _height(node: Any) -> int:
    """How many levels the node is, with what lies below it."""
    below = type(node)._default_manager.filter(path__contains=[node.pk]).values_list("path", flat=True)
    return max((len(path) - path.index(node.pk) for path in below), default=1)


def refresh_below(model: type[models.Model], node: Any) -> None:
    """Rewrite the paths of everything below a node that was moved or renamed: one statement."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE below AS (
                SELECT id, path, path_name::text FROM {table} WHERE id = %s
                UNION ALL
                SELECT child.id, below.path || child.id, below.path_name || ' / ' || child.name
                FROM {table} child JOIN below ON child.parent_id = below.id
            )
            UPDATE {table} AS target SET path = below.path, path_name = left(below.path_name, {PATH_NAME_LENGTH})
            FROM below WHERE below.id = target.id AND target.id <> %s
            """,
            [node.pk, node.pk],
        )


def ids_under(model: type[models.Model], ids: list[int]) -> list[int]:
    """The ids of the nodes and of everything below them."""
    return list(model._default_manager.filter(path__overlap=ids).values_list("id", flat=True))
