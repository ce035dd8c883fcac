-- A register of %(rows)s assets: 20 companies, ten of them of 8 %%, ten of 2 %% of the rows; 50 locations; ten custom
-- fields; an account for the first 500 people. Parameters: rows, people, at (an instant of last year).

INSERT INTO organization_company (public_id, name, name_sort, note, version, path, time_zone, currency, locale, is_archived, company_id)
SELECT 'C' || lpad(n::text, 11, '0'), 'Company ' || n, 'company ' || lpad(n::text, 10, '0'), '', 1, ARRAY[n], 'Europe/Berlin', 'EUR', 'en', false, NULL
FROM generate_series(1, 20) n;
UPDATE organization_company SET path = ARRAY[id];

INSERT INTO organization_location (public_id, name, name_sort, note, version, company_id, parent_id, path, path_name, address, country, is_stockroom, manager_id, is_archived)
SELECT 'L' || lpad(n::text, 11, '0'), 'Room ' || n, 'room ' || lpad(n::text, 10, '0'), '', 1, c.id, NULL, '{}', 'Room ' || n, '', '', n %% 10 = 0, NULL, false
FROM generate_series(1, 50) n
JOIN organization_company c ON c.public_id = 'C' || lpad((CASE WHEN n <= 40 THEN 1 + (n - 1) / 4 ELSE n - 30 END)::text, 11, '0');
UPDATE organization_location SET path = ARRAY[id];

INSERT INTO organization_department (public_id, name, name_sort, note, version, company_id, parent_id, path, path_name, head_id, is_archived)
SELECT 'D' || lpad(n::text, 11, '0'), 'Department ' || n, 'department ' || lpad(n::text, 10, '0'), '', 1, c.id, NULL, '{}', 'Department ' || n, NULL, false
FROM generate_series(1, 20) n JOIN organization_company c ON c.public_id = 'C' || lpad(n::text, 11, '0');
UPDATE organization_department SET path = ARRAY[id];

INSERT INTO organization_person (public_id, name, name_sort, note, version, company_id, department_id, location_id, email, username, employee_number, job_title, phone, starts_on, leaves_on, is_active)
SELECT 'P' || lpad(n::text, 11, '0'), 'Person ' || n, 'person ' || lpad(n::text, 10, '0'), '', 1, l.company_id, d.id, l.id, 'p' || n || '@bench.example', 'p' || n, '', 'Engineer', '', NULL, NULL, true
FROM generate_series(1, %(people)s) n
JOIN organization_location l ON l.public_id = 'L' || lpad((1 + n %% 50)::text, 11, '0')
JOIN organization_department d ON d.company_id = l.company_id;

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

INSERT INTO custom_fields_customfielddefinition (public_id, entity, kind, code, label, type, help, choices, max_length, is_required, is_unique, is_filterable, is_sortable, is_column, position, state, problem, version)
SELECT 'X' || lpad(n::text, 11, '0'), 'asset', '', code, label, type, '', choices, NULL, false, false, filterable, sortable, false, n, 'active', '', 1
FROM (VALUES
    (1, 'used_for', 'Used for', 'choice', '[{"value": "office", "label": "Office"}, {"value": "lab", "label": "Lab"}, {"value": "field", "label": "Field"}, {"value": "home", "label": "Home"}]'::jsonb, true, false),
    (2, 'risk', 'Risk', 'choice', '[{"value": "low", "label": "Low"}, {"value": "middle", "label": "Middle"}, {"value": "high", "label": "High"}]', true, false),
    (3, 'insured', 'Insured', 'yes_no', '[]', true, false),
    (4, 'weight', 'Weight', 'number', '[]', true, true),
    (5, 'leased_until', 'Leased until', 'date', '[]', true, true),
    (6, 'cost_code', 'Cost code', 'text', '[]', true, true),
    (7, 'checked_on', 'Checked on', 'date', '[]', false, false),
    (8, 'policy', 'Policy', 'text', '[]', false, false),
    (9, 'remark', 'Remark', 'long_text', '[]', false, false),
    (10, 'site', 'Site', 'link', '[]', false, false)
) AS field (n, code, label, type, choices, filterable, sortable);
UPDATE custom_fields_definitionstoken SET token = gen_random_uuid();

