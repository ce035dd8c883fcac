"""The organization in numbers: asked when it is backed up, and again when a backup is restored."""

from assetry.platform.backups.golden import register_golden

COMPANIES = """
    SELECT c.name, (SELECT count(*) FROM public.organization_person p WHERE p.company_id = c.id),
           (SELECT count(*) FROM public.organization_location l WHERE l.company_id = c.id)
    FROM public.organization_company c ORDER BY c.id
"""


def register() -> None:
    """Have them asked."""
    register_golden("people and locations by company", COMPANIES)
