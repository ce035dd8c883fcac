"""Saved views of every list: saved, shared, pinned; its columns chosen; the height of its rows remembered."""
