"""Calendar feeds: described dates of things under a filter, for calendar programs, at a secret address."""
