"""Saved views and reports by mail, on a schedule: each recipient gets what they themselves may see."""
