"""`python -m bench.figuring PART POSTMASTER`: totals and facets of one register, in a process of its own.

All for a user who sees half of the rows. Prints what it measured as JSON: CPU of ours and of the floor, whether both
found the same.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.metering import Meter
from bench.reading import Postmaster, _figures, _same_plans

FILTER = 'category eq "Category 3" and custom_risk eq "high"'
UNFILTERED = ("status", "kind", "category", "location", "company", "state")
FILTERED = ("status", "category", "location", "company", "state", "custom_used_for")
_ASSETS_OF_SCOPE = "FROM assets_asset WHERE company_id = ANY(%(companies)s)"
_RISK = "custom ->> 'risk' = 'high'"
_CATEGORY = "category_id = (SELECT id FROM catalog_category WHERE name = 'Category 3')"
_COLUMNS = {
    "status": "status_id",
    "kind": "kind_id",
    "category": "category_id",
    "location": "location_id",
    "company": "company_id",
    "state": "state",
    "custom_used_for": "custom ->> 'used_for'",
}
type Counted = Mapping[str, Mapping[str, int]]


def total_unfiltered(measure: "Measuring") -> dict[str, Any]:
    """Everything in scope; the floor counts it."""
    from assetry.domain.assets.counts import list_counted_statuses

    return measure.both(
        lambda: sum(n for _status, n in list_counted_statuses(measure.actor())),
        [lambda: measure.row(f"SELECT count(*) {_ASSETS_OF_SCOPE}")],
    )


def total_filtered(measure: "Measuring") -> dict[str, Any]:
    """Under two filters; the floor counts the same rows."""
    from assetry.web.kit.listing import compile_listing

    description, query = measure.listing(FILTERED, FILTER)

    def counted() -> int:
        return int(compile_listing(description, query, measure.reader()).queryset.count())

    return measure.both(
        counted,
        [lambda: measure.row(f"SELECT count(*) {_ASSETS_OF_SCOPE} AND {_CATEGORY} AND {_RISK}")],
    )


def facets_unfiltered(measure: "Measuring") -> dict[str, Any]:
    """Six facets of everything in scope."""
    return measure.both(measure.facets(UNFILTERED, ""), measure.scans(UNFILTERED, {}))


def facets_filtered(measure: "Measuring") -> dict[str, Any]:
    """Six facets under two filters, one of them a facet's own, the other a custom field."""
    without = dict.fromkeys(FILTERED, f"{_CATEGORY} AND {_RISK}") | {"category": _RISK}
    return measure.both(measure.facets(FILTERED, FILTER), measure.scans(FILTERED, without))


