"""Scope: the boxes in which an actor holds a permission, as plain predicates for a queryset."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Box:
    """Companies, and locations and categories where the grant is limited to some (None: not limited)."""

    company_ids: tuple[int, ...]
    location_ids: tuple[int, ...] | None = None
    category_ids: tuple[int, ...] | None = None

    @property
    def whole_companies(self) -> bool:
        """Whether the box holds everything of its companies."""
        return self.location_ids is None and self.category_ids is None


@dataclass(frozen=True, slots=True)
class Scope:
    """All boxes of one permission."""

    boxes: tuple[Box, ...]

    @property
    def company_ids(self) -> tuple[int, ...]:
        """Every company that some box names, sorted."""
        return tuple(sorted({company for box in self.boxes for company in box.company_ids}))

    @property
    def whole_company_ids(self) -> tuple[int, ...]:
        """The companies that some box holds without limits, sorted."""
        return tuple(sorted({c for box in self.boxes if box.whole_companies for c in box.company_ids}))

    @property
    def _merged(self) -> list[Box]:
        """The same with one box for all companies that have the same limits: so many conditions less in a statement."""
        companies: dict[tuple[tuple[int, ...] | None, tuple[int, ...] | None], set[int]] = {}
        for box in self.boxes:
            companies.setdefault((box.location_ids, box.category_ids), set()).update(box.company_ids)
        return [Box(tuple(sorted(ids)), *limits) for limits, ids in companies.items()]

    def covers(
        self, *, company_id: int | None, location_id: int | None = None, category_id: int | None = None
    ) -> bool:
        """Whether one row lies in a box. A box limited to locations never holds a row without one."""
        return any(
            company_id in box.company_ids
            and (box.location_ids is None or location_id in box.location_ids)
            and (box.category_ids is None or category_id in box.category_ids)
            for box in self.boxes
        )

    def predicate(
        self, *, company: str = "company_id", location: str | None = None, category: str | None = None
    ) -> Q:
        """The boxes as `company_id = ANY(…)` predicates, OR over boxes; matches nothing without a box.

        For rows without a location column, boxes limited by one do not count. A limit to categories says nothing
        about rows that have none: who hands out laptops sees the people and places of the company.
        """
        alternatives = Q(pk__in=[])
        for box in self._merged:
            if box.location_ids is not None and location is None:
                continue
            part = _within(company, box.company_ids)
            if box.location_ids is not None and location is not None:
                part &= _within(location, box.location_ids)
            if box.category_ids is not None and category is not None:
                part &= _within(category, box.category_ids)
            alternatives |= part
        return alternatives


def _within(column: str, ids: Sequence[int]) -> Q:
    return Q(**{f"{column}__in": list(ids)})
