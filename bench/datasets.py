"""Registers of a given size, each in a database of its own beside the bench's: made once, by set-based SQL.

`register_of(bench, rows)` makes one in a process of its own, since Django serves one database only. The rows are the
same each time. In it lives one administrator with a session and a token.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg import sql

from assetry.platform.database.embedded.roles import APPLICATION, OWNER, SUPERUSER
from bench.database import Bench

# People hold on average five assets each; the rest of the organization does not grow.
ASSETS_PER_PERSON = 5


@dataclass(frozen=True, kw_only=True)
class Register:
    """A database with that many assets, and how its administrator gets in. Ids are public ones."""

    rows: int
    url: str
    owner_url: str
    session: str
    token: str

    @property
    def environment(self) -> dict[str, str]:
        """For processes that serve it, as the application role."""
        plain = {name: value for name, value in os.environ.items() if name != "ASSETRY_OWNER_DATABASE_URL"}
        return {
            **plain,
            "DATABASE_URL": self.url,
            "ASSETRY_HOSTS": "127.0.0.1",
            "ASSETRY_SECRET_KEY": SECRET_KEY,
        }


SECRET_KEY = "for benchmarks only: sessions are signed with it"


_made: dict[int, Register] = {}


def register_of(bench: Bench, rows: int) -> Register:
    """Make the database, migrate it and fill it, at the first call."""
    if rows not in _made:
        _made[rows] = _make(bench, rows)
    return _made[rows]


def _make(bench: Bench, rows: int) -> Register:
    cluster, name = bench.database.cluster, f"bench_{rows}"
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        connection.execute(made)
    urls = {
        "DATABASE_URL": cluster.url(APPLICATION, name),
        "ASSETRY_OWNER_DATABASE_URL": cluster.url(OWNER, name),
    }
    environment = {**os.environ, **urls, "ASSETRY_SECRET_KEY": SECRET_KEY}
    migrate = [sys.executable, "-m", "assetry.cli.main", "migrate", "--quiet"]
    subprocess.run(migrate, env=environment, check=True)
    fill = [sys.executable, "-m", "bench.datasets", str(rows)]
    filled = subprocess.run(fill, env=environment, check=True, stdout=subprocess.PIPE)
    return Register(**json.loads(filled.stdout))


def copy_of(bench: Bench, register: Register, name: str) -> Register:
    """The same rows in a further database, where they may be changed; nobody may be connected to the register."""
    cluster, copied = bench.database.cluster, f"bench_{register.rows}_{name}"
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(copied), sql.Identifier(OWNER), sql.Identifier(f"bench_{register.rows}")
        )
        connection.execute(made)
    return replace(register, url=cluster.url(APPLICATION, copied), owner_url=cluster.url(OWNER, copied))


_ORGANIZATION = """
    INSERT INTO organization_company (public_id, name, name_sort, note, version, path, time_zone, currency, locale, is_archived, company_id)
    SELECT 'C' || lpad(n::text, 11, '0'), 'Company ' || n, 'company ' || lpad(n::text, 10, '0'), '', 1, ARRAY[n], 'Europe/Berlin', 'EUR', 'en', false, NULL
    FROM generate_series(1, 4) n;
    UPDATE organization_company SET path = ARRAY[id];

    INSERT INTO organization_location (public_id, name, name_sort, note, version, company_id, parent_id, path, path_name, address, country, is_stockroom, manager_id, is_archived)
    SELECT 'L' || lpad(n::text, 11, '0'), 'Room ' || n, 'room ' || lpad(n::text, 10, '0'), '', 1, c.id, NULL, '{}', 'Room ' || n, '', '', n %% 10 = 0, NULL, false
    FROM generate_series(1, 40) n JOIN organization_company c ON c.public_id = 'C' || lpad((1 + n %% 4)::text, 11, '0');
    UPDATE organization_location SET path = ARRAY[id];

    INSERT INTO organization_department (public_id, name, name_sort, note, version, company_id, parent_id, path, path_name, head_id, is_archived)
    SELECT 'D' || lpad(n::text, 11, '0'), 'Department ' || n, 'department ' || lpad(n::text, 10, '0'), '', 1, c.id, NULL, '{}', 'Department ' || n, NULL, false
    FROM generate_series(1, 20) n JOIN organization_company c ON c.public_id = 'C' || lpad((1 + n %% 4)::text, 11, '0');
    UPDATE organization_department SET path = ARRAY[id];

    INSERT INTO organization_person (public_id, name, name_sort, note, version, company_id, department_id, location_id, email, username, employee_number, job_title, phone, starts_on, leaves_on, is_active)
    SELECT 'P' || lpad(n::text, 11, '0'), 'Person ' || n, 'person ' || lpad(n::text, 10, '0'), '', 1, l.company_id, d.id, l.id, 'p' || n || '@bench.example', 'p' || n, '', 'Engineer', '', NULL, NULL, true
    FROM generate_series(1, %(people)s) n
    JOIN organization_location l ON l.public_id = 'L' || lpad((1 + n %% 40)::text, 11, '0')
    JOIN organization_department d ON d.public_id = 'D' || lpad((1 + n %% 20)::text, 11, '0');
