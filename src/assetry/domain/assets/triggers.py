"""The statement triggers of the register beside the trail's: counters and search. SQL of migration 0004.

They run in the same transaction as the change, whatever made it. Each works on the transition tables only;
nested loops stay allowed: for one row they are the right plan.
"""

from collections.abc import Sequence

from assetry.platform.search.triggers import CUSTOM_WORDS

_FUNCTION = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"


def _count(table: str, columns: str) -> str:
    """Append the differences that one statement made to a counter."""
    return f"""
        INSERT INTO public.assets_{table} (company_id, {columns}, n)
        SELECT company_id, {columns}, sum(n) FROM (
            SELECT company_id, {columns}, 1 AS n FROM new_rows
            UNION ALL SELECT company_id, {columns}, -1 FROM old_rows
        ) AS moved GROUP BY company_id, {columns} HAVING sum(n) <> 0;"""


_COUNTERS = (
    ("statuscount", "kind_id, status_id"),
    ("categorycount", "category_id"),
    ("locationcount", "location_id"),
)

_PLACES = ("placecount", "location_id, kind_id, status_id")


def _functions(counters: Sequence[tuple[str, str]], create: str = "CREATE") -> str:
    """What each statement appends to these counters."""
    both = "".join(_count(table, columns) for table, columns in counters)
    new, old = _appended(counters, "new_rows", ""), _appended(counters, "old_rows", "-")
    return f"""
    {create} FUNCTION public.assets_count_insert() {_FUNCTION} BEGIN {new} RETURN NULL; END $$;
    {create} FUNCTION public.assets_count_update() {_FUNCTION} BEGIN {both} RETURN NULL; END $$;
    {create} FUNCTION public.assets_count_delete() {_FUNCTION} BEGIN {old} RETURN NULL; END $$;"""


def _appended(counters: Sequence[tuple[str, str]], rows: str, sign: str) -> str:
    return "".join(
        f"""
        INSERT INTO public.assets_{table} (company_id, {columns}, n)
        SELECT company_id, {columns}, {sign}count(*) FROM {rows} GROUP BY company_id, {columns};"""
        for table, columns in counters
    )


COUNTER_TRIGGERS = f"""{_functions(_COUNTERS)}
    CREATE TRIGGER count_insert AFTER INSERT ON assets_asset REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.assets_count_insert();
    CREATE TRIGGER count_update AFTER UPDATE ON assets_asset
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.assets_count_update();
    CREATE TRIGGER count_delete AFTER DELETE ON assets_asset REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.assets_count_delete();
"""
# Migration 0010: nothing is written meanwhile, so that the new counter begins with what there is.
WITH_PLACES = f"""
    LOCK TABLE assets_asset IN SHARE ROW EXCLUSIVE MODE;
    {_functions((*_COUNTERS, _PLACES), "CREATE OR REPLACE")}
    INSERT INTO assets_placecount (company_id, location_id, kind_id, status_id, n)
    SELECT company_id, location_id, kind_id, status_id, count(*) FROM assets_asset
    GROUP BY company_id, location_id, kind_id, status_id;
"""
WITHOUT_PLACES = _functions(_COUNTERS, "CREATE OR REPLACE")
DROP_COUNTER_TRIGGERS = """
    DROP TRIGGER count_insert ON assets_asset;
    DROP TRIGGER count_update ON assets_asset;
    DROP TRIGGER count_delete ON assets_asset;
    DROP FUNCTION public.assets_count_insert, public.assets_count_update, public.assets_count_delete;
"""

_ASSETS = "public.assets_asset"
_ASSET_COLUMNS = (
    "asset_tag",
    "serial_number",
    "name",
    "model_id",
    "manufacturer_id",
    "holder_person_id",
    "holder_department_id",
)
_RENAMED = "SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.name IS DISTINCT FROM o.name"
_HELD_BY_RENAMED = f"""WHERE a.id IN (
                SELECT c.asset_id FROM public.assets_custody c WHERE upper_inf(c.period) AND c.%s IN ({_RENAMED}))"""


