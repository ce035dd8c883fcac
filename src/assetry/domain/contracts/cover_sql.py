"""SQL of a migration: until when an asset is covered, kept beside it (`contracts_assetcover`).

The latest last day of the maker's warranty and of the coverage by which somebody repairs it. Whoever changes it locks
the assets first, so that two changes at once see each other.
"""

_FUNCTION = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"
_UNTIL = """
    SELECT id, max(until) AS until FROM (
        SELECT h.asset_id AS id, h.warranty_ends_on AS until FROM public.assets_assethardware h
        WHERE {of_warranty} AND h.warranty_ends_on IS NOT NULL
        UNION ALL
        SELECT v.asset_id, least(coalesce(v.ends_on, DATE '9999-12-31'), c.ends_on, c.terminated_on)
        FROM public.contracts_coverage v JOIN public.contracts_contract c ON c.id = v.contract_id
        WHERE {of_coverage} AND v.role IN ('warranty', 'support', 'maintenance')
    ) AS days GROUP BY id
"""
_OF_THESE = _UNTIL.format(of_warranty="h.asset_id = ANY(ids)", of_coverage="v.asset_id = ANY(ids)")
_CHANGED_CONTRACTS = """
    SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.ends_on, n.terminated_on) IS DISTINCT FROM (o.ends_on, o.terminated_on)
"""
_CHANGED_WARRANTIES = """
    SELECT n.asset_id FROM new_rows n JOIN old_rows o ON o.asset_id = n.asset_id
    WHERE n.warranty_ends_on IS DISTINCT FROM o.warranty_ends_on
"""
EVERYTHING = _UNTIL.format(of_warranty="true", of_coverage="true")
COVER = f"""
    CREATE FUNCTION public.contracts_cover(ids bigint[]) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF ids IS NULL THEN RETURN; END IF;
        PERFORM FROM public.assets_asset WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
        DELETE FROM public.contracts_assetcover k
        WHERE k.asset_id = ANY(ids) AND NOT EXISTS (SELECT FROM ({_OF_THESE}) f WHERE f.id = k.asset_id);
        INSERT INTO public.contracts_assetcover AS k (asset_id, covered_until)
        SELECT id, until FROM ({_OF_THESE}) f
        ON CONFLICT (asset_id) DO UPDATE SET covered_until = excluded.covered_until
        WHERE k.covered_until <> excluded.covered_until;
    END $$;
    CREATE FUNCTION public.contracts_cover_coverage() {_FUNCTION}
    BEGIN
        IF TG_OP = 'DELETE' THEN PERFORM public.contracts_cover((SELECT array_agg(asset_id) FROM old_rows));
        ELSE PERFORM public.contracts_cover((SELECT array_agg(asset_id) FROM new_rows));
        END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION public.contracts_cover_contract() {_FUNCTION}
    BEGIN
        PERFORM public.contracts_cover((
            SELECT array_agg(DISTINCT v.asset_id) FROM public.contracts_coverage v
            WHERE v.contract_id IN ({_CHANGED_CONTRACTS})));
        RETURN NULL;
    END $$;
    CREATE FUNCTION public.contracts_cover_warranty() {_FUNCTION}
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO public.contracts_assetcover (asset_id, covered_until)
            SELECT asset_id, warranty_ends_on FROM new_rows WHERE warranty_ends_on IS NOT NULL;
        ELSIF TG_OP = 'DELETE' THEN
            PERFORM public.contracts_cover((SELECT array_agg(asset_id) FROM old_rows));
        ELSE PERFORM public.contracts_cover((SELECT array_agg(asset_id) FROM ({_CHANGED_WARRANTIES}) c));
        END IF;
        RETURN NULL;
    END $$;
"""
_ON = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}
_WATCHED = (
    ("contracts_coverage", "coverage", ("INSERT", "UPDATE", "DELETE")),
    ("contracts_contract", "contract", ("UPDATE",)),
    ("assets_assethardware", "warranty", ("INSERT", "UPDATE", "DELETE")),
)
TRIGGERS = "".join(
    f"""
    CREATE TRIGGER cover_{act.lower()} AFTER {act} ON {table} {_ON[act]}
        FOR EACH STATEMENT EXECUTE FUNCTION public.contracts_cover_{name}();"""
    for table, name, acts in _WATCHED
    for act in acts
)
FILL = f"INSERT INTO public.contracts_assetcover (asset_id, covered_until) {EVERYTHING};"
DROP = "".join(
    f"DROP TRIGGER cover_{act.lower()} ON {table};" for table, _name, acts in _WATCHED for act in acts
) + (
    "DROP FUNCTION public.contracts_cover_coverage, public.contracts_cover_contract,"
    " public.contracts_cover_warranty, public.contracts_cover;"
)
# For doctor: what the mirror says otherwise than its sources.
DIFFERENCES = f"""
    SELECT coalesce(f.id, k.asset_id) FROM ({EVERYTHING}) f
    FULL JOIN public.contracts_assetcover k ON k.asset_id = f.id
    WHERE f.until IS DISTINCT FROM k.covered_until
"""
