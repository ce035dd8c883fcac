"""The import of any entity that is described and says how one is made and changed: row by row, one transaction."""
