"""What recurs, month by month, in one statement: contracts that are paid again and again, and terms of licenses.

The value of a term is spread evenly over its months, in whole minor units; its last month takes the rest, so that the
months of a term add up to its value; so is each price step over its own.
A contract that renews itself goes on at the price that its terms say.
"""

_NUMBER = "(extract(year FROM {day})::int * 12 + extract(month FROM {day})::int)"
_MONTHS = """greatest(1, CASE WHEN {ends} IS NULL THEN 12
    WHEN ({starts} + make_interval(months => {whole}))::date >= {ends} + 1 THEN {whole} ELSE {whole} + 1 END)"""


def _months(starts: str, ends: str) -> str:
    """How many months a term has, begun ones counted, as `rules.months_of_term`."""
    whole = f"({_NUMBER.format(day=f'({ends} + 1)')} - {_NUMBER.format(day=starts)})"
    return _MONTHS.format(starts=starts, ends=ends, whole=whole)


def _contracts(starts: str, ends: str, value: str, ends_there: str, rows: str) -> str:
    """Contracts, or their price steps: only the last one goes on in next terms."""
    return f"""
    SELECT 'contract' AS entity, c.id, c.cost_center_id, c.supplier_id, c.type AS kind, c.value_currency AS currency,
        {_NUMBER.format(day=starts)} AS first, {_months(starts, ends)} AS months,
        {value} AS value, coalesce(c.index_percent, 0) AS percent,
        CASE WHEN {ends_there} OR c.terminated_on IS NOT NULL OR c.is_renewed THEN NULL
            WHEN c.ends_on IS NULL THEN 12 WHEN c.auto_renews THEN c.renewal_months END AS again,
        {_NUMBER.format(day="c.terminated_on")} AS last
    FROM {rows} c.company_id = ANY(%(contracts)s) AND c.value_amount IS NOT NULL AND c.billing <> 'once'"""


_CONTRACTS = _contracts(
    "c.starts_on",
    "c.ends_on",
    "c.value_amount",
    "false",
    "contracts_contract c WHERE NOT EXISTS (SELECT FROM contracts_pricestep s WHERE s.contract_id = c.id) AND",
)
_STEPS = _contracts(
    "s.starts_on",
    "coalesce(s.ends, c.ends_on)",
    "s.amount",
    "s.ends IS NOT NULL",
    """(
        SELECT contract_id, starts_on, amount, lead(starts_on) OVER w - 1 AS ends
        FROM contracts_pricestep WINDOW w AS (PARTITION BY contract_id ORDER BY starts_on)
    ) s JOIN contracts_contract c ON c.id = s.contract_id WHERE""",
)
_LINES = f"""
    SELECT 'entitlement', e.id, e.cost_center_id, e.supplier_id, 'license', e.unit_currency,
        {_NUMBER.format(day="coalesce(e.starts_on, e.purchased_on)")},
        {_months("coalesce(e.starts_on, e.purchased_on)", "e.ends_on")},
        e.quantity * e.unit_amount, 0, NULL::int, NULL::int
    FROM software_entitlement e
    WHERE e.company_id = ANY(%(licenses)s) AND e.unit_amount IS NOT NULL AND e.ends_on IS NOT NULL
        AND e.contract_id IS NULL AND coalesce(e.starts_on, e.purchased_on) IS NOT NULL"""
# Keys by which the amounts are added up; each is SQL over `t`.
KEYS = {
    "kind": "t.kind",
    "supplier": "t.supplier_id::text",
    "cost_center": "t.cost_center_id::text",
    "contract": "t.entity || ':' || t.id",
}
FORECAST = f"""
    WITH t AS MATERIALIZED ({_CONTRACTS} UNION ALL {_STEPS} UNION ALL {_LINES}),
    placed AS (
        SELECT {{key}} AS key, t.currency, b.month, t.months, t.again, t.value, t.percent,
            power(10::numeric, d.digits) AS minor, %(first)s + b.month - t.first AS j
        FROM t JOIN unnest(%(currencies)s::text[], %(digits)s::int[]) AS d(currency, digits) USING (currency)
        CROSS JOIN LATERAL generate_series(
            greatest(0, t.first - %(first)s),
            least(
                %(months)s - 1,
                CASE WHEN t.again IS NULL THEN t.first + t.months - 1 - %(first)s ELSE %(months)s END,
                coalesce(t.last - %(first)s, %(months)s)
            )
        ) AS b(month)
    ),
    terms AS (
        SELECT key, currency, month, minor,
            CASE WHEN j < months THEN j ELSE (j - months) %% again END AS i,
            CASE WHEN j < months THEN months ELSE again END AS n,
            CASE WHEN j < months THEN round(value * minor)::bigint
                WHEN percent = 0 THEN round(value * again / months * minor)::bigint
                ELSE least(9e17, round(value * again / months
                    * power(1 + percent / 100, (1 + (j - months) / again)::numeric) * minor))::bigint END AS units
        FROM placed
    )
    SELECT key, currency, month, sum(units / n + CASE WHEN i = n - 1 THEN units %% n ELSE 0 END) / minor
    FROM terms GROUP BY key, currency, month, minor
"""
CURRENCIES = """
    SELECT DISTINCT value_currency FROM contracts_contract WHERE value_currency <> ''
    UNION SELECT DISTINCT unit_currency FROM software_entitlement WHERE unit_currency <> ''
"""
