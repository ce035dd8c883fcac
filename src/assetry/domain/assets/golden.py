"""The register in numbers that people know: asked when it is backed up, and again when a backup is restored."""

from assetry.platform.backups.golden import register_golden

ASSETS = """
    SELECT k.code, s.name, a.state, count(*), sum(a.cost_amount), count(a.asset_tag)
    FROM public.assets_asset a
    JOIN public.catalog_assetkind k ON k.id = a.kind_id JOIN public.assets_status s ON s.id = a.status_id
    GROUP BY 1, 2, 3 ORDER BY k.code COLLATE "C", s.name COLLATE "C", a.state COLLATE "C"
"""
CUSTODY = """
    SELECT count(*) FILTER (WHERE upper_inf(period)), count(*), min(lower(period)) AT TIME ZONE 'UTC'
    FROM public.assets_custody
"""
MIRRORS = """
    SELECT count(holder_person_id), count(holder_department_id), count(holder_asset_id), count(location_id)
    FROM public.assets_asset
"""
LAST_ASSETS = "SELECT public_id, name, asset_tag, version FROM public.assets_asset ORDER BY id DESC LIMIT 20"


def register() -> None:
    """Have them asked."""
    register_golden("assets by kind and status", ASSETS)
    register_golden("custodies, open and all", CUSTODY)
    register_golden("assets that are held", MIRRORS)
    register_golden("newest assets", LAST_ASSETS)
