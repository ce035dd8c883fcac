"""The activity log: who did what, when and through which door."""
