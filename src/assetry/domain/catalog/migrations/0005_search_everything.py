"""Categories and manufacturers are found too, and a model by its manufacturer's new name."""

from django.db import migrations

from assetry.platform.search.triggers import searchable_again, words_of

_MAKER = "(SELECT m.name FROM public.catalog_manufacturer m WHERE m.id = r.manufacturer_id)"
_MODEL = ("name", "number")
_RENAMED = f"""
    CREATE FUNCTION public.search_model_renamed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        UPDATE public.search_searchdocument d SET text = lower({words_of(_MODEL, _MAKER)})
        FROM public.catalog_assetmodel r
        WHERE d.entity = 'model' AND d.object_id = r.id AND r.manufacturer_id IN (
            SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.name IS DISTINCT FROM o.name);
        RETURN NULL;
    END $$;
    CREATE TRIGGER search_model_renamed AFTER UPDATE ON catalog_manufacturer
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.search_model_renamed();
"""  # noqa: S608 - words of our own
_GONE = """
    DROP TRIGGER search_model_renamed ON catalog_manufacturer;
    DROP FUNCTION public.search_model_renamed();
"""


class Migration(migrations.Migration):
    """Search documents kept by triggers."""

    dependencies = [("catalog", "0004_open_facets"), ("search", "0002_two_indexes")]
    operations = [
        searchable_again("catalog_category", "category", ("name",)),
        searchable_again("catalog_manufacturer", "manufacturer", ("name",)),
        searchable_again("catalog_assetmodel", "model", _MODEL, _MAKER, ("manufacturer_id",)),
        migrations.RunSQL(_RENAMED, _GONE),
    ]
