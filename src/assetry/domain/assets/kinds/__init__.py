"""One module per kind with a typed facet: its table, its fields, nothing else. See docs/recipes/add-a-kind.md."""
