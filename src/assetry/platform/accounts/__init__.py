"""Who may sign in: the user account, its adapter for allauth."""
