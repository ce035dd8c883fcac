"""The register: assets of every kind, their tags, statuses and custody."""
