"""Django's PostgreSQL engine, with a schema editor that keeps the trail in step and refusals told by name."""