def _refresh(further: str) -> str:
    """What an asset is found by: its own words, its model's, its holder's, its identifiers, and further ones."""
    return f"""
        INSERT INTO public.search_searchdocument (entity, object_id, text)
        SELECT 'asset', a.id, lower(concat_ws(' ', a.asset_tag, a.serial_number, a.name, m.name, m.number, f.name,
            p.name, d.name,
            (SELECT string_agg(i.value, ' ') FROM public.assets_assetidentifier i WHERE i.asset_id = a.id){further}))
        FROM %s a
        LEFT JOIN public.catalog_assetmodel m ON m.id = a.model_id
        LEFT JOIN public.catalog_manufacturer f ON f.id = a.manufacturer_id
        LEFT JOIN public.organization_person p ON p.id = a.holder_person_id
        LEFT JOIN public.organization_department d ON d.id = a.holder_department_id
        %s
        ON CONFLICT (entity, object_id) DO UPDATE SET text = excluded.text;"""


def _search_functions(create: str, refresh: str, columns: tuple[str, ...]) -> str:
    changed = " OR ".join(f"n.{column} IS DISTINCT FROM o.{column}" for column in columns)
    return f"""
    {create} FUNCTION public.search_asset() {_FUNCTION}
    BEGIN
        IF TG_OP = 'INSERT' THEN {refresh % ("new_rows", "")}
        ELSE {refresh % (f"(SELECT n.* FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE {changed})", "")}
        END IF;
        RETURN NULL;
    END $$;
    {create} FUNCTION public.search_asset_identifier() {_FUNCTION}
    BEGIN
        IF TG_OP = 'DELETE' THEN {refresh % (_ASSETS, "WHERE a.id IN (SELECT asset_id FROM old_rows)")}
        ELSE {refresh % (_ASSETS, "WHERE a.id IN (SELECT asset_id FROM new_rows)")}
        END IF;
        RETURN NULL;
    END $$;
    {create} FUNCTION public.search_asset_renamed() {_FUNCTION}
    BEGIN
        IF TG_TABLE_NAME = 'catalog_assetmodel' THEN
            {refresh % (_ASSETS, f"WHERE a.model_id IN ({_RENAMED} OR n.number IS DISTINCT FROM o.number)")}
        ELSIF TG_TABLE_NAME = 'catalog_manufacturer' THEN
            {refresh % (_ASSETS, f"WHERE a.manufacturer_id IN ({_RENAMED})")}
        ELSIF TG_TABLE_NAME = 'organization_person' THEN
            {refresh % (_ASSETS, _HELD_BY_RENAMED % "holder_person_id")}
        ELSE
            {refresh % (_ASSETS, _HELD_BY_RENAMED % "holder_department_id")}
        END IF;
        RETURN NULL;
    END $$;
    """


SEARCH_TRIGGERS = f"""{_search_functions("CREATE", _refresh(""), _ASSET_COLUMNS)}
    CREATE TRIGGER search_asset_insert AFTER INSERT ON assets_asset REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.search_asset();
    CREATE TRIGGER search_asset_update AFTER UPDATE ON assets_asset
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.search_asset();
    CREATE TRIGGER search_identifier_insert AFTER INSERT ON assets_assetidentifier
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.search_asset_identifier();
    CREATE TRIGGER search_identifier_delete AFTER DELETE ON assets_assetidentifier
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.search_asset_identifier();
""" + "".join(
    f"""
    CREATE TRIGGER search_asset_renamed AFTER UPDATE ON {table}
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.search_asset_renamed();
"""
    for table in (
        "catalog_assetmodel",
        "catalog_manufacturer",
        "organization_person",
        "organization_department",
    )
)
DROP_SEARCH_TRIGGERS = """
    DROP TRIGGER search_asset_insert ON assets_asset;
    DROP TRIGGER search_asset_update ON assets_asset;
    DROP TRIGGER search_identifier_insert ON assets_assetidentifier;
    DROP TRIGGER search_identifier_delete ON assets_assetidentifier;
    DROP TRIGGER search_asset_renamed ON catalog_assetmodel;
    DROP TRIGGER search_asset_renamed ON catalog_manufacturer;
    DROP TRIGGER search_asset_renamed ON organization_person;
    DROP TRIGGER search_asset_renamed ON organization_department;
    DROP FUNCTION public.search_asset, public.search_asset_identifier, public.search_asset_renamed;
"""

# Migration 0008: the words of custom fields are found too.
_WITH_CUSTOM = _refresh(",\n            " + CUSTOM_WORDS.replace("r.custom", "a.custom"))
SEARCH_WITH_CUSTOM = _search_functions("CREATE OR REPLACE", _WITH_CUSTOM, (*_ASSET_COLUMNS, "custom")) + (
    _WITH_CUSTOM % (_ASSETS, "WHERE a.custom <> '{}'")
)
SEARCH_WITHOUT_CUSTOM = _search_functions("CREATE OR REPLACE", _refresh(""), _ASSET_COLUMNS)