class Measuring:
    """One register, looked at by a user of half of its rows."""

    def __init__(self, postmaster: int) -> None:
        from assetry.platform.accounts.models import User

        self.server = Postmaster(postmaster)
        self.user = User.objects.get(email="user2@bench.example")
        self.connection = psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None)
        _same_plans(self.connection)
        scope = self.actor().scope("assets.asset.view")
        self.given = {"companies": list(scope.whole_company_ids)}
        counted = self.row(f"SELECT count(*) {_ASSETS_OF_SCOPE}")
        self.rounds = max(3, min(100, 2_000_000 // max(counted, 1)))

    def actor(self) -> Any:
        """A fresh one, as each request has."""
        from assetry.platform.permissions.actor import Actor

        return Actor(user_id=self.user.pk, name=self.user.name, person_id=self.user.person_id)

    def reader(self) -> Any:
        """The actor, today."""
        from assetry.web.kit.reader import Reader

        return Reader(actor=self.actor(), now=datetime.now(UTC))

    def listing(self, facets: tuple[str, ...], text: str) -> tuple[Any, Any]:
        """The list of all assets with these facets, and its address."""
        from django.http import QueryDict

        from assetry.web.assets.lists import describe_assets
        from assetry.web.kit.describe import Facet
        from assetry.web.kit.query import ListQuery

        params = QueryDict(mutable=True)
        params["filter"] = text
        query = ListQuery("/assets", params)
        description = describe_assets(self.reader(), None, query)
        return replace(description, facets=tuple(Facet(name=name) for name in facets)), query

    def facets(self, names: tuple[str, ...], text: str) -> Callable[[], Counted]:
        """Our own figures, with the names of what they are about."""
        from assetry.web.kit.figures import figures_of

        description, query = self.listing(names, text)

        def counted() -> Counted:
            figures, _named = figures_of(description, query, self.reader())
            return {name: {str(key): n for key, n in counts.items()} for name, counts in figures.items()}

        return counted

    def scans(self, names: tuple[str, ...], conditions: Mapping[str, str]) -> list[Callable[[], Counted]]:
        """The two usual statements: columns of the same rows in one pass, and a scan for each."""
        together: dict[str, list[str]] = {}
        for name in names:
            together.setdefault(conditions.get(name, "true"), []).append(name)
        sets = " UNION ALL ".join(_grouping_sets(group, where) for where, group in together.items())
        each = " UNION ALL ".join(
            f"SELECT '{name}', {_COLUMNS[name]}::text, count(*) {_ASSETS_OF_SCOPE}"
            f" AND {conditions.get(name, 'true')} GROUP BY 2"
            for name in names
        )
        return [lambda: self.counted(sets), lambda: self.counted(each)]

    def counted(self, statement: str) -> Counted:
        """The rows of a statement, by facet."""
        found: dict[str, dict[str, int]] = {}
        for name, value, n in self.connection.execute(statement, self.given):
            found.setdefault(name, {})[str(value)] = n
        return found

    def row(self, statement: str) -> int:
        """The one figure of a statement."""
        row = self.connection.execute(statement, self.given).fetchone()
        assert row
        return int(row[0])

    def both(self, ours: Callable[[], Any], floors: list[Callable[[], Any]]) -> dict[str, Any]:
        """Ours beside the faster of the floors, each warmed up, all in turns."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from assetry.platform.custom_fields.definitions import one_look

        ours = one_look()(ours)  # as every request has
        found = [work() for work in (ours, *floors)]
        meters = [Meter(self.server) for _work in (ours, *floors)]
        for meter, work in zip(meters, (ours, *floors), strict=True):
            with meter:
                for _ in range(self.rounds):
                    work()
        with CaptureQueriesContext(connection) as statements:
            ours()
        mine, *others = meters
        best = min(others, key=lambda meter: meter.cpu_seconds)
        return {
            "ours": _figures(mine),
            "floor": _figures(best),
            "equal": all(one == found[0] for one in found[1:]),
            "statements": len(statements),
            "rounds": self.rounds,
        }


def _grouping_sets(names: list[str], where: str) -> str:
    columns = ", ".join(f"{_COLUMNS[name]} AS c{number}" for number, name in enumerate(names))
    sets = ", ".join(f"(c{number})" for number in range(len(names)))
    every = ", ".join(f"c{number}" for number in range(len(names)))
    last = len(names) - 1
    whose = " ".join(
        f"WHEN {(1 << len(names)) - 1 - (1 << (last - number))} THEN '{name}'"
        for number, name in enumerate(names)
    )
    value = ", ".join(f"c{number}::text" for number in range(len(names)))
    rows = f"SELECT {columns} {_ASSETS_OF_SCOPE} AND {where}"
    head = f"SELECT CASE grouping({every}) {whose} END, coalesce({value}, NULL), count(*)"
    return f"{head} FROM ({rows}) AS rows GROUP BY GROUPING SETS ({sets})"


PARTS = {
    part.__name__: part for part in (total_unfiltered, total_filtered, facets_unfiltered, facets_filtered)
}


def main() -> None:
    """Measure one part."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    part, postmaster = sys.argv[1:3]
    print(json.dumps(PARTS[part](Measuring(int(postmaster)))))


if __name__ == "__main__":
    main()
