"""Where costs belong: cost centers (cost lines, budgets and exchange rates come with later issues)."""
