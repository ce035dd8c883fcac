-- The floor of import_100k: the table `raw` (line, c0 … c19) becomes assets. Everything a row says is checked; a row
-- that says something else is left out.
CREATE TEMP TABLE staged ON COMMIT DROP AS
SELECT r.line, nextval(pg_get_serial_sequence('assets_asset', 'id')) AS id,
       upper(substr(md5(random()::text || r.line), 1, 12)) AS public_id,
       co.id AS company_id, k.id AS kind_id, ca.id AS category_id, ma.id AS manufacturer_id, mo.id AS model_id,
       su.id AS supplier_id, lo.id AS location_id, st.id AS status_id, st.state,
       btrim(r.c1) AS name, nullif(btrim(r.c2), '') AS tag, nullif(btrim(r.c3), '') AS serial,
       upper(btrim(r.c3)) AS serial_key,
       lower(substring(btrim(r.c1) FROM '^\D*')) || lpad(ltrim(substring(btrim(r.c1) FROM '\d+'), '0'), 10, '0') AS name_sort,
       btrim(r.c10) AS order_number, btrim(r.c16) AS note, lower(r.c17) AS condition, btrim(r.c18) AS processor,
       CASE WHEN r.c11 ~ '^\d{4}-\d\d-\d\d$' THEN r.c11::date END AS purchased_on,
       CASE WHEN r.c12 ~ '^\d{1,12}(\.\d{1,4})?$' THEN r.c12::numeric END AS cost,
       CASE WHEN r.c13 ~ '^[A-Z]{3}$' THEN r.c13 END AS currency,
       CASE WHEN r.c14 ~ '^\d{1,4}$' THEN r.c14::integer END AS months,
       CASE WHEN r.c19 ~ '^\d{1,8}(\.\d{1,2})?$' THEN r.c19::numeric END AS memory_gb
FROM raw r
CROSS JOIN (SELECT id FROM catalog_assetkind WHERE code = 'hardware') k
LEFT JOIN organization_company co ON lower(co.name) = lower(btrim(r.c0))
LEFT JOIN catalog_category ca ON ca.kind_id = k.id AND lower(ca.name) = lower(btrim(r.c4))
LEFT JOIN catalog_manufacturer ma ON lower(ma.name) = lower(btrim(r.c5))
LEFT JOIN catalog_assetmodel mo ON mo.manufacturer_id = ma.id AND lower(mo.name) = lower(btrim(r.c6))
     AND lower(mo.number) = lower(btrim(r.c7))
LEFT JOIN organization_supplier su ON lower(su.name) = lower(btrim(r.c8))
LEFT JOIN organization_location lo ON lo.company_id = co.id AND lower(lo.path_name) = lower(btrim(r.c9))
LEFT JOIN (VALUES ('ready to deploy', 'In stock'), ('in repair', 'In repair'), ('archived', 'Retired')) w (word, status)
     ON w.word = lower(btrim(r.c15))
LEFT JOIN assets_status st ON st.name = w.status;

ANALYZE staged;

DO $$
DECLARE
    v_refused bigint;
BEGIN
    DELETE FROM staged s
    WHERE company_id IS NULL OR category_id IS NULL OR manufacturer_id IS NULL OR model_id IS NULL
       OR supplier_id IS NULL OR location_id IS NULL OR status_id IS NULL OR purchased_on IS NULL OR cost IS NULL
       OR currency IS NULL OR months IS NULL OR memory_gb IS NULL
       OR condition NOT IN ('', 'new', 'good', 'worn', 'damaged', 'broken')
       OR length(name) > 200 OR length(tag) > 60 OR length(serial) > 120 OR length(order_number) > 80
       OR length(note) > 5000 OR length(processor) > 120;

    SELECT count(*) INTO v_refused FROM (
        SELECT FROM staged GROUP BY company_id, tag HAVING count(*) > 1
        UNION ALL
        SELECT FROM staged GROUP BY company_id, manufacturer_id, serial_key HAVING count(*) > 1
    ) doubled;
    IF v_refused > 0 THEN RAISE EXCEPTION '% keys stand twice', v_refused; END IF;

    SELECT count(*) INTO v_refused FROM staged s
    WHERE EXISTS (SELECT FROM assets_asset a WHERE a.company_id = s.company_id AND a.asset_tag = s.tag)
       OR EXISTS (SELECT FROM assets_asset a WHERE a.company_id = s.company_id AND a.manufacturer_id = s.manufacturer_id
                  AND a.serial_key = s.serial_key AND a.state <> 'disposed');
    IF v_refused > 0 THEN RAISE EXCEPTION '% keys are taken', v_refused; END IF;
END $$;

INSERT INTO assets_asset (
    id, public_id, kind_id, facet, company_id, name, name_sort, asset_tag, serial_number, serial_key, model_id, category_id,
    manufacturer_id, status_id, state, criticality, classification, ownership, purchased_on, supplier_id, order_number,
    cost_amount, cost_currency, note, custom, version, location_id
)
SELECT id, public_id, kind_id, 'hardware', company_id, name, name_sort, tag, serial, serial_key, model_id, category_id,
       manufacturer_id, status_id, state, 'normal', '', 'owned', purchased_on, supplier_id, order_number,
       cost, currency, note, '{}', 1, location_id
FROM staged ORDER BY id;

INSERT INTO assets_assethardware (asset_id, company_id, facet, condition, processor, memory_gb, warranty_ends_on)
SELECT id, company_id, 'hardware', condition, processor, memory_gb, (purchased_on + make_interval(months => months))::date
FROM staged ORDER BY id;

INSERT INTO assets_custody (asset_id, company_id, location_id, period, condition, note)
SELECT id, company_id, location_id, tstzrange(now(), NULL), '', '' FROM staged ORDER BY id;

INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period)
SELECT id, company_id, status_id, tstzrange(now(), NULL) FROM staged ORDER BY id;