"""  # noqa: E501 (one table a line)
_CATALOG = """
    INSERT INTO catalog_category (public_id, name, name_sort, note, version, icon, is_archived, kind_id)
    SELECT 'K' || lpad(n::text, 11, '0'), 'Category ' || n, 'category ' || lpad(n::text, 10, '0'), '', 1, '', false, k.id
    FROM generate_series(1, 8) n JOIN catalog_assetkind k ON k.code = 'hardware';

    INSERT INTO catalog_manufacturer (public_id, name, name_sort, note, version, website, support_url, is_archived)
    SELECT 'F' || lpad(n::text, 11, '0'), 'Maker ' || n, 'maker ' || lpad(n::text, 10, '0'), '', 1, '', '', false FROM generate_series(1, 10) n;

    INSERT INTO catalog_assetmodel (public_id, name, name_sort, note, version, manufacturer_id, category_id, number, useful_life_months, end_of_sale_on, end_of_support_on, is_archived)
    SELECT 'M' || lpad(n::text, 11, '0'), 'Model ' || n, 'model ' || lpad(n::text, 10, '0'), '', 1, f.id, c.id, 'N-' || n, 36, NULL, NULL, false
    FROM generate_series(1, 80) n
    JOIN catalog_manufacturer f ON f.public_id = 'F' || lpad((1 + n %% 10)::text, 11, '0')
    JOIN catalog_category c ON c.public_id = 'K' || lpad((1 + n %% 8)::text, 11, '0');
"""  # noqa: E501
# Three of four are in use, by a person of the same company; the others wait in the rooms.
_ASSETS = """
    INSERT INTO assets_asset (
        public_id, facet, name, name_sort, asset_tag, serial_number, serial_key, state, criticality, classification,
        ownership, purchased_on, order_number, cost_amount, cost_currency, note, custom, version, category_id,
        company_id, holder_person_id, owner_person_id, kind_id, location_id, manufacturer_id, model_id, status_id
    )
    SELECT 'A' || lpad(n::text, 11, '0'), 'hardware', '', m.name_sort, 'LT-' || lpad(n::text, 6, '0'), 'SN' || n,
           'SN' || n, s.state, 'normal', '', 'owned', date '2023-01-01' + (n * 7 %% 1200)::int, 'PO-' || n %% 500,
           500 + n * 13 %% 2500, 'EUR', '', '{}', 1, m.category_id, p.company_id,
           CASE WHEN n %% 4 > 0 THEN p.id END, CASE WHEN n %% 3 = 0 THEN p.id END, k.id, p.location_id,
           m.manufacturer_id, m.id, s.id
    FROM generate_series(1, %(rows)s) n
    JOIN organization_person p ON p.public_id = 'P' || lpad((1 + n * 31 %% %(people)s)::text, 11, '0')
    JOIN catalog_assetmodel m ON m.public_id = 'M' || lpad((1 + n * 17 %% 80)::text, 11, '0')
    JOIN catalog_assetkind k ON k.code = 'hardware'
    JOIN assets_status s ON s.name = CASE WHEN n %% 4 > 0 THEN 'In use' ELSE 'In stock' END;
"""
_PARTS = """
    INSERT INTO assets_custody (asset_id, company_id, holder_person_id, location_id, period, condition, note)
    SELECT id, company_id, holder_person_id, location_id, tstzrange(%(at)s, NULL), '', '' FROM assets_asset;

    INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period)
    SELECT id, company_id, status_id, tstzrange(%(at)s, NULL) FROM assets_asset;

    INSERT INTO assets_assethardware (asset_id, company_id, facet, condition, processor, memory_gb, storage_gb, warranty_ends_on)
    SELECT id, company_id, 'hardware', 'good', 'CPU', 16, 512, purchased_on + 1095 FROM assets_asset;
"""  # noqa: E501


def fill(rows: int, at: datetime) -> Register:
    """Write everything under one event of last year, as the owner, and let somebody in."""
    from django.db import connection

    from assetry.cli.support.owner import as_owner
    from assetry.platform.audit.seed import past_event, writing_history

    began = at - timedelta(days=365)
    given: dict[str, int | datetime] = {
        "rows": rows,
        "people": max(rows // ASSETS_PER_PERSON, 40),
        "at": began,
    }
    with as_owner():
        with (
            writing_history(began),
            past_event(intent="bench.setup", at=began),
            connection.cursor() as cursor,
        ):
            for statements in (_ORGANIZATION, _CATALOG, _ASSETS, _PARTS):
                cursor.execute(statements, given)
            session, token = _administrator(at)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return Register(
        rows=rows,
        url=os.environ["DATABASE_URL"],
        owner_url=os.environ["ASSETRY_OWNER_DATABASE_URL"],
        session=session,
        token=token,
    )


def _administrator(at: datetime) -> tuple[str, str]:
    """An account that holds everything; its session's key and its token."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from assetry.domain.access.bootstrap import create_account
    from assetry.platform.accounts.models import ApiToken
    from assetry.platform.accounts.session_store import SessionStore
    from assetry.platform.accounts.tokens import hash_token, new_token_text

    user = create_account(
        email="bench@bench.example",
        name="Bench",
        password="a bench has no secrets",
        role_code="administrator",
        at=at,
    )
    text = new_token_text()
    ApiToken.objects.create(
        user=user,
        name="bench",
        token_hash=hash_token(text),
        created_at=at,
        expires_at=at + timedelta(days=30),
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key), text


def main() -> None:
    """Fill the database that the environment names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    print(json.dumps(asdict(fill(int(sys.argv[1]), datetime.now(UTC)))))


if __name__ == "__main__":
    main()
