"""Grants and roles, compiled into the table that every query and the trail read."""
