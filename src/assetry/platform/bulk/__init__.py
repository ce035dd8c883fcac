"""Changing many rows at once, of any entity: what would happen is stored, then exactly that is done, and undone."""
