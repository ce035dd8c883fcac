"""Trees of one company: `path` holds the ids from the root to the node, `path_name` the names."""

from typing import Any

from django.db import connection, models

from assetry.domain.organization.refusals import InsideItself, OtherCompany

MAX_DEPTH = 12


def place(node: Any) -> None:
    """Compute the path of a node that has its id, from its parent's.

    Raises OtherCompany and InsideItself.
    """
    parent = node.parent
    if parent is not None:
        if getattr(parent, "company_id", None) != getattr(node, "company_id", None):
            raise OtherCompany(field="parent", name=parent.name)
        if node.pk in parent.path or len(parent.path) >= MAX_DEPTH:
            raise InsideItself(field="parent", name=node.name)
    node.path = [*(parent.path if parent else []), node.pk]
    node.path_name = f"{parent.path_name} / {node.name}" if parent else node.name


def refresh_below(model: type[models.Model], node: Any) -> None:
    """Rewrite the paths of everything below a node that was moved or renamed: one statement."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE below AS (
                SELECT id, path, path_name FROM {table} WHERE id = %s
                UNION ALL
                SELECT child.id, below.path || child.id, below.path_name || ' / ' || child.name
                FROM {table} child JOIN below ON child.parent_id = below.id
            )
            UPDATE {table} AS target SET path = below.path, path_name = left(below.path_name, 1200)
            FROM below WHERE below.id = target.id AND target.id <> %s
            """,
            [node.pk, node.pk],
        )


def ids_under(model: type[models.Model], ids: list[int]) -> list[int]:
    """The ids of the nodes and of everything below them."""
    return list(model._default_manager.filter(path__overlap=ids).values_list("id", flat=True))
