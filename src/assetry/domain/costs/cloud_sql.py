"""SQL of bills: how a provider is known by several names, and what a resource cost lately, kept beside its asset."""

# One provider, however a bill or a person writes it.
PROVIDER_KEY = """
    CREATE FUNCTION public.costs_provider_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp AS $$
        SELECT CASE
            WHEN plain IN ('aws', 'amazon', 'amazonwebservices', 'amazonwebservicesinc') THEN 'aws'
            WHEN plain IN ('azure', 'microsoft', 'microsoftazure', 'microsoftcorporation') THEN 'azure'
            WHEN plain IN ('gcp', 'google', 'googlecloud', 'googlecloudplatform') THEN 'gcp'
            WHEN plain IN ('oci', 'oracle', 'oraclecloud', 'oraclecloudinfrastructure') THEN 'oci'
            WHEN plain IN ('alibaba', 'alibabacloud', 'aliyun') THEN 'alibaba'
            ELSE plain END
        FROM (SELECT regexp_replace(lower(name), '[^[:alnum:]]', '', 'g') AS plain) p
    $$;
"""
# A charge is an asset's: same company, same resource, and the same provider where the asset names one.
IS_OF = """c.company_id = r.company_id AND c.resource_key = lower(r.resource_id) AND r.resource_id <> ''
    AND (r.provider = '' OR public.costs_provider_key(r.provider) = c.provider_key)"""
