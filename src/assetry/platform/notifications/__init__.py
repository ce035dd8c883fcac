"""Mail: an outbox in the database, and what sends it."""
