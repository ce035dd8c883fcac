"""Files on things, over the API."""