_LATELY = """
    SELECT DISTINCT ON (s.asset_id) s.asset_id, s.amount, s.currency, s.until FROM (
        SELECT r.asset_id, c.currency, round(sum(c.cost), 4) AS amount, l.until
        FROM public.assets_assetcloudresource r
        CROSS JOIN LATERAL (
            SELECT max(c.day) AS until FROM public.costs_cloudcharge c WHERE {is_of}
        ) l
        JOIN public.costs_cloudcharge c ON {is_of} AND c.day > l.until - 30
        WHERE {which} GROUP BY r.asset_id, c.currency, l.until
    ) s ORDER BY s.asset_id, s.amount DESC
"""
_OF_THESE = _LATELY.format(is_of=IS_OF, which="r.asset_id = ANY(ids)")
_OF_ALL = _LATELY.format(is_of=IS_OF, which="r.resource_id <> ''")
# For doctor: what the mirror says otherwise than the bills.
DIFFERENCES = f"""
    SELECT coalesce(f.asset_id, k.asset_id) FROM ({_OF_ALL}) f
    FULL JOIN public.costs_assetcloudcost k ON k.asset_id = f.asset_id
    WHERE (f.amount, f.currency, f.until) IS DISTINCT FROM (k.amount, k.currency, k.until)
"""
LATELY = f"""
    CREATE FUNCTION public.costs_lately(ids bigint[]) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF ids IS NULL THEN RETURN; END IF;
        DELETE FROM public.costs_assetcloudcost k WHERE k.asset_id = ANY(ids);
        INSERT INTO public.costs_assetcloudcost (asset_id, amount, currency, until) {_OF_THESE};
    END $$;
    CREATE FUNCTION public.costs_lately_of_facets() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        PERFORM public.costs_lately((
            SELECT array_agg(n.asset_id) FROM new_rows n
            WHERE n.resource_id <> '' OR EXISTS (
                SELECT FROM public.costs_assetcloudcost k WHERE k.asset_id = n.asset_id)));
        RETURN NULL;
    END $$;
    CREATE TRIGGER cloud_cost_insert AFTER INSERT ON assets_assetcloudresource REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.costs_lately_of_facets();
    CREATE TRIGGER cloud_cost_update AFTER UPDATE ON assets_assetcloudresource REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.costs_lately_of_facets();
"""
DROP = """
    DROP TRIGGER cloud_cost_insert ON assets_assetcloudresource;
    DROP TRIGGER cloud_cost_update ON assets_assetcloudresource;
    DROP FUNCTION public.costs_lately_of_facets, public.costs_lately, public.costs_provider_key;
"""
# What a bill says becomes what is known: further, other and vanished charges; each is counted.
REPLACE = """
    WITH given AS (
        SELECT min(g.provider) AS provider, public.costs_provider_key(g.provider) AS provider_key, g.billing_account,
            g.account, min(g.resource_id) AS resource_id, lower(g.resource_id) AS resource_key, max(g.name) AS name,
            max(g.resource_type) AS resource_type, max(g.region) AS region, g.service, max(g.tags) AS tags, g.day,
            g.currency, sum(g.cost) AS cost, sum(g.billed) AS billed
        FROM unnest(
            %(provider)s::text[], %(billing_account)s::text[], %(account)s::text[], %(resource_id)s::text[],
            %(name)s::text[], %(resource_type)s::text[], %(region)s::text[], %(service)s::text[], %(tags)s::text[],
            %(day)s::date[], %(currency)s::text[], %(cost)s::numeric[], %(billed)s::numeric[]
        ) AS g (provider, billing_account, account, resource_id, name, resource_type, region, service, tags, day,
            currency, cost, billed)
        GROUP BY provider_key, g.billing_account, g.account, resource_key, g.service, g.day, g.currency
    ),
    span AS (
        SELECT provider_key, billing_account, min(day) AS first, max(day) AS last FROM given GROUP BY 1, 2
    ),
    gone AS (
        DELETE FROM costs_cloudcharge c USING span s
        WHERE c.company_id = %(company)s AND c.provider_key = s.provider_key
            AND c.billing_account = s.billing_account AND c.day BETWEEN s.first AND s.last
            AND NOT EXISTS (
                SELECT FROM given g
                WHERE (g.resource_key, g.day, g.provider_key, g.billing_account, g.account, g.service, g.currency)
                    = (c.resource_key, c.day, c.provider_key, c.billing_account, c.account, c.service, c.currency))
        RETURNING 1
    ),
    put AS (
        INSERT INTO costs_cloudcharge AS c (company_id, provider, provider_key, billing_account, account, resource_id,
            resource_key, name, resource_type, region, service, tags, day, currency, cost, billed)
        SELECT %(company)s, provider, provider_key, billing_account, account, resource_id, resource_key, name,
            resource_type, region, service, tags, day, currency, cost, billed FROM given
        ON CONFLICT (company_id, resource_key, day, provider_key, billing_account, account, service, currency)
        DO UPDATE SET provider = excluded.provider, resource_id = excluded.resource_id, name = excluded.name,
            resource_type = excluded.resource_type, region = excluded.region, tags = excluded.tags,
            cost = excluded.cost, billed = excluded.billed
        WHERE (c.provider, c.resource_id, c.name, c.resource_type, c.region, c.tags, c.cost, c.billed)
            IS DISTINCT FROM (excluded.provider, excluded.resource_id, excluded.name, excluded.resource_type,
                excluded.region, excluded.tags, excluded.cost, excluded.billed)
        RETURNING xmax = 0 AS is_new
    )
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new), (SELECT count(*) FROM gone) FROM put
"""
REFRESH = """
    SELECT public.costs_lately((
        SELECT array_agg(asset_id) FROM assets_assetcloudresource WHERE company_id = %s AND resource_id <> ''))
"""
# Resources of the last 30 billed days that no asset is, dearest first; those without a resource stand as one.
UNKNOWN = f"""
    SELECT c.company_id, min(c.provider) AS provider, c.provider_key, min(c.account) AS account,
        max(c.resource_id) AS resource_id, max(c.name) AS name, max(c.resource_type) AS resource_type,
        max(c.region) AS region, max(c.service) AS service, max(c.tags) AS tags, c.currency, sum(c.cost) AS cost,
        min(c.day) AS first, max(c.day) AS last
    FROM costs_cloudcharge c
    JOIN (SELECT company_id, max(day) AS until FROM costs_cloudcharge
        WHERE company_id = ANY(%s) GROUP BY company_id) l ON l.company_id = c.company_id AND c.day > l.until - 30
    WHERE NOT EXISTS (SELECT FROM assets_assetcloudresource r WHERE {IS_OF})
    GROUP BY c.company_id, c.provider_key, c.resource_key, c.currency ORDER BY sum(c.cost) DESC, c.resource_key LIMIT %s
"""
