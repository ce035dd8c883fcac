"""Files that come in: read as they are, matched to targets, kept with what was found and done. Knows no entity."""
