"""What several commands share; no commands."""
