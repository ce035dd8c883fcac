"""What ends by licenses: lines with a last day that nothing renews. SQL of migrations, and the words for it."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.ending_sql import Source
from assetry.kernel.registry import Ending

LINE = Source(
    what="entitlement",
    entity="entitlement",
    table="software_entitlement",
    watched=("contract_id", "supplier_id"),
    join="JOIN public.software_license k ON k.id = r.license_id",
    ends="r.ends_on",
    decide_by="r.ends_on",
    cost="r.quantity * r.unit_amount",
    currency="r.unit_currency",
    owner="k.owner_id",
    supplier="r.supplier_id",
    # A contract that it is bought under ends instead; what was renewed or taken back has nothing to decide.
    alive="""r.quantity > 0 AND r.contract_id IS NULL AND r.quantity + (
        SELECT coalesce(sum(f.quantity) FILTER (WHERE f.quantity < 0), 0)
            - CASE WHEN bool_or(f.kind = 'renewal') THEN r.quantity ELSE 0 END
        FROM public.software_entitlement f WHERE f.predecessor_id = r.id) > 0""",
)
_OF_PREDECESSORS = """(SELECT s.* FROM public.software_entitlement s
    WHERE s.id IN (SELECT n.predecessor_id FROM new_rows n))"""
FOLLOWED = f"""
    CREATE FUNCTION public.software_line_followed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF EXISTS (SELECT FROM new_rows WHERE predecessor_id IS NOT NULL) THEN {LINE.refresh(_OF_PREDECESSORS)} END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER followed AFTER INSERT ON software_entitlement REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.software_line_followed();
"""
NOT_FOLLOWED = """
    DROP TRIGGER followed ON software_entitlement;
    DROP FUNCTION public.software_line_followed();
"""
ENDINGS = (Ending(name="entitlement", label=_("License"), entity="entitlement", icon="key-round"),)