-- Three of four are in use, by a person of the same company; the others wait in the rooms. One of two has a name.
INSERT INTO assets_asset (
    public_id, facet, name, name_sort, asset_tag, serial_number, serial_key, state, criticality, classification,
    ownership, purchased_on, order_number, cost_amount, cost_currency, note, custom, version, category_id,
    company_id, holder_person_id, owner_person_id, kind_id, location_id, manufacturer_id, model_id, status_id
)
SELECT 'A' || lpad(n::text, 11, '0'), 'hardware',
       CASE WHEN n %% 2 = 0 THEN 'Host ' || translate(left(md5(n::text), 10), '0123456789', 'ghijklmnop') ELSE '' END,
       CASE WHEN n %% 2 = 0 THEN 'host ' || translate(left(md5(n::text), 10), '0123456789', 'ghijklmnop') ELSE m.name_sort END,
       'LT-' || lpad(n::text, 7, '0'), 'SN' || n, 'SN' || n, s.state,
       'normal', '', 'owned', date '2023-01-01' + (n * 7 %% 1200)::int, 'PO-' || n %% 500,
       500 + n * 13 %% 2500, 'EUR', '',
       jsonb_strip_nulls(jsonb_build_object(
           'used_for', (ARRAY['office', 'lab', 'field', 'home'])[1 + n * 7 %% 4],
           'risk', (ARRAY['low', 'middle', 'high'])[1 + n * 11 %% 3],
           'insured', CASE WHEN n %% 5 = 0 THEN true END,
           'weight', (n * 37 %% 9000) / 100.0,
           'leased_until', CASE WHEN n %% 3 = 0 THEN to_char(date '2026-01-01' + (n * 11 %% 1000)::int, 'YYYY-MM-DD') END,
           'cost_code', 'CC-' || n * 19 %% 4000,
           'checked_on', to_char(date '2025-01-01' + (n * 3 %% 300)::int, 'YYYY-MM-DD'),
           'policy', 'Policy ' || n %% 12,
           'remark', CASE WHEN n %% 10 = 0 THEN 'Seen beside the door of room ' || n %% 50 END,
           'site', 'https://intranet.example/' || n
       )), 1, m.category_id, p.company_id,
       CASE WHEN n %% 4 > 0 THEN p.id END, CASE WHEN n %% 3 = 0 THEN p.id END, k.id, p.location_id,
       m.manufacturer_id, m.id, s.id
FROM generate_series(1, %(rows)s) n
JOIN organization_person p ON p.public_id = 'P' || lpad((1 + n::bigint * 31 %% %(people)s)::text, 11, '0')
JOIN catalog_assetmodel m ON m.public_id = 'M' || lpad((1 + n * 17 %% 80)::text, 11, '0')
JOIN catalog_assetkind k ON k.code = 'hardware'
JOIN assets_status s ON s.name = CASE WHEN n %% 4 > 0 THEN 'In use' ELSE 'In stock' END
ORDER BY n;

INSERT INTO assets_custody (asset_id, company_id, holder_person_id, location_id, period, condition, note)
SELECT id, company_id, holder_person_id, location_id, tstzrange(%(at)s, NULL), '', '' FROM assets_asset;

INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period)
SELECT id, company_id, status_id, tstzrange(%(at)s, NULL) FROM assets_asset;

INSERT INTO assets_assethardware (asset_id, company_id, facet, condition, processor, memory_gb, storage_gb, warranty_ends_on)
SELECT id, company_id, 'hardware', 'good', 'CPU', 16, 512, purchased_on + 1095 FROM assets_asset;

INSERT INTO accounts_user (public_id, password, email, name, is_active, language, person_id, created_at, version)
SELECT 'U' || lpad(n::text, 11, '0'), '!bench', 'user' || n || '@bench.example', 'User ' || n, true, 'en', p.id, %(at)s, 1
FROM generate_series(1, least(500, %(people)s)) n JOIN organization_person p ON p.public_id = 'P' || lpad(n::text, 11, '0');

-- User 1 sees two of the four rooms of company 1; 4 nothing but their own; 49 one small company; 3 six companies,
-- a quarter; 2 half of the rows; 5 nineteen companies; every other one their own company, every fifth three more.
INSERT INTO access_grant (public_id, user_id, role_id, company_id, location_id)
SELECT left('G' || u.n || 'N' || row_number() OVER () || '00000000000', 12), u.id, r.id, c.id, l.id
FROM (SELECT id, person_id, substr(email, 5, length(email) - 18)::int AS n FROM accounts_user WHERE email LIKE 'user%%@bench.example') u
JOIN access_role r ON r.code = 'asset_manager'
JOIN organization_person p ON p.id = u.person_id
JOIN organization_company c ON CASE u.n
    WHEN 1 THEN c.name = 'Company 1'
    WHEN 2 THEN substr(c.name, 9)::int = ANY('{1,2,3,4,5,11,12,13,14,15}'::int[])
    WHEN 3 THEN substr(c.name, 9)::int = ANY('{1,2,11,12,13,14}'::int[])
    WHEN 4 THEN false
    WHEN 5 THEN c.name <> 'Company 1'
    ELSE c.id = p.company_id OR (u.n %% 5 = 0 AND substr(c.name, 9)::int BETWEEN 11 AND 13) END
LEFT JOIN organization_location l ON u.n = 1 AND l.name IN ('Room 1', 'Room 2');
