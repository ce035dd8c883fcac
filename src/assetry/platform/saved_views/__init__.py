"""Views that people save: a list's address under a name, their own or shared, a default, pinned to home."""
