"""Pages of the catalog: models, categories, manufacturers."""
